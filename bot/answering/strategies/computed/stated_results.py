"""A total or difference that the text states itself: 甲和乙共70家, 乙站比甲站多2艘."""

import re
from collections.abc import Sequence

from bot.answering.answer import Answer, Status, Value
from bot.answering.facts.change import Direction
from bot.answering.facts.measures import words_of
from bot.answering.question import Kind, Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.computed.asked_parts import POINTS, Asked, asked_of, wanted_of_parts
from bot.answering.strategies.computed.decomposition import Operands, operations, words
from bot.answering.strategies.computed.figures import Figure, figure_answered
from bot.answering.strategies.computed.things import Thing, has, things
from bot.answering.strategies.wanted import Wanted

STATED = 0.9
"""Confidence in a total or difference that the text states."""
_OF_TIME = frozenset("快慢早晚长短久")
"""Words for a difference that is told in days or minutes."""


def stated_result(
    question: Question, way: Operands, numbers: Sequence[Figure], context: Context
) -> Answer | None:
    """Return the total or difference that the text itself gives, if it does."""
    asked = asked_of(way.asked)
    wanted = wanted_of_parts(way, asked)
    parts = things([f"{part}的{way.noun}的{asked.noun}" for part in way.parts], context.finder)
    tests = _states_total if question.kind is Kind.SUM else _states_difference
    found = [f for f in numbers if tests(f, way, parts, wanted, asked)]
    if not found or len({(f.quantity.value, f.quantity.unit) for f in found}) > 1:
        return None
    figure = found[0]
    told_opposite = question.kind is Kind.DIFFERENCE and _says_opposite(figure, way, parts)
    opposite = operations()["directions"]["opposite"]
    return Answer(
        question,
        Status.ANSWERED,
        opposite[way.word] + figure.text if told_opposite else figure.text,
        question.kind,
        STATED,
        value=Value(figure.quantity.value, figure.quantity.unit),
        evidence=(figure.evidence(),),
    )


def _says_opposite(figure: Figure, way: Operands, parts: Sequence[Thing]) -> bool:
    """Tell whether a difference goes the other way than asked (甲比乙[少]3家: 甲比乙多多少)."""
    compared = figure.fact.compared
    opposite = operations()["directions"]["opposite"].get(way.word)
    if compared is None or opposite is None:
        return False
    folded = figure.sentence.folded
    if folded.endswith(words_of("comparatives", "above"), 0, compared.start):
        return way.word in words("directions", "less")
    if folded.endswith(words_of("comparatives", "below"), 0, compared.start):
        return way.word in words("directions", "more")
    after = folded[compared.end : figure.quantity.span.start]
    first = parts[0].telling
    turned = bool(first) and all(has(figure.read(compared), t.text) for t in first)
    return after.startswith(opposite) and not turned


def _states_total(
    figure: Figure, way: Operands, parts: Sequence[Thing], wanted: Wanted, asked: Asked
) -> bool:
    """Tell whether a number is the stated total: 甲和乙共70家, with nothing else counted in."""
    own = figure.own
    before = figure.sentence.folded[: figure.quantity.span.start].rstrip("有为是达约近了到")
    if not before.endswith(words("told_total")) or not wanted.fits(figure.fact):
        return False
    if not all(part.telling and all(has(own, t.text) for t in part.telling) for part in parts):
        return False
    rest = own
    for word in sorted((t.text for p in parts for t in p.terms), key=len, reverse=True):
        rest = rest.replace(word, "")
    return not re.search(
        "[、和与及跟]", re.sub("^[、和与及跟]+|[、和与及跟]+$", "", rest)[1:]
    ) and (own.count("、") + len(re.findall("和|与|及|跟", own)) < len(parts))


def _states_difference(
    figure: Figure, way: Operands, parts: Sequence[Thing], wanted: Wanted, asked: Asked
) -> bool:
    """Tell whether a number is the stated difference: 乙站比甲站多2艘."""
    fact, quantity = figure.fact, figure.quantity
    if fact.compared is None or quantity.dimension == "multiple":
        return False
    if not asked.unit and not _is_of_dimension(figure, way.word):
        return False
    points = quantity.dimension == "percentage_points"
    if asked.unit in POINTS and not points:
        return False
    same_kind = Wanted(wanted.unit, wanted.dimensions, fact.change, rate=True)
    if asked.unit not in POINTS and not (points or same_kind.fits(fact)):
        return False
    before = figure.sentence.folded[: fact.compared.start]
    compared = figure.read(fact.compared)
    orders = (parts, parts[::-1]) if parts[0].telling else (parts,)
    for one, other in orders:
        named = other.telling and all(has(compared, t.text) for t in other.telling)
        whole = [t for t in one.terms if t.name]
        nearest_clauses = "\n".join((figure.subject_clauses, before))
        if named and whole and all(has(nearest_clauses, t.text) for t in whole):
            return not any(has(compared, t.text) for t in one.telling)
    return False


def told_difference(
    question: Question, numbers: Sequence[Figure], context: Context
) -> tuple[Answer, Figure] | None:
    """Return the difference that the general strategy finds told (同比少13起), None if it is none.

    A change, that is, or what stands after 比; not how much there is of the one or the other.
    """
    answer = context.span_answer(question)
    figure = figure_answered(answer, numbers)
    if figure is None:
        return None
    is_change = figure.sentence.change_by(figure.quantity) is not None
    return (answer, figure) if is_change or figure.fact.compared is not None else None


def goes_as_asked(figure: Figure, word: str) -> bool:
    """Tell whether a difference goes the way that `word` (多, 低) asks, and is of its dimension."""
    if not _is_of_dimension(figure, word):
        return False
    change = figure.sentence.changes.get(figure.quantity.span)
    if change is None or not word:
        return True
    asked = Direction.DOWN if word in words("directions", "less") else Direction.UP
    return change.direction is asked


def _is_of_dimension(figure: Figure, word: str) -> bool:
    """Tell whether a figure is no time where it is asked how much more or less (快4天)."""
    return not word or figure.quantity.dimension != "time" or bool(_OF_TIME & set(word))
