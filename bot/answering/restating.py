"""A figure in the unit asked, with the working: 多少公顷 of 2400亩, 多少亿元 of 4800万元."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Value
from bot.answering.facts.conversion import MAGNITUDES, convert
from bot.answering.facts.numerals import magnitude_factor, plain
from bot.answering.facts.quantities import Quantity
from bot.answering.question import Question

_DIGITS = 10
"""Digits of a result from which it is no figure anybody would write."""
_COUNTS = ("count", "people")
_SPOKEN = frozenset({"成"})
"""Units in which one asks without meaning to be answered in them (几成: 93%)."""
_SPOKEN_OF = ("十", "百")
"""Magnitudes in which no figure is written (几十起 only asks how many)."""
_LEAST = Decimal("0.01")
"""A smaller result is no figure in the unit asked (0.0032万人)."""


@dataclass(frozen=True)
class Restated:
    """A figure of the text in another unit."""

    text: str
    """With the qualifiers of the text: 约160公顷."""
    value: Value
    working: str
    """约2400亩 = 约160公顷"""


def restated(
    question: Question, sentence: AnnotatedSentence, quantity: Quantity
) -> Restated | None:
    """Return a quantity of a sentence in the unit that the question names.

    None where it is in that unit already, where no other is named (多少元 asks for no magnitude),
    and where it is a range or does not convert exactly.
    """
    if question.wh is None or quantity.upper is not None:
        return None
    stem = re.escape(question.units[0]) if question.units else ""
    asked = re.compile(f"(?:多少|几多|几)(?P<magnitude>[{MAGNITUDES}]*){stem}").match(
        question.folded, question.wh.start
    )
    # A qualifier inside the number (4800余万元) has no place in another.
    if asked is None or any(quantity.core_span.overlaps(at) for at in quantity.qualifier_spans):
        return None
    magnitude = asked["magnitude"]
    if magnitude in _SPOKEN_OF:
        return None
    unit = question.units[0] if question.units else quantity.unit
    if unit in _SPOKEN:
        return None
    number = _converted(quantity, magnitude, unit)
    if number is None:
        return None
    text = sentence.sentence.text
    whole, core = quantity.qualified_span, quantity.core_span
    name = question.text[asked.start("magnitude") : asked.end()] or magnitude
    if not question.units:
        name += quantity.unit
    result = text[whole.start : core.start] + f"{number:f}{name}" + text[core.end : whole.end]
    value = Value(plain(number * magnitude_factor(magnitude)), unit)
    return Restated(result, value, f"{text[whole.start : whole.end]} = {result}")


def _converted(quantity: Quantity, magnitude: str, unit: str) -> Decimal | None:
    """Return the number in the unit asked; None where it is to stay as it stands."""
    if magnitude == quantity.magnitude and unit == quantity.unit:
        return None
    number = convert(quantity, magnitude + unit)
    if number is None and magnitude and quantity.dimension in _COUNTS:
        number = plain(quantity.value / magnitude_factor(magnitude))
    if number is None or (not magnitude and number == quantity.value):
        return None
    digits = len(number.normalize().as_tuple().digits)
    return number if number >= _LEAST and digits <= _DIGITS else None
