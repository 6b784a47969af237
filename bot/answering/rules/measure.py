"""Whether a figure measures what is asked, in the unit asked."""

import numpy as np
import numpy.typing as npt

from bot.answering.annotation import FloatArray
from bot.answering.facts.quantities import Quantity
from bot.answering.matching import Match
from bot.answering.question import Question
from bot.answering.rules.registry import rule

_VAGUE_COUNTS = frozenset({"count", "people", "number"})


def unit_fits(question: Question, quantity: Quantity) -> bool:
    """Tell whether a quantity has the unit, or the dimension, that the question asks for."""
    if question.units and quantity.unit == question.units[0]:
        return True
    if question.dimensions and quantity.dimension not in question.dimensions:
        # 几个 and 多少人 are used loosely: any count of things or persons may answer.
        return {quantity.dimension, *question.dimensions} <= _VAGUE_COUNTS
    return quantity.dimension != "ordinal" or "ordinal" in question.dimensions


def fitting_figures(match: Match) -> npt.NDArray[np.bool_]:
    """Return which candidates are quantities that may answer, shape (C,)."""
    return match.where_quantity(lambda q: unit_fits(match.question, q)) > 0


@rule
def unit_agrees(match: Match) -> FloatArray:
    """The candidate is a quantity in the very unit asked."""
    units = match.question.units
    return match.where_quantity(lambda q: bool(units) and q.unit == units[0])


@rule
def dimension_agrees(match: Match) -> FloatArray:
    """The candidate is a quantity that may answer by its dimension."""
    question = match.question
    return match.where_quantity(lambda q: unit_fits(question, q))


@rule
def scope_coverage(match: Match) -> FloatArray:
    """The question's words, each weighted by how close a scope around the candidate holds it."""
    return match.coverage


@rule
def scope_behind_best(match: Match) -> FloatArray:
    """How far that lies behind the best figure of the article (0 or less)."""
    coverage = match.coverage
    figures = [index for index, _ in match.pool.exact_quantities]
    return coverage - coverage[figures].max(initial=0.0)
