"""The slash commands."""

from collections.abc import Awaitable, Callable

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatMemberStatus, MessageLimit

from bot.telegram import buttons
from bot.telegram.addressing import command_in, replied_to
from bot.telegram.asking import Asking
from bot.telegram.corpus import Corpus
from bot.telegram.handlers.messages import Messages
from bot.telegram.language import Language, say
from bot.telegram.markup import Rich, bold, lines, marked, paragraphs, plain
from bot.telegram.menu import ADMIN_COMMANDS, GROUP_COMMANDS, PRIVATE_COMMANDS
from bot.telegram.people import Place, Reader, place_of, reader_of
from bot.telegram.shared import Context, Shared
from bot.telegram.uploads import Upload, Uploads
from bot.telegram.views import (
    Style,
    View,
    article_text,
    article_title,
    cited,
    question_rows,
)

LONGEST_ARTICLE = 4 * MessageLimit.MAX_TEXT_LENGTH
"""UTF-16 units of an article sent as messages; a longer one is sent as a file."""
LANGUAGE_NAMES = {
    Language.SIMPLIFIED: "简体中文",
    Language.TRADITIONAL: "繁體中文",
    Language.ENGLISH: "English",
}


class Commands:
    """What each command does."""

    def __init__(
        self, shared: Shared, asking: Asking, uploads: Uploads, messages: Messages
    ) -> None:
        self._client = shared.client
        self._store = shared.store
        self._corpora = shared.corpora
        self._conversations = shared.conversations
        self._workers = shared.workers
        self._replies = shared.replies
        self._delivery = shared.delivery
        self._health = shared.health
        self._asking = asking
        self._uploads = uploads
        self._messages = messages
        self._admins = shared.settings.telegram_admins
        self._commands: dict[str, Callable[[str, Message, Reader, Place], Awaitable[None]]] = {
            "start": self._start,
            "help": self._help,
            "ask": self._ask,
            "articles": self._articles,
            "source": self._source,
            "read": self._read,
            "forget": self._forget,
            "language": self._language,
            "status": self._status,
        }

    async def on_command(self, update: Update, _: Context) -> None:
        """Carry out a command that is meant for this bot."""
        message = update.message
        assert message is not None
        found = command_in(message, self._client.username)
        if found is None:
            return
        name, argument = found
        reader, place = reader_of(update, self._store.readers), place_of(message)
        run = self._commands.get(name)
        if run is not None and not (name in ADMIN_COMMANDS and reader.id not in self._admins):
            await run(argument, message, reader, place)
        elif place.private:
            await self._replies.say(
                place, reader.language, "unknown_command", message.message_id, name=name
            )

    async def _start(self, _: str, message: Message, reader: Reader, place: Place) -> None:
        corpus = await self._corpora.of(place.chat_id)
        openers = await self._workers.ask(lambda: self._conversations.openers(corpus))
        style = Style(reader.language, reader.language.script, corpus.script)
        count = len(corpus.articles)
        text = paragraphs(
            bold(style.say("welcome")),
            style.say("what_own" if corpus.own else "what_paper", count=count),
            style.say("how", name=self._client.username),
            style.say("try_asking") if openers else Rich(),
        )
        keyboard = InlineKeyboardMarkup(question_rows([style.words(q) for q in openers]))
        view = View(text, keyboard if openers else None)
        await self._replies.send(place, view, None if place.private else message.message_id)

    async def _help(self, _: str, message: Message, reader: Reader, place: Place) -> None:
        style = Style(reader.language, None)
        names = PRIVATE_COMMANDS if place.private else GROUP_COMMANDS
        text = paragraphs(
            style.say("how", name=self._client.username),
            lines(*(plain(f"/{name} ") + style.say(f"command_{name}") for name in names)),
            style.say("privacy"),
        )
        await self._replies.send(place, View(text), message.message_id)

    async def _ask(self, argument: str, message: Message, reader: Reader, place: Place) -> None:
        answered = replied_to(message)
        if not argument and answered is not None:
            argument = (answered.text or answered.caption or "").strip()
        await self._messages.ask(argument, message, reader, place)

    async def _articles(self, _: str, message: Message, reader: Reader, place: Place) -> None:
        await self._replies.send(place, await self.article_list(reader, place), message.message_id)

    async def article_list(self, reader: Reader, place: Place) -> View:
        """Return the list of what the chat asks, with buttons to ask something else."""
        corpus = await self._corpora.of(place.chat_id)
        style = Style(reader.language, reader.language.script, corpus.script)
        blocks: list[Rich] = [
            bold(style.say("asks_own" if corpus.own else "asks_paper", count=len(corpus.articles)))
        ]
        number = 0
        for page in corpus.pages:
            rows = [plain(page.source) + "："] if len(corpus.pages) > 1 else []
            for article in page.articles:
                number += 1
                rows.append(plain(f"{number}. ") + article_title(article, style))
            blocks.append(lines(*rows))
        blocks.append(style.say("source_hint"))
        return View(paragraphs(*blocks), self._corpus_buttons(reader, place, corpus))

    def _corpus_buttons(
        self, reader: Reader, place: Place, corpus: Corpus
    ) -> InlineKeyboardMarkup | None:
        texts = self._store.texts.of(place.chat_id)
        if not texts:
            return None
        choice = InlineKeyboardButton(
            say(reader.language, "ask_paper" if corpus.own else "ask_own"),
            callback_data=buttons.corpus(not corpus.own),
        )
        removals = [
            [
                InlineKeyboardButton(
                    say(reader.language, "remove", name=text.name),
                    callback_data=buttons.remove(text.id),
                )
            ]
            for text in texts
        ]
        return InlineKeyboardMarkup([[choice], *removals])

    async def _source(self, argument: str, message: Message, reader: Reader, place: Place) -> None:
        if not argument:
            await self._last_source(message, reader, place)
            return
        corpus = await self._corpora.of(place.chat_id)
        count = len(corpus.articles)
        if not (argument.isdecimal() and len(argument) < 10 and 1 <= int(argument) <= count):
            await self._replies.say(
                place, reader.language, "wrong_number", message.message_id, count=count
            )
            return
        _, article = corpus.articles[int(argument) - 1]
        text = article_text(article)
        if text.units <= LONGEST_ARTICLE:
            await self._replies.send(place, View(text), message.message_id)
        else:
            name = f"{argument}.txt"
            await self._replies.send_file(place, name, text.plain(), message.message_id)

    async def _last_source(self, message: Message, reader: Reader, place: Place) -> None:
        sent = self._store.answers.last(place.chat_id, reader.id)
        found = await self._asking.turn_of(sent) if sent else None
        passages = cited(found[1].reply.answers) if found else []
        if not passages:
            await self._replies.say(place, reader.language, "no_source", message.message_id)
            return
        style = Style(reader.language, None)
        blocks = []
        for evidence, marks in passages:
            title = bold(article_title(evidence.article, style))
            blocks.append(lines(title, marked(evidence.paragraph.text, marks)))
        await self._replies.send(place, View(paragraphs(*blocks)), message.message_id)

    async def _read(self, argument: str, message: Message, reader: Reader, place: Place) -> None:
        answered = replied_to(message)
        if argument:
            text = message.text or ""
            start = text.index(argument)
            await self._uploads.read_text(Upload(message, reader, place), text[start:])
        elif answered is not None and answered.document is not None:
            await self._uploads.read_document(Upload(answered, reader, place))
        elif answered is not None and (answered.text or answered.caption):
            body = answered.text or answered.caption or ""
            await self._uploads.read_text(Upload(answered, reader, place), body)
        else:
            await self._replies.say(place, reader.language, "how_to_read", message.message_id)

    async def _forget(self, _: str, message: Message, reader: Reader, place: Place) -> None:
        whole = place.private or await self._is_chat_admin(place.chat_id, reader.id)
        self._corpora.forget(place.chat_id)
        done = self._store.forget(place.chat_id, reader.id, whole_chat=whole)
        await self._replies.say(
            place,
            reader.language,
            "forgotten" if whole else "forgotten_yours",
            message.message_id,
            texts=done.texts,
            answers=done.answers,
            feedback=done.feedback,
        )

    async def _is_chat_admin(self, chat_id: int, user_id: int) -> bool:
        if user_id == chat_id:
            return True  # An anonymous administrator writes in the group's name.
        member = await self._delivery.try_briefly(
            lambda: self._client.get_chat_member(chat_id, user_id)
        )
        return member is not None and member.status in (
            ChatMemberStatus.OWNER,
            ChatMemberStatus.ADMINISTRATOR,
        )

    async def _language(
        self, argument: str, message: Message, reader: Reader, place: Place
    ) -> None:
        row = [
            InlineKeyboardButton(name, callback_data=buttons.language(choice))
            for choice, name in LANGUAGE_NAMES.items()
        ]
        text = Style(reader.language, None).say("choose_language")
        view = View(text, InlineKeyboardMarkup([row]))
        await self._replies.send(place, view, message.message_id)

    async def _status(self, _: str, message: Message, reader: Reader, place: Place) -> None:
        state = self._health.ready()
        text = lines(
            bold("ready" if state.ok else "not ready"),
            *state.reasons,
            f"waiting: {len(self._store.inbox.waiting())}",
            f"articles: {len(self._corpora.paper.articles)}",
            f"reads all group messages: {self._client.can_read_all_group_messages}",
            f"inline mode: {self._client.supports_inline_queries}",
        )
        await self._replies.send(place, View(text), message.message_id)
