"""What a figure is to a change: by how much, to what, from what; up or down; against what."""

from dataclasses import dataclass
from enum import StrEnum

from retrieval.page import Span


class Direction(StrEnum):
    """Which way something changed."""

    UP = "up"
    DOWN = "down"


class Role(StrEnum):
    """What a figure is to a change."""

    BY = "by"
    """By how much: 增长5%."""
    TO = "to"
    """What it came to: 增至120家."""
    FROM = "from"
    """What it was before: 由20万元提高到30万元."""


class Basis(StrEnum):
    """Against what a change is counted."""

    YEAR_ON_YEAR = "year_on_year"
    PREVIOUS_PERIOD = "previous_period"
    YEAR_END = "year_end"
    PLAN = "plan"
    AVERAGE = "average"
    """A year's or a month's on the average."""
    NAMED = "named"
    """Another time that the text names (比2019年)."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the words around a figure say of a change; spans are code points, half-open."""

    direction: Direction
    role: Role
    word: Span
    """The word that says so: 增长, 降幅."""
    basis: Basis | None = None
    basis_span: Span | None = None
    """同比, 较上年末; maybe in the clause before."""
