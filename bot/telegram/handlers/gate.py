"""The first look at every update: whether it is to be dealt with at all."""

import structlog
from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop

from bot.telegram.access import Access, Seldom
from bot.telegram.language import say
from bot.telegram.people import ANONYMOUS_ADMIN, place_of, reader_of
from bot.telegram.shared import Context, Shared

SAY_AGAIN_SECONDS = 24 * 3600.0
"""Somebody who may not use the bot is told so once a day."""

log = structlog.stdlib.get_logger(__name__)


class Gate:
    """Lets through what people write who may use the bot."""

    def __init__(self, shared: Shared, access: Access) -> None:
        self._bot_id = shared.client.id
        self._access = access
        self._readers = shared.store.readers
        self._replies = shared.replies
        self._metrics = shared.metrics
        self._refusals = Seldom(SAY_AGAIN_SECONDS)

    async def on_update(self, update: Update, _: Context) -> None:
        """Stop an update that is not to be dealt with."""
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(update=update.update_id)
        message = update.message or update.edited_message
        if message is not None and not self._is_by_a_person(message):
            raise ApplicationHandlerStop
        chat = update.effective_chat
        if update.effective_user is None and chat is None:
            raise ApplicationHandlerStop
        reader = reader_of(update, self._readers)
        if self._access.allows(reader.id, chat.id if chat else None):
            return
        self._metrics.failures.labels("not_allowed").inc()
        log.info("not allowed", user=reader.id, chat=chat.id if chat else None)
        private = message is not None and message.chat.type == ChatType.PRIVATE
        if message is not None and private and self._refusals.now(reader.id):
            await self._replies.say(
                place_of(message), reader.language, "not_allowed", message.message_id, id=reader.id
            )
        if update.callback_query is not None:  # Unanswered, the button would seem to hang.
            notice = say(reader.language, "not_allowed", id=reader.id)
            await self._replies.pop_up(update.callback_query.id, notice)
        raise ApplicationHandlerStop

    def _is_by_a_person(self, message: Message) -> bool:
        """Tell whether a person wrote a message: no bot, no channel, not the bot's own words."""
        sender = message.from_user
        if message.chat.type == ChatType.CHANNEL or message.is_automatic_forward:
            return False
        if message.via_bot and message.via_bot.id == self._bot_id:
            return False  # An answer of ours, sent by inline mode.
        if sender is None or sender.is_bot:
            # Anonymous administrators speak through a bot of Telegram's, in the group's name;
            # so do channels that write in a group, and those are no people.
            return (
                sender is not None
                and sender.id == ANONYMOUS_ADMIN
                and message.sender_chat is not None
                and message.sender_chat.id == message.chat.id
            )
        return True
