"""Times in a text: points (dates, years, 去年 …) and durations; and the article's date."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from bot.answering.facts.points import find_points
from bot.answering.facts.quantities import Quantity, find_quantities
from bot.answering.facts.timepoint import Bound, DateRange, Time, TimeKind
from retrieval.page import Span

_DEICTIC = ("今年", "去年", "目前", "近日", "日前", "记者", "今天", "昨天")
"""Words of a report about its own days; without them the dates may be history."""
_FUTURE_BEFORE = ("到", "至", "预计", "计划", "将于", "力争", "争取", "预期")
_AFTER_ANCHOR = timedelta(days=92)
"""How long after its last dated statement a report may have appeared."""
_DURATION_AFTER = ("以来", "来", "间", "内", "以后", "以前", "之内", "之后", "之前", "后", "前")


def find_quantities_and_times(
    text: str, reference: date | None = None
) -> tuple[tuple[Quantity, ...], tuple[Time, ...]]:
    """Return what `find_quantities` and `find_times` return, for the price of one of them."""
    return _found(text, reference)


# A question is looked through again and again by those who look at it from different sides.
@lru_cache(maxsize=256)
def _found(text: str, reference: date | None) -> tuple[tuple[Quantity, ...], tuple[Time, ...]]:
    if reference is not None:
        found = _found(text, None)
        if all(time.kind is TimeKind.DURATION for time in found[1]):
            return found  # nothing that a reference resolves
    points = find_points(text, reference)
    quantities = find_quantities(text, [point.span for point in points])
    durations = [_duration(text, q.span) for q in quantities if q.dimension == "time"]
    return quantities, tuple(sorted((*points, *durations), key=lambda time: time.span))


def find_times(text: str, reference: date | None = None) -> tuple[Time, ...]:
    """Return points in time and durations in `text`, in order, not overlapping."""
    return _found(text, reference)[1]


def _duration(text: str, span: Span) -> Time:
    """Make a duration of a quantity's span: 近6年; qualified 近6年来, 连续8年."""
    start, end = span.start, span.end
    if text.startswith("连续", start - 2) and start >= 2:
        start -= 2
    end += next((len(word) for word in _DURATION_AFTER if text.startswith(word, end)), 0)
    return Time(span, Span(start, end), TimeKind.DURATION, None, TimeKind.DURATION)


def reference_date(texts: Iterable[str]) -> date | None:
    """Return the day by which an article was written at the earliest, None where unknown.

    That is the last day of its latest 截至 (or, in a report about its own days, of its latest
    date with year and month not announced as future), or of a later date without a year within
    three months of that.
    """
    texts = list(texts)
    deictic = any(word in text for text in texts for word in _DEICTIC)
    anchors: list[date] = []
    for text in texts:
        for time in find_points(text):
            if time.resolved is None or not time.complete or _is_future(text, time):
                continue
            if time.bound is Bound.UNTIL or deictic:
                anchors.append(time.resolved.end)
    if not anchors:
        return None
    anchor = max(anchors)
    later = [anchor]
    for text in texts:
        for time in find_points(text, anchor):
            if time.kind in (TimeKind.DATE, TimeKind.MONTH) and not time.complete:
                if time.resolved is None or _is_future(text, time):
                    continue
                if anchor < time.resolved.end <= anchor + _AFTER_ANCHOR:
                    later.append(time.resolved.end)
    return max(later)


def _is_future(text: str, time: Time) -> bool:
    """Tell whether a date is announced (预计到9月底)."""
    before = text[max(time.span.start - 4, 0) : time.span.start]
    if time.bound is Bound.UNTIL:
        return False
    return before.endswith(_FUTURE_BEFORE) or "预计" in before


__all__ = ["Bound", "DateRange", "Time", "TimeKind", "find_times", "reference_date"]
