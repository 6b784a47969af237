"""Long polling: asks for updates, and says aloud whatever keeps it from getting them.

The library's own loop retries time-outs without a word and confirms updates before they are
dealt with; this one confirms what is on disk, and knows each way it can fail.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog
from telegram.error import (
    Conflict,
    EndPointNotFound,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.client import POLL_SECONDS, READ_SECONDS, Client
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


class Poller:
    """Fetches updates until it is told to stop; ends by itself only when the token is refused."""

    def __init__(
        self,
        client: Client,
        receive: Callable[[Sequence[object]], Awaitable[None]],
        health: Health,
        metrics: Metrics,
        on_conflict: Callable[[], Awaitable[None]],
    ) -> None:
        """`on_conflict` is called when another program is found fetching updates."""
        self._client = client
        self._receive = receive
        self._health = health
        self._metrics = metrics
        self._on_conflict = on_conflict
        self._offset: int | None = None
        self._pause = FIRST_PAUSE
        self._said: dict[Trouble, float] = {}

    async def run(self) -> None:
        """Poll until cancelled. Raises TokenRefusedError."""
        while True:
            try:
                updates = await asyncio.wait_for(
                    self._client.raw_updates(self._offset), POLL_SECONDS + 2 * READ_SECONDS
                )
            except Exception as error:
                await self._failed(error)
                continue
            self._well_again()
            await self._receive(updates)
            numbers = [u["update_id"] for u in updates if _numbered(u)]
            if numbers:
                # What has been received is on disk: Telegram may forget it.
                self._offset = max(numbers) + 1
            elif updates:
                # Nothing in them has a number to go on from; do not ask in a tight loop.
                await asyncio.sleep(FIRST_PAUSE)

    async def _failed(self, error: Exception) -> None:
        failure = _meaning(error)
        seconds = self._health.begin(failure.trouble)
        self._metrics.failures.labels(f"poll_{failure.trouble}").inc()
        self._say(failure.trouble, seconds, error)
        if failure.trouble is Trouble.TOKEN and seconds > TOKEN_PATIENCE_SECONDS:
            raise TokenRefusedError
        if failure.trouble is Trouble.CONFLICT and seconds == 0:
            await self._on_conflict()
        if failure.pause is not None:
            await asyncio.sleep(failure.pause)
        else:
            await asyncio.sleep(self._pause)
            self._pause = min(2 * self._pause, LONGEST_PAUSE)

    def _say(self, trouble: Trouble, seconds: float, error: Exception) -> None:
        last = self._said.get(trouble)
        if last is None or seconds - last >= SAY_AGAIN_SECONDS:
            self._said[trouble] = seconds
            log.error(
                "no updates from Telegram",
                trouble=trouble.value,
                seconds=round(seconds),
                error=f"{type(error).__name__}: {error}",
            )

    def _well_again(self) -> None:
        self._health.word()
        self._pause = FIRST_PAUSE
        for trouble in (Trouble.NETWORK, Trouble.CONFLICT, Trouble.TOKEN, Trouble.FLOOD):
            seconds = self._health.end(trouble)
            if seconds is not None:
                self._said.pop(trouble, None)
                log.warning("updates come again", trouble=trouble.value, seconds=round(seconds))


def _numbered(update: object) -> bool:
    return isinstance(update, dict) and type(update.get("update_id")) is int


def _meaning(error: Exception) -> _Failure:
    match error:
        case RetryAfter():
            return _Failure(Trouble.FLOOD, seconds_of(error))
        case Conflict():
            return _Failure(Trouble.CONFLICT)
        case InvalidToken() | EndPointNotFound():
            return _Failure(Trouble.TOKEN)
        case TimedOut() | NetworkError() | TimeoutError():
            return _Failure(Trouble.NETWORK)
        case TelegramError():
            return _Failure(Trouble.NETWORK)  # An answer that is no JSON, a proxy's error page.
    log.error("defect while polling", exc_info=error)
    return _Failure(Trouble.NETWORK)
