"""Buttons pressed below the bot's messages."""

import time
from collections.abc import Awaitable, Callable, Iterator
from itertools import chain

import structlog
from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot.answering.answer import Status
from bot.telegram import buttons
from bot.telegram.asking import Asked, Asking
from bot.telegram.buttons import Pressed
from bot.telegram.delivery import GoneError, UnchangedError
from bot.telegram.handlers.commands import LANGUAGE_NAMES, Commands
from bot.telegram.language import Language, say
from bot.telegram.menu import Menu
from bot.telegram.people import Reader, place_of, reader_of
from bot.telegram.shared import Context, Shared
from bot.telegram.store.answers import SentAnswer
from bot.telegram.store.feedback import Feedback
from bot.telegram.views import Shown, Style, View
from bot.telegram.workers import BusyError, TooSlowError

log = structlog.stdlib.get_logger(__name__)


class Presses:
    """What each button does; every press is answered, or the button would seem to hang."""

    def __init__(self, shared: Shared, asking: Asking, commands: Commands, menu: Menu) -> None:
        self._store = shared.store
        self._corpora = shared.corpora
        self._replies = shared.replies
        self._limit = shared.limit
        self._metrics = shared.metrics
        self._asking = asking
        self._commands = commands
        self._menu = menu
        self._actions: dict[
            str, Callable[[CallbackQuery, Message, Reader, Pressed], Awaitable[str]]
        ] = {
            "show": self._show,
            "verdict": self._verdict,
            "ask": self._ask,
            "language": self._language,
            "corpus": self._corpus,
            "remove": self._remove,
        }

    async def on_press(self, update: Update, _: Context) -> None:
        """Do what a button says; what is left to say pops up."""
        query = update.callback_query
        assert query is not None
        reader = reader_of(update, self._store.readers)
        pressed = buttons.read(query.data or "")
        action = self._actions.get(pressed.action) if pressed else None
        notice = say(reader.language, "button_old")
        try:
            # A message too old to be shown to bots has no buttons that still mean anything.
            if action and pressed and isinstance(query.message, Message):
                notice = await action(query, query.message, reader, pressed)
        except (BusyError, TooSlowError) as error:
            self._metrics.failures.labels("busy").inc()
            log.warning("button not answered", reason=type(error).__name__)
            notice = say(reader.language, "busy")
        finally:
            await self._replies.pop_up(query.id, notice)

    async def _show(
        self, _: CallbackQuery, message: Message, reader: Reader, pressed: Pressed
    ) -> str:
        sent = self._store.answers.get(pressed.number, message.chat.id)
        if sent is None or pressed.choice not in set(Shown):
            return say(reader.language, "button_old")
        offered = tuple(_questions_on(message.reply_markup))
        view = await self._asking.shown(sent, Shown(pressed.choice), reader.language, offered)
        if view is None:
            return say(reader.language, "text_gone")
        return await self._change(message, reader, view)

    async def _verdict(
        self, _: CallbackQuery, message: Message, reader: Reader, pressed: Pressed
    ) -> str:
        if pressed.choice not in (buttons.GOOD, buttons.BAD):
            return say(reader.language, "button_old")
        good = pressed.choice == buttons.GOOD
        sent = self._store.answers.get(pressed.number, message.chat.id)
        feedback = await self._feedback(sent, reader, good) if sent else None
        if feedback is None:
            return say(reader.language, "text_gone")
        self._store.feedback.put(feedback)
        self._metrics.feedback.labels(pressed.choice).inc()
        return say(reader.language, "thanks_good" if feedback.good else "thanks_bad")

    async def _feedback(self, sent: SentAnswer, reader: Reader, good: bool) -> Feedback | None:
        found = await self._asking.turn_of(sent)
        if found is None:
            return None
        corpus, turn = found
        answers = turn.reply.answers
        return Feedback(
            sent.chat_id,
            reader.id,
            sent.id,
            good,
            sent.questions,
            answers[0].kind.value,
            tuple(a.text if a.status is Status.ANSWERED else None for a in answers),
            tuple(dict.fromkeys(e.text for a in answers for e in a.evidence)),
            corpus.digest,
            corpus.own,
        )

    async def _ask(self, query: CallbackQuery, message: Message, reader: Reader, _: Pressed) -> str:
        question = _label_of(message.reply_markup, query.data)
        if question is None:
            return say(reader.language, "button_old")
        too_early = self._limit.take(reader.id)
        if too_early:
            return say(reader.language, "slow_down", seconds=round(too_early) + 1)
        await self._asking.answer(
            Asked(
                question,
                reader,
                place_of(message),
                message.message_id,
                time.monotonic(),
                heading=True,
            )
        )
        return ""

    async def _language(
        self, _: CallbackQuery, message: Message, reader: Reader, pressed: Pressed
    ) -> str:
        if pressed.choice not in set(Language):
            return say(reader.language, "button_old")
        choice = Language(pressed.choice)
        self._store.readers.set_language(reader.id, choice)
        if place_of(message).private:
            await self._menu.for_chat(message.chat.id, choice)
        text = Style(choice, None).say("language_set", name=LANGUAGE_NAMES[choice])
        return await self._change(message, reader, View(text))

    async def _corpus(
        self, _: CallbackQuery, message: Message, reader: Reader, pressed: Pressed
    ) -> str:
        if pressed.choice not in (buttons.OWN, buttons.PAPER):
            return say(reader.language, "button_old")
        self._store.texts.ask_paper(message.chat.id, pressed.choice == buttons.PAPER)
        self._store.readers.end_dialogues(message.chat.id)
        view = await self._commands.article_list(reader, place_of(message))
        return await self._change(message, reader, view)

    async def _remove(
        self, _: CallbackQuery, message: Message, reader: Reader, pressed: Pressed
    ) -> str:
        chat = message.chat.id
        texts = {text.id: text for text in self._store.texts.of(chat)}
        text = texts.get(pressed.number)
        if text is None:
            return say(reader.language, "button_old")
        if text.user_id != reader.id and not place_of(message).private:
            return say(reader.language, "not_yours")
        self._corpora.forget(chat)
        self._store.remove_text(text.id)
        self._store.readers.end_dialogues(chat)
        view = await self._commands.article_list(reader, place_of(message))
        return await self._change(message, reader, view)

    async def _change(self, message: Message, reader: Reader, view: View) -> str:
        """Change the message of the button and return what is to pop up, if anything."""
        try:
            await self._replies.edit(message.chat.id, message.message_id, view)
        except UnchangedError:
            pass  # Pressed twice.
        except GoneError:
            return say(reader.language, "message_gone")
        return ""


def _questions_on(keyboard: InlineKeyboardMarkup | None) -> list[str]:
    """Return the questions that a message offers."""
    return [
        button.text
        for button in _buttons_of(keyboard)
        if isinstance(button.callback_data, str)
        and (pressed := buttons.read(button.callback_data)) is not None
        and pressed.action == "ask"
    ]


def _label_of(keyboard: InlineKeyboardMarkup | None, data: str | None) -> str | None:
    """Return the label of the button with some data."""
    return next((b.text for b in _buttons_of(keyboard) if b.callback_data == data), None)


def _buttons_of(keyboard: InlineKeyboardMarkup | None) -> Iterator[InlineKeyboardButton]:
    return chain.from_iterable(keyboard.inline_keyboard if keyboard else ())
