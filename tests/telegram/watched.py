"""A running bot whose log and status a test can look at, with pauses too short to wait for."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from prometheus_client.parser import text_string_to_metric_families

from bot.telegram import contact, delivery, poller
from bot.telegram.corpus import Corpus
from bot.telegram.logs import set_up_logs
from tests.telegram.process import free_port
from tests.telegram.sample import PAGE
from tests.telegram.scripted import scripted_paper
from tests.telegram.stage import Stage, staged
from tests.telegram.waiting import wait_until

READY_SECONDS = 60.0
"""How long a bot may take to start."""
PAUSE = 0.02
"""Seconds in the place of every pause between attempts."""


def paper() -> Corpus:
    """Return a paper in which QUESTION has the answer ANSWER."""
    return scripted_paper(PAGE)


class Log:
    """What a bot in this process has logged."""

    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def records(self) -> list[dict[str, Any]]:
        """All records; that each line is one is part of what this checks."""
        return [json.loads(line) for line in self.text.splitlines()]

    def events(self, event: str, **values: object) -> list[dict[str, Any]]:
        """Return the records of an event that have these values."""
        return [
            record
            for record in self.records
            if record["event"] == event and values.items() <= record.items()
        ]

    def wait(self, event: str, **values: object) -> dict[str, Any]:
        """Return the last record of an event, once there is one."""
        return wait_until(lambda: self.events(event, **values), f"{event} {values}")[-1]


@dataclass(frozen=True)
class Status:
    """The status server of a bot."""

    url: str

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"{self.url}{path}", trust_env=False)

    def value(self, name: str, **labels: str) -> float:
        """Return a sample of /metrics, 0 if there is none."""
        return next(
            (
                sample.value
                for family in text_string_to_metric_families(self.get("/metrics").text)
                for sample in family.samples
                if sample.name == name and labels.items() <= sample.labels.items()
            ),
            0.0,
        )

    def failures(self, kind: str) -> float:
        """Return how many failures of a kind were counted."""
        return self.value("wenbao_failures_total", kind=kind)

    def wait_failures(self, kind: str, count: float) -> None:
        """Wait until that many failures of a kind have been counted."""
        wait_until(lambda: self.failures(kind) >= count, f"{count} times {kind}")

    def wait_ready(self, ready: bool = True) -> str:
        """Wait until the bot says that it is ready, or that it is not; return the reasons."""
        wanted = 200 if ready else 503
        wait_until(lambda: self._readiness() == wanted, f"readiness {ready}", READY_SECONDS)
        return self.get("/readyz").text

    def _readiness(self) -> int:
        try:
            return self.get("/readyz").status_code
        except httpx.TransportError:
            return 0


@dataclass(frozen=True)
class Watched(Stage):
    """A bot on its stage, its status and its log."""

    status: Status
    log: Log


@contextmanager
def logs_in_memory() -> Iterator[Log]:
    """Have everything logged kept as JSON, from DEBUG on."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    set_up_logs("DEBUG", "json", (), stream=stream)
    try:
        yield Log(stream)
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        logging.captureWarnings(False)
        structlog.reset_defaults()


@contextmanager
def short_pauses() -> Iterator[pytest.MonkeyPatch]:
    """Let the bot lose no time between attempts."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (contact, delivery):
            patch.setattr(module, "FIRST_PAUSE", PAUSE)
            patch.setattr(module, "LONGEST_PAUSE", 2 * PAUSE)
        patch.setattr(poller, "UNNUMBERED_PAUSE", PAUSE)
        patch.setattr(poller, "STORAGE_PAUSE", PAUSE)
        yield patch


@contextmanager
def watched(
    directory: Path, load_paper: Callable[[], Corpus] = paper, **settings: Any
) -> Iterator[Watched]:
    """Run a bot with its state in `directory`; `settings` are those of RunningBot."""
    listen = f"127.0.0.1:{free_port()}"
    with (
        short_pauses(),
        logs_in_memory() as log,
        staged(directory, load_paper, status_listen=listen, **settings) as stage,
    ):
        yield Watched(
            stage.server, stage.bot, stage.state, stage.make_bot, Status(f"http://{listen}"), log
        )
