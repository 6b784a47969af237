"""Calls to Telegram that must arrive, and what each way of failing means.

Not sent for certain (no connection): tried again for as long as it takes. Maybe sent (the
connection broke, the answer was late): tried again a few times, so that a reader may get an answer
twice, at most `MAYBE_SENT_TRIES` times, rather than never.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import httpx
import structlog
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.metrics import Metrics

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds between attempts: doubled from the first to the longest, with a random share."""
PATIENCE_SECONDS = 24 * 3600.0
"""After so long a message is no longer worth sending."""
TOKEN_PATIENCE_SECONDS = 300.0
"""How long a refused token may be a fault of the server's."""
MAYBE_SENT_TRIES = 3
"""Most attempts that may each have arrived."""
BRIEF_TRIES = 5
"""Attempts at what nobody waits for any more after some seconds."""
BRIEF_SECONDS = 5.0
"""Told to wait longer, one need not try again: nobody waits for it any more."""

# Words by which the server's refusals are told apart: it gives all of them as 400 Bad Request.
_MESSAGE_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_CHAT_GONE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
)
_TOPIC_GONE = ("topic_closed", "topic_deleted", "message thread not found")

log = structlog.stdlib.get_logger(__name__)

T = TypeVar("T")


class StoppingError(Exception):
    """The bot is stopping; the update stays in the inbox."""


class UnreachableError(Exception):
    """The chat cannot be written to: blocked, left, deleted. Nothing more is to be done."""


class GoneError(Exception):
    """The message to be changed is not there any more."""


class UnchangedError(Exception):
    """The message to be changed looks like that already."""


class Delivery:
    """Makes calls until they are through, refused, or the bot stops."""

    def __init__(self, metrics: Metrics, on_migrated: Callable[[int, int], None]) -> None:
        """`on_migrated` is told the old and the new number of a group that has changed."""
        self._metrics = metrics
        self._on_migrated = on_migrated
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Let every call that waits for another attempt end with StoppingError."""
        self._stopping.set()

    async def call(
        self,
        chat_id: int,
        make: Callable[[int], Awaitable[T]],
        *,
        repeatable: bool = False,
        patience: float = PATIENCE_SECONDS,
    ) -> T:
        """Return what `make(chat_id)` returns, called until it is through.

        A `repeatable` call does no harm when it is carried out twice (a download, an edit); it is
        tried until `patience`, in seconds, is over.

        Raises UnreachableError, GoneError, UnchangedError, StoppingError, or BadRequest for a
        call that is a defect of ours.
        """
        pause, waited, maybe_sent = FIRST_PAUSE, 0.0, 0
        while True:
            try:
                return await make(chat_id)
            except ChatMigrated as error:
                self._count("chat_migrated")
                self._on_migrated(chat_id, error.new_chat_id)
                chat_id = error.new_chat_id
                continue
            except RetryAfter as error:
                self._count("flood")
                wait = seconds_of(error)
                log.warning("told to wait", chat=chat_id, seconds=wait)
            except Forbidden as error:
                self._count("forbidden")
                log.info("chat cannot be written to", chat=chat_id, error=str(error))
                raise UnreachableError from error
            except InvalidToken as error:
                # Either the token is refused, which the poller says and ends the bot for, or
                # a server of the operator's own does not know the method: no use in going on.
                self._count("token")
                if waited > TOKEN_PATIENCE_SECONDS:
                    log.error("undelivered", chat=chat_id, error=type(error).__name__)
                    raise UnreachableError from error
                wait = LONGEST_PAUSE
            except BadRequest as error:
                raise self._refused(chat_id, error) from error
            except TelegramError as error:
                if may_have_arrived(error) and not repeatable:
                    maybe_sent += 1
                    if maybe_sent >= MAYBE_SENT_TRIES:
                        self._count("undelivered")
                        log.error("undelivered", chat=chat_id, tries=maybe_sent, error=str(error))
                        raise UnreachableError from error
                self._count("network")
                wait = pause * random.uniform(0.8, 1.2)
                pause = min(2 * pause, LONGEST_PAUSE)
            waited += wait
            if waited > patience:
                self._count("undelivered")
                log.error("undelivered", chat=chat_id, seconds=round(waited))
                raise UnreachableError
            await self._wait(wait)

    async def try_once(self, make: Callable[[], Awaitable[T]]) -> T | None:
        """Make a call that may fail, such as a sign of typing; return None if it does."""
        return await self._try(make, 1)

    async def try_briefly(self, make: Callable[[], Awaitable[T]]) -> T | None:
        """Make a call that may be repeated, for as long as somebody waits for it.

        That is some seconds for an inline query or a button. Return None if it fails.
        """
        return await self._try(make, BRIEF_TRIES)

    async def _try(self, make: Callable[[], Awaitable[T]], tries: int) -> T | None:
        for left in reversed(range(tries)):
            try:
                return await make()
            except TelegramError as error:
                pause = _brief_pause(error)
                if left and pause is not None:
                    await asyncio.sleep(pause)
                    continue
                too_old = "query is too old" in str(error).lower()
                self._count("query_too_old" if too_old else "unimportant_call")
                log.debug("call failed", error=f"{type(error).__name__}: {error}")
                break
        return None

    def _refused(self, chat_id: int, error: BadRequest) -> Exception:
        text = str(error).lower()
        if "message is not modified" in text:
            self._count("not_modified")
            return UnchangedError()
        if any(words in text for words in _MESSAGE_GONE):
            self._count("message_gone")
            return GoneError()
        for kind, refusals in (("chat_gone", _CHAT_GONE), ("topic_gone", _TOPIC_GONE)):
            if any(words in text for words in refusals):
                self._count(kind)
                log.info("chat cannot be written to", chat=chat_id, error=str(error))
                return UnreachableError()
        self._count("bad_request")
        return error

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return
        raise StoppingError

    def _count(self, kind: str) -> None:
        self._metrics.failures.labels(kind).inc()


def seconds_of(error: RetryAfter) -> float:
    """Return for how long Telegram wants to be left alone; the library gives either type."""
    wait: int | timedelta = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _brief_pause(error: TelegramError) -> float | None:
    """Return after how many seconds to try again what is not waited for long, None for never."""
    if isinstance(error, RetryAfter):
        wait = seconds_of(error)
        return wait if wait <= BRIEF_SECONDS else None
    # Not their subclasses: those are refusals, which stay.
    return FIRST_PAUSE if type(error) in (TelegramError, NetworkError, TimedOut) else None


def may_have_arrived(error: TelegramError) -> bool:
    """Tell whether Telegram may have carried out the call that failed with `error`."""
    cause = error.__cause__
    if not isinstance(error, NetworkError):
        return True  # An answer that is no JSON: something in between has answered.
    if isinstance(cause, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)):
        return False
    # Without a fault of the connection it is an answer 5xx: Telegram has refused it.
    return isinstance(cause, httpx.HTTPError)
