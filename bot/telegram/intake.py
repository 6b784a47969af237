"""Updates come in: first onto the disk, then into the queue of those to be dealt with."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import structlog
from telegram import Update

from bot.telegram.client import Client
from bot.telegram.health import Health, Trouble
from bot.telegram.metrics import Metrics
from bot.telegram.ordering import Ordering
from bot.telegram.store.inbox import Inbox, Waiting

MOST_ATTEMPTS = 3
"""Work on an update has begun so often without an end: it is taken for what ends the process."""
ALONE_SECONDS = 5.0
"""How long the next update waits for one that may be what ends the process."""
LARGEST_ID = 2**63 - 1
"""The largest number of an update that the state file can hold."""

log = structlog.stdlib.get_logger(__name__)


class Intake:
    """Where polling and webhook deliver; both may confirm an update once `receive` returns."""

    def __init__(
        self,
        client: Client,
        inbox: Inbox,
        ordering: Ordering,
        queue: "asyncio.Queue[object]",
        health: Health,
        metrics: Metrics,
    ) -> None:
        self._client = client
        self._inbox = inbox
        self._ordering = ordering
        self._queue = queue
        self._health = health
        self._metrics = metrics

    async def receive(self, updates: Sequence[object]) -> None:
        """Keep `updates` (JSON as Telegram sent it), then put them into the queue.

        Waits while too many are in work, so that Telegram keeps the rest. What is no update is left
        out and counted. Raises sqlite3.Error when they cannot be kept: they must not be confirmed.
        """
        usable: list[dict[str, Any]] = []
        for update in updates:
            if number_of(update) is not None and isinstance(update, dict):
                usable.append(update)
            else:
                self._malformed(None, TypeError("no update_id"))
        for waiting in self._kept(usable):
            self._metrics.queue.inc()
            await self._put(waiting)

    def _kept(self, updates: Sequence[dict[str, Any]]) -> Sequence[Waiting]:
        """Put `updates` on disk and return those that are new."""
        try:
            new = self._inbox.accept(updates)
        except sqlite3.Error as error:
            self._health.begin(Trouble.STORAGE)
            self._metrics.failures.labels("storage").inc()
            log.error("updates cannot be kept", count=len(updates), error=str(error))
            raise
        if self._health.end(Trouble.STORAGE) is not None:
            log.warning("updates can be kept again")
        return new

    async def recover(self) -> None:
        """Put what the last run left into the queue, except what has ended it again and again.

        What was in work at the end of two runs is tried first, each one alone: should the process
        end once more, it is known by which.
        """
        left = self._inbox.waiting()
        self._metrics.queue.set(len(left))
        if left:
            log.info("updates left by the last run", count=len(left))
        for waiting in left:
            if waiting.attempts >= MOST_ATTEMPTS:
                log.error(
                    "update given up: work on it never came to an end",
                    update=waiting.update_id,
                    attempts=waiting.attempts,
                )
                self._metrics.failures.labels("given_up").inc()
                self._done(waiting.update_id)
        for waiting in left:
            if waiting.attempts == MOST_ATTEMPTS - 1:
                out_of_work = self._ordering.out_of_work(waiting.update_id)
                if await self._put(waiting):
                    with suppress(TimeoutError):
                        await asyncio.wait_for(out_of_work.wait(), ALONE_SECONDS)
        for waiting in left:
            if waiting.attempts < MOST_ATTEMPTS - 1:
                await self._put(waiting)

    async def _put(self, waiting: Waiting) -> bool:
        """Put an update into the queue, when there is room; return False if it is none."""
        try:
            update = Update.de_json(waiting.body, self._client)
        except Exception as error:
            # Whatever the library makes of it: one bad update must not stop the others.
            self._malformed(waiting.update_id, error)
            self._done(waiting.update_id)
            return False
        self._metrics.updates.labels(kind_of(waiting.body)).inc()
        await self._ordering.room()
        await self._queue.put(update)
        return True

    def _done(self, update_id: int) -> None:
        self._inbox.finish(update_id)
        self._metrics.queue.dec()

    def _malformed(self, update_id: int | None, error: Exception) -> None:
        self._metrics.failures.labels("malformed_update").inc()
        log.error("malformed update left out", update=update_id, error=type(error).__name__)


def number_of(update: object) -> int | None:
    """Return the number of an update, None for what has none or one that cannot be."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if type(number) is int and 0 <= number <= LARGEST_ID else None


def kind_of(update: dict[str, Any]) -> str:
    """Return what an update is (`message`, `callback_query` …), `other` for what is not known."""
    known = (kind for kind in Update.ALL_TYPES if kind in update)
    return str(next(known, "other"))
