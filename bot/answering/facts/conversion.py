"""Comparing and writing quantities: exact conversion, equal values, numbers as printed."""

from decimal import Decimal

from bot.answering.facts import lexicon
from bot.answering.facts.numerals import magnitude_factor, plain
from bot.answering.facts.quantities import Quantity


def convert(quantity: Quantity, to_unit: str) -> Decimal | None:
    """Return the value of `quantity` in `to_unit`; None where they do not convert exactly.

    `to_unit` may have a magnitude before the unit (万元, 亿元, 万平方米).
    """
    unit = lexicon.units().get(quantity.unit)
    scale = Decimal(1)
    target = lexicon.units().get(to_unit)
    if target is None:
        stem = to_unit.lstrip("十百千万亿")
        target = lexicon.units().get(stem)
        scale = Decimal(magnitude_factor(to_unit[: len(to_unit) - len(stem)]))
    if unit is None or target is None or unit.base != target.base:
        return None
    in_base = quantity.value * unit.factor
    result = in_base / (target.factor * scale)
    return plain(result) if result * target.factor * scale == in_base else None


def same_value(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities state the same amount, whatever the unit (1.5公里, 1500米).

    Qualifiers do not count; measure words of counts neither (3家, 3个), nor of people.
    """
    if one.unit == other.unit or one.dimension == other.dimension in ("count", "people"):
        return one.value == other.value and one.upper == other.upper
    if one.upper is not None or other.upper is not None:
        return False
    return convert(one, other.unit) == other.value


def format_number(value: Decimal) -> str:
    """Write a number as newspapers do: 亿 and 万 from there up, no needless zeros."""
    for name, factor in (("亿", 10**8), ("万", 10**4)):
        if abs(value) >= factor:
            scaled = value / factor
            if scaled * factor == value and len(scaled.as_tuple().digits) <= 8:
                return f"{plain(scaled).normalize():f}{name}"
    return f"{value.normalize():f}"
