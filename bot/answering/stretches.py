"""Where a stretch of a sentence begins and ends: between two marks of punctuation.

Texts are folded (ASCII marks); offsets are code points, half-open.
"""

import re
from collections.abc import Iterable

from retrieval.page import Span

STATEMENT = ";。"
"""Marks between statements: within one, clauses go on with the same subject."""
CLAUSE = ",;:。"
"""Marks between clauses."""
STOPS = ",;。"
"""Marks at which a clause ends: a colon opens what belongs to it."""


def start_of(text: str, at: int, marks: Iterable[str]) -> int:
    """Return where the stretch begins in which `at` is: after the last of the marks before."""
    return max([text.rfind(mark, 0, at) for mark in marks]) + 1


def end_of(text: str, at: int, marks: str) -> int:
    """Return where the stretch ends in which `at` is: at the next mark, or with the text."""
    ends = [end for mark in marks if (end := text.find(mark, at)) >= 0]
    return min(ends) if ends else len(text)


def clause_before(text: str, at: int) -> str:
    """Return what the clause in which `at` is says before it."""
    return text[start_of(text, at, CLAUSE) : at]


def statement_around(text: str, span: Span) -> Span:
    """Return the statement a span stands in."""
    return Span(start_of(text, span.start, STATEMENT), end_of(text, span.end, STATEMENT))


def clause_around(text: str, span: Span) -> Span:
    """Return the clause a span stands in."""
    return Span(start_of(text, span.start, CLAUSE), end_of(text, span.end, STOPS))


_ASKS = re.compile(
    "[谁哪几吗呢怎]|什么|为何|如何|多少|[多么][大久长]|能否|是否|[能会可要]不[能会可要]"
)


def is_question(text: str, clause: Span) -> bool:
    """Tell whether a clause, with its mark or without, is a question of the text (该找谁?)."""
    marked = text.startswith("?", clause.end) or text.endswith("?", clause.start, clause.end)
    return marked and _ASKS.search(text, clause.start, clause.end) is not None
