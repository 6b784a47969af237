"""What users do in a chat; each deed makes the update that the bot would get."""

import time
from collections.abc import Iterator
from typing import Any

from tests.telegram.botapi.chat_record import ChatRecord, Message, id_of
from tests.telegram.botapi.detection import detect
from tests.telegram.botapi.members import PRESENT, chat_member
from tests.telegram.botapi.messages import Record, SentMessage, seen
from tests.telegram.botapi.people import User
from tests.telegram.botapi.privacy import bot_sees
from tests.telegram.botapi.text import MAX_TEXT, FormattedText, utf16_length

# "For backward compatibility": the senders of what is written in a chat's name (Message, "from").
_ANONYMOUS_ADMINISTRATOR = {
    "id": 1_087_968_824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
_CHANNEL_STAND_IN = {
    "id": 136_817_688,
    "is_bot": True,
    "first_name": "Channel",
    "username": "Channel_Bot",
}


class Chat(ChatRecord):
    """A chat as its users handle it."""

    def says(
        self,
        who: User | None,
        text: str,
        *,
        reply_to: Message | None = None,
        thread: int | None = None,
        forwarded: "User | Chat | str | None" = None,
        as_chat: "Chat | None" = None,
        via_bot: User | None = None,
    ) -> dict[str, Any]:
        """Send a text and return the message; `who` is None in a channel.

        `forwarded` is a user, a channel or the name of a hidden user. `as_chat` is in whose name
        `who` writes: this very group for an anonymous administrator, or a channel. Raises
        ValueError for a text that no app would send as one message.
        """
        if not text.strip() or utf16_length(text) > MAX_TEXT:
            raise ValueError(f"a message has 1 to {MAX_TEXT} UTF-16 units; `pastes` sends more")
        return self._writes(
            who, FormattedText(text), "text", {}, reply_to, thread, forwarded, as_chat, via_bot
        )

    def pastes(self, who: User, text: str, **how: Any) -> list[dict[str, Any]]:
        """Send a long text in as many messages as the apps make of it."""
        return [self.says(who, part, **how) for part in _parts(text)]

    def uploads(
        self,
        who: User | None,
        name: str,
        content: bytes,
        *,
        caption: str = "",
        mime_type: str | None = None,
        size: int | None = None,
        reply_to: Message | None = None,
        thread: int | None = None,
        forwarded: "User | Chat | str | None" = None,
    ) -> dict[str, Any]:
        """Send a document; `size` in bytes is what Telegram says of it if not the truth."""
        with self.world.changed:
            file = self.world.add_file(name, content, mime_type, size)
        return self._writes(
            who,
            FormattedText(caption),
            "caption" if caption else "",
            {"document": file.to_json()},
            reply_to,
            thread,
            forwarded,
        )

    def edits(self, who: User | None, message: Message, text: str) -> dict[str, Any]:
        """Change the text (of a document: the caption) of a message and return it."""
        with self.world.changed:
            record = self.records[id_of(message)]
            kind = "caption" if "document" in record.body else "text"
            record.edit(detect(FormattedText(text)), kind)
            self.world.changed.notify_all()
            update = "edited_channel_post" if who is None else "edited_message"
            self._deliver(update, record)
            return dict(record.body)

    def deletes(self, message: Message) -> None:
        """Delete a message of whomever; the bot is not told."""
        with self.world.changed:
            self.records[id_of(message)].deleted = True
            self.world.changed.notify_all()

    def presses(
        self, who: User, message: Message, button: str | None = None, *, data: str | None = None
    ) -> str:
        """Press the button with this text, or this callback data, and return the query's id.

        The message is the one in the chat now. Raises LookupError when it has no such button.
        """
        with self.world.changed:
            record = self.records[id_of(message)]
            if data is None:
                data = data_of(seen(record), button)
            shown = dict(record.body)
            if record.deleted:
                # InaccessibleMessage: an app may still show what is gone.
                shown = {"chat": self.to_json(), "message_id": shown["message_id"], "date": 0}
            chat_instance = str(self.id * 1_000_003)
            return self.world.ask(
                "callback_query", who, message=shown, chat_instance=chat_instance, data=data
            )

    def opens_topic(self, who: User, name: str) -> int:
        """Open a topic of a forum and return its thread id."""
        with self.world.changed:
            body = self.new_body(**{"from": who.to_json()})
            thread = int(body["message_id"])
            created = {"name": name, "icon_color": 0x6FB9F0}
            body |= {
                "message_thread_id": thread,
                "is_topic_message": True,
                "forum_topic_created": created,
            }
            self._serve(body)
            return thread

    def joins(self, who: User, added_by: User | None = None) -> None:
        """Let someone come in: chat_member (if wanted) and a message of service."""
        with self.world.changed:
            by = added_by or who
            self._member_changes(by, who, "member")
            self._serve(
                self.new_body(**{"from": by.to_json(), "new_chat_members": [who.to_json()]})
            )

    def leaves(self, who: User) -> None:
        """Let someone go."""
        with self.world.changed:
            self._member_changes(who, who, "left")
            self._serve(self.new_body(**{"from": who.to_json(), "left_chat_member": who.to_json()}))

    def adds_bot(self, by: User) -> None:
        """Bring the bot into the group."""
        with self.world.changed:
            self.bot_status_changes(by, self.bot_status, "member")
            bot = self.world.bot.to_json()
            self._serve(self.new_body(**{"from": by.to_json(), "new_chat_members": [bot]}))

    def removes_bot(self, by: User | None = None) -> None:
        """Throw the bot out."""
        with self.world.changed:
            self.bot_status_changes(by or self._someone(), self.bot_status, "kicked")

    def promotes_bot(self, by: User | None = None) -> None:
        """Make the bot an administrator: it sees every message then."""
        with self.world.changed:
            self.bot_status_changes(by or self._someone(), self.bot_status, "administrator")

    def upgrades(self) -> "Chat":
        """Turn the basic group into a supergroup, a chat with another id, and return that."""
        with self.world.changed:
            who = self._someone().to_json()
            new = Chat(
                self.world,
                -1_002_000_000_000 - self.world.number(),
                "supergroup",
                title=self.title,
            )
            new.members = dict(self.members)
            new.bot_status = self.bot_status
            self.world.chats[new.id] = new
            self._serve(self.new_body(**{"from": who, "migrate_to_chat_id": new.id}))
            new._serve(new.new_body(**{"from": who, "migrate_from_chat_id": self.id}))
            self.migrated_to = new
            return new

    def _writes(
        self,
        who: User | None,
        said: FormattedText,
        kind: str,
        content: dict[str, Any],
        reply_to: Message | None,
        thread: int | None,
        forwarded: "User | Chat | str | None" = None,
        as_chat: "Chat | None" = None,
        via_bot: User | None = None,
    ) -> dict[str, Any]:
        with self.world.changed:
            body = self.new_body(**self._sender(who, as_chat), **content)
            if reply_to is not None:
                replied = self.records[id_of(reply_to)]
                body["reply_to_message"] = replied.without_replies()
                thread = thread or self.thread_of(id_of(reply_to))
            self.place_in_thread(body, thread)
            if forwarded is not None:
                body["forward_origin"] = _origin(forwarded)
            if via_bot is not None:
                body["via_bot"] = via_bot.to_json()
            record = Record(body)
            if kind:
                record.set_text(detect(said), kind)
            self.keep(record)
            self._deliver("channel_post" if who is None else "message", record)
            return dict(body)

    def _sender(self, who: User | None, as_chat: "Chat | None") -> dict[str, Any]:
        if (who is None) != (self.type == "channel"):
            raise ValueError("only in a channel is a message of nobody")
        if who is None:
            return {"sender_chat": self.to_json()}
        self.members.setdefault(who.id, "member")
        if as_chat is not None:
            stand_in = _ANONYMOUS_ADMINISTRATOR if as_chat is self else _CHANNEL_STAND_IN
            return {"from": stand_in, "sender_chat": as_chat.to_json()}
        return {"from": who.to_json()}

    def _deliver(self, update: str, record: Record) -> None:
        if self.bot_is_there and bot_sees(self.world.bot, self, record.body, record.formatted):
            self.world.updates.put(update, dict(record.body))

    def _serve(self, body: dict[str, Any]) -> None:
        """Add a message of service; the bot sees these whatever its privacy."""
        self.keep(Record(body))
        if self.bot_is_there:
            self.world.updates.put("message", dict(body))

    def _member_changes(self, by: User, who: User, new: str) -> None:
        old = self.status_of(who.id)
        self.members[who.id] = new
        if self.bot_is_there:
            self.world.updates.put(
                "chat_member",
                {
                    "chat": self.to_json(),
                    "from": by.to_json(),
                    "date": int(time.time()),
                    "old_chat_member": chat_member(who.to_json(), old),
                    "new_chat_member": chat_member(who.to_json(), new),
                },
            )

    def _someone(self) -> User:
        present = (id for id, status in self.members.items() if status in PRESENT)
        return self.world.users[next(present)]


def _origin(forwarded: "User | Chat | str") -> dict[str, Any]:
    origin: dict[str, Any] = {"date": int(time.time())}
    if isinstance(forwarded, User):
        return origin | {"type": "user", "sender_user": forwarded.to_json()}
    if isinstance(forwarded, Chat):
        return origin | {"type": "channel", "chat": forwarded.to_json(), "message_id": 1}
    return origin | {"type": "hidden_user", "sender_user_name": forwarded}


def data_of(message: SentMessage, text: str | None) -> str:
    """Return the callback data of the button with this text; raises LookupError."""
    for button in message.buttons:
        if button.text == text and button.data is not None:
            return button.data
    texts = [button.text for button in message.buttons]
    raise LookupError(f"no button {text!r} that asks the bot; there are {texts}")


def _parts(text: str) -> Iterator[str]:
    """Cut a text into parts of at most MAX_TEXT UTF-16 units, none inside a character."""
    part: list[str] = []
    length = 0
    for character in text:
        width = utf16_length(character)
        if length + width > MAX_TEXT:
            yield "".join(part)
            part, length = [], 0
        part.append(character)
        length += width
    if "".join(part).strip():
        yield "".join(part)
