"""How much of the question stands in and around the candidate."""

import numpy as np

from bot.answering.annotation import FloatArray, IntArray
from bot.answering.matching import nearness, shared_text
from bot.answering.matching.match import Match
from bot.answering.rules.ranks import behind_best, is_best
from bot.answering.rules.registry import rule


def _neighbour(values: FloatArray, units: IntArray, shift: int) -> FloatArray:
    """Return the value of the unit `shift` places on, 0 past either end."""
    padded = np.zeros(len(values) + 2, dtype=np.float32)
    padded[1:-1] = values
    return padded[units + (shift + 1)]


@rule
def sentence_coverage(match: Match) -> FloatArray:
    """Share of the question's weight in the candidate's sentence."""
    return match.sentence_coverage[match.sentence]


@rule
def sentence_behind_best(match: Match) -> FloatArray:
    """How far the sentence lies behind the article's best in coverage (0 or less)."""
    return behind_best(match.sentence_coverage)[match.sentence]


@rule
def best_sentence(match: Match) -> FloatArray:
    """1 in the sentence that covers most of the question."""
    return is_best(match.sentence_coverage)[match.sentence]


@rule
def sentence_bigrams(match: Match) -> FloatArray:
    """Share of the question's character bigrams in the candidate's sentence."""
    return shared_text.bigram_coverage(match)[match.sentence]


@rule
def bigrams_behind_best(match: Match) -> FloatArray:
    """How far the sentence lies behind the article's best in bigrams (0 or less)."""
    return behind_best(shared_text.bigram_coverage(match))[match.sentence]


@rule
def sentence_characters(match: Match) -> FloatArray:
    """Share of the question's characters in the candidate's sentence."""
    return shared_text.character_coverage(match)[match.sentence]


@rule
def characters_behind_best(match: Match) -> FloatArray:
    """How far the sentence lies behind the article's best in characters (0 or less)."""
    return behind_best(shared_text.character_coverage(match))[match.sentence]


@rule
def best_by_bigrams(match: Match) -> FloatArray:
    """1 in the sentence that has most of the question's bigrams."""
    return is_best(shared_text.bigram_coverage(match))[match.sentence]


@rule
def names_in_sentence(match: Match) -> FloatArray:
    """Share of the question's names in the candidate's sentence."""
    return match.share_in_sentence(("nr", "ns", "nt", "nz", "eng"))[match.sentence]


@rule
def verbs_in_sentence(match: Match) -> FloatArray:
    """Share of the question's verbs in the candidate's sentence."""
    return match.share_in_sentence(("v",))[match.sentence]


@rule
def numbers_in_sentence(match: Match) -> FloatArray:
    """Share of the question's numbers and times in the candidate's sentence."""
    return match.share_in_sentence(("m", "t"))[match.sentence]


@rule
def clause_coverage(match: Match) -> FloatArray:
    """Share of the question's weight in the candidate's clause."""
    return match.clause_coverage[match.clause]


@rule
def clause_behind_best(match: Match) -> FloatArray:
    """How far the clause lies behind the article's best in coverage (0 or less)."""
    return behind_best(match.clause_coverage)[match.clause]


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
    return nearness.near(match)[0]


@rule
def very_near(match: Match) -> FloatArray:
    """The same over a shorter reach."""
    return nearness.very_near(match)


@rule
def around(match: Match) -> FloatArray:
    """Share of the question's weight in the sentence outside the candidate."""
    return nearness.around(match)[0]


@rule
def repeats_question(match: Match) -> FloatArray:
    """Share of the candidate's tokens that the question already has."""
    return np.divide(match.asked_inside, match.length.astype(np.float32))


@rule
def is_question(match: Match) -> FloatArray:
    """1 where every token of the candidate stands in the question."""
    return (match.asked_inside >= match.length - 1e-3).astype(np.float32)


@rule
def holds_question_weight(match: Match) -> FloatArray:
    """Share of the question's weight that stands inside the candidate."""
    return match.weight_inside


@rule
def stands_in_question(match: Match) -> FloatArray:
    """The candidate stands in the question, however either is cut into words."""
    return shared_text.stands_in_question(match).astype(np.float32)


@rule
def shared_characters(match: Match) -> FloatArray:
    """Share of the candidate's characters that the question has."""
    return shared_text.share_of_characters(match, match.question.folded)
