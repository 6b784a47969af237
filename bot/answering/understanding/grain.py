"""How fine a time a question asks for."""

import re

from bot.answering.facts.timepoint import TimeKind
from bot.answering.question import Kind, Question

_ASKED = (
    ("世纪", TimeKind.CENTURY),
    ("年代", TimeKind.CENTURY),
    ("朝", TimeKind.ERA),
    ("年", TimeKind.YEAR),
    ("月", TimeKind.MONTH),
    ("日", TimeKind.DATE),
    ("天", TimeKind.DATE),
    ("号", TimeKind.DATE),
    ("点", TimeKind.CLOCK),
)
"""What part of a question word says how fine a time is wanted; the last that it holds counts."""


_WHEN = "(?:哪|几|什么时|何时|啥时)"
_FROM_TO = re.compile(f"{_WHEN}[^,到至]{{0,4}}[到至]{_WHEN}")


def asks_range(question: Question) -> bool:
    """Tell whether a question asks for both ends of a time (从几号到几号)."""
    return _FROM_TO.search(question.folded) is not None


def asks_year(question: Question) -> bool:
    """Tell whether a question asks in which year something was."""
    return question.kind is Kind.DATE and asked_grain(question) is TimeKind.YEAR


def asked_grain(question: Question) -> TimeKind | None:
    """Return how fine a time is asked for (哪一年 → year), None if the question does not say."""
    if asks_range(question):
        return None
    wh = question.wh
    asked = question.folded[wh.start : wh.end] if wh else ""
    if question.asks_sort:
        asked += question.head
    found = [(asked.rfind(word), grain) for word, grain in _ASKED if word in asked]
    return max(found, default=(0, None), key=lambda pair: pair[0])[1]
