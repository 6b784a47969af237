"""What the question has beside the topic.

The first sentence and the headline name what an article is about. The sentences after them say
it no more, or only with a pronoun, so that the topic's name in a question tells little about
which of them answers.
"""

from bot.answering.annotation import FloatArray
from bot.answering.matching import nearness, shared_text
from bot.answering.matching.match import Match
from bot.answering.matching.weighing import weighted_sum
from bot.answering.rules.ranks import behind_best, is_best
from bot.answering.rules.registry import rule


@rule
def new_coverage(match: Match) -> FloatArray:
    """Share, in the sentence, of the weight of the words that are not the topic's."""
    return match.new_coverage[match.sentence]


@rule
def new_behind_best(match: Match) -> FloatArray:
    """How far that lies behind the article's best sentence (0 or less)."""
    return behind_best(match.new_coverage)[match.sentence]


@rule
def best_by_new_coverage(match: Match) -> FloatArray:
    """1 in the sentence that has most of them."""
    return is_best(match.new_coverage)[match.sentence]


@rule
def new_in_clause(match: Match) -> FloatArray:
    """Share, in the clause, of the weight of the words that are not the topic's."""
    found = weighted_sum(match.new_weights, match.in_clause)
    return found[match.clause]


@rule
def new_near(match: Match) -> FloatArray:
    """Words that are not the topic's, weighted by how close they stand to the candidate."""
    return nearness.near(match)[1]


@rule
def new_around(match: Match) -> FloatArray:
    """Share, in the sentence outside the candidate, of the words that are not the topic's."""
    return nearness.around(match)[1]


@rule
def new_bigrams(match: Match) -> FloatArray:
    """Share of the question's bigrams that are not the topic's in the sentence."""
    return shared_text.new_bigram_coverage(match)[match.sentence]


@rule
def new_bigrams_behind_best(match: Match) -> FloatArray:
    """How far that lies behind the article's best sentence (0 or less)."""
    return behind_best(shared_text.new_bigram_coverage(match))[match.sentence]


@rule
def with_previous_coverage(match: Match) -> FloatArray:
    """Share of the question's weight in the sentence and the one before together."""
    return match.with_previous_coverage[match.sentence]


@rule
def with_previous_behind_best(match: Match) -> FloatArray:
    """How far that lies behind the article's best (0 or less)."""
    return behind_best(match.with_previous_coverage)[match.sentence]
