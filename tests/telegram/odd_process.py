"""Running odd_bot.py, which a test may kill."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.settings import PREFIX
from tests.telegram import odd_bot
from tests.telegram.botapi import BotApiServer
from tests.telegram.process import free_port
from tests.telegram.waiting import wait_until
from tests.telegram.watched import Status

ROOT = Path(__file__).parents[2]
ENDED_SECONDS = 60.0
ARTICLE = "图书馆\n\n春风镇有图书馆一百家。\n"


class OddBot:
    """A process from `with` to the end of its block, where it is killed if it runs still.

    State and article are in `directory`; another one on the same directory goes on from there.
    """

    def __init__(self, server: BotApiServer, directory: Path, **settings: object) -> None:
        """`settings` are fields of Settings."""
        self.directory = directory
        self.status = Status(f"http://127.0.0.1:{free_port()}")
        (directory / "a.txt").write_text(ARTICLE, encoding="utf-8")
        given: dict[str, object] = {
            "articles": "a.txt",
            "telegram_token": server.token,
            "telegram_api_url": server.base_url.removesuffix("/bot"),
            "telegram_state": "state.sqlite3",
            "telegram_status_listen": self.status.url.removeprefix("http://"),
            **settings,
        }
        self._environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            **{PREFIX + name.upper(): str(value) for name, value in given.items()},
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with (self.directory / "output").open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, odd_bot.__file__],
                cwd=self.directory,
                env=self._environment,
                stdout=output,
                stderr=output,
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait()

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None
        return self._process

    @property
    def output(self) -> str:
        """All it has written so far, to stdout and stderr."""
        return (self.directory / "output").read_text(encoding="utf-8")

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self.process.kill()
        self.process.wait()

    def terminate(self) -> int:
        """Tell it to stop, and return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self) -> int:
        """Wait for its end and return the exit code."""
        return self.process.wait(ENDED_SECONDS)

    def wait_output(self, words: str) -> None:
        """Wait until it has written `words`."""
        wait_until(lambda: words in self.output, f"{words} in\n{self.output}", ENDED_SECONDS)
