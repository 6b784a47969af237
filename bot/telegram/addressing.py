"""Whether a message is meant for the bot, and what of it is the question."""

from telegram import Message, MessageEntity
from telegram.constants import ChatType

_NAMES: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]


def words_of(message: Message) -> str:
    """Return the text of a message, or what stands below its picture."""
    return message.text or message.caption or ""


def question_in(message: Message, bot_id: int, username: str) -> str | None:
    """Return the question a text message puts to the bot, None if it is not meant for it.

    In a private chat every text is; elsewhere one that mentions the bot, answers one of its
    messages, or is an /ask. The mention and the command are left out; "" may remain.
    """
    text = message.text
    if text is None:
        return None
    command = command_in(message, username)
    if command is not None:
        name, rest = command
        return rest if name == "ask" else None
    if message.chat.type == ChatType.PRIVATE:
        return text.strip()
    question = mentioning(message, bot_id, username)
    if question is None and answers_bot(message, bot_id):
        return text.strip()
    return question


def mentioning(message: Message, bot_id: int, username: str) -> str | None:
    """Return the text (or caption) without its mentions of the bot, None if there are none."""
    entities = {**message.parse_entities(_NAMES), **message.parse_caption_entities(_NAMES)}
    names = [
        name
        for entity, name in entities.items()
        if (entity.user and entity.user.id == bot_id)
        or name.removeprefix("@").lower() == username.lower()
    ]
    if not names:
        return None
    rest = words_of(message)
    for name in names:
        rest = rest.replace(name, " ", 1)
    return " ".join(rest.split()).strip("，,:： ")


def replied_to(message: Message) -> Message | None:
    """Return the message that another one answers, None if it answers none."""
    answered = message.reply_to_message
    # In a topic every message "answers" the one that opened it.
    if answered and message.is_topic_message and answered.message_id == message.message_thread_id:
        return None
    return answered


def answers_bot(message: Message, bot_id: int) -> bool:
    """Tell whether a message answers one of the bot's."""
    answered = replied_to(message)
    return (
        answered is not None and answered.from_user is not None and answered.from_user.id == bot_id
    )


def command_in(message: Message, username: str) -> tuple[str, str] | None:
    """Return the command for this bot that a text or caption begins with, and the rest of it."""
    text = words_of(message)
    entities = message.entities or message.caption_entities
    first = entities[0] if entities else None
    if first is None or first.type != MessageEntity.BOT_COMMAND or first.offset != 0:
        return None
    # A command is ASCII: its length is the same in UTF-16 units and code points.
    name, _, addressee = text[1 : first.length].partition("@")
    if addressee and addressee.lower() != username.lower():
        return None
    return name.lower(), text[first.length :].strip()
