"""What is known of how the bot is doing, for the status server, the logs and the operators."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

SILENCE_SECONDS = 120.0
"""So long without word from Telegram counts as trouble; a quiet long poll returns every 30."""
HUNG_SECONDS = 30.0
"""So long without a turn of the event loop counts as hung."""


class Trouble(StrEnum):
    """What may be wrong; each goes on until it is over."""

    NETWORK = "network"
    """Telegram cannot be reached, or answers with server errors."""
    CONFLICT = "conflict"
    """Another program fetches this bot's updates."""
    TOKEN = "token"
    """Telegram refuses the token."""
    FLOOD = "flood"
    """Telegram has told the bot to wait."""
    STORAGE = "storage"
    """The state file cannot be written."""
    WORKERS = "workers"
    """Every worker is busy with a question that takes too long."""


@dataclass(frozen=True)
class State:
    """Whether the bot is well, and if not why."""

    ok: bool
    reasons: tuple[str, ...] = ()


class Health:
    """Keeps the time of the last word from Telegram and the troubles that go on."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last_turn = clock()
        self._last_word: float | None = None
        self._troubles: dict[Trouble, float] = {}
        self.listens = False
        """Whether updates come by webhook: then silence means nothing."""
        self.stopping = False

    def turn(self) -> None:
        """Note that the event loop is running."""
        self._last_turn = self._clock()

    def word(self) -> None:
        """Note that Telegram has answered a request for updates, or sent one."""
        self._last_word = self._clock()

    def begin(self, trouble: Trouble) -> float:
        """Note that a trouble is there, and return for how many seconds it has been."""
        now = self._clock()
        return now - self._troubles.setdefault(trouble, now)

    def end(self, trouble: Trouble) -> float | None:
        """Note that a trouble is over and return its length in seconds, None if there was none."""
        since = self._troubles.pop(trouble, None)
        return None if since is None else self._clock() - since

    def alive(self) -> State:
        """Tell whether the process does anything at all."""
        silent = self._clock() - self._last_turn
        return State(True) if silent < HUNG_SECONDS else State(False, (f"hung for {silent:.0f} s",))

    def ready(self) -> State:
        """Tell whether questions are received and answered."""
        now = self._clock()
        reasons = [
            f"{trouble} for {now - since:.0f} s" for trouble, since in self._troubles.items()
        ]
        if self.stopping:
            reasons.append("stopping")
        if self._last_word is None:
            reasons.append("no word from Telegram yet")
        elif not self.listens and now - self._last_word > SILENCE_SECONDS:
            reasons.append(f"no word from Telegram for {now - self._last_word:.0f} s")
        return State(not reasons, tuple(reasons))
