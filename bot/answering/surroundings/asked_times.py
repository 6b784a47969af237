"""Whether the text around a candidate tells of the times that a question names."""

import re
from datetime import date
from functools import lru_cache

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.facts.change import Role
from bot.answering.facts.timepoint import Bound, DateRange, Time, TimeKind
from bot.answering.facts.times import find_times
from bot.answering.lexicon.words import time_words
from bot.answering.question import Question
from bot.answering.stretches import STATEMENT, STOPS, end_of, start_of
from bot.answering.surroundings.constraints import basis_words
from retrieval.page import Span

SOME_DAY = date(2999, 6, 15)
"""For comparing times where the article's date is not known: in a year that no text names."""


@lru_cache(maxsize=64)
def asked_times(question: Question) -> tuple[Time, ...]:
    """Return the times a question names that point somewhere (去年, 2月底; not 此前)."""
    basis = basis_words(question)
    return tuple(
        t
        for t in find_times(question.folded, SOME_DAY)
        if t.resolved is not None and not (basis and basis.overlaps(t.span))
    )


def has_time(
    question: Question,
    time: Time,
    article: AnnotatedArticle,
    sentence: AnnotatedSentence,
    near: str,
) -> bool:
    """Tell whether the surroundings of a sentence speak of a time of the question."""
    text = question.folded[time.span.start : time.span.end]
    compared = _COMPARED_WITH.search(question.folded, 0, time.span.start) is not None
    if _is_dated(text, near, compared=compared) or (
        text in time_words("present")
        and not any(word in sentence.folded for word in time_words("past"))
    ):
        return True
    reference = article.reference_date or SOME_DAY
    asked = next(
        (t for t in find_times(question.folded, reference) if t.span == time.span), time
    ).resolved
    if asked is None:
        return False
    return any(
        t.resolved is not None
        and (asked.contains(t.resolved) or _is_same_period(asked, t, near))
        and t.bound is not Bound.SINCE
        and not _COMPARED_WITH.search(near, 0, t.span.start)
        for t in find_times(near, reference)
    )


def _is_same_period(asked: DateRange, told: Time, text: str) -> bool:
    """Tell whether 去年同期 may be the part of the year asked for.

    That is the part of the year after that the text speaks of, if it speaks of any.
    """
    within = told.resolved is not None and told.resolved.contains(asked)
    if not within or "同期" not in text[told.span.start : told.span.end]:
        return False
    ranges = [t.resolved for t in find_times(text, asked.end) if t.resolved]
    periods = [r for r in ranges if _MONTH <= (r.end - r.start).days < _YEAR]
    year_after = (asked.start.month, asked.start.day, asked.end.month)
    return not periods or any(
        (r.start.month, r.start.day, r.end.month) == year_after for r in periods
    )


_MONTH, _YEAR = 27, 360
"""Days of the shortest month, and fewer than a year has: a part of it is in between."""
_COMPARED_WITH = re.compile("(?:比|较|同|与|跟|和)$")
"""What stands before a time that something is only compared with (较上年)."""


def _is_dated(time: str, text: str, *, compared: bool) -> bool:
    """Tell whether a text has a time as one that something happened at (not 2010年以来).

    `compared` is whether one is asked that something is only compared with (比去年).
    """
    times = {time, _SEASON.sub(r"\1季", time)}
    other = "" if compared else "(?<![比较])(?![^,;。]{1,9}相比)"
    since = "" if time in time_words("present") else "(?!以来|来[^到])"  # 今年以来 is this year
    return any(re.search(f"{other}{re.escape(t)}{since}", text) for t in times)


_SEASON = re.compile("([春夏秋冬])天$")


def has_another(
    question: Question,
    time: Time,
    article: AnnotatedArticle,
    sentence: AnnotatedSentence,
    span: Span,
) -> bool:
    """Tell whether the clause of a figure speaks of another time of the same grain (3月底)."""
    text = question.folded[time.span.start : time.span.end]
    start = start_of(sentence.folded, span.start, STOPS)
    clause = sentence.folded[start : end_of(sentence.folded, span.end, STOPS)]
    reference = article.reference_date or SOME_DAY
    # A clause that names no time is of the time of the clauses before it; 上月 may be any month.
    own_start = start
    while start > 0 and sentence.folded[start - 1] == "," and not find_times(clause, reference):
        end = start - 1
        start = start_of(sentence.folded, end, STOPS)
        clause = sentence.folded[start:end]
    if _is_of_a_part(question, clause):
        return True
    if text in clause:
        return False
    # 如今有5座: not in 2020.
    said = sentence.folded[start_of(sentence.folded, span.start, STATEMENT) : span.start]
    now = max(said.rfind(word) for word in _NOW)
    asked = next((t for t in find_times(question.folded, reference) if t.span == time.span), time)
    if not find_times(sentence.folded, reference) and text not in sentence.folded:
        before = _last_before(article, sentence, reference)
        if before and before.resolved and asked.resolved:
            return not before.resolved.overlaps(asked.resolved)
    if now >= 0 and asked.resolved and asked.resolved.end < reference and text not in said[now:]:
        return True
    if _another_season(text, clause):
        return True
    others = [
        t
        for t in find_times(clause, reference)
        if t.resolved is not None
        and (_of_one_grain(t, asked) or _apart(t, asked, article))
        and not (asked.resolved and _is_same_period(asked.resolved, t, clause))
        and not _COMPARED_WITH.search(clause, 0, t.span.start)
        and (start == own_start or _is_fixed(t))
        and not _is_of_what_was(sentence, span, start + t.span.end)
    ]
    return bool(others) and all(t.resolved != asked.resolved for t in others)


def other_days(question: Question, sentence: AnnotatedSentence, span: Span) -> tuple[Time, ...]:
    """Return the days a question names by their number alone (30日) if a figure is of another day.

    Its clause tells of which, or the last before it in the sentence that names one.
    """
    asked = [
        (t, int(day[1]))
        for t in find_times(question.folded, SOME_DAY)
        if t.resolved is None
        and (day := _DAY.match(question.folded, t.span.start, t.span.end))
        and day.end() == t.span.end
    ]
    start = end = span.end
    while asked and start > 0:
        start = start_of(sentence.folded, end - 1, STOPS)
        told = [
            int(day[1])
            for t in sentence.points_in_time
            if start <= t.span.start < end
            for day in _DAY.finditer(sentence.folded, t.span.start, t.span.end)
        ]
        if told:
            return tuple(t for t, day in asked if not min(told) <= day <= max(told))
        end = start
    return ()


_DAY = re.compile(r"(\d{1,2})[日号]")


def _is_of_what_was(sentence: AnnotatedSentence, span: Span, at: int) -> bool:
    """Tell whether a time that ends at `at` is that of what was before (由[去年]的9天降到5天)."""
    changes = sentence.changes
    own = changes.get(span)
    return (
        own is not None
        and own.role is Role.TO
        and any(
            change is not None and change.role is Role.FROM and at <= was.start < span.start
            for was, change in changes.items()
        )
    )


_NOW = ("如今", "目前", "眼下", "现在")
"""Words that begin to tell of the present."""


def _last_before(
    article: AnnotatedArticle, sentence: AnnotatedSentence, reference: date
) -> Time | None:
    """Return the last point in time that the paragraph names before a sentence."""
    for earlier in reversed(article.before_in_paragraph(sentence)):
        times = [t for t in find_times(earlier.folded, reference) if t.resolved is not None]
        if times:
            return times[-1]
    return None


def _another_season(asked: str, clause: str) -> bool:
    """Tell whether a season is asked for and a clause names another."""
    seasons = set(re.findall("[春夏秋冬](?=[季天])", asked))
    told = set(re.findall("[春夏秋冬](?=[季天])", clause))
    return bool(seasons and told) and seasons.isdisjoint(told)


def _is_of_a_part(question: Question, clause: str) -> bool:
    """Tell whether the whole year is asked about and a clause tells of a part of it (去年同期)."""
    return "全年" in question.folded and "同期" in clause


def _apart(told: Time, asked: Time, article: AnnotatedArticle) -> bool:
    """Tell whether two times have no day in common (去年, 前7个月).

    A year by its number and one counted from now differ for certain only where the article is
    dated.
    """
    one, other = told.resolved, asked.resolved
    if one is None or other is None or one.overlaps(other):
        return False
    this_year = SOME_DAY.year - 10
    numbered = one.start.year < this_year, other.start.year < this_year
    return article.reference_date is not None or numbered[0] == numbered[1]


def _is_fixed(time: Time) -> bool:
    """Tell whether a time is the same for all that is told (去年, 今年前5个月; not 上月)."""
    return time.kind is not TimeKind.RELATIVE or time.granularity in _YEARS


_YEARS = (TimeKind.YEAR, TimeKind.PERIOD)


def _of_one_grain(told: Time, asked: Time) -> bool:
    """Tell whether two times exclude one another unless equal: months, and months and quarters."""
    if {asked.granularity, told.granularity} == {TimeKind.PERIOD, TimeKind.MONTH}:
        return True
    return told.granularity is asked.granularity
