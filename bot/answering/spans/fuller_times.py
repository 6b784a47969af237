"""All that a text says of a time, of which the part asked for scores best (2020年[9月], 月底[前]).

Shown to who asks, who loses nothing by the rest; a set that wants one stretch of text exactly does
not (`always_answer`).
"""

import re

from bot.answering.annotation import AnnotatedSentence
from bot.answering.question import Kind, Question
from bot.answering.spans.ends import RANGE, asks_end
from retrieval.page import Span

_YEAR = re.compile(r"\d{4}年$")
_ITS_MONTH = re.compile(r"\d{1,2}月(?:底|初|中旬|上旬|下旬)?(?![\d份])")
_BY_THEN = re.compile("[之以]?前(?![后夕期三几两\\d])|(?:前后|左右)(?![两三几\\d])")
_PERIOD_ASKED = re.compile(
    "每个?[月周年][^,]{0,2}?几[号日]|哪一?段|(?:星期|周|礼拜)几|哪(?:几|些|[两二三四五])[天日晚]"
)
_LATEST = re.compile("最晚|最迟|前")
"""Says in the question what 前 would say in the answer."""
_AND = re.compile("[、和及]")


def fuller_time(question: Question, sentence: AnnotatedSentence, span: Span) -> Span:
    """Return the time at `span` with its month, the other days of a period, and 前 behind it.

    So too what says that it is only about then (3月初[前后]).
    """
    if question.kind is not Kind.DATE:
        return span
    if _PERIOD_ASKED.search(question.folded) and asks_end(question) is None:
        span = _with_others(sentence, span)
    folded = sentence.folded
    if _YEAR.search(folded, span.start, span.end) and (month := _ITS_MONTH.match(folded, span.end)):
        return Span(span.start, month.end())
    by_then = None if _LATEST.search(question.folded) else _BY_THEN.match(folded, span.end)
    return Span(span.start, by_then.end()) if by_then else span


def _with_others(sentence: AnnotatedSentence, span: Span) -> Span:
    """Return a day with the others that it stands with (每月[5日、20日], [1日至15日])."""
    for time in sentence.times:
        if time.span.overlaps(span):
            span = Span(min(span.start, time.span.start), max(span.end, time.span.end))
    for other in sentence.times:
        first, last = sorted((span, other.span), key=lambda s: s.start)
        between = sentence.folded[first.end : last.start]
        if RANGE.fullmatch(between) or _AND.fullmatch(between):
            span = Span(first.start, last.end)
    return span
