"""Whether a point in time is the beginning or the end of something, and which of them is asked.

(从3月1日起, 一直到5月6日.) Texts are folded.
"""

import re

from bot.answering.annotation import AnnotatedSentence
from bot.answering.question import Kind, Question
from retrieval.page import Span
from retrieval.tokens import Token

_WHEN = "(?:哪|几[日号月点]|什么时|何时|啥时)"
_ASKS_END = re.compile(f"[到至]{_WHEN}|结束|截止|截至|闭幕|到期|为止")
_ASKS_BEGINNING = re.compile(f"[从自]{_WHEN}|{_WHEN}[天候]?(?:起|开始)|开始|启动|开幕")
_ENDS_BEFORE = re.compile("(?:[到至于]|截止|持续)$")
_ENDS_AFTER = re.compile("(?:结束|截止|闭幕|止|前)")
_BEGINS_BEFORE = re.compile("[从自]$")
_BEGINS_AFTER = re.compile("(?:起|开始|启动|开幕|正式开始)")


def other_end(question: Question, sentence: AnnotatedSentence, span: Span) -> tuple[Token, ...]:
    """Return the question's first token where the time at `span` is the other end, else nothing."""
    if question.kind is not Kind.DATE:
        return ()
    ends, begins = (
        bool(pattern.search(question.folded)) for pattern in (_ASKS_END, _ASKS_BEGINNING)
    )
    before, after = sentence.folded[: span.start], sentence.folded[span.end :]
    ends_here = _ENDS_BEFORE.search(before) or _ENDS_AFTER.match(after)
    begins_here = _BEGINS_BEFORE.search(before) or _BEGINS_AFTER.match(after)
    wrong = (ends and not begins and begins_here and not ends_here) or (
        begins and not ends and ends_here and not begins_here
    )
    return question.tokens[:1] if wrong else ()
