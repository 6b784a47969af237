"""The bot as a process of its own: `wenbao telegram`, as an operator runs it."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

import httpx

from bot.settings import PREFIX

STARTED_SECONDS = 60.0
STOPPED_SECONDS = 20.0
_LOOK_AGAIN_SECONDS = 0.05


class BotProcess:
    """A bot from `with` to the end of its block, where it gets SIGTERM.

    Its state and its log, bot.log, are in `directory`, which is also its working directory.
    """

    COMMAND: ClassVar[tuple[str, ...]] = ("-m", "bot", "telegram")
    """What Python is given to run."""

    def __init__(self, directory: Path, token: str, api_url: str, **settings: object) -> None:
        """`settings` are fields of Settings; `api_url` is where its Bot API is."""
        self.directory = directory
        self.status_url = f"http://127.0.0.1:{free_port()}"
        given: dict[str, object] = {
            "telegram_token": token,
            "telegram_api_url": api_url,
            "telegram_state": directory / "state.sqlite3",
            "telegram_status_listen": self.status_url.removeprefix("http://"),
            **settings,
        }
        self._environment = {
            **os.environ,
            **{PREFIX + name.upper(): str(value) for name, value in given.items()},
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self.COMMAND],
                cwd=self.directory,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.terminate()
        try:
            code = self.process.wait(STOPPED_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        if error is None:
            assert code == 0, self.log

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None
        return self._process

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def log_file(self) -> Path:
        return self.directory / "bot.log"

    @property
    def log(self) -> str:
        """What it has logged so far."""
        return self.log_file.read_text(encoding="utf-8")

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self.process.kill()
        self.process.wait()

    def wait_ready(self) -> None:
        """Wait until it says that it receives and answers questions."""
        deadline = time.monotonic() + STARTED_SECONDS
        while not self._is_ready():
            assert self.process.poll() is None, self.log
            assert time.monotonic() < deadline, self.log
            time.sleep(_LOOK_AGAIN_SECONDS)

    def metrics(self) -> str:
        """Return what /metrics shows."""
        return httpx.get(f"{self.status_url}/metrics", trust_env=False).text

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.status_url}/readyz", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False


def free_port() -> int:
    """Return a port of this machine that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
