"""Inline mode: `@bot question` in any chat, answered from the operator's paper."""

import time
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice

import structlog
from telegram import InlineQuery, InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.constants import InlineQueryLimit, MessageLimit

from bot.answering.answer import Alternative, Answer, Evidence, Reply, Status
from bot.message import clean_message
from bot.others import others_shown
from bot.telegram.language import say
from bot.telegram.markup import bold, lines, plain
from bot.telegram.people import Reader, reader_of
from bot.telegram.shared import Context, Shared
from bot.telegram.splitting import shorten
from bot.telegram.views import (
    Style,
    heading_of,
    readings_of,
    style_for,
    working_and_evidence,
)
from bot.telegram.workers import BusyError, TooSlowError
from retrieval.errors import UserFacingError

CACHE_SECONDS = 300
"""The paper does not change while the bot runs; after a restart with another one, so soon."""
EMPTY_CACHE_SECONDS = 10
SHORTEST = 3
"""Characters of a question; with fewer, somebody has only begun to type."""
MOST_OTHERS = 3
"""Other candidates offered below the answer."""
ID_LENGTH = 32
"""Hexadecimal digits of a result's id; Telegram takes 64 bytes."""
DESCRIPTION = 120
"""Characters of the evidence shown in the list."""
BEFORE = 25
"""Of those, at most so many before what is offered."""

log = structlog.stdlib.get_logger(__name__)


class Inline:
    """Answers inline queries, those of one person in their order."""

    def __init__(self, shared: Shared) -> None:
        self._corpora = shared.corpora
        self._conversations = shared.conversations
        self._workers = shared.workers
        self._delivery = shared.delivery
        self._metrics = shared.metrics
        self._readers = shared.store.readers

    async def on_query(self, update: Update, _: Context) -> None:
        """Offer the answer to an inline query, nothing if there is none."""
        query = update.inline_query
        assert query is not None
        reader = reader_of(update, self._readers)
        started = time.monotonic()
        results = await self._results(query, reader)
        # Personal: language and script depend on who asks.
        await self._delivery.try_briefly(
            lambda: query.answer(
                results,
                cache_time=CACHE_SECONDS if results else EMPTY_CACHE_SECONDS,
                is_personal=True,
            )
        )
        if results:
            self._metrics.latency.observe(time.monotonic() - started)

    async def _results(self, query: InlineQuery, reader: Reader) -> list[InlineQueryResultArticle]:
        try:
            question = clean_message(query.query)
        except UserFacingError:
            return []
        if len(question) < SHORTEST:
            return []
        corpus = self._corpora.paper
        try:
            turn = await self._workers.ask(lambda: self._conversations.turn(corpus, (question,)))
        except (BusyError, TooSlowError) as error:
            self._metrics.failures.labels("inline_dropped").inc()
            log.warning("inline query dropped", reason=type(error).__name__)
            return []
        style = style_for(question, reader.language, corpus)
        # Two that would send the same are one: Telegram refuses an id that comes twice.
        results = {result.id: result for result in _offers(turn.reply, style)}
        return list(islice(results.values(), InlineQueryLimit.RESULTS))


def _offers(reply: Reply, style: Style) -> Iterator[InlineQueryResultArticle]:
    """Yield the answers found, each with its evidence, then what else it could be."""
    for answer in reply.answers:
        if answer.status is Status.ANSWERED and answer.text is not None:
            yield _offer(answer.text, answer, answer.evidence, style, reply, answer)
    for answer in reply.answers:
        for other in others_shown(answer)[:MOST_OTHERS]:
            yield _offer(other.text, other, (other.evidence,), style, reply, answer)


def _offer(
    words: str,
    found: Answer | Alternative,
    evidence: tuple[Evidence, ...],
    style: Style,
    reply: Reply,
    answer: Answer,
) -> InlineQueryResultArticle:
    title = style.words(words)
    text = lines(
        heading_of(answer.question.text),
        readings_of(reply, style),
        bold(plain(title)),
        working_and_evidence(found, evidence, style),
    )
    description = _about(evidence[0], style) if evidence else ""
    if isinstance(found, Alternative):
        description = f"{say(style.language, 'maybe')}{description}"
    html = shorten(text, MessageLimit.MAX_TEXT_LENGTH).html()
    return InlineQueryResultArticle(
        id=sha256(html.encode()).hexdigest()[:ID_LENGTH],
        title=title[:DESCRIPTION],
        description=description[:DESCRIPTION],
        input_message_content=InputTextMessageContent(html),
    )


def _about(evidence: Evidence, style: Style) -> str:
    """Return a sentence from shortly before what is offered: the list shows two lines of it."""
    text = style.words(evidence.text)
    start = evidence.marks[0].start - BEFORE if evidence.marks else 0
    return text if start <= 0 else "…" + text[start:].lstrip(",;，；、 ")
