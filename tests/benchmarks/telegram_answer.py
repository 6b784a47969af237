"""Where the time of one answer in Telegram goes.

    python -m tests.benchmarks.telegram_answer [--questions 200]

Runs the bot in this process on the articles of tests/gold and seeds, asks it one question after
the other, and prints for each step the mean time per question: by the clock, and of the processor
where the step is one thread's.
"""

import argparse
import logging
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import structlog

from bot.telegram import asking
from bot.telegram.conversation import Conversations
from bot.telegram.corpus import paper_corpus
from bot.telegram.replies import Replies
from bot.telegram.store.database import Database
from retrieval.library import load_pages
from tests.benchmarks.telegram_load import copy_articles, questions
from tests.telegram.botapi import BotApiServer
from tests.telegram.running import RunningBot

STEPS: tuple[tuple[str, object, str], ...] = (
    ("answering", Conversations, "turn"),
    ("follow-up questions", Conversations, "follow_ups"),
    ("the message's text and buttons", asking, "answer_view"),
    ("SQLite: writing", Database, "execute"),
    ("SQLite: reading", Database, "row"),
    ("sending", Replies, "send"),
)
"""What each step is called, and the function that it is."""
WAIT_SECONDS = 60.0


class Clock:
    """Adds up the time spent in functions."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.processor: defaultdict[str, float] = defaultdict(float)

    def watch(self, step: str, owner: object, name: str) -> None:
        """Put a watched function in the place of the one that `owner` has by that name."""
        function = getattr(owner, name)
        watched = self._coroutine if name == "send" else self._function
        setattr(owner, name, watched(step, function))

    def _function(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def watched(*args: Any, **named: Any) -> Any:
            start, used = time.perf_counter(), time.thread_time()
            try:
                return function(*args, **named)
            finally:
                self.seconds[step] += time.perf_counter() - start
                self.processor[step] += time.thread_time() - used

        return watched

    def _coroutine(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        async def watched(*args: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return await function(*args, **named)
            finally:
                self.seconds[step] += time.perf_counter() - start

        return watched


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--questions", type=int, default=200)
    asked = questions(parser.parse_args().questions)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    clock = Clock()
    for step, owner, name in STEPS:
        clock.watch(step, owner, name)
    with tempfile.TemporaryDirectory() as name, BotApiServer() as server:
        directory = Path(name)
        articles = copy_articles(directory)
        bot = RunningBot(
            server,
            directory / "state.sqlite3",
            lambda: paper_corpus(load_pages(articles), None),
            questions_per_minute=10_000,
        )
        with bot:
            anna = server.user("Anna", language_code="zh-hans")
            chat = server.private_chat(anna)
            chat.says(anna, "/start")
            chat.wait_one(WAIT_SECONDS)
            clock.seconds.clear()
            clock.processor.clear()
            start = time.perf_counter()
            for question in asked:
                chat.says(anna, question)
                chat.wait_one(WAIT_SECONDS)
            whole = time.perf_counter() - start
    print("| step | ms | of it processor |\n| --- | ---: | ---: |")
    for step, *_ in STEPS:
        clocked, used = (1000 * t[step] / len(asked) for t in (clock.seconds, clock.processor))
        print(f"| {step} | {clocked:.1f} | {f'{used:.1f}' if used else ''} |")
    print(f"| from question to answer, all told | {1000 * whole / len(asked):.1f} | |")


if __name__ == "__main__":
    main()
