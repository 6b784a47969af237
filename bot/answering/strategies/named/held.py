"""Where an event takes place: 在[某地]举行, 在[某馆]开幕."""

import re
from collections.abc import Iterator
from functools import partial

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Answer
from bot.answering.datafiles import table_words
from bot.answering.question import Question
from bot.answering.strategies.base import Context, answer_at
from bot.answering.strategies.explained.reading import readings
from bot.answering.strategies.explained.told_clauses import Found, answer_found
from retrieval.page import Role, Span
from retrieval.patterns import any_of

_words = partial(table_words, __package__, "events.toml")
_ASKED = re.compile(
    rf"(?P<event>\w*)(?:在|于)(?:哪里|哪儿|哪|什么地方|何处|何地)"
    rf"(?:{any_of(_words('held', 'asked'))})(?:的|了)?[呢啊?。]*$"
)
_TOLD = re.compile(
    rf"[在于](?P<place>[^,;。:!?在于]{{2,40}}?){any_of(_words('held', 'how'))}*"
    rf"{any_of(_words('held', 'told'))}"
)
_NO_PLACE = _words("held", "no_place")
_ACCEPTED = 0.6
"""Score at which a place answers as likely as not."""
_LIKELY = 0.7
"""Confidence in the first place told of the only event there is."""
_ANY_EVENT = re.compile(f"(?:请问|{any_of(_words('held', 'events'))}|[个场次])*(?:是)?")
"""An event that is not named."""
_LEAST = 0.3
"""Share of the question's words that the sentence itself must have."""


def answer_held(question: Question, context: Context) -> Answer | None:
    """Return where the event is held that the question names; None if it is not told so."""
    asked = _ASKED.search(question.folded)
    if context.always_answer or asked is None:
        return None
    if _ANY_EVENT.fullmatch(asked["event"]):
        return _of_only_article(question, context)
    silent = frozenset({*_words("held", "asked"), *_words("held", "events"), "在", "哪里", "哪儿"})
    found = (
        Found(reading, span, reading.worth(reading.found(reading.whole)), reading)
        for reading in readings(question, context, silent)
        if reading.share(reading.whole) >= _LEAST
        for span in _places(reading.sentence)
    )
    return answer_found(question, context, found, _ACCEPTED)


def _of_only_article(question: Question, context: Context) -> Answer | None:
    """Return the first place told, if there is but one article: the event is what it is about."""
    if len(context.finder.articles) > 1:
        return None
    for page, article in context.finder.articles:
        told = context.finder.scored(page, article, question).pool.article
        for sentence in told.sentences:
            prose = sentence.paragraph.role is Role.PROSE
            if prose and (span := next(_places(sentence), None)) is not None:
                return answer_at(question, told, sentence, span, _LIKELY)
    return None


def _places(sentence: AnnotatedSentence) -> Iterator[Span]:
    """Yield where a sentence says that something takes place."""
    for match in _TOLD.finditer(sentence.folded):
        span = Span(*match.span("place"))
        tokens = sentence.tokens_in(span)
        if (
            tokens
            and not match["place"].endswith(_NO_PLACE)
            and "的" not in match["place"]
            and tokens[0].tag[0] in "njsfmbz"
            and any(t.tag[0] in "ns" for t in tokens)
        ):
            yield span
