"""Whether a point in time is the beginning or the end of something, and which of them is asked.

(从3月1日起, 一直到5月6日.) Texts are folded.
"""

import re

from bot.answering.annotation import AnnotatedSentence
from bot.answering.question import Kind, Question
from bot.answering.understanding.grain import asks_range
from retrieval.page import Span
from retrieval.tokens import Token

_WHEN = "(?:哪|几[日号月点]|什么时|何时|啥时)"
_ASKS_END = re.compile(
    f"[到至]{_WHEN}|结束|截止|截至|闭幕|到期|为止|建成|完工|竣工|落成|[修建换装盖]完"
    "|几点[^,]{0,3}(?:[关闭]|停|收|打烊|下班)"
)
_ASKS_BEGINNING = re.compile(
    f"[从自]{_WHEN}|{_WHEN}[天候]?(?:起|开始)|开始|启动|开幕|几点[^,]{{0,3}}(?:开[门馆园放]|营业|上班)"
)
_DAY = re.compile("哪一?[天日]|几[号日]")
_PERIOD = re.compile("(?:假期|期间|季度?)$")
"""What a day is asked by, and what is none."""
_TO = "(?:(?<!截)[到至]|—+|-|~)"
RANGE = re.compile(_TO)
"""What stands between the two ends of a time."""
_ENDS_BEFORE = re.compile(f"(?:{_TO}|持续)$")
_ENDS_AFTER = re.compile("(?:结束|截止|闭幕|止|前|建成|完工|竣工|落成)")
_BEGINS_BEFORE = re.compile("[从自]$")
_BEGINS_AFTER = re.compile(f"(?:起|开始|启动|开幕|正式开始|开工|动工|开建|奠基|{_TO}[次上下\\d])")


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
    marked = {s: _ends_at(sentence.folded, s) for s in (t.span for t in sentence.times)}
    own = next((end for s, end in marked.items() if s.overlaps(span)), None)
    # Without a mark it is the one asked for, unless another is marked as that.
    wrong = own is not ends if own is not None else ends in marked.values()
    return question.tokens[:1] if wrong else ()


def _ends_at(text: str, span: Span) -> bool | None:
    """Tell whether a time is marked as the end, or (False) the beginning of something."""
    before, after = text[: span.start], text[span.end :]
    ends = bool(_ENDS_BEFORE.search(before) or _ENDS_AFTER.match(after))
    begins = bool(_BEGINS_BEFORE.search(before) or _BEGINS_AFTER.match(after))
    return None if ends is begins else ends
