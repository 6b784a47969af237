"""Whether a point in time is the beginning or the end of something, and which of them is asked.

(从3月1日起, 一直到5月6日.) Texts are folded.
"""

import re
from functools import partial

from bot.answering.annotation import AnnotatedSentence
from bot.answering.datafiles import table_words
from bot.answering.question import Kind, Question
from bot.answering.understanding.grain import asks_range
from retrieval.page import Span
from retrieval.patterns import any_of
from retrieval.tokens import Token

_words = partial(table_words, __package__, "ends.toml")

_WHEN = any_of(_words("when"))
_ASKS_END = re.compile(
    f"[到至]{_WHEN}|{any_of(_words('asks_end'))}|{any_of(_words('asks_end', 'done'))}完"
    f"|几点[^,]{{0,3}}{any_of(_words('asks_end', 'closes'))}"
)
_ASKS_BEGINNING = re.compile(
    f"[从自]{_WHEN}|{_WHEN}[天候]?(?:起|开始)|{any_of(_words('asks_beginning'))}"
    f"|几点[^,]{{0,3}}{any_of(_words('asks_beginning', 'opens'))}"
)
_DAY = re.compile("哪一?[天日]|几[号日]")
_HOUR = re.compile("几点")
_TELLS_HOUR = re.compile(r"[时点]|\d:\d")
_PERIOD = re.compile("(?:假期|期间|季度?)$")
"""What a day is asked by, and what is none."""
_TO = "(?:(?<!截)[到至]|—+|-|~)"
RANGE = re.compile(_TO)
"""What stands between the two ends of a time."""
_ENDS_BEFORE = re.compile(f"(?:{_TO}|持续)$")
_ENDS_AFTER = re.compile(any_of(_words("after_end")))
_EVENT = re.compile(r"[^\d;。:]{2,45}?(?=[。;]|,[^,;。]{0,6}\d|$)")
"""What is told of a time up to the next figure."""
_OPENED = re.compile(f"{any_of(_words('opened'))}(?=[,;。]|以来|$)")
_CLOSED = re.compile(f"{any_of(_words('closed'))}(?=[,;。]|$)")
_BEGINS_BEFORE = re.compile("[从自]$")
_BEGINS_AFTER = re.compile(f"{any_of(_words('after_beginning'))}|{_TO}[次上下\\d]")


def asks_end(question: Question) -> bool | None:
    """Tell whether a question asks when something ends, or (False) when it begins."""
    ends, begins = (
        bool(pattern.search(question.folded)) for pattern in (_ASKS_END, _ASKS_BEGINNING)
    )
    return None if ends is begins or asks_range(question) else ends


def other_end(question: Question, sentence: AnnotatedSentence, span: Span) -> tuple[Token, ...]:
    """Return the question's first token where the time at `span` is the other end, else nothing.

    Or where it is a period and a day is asked for.
    """
    if question.kind is not Kind.DATE:
        return ()
    if sentence.folded[: span.start].endswith("截至") and "截至" not in question.folded:
        return question.tokens[:1]  # up to when something was counted, not when it happened
    if _DAY.search(question.folded) and _PERIOD.search(sentence.folded[span.start : span.end]):
        return question.tokens[:1]
    ends = asks_end(question)
    if ends is None:
        return ()
    folded = sentence.folded
    spans = [t.span for t in sentence.times]
    if _HOUR.search(question.folded):  # no day, where an hour is asked for
        spans = [s for s in spans if s.overlaps(span) or _TELLS_HOUR.search(folded, s.start, s.end)]
    marked = {s: _ends_at(folded, s) for s in spans}
    own = next((end for s, end in marked.items() if s.overlaps(span)), None)
    if own is None and any(s.contains(span) and s != span for s in spans):
        own = _ends_at(folded, span)  # 8:00 in 8:00-18:00
    # Without a mark it is the one asked for, unless another is marked as that.
    wrong = own is not ends if own is not None else ends in marked.values()
    return question.tokens[:1] if wrong else ()


def _ends_at(text: str, span: Span) -> bool | None:
    """Tell whether a time is marked as the end, or (False) the beginning of something."""
    before, after = text[: span.start], text[span.end :]
    ends = bool(_ENDS_BEFORE.search(before) or _ENDS_AFTER.match(after))
    begins = bool(_BEGINS_BEFORE.search(before) or _BEGINS_AFTER.match(after))
    if not (ends or begins) and (event := _EVENT.match(after)):
        # 4月16日,某展将在某馆开幕
        begins = _OPENED.search(event[0]) is not None
        ends = _CLOSED.search(event[0]) is not None
    return None if ends is begins else ends
