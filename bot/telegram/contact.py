"""How the talk with Telegram goes: every failure is named, counted, logged, and waited out."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from telegram.error import (
    Conflict,
    EndPointNotFound,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.telegram.delivery import TOKEN_PATIENCE_SECONDS, seconds_of
from bot.telegram.health import Health, Trouble
from bot.telegram.metrics import Metrics
from retrieval.errors import UserFacingError

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds between attempts: doubled from the first to the longest."""
SAY_AGAIN_SECONDS = 60.0
"""A trouble that goes on is logged again after so long."""

log = structlog.stdlib.get_logger(__name__)


class TokenRefusedError(UserFacingError):
    """Telegram does not know the token."""

    def __init__(self) -> None:
        super().__init__("Telegram 不认这个 token；请向 BotFather 核对后改 WENBAO_TELEGRAM_TOKEN")


@dataclass(frozen=True)
class _Failure:
    """What a failed request means."""

    trouble: Trouble
    pause: float | None = None
    """Seconds that Telegram asks for; None to go by the number of failures."""


class Contact:
    """Keeps account of requests made again and again: getUpdates, or a look at the webhook."""

    def __init__(
        self, health: Health, metrics: Metrics, on_conflict: Callable[[], None] = lambda: None
    ) -> None:
        """`on_conflict` is called when another program is found fetching updates."""
        self._health = health
        self._metrics = metrics
        self._on_conflict = on_conflict
        self._pause = FIRST_PAUSE
        self._said: dict[Trouble, float] = {}

    def failed(self, error: Exception) -> float:
        """Note a failure and return how many seconds to wait before the next attempt.

        Raises TokenRefusedError when the token has been refused for TOKEN_PATIENCE_SECONDS.
        """
        failure = _meaning(error)
        seconds = self._health.begin(failure.trouble)
        self._metrics.failures.labels(f"poll_{failure.trouble}").inc()
        self._say(failure.trouble, seconds, error)
        if failure.trouble is Trouble.TOKEN and seconds >= TOKEN_PATIENCE_SECONDS:
            raise TokenRefusedError
        if failure.trouble is Trouble.CONFLICT and seconds == 0:
            self._on_conflict()
        if failure.pause is not None:
            return failure.pause
        pause, self._pause = self._pause, min(2 * self._pause, LONGEST_PAUSE)
        return pause

    def well(self) -> None:
        """Note that updates can come: Telegram has answered, and all troubles with it are over."""
        self._health.word()
        self.over()

    def over(self) -> None:
        """Note that all troubles with Telegram are over; updates may not come yet."""
        self._pause = FIRST_PAUSE
        for trouble in (Trouble.NETWORK, Trouble.CONFLICT, Trouble.TOKEN, Trouble.FLOOD):
            seconds = self._health.end(trouble)
            if seconds is not None:
                self._said.pop(trouble, None)
                log.warning("Telegram answers again", trouble=trouble.value, seconds=round(seconds))

    def _say(self, trouble: Trouble, seconds: float, error: Exception) -> None:
        last = self._said.get(trouble)
        if last is None or seconds - last >= SAY_AGAIN_SECONDS:
            self._said[trouble] = seconds
            log.error(
                "trouble with Telegram",
                trouble=trouble.value,
                seconds=round(seconds),
                error=f"{type(error).__name__}: {error}",
            )


def _meaning(error: Exception) -> _Failure:
    match error:
        case RetryAfter():
            return _Failure(Trouble.FLOOD, seconds_of(error))
        case Conflict():
            return _Failure(Trouble.CONFLICT)
        case InvalidToken() | EndPointNotFound():
            return _Failure(Trouble.TOKEN)
        case NetworkError() | TelegramError() | TimeoutError():
            return _Failure(Trouble.NETWORK)  # No connection, or an answer that is none.
    log.error("an answer from Telegram that cannot be understood", error=type(error).__name__)
    return _Failure(Trouble.NETWORK)
