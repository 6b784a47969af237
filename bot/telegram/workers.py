"""Answering and reading off the event loop, in threads."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from bot.telegram.health import Health, Trouble
from bot.telegram.threads import Threads

TURN_SECONDS = 30.0
"""So long a question waits for a worker; then its sender is asked to come back."""
QUESTION_SECONDS = 30.0
"""After so long in work a question is given up; the longest known takes about a second."""
READERS = 4
"""Threads that read texts; for documents they only wait for the parser's process."""
WAITING = 512
"""Questions that may wait for a worker; with more the sender is asked to come back."""

T = TypeVar("T")


class BusyError(Exception):
    """Too many questions wait already."""


class TooSlowError(Exception):
    """The work was given up; its thread goes on until it is done."""


class Workers:
    """Threads for questions and, apart from them, for reading texts.

    A question in work delays the others only by its share of the processor: threads take turns
    within milliseconds, and the parsers of documents are processes of their own.
    """

    def __init__(self, count: int, health: Health) -> None:
        self._count = count
        self._health = health
        self._questions = Threads(count, "question")
        self._texts = Threads(READERS, "text")
        self._underway: set[asyncio.Future[Any]] = set()
        self._given_up = 0

    async def ask(self, work: Callable[[], T]) -> T:
        """Run `work` among the questions; raises BusyError, TooSlowError and what it raises."""
        if len(self._underway) >= self._count + WAITING:
            raise BusyError
        loop, begun = asyncio.get_running_loop(), asyncio.Event()

        def begin() -> T:
            loop.call_soon_threadsafe(begun.set)
            return work()

        job = self._questions.submit(begin)
        future = asyncio.wrap_future(job)
        self._underway.add(future)
        future.add_done_callback(self._finished)
        try:
            # Waiting is no work: were it counted, a long queue would only be worked off in vain.
            async with asyncio.timeout(TURN_SECONDS):
                await begun.wait()
        except TimeoutError:
            if job.cancel():
                raise BusyError from None
        try:
            return await asyncio.wait_for(asyncio.shield(future), QUESTION_SECONDS)
        except TimeoutError:
            if future.done():
                return future.result()
            self._given_up += 1
            future.add_done_callback(self._back)
            if self._given_up >= self._count:
                self._health.begin(Trouble.WORKERS)
            raise TooSlowError from None

    async def read(self, work: Callable[[], T]) -> T:
        """Run `work` on a text, apart from the questions."""
        return await asyncio.wrap_future(self._texts.submit(work))

    def _finished(self, future: asyncio.Future[T]) -> None:
        self._underway.discard(future)
        # Whoever gave up waiting does not ask how it ended.
        if not future.cancelled():
            future.exception()

    def _back(self, _: asyncio.Future[T]) -> None:
        self._given_up -= 1
        if self._given_up < self._count:
            self._health.end(Trouble.WORKERS)

    def close(self) -> None:
        """Let go of the threads; work in them is not waited for."""
        for future in list(self._underway):
            future.cancel()
        self._questions.close()
        self._texts.close()
