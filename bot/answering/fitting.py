"""Which candidates may answer at all, by the kind of thing asked for."""

from bot.answering.annotation import BoolArray
from bot.answering.facts import lexicon
from bot.answering.facts.quantities import Quantity
from bot.answering.matching import Match
from bot.answering.question import Kind, Question
from bot.answering.rules.time import asked_grain
from bot.answering.understanding.units import interchangeable


def fitting(match: Match) -> BoolArray:
    """Return which candidates are of the sort that answers: figures, times, or any; shape (C,)."""
    question = match.question
    if question.kind.is_quantity:
        return match.where_quantity(lambda q: unit_fits(question, q)) > 0
    if question.kind is Kind.DATE:
        return match.where_time(asked_grain(match))
    return match.anywhere()


def unit_fits(question: Question, quantity: Quantity) -> bool:
    """Tell whether a quantity has the unit, or the dimension, that the question asks for."""
    if quantity.dimension == "ordinal" and "ordinal" not in question.dimensions:
        return False
    if not question.units:
        return not question.dimensions or quantity.dimension in question.dimensions
    unit = question.units[0]
    return quantity.unit in interchangeable(unit) or convertible(unit, quantity.unit)


def convertible(unit: str, other: str) -> bool:
    """Tell whether two units measure the same and convert (米, 公里), not two measure words."""
    one, two = lexicon.units().get(unit), lexicon.units().get(other)
    return one is not None and two is not None and one.base == two.base
