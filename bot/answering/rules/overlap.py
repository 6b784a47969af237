"""How much of the question stands in and around the candidate."""

import numpy as np

from bot.answering.annotation import FloatArray, IntArray
from bot.answering.matching import FAR, Match, closeness
from bot.answering.rules.registry import rule


def _neighbour(values: FloatArray, units: IntArray, shift: int) -> FloatArray:
    """Return the value of the unit `shift` places on, 0 past either end."""
    at = units + shift
    inside = (at >= 0) & (at < len(values))
    return np.where(inside, values[np.clip(at, 0, len(values) - 1)], np.float32(0.0))


@rule
def sentence_coverage(match: Match) -> FloatArray:
    """Share of the question's weight in the candidate's sentence."""
    return match.sentence_coverage[match.sentence]


@rule
def sentence_behind_best(match: Match) -> FloatArray:
    """How far the sentence lies behind the article's best in coverage (0 or less)."""
    return match.sentence_coverage[match.sentence] - match.sentence_coverage.max(initial=0.0)


@rule
def best_sentence(match: Match) -> FloatArray:
    """1 in the sentence that covers most of the question."""
    best = match.sentence_coverage.max(initial=0.0)
    return (match.sentence_coverage[match.sentence] >= best - 1e-6).astype(np.float32)


@rule
def sentence_bigrams(match: Match) -> FloatArray:
    """Share of the question's character bigrams in the candidate's sentence."""
    return match.bigram_coverage[match.sentence]


@rule
def bigrams_behind_best(match: Match) -> FloatArray:
    """How far the sentence lies behind the article's best in bigrams (0 or less)."""
    return match.bigram_coverage[match.sentence] - match.bigram_coverage.max(initial=0.0)


@rule
def clause_coverage(match: Match) -> FloatArray:
    """Share of the question's weight in the candidate's clause."""
    return match.clause_coverage[match.clause]


@rule
def clause_behind_best(match: Match) -> FloatArray:
    """How far the clause lies behind the article's best in coverage (0 or less)."""
    return match.clause_coverage[match.clause] - match.clause_coverage.max(initial=0.0)


@rule
def previous_clause_coverage(match: Match) -> FloatArray:
    """Share of the question's weight in the clause before."""
    return _neighbour(match.clause_coverage, match.clause, -1)


@rule
def next_clause_coverage(match: Match) -> FloatArray:
    """Share of the question's weight in the clause after the candidate's last."""
    return _neighbour(match.clause_coverage, match.last_clause, 1)


@rule
def previous_sentence_coverage(match: Match) -> FloatArray:
    """Share of the question's weight in the sentence before."""
    return _neighbour(match.sentence_coverage, match.sentence, -1)


@rule
def next_sentence_coverage(match: Match) -> FloatArray:
    """Share of the question's weight in the sentence after."""
    return _neighbour(match.sentence_coverage, match.sentence, 1)


@rule
def near(match: Match) -> FloatArray:
    """The question's words weighted by how close they stand to the candidate."""
    distance = np.minimum(match.distance_left, match.distance_right)
    return match.weigh(closeness(distance, 6.0))


@rule
def very_near(match: Match) -> FloatArray:
    """The same over a shorter reach."""
    distance = np.minimum(match.distance_left, match.distance_right)
    return match.weigh(closeness(distance - 1.0, 2.0))


@rule
def around(match: Match) -> FloatArray:
    """Share of the question's weight in the sentence outside the candidate."""
    found = np.minimum(match.distance_left, match.distance_right) < FAR
    return match.weigh(found)


@rule
def repeats_question(match: Match) -> FloatArray:
    """Share of the candidate's tokens that the question already has."""
    return np.divide(match.asked_inside, match.length, dtype=np.float32)


@rule
def is_question(match: Match) -> FloatArray:
    """1 where every token of the candidate stands in the question."""
    return (match.asked_inside >= match.length - 1e-3).astype(np.float32)


@rule
def holds_question_weight(match: Match) -> FloatArray:
    """Share of the question's weight that stands inside the candidate."""
    return match.weight_inside
