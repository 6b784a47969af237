"""Whether a figure measures what is asked, in the unit asked."""

from bot.answering.annotation import FloatArray
from bot.answering.matching import scopes
from bot.answering.matching.match import Match
from bot.answering.rules.registry import rule


@rule
def unit_agrees(match: Match) -> FloatArray:
    """The candidate is a quantity in the very unit asked."""
    units = match.question.units
    return match.where_quantity(lambda q: bool(units) and q.unit == units[0])


@rule
def dimension_agrees(match: Match) -> FloatArray:
    """The candidate is a quantity of a dimension that may answer."""
    dimensions = match.question.dimensions
    return match.where_quantity(lambda q: not dimensions or q.dimension in dimensions)


@rule
def scope_coverage(match: Match) -> FloatArray:
    """The question's words, each weighted by how close a scope around the candidate holds it."""
    return scopes.coverage(match)


@rule
def scope_behind_best(match: Match) -> FloatArray:
    """How far that lies behind the best figure of the article (0 or less)."""
    coverage = scopes.coverage(match)
    figures = list(match.pool.quantities)
    return coverage - coverage[figures].max(initial=0.0)
