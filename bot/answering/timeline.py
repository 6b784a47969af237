"""Which time a text tells of at each place, and whether a question names another one.

A statement is of the last time named before its clause ends, in its paragraph: after 1992年4月 all
that is told happened then, until the next time is named.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.facts.timepoint import Time, TimeKind
from bot.answering.facts.times import find_times
from bot.answering.lexicon.words import vague_times

_COMPARED = (TimeKind.DATE, TimeKind.MONTH, TimeKind.YEAR, TimeKind.CENTURY, TimeKind.ERA)
"""Kinds of which two that are written otherwise are two times."""


SAME_YEAR = "同年"
"""What a time begins with that needs the year before to be understood, even if none is asked."""
_WITHIN_A_YEAR = (TimeKind.MONTH, TimeKind.DATE, TimeKind.WEEKDAY, TimeKind.CLOCK)


def lacks_year(time: Time, text: str) -> bool:
    """Tell whether a time, written as `text`, says nothing of the year (3月5日, 同年3月)."""
    year = time.part(TimeKind.YEAR)
    if year is None:
        return time.granularity in _WITHIN_A_YEAR or text in vague_times()
    return text[: year.end - year.start] in vague_times()


@dataclass(frozen=True, slots=True)
class Told:
    """A point in time as a text or a question names it."""

    text: str
    time: Time

    def agreement(self, other: "Told") -> int:
        """Return 1 if one time holds the other, -1 if they are apart, 0 if that cannot be told."""
        if self.text in other.text or other.text in self.text:
            return 1
        mine, others = self.time.resolved, other.time.resolved
        if mine and others:
            return 1 if mine.contains(others) or others.contains(mine) else -1
        same = self.time.kind is other.time.kind and self.time.granularity is other.time.granularity
        return -1 if same and self.time.kind in _COMPARED else 0


def times_told(folded: str, times: Sequence[Time] | None = None) -> tuple[Told, ...]:
    """Return the points in time that a folded text names, in order."""
    times = find_times(folded) if times is None else times
    return tuple(
        Told(folded[t.span.start : t.span.end], t) for t in times if t.kind is not TimeKind.DURATION
    )


def agreements(asked: Sequence[Told], told: Sequence[Told]) -> list[int]:
    """Return for each time of a text how it agrees with the times asked: the best of them."""
    return [max((a.agreement(t) for a in asked), default=0) for t in told]
