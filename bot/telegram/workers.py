"""Answering and reading off the event loop, in threads."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.telegram.health import Health, Trouble

QUESTION_SECONDS = 30.0
"""After so long a question is given up; the longest known takes about a second."""
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
        self._questions = ThreadPoolExecutor(count, thread_name_prefix="question")
        self._texts = ThreadPoolExecutor(READERS, thread_name_prefix="text")
        self._unfinished = 0
        self._given_up = 0

    async def ask(self, work: Callable[[], T]) -> T:
        """Run `work` among the questions; raises BusyError, TooSlowError and what it raises."""
        if self._unfinished >= self._count + WAITING:
            raise BusyError
        self._unfinished += 1
        future = asyncio.get_running_loop().run_in_executor(self._questions, work)
        future.add_done_callback(self._finished)
        try:
            return await asyncio.wait_for(asyncio.shield(future), QUESTION_SECONDS)
        except TimeoutError:
            if not future.done():
                self._given_up += 1
                future.add_done_callback(self._back)
                if self._given_up >= self._count:
                    self._health.begin(Trouble.WORKERS)
            raise TooSlowError from None

    async def read(self, work: Callable[[], T]) -> T:
        """Run `work` on a text, apart from the questions."""
        return await asyncio.get_running_loop().run_in_executor(self._texts, work)

    def _finished(self, future: asyncio.Future[T]) -> None:
        self._unfinished -= 1
        # Whoever gave up waiting does not ask how it ended.
        if not future.cancelled():
            future.exception()

    def _back(self, _: asyncio.Future[T]) -> None:
        self._given_up -= 1
        if self._given_up < self._count:
            self._health.end(Trouble.WORKERS)

    def close(self) -> None:
        """Let go of the threads; work in them is not waited for."""
        for pool in (self._questions, self._texts):
            pool.shutdown(wait=False, cancel_futures=True)
