"""Messages that are no commands: questions, edited questions, texts and documents."""

import re
import time

from telegram import Message, Update
from telegram.constants import ChatType

from bot.telegram.access import Seldom
from bot.telegram.addressing import answers_bot, command_in, mentioning, question_in, words_of
from bot.telegram.asking import Asked, Asking
from bot.telegram.people import Place, Reader, place_of, reader_of
from bot.telegram.shared import Context, Shared
from bot.telegram.store.answers import SentAnswer
from bot.telegram.uploads import Upload, Uploads

LONG_TEXT = 300
"""Characters from which a message is a text to be read, not a question."""
LONG_FORWARD = 60
"""The same for a forwarded message: who forwards two sentences wants them read."""
SLOW_DOWN_SECONDS = 10.0
"""How long after somebody was told that they ask too fast they are told again."""
_LINK = re.compile("https?://", re.IGNORECASE)


class Messages:
    """Sorts what people write in chats."""

    def __init__(self, shared: Shared, asking: Asking, uploads: Uploads) -> None:
        self._bot_id = shared.client.id
        self._username = shared.client.username
        self._store = shared.store
        self._replies = shared.replies
        self._limit = shared.limit
        self._asking = asking
        self._uploads = uploads
        self._slow_down = Seldom(SLOW_DOWN_SECONDS)

    async def on_message(self, update: Update, _: Context) -> None:
        """Deal with a new message."""
        message = update.message
        assert message is not None
        reader, place = reader_of(update, self._store.readers), place_of(message)
        if message.document is not None:
            if place.private or self._is_for_us(message):
                await self._uploads.read_document(Upload(message, reader, place))
            return
        if place.private and self._is_text(message, reader):
            await self._uploads.read_message(Upload(message, reader, place))
            return
        question = question_in(message, self._bot_id, self._username)
        if question is not None:
            await self.ask(question, message, reader, place)
        elif place.private and message.effective_attachment is not None:
            await self._replies.say(place, reader.language, "cannot_read", message.message_id)

    async def on_edit(self, update: Update, _: Context) -> None:
        """Answer an edited question anew, in the message that answered it."""
        message = update.edited_message
        assert message is not None
        question = question_in(message, self._bot_id, self._username)
        if not question:
            return
        reader, place = reader_of(update, self._store.readers), place_of(message)
        sent = self._store.answers.to(place.chat_id, message.message_id, reader.id)
        if sent is None or not sent.message_id:
            if not (place.private and self._is_text(message, reader)):
                await self.ask(question, message, reader, place)
        elif sent.questions[-1] != question and await self._may_ask(message, reader, place):
            asked = Asked(question, reader, place, message.message_id, time.monotonic())
            await self._asking.answer_again(asked, sent)

    async def ask(self, question: str, message: Message, reader: Reader, place: Place) -> None:
        """Put a question to the answerer, unless its asker asks too much."""
        if not question:
            await self._replies.say(place, reader.language, "how_to_ask", message.message_id)
        elif _LINK.search(question):
            await self._replies.say(place, reader.language, "no_links", message.message_id)
        elif await self._may_ask(message, reader, place):
            await self._asking.answer(
                Asked(
                    question,
                    reader,
                    place,
                    message.message_id,
                    time.monotonic(),
                    leans_on=self._answer_replied_to(message),
                )
            )

    async def _may_ask(self, message: Message, reader: Reader, place: Place) -> bool:
        too_early = self._limit.take(reader.id)
        if too_early and self._slow_down.now(reader.id):
            await self._replies.say(
                place,
                reader.language,
                "slow_down",
                message.message_id,
                seconds=round(too_early) + 1,
            )
        return not too_early

    def _answer_replied_to(self, message: Message) -> SentAnswer | None:
        if not answers_bot(message, self._bot_id):
            return None
        assert message.reply_to_message is not None
        return self._store.answers.at(message.chat.id, message.reply_to_message.message_id)

    def _is_for_us(self, message: Message) -> bool:
        return (
            mentioning(message, self._bot_id, self._username) is not None
            or answers_bot(message, self._bot_id)
            or (command_in(message, self._username) or ("", ""))[0] == "read"
        )

    def _is_text(self, message: Message, reader: Reader) -> bool:
        """Tell whether a message in a private chat is a text to be read."""
        text = words_of(message)
        if message.chat.type != ChatType.PRIVATE or command_in(message, self._username):
            return False
        if message.forward_origin is not None and len(text) >= LONG_FORWARD:
            return True
        return len(text) >= LONG_TEXT or self._uploads.goes_on(message, reader)
