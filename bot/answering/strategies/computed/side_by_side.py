"""The numbers that a sentence, or two in a row, give for the things a question names.

(大葱每斤1元1角;土豆8角.) Looser than `choosing.choose`: a thing is known by one telling word
alone, and its number is the first that fits behind it. What else the question says must stand in
the sentence or around it; where other numbers would do as well, none does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice, pairwise, product

from bot.answering.annotation import AnnotatedSentence
from bot.answering.eligibility.fitting import unit_fits
from bot.answering.facts.conversion import convert
from bot.answering.question import Kind, Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.computed.choosing import MARGIN
from bot.answering.strategies.computed.decomposition import Operands, words
from bot.answering.strategies.computed.figures import Figure
from bot.answering.strategies.computed.shares import share_around
from bot.answering.strategies.computed.things import Thing
from bot.answering.strategies.wanted import Wanted
from bot.answering.surroundings.support import support
from retrieval.page import Span

_REACH = 20
"""Characters between a name and its number."""
_MOST_WAYS = 16
"""Choices of words tried, one for each thing."""
_LEAST = 0.6
"""Share of the question's words that must stand in the sentence or around it."""
_JOINED = re.compile("[、和与及跟同]")
"""What joins a name to another that shares its number."""


@dataclass(frozen=True)
class Beside:
    """A number with the name it stands beside."""

    figure: Figure
    name: Span
    """In the figure's sentence."""
    score: float
    """How well the place fits the question, 0 to 1."""


def side_by_side(
    question: Question,
    way: Operands,
    parts: Sequence[Thing],
    wanted: Wanted,
    numbers: Sequence[Figure],
    context: Context,
) -> tuple[Beside, ...] | None:
    """Return a number for each of `parts`, None where the text does not give them together."""
    at = 0 if question.kind is Kind.DIFFERENCE else -1  # [甲]损失比[乙]多多少
    if question.kind is Kind.DIFFERENCE and not (question.units or question.dimensions):
        return None  # of what sort the two are, nothing would tell
    if any(term.time for part in parts for term in part.telling):
        return None
    if not all(part.telling for part in parts):
        return None
    first = tuple(_name(part, part.telling[at].text) for part in parts)
    fitting = [
        f
        for f in numbers
        if wanted.fits(f.fact)
        and not f.fact.compared
        and (question.kind is Kind.COMPARISON or unit_fits(question, f.quantity))
    ]
    found = _fitting_best(question, way, first, fitting, context)
    if found or question.kind is not Kind.SUM:
        return found
    # By any other word that tells them apart: of a 加护病房床 the text may have 加护病房48床.
    others = [
        found
        for names in islice(product(*(_long_words(part) for part in parts)), _MOST_WAYS)
        if names != first
        and (found := _fitting_best(question, way, names, fitting, context)) is not None
    ]
    agree = len({tuple(_values(found)) for found in others}) == 1
    return max(others, key=lambda way: way[0].score) if agree else None


def _long_words(part: Thing) -> list[str]:
    return [term.text for term in part.telling if len(term.text) > 1]


def _fitting_best(
    question: Question,
    way: Operands,
    names: Sequence[str],
    numbers: Sequence[Figure],
    context: Context,
) -> tuple[Beside, ...] | None:
    """Return the numbers beside `names` where the question fits best, None if others do as well."""
    if len(set(names)) != len(names):
        return None
    found: list[tuple[Beside, ...]] = []
    for group in _windows(numbers):
        beside = _beside(names, group)
        if beside and _alike(beside):
            score = _share(question, way, names, beside[0].figure, context)
            if score >= _LEAST:
                found.append(tuple(replace(b, score=score) for b in beside))
    found.sort(key=lambda way: -way[0].score)
    if not found or any(
        other[0].score > found[0][0].score - MARGIN and _values(other) != _values(found[0])
        for other in found[1:]
    ):
        return None
    return found[0]


def _name(part: Thing, word: str) -> str:
    """Return a telling word of a thing, whole where one character alone was cut off."""
    at = part.text.find(word)
    return part.text[max(0, at - 1) : at + len(word)] if len(word) == 1 else word


def _windows(numbers: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Yield the numbers of each sentence, then those of two neighbouring ones of a paragraph."""
    groups = [list(group) for _, group in groupby(numbers, key=lambda f: id(f.sentence))]
    yield from groups
    for one, other in pairwise(groups):
        if one[0].sentence.paragraph is other[0].sentence.paragraph:
            yield one + other


def _beside(names: Sequence[str], numbers: Sequence[Figure]) -> tuple[Beside, ...] | None:
    """Return for each name the number nearest behind it, None unless each has one of its own."""
    found = []
    for name in names:
        others = [other for other in names if other != name]
        ways = [b for f in numbers if (b := _named(name, others, f)) is not None]
        if not ways:
            return None
        found.append(min(ways, key=lambda b: b.figure.quantity.span.start - b.name.end))
    spans = {(id(b.figure.sentence), b.figure.quantity.span) for b in found}
    return tuple(found) if len(spans) == len(found) else None


def _named(name: str, others: Sequence[str], figure: Figure) -> Beside | None:
    """Return a number with its name, None if `name` is not the nearest of all before it."""
    folded, end = figure.sentence.folded, figure.quantity.qualified_span.start
    at = folded.rfind(name, max(0, end - _REACH - len(name)), end)
    between = folded[at + len(name) : end]
    if at < 0 or ";" in between or _JOINED.match(between):
        return None
    if any(other in between for other in others) or _has_another(figure, at + len(name)):
        return None
    return Beside(figure, _whole(figure.sentence, Span(at, at + len(name))), 0.0)


def _has_another(figure: Figure, start: int) -> bool:
    """Tell whether a number of the same unit stands between `start` and a figure."""
    return any(
        q.unit == figure.quantity.unit and start <= q.span.start < figure.quantity.span.start
        for q in figure.sentence.quantities
    )


def _whole(sentence: AnnotatedSentence, name: Span) -> Span:
    """Return all of the words that a name begins or ends in the middle of."""
    inside = [t for t in sentence.tokens if t.start < name.end and name.start < t.end]
    return Span(min(name.start, inside[0].start), max(name.end, inside[-1].end))


def _alike(beside: Sequence[Beside]) -> bool:
    """Tell whether the numbers are told alike: in one unit, as far from the names in clauses."""
    unit = beside[0].figure.quantity.unit
    quantities = [b.figure.quantity for b in beside]
    marks = {
        b.figure.sentence.folded.count(",", b.name.end, b.figure.quantity.span.start)
        for b in beside
    }
    in_one_unit = all(q.unit == unit or convert(q, unit) is not None for q in quantities)
    return in_one_unit and len(marks) == 1


def _values(beside: Sequence[Beside]) -> list[tuple[object, str]]:
    return [(b.figure.quantity.value, b.figure.quantity.unit) for b in beside]


def _share(
    question: Question, way: Operands, names: Sequence[str], figure: Figure, context: Context
) -> float:
    """Return how well a figure's place fits the question, 0 to 1; 0 if it is of another name."""
    found = support(question, figure.article, figure.sentence, figure.quantity.span)
    named = [Span(at, at + len(n)) for n in names if (at := question.folded.find(n)) >= 0]
    others = [
        t
        for t in found.missing_names
        if t.tag.startswith("n") and not any(span.overlaps(Span(t.start, t.end)) for span in named)
    ]
    if others or found.conflicting_times:
        return 0.0
    said = {*words("total"), way.word}
    return share_around(
        question,
        figure.article,
        figure.sentence,
        context,
        lambda word: word in said or any(word in total for total in said if len(total) > 2),
    )
