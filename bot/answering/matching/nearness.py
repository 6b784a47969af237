"""How near a question's words stand to the candidates of an article."""

from collections.abc import Callable

import numpy as np

from bot.answering.annotation import BoolArray, FloatArray, IntArray
from bot.answering.matching.match import Match, of_match
from bot.answering.matching.weighing import FAR, closeness, nearest, weighted_sum


@of_match
def distance_before(match: Match) -> FloatArray:
    """Distance of the nearest occurrence before each token, shape (Q, T).

    Within the sentence; FAR where there is none.
    """
    return nearest(match.solid, match.article.back_to["sentence"])


@of_match
def distance_after(match: Match) -> FloatArray:
    """The same for occurrences after each token, shape (Q, T)."""
    mirrored = nearest(match.solid[:, ::-1], match.article.on_to["sentence"][::-1])
    return np.ascontiguousarray(mirrored[:, ::-1])


def distance(match: Match, row: int, *, left: bool) -> FloatArray:
    """Return the distance of one word on the left (right) of each candidate, shape (C,)."""
    if left:
        return distance_before(match)[row][match.pool.first]
    return distance_after(match)[row][match.pool.last]


@of_match
def _distance(match: Match) -> FloatArray:
    """Distance from each candidate of the words that weigh something, shape (words, C).

    On the side where it is nearer; FAR where it is on neither.
    """
    left = distance_before(match)[match.content].take(match.pool.first, axis=1)
    return np.minimum(left, distance_after(match)[match.content].take(match.pool.last, axis=1))


def _weigh_content(match: Match, found: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Weigh (by weights and new weights) what was found of the words that weigh something."""
    rows = match.content
    return weighted_sum(match.weights[rows], found), weighted_sum(match.new_weights[rows], found)


@of_match
def near(match: Match) -> tuple[FloatArray, FloatArray]:
    """The words' weights (and new weights) by closeness on either side, each shape (C,)."""
    return _weigh_content(match, closeness(_distance(match), 6.0))


@of_match
def very_near(match: Match) -> FloatArray:
    """The same over a shorter reach, the weights alone."""
    found = closeness(_distance(match) - np.float32(1.0), 2.0)
    return weighted_sum(match.weights[match.content], found)


@of_match
def around(match: Match) -> tuple[FloatArray, FloatArray]:
    """Weights (and new weights) in the sentence outside each candidate, each shape (C,)."""
    return _weigh_content(match, (_distance(match) < FAR).astype(np.float32))


def on_own_side(match: Match, value: Callable[[FloatArray], FloatArray | BoolArray]) -> FloatArray:
    """Weigh the words on the side of the candidate where the question has them, shape (C,).

    `value` says what a word counts by its distance.
    """
    rows = match.content
    left, right = rows[match.before_wh[rows]], rows[~match.before_wh[rows]]
    on_left = weighted_sum(match.weights[left], value(distance_before(match)[left]))
    on_right = weighted_sum(match.weights[right], value(distance_after(match)[right]))
    return np.asarray(on_left[match.pool.first] + on_right[match.pool.last])


@of_match
def same_side(match: Match) -> FloatArray:
    """Weight of the words on the side where the question has them, shape (C,)."""
    return on_own_side(match, lambda distance: distance < FAR)


@of_match
def nearest_before(match: Match) -> FloatArray:
    """Distance of the nearest weighty word before each token, FAR if there is none, (T,)."""
    return distance_before(match)[match.content].min(axis=0, initial=FAR)


@of_match
def nearest_after(match: Match) -> FloatArray:
    """The same after each token."""
    return distance_after(match)[match.content].min(axis=0, initial=FAR)


@of_match
def other_nouns(match: Match) -> IntArray:
    """How many nouns that are not asked about stand before each token, shape (T + 1,)."""
    total = np.zeros(len(match.article) + 1, dtype=np.intp)
    np.cumsum(match.article.is_noun & ~match.asked, out=total[1:])
    return total


@of_match
def few_nouns_between(match: Match) -> tuple[FloatArray, FloatArray]:
    """How few nouns stand up to the next word of the question, on either side, each (C,).

    1 for none, falling; 0 where the sentence has no word of the question on that side.
    """
    total, at = other_nouns(match), np.arange(len(match.article))
    has_left, has_right = nearest_before(match) < FAR, nearest_after(match) < FAR
    start = np.where(has_left, at - nearest_before(match) + 1, at).astype(np.intp)
    end = np.where(has_right, at + nearest_after(match), at + 1).astype(np.intp)
    left = np.exp(-0.5 * (total[:-1] - total[start])).astype(np.float32) * has_left
    right = np.exp(-0.5 * (total[end] - total[1:])).astype(np.float32) * has_right
    return left[match.pool.first], right[match.pool.last]


def adjacent(match: Match, *, left: bool, reach: int) -> FloatArray:
    """Return how well the question word's neighbour matches within `reach` tokens."""
    row = match.wh_neighbours[0 if left else 1]
    if row is None:
        return np.zeros(len(match.pool), dtype=np.float32)
    return (distance(match, row, left=left) <= reach).astype(np.float32)


def adjacent_content(match: Match, *, left: bool, swapped: bool = False) -> FloatArray:
    """Return the closeness of the nearest content word on one side of the question word."""
    row = match.content_beside_wh[0 if left else 1]
    if row is None:
        return np.zeros(len(match.pool), dtype=np.float32)
    if left != swapped:
        return closeness(distance_before(match)[row] - 1.0, 2.0)[match.pool.first]
    return closeness(distance_after(match)[row] - 1.0, 2.0)[match.pool.last]
