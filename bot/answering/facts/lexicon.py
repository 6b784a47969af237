"""The word lists beside this module, read once."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from bot.answering import datafiles


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or measure word."""

    name: str
    dimension: str
    base: str
    """The unit that others of its table convert to; its own name where none converts."""
    factor: Decimal
    """How many `base` one unit is."""


def read_toml(name: str) -> dict[str, Any]:
    """Read a TOML file of this package."""
    return datafiles.read_toml(__package__, name)


_NO_UNITS = ("bridges", "not_before", "prefixes", "vague_after_one")
"""Tables of units.toml that say something else."""


@cache
def units() -> dict[str, Unit]:
    """Return every unit by its name."""
    found: dict[str, Unit] = {}
    for table, content in read_toml("units.toml").items():
        if table in _NO_UNITS:
            continue
        dimension = content.get("dimension", table)
        for name, factor in content.get("factors", {}).items():
            found[name] = Unit(name, dimension, content["base"], Decimal(factor))
        for name in content.get("words", "").split():
            found.setdefault(name, Unit(name, dimension, name, Decimal(1)))
    return found


@cache
def bridges() -> dict[str, tuple[str, Fraction]]:
    """Return the base units that convert to another by a fraction, with it and how many one is."""
    table: dict[str, list[str]] = read_toml("units.toml")["bridges"]
    return {name: (other, Fraction(factor)) for name, (other, factor) in table.items()}


@cache
def unit_prefixes() -> dict[str, str]:
    """Return the words before a number that name its unit, with the unit."""
    prefixes: dict[str, str] = read_toml("units.toml")["prefixes"]
    return prefixes


@cache
def unit_barriers() -> dict[str, frozenset[str]]:
    """Return, for a unit, the characters that after it make another word."""
    table: dict[str, str] = read_toml("units.toml")["not_before"]
    return {unit: frozenset(chars) for unit, chars in table.items()}


@cache
def vague_after_one() -> frozenset[str]:
    """Return the measure words that after 一 mean no number."""
    return frozenset(read_toml("units.toml")["vague_after_one"]["words"].split())
