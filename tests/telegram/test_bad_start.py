"""A bot that cannot start says why in one line and ends with exit code 2."""

import os
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.telegram.store.store import Store
from tests.telegram.botapi import BotApiServer
from tests.telegram.odd_process import OddBot
from tests.telegram.process import free_port

WEBHOOK = {"telegram_webhook_secret": "kX3-secret_word"}
STATE = "state.sqlite3"


def newer(directory: Path) -> None:
    Store(directory / STATE).close()
    change(directory / STATE, "PRAGMA user_version = 99")


def foreign(directory: Path) -> None:
    change(directory / STATE, "CREATE TABLE accounts (id INTEGER)")


def damaged(directory: Path) -> None:
    Store(directory / STATE).close()
    whole = (directory / STATE).read_bytes()
    (directory / STATE).write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))


def change(path: Path, statement: str) -> None:
    state = sqlite3.connect(path)
    state.execute(statement)
    state.commit()
    state.close()


def one_line(bot: OddBot) -> str:
    """Wait for the bot's end; return the line on stderr that says why, the only one."""
    assert bot.wait() == 2, bot.log
    (line,) = bot.log.splitlines()
    assert line.startswith("wenbao: ")
    return line


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (newer, "是另一个版本的 wenbao 写的"),
        (foreign, "是别的程序的数据库"),
        (damaged, "用不了"),
    ],
)
def test_a_state_file_that_cannot_be_used(
    server: BotApiServer, tmp_path: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    spoil(tmp_path)
    before = (tmp_path / STATE).read_bytes()

    with OddBot(server, tmp_path) as bot:
        line = one_line(bot)

    assert reason in line and STATE in line
    assert (tmp_path / STATE).read_bytes() == before


def test_a_state_file_of_a_bot_that_runs(server: BotApiServer, tmp_path: Path) -> None:
    with OddBot(server, tmp_path) as first:
        first.status.wait_ready()
        with OddBot(server, tmp_path) as second:
            assert "另一个 wenbao telegram 正在用" in one_line(second)
        assert first.terminate() == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(server: BotApiServer, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with OddBot(server, tmp_path, telegram_state=locked / STATE) as bot:
        assert str(locked) in one_line(bot)


def test_a_full_disk(server: BotApiServer, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    bot = OddBot(server, tmp_path)
    # Children inherit it: no file may grow beyond it, as on a disk that is full.
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        bot.__enter__()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert STATE in one_line(bot)


def test_a_token_that_telegram_refuses(server: BotApiServer, tmp_path: Path) -> None:
    token = "110201543:BBHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-"
    with OddBot(server, tmp_path, telegram_token=token, log_level="DEBUG") as bot:
        assert bot.wait() == 2
        *_, line = bot.log.splitlines()
        assert "WENBAO_TELEGRAM_TOKEN" in line
        assert "Traceback" not in bot.log
        assert token.partition(":")[2] not in bot.log


@pytest.mark.parametrize("setting", ["telegram_webhook_listen", "telegram_status_listen"])
def test_a_port_in_use(server: BotApiServer, tmp_path: Path, setting: str) -> None:
    given = WEBHOOK | {
        "telegram_webhook_url": f"http://127.0.0.1:{free_port()}/hook",
        setting: f"127.0.0.1:{server.port}",
        "log_level": "ERROR",
    }
    with OddBot(server, tmp_path, **given) as bot:
        assert f"WENBAO_{setting.upper()}=127.0.0.1:{server.port} 用不了" in one_line(bot)


def test_a_webhook_that_telegram_does_not_take(server: BotApiServer, tmp_path: Path) -> None:
    given = WEBHOOK | {
        "telegram_webhook_url": "https://bot.example.org:8000/hook",
        "telegram_webhook_listen": f"127.0.0.1:{free_port()}",
        "log_level": "ERROR",
    }
    with OddBot(server, tmp_path, **given) as bot:
        assert "Telegram 不接受 WENBAO_TELEGRAM_WEBHOOK_URL" in one_line(bot)
