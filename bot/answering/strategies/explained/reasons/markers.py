"""Markers of a reason: where 由于, 为了, 以免 and the like are words by themselves."""

from collections.abc import Iterator

from bot.answering.strategies.explained.clauses import Clause
from bot.answering.strategies.explained.reading import Reading
from bot.answering.strategies.explained.reasons.words import marker_pattern, table, words
from retrieval.page import Span
from retrieval.tokens import Token


def markers(reading: Reading, clause: Clause) -> Iterator[Span]:
    """Yield the markers in a clause after which a reason begins."""
    for match in marker_pattern().finditer(reading.folded, clause.span.start, clause.span.end):
        span = Span(*match.span())
        tokens = reading.sentence.tokens_beginning_in(Span(span.start, clause.span.end))
        if tokens and tokens[0].start == span.start and _is_marker(reading, clause, span, tokens):
            yield span


def is_marked(reading: Reading, clauses: tuple[Clause, ...]) -> bool:
    """Tell whether one of the clauses has a marker of its own."""
    return any(True for clause in clauses for _ in markers(reading, clause))


def _is_marker(reading: Reading, clause: Clause, span: Span, tokens: list[Token]) -> bool:
    """Tell whether a marker's word is one here; `tokens` are those from it to the clause's end."""
    word = reading.folded[span.start : span.end]
    if reading.folded[: span.start].endswith(tuple(table("reason_first")["denied"])):
        return False
    if word in table("reason_first")["own_word"]:
        if tokens[0].end != span.end:
            return False
        if word == "因":
            after = reading.folded[span.end : clause.span.end]
            return not after.startswith(tuple(table("reason_first")["not_before"]))
        return _is_purpose(reading, clause, tokens)
    initial = _is_initial(reading, clause, span.start)
    if word in words("prevention"):
        return initial and clause is not reading.clauses[0]
    return initial or word not in table("explanation")["first_in_clause"]


def _is_initial(reading: Reading, clause: Clause, at: int) -> bool:
    """Tell whether nothing but quotation marks and adverbs stands before a place of its clause."""
    return all(
        t.tag[0] in "dcx" for t in reading.sentence.tokens if clause.span.start <= t.start < at
    )


def _is_purpose(reading: Reading, clause: Clause, tokens: list[Token]) -> bool:
    """Tell whether 为 … is a purpose, not whom something is done for."""
    after = reading.folded[tokens[0].start : clause.span.end]
    before = reading.folded[clause.span.start : tokens[0].start]
    if before.endswith(tuple(table("purpose_first")["copula_after"])):
        return False
    verb = next((t for t in tokens[1:] if t.tag[0] != "d"), None)
    return (
        verb is not None
        and verb.tag in ("v", "vn", "a", "l", "i")
        and clause is not reading.clauses[-1]
        and not any(word in after for word in table("purpose_first")["no_purpose"])
    )
