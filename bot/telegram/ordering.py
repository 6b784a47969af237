"""In which order updates are dealt with, and what counts as dealt with."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog
from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram.metrics import Metrics
from bot.telegram.store.inbox import Inbox

AT_ONCE = 512
"""Updates in work at the same time; most of them wait for the network or for a worker."""

log = structlog.stdlib.get_logger(__name__)


class Ordering(BaseUpdateProcessor):
    """One message of a person after the other, everybody beside everybody else.

    An update leaves the inbox when its handler is done, unless it was put back with `keep`.
    """

    def __init__(self, inbox: Inbox, metrics: Metrics) -> None:
        super().__init__(AT_ONCE)
        self._room = asyncio.Semaphore(AT_ONCE)
        self._inbox = inbox
        self._metrics = metrics
        self._locks: dict[tuple[str, int], tuple[asyncio.Lock, int]] = {}
        self._kept: set[int] = set()
        self._awaited: dict[int, asyncio.Event] = {}
        self._closing = False
        self._abandoned = False

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def room(self) -> None:
        """Wait until another update may be taken into work; each one then gives its room back."""
        await self._room.acquire()

    def close(self) -> None:
        """Begin nothing more: what waits for its turn stays in the inbox."""
        self._closing = True

    def abandon(self) -> None:
        """Let all in work stay in the inbox, however it ends: nothing can be sent any more."""
        self._abandoned = True

    def out_of_work(self, update_id: int) -> asyncio.Event:
        """Return what is set once work on an update, not yet put into the queue, has ended."""
        return self._awaited.setdefault(update_id, asyncio.Event())

    def keep(self, update_id: int) -> None:
        """Leave an update in work in the inbox, for after the next start."""
        self._kept.add(update_id)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the turn of an update, then await its handler."""
        assert isinstance(update, Update) and isinstance(coroutine, Coroutine)
        try:
            async with self._turn(_turn_of(update)):
                if self._closing:
                    return
                self._begin(update.update_id)
                try:
                    await coroutine
                except asyncio.CancelledError:
                    # The bot is stopping, and the time for that is over.
                    self._put_back(update.update_id)
                    raise
        except Exception as error:
            # Failures of handlers do not come here; it is the update itself that is odd.
            self._failed("malformed_update", update.update_id, error)
        finally:
            coroutine.close()
            self._room.release()
            if awaited := self._awaited.pop(update.update_id, None):
                awaited.set()
        if self._abandoned or update.update_id in self._kept:
            self._kept.discard(update.update_id)
            self._put_back(update.update_id)
        else:
            self._finish(update.update_id)

    def _begin(self, update_id: int) -> None:
        try:
            self._inbox.begin(update_id)
        except sqlite3.Error as error:
            # The count only serves against updates that end the process: go on without.
            self._failed("storage", update_id, error)

    def _put_back(self, update_id: int) -> None:
        try:
            self._inbox.put_back(update_id)
        except sqlite3.Error as error:
            self._failed("storage", update_id, error)

    def _finish(self, update_id: int) -> None:
        try:
            self._inbox.finish(update_id)
        except sqlite3.Error as error:
            # It stays in the inbox, and will be dealt with once more after the next start.
            self._failed("storage", update_id, error)
        else:
            self._metrics.queue.dec()

    def _failed(self, kind: str, update_id: int, error: Exception) -> None:
        self._metrics.failures.labels(kind).inc()
        log.error("trouble with an update", kind=kind, update=update_id, exc_info=error)

    @asynccontextmanager
    async def _turn(self, key: tuple[str, int]) -> AsyncIterator[None]:
        """Hold the lock of a key; locks nobody waits for are dropped."""
        lock, users = self._locks.get(key, (asyncio.Lock(), 0))
        self._locks[key] = (lock, users + 1)
        try:
            async with lock:
                yield
        finally:
            lock, users = self._locks.pop(key)
            if users > 1:
                self._locks[key] = (lock, users - 1)


def _turn_of(update: Update) -> tuple[str, int]:
    """Return what an update queues up for: a button does not wait for a question."""
    person = update.effective_user or update.effective_chat
    # A malformed update may have anything in the place of a number.
    number = person.id if person and type(person.id) is int else 0
    if update.callback_query:
        return "button", number
    if update.inline_query:
        return "inline", number
    return "message", number
