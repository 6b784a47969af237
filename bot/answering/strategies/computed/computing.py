"""The result of a sum or difference, written as its parts are, with the working shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.answering.answer import Answer, Status, Value, together
from bot.answering.facts import lexicon
from bot.answering.facts.conversion import convert, format_number
from bot.answering.facts.numerals import magnitude_factor
from bot.answering.facts.quantities import Quantity
from bot.answering.question import Kind, Question
from bot.answering.strategies.computed.asked_parts import MAGNITUDE, Asked, asked_of
from bot.answering.strategies.computed.decomposition import Operands, operations, words
from bot.answering.strategies.computed.figures import Figure, Found

COMPUTED = 0.95
"""Confidence in a computation whose parts are certain: the question may mean something else."""

_POINTS = "个百分点"
_SHARE = re.compile("占|比重|份额|比例")
_RELATIVE = ("ratio", "percentage_points", "multiple")
"""Dimensions of figures that say how one thing is to another."""
_TRADITIONAL = str.maketrans("亿万", "億萬")


@dataclass(frozen=True)
class _Style:
    """How a result is written."""

    unit: str
    """As the text writes it."""
    magnitude: str | None
    """万, 亿 or none ("") before the unit; None to write as few digits as will do."""
    about: str
    """约 where a part is only about so much, "" otherwise."""
    traditional: bool

    def plain(self, value: Decimal) -> str:
        """Write a value, however sure it is."""
        if self.magnitude is None:
            number = format_number(value)
        else:
            scaled = value / Decimal(magnitude_factor(self.magnitude))
            number = f"{scaled.normalize():f}{self.magnitude}"
        return (number.translate(_TRADITIONAL) if self.traditional else number) + self.unit

    def write(self, value: Decimal) -> str:
        """Write a value, with 约 where it is only about that."""
        return self.about + self.plain(value)


def computed_for(
    question: Question,
    kind: Kind,
    word: str,
    found: Sequence[Found],
    *,
    as_they_stand: bool = False,
) -> Answer | None:
    """Compute a SUM or DIFFERENCE with numbers that a question does not name one by one.

    `word` says which way a difference goes (多, 少).
    """
    start = question.wh.start if question.wh else len(question.folded)
    asked = question.folded[start:].rstrip("?。 ")
    way = Operands(("", ""), asked, word)
    return computed(
        question.as_kind(kind), way, asked_of(asked), found, as_they_stand=as_they_stand
    )


def computed(
    question: Question,
    way: Operands,
    asked: Asked,
    found: Sequence[Found],
    *,
    as_they_stand: bool = False,
) -> Answer | None:
    """Compute with the numbers found; None where that makes no sense.

    Percentages differ by points, and only shares of one whole have a sum; `as_they_stand` they
    and points of per cent are added and subtracted without that (12% less 3 points is 9%).
    """
    numbers = [f.figure for f in found]
    first = numbers[0].quantity
    relative = first.dimension in _RELATIVE
    values = _in_one_unit(
        [n.quantity for n in numbers], convertible=not (relative and as_they_stand)
    )
    if values is None:
        return None
    style, unit = _style(numbers, asked.unit), first.unit
    if question.kind is Kind.SUM:
        if relative and not as_they_stand and not _shares_of_one_whole(numbers, sum(values)):
            return None
        result = sum(values, Decimal(0))
        text = style.write(result)
        working = " + ".join(n.text for n in numbers) + f" = {text}"
    else:
        if relative and not as_they_stand:
            if first.dimension == "multiple":
                return None
            style, unit = replace(style, unit=_POINTS, magnitude=""), _POINTS
        text, working, result = _difference(way.word, numbers, values, style)
    return Answer(
        question,
        Status.ANSWERED,
        text,
        question.kind,
        COMPUTED * min(1.0, *(f.score for f in found)),
        value=Value(result, unit),
        evidence=together(n.evidence() for n in numbers),
        working=working,
    )


def _in_one_unit(quantities: Sequence[Quantity], *, convertible: bool) -> list[Decimal] | None:
    """Return the values in the unit of the first, or as they are unless `convertible`.

    None if one of them does not convert.
    """
    unit = quantities[0].unit
    values = []
    for quantity in quantities:
        same = quantity.unit == unit or not convertible
        value = quantity.value if same else convert(quantity, unit)
        if value is None:
            return None
        values.append(value)
    return values


def _difference(
    word: str, numbers: Sequence[Figure], values: Sequence[Decimal], style: _Style
) -> tuple[str, str, Decimal]:
    """Return text, working and value of a difference; a negative one is told the other way.

    Of more than two numbers the others are taken from the first.
    """
    opposite = operations()["directions"]["opposite"]
    swapped = values[0] < values[1] if not word else word in words("directions", "less")
    pairs = list(zip(numbers, values, strict=True))
    (_, first), *rest = pairs = pairs[::-1] if swapped else pairs
    result = first - sum(value for _, value in rest)
    working = " - ".join(number.text for number, _ in pairs) + " = "
    if result >= 0:
        return style.write(result), working + style.write(result), result
    negative = f"-{style.plain(-result)}"
    if word not in opposite:
        return negative, working + negative, result
    text = opposite[word] + style.write(-result)
    return text, f"{working}{negative},即{text}", result


def _style(numbers: Sequence[Figure], asked_unit: str) -> _Style:
    """Return how the result of some numbers is written, in the script of their text."""
    quantities = [n.quantity for n in numbers]
    traditional = any(char in n.sentence.sentence.text for n in numbers for char in "億萬約")
    about = "約" if traditional else "约"
    return _Style(
        _shown_unit(numbers[0]),
        _magnitude(quantities, asked_unit),
        about if any(q.qualifier for q in quantities) else "",
        traditional,
    )


def _shown_unit(figure: Figure) -> str:
    """Return the unit as the text writes it (條), or as units are named."""
    unit, end = figure.quantity.unit, figure.quantity.core_span.end
    start = end - len(unit)
    same = figure.sentence.folded[start:end] == unit
    return figure.sentence.sentence.text[start:end] if same else unit


def _magnitude(quantities: Sequence[Quantity], asked_unit: str) -> str | None:
    """Return the magnitude to write the result in: that of the question or of all parts."""
    match = MAGNITUDE.match(asked_unit) if asked_unit not in lexicon.units() else None
    if match and match[0]:
        return match[0]
    written = {q.magnitude for q in quantities}
    return written.pop() if len(written) == 1 else None


def _shares_of_one_whole(numbers: Sequence[Figure], total: Decimal | int) -> bool:
    """Tell whether percentages are shares of the same thing, so that they may be added."""
    return (
        total <= 100
        and len({id(n.sentence) for n in numbers}) == 1
        and len({n.quantity.unit for n in numbers}) == 1
        and any(_SHARE.search(n.own) for n in numbers)
        and not any(n.fact.change for n in numbers)
    )
