"""Messages of the bot: sent, changed, and the sign that it is typing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

import structlog
from telegram import InlineKeyboardMarkup, Message, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest

from bot.telegram.client import Client
from bot.telegram.delivery import Delivery, GoneError, UnchangedError
from bot.telegram.language import Language, say
from bot.telegram.markup import Rich, plain
from bot.telegram.people import Place
from bot.telegram.splitting import split
from bot.telegram.views import View

TYPING_SECONDS = 4.5
"""The sign of typing stays for five."""
GROUP_PATIENCE_SECONDS = 1.0
"""In a group the sign is shown only if it takes longer: many would see it for nothing."""

log = structlog.stdlib.get_logger(__name__)

T = TypeVar("T")


class Replies:
    """What the bot says in chats; every method raises what `Delivery.call` raises."""

    def __init__(self, client: Client, delivery: Delivery) -> None:
        self._client = client
        self._delivery = delivery

    async def send(self, place: Place, view: View, reply_to: int | None = None) -> int:
        """Send a message, in answer to another even if that is deleted; return its number.

        A text too long for one message goes out as several; the last one has the buttons, and
        its number is returned. The text must have something to be seen in it.
        """
        *parts, last = split(view.text)
        for part in parts:
            await self._send(place, part, None, reply_to)
        return await self._send(place, last, view.keyboard, reply_to)

    async def say(
        self,
        place: Place,
        language: Language,
        key: str,
        reply_to: int | None = None,
        /,
        **values: object,
    ) -> int:
        """Send a phrase of the interface, its placeholders filled with `values`, as `send` does."""
        return await self.send(place, View(plain(say(language, key, **values))), reply_to)

    async def change(self, place: Place, message_id: int, view: View, reply_to: int) -> int:
        """Change a message of the bot, or send it anew if it is gone; return its number."""
        try:
            await self.edit(place.chat_id, message_id, view)
        except UnchangedError:
            pass
        except GoneError:
            return await self.send(place, view, reply_to)
        return message_id

    async def _send(
        self, place: Place, text: Rich, keyboard: InlineKeyboardMarkup | None, reply_to: int | None
    ) -> int:
        answering = (
            ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None
        )

        async def make(chat_id: int, html: str) -> Message:
            return await self._client.send_message(
                chat_id,
                html,
                message_thread_id=place.thread_id,
                # A supergroup that a group has become has other numbers for its messages.
                reply_parameters=answering if chat_id == place.chat_id else None,
                reply_markup=keyboard,
            )

        message = await self._styled_or_plain(place.chat_id, text, make)
        return message.message_id

    async def send_file(self, place: Place, name: str, text: str, reply_to: int) -> None:
        """Send a text as a file, for what would be too many messages."""
        answering = ReplyParameters(reply_to, allow_sending_without_reply=True)
        await self._delivery.call(
            place.chat_id,
            lambda chat_id: self._client.send_document(
                chat_id,
                text.encode("utf-8", "replace"),
                filename=name,
                message_thread_id=place.thread_id,
                reply_parameters=answering,
            ),
        )

    async def edit(self, chat_id: int, message_id: int, view: View) -> None:
        """Put another text and other buttons into a message of the bot, cut to one message."""

        async def make(chat: int, html: str) -> Message | bool:
            return await self._client.edit_message_text(
                html,
                chat_id=chat,
                message_id=message_id,
                reply_markup=view.keyboard,
            )

        await self._styled_or_plain(chat_id, split(view.text)[0], make, repeatable=True)

    async def _styled_or_plain(
        self,
        chat_id: int,
        text: Rich,
        make: Callable[[int, str], Awaitable[T]],
        *,
        repeatable: bool = False,
    ) -> T:
        """Return what `make(chat, html)` returns, without style if that is refused."""
        try:
            return await self._delivery.call(
                chat_id, lambda chat: make(chat, text.html()), repeatable=repeatable
            )
        except BadRequest as error:
            if "can't parse entities" not in str(error).lower():
                raise
            # What Telegram says of it may quote the text.
            log.error("defect: Telegram refuses our HTML, sent without style", chat=chat_id)
            bare = plain(text.plain()).html()
            return await self._delivery.call(
                chat_id, lambda chat: make(chat, bare), repeatable=repeatable
            )

    async def pop_up(self, callback_id: str, text: str = "", *, alert: bool = False) -> None:
        """Answer the press of a button, with a short notice if there is a text."""
        await self._delivery.try_briefly(
            lambda: self._client.answer_callback_query(callback_id, text or None, show_alert=alert)
        )

    @asynccontextmanager
    async def typing(self, place: Place) -> AsyncIterator[None]:
        """Show that the bot is typing for as long as the block takes."""
        task = asyncio.create_task(self._keep_typing(place))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _keep_typing(self, place: Place) -> None:
        if not place.private:
            await asyncio.sleep(GROUP_PATIENCE_SECONDS)
        while True:
            await self._delivery.try_once(
                lambda: self._client.send_chat_action(
                    place.chat_id, ChatAction.TYPING, message_thread_id=place.thread_id
                )
            )
            await asyncio.sleep(TYPING_SECONDS)
