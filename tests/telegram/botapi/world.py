"""All that the server knows: the bot, users, chats, files, queries; and who waits for changes."""

import itertools
import mimetypes
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeVar

from tests.telegram.botapi.updates import Poll, UpdateQueue

if TYPE_CHECKING:
    from tests.telegram.botapi.chats import Chat
    from tests.telegram.botapi.messages import Record
    from tests.telegram.botapi.people import User

Result = TypeVar("Result")

_SHOWN_CALLS = 30
"""Calls listed when a wait fails."""


@dataclass(frozen=True)
class Call:
    """One request of the bot and what became of it."""

    method: str
    params: dict[str, str]
    status: int
    """HTTP status of the answer; 0 when the connection was dropped instead."""
    at: float
    """Seconds on the monotonic clock at which the answer was ready."""
    description: str = ""
    """Why it was refused; empty when it was not."""

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value[:60]!r}" for name, value in self.params.items())
        return f"{self.status} {self.method}({shown}) {self.description}".rstrip()


@dataclass(frozen=True)
class BotAccount:
    """The bot, as getMe tells of it."""

    id: int
    username: str
    first_name: str
    token: str = field(repr=False)
    reads_all_group_messages: bool
    inline: bool

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.first_name,
            "username": self.username,
        }


@dataclass(frozen=True)
class StoredFile:
    """A file on the server."""

    file_id: str
    path: str
    content: bytes
    size: int
    """Bytes; what Telegram says, even where a test keeps less."""
    name: str
    mime_type: str

    @property
    def unique_id(self) -> str:
        return f"U{self.file_id[-12:]}"

    def to_json(self) -> dict[str, Any]:
        """Return it as a Document."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_name": self.name,
            "mime_type": self.mime_type,
            "file_size": self.size,
        }


@dataclass(frozen=True)
class QueryAnswer:
    """What the bot answered to a callback query or an inline query."""

    params: dict[str, str]
    results: tuple[dict[str, Any], ...] = ()
    """Inline results; empty for a callback query."""

    @property
    def text(self) -> str:
        """The notification shown to the presser."""
        return self.params.get("text", "")

    @property
    def is_alert(self) -> bool:
        return self.params.get("show_alert") == "true"

    @property
    def cache_time(self) -> int:
        """Seconds that Telegram may reuse the results."""
        return int(self.params.get("cache_time", "300"))

    @property
    def is_personal(self) -> bool:
        return self.params.get("is_personal") == "true"


@dataclass
class Webhook:
    """Where the bot wants its updates sent."""

    url: str
    secret: str = field(repr=False)
    last_error: str = ""
    """What the last delivery failed with; empty when it did not."""


@dataclass
class Query:
    """A callback or inline query that the bot was sent."""

    id: str
    user: "User"
    content: dict[str, Any]
    answer: QueryAnswer | None = None
    expired: bool = False


class WaitError(AssertionError):
    """What a test waited for did not come in time."""


class World:
    """The state of the server. `changed` is the lock over it and tells of every change."""

    def __init__(self, bot: BotAccount, seed: int) -> None:
        self.changed = threading.Condition()
        self.bot = bot
        self.random = random.Random(seed)
        self.updates = UpdateQueue()
        self.poll = Poll(self.changed)
        self.webhook: Webhook | None = None
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}
        self.inline_messages: dict[str, Record] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        """By scope (as sorted JSON) and language code."""
        self.descriptions: dict[tuple[str, str], str] = {}
        """By field ("name", "description", "short_description") and language code."""
        self.calls: list[Call] = []
        self.message_ids = itertools.count(1_001)
        """Shared by private chats and basic groups, as in Telegram; others have their own."""
        self._numbers = itertools.count(1)

    def number(self) -> int:
        """Return a number not given before."""
        return next(self._numbers)

    def add_file(
        self, name: str, content: bytes, mime_type: str | None, size: int | None
    ) -> StoredFile:
        """Keep a file; its type is guessed and its size in bytes measured where not given."""
        number = self.number()
        guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = StoredFile(
            file_id=f"BQACAgIAAxkBAAI{number:012d}",
            path=f"documents/file_{number}{PurePath(name).suffix}",
            content=content,
            size=len(content) if size is None else size,
            name=name,
            mime_type=mime_type or guessed,
        )
        self.files[file.file_id] = file
        return file

    def ask(self, kind: str, user: "User", **content: Any) -> str:
        """Send the bot a callback query or an inline query of `user` and return its id."""
        with self.changed:
            query_id = str(4_000_000_000_000_000_000 + self.number())
            body = {"id": query_id, "from": user.to_json(), **content}
            self.queries[query_id] = Query(query_id, user, body)
            self.updates.put(kind, body)
            return query_id

    def record(self, call: Call) -> None:
        """Remember a call and tell those who wait."""
        with self.changed:
            self.calls.append(call)
            self.changed.notify_all()

    def wait_for(self, look: Callable[[], Result | None], timeout: float, what: str) -> Result:
        """Return what `look` returns once that is not None.

        Raises WaitError, telling the last calls, after `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        with self.changed:
            while (found := look()) is None:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise WaitError(f"waited {timeout} s in vain for {what}\n{self.dump()}")
                self.changed.wait(left)
            return found

    def dump(self) -> str:
        """Return the last calls and how many updates are pending, for error messages."""
        calls = [f"  {call}" for call in self.calls[-_SHOWN_CALLS:]] or ["  (none)"]
        return "\n".join(
            [f"updates not confirmed: {len(self.updates)}", f"calls ({len(self.calls)}):", *calls]
        )
