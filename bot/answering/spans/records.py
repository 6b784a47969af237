"""How a side has fared in its games, told in one run of figures (9胜4负1平)."""

import re

from bot.answering.question import Question
from retrieval.page import Span

_ASKED = re.compile("几胜几[负败平和]")
_RECORD = re.compile(r"\d+胜(?:\d+[负败平和]){1,2}")


def asks_record(question: Question) -> bool:
    """Tell whether it is asked how many games were won and how many were not."""
    return _ASKED.search(question.folded) is not None


def whole_record(folded: str, span: Span) -> Span | None:
    """Return the run of figures that begins with the one at `span`; None if it begins none."""
    match = _RECORD.match(folded, span.start)
    return Span(*match.span()) if match else None
