"""Running odd_bot.py, which a test may kill."""

import os
import signal
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from tests.telegram import odd_bot
from tests.telegram.botapi import BotApiServer
from tests.telegram.process import BotProcess
from tests.telegram.waiting import wait_until
from tests.telegram.watched import Status

ROOT = Path(__file__).parents[2]
ENDED_SECONDS = 60.0
ARTICLE = "图书馆\n\n春风镇有图书馆一百家。\n"


class OddBot(BotProcess):
    """A process from `with` to the end of its block, where it is killed if it runs still.

    State and article are in `directory`; another one on the same directory goes on from there.
    """

    COMMAND: ClassVar[tuple[str, ...]] = (odd_bot.__file__,)

    def __init__(self, server: BotApiServer, directory: Path, **settings: object) -> None:
        """`settings` are fields of Settings."""
        api_url = server.base_url.removesuffix("/bot")
        super().__init__(directory, server.token, api_url, **{"articles": "a.txt", **settings})
        self.status = Status(self.status_url)
        (directory / "a.txt").write_text(ARTICLE, encoding="utf-8")
        paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
        self._environment["PYTHONPATH"] = os.pathsep.join(paths)

    def __enter__(self) -> Self:
        self.log_file.unlink(missing_ok=True)  # What the one before has written is not its own.
        return super().__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    def terminate(self) -> int:
        """Tell it to stop, and return the exit code."""
        self.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self) -> int:
        """Wait for its end and return the exit code."""
        return self.process.wait(ENDED_SECONDS)

    def wait_output(self, words: str) -> None:
        """Wait until it has written `words`."""
        wait_until(lambda: words in self.log, f"{words} in\n{self.log}", ENDED_SECONDS)
