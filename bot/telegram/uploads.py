"""Texts that readers bring: taken in, read, summed up, or refused with the reason."""

from contextlib import suppress
from dataclasses import dataclass

import structlog
from telegram import InlineKeyboardMarkup, Message
from telegram.error import BadRequest

from bot.telegram.access import DAY, RateLimit
from bot.telegram.addressing import words_of
from bot.telegram.conversation import OPENERS
from bot.telegram.corpus import Corpus
from bot.telegram.delivery import UnreachableError
from bot.telegram.language import say
from bot.telegram.markup import Rich, bold, lines, paragraphs, plain
from bot.telegram.people import Place, Reader
from bot.telegram.shared import Shared
from bot.telegram.store.texts import OwnText
from bot.telegram.views import Style, View, article_title, question_rows
from bot.telegram.workers import BusyError, TooSlowError
from retrieval.documents.errors import DocumentError, Reason, shown_name
from retrieval.documents.extract import extract_text
from retrieval.documents.limits import DEFAULT_LIMITS, MIB
from retrieval.page import Role
from retrieval.reader import read_page

LIMITS = DEFAULT_LIMITS
TEXTS_PER_CHAT = 10
CHARACTERS_PER_CHAT = 600_000
"""All texts of a chat together, in code points."""
FEWEST_HAN = 10
"""Different Chinese characters that a text must have to be worth asking."""
DOWNLOAD_SECONDS = 120.0
"""How long a download is tried before the sender is told."""
CUT_MESSAGE = 3_500
"""Characters from which a pasted text may have been cut by Telegram and go on in the next one."""
GOES_ON_SECONDS = 3
"""So soon after it, by Telegram's clock, the rest of a cut text comes."""
NAME_LENGTH = 24
"""Characters of a pasted text that stand for its name."""
LISTED = 8
"""Headlines listed in a summary."""

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Upload:
    """A message that brings a text."""

    message: Message
    """It holds the text or the document."""
    reader: Reader
    place: Place


class NotTakenError(Exception):
    """A text is not taken; `key` is the phrase that says why."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    @classmethod
    def by(cls, error: DocumentError) -> "NotTakenError":
        """Return what a reader of documents has found, in the phrases of the interface."""
        return cls(f"refused_{error.reason}", limit=_readable(error))


class Uploads:
    """Makes texts a chat's own."""

    def __init__(self, shared: Shared) -> None:
        self._client = shared.client
        self._store = shared.store
        self._corpora = shared.corpora
        self._workers = shared.workers
        self._replies = shared.replies
        self._delivery = shared.delivery
        self._metrics = shared.metrics
        self._texts_per_day = shared.settings.telegram_texts_per_day
        # Counts those that are refused too: they may cost the most. Forgotten at a restart.
        self._today = RateLimit(self._texts_per_day, DAY)

    async def read_document(self, upload: Upload) -> None:
        """Take in the document of a message."""
        document = upload.message.document
        assert document is not None
        given = (document.file_name or "").strip()
        name = shown_name(given) if given else say(upload.reader.language, "unnamed")
        try:
            self._check_quota(upload)
            if (document.file_size or 0) > LIMITS.max_bytes:
                raise _too_large(name)
        except NotTakenError as refused:
            await self._refuse(upload, name, refused, None)
            return
        progress = await self._begin(upload, name)
        try:
            async with self._replies.typing(upload.place):
                data = await self._download(upload, document.file_id, name)
                body = await self._workers.read(lambda: _text_of(data, name))
                await self._take(upload, name, body, progress)
        except NotTakenError as refused:
            await self._refuse(upload, name, refused, progress)

    async def _begin(self, upload: Upload, name: str) -> int:
        """Say that a text is being read, and return the message that says so."""
        return await self._replies.say(
            upload.place, upload.reader.language, "reading", upload.message.message_id, name=name
        )

    async def _download(self, upload: Upload, file_id: str, name: str) -> bytes:
        chat = upload.place.chat_id
        try:
            file = await self._delivery.call(
                chat,
                lambda _: self._client.get_file(file_id),
                repeatable=True,
                patience=DOWNLOAD_SECONDS,
            )
            if (file.file_size or 0) > LIMITS.max_bytes:  # A server of one's own hands out any.
                raise _too_large(name)
            data = await self._delivery.call(
                chat,
                lambda _: file.download_as_bytearray(),
                repeatable=True,
                patience=DOWNLOAD_SECONDS,
            )
        except BadRequest as error:
            if "file is too big" in str(error).lower():
                raise _too_large(name) from error
            raise
        except UnreachableError as error:
            raise NotTakenError("refused_download") from error
        return bytes(data)

    async def read_message(self, upload: Upload) -> None:
        """Take in the text of a message, or add it to the one whose continuation it is."""
        text = _storable(words_of(upload.message))
        if self.goes_on(upload.message, upload.reader):
            await self._extend(upload, self._store.texts.of(upload.place.chat_id)[-1], text)
        else:
            await self.read_text(upload, text)

    async def read_text(self, upload: Upload, text: str) -> None:
        """Take in a text that stands in a message."""
        text = _storable(text)
        name = _name_of(text)
        progress = None
        try:
            self._check_quota(upload)
            progress = await self._begin(upload, name)
            await self._take(upload, name, text, progress, last_part=len(text))
        except NotTakenError as refused:
            await self._refuse(upload, name, refused, progress)

    def goes_on(self, message: Message, reader: Reader) -> bool:
        """Tell whether a message is the rest of a text that Telegram has cut."""
        texts = self._store.texts.of(message.chat.id)
        if not texts or message.forward_origin is not None:
            return False
        last = texts[-1]
        return (
            last.user_id == reader.id
            and last.last_part >= CUT_MESSAGE
            and message.message_id >= last.message_id
            and 0 <= message.date.timestamp() - last.at <= GOES_ON_SECONDS
        )

    async def _extend(self, upload: Upload, before: OwnText, text: str) -> None:
        if upload.message.message_id > before.message_id:  # else the program ended after this
            try:
                self._check_size(upload.place.chat_id, before.name, len(text) + 1)
            except NotTakenError as refused:
                await self._refuse(upload, before.name, refused, None)
                return
            # Telegram's clients cut at a line end where they can, and drop it.
            self._store.texts.extend(
                before,
                f"\n{text}",
                upload.message.message_id,
                upload.message.date.timestamp(),
            )
        await self._sum_up(upload, before.id, before.reply_id)

    async def _take(
        self, upload: Upload, name: str, body: str, progress: int, *, last_part: int = 0
    ) -> None:
        chat = upload.place.chat_id
        if (known := self._known(upload, body)) is not None:
            # Kept twice, it would answer twice and count twice.
            self._store.texts.ask_paper(chat, False)
            self._store.readers.end_dialogues(chat)
            await self._sum_up(upload, known.id, progress)
            return
        self._check_size(chat, name, len(body))
        page = await self._workers.read(lambda: read_page(body, name))
        han = {char for char in body if "\u4e00" <= char <= "\u9fff"}
        if len(han) < FEWEST_HAN or not any(article.prose() for article in page.articles):
            raise NotTakenError("refused_not_chinese")
        number = self._store.texts.add(
            chat,
            upload.reader.id,
            name,
            body,
            upload.message.message_id,
            upload.message.date.timestamp(),
            last_part=last_part,
        )
        self._store.readers.end_dialogues(chat)
        await self._sum_up(upload, number, progress)
        self._metrics.texts.labels("taken").inc()
        log.info("text taken", chat=chat, characters=len(body))

    def _known(self, upload: Upload, body: str) -> OwnText | None:
        """Return the text of the chat that says the same, if it came in another message."""
        texts = self._store.texts.of(upload.place.chat_id)
        return next(
            (t for t in texts if t.body == body and t.message_id != upload.message.message_id), None
        )

    async def _sum_up(self, upload: Upload, text_id: int, progress: int) -> None:
        """Turn the progress message into a summary with questions to try."""
        chat = upload.place.chat_id
        corpus = await self._corpora.of(chat)
        position = [text.id for text in self._store.texts.of(chat)].index(text_id)
        openers: tuple[str, ...] = ()
        with suppress(BusyError, TooSlowError):  # The text is taken in all the same.
            openers = await self._workers.ask(lambda: _openers(corpus, position))
        style = Style(upload.reader.language, None)
        view = View(
            _summary(corpus, position, style, bool(openers)),
            InlineKeyboardMarkup(question_rows(openers)) if openers else None,
        )
        reply = await self._replies.change(upload.place, progress, view, upload.message.message_id)
        self._store.texts.summed_up(text_id, reply)

    def _check_quota(self, upload: Upload) -> None:
        if len(self._store.texts.of(upload.place.chat_id)) >= TEXTS_PER_CHAT:
            raise NotTakenError("refused_count", limit=TEXTS_PER_CHAT)
        if self._today.take(upload.reader.id):
            raise NotTakenError("refused_quota", limit=self._texts_per_day)

    def _check_size(self, chat_id: int, name: str, characters: int) -> None:
        if characters > LIMITS.max_characters:
            raise NotTakenError.by(DocumentError(Reason.TOO_LONG, name, LIMITS.max_characters))
        together = sum(len(text.body) for text in self._store.texts.of(chat_id)) + characters
        if together > CHARACTERS_PER_CHAT:
            raise NotTakenError("refused_together", limit=CHARACTERS_PER_CHAT)

    async def _refuse(
        self,
        upload: Upload,
        name: str,
        refused: NotTakenError,
        progress: int | None,
    ) -> None:
        """Say why a text is not taken, in the place of the progress message if there is one."""
        key, values = refused.key, refused.values
        self._metrics.texts.labels(key).inc()
        found = refused.__cause__
        detail = found.detail if isinstance(found, DocumentError) else None
        log.info("text refused", chat=upload.place.chat_id, reason=key, detail=detail)
        view = View(Style(upload.reader.language, None).say(key, name=name, **values))
        if progress is None:
            await self._replies.send(upload.place, view, upload.message.message_id)
        else:
            await self._replies.change(upload.place, progress, view, upload.message.message_id)


def _too_large(name: str) -> NotTakenError:
    return NotTakenError.by(DocumentError(Reason.TOO_LARGE, name, LIMITS.max_bytes))


def _text_of(data: bytes, name: str) -> str:
    try:
        return extract_text(data, name, LIMITS)
    except DocumentError as error:
        raise NotTakenError.by(error) from error


def _openers(corpus: Corpus, position: int) -> tuple[str, ...]:
    """Return questions to try on the text at a position of the corpus."""
    answerer = corpus.answerer
    articles = corpus.pages[position].articles
    if len(corpus.pages) == 1:
        return answerer.openers(OPENERS)
    found: list[str] = []
    for article in articles[:LISTED]:
        found += answerer.openers(OPENERS - len(found), article)
        if len(found) >= OPENERS:
            break
    return tuple(found)


def _summary(corpus: Corpus, position: int, style: Style, has_openers: bool) -> Rich:
    page = corpus.pages[position]
    counted = sum(p.role in (Role.PROSE, Role.CAPTION) for a in page.articles for p in a.paragraphs)
    headlines = [
        plain("· ") + article_title(article, style)
        for article in page.articles[:LISTED]
        if article.headline
    ]
    if len(page.articles) > LISTED:
        headlines.append(style.say("more_articles", count=len(page.articles) - LISTED))
    return paragraphs(
        bold(style.say("taken", name=page.source)),
        style.say(
            "summary",
            articles=len(page.articles),
            paragraphs=counted,
            characters=f"{len(page.text):,}",
        ),
        lines(*headlines),
        style.say("taken_others", count=len(corpus.pages)) if len(corpus.pages) > 1 else Rich(),
        style.say("try_asking" if has_openers else "just_ask"),
    )


def _readable(refused: DocumentError) -> str:
    """Return a bound as a person would say it: bytes in megabytes, the rest as a number."""
    if refused.limit is None:
        return ""
    if refused.reason is Reason.TOO_LARGE:
        return f"{refused.limit / MIB:g} MB"
    return f"{refused.limit:,}"


def _storable(text: str) -> str:
    """Return `text` with halves of surrogate pairs replaced one for one: no file can hold them."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _name_of(text: str) -> str:
    """Return the beginning of a pasted text, by which it is called."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if len(first) <= NAME_LENGTH else first[:NAME_LENGTH] + "…"
