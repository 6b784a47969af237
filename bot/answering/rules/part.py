"""Whether the candidate plays the part in its clause that the question word plays in the question.

What is asked for at the beginning of a question (谁把…) is what its verb is said of, and begins a
clause in the text; what is asked for at its end (…是什么) ends one.
"""

import numpy as np

from bot.answering.annotation import FloatArray
from bot.answering.matching import nearness, shared_text
from bot.answering.matching.match import Match
from bot.answering.matching.weighing import closeness
from bot.answering.rules.ranks import behind_best
from bot.answering.rules.registry import rule


def _none(match: Match) -> FloatArray:
    return np.zeros(len(match.pool), dtype=np.float32)


@rule
def begins_as_asked(match: Match) -> FloatArray:
    """Begins its clause, where the question has nothing before the question word."""
    return match.pool.begins_clause.astype(np.float32) if match.asks_first else _none(match)


@rule
def opens_as_asked(match: Match) -> FloatArray:
    """Likewise, begins its sentence."""
    if not match.asks_first:
        return _none(match)
    return (match.article.back_to["sentence"][match.pool.first] == 0).astype(np.float32)


@rule
def ends_as_asked(match: Match) -> FloatArray:
    """Ends its clause, where the question has nothing after the question word and its noun."""
    return match.pool.ends_clause.astype(np.float32) if match.asks_last else _none(match)


@rule
def verb_on_same_side(match: Match) -> FloatArray:
    """The verb nearest to the question word is near, on the side where the question has it."""
    return _near_verb(match, same=True)


@rule
def verb_on_other_side(match: Match) -> FloatArray:
    """… on the other side."""
    return _near_verb(match, same=False)


def _near_verb(match: Match, *, same: bool) -> FloatArray:
    row = match.verb_row
    if row is None:
        return _none(match)
    left = bool(match.before_wh[row]) is same
    return closeness(nearness.distance(match, row, left=left) - np.float32(1.0), 3.0)


@rule
def verb_in_clause(match: Match) -> FloatArray:
    """Its clause has the verb nearest to the question word."""
    row = match.verb_row
    return _none(match) if row is None else match.in_clause[row][match.clause]


@rule
def nothing_between(match: Match) -> FloatArray:
    """Few other nouns stand between it and what the question has on that side, 1 for none."""
    left, right = nearness.few_nouns_between(match)
    share = _share_before(match)
    return np.asarray(share * left + (1 - share) * right, dtype=np.float32)


@rule
def nothing_between_on_other_side(match: Match) -> FloatArray:
    """… on the other side."""
    left, right = nearness.few_nouns_between(match)
    share = _share_before(match)
    return np.asarray((1 - share) * left + share * right, dtype=np.float32)


def _share_before(match: Match) -> float:
    """Return how much of the question's weight stands before the question word, 0 to 1."""
    return float(match.weights[match.before_wh].sum())


@rule
def longest_run(match: Match) -> FloatArray:
    """Root of the most characters in a row that its sentence shares with the question."""
    return shared_text.run_in_sentence(match)[match.sentence]


@rule
def longest_run_behind_best(match: Match) -> FloatArray:
    """How far that lies behind the article's best sentence (0 or less)."""
    return behind_best(shared_text.run_in_sentence(match))[match.sentence]


@rule
def longest_run_in_clause(match: Match) -> FloatArray:
    """The same of its clause."""
    return shared_text.run_in_clause(match)[match.clause]
