"""What kind of number a comparison or computation asks for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.facts import lexicon
from bot.answering.facts.conversion import convert
from bot.answering.facts.parallel import Fact
from bot.answering.strategies.computed.decomposition import operations, words

_VAGUE = frozenset({"count", "people", "number"})


@dataclass(frozen=True)
class Wanted:
    """What kind of number is asked for."""

    unit: str = ""
    dimensions: frozenset[str] = frozenset()
    change: bool = False
    rate: bool = False
    """Whether a share or rate may answer although no unit says so."""
    decline: bool = False
    """Whether the growth asked for is a decline (下降, 降幅)."""

    def fits(self, fact: Fact) -> bool:
        """Tell whether a number may answer by its unit and by what it says."""
        quantity = fact.quantity
        if fact.change is not self.change or quantity.upper is not None:
            return False
        if self.unit:
            if quantity.unit == self.unit or convert(quantity, self.unit) is not None:
                return True
            loose = {"个", "项", "家", "名", "位", "人"}
            counts = {quantity.dimension, _dimension(self.unit)} <= _VAGUE
            return counts and self.unit in loose and self.unit in ("个", "人")
        if self.dimensions:
            return quantity.dimension in self.dimensions
        relative = quantity.dimension in ("ratio", "percentage_points", "multiple")
        return (self.rate or self.change) if relative else not self.change


def _dimension(unit: str) -> str:
    found = lexicon.units().get(unit) or lexicon.units().get(unit.lstrip("百千万亿"))
    return found.dimension if found else ""


def wanted_number(unit: str, nouns: Sequence[str], text: str) -> Wanted:
    """Return what kind of number a question asks for.

    By its unit; else by the nouns that are compared, if all of them say so (…资金); and by words
    of growth or of shares in `text`.
    """
    change = any(w in text for w in words("change"))
    dimensions = [frozenset(_dimensions(noun)) for noun in nouns]
    return Wanted(
        unit=unit,
        dimensions=frozenset() if unit or not dimensions else frozenset.intersection(*dimensions),
        change=change,
        rate=bool(re.search("率|占|比例|比重|份额", text)),
        decline=change
        and (
            any(w in text for w in words("change", "declines") if len(w) > 1)
            or text.startswith(words("change", "declines"))
        ),
    )


def _dimensions(noun: str) -> Sequence[str]:
    """Return the dimensions (see facts/units.toml) a noun is measured in, () if any."""
    table: dict[str, str] = operations()["nouns"]
    ending = max((w for w in table if noun.endswith(w)), key=len, default="")
    return table.get(ending, "").split()
