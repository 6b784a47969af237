"""Who writes, and where."""

from dataclasses import dataclass

from telegram import Message, Update
from telegram.constants import ChatType

from bot.telegram.language import Language, language_of
from bot.telegram.store.readers import Readers

ANONYMOUS_ADMIN = 1087968824
"""The user that Telegram puts in the place of a group's anonymous administrators."""


@dataclass(frozen=True)
class Reader:
    """A person who asks."""

    id: int
    """Of the user; of the group, when an administrator writes in its name."""
    language: Language


@dataclass(frozen=True)
class Place:
    """A chat, or a topic in it."""

    chat_id: int
    private: bool
    thread_id: int | None = None
    """Of the topic; None for the general one."""


def reader_of(update: Update, readers: Readers) -> Reader:
    """Return who sent an update that has a sender."""
    user = update.effective_user
    message = update.effective_message
    if user is None or (user.id == ANONYMOUS_ADMIN and message and message.sender_chat):
        chat = message.sender_chat if message else None
        assert chat is not None
        return Reader(chat.id, readers.language(chat.id) or language_of(None))
    return Reader(user.id, readers.language(user.id) or language_of(user.language_code))


def place_of(message: Message) -> Place:
    """Return where a message stands."""
    return Place(
        message.chat.id,
        message.chat.type == ChatType.PRIVATE,
        message.message_thread_id if message.is_topic_message else None,
    )
