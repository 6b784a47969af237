"""Comparing and writing quantities: exact conversion, equal values, numbers as printed."""

from decimal import Decimal
from fractions import Fraction

from bot.answering.facts import lexicon
from bot.answering.facts.numerals import magnitude_factor, plain
from bot.answering.facts.quantities import Quantity

MAGNITUDES = "十百千万亿"


def convert(quantity: Quantity, to_unit: str) -> Decimal | None:
    """Return the value of `quantity` in `to_unit`; None where they do not convert exactly.

    `to_unit` may have a magnitude before the unit (万元, 亿元, 万平方米).
    """
    unit = lexicon.units().get(quantity.unit)
    stem = to_unit.lstrip(MAGNITUDES)
    target, scale = lexicon.units().get(to_unit), 1
    if stem in lexicon.units():
        target, scale = lexicon.units()[stem], magnitude_factor(to_unit[: len(to_unit) - len(stem)])
    if unit is None or target is None:
        return None
    base, factor = _in_base(unit)
    other, other_factor = _in_base(target)
    if base != other:
        return None
    result = Fraction(quantity.value) * factor / (other_factor * scale)
    decimal = Decimal(result.numerator) / Decimal(result.denominator)
    return plain(decimal) if Fraction(decimal) == result else None


def convertible(unit: str, other: str) -> bool:
    """Tell whether two units measure the same and convert (米, 公里), not two measure words."""
    one, two = lexicon.units().get(unit), lexicon.units().get(other)
    return one is not None and two is not None and _in_base(one)[0] == _in_base(two)[0]


def _in_base(unit: lexicon.Unit) -> tuple[str, Fraction]:
    """Return the unit that all of its kind convert to, and how many of it one `unit` is."""
    base, ratio = lexicon.bridges().get(unit.base, (unit.base, Fraction(1)))
    return base, Fraction(unit.factor) * ratio


def same_value(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities state the same amount, whatever the unit (1.5公里, 1500米).

    Qualifiers do not count; measure words of counts neither (3家, 3个), nor of people.
    """
    if one.unit == other.unit or one.dimension == other.dimension in ("count", "people"):
        return (one.value == other.value and one.upper == other.upper) or _is_end_of(one, other)
    if one.upper is not None or other.upper is not None:
        return False
    return convert(one, other.unit) == other.value


def _is_end_of(one: Quantity, other: Quantity) -> bool:
    """Tell whether a figure is the upper end of a range that another gives (可达80, 40-80)."""
    alone, ranged = (one, other) if one.upper is None else (other, one)
    return alone.upper is None and ranged.upper is not None and alone.value == ranged.upper


def format_number(value: Decimal) -> str:
    """Write a number as newspapers do: 亿 and 万 from there up, no needless zeros."""
    for name, factor in (("亿", 10**8), ("万", 10**4)):
        if abs(value) >= factor:
            scaled = value / factor
            if scaled * factor == value and len(scaled.as_tuple().digits) <= 8:
                return f"{plain(scaled).normalize():f}{name}"
    return f"{value.normalize():f}"
