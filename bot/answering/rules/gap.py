"""Whether the candidate fills what the question leaves open.

Between the words that sentence and question share lies a gap: what the sentence says and the
question does not. The answer fills it, or the part of it up to a function word.
"""

import numpy as np

from bot.answering.annotation import BoolArray, FloatArray
from bot.answering.matching import Match
from bot.answering.rules.registry import rule


@rule
def begins_gap(match: Match) -> FloatArray:
    """Stands right after a word of the question, or at the beginning of the clause."""
    return _begins(match, match.shared)


@rule
def ends_gap(match: Match) -> FloatArray:
    """Stands right before a word of the question, or at the end of the clause."""
    return _ends(match, match.shared)


@rule
def fills_gap(match: Match) -> FloatArray:
    """Share of the gap around it that the candidate fills; 0 if it holds a shared word."""
    return _fills(match, match.shared)


@rule
def begins_content_gap(match: Match) -> FloatArray:
    """The same where function words end a gap too."""
    return _begins(match, match.shared | match.article.is_function_word)


@rule
def ends_content_gap(match: Match) -> FloatArray:
    """Likewise."""
    return _ends(match, match.shared | match.article.is_function_word)


@rule
def fills_content_gap(match: Match) -> FloatArray:
    """Likewise."""
    return _fills(match, match.shared | match.article.is_function_word)


def _begins(match: Match, closed: BoolArray) -> FloatArray:
    before = np.append(closed, True)[match.pool.first - 1]
    return (before | match.pool.begins_clause).astype(np.float32)


def _ends(match: Match, closed: BoolArray) -> FloatArray:
    after = np.append(closed, True)[match.pool.last + 1]
    return (after | match.pool.ends_clause).astype(np.float32)


def _fills(match: Match, closed: BoolArray) -> FloatArray:
    article, first, last = match.article, match.pool.first, match.pool.last
    closed = closed | article.is_mark
    closed_at = np.flatnonzero(closed)
    bounds = np.concatenate([[-1], closed_at, [len(closed)]])
    after = np.searchsorted(closed_at, first, side="left") + 1
    # The gap lies between the closed tokens on either side; a sentence's edge is a mark.
    size = bounds[after] - bounds[after - 1] - 1
    inside = bounds[after] > last
    return np.where(inside, (last - first + 1) / np.maximum(size, 1), 0.0).astype(np.float32)
