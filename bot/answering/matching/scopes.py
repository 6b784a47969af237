"""In which scope around a candidate the words of a question stand."""

import numpy as np

from bot.answering.annotation import BoolArray, FloatArray
from bot.answering.matching import nearness
from bot.answering.matching.match import Match, of_match
from bot.answering.matching.similarity import SAME_WORD
from bot.answering.matching.weighing import FAR, weighted_sum

SCOPES = {
    "segment": 1.0,  # between the neighbouring figures of the clause
    "clause": 0.9,
    "statement": 0.9,  # before the candidate, up to the semicolon before it
    "sentence it goes on from": 0.8,  # the previous one, where this one begins with 其中
    "sentence": 0.5,
    "previous sentence": 0.4,
    "headline": 0.3,
    "paragraph": 0.3,  # not for figures
    "article": 0.2,  # for names only: they are what a whole article is about
}
"""What a word of the question is worth by the closest scope around a candidate that has it."""
NOT_FOUND = -1.0
"""What a word counts that none of the scopes has."""


def _worth(shape: tuple[int, ...], found: dict[str, BoolArray]) -> FloatArray:
    """Return what the best scope is worth, by where each of `found`, best first, has the words."""
    worth = np.full(shape, NOT_FOUND, dtype=np.float32)
    for name, where in reversed(found.items()):
        np.copyto(worth, SCOPES[name], where=where)
    return worth


@of_match
def _scope_by_sentence(match: Match) -> FloatArray:
    """How close each word is to all of a sentence, by the wider SCOPES, shape (Q, S)."""
    article = match.article
    found = match.in_sentence >= SAME_WORD
    number = np.arange(len(article.sentences), dtype=np.intp)
    in_previous = found[:, np.maximum(number - 1, 0)]
    of_sentence = article.paragraph_of[article.sentence_starts]
    places = {
        "sentence it goes on from": in_previous & article.goes_on,
        "previous sentence": in_previous & (number > 0),
        "headline": np.any(found & article.headlines, axis=1, keepdims=True),
        "paragraph": match.in_paragraph[:, of_sentence] >= SAME_WORD,
        "article": match.names[:, None] & np.any(found, axis=1, keepdims=True),
    }
    if match.question.kind.is_quantity:
        del places["paragraph"]  # a figure's words stand nearer
    return _worth(found.shape, places)


@of_match
def _scopes(match: Match) -> tuple[FloatArray, FloatArray]:
    """How close each word is before each token, and after it, by SCOPES, each shape (Q, T)."""
    left, right = nearness.distance_before(match), nearness.distance_after(match)
    back, on = match.article.back_to, match.article.on_to
    before = {
        "segment": left <= back["segment"],
        "clause": left <= back["clause"],
        "statement": left <= back["statement"],
        "sentence": left < FAR,
    }
    after = {
        "segment": right <= on["segment"],
        "clause": right <= on["clause"],
        "sentence": right < FAR,
    }
    around = _scope_by_sentence(match).take(match.article.sentence_of, axis=1)
    return np.maximum(_worth(left.shape, before), around), _worth(right.shape, after)


@of_match
def scope(match: Match) -> FloatArray:
    """How close to each candidate each word is found, by SCOPES, shape (Q, C)."""
    return _either_side(match, *_scopes(match))


def scope_at(match: Match, index: int) -> FloatArray:
    """Return how close to one candidate each word is found, by SCOPES, shape (Q,)."""
    before, after = _scopes(match)
    return np.maximum(before[:, match.pool.first[index]], after[:, match.pool.last[index]])


@of_match
def coverage(match: Match) -> FloatArray:
    """The question's weight in the scopes around each candidate, shape (C,), at most 1."""
    before, after = _scopes(match)
    found = _either_side(match, before[match.content], after[match.content])
    return weighted_sum(match.weights[match.content], found)


def _either_side(match: Match, before: FloatArray, after: FloatArray) -> FloatArray:
    """Return the greater value for each candidate, from shape (…, T) to (…, C)."""
    left = before.take(match.pool.first, axis=-1)
    return np.maximum(left, after.take(match.pool.last, axis=-1))
