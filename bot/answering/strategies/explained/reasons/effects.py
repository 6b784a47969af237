"""What a reason is the reason for: it must be what the question asks about."""

from collections.abc import Iterator

from bot.answering.annotation import FloatArray
from bot.answering.strategies.explained.clauses import Clause, starts_with
from bot.answering.strategies.explained.reading import Reading
from bot.answering.strategies.explained.reasons.words import table, words
from bot.answering.strategies.explained.told_clauses import Found
from retrieval.page import Span

STATED = 0.3
"""Least share of the question's weight that the effect itself must have."""
EFFECT = 0.2
"""Share of the question's weight from which a clause after the marker is the effect."""
TOLD = 0.4
"""Share from which what stands before the marker is the effect."""
_NOT_SAID = 0.1
"""What a reason loses where its effect has no word of what stands after 为什么."""


def if_asked(
    reading: Reading, reason: Span, stated: Reading, effect: FloatArray
) -> Iterator[Found]:
    """Yield a reason; where its effect has too little of what the question asks, as a hint only.

    A hint must have a word of what stands after 为什么: an effect without one is another's.
    """
    share = float(reading.weights @ effect)
    if reason.start >= reason.end:
        return
    after = ~reading.match.before_wh & (reading.weights > 0)
    said = not after.any() or bool((effect[after] > 0).any())
    score = 0.4 * share + 0.6 * stated.worth(effect)
    score = score if said else score - _NOT_SAID
    if said or share >= STATED:
        yield Found(reading, reason, score, stated, is_hint=share < STATED)


def effect_word(reading: Reading, clause: Clause) -> str:
    """Return the word before an effect (因此) that a clause begins with, or ""."""
    return starts_with(reading.folded, clause.span, words("effect"))


def comes_of_it(reading: Reading, clause: Clause) -> bool:
    """Tell whether a clause says that it comes of what was told, here or after its subject."""
    text = reading.folded[clause.span.start : clause.span.end]
    inside = (text.find(word, 1) for word in table("effect")["inside"])
    return bool(effect_word(reading, clause)) or any(at > 0 for at in inside)


def effect_is_next(reading: Reading) -> bool:
    """Tell whether the next sentence begins with 因此 or the like."""
    after = reading.neighbour(1)
    return after is not None and bool(effect_word(after, after.clauses[0]))


def whole(reading: Reading) -> Span:
    """Return the stretch of all clauses of a sentence."""
    return Span(reading.clauses[0].span.start, reading.clauses[-1].span.end)
