"""All of a time, or the end of it that is asked for."""

import re

from bot.answering.annotation import AnnotatedSentence
from bot.answering.facts.timepoint import TimeKind
from bot.answering.question import Question
from bot.answering.spans.ends import RANGE, asks_end
from bot.answering.understanding.grain import asked_grain, asks_range
from retrieval.page import Span

_ISO_DATE = re.compile("\\d-\\d+-\\d")


def whole_time(question: Question, sentence: AnnotatedSentence, span: Span) -> Span:
    """Widen part of a time to all of it, unless no finer is asked for; and to both of its ends."""
    own = next((t for t in sentence.times if t.span.contains(span)), None)
    if own is None:
        return span
    grain = asked_grain(question)
    if grain is None or (grain is own.granularity and own.kind is TimeKind.PERIOD):
        span = own.span  # 哪天: 4月9日至12日
    if not asks_range(question):
        return _end_asked(question, sentence, own.span) or span
    for other in sentence.times:
        first, last = sorted((own.span, other.span), key=lambda s: s.start)
        if RANGE.fullmatch(sentence.folded[first.end : last.start]):
            return Span(first.start, last.end)
    return span


def _end_asked(question: Question, sentence: AnnotatedSentence, span: Span) -> Span | None:
    """Return the end that is asked for of a time from one to the other (8:00至16:30), or None."""
    folded, ends = sentence.folded, asks_end(question)
    between = RANGE.search(folded, span.start, span.end)
    if ends is None or between is None or _ISO_DATE.search(folded, span.start, span.end):
        return None
    return Span(between.end(), span.end) if ends else Span(span.start, between.start())
