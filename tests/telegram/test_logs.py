"""Logs: one line for each record, no secret at any level, no reader's text unless asked for."""

import io
import json
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import structlog
from hypothesis import given

from bot.telegram.logs import HIDDEN, set_up_logs
from bot.telegram.webserver import SECRET_HEADER
from tests.telegram.botapi import BotApiServer
from tests.telegram.odd_bot import DEFECT
from tests.telegram.odd_process import OddBot
from tests.telegram.process import free_port
from tests.telegram.sample import QUESTION
from tests.telegram.texts import texts
from tests.telegram.waiting import wait_until

SECRET = "kX3-secret_word"
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-"
FORMATS = ("json", "logfmt")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()


def logged(style: str = "json", *, show_texts: bool = False, level: str = "DEBUG") -> io.StringIO:
    """Set logging up and return where it goes."""
    stream = io.StringIO()
    set_up_logs(level, style, [TOKEN, SECRET], show_texts=show_texts, stream=stream)
    return stream


def ours() -> structlog.stdlib.BoundLogger:
    log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger("bot.telegram.somewhere")
    return log


def fails(words: str) -> Exception:
    """Return an exception with a traceback and a cause, both with these words."""
    try:
        try:
            raise KeyError(words)
        except KeyError as first:
            raise ValueError(words) from first
    except ValueError as error:
        return error


@pytest.mark.parametrize("style", FORMATS)
@given(value=texts)
def test_a_record_is_one_line_whatever_its_values_hold(style: str, value: str) -> None:
    stream = logged(style, show_texts=True)
    ours().info("asked", question=value, exc_info=fails(value))

    written = stream.getvalue()

    assert written.endswith("\n") and written.count("\n") == 1 and "\r" not in written
    if style == "json":
        assert json.loads(written)["event"] == "asked"


@pytest.mark.parametrize("style", FORMATS)
@pytest.mark.parametrize("secret", [TOKEN, TOKEN.partition(":")[2], SECRET])
def test_no_record_shows_a_secret(style: str, secret: str) -> None:
    stream = logged(style, show_texts=True)
    ours().info(f"event {secret}", value=secret, nested={"url": [f"https://x/bot{secret}/getMe"]})
    ours().error("failed", exc_info=fails(f"https://x/bot{secret}/getMe"))
    logging.getLogger("httpx").warning("HTTP Request: %s", f"https://x/bot{secret}/getMe")
    logging.getLogger("telegram.ext").error("failed", exc_info=fails(secret))
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"about {secret}", UserWarning, stacklevel=1)

    assert secret not in stream.getvalue()
    assert HIDDEN in stream.getvalue()


@pytest.mark.parametrize("style", FORMATS)
def test_exceptions_keep_their_words_to_themselves_unless_texts_are_shown(style: str) -> None:
    stream = logged(style)
    ours().error("failed", exc_info=fails(QUESTION))
    logging.getLogger("telegram.ext").error("failed %s", QUESTION, exc_info=fails(QUESTION))
    try:
        raise fails(QUESTION)
    except ValueError:
        logging.getLogger("bot.other").exception("failed")
    assert QUESTION not in stream.getvalue()
    assert "ValueError" in stream.getvalue() and "test_logs.py" in stream.getvalue()

    stream = logged(style, show_texts=True)
    ours().error("failed", exc_info=fails("一百家"))
    assert "一百家" in stream.getvalue()


def test_libraries_are_heard_from_warning_on_only() -> None:
    stream = logged()
    for name in ("httpx", "httpcore.http11", "telegram.ext.Application", "asyncio"):
        logging.getLogger(name).debug("debug of %s", name)
        logging.getLogger(name).info("info of %s", name)
        logging.getLogger(name).warning("warning of %s", name)
    assert [json.loads(line)["level"] for line in stream.getvalue().splitlines()] == ["warning"] * 4


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_is_kept_to(level: str) -> None:
    stream = logged(level=level)
    for name in LEVELS:
        getattr(ours(), name.lower())("event")
    shown = [json.loads(line)["level"].upper() for line in stream.getvalue().splitlines()]
    assert shown == list(LEVELS[LEVELS.index(level) :])


def post(port: int, secret: str) -> int:
    return httpx.post(
        f"http://127.0.0.1:{port}/hook",
        content=json.dumps({"update_id": "x", "text": QUESTION}),
        headers={SECRET_HEADER: secret},
        trust_env=False,
    ).status_code


@pytest.mark.parametrize("style", FORMATS)
def test_a_bot_in_trouble_tells_no_secret_and_no_question(
    server: BotApiServer, tmp_path: Path, style: str
) -> None:
    """Faults of every kind, in a process of its own: all that it writes is looked at."""
    port = free_port()
    user = server.user("甲")
    chat = server.private_chat(user)
    wrong = "wrong-secret-that-is-nobody-s"
    with OddBot(
        server,
        tmp_path,
        log_level="DEBUG",  # Shows all that other levels do.
        telegram_log_format=style,
        telegram_webhook_url=f"http://127.0.0.1:{port}/hook",
        telegram_webhook_listen=f"127.0.0.1:{port}",
        telegram_webhook_secret=SECRET,
    ) as bot:
        bot.status.wait_ready()
        server.fault("sendMessage", drop="before")
        server.fault("sendMessage", status=502, body=b"<html>")
        server.fault("sendMessage", status=400, description=f"Bad Request: no {QUESTION}")
        chat.says(user, QUESTION)
        chat.wait_one()
        chat.says(user, DEFECT + QUESTION)
        bot.status.wait_failures("defect", 1)
        server.fault("sendMessage", status=401, description="Unauthorized")
        chat.says(user, QUESTION)
        assert post(port, wrong) == 403
        assert post(port, SECRET) == 200
        bot.status.wait_failures("token", 1)
        server.down()
        bot.terminate()

    for secret in (server.token, server.token.partition(":")[2], SECRET, wrong, QUESTION):
        assert secret not in bot.log
    assert "update failed" in bot.log
    assert "Traceback" not in bot.log
    if style == "json":
        records = [json.loads(line) for line in bot.log.splitlines()]
        assert all({"event", "level", "timestamp"} <= record.keys() for record in records)
    else:
        assert all(line.startswith("timestamp=") for line in bot.log.splitlines())


def test_a_bot_that_reaches_nobody_tells_no_secret(server: BotApiServer, tmp_path: Path) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    with OddBot(server, tmp_path, log_level="DEBUG", telegram_api_url=nowhere) as bot:
        bot.wait_output("trouble with Telegram")
        assert bot.terminate() == 0
    assert server.token.partition(":")[2] not in bot.log


def test_questions_are_logged_where_the_operator_wants_them(
    server: BotApiServer, tmp_path: Path
) -> None:
    user = server.user("甲")
    chat = server.private_chat(user)
    with OddBot(server, tmp_path, telegram_log_questions="true", telegram_log_format="json") as bot:
        chat.says(user, QUESTION)
        chat.wait_one(60)
        wait_until(lambda: QUESTION in bot.log, "the question in the log")
        assert bot.terminate() == 0
    asked = [json.loads(line) for line in bot.log.splitlines()]
    assert [record["question"] for record in asked if record["event"] == "asked"] == [QUESTION]
