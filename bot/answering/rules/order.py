"""Whether the question's words stand around the candidate in the question's order.

Laid over the text so that the question word stands where the candidate stands, the words before
it should be met before the candidate, in their order, and those after it after; or the other way
round where the sentence is turned (甲发明了乙, 乙由谁发明).
"""

import numpy as np

from bot.answering.annotation import BoolArray, FloatArray, IntArray
from bot.answering.matching import Match, closeness
from bot.answering.rules.registry import rule

_APART = 4.0
"""Between the running sums of neighbouring units; no unit's own sum gets that far."""


@rule
def in_order(match: Match) -> FloatArray:
    """Weight of the question's words met in order on their own side, in the sentence."""
    return _both_sides(match, match.article.sentence_of, swapped=False)


@rule
def in_order_swapped(match: Match) -> FloatArray:
    """The same on the other side."""
    return _both_sides(match, match.article.sentence_of, swapped=True)


@rule
def in_order_clause(match: Match) -> FloatArray:
    """Weight of the question's words met in order on their own side, in the clause."""
    return _both_sides(match, match.article.clause_of, swapped=False)


@rule
def in_order_clause_swapped(match: Match) -> FloatArray:
    """The same on the other side."""
    return _both_sides(match, match.article.clause_of, swapped=True)


@rule
def verb_before(match: Match) -> FloatArray:
    """Closeness, on the left, of the verb nearest before the question word (获得什么 → 获得)."""
    return _verb(match, before=True, on_left=True)


@rule
def verb_after(match: Match) -> FloatArray:
    """Closeness, on the right, of the verb nearest after the question word (谁发明 → 发明)."""
    return _verb(match, before=False, on_left=False)


@rule
def verb_before_on_right(match: Match) -> FloatArray:
    """Closeness, on the right, of the verb before the question word."""
    return _verb(match, before=True, on_left=False)


@rule
def verb_after_on_left(match: Match) -> FloatArray:
    """Closeness, on the left, of the verb after the question word."""
    return _verb(match, before=False, on_left=True)


def _both_sides(match: Match, unit_of: IntArray, *, swapped: bool) -> FloatArray:
    """Return the weight met in order to the left and right of each candidate, shape (C,)."""
    on_left = match.before_wh != swapped
    before = sums_in_order(match.solid[on_left], match.weights[on_left], unit_of)
    after = sums_in_order(
        match.solid[~on_left][::-1, ::-1],
        match.weights[~on_left][::-1],
        unit_of.max(initial=0) - unit_of[::-1],
    )[::-1]
    return before[match.pool.first] + after[match.pool.last]


def sums_in_order(hits: BoolArray, weights: FloatArray, unit_of: IntArray) -> FloatArray:
    """Return for each token the greatest weight of words met in order before it in its unit.

    The longest common subsequence of words and tokens, weighted. `hits` has shape (words, T),
    `weights` (words,), summing to 1 at most, `unit_of` (T,), rising; the result (T,).
    """
    floor = unit_of.astype(np.float32) * np.float32(_APART)
    best = floor
    for hit, weight in zip(hits, weights, strict=True):
        if weight > 0 and hit.any():
            met = np.where(hit, _shifted(best, floor) + weight, floor)
            best = np.maximum(best, np.maximum.accumulate(met))
    return _shifted(best, floor) - floor


def _shifted(best: FloatArray, floor: FloatArray) -> FloatArray:
    """Return the value of the token before, at least that of the unit's beginning."""
    shifted = floor.copy()
    shifted[1:] = np.maximum(best[:-1], floor[1:])
    return shifted


def _verb(match: Match, *, before: bool, on_left: bool) -> FloatArray:
    row = match.nearest_verb(before=before)
    if row is None:
        return np.zeros(len(match.pool), dtype=np.float32)
    return closeness(match.distance(row, left=on_left) - 1.0, 3.0)
