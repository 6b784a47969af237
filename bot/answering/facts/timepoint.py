"""A time expression as found in a text."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from retrieval.page import Span


class TimeKind(StrEnum):
    """What a time expression names."""

    DATE = "date"
    """A day, with or without its year."""
    MONTH = "month"
    YEAR = "year"
    PERIOD = "period"
    """From one point to another (2019年至2022年), or a part of a year (上半年)."""
    CENTURY = "century"
    """A century or decade."""
    ERA = "era"
    """A year or span by reign title or dynasty."""
    WEEKDAY = "weekday"
    FESTIVAL = "festival"
    CLOCK = "clock"
    """A time of day; a date with a time of day is a DATE."""
    RELATIVE = "relative"
    """去年, 昨天, 日前: counted from the article's date or from the text before."""
    DURATION = "duration"


class Bound(StrEnum):
    """On which side of the time a statement lies."""

    BEFORE = "before"
    AFTER = "after"
    SINCE = "since"
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class DateRange:
    """From `start` to `end`, both days included."""

    start: date
    end: date

    def contains(self, other: "DateRange") -> bool:
        """Tell whether all days of `other` are among these."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "DateRange") -> bool:
        """Tell whether some day of `other` is among these."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class TimePart:
    """A part of a time expression that names a time by itself."""

    kind: TimeKind
    span: Span


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression; spans are code points in the text given, half-open."""

    span: Span
    """The expression itself: 8月底."""
    qualified_span: Span
    """With the word that makes it a bound: 截至8月底, 9月中旬前; else the same as `span`."""
    kind: TimeKind
    resolved: DateRange | None
    """The days meant, where the text (and the reference date) says so; never for durations."""
    granularity: TimeKind
    """The smallest unit named: DATE, MONTH, YEAR, CENTURY, CLOCK …"""
    bound: Bound | None = None
    parts: tuple["TimePart", ...] = ()
    """Year, month and day where more than one is named, and the two ends of a period."""
    complete: bool = False
    """Whether year and month at least are named, so that no reference date was needed."""

    def part(self, kind: TimeKind) -> Span | None:
        """Return where the year, month or day stands: of 2023年3月5日, the year is 2023年."""
        return next((part.span for part in self.parts if part.kind is kind), None)
