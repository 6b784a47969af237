"""A running bot with people around it, as the tests of what people do with it need."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.telegram.corpus import Corpus, paper_corpus
from retrieval.library import load_pages
from tests.telegram.botapi import BotApiServer, Chat, SentMessage, User
from tests.telegram.botapi.chat_record import WAIT
from tests.telegram.running import RunningBot

GOLD = Path(__file__).parent.parent / "gold"
POLL_SECONDS = 0.01
MARKED = "underline"
"""The entity by which a mark is told from other bold text."""


@dataclass(frozen=True)
class Person:
    """A user and their private chat with the bot."""

    user: User
    chat: Chat

    def says(self, text: str, **how: Any) -> dict[str, Any]:
        """Write to the bot and return the message."""
        return self.chat.says(self.user, text, **how)

    def asks(self, text: str, **how: Any) -> SentMessage:
        """Write to the bot and return its next message."""
        self.says(text, **how)
        return self.chat.wait_one()

    def brings(self, name: str, content: bytes, **how: Any) -> SentMessage:
        """Send a document and return the summary, or the refusal, that the progress turns into."""
        self.chat.uploads(self.user, name, content, **how)
        return self.chat.wait_edit(self.chat.wait_one())

    def presses(self, message: SentMessage, button: str) -> SentMessage:
        """Press a button that changes its message, and return that message changed."""
        self.chat.presses(self.user, message, button)
        return self.chat.wait_edit(self.chat.message(message))


@dataclass(frozen=True)
class Stage:
    """A bot, the server it talks to, and its state file."""

    server: BotApiServer
    bot: RunningBot
    state: Path
    make_bot: Callable[[], RunningBot]
    """Makes another bot with the same settings and state, for after this one."""

    def person(self, language_code: str | None = "zh-hans", name: str = "林一") -> Person:
        """Return somebody new with a private chat."""
        user = self.server.user(name, language_code=language_code)
        return Person(user, self.server.private_chat(user))

    @contextmanager
    def restarted(self) -> Iterator["Stage"]:
        """Stop the bot and run another one on the same state."""
        self.settle()
        self.bot.stop()
        with self.make_bot() as bot:
            yield replace(self, bot=bot)

    def settle(self) -> None:
        """Wait until the bot has dealt with every update: what it has not said it will not say."""
        self.server.wait_confirmed()
        with sqlite3.connect(f"{self.state.resolve().as_uri()}?mode=ro", uri=True) as state:
            deadline = time.monotonic() + WAIT
            while state.execute("SELECT count(*) FROM inbox").fetchone() != (0,):
                assert time.monotonic() < deadline, f"not dealt with\n{self.server.world.dump()}"
                time.sleep(POLL_SECONDS)
        state.close()


@contextmanager
def staged(
    directory: Path,
    load_paper: Callable[[], Corpus] | None = None,
    *,
    privacy: bool = True,
    **settings: Any,
) -> Iterator[Stage]:
    """Run a bot with its state in `directory`; `settings` are those of RunningBot."""
    state = directory / "state.sqlite3"
    with BotApiServer(privacy=privacy) as server:

        def make_bot() -> RunningBot:
            return RunningBot(server, state, load_paper, **settings)

        with make_bot() as bot:
            yield Stage(server, bot, state, make_bot)


def gold_paper(name: str) -> Corpus:
    """Return one of the papers of tests/gold as the operator's."""
    return paper_corpus(load_pages(GOLD / name), None)


def labels(message: SentMessage) -> list[str]:
    """Return what stands on the buttons, row after row."""
    return [button.text for button in message.buttons]


def offered(message: SentMessage) -> list[str]:
    """Return the questions that a message offers."""
    return [b.text for b in message.buttons if b.data is not None and b.data.startswith("ask:")]
