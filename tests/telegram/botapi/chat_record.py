"""What the server keeps of a chat, and what a test can see of the bot's messages in it."""

import itertools
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tests.telegram.botapi.members import PRESENT, chat_member
from tests.telegram.botapi.messages import Record, SentMessage, seen

if TYPE_CHECKING:
    from tests.telegram.botapi.people import User
    from tests.telegram.botapi.world import World

Message = dict[str, Any] | SentMessage | int
"""A message, by its JSON, as seen, or by its id."""

WAIT = 10.0
"""Seconds that a test waits unless it says otherwise."""


def id_of(message: Message) -> int:
    """Return the message_id of `message`."""
    if isinstance(message, int):
        return message
    if isinstance(message, SentMessage):
        return message.message_id
    return int(message["message_id"])


class ChatRecord:
    """A chat: its members, its messages, and the waits for what the bot sends there."""

    def __init__(
        self,
        world: "World",
        id: int,
        type: str,
        *,
        title: str | None = None,
        username: str | None = None,
        forum: bool = False,
    ) -> None:
        self.world = world
        self.id = id
        self.type = type
        self.title = title
        self.username = username
        self.forum = forum
        self.members: dict[int, str] = {}
        """Status by user id."""
        self.bot_status = "member"
        self.migrated_to: ChatRecord | None = None
        self.records: dict[int, Record] = {}
        self.actions: list[tuple[str, int | None]] = []
        """Chat actions the bot has shown, with their topic."""
        self._sent: list[Record] = []
        self._waited = 0
        own_ids = type in ("supergroup", "channel")
        self._ids: Iterator[int] = itertools.count(2) if own_ids else world.message_ids

    # What a test sees.

    @property
    def messages(self) -> list[SentMessage]:
        """All messages of the bot in this chat as a user sees them now, deleted ones too."""
        with self.world.changed:
            return [seen(record) for record in self._sent]

    def message(self, message: Message) -> SentMessage:
        """Return a message of this chat as it is now."""
        with self.world.changed:
            return seen(self.records[id_of(message)])

    def wait(self, n: int = 1, timeout: float = WAIT) -> list[SentMessage]:
        """Return the next `n` messages of the bot after those that were waited for before."""

        def next_messages() -> list[SentMessage] | None:
            following = self._sent[self._waited : self._waited + n]
            if len(following) < n:
                return None
            self._waited += n
            return [seen(record) for record in following]

        return self.world.wait_for(next_messages, timeout, f"{n} message(s) in {self}")

    def wait_one(self, timeout: float = WAIT) -> SentMessage:
        """Return the next message of the bot."""
        return self.wait(1, timeout)[0]

    def wait_edit(self, message: SentMessage, timeout: float = WAIT) -> SentMessage:
        """Return `message` as it is once it has been edited after it was seen as given."""

        def edited() -> SentMessage | None:
            record = self.records[message.message_id]
            return seen(record) if record.edits > message.edits else None

        return self.world.wait_for(edited, timeout, f"an edit of {message.message_id} in {self}")

    def wait_deleted(self, message: Message, timeout: float = WAIT) -> None:
        """Wait until `message` has been deleted."""
        record = self.records[id_of(message)]
        self.world.wait_for(lambda: record.deleted or None, timeout, f"a deletion in {self}")

    def wait_action(self, action: str = "typing", timeout: float = WAIT) -> None:
        """Wait until the bot has shown a chat action here since this was last waited for."""

        def shown() -> bool | None:
            for index, (name, _) in enumerate(self.actions):
                if name == action:
                    del self.actions[: index + 1]
                    return True
            return None

        self.world.wait_for(shown, timeout, f"{action} in {self}")

    # What the server does with it.

    def get(self, message_id: int) -> Record | None:
        """Return a message that is there still."""
        record = self.records.get(message_id)
        return None if record is None or record.deleted else record

    def new_body(self, **content: Any) -> dict[str, Any]:
        """Return the beginning of a new message."""
        return {
            "message_id": next(self._ids),
            "date": int(time.time()),
            "chat": self.to_json(),
        } | content

    def keep(self, record: Record) -> Record:
        """Add a message and tell those who wait."""
        self.records[record.body["message_id"]] = record
        if record.by_bot:
            self._sent.append(record)
        self.world.changed.notify_all()
        return record

    def place_in_thread(self, body: dict[str, Any], thread: int | None) -> None:
        """Note in a new message which topic or thread of replies it belongs to."""
        replied = body.get("reply_to_message")
        if thread is not None:
            body |= {"message_thread_id": thread, "is_topic_message": True}
            if replied is None:
                # As in Telegram: what answers no other message answers the topic's beginning.
                body["reply_to_message"] = self.records[thread].without_replies()
        elif replied is not None and self.type == "supergroup" and not self.forum:
            # As in Telegram, where this is no topic that could be written to.
            body["message_thread_id"] = replied.get("message_thread_id", replied["message_id"])

    def thread_of(self, message_id: int) -> int | None:
        """Return the topic that a message stands in."""
        body = self.records[message_id].body
        return body["message_thread_id"] if body.get("is_topic_message") else None

    def add_member(self, user: "User", status: str = "member") -> None:
        self.members[user.id] = status

    def status_of(self, user_id: int) -> str:
        """Return the status of a user or of the bot; "left" for strangers."""
        if user_id == self.world.bot.id:
            return self.bot_status
        return self.members.get(user_id, "left")

    @property
    def bot_is_there(self) -> bool:
        return self.bot_status in PRESENT

    def bot_status_changes(self, by: "User", old: str, new: str) -> None:
        """Set the bot's status and tell it (my_chat_member)."""
        self.bot_status = new
        bot = self.world.bot.to_json()
        self.world.updates.put(
            "my_chat_member",
            {
                "chat": self.to_json(),
                "from": by.to_json(),
                "date": int(time.time()),
                "old_chat_member": chat_member(bot, old),
                "new_chat_member": chat_member(bot, new),
            },
        )

    def to_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {"id": self.id, "type": self.type}
        if self.type == "private":
            body["first_name"] = self.world.users[self.id].first_name
        else:
            body["title"] = self.title
        if self.username:
            body["username"] = self.username
        if self.forum:
            body["is_forum"] = True
        return body

    def __repr__(self) -> str:
        return f"{self.type} chat {self.id} {self.title or ''}".rstrip()
