"""Times that cannot be the one asked for, by what they hold and what stands around them."""

import re
from collections.abc import Callable
from functools import partial

from bot.answering.candidate import Candidate
from bot.answering.datafiles import table_words
from bot.answering.facts.timepoint import TimeKind
from bot.answering.lexicon.words import time_words
from bot.answering.question import Kind, Question
from bot.answering.spans.ends import RANGE
from bot.answering.spans.fuller_times import fuller_time
from bot.answering.stretches import clause_around
from bot.answering.understanding.grain import asked_grain
from retrieval.patterns import any_of

_words = partial(table_words, __package__, "time_forms.toml")

_ASKS_OFFICE = re.compile(
    f"(?:什么时候|何时|几时|哪[一年月天]+){any_of(_words('office', 'asked'))}"
)
_TOOK_OFFICE = re.compile(any_of(_words("office", "told")))
_RUNS = (_words("first_run"), _words("last_run"))
_STAGES = (
    (_words("begun"), _words("finished")),
    (_words("born"), _words("died")),
)
_TELLING = {
    TimeKind.YEAR: re.compile("年|世纪|届|时期|朝"),
    TimeKind.CLOCK: re.compile(r"[时点分刻]|\d:\d"),
}
"""What a time has that is as fine as asked for."""
_WEEKDAY = re.compile("(?:周|星期|礼拜)几")
_TELLS_WEEKDAY = re.compile("周[一二三四五六日天末]|星期|礼拜|每天|[工双休]{1,2}日")
_SEVERAL_DAYS = re.compile("哪(?:几|些|[两二三四五])(?:天|日)")
_TELLS_SEVERAL = re.compile(
    f"{RANGE.pattern}|[、和及]|[每周旬假节两三四五六七]|期间|月(?!\\d)|星期|礼拜"
)
"""What times have that are of more than one day: their ends, the days themselves, a name."""
_SEASON = re.compile("季节|哪一?季")
_TELLS_SEASON = re.compile("[春夏秋冬季月]")
_BOTH_RUNS = re.compile("首末班[^,;。]*?(?P<first>[\\d:点时分半]+)(?:和|、|与|至|—|-|,)[\\d:]")


def is_no_time_asked(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate is too coarse a time, or one that another question asks for."""
    return any(rule(question, candidate) for rule in _RULES)


def _is_too_coarse(question: Question, candidate: Candidate) -> bool:
    """Tell whether a year or an hour is asked for (哪年, 几点), and a time has none."""
    if question.kind is not Kind.DATE:
        return False
    grain = TimeKind.CLOCK if "几点" in question.folded else asked_grain(question)
    told = _TELLING.get(grain) if grain else None
    return told is not None and candidate.year is None and told.search(candidate.folded) is None


def _is_no_weekday(question: Question, candidate: Candidate) -> bool:
    """Tell whether a day of the week is asked for, and a candidate is none."""
    return (
        _WEEKDAY.search(question.folded) is not None
        and _TELLS_WEEKDAY.search(candidate.folded) is None
    )


def _is_no_season(question: Question, candidate: Candidate) -> bool:
    """Tell whether a season is asked for, and a candidate tells none."""
    return (
        question.kind is Kind.DATE
        and _SEASON.search(question.folded) is not None
        and _TELLS_SEASON.search(candidate.folded) is None
    )


_AGE = re.compile("什么(?:时代|朝代|时期)|哪一?个?(?:时代|朝代|朝(?!廷))")
_YEAR_ONLY = re.compile(r"\d{4}年")


def _is_no_age(question: Question, candidate: Candidate) -> bool:
    """Tell whether an age of history is asked for (什么时代), and a candidate is a mere year."""
    return (
        _AGE.search(question.folded) is not None and _YEAR_ONLY.search(candidate.folded) is not None
    )


def _is_one_day_only(question: Question, candidate: Candidate) -> bool:
    """Tell whether several days are asked for (哪几天), and a candidate is a single one."""
    if _SEVERAL_DAYS.search(question.folded) is None:
        return False
    own = fuller_time(question, candidate.sentence, candidate.span)
    return _TELLS_SEVERAL.search(candidate.sentence.folded, own.start, own.end) is None


def _took_no_office(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked when somebody took office, and a sentence says nothing of it."""
    return (
        question.kind is Kind.DATE
        and _ASKS_OFFICE.search(question.folded) is not None
        and _TOOK_OFFICE.search(candidate.sentence.folded.replace("主任", "")) is None
    )


def _is_of_the_other_run(question: Question, candidate: Candidate) -> bool:
    """Tell whether the last run (末班车) is asked about, and a clause tells of the first alone."""
    runs = [
        (asked, other)
        for asked, other in (_RUNS, _RUNS[::-1])
        if any(word in question.folded for word in asked)
    ]
    if not runs:
        return False
    folded = candidate.sentence.folded
    own = clause_around(folded, candidate.span)
    said = folded[own.start : own.end]
    if both := _BOTH_RUNS.search(said):  # 首末班车为6点和22点
        comes_first = candidate.span.end <= own.start + both.end("first")
        return comes_first is not any(word in question.folded for word in _RUNS[0])
    return any(
        any(word in said for word in other) and not any(word in said for word in asked)
        for asked, other in runs
    )


def _was_before(question: Question, candidate: Candidate) -> bool:
    """Tell whether an hour is what it was before a change (由6:40调整为7:10), or what it became.

    That is, where the other of the two is asked for.
    """
    if question.kind is not Kind.DATE or not _TELLING[TimeKind.CLOCK].search(candidate.folded):
        return False
    folded, span = candidate.sentence.folded, candidate.span
    was = _FROM.search(folded[: span.start]) and _CHANGED_TO.match(folded, span.end)
    became = _FROM_AN_HOUR.search(folded[: span.start])
    asks_before = any(w in question.folded for w in _BEFORE)
    return bool(became if asks_before else was)


_BEFORE = (*time_words("originally"), *time_words("before"))
_CHANGED = "(?:统一)?(?:调整|提[前早]|推[迟后]|延[迟长后时]?|顺延|变更|[改变])[至到为成]"
_FROM = re.compile("[由从][^,;。\\d]{0,8}$|原来?[^,;。\\d]{0,4}$")
_CHANGED_TO = re.compile(_CHANGED)
_FROM_AN_HOUR = re.compile(f"[由从原][^,;。]{{2,14}}{_CHANGED}[^,;。\\d]{{0,4}}$")


def _is_of_the_other_stage(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked when works were begun, and a clause tells only of their end.

    Likewise of births and deaths.
    """
    if question.kind is not Kind.DATE:
        return False
    folded = candidate.sentence.folded
    own = clause_around(folded, candidate.span)
    said = folded[own.start : own.end]
    for stages in _STAGES:
        asked, told = (
            [any(w in text for w in stage) for stage in stages] for text in (question.folded, said)
        )
        if sum(asked) == sum(told) == 1 and asked != told:
            return True
    return False


_RULES: tuple[Callable[[Question, Candidate], bool], ...] = (
    _is_too_coarse,
    _is_no_weekday,
    _is_no_season,
    _is_no_age,
    _is_one_day_only,
    _took_no_office,
    _is_of_the_other_run,
    _is_of_the_other_stage,
    _was_before,
)
