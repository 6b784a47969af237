"""Means: what follows 通过, 用, 以 and other markers."""

from collections.abc import Iterator

from bot.answering.strategies.explained.clauses import Clause
from bot.answering.strategies.explained.manners.words import noun_pattern, table
from bot.answering.strategies.explained.reading import Reading
from retrieval.page import Span

_NAMED_MEANS, _MARKED_MEANS = 0.12, 0.1
"""What a noun of means is worth as evidence, and a marker alone."""


def named_means(reading: Reading, unit: tuple[Clause, ...]) -> Iterator[tuple[float, Span]]:
    """Yield the noun phrases after a marker of means: 通过甲等方式, 以乙模式."""
    for clause in unit:
        for marker in _markers(reading, clause):
            limit = unit[-1].span.end
            noun = noun_pattern().search(reading.folded, marker.end, limit)
            if noun is not None:
                yield _NAMED_MEANS, Span(marker.end, noun.end())
            elif reading.folded[marker.start : marker.end] in table("means")["sure"]:
                yield _MARKED_MEANS, Span(marker.end, _phrase_end(reading, clause, marker.end))


def _phrase_end(reading: Reading, clause: Clause, start: int) -> int:
    """Return where a noun phrase ends: before a preposition or the question's own verb."""
    tokens = reading.sentence.tokens_beginning_in(Span(start, clause.span.end))
    for token in tokens[1:]:
        if token.tag in ("p", "d") or token.text in ("面向", "来", "对", "向"):
            return token.start
        if token.tag == "v" and reading.is_asked(token.start, token.end):
            return token.start
    return clause.span.end


def marked_clause(reading: Reading, unit: tuple[Clause, ...], stated: int) -> Span | None:
    """Return the clause with the marker of means: the stated one, or that before and it."""
    clause = unit[stated]
    for marker in _markers(reading, clause):
        return Span(marker.start, clause.span.end)
    if stated:
        before = unit[stated - 1]
        for marker in _markers(reading, before):
            if not reading.folded[before.span.start : marker.start].strip("“也仍还都就,"):
                return Span(marker.start, clause.span.end)
    return None


def _markers(reading: Reading, clause: Clause) -> Iterator[Span]:
    """Yield the markers of means in a clause, those that need it with a noun of means behind."""
    means = table("means")
    for token in reading.sentence.tokens:
        if not clause.span.start <= token.start < clause.span.end:
            continue
        after = reading.folded[token.end : clause.span.end]
        if token.text not in means["words"] or not after:
            continue
        is_means = token.text in means["sure"] or noun_pattern().search(after)
        if is_means and not after.startswith(tuple(means["not_before"])):
            yield Span(token.start, token.end)
