"""Whether a time is as fine as the question asks, and what is told is of the time it names."""

from collections.abc import Callable

import numpy as np

from bot.answering.annotation import FloatArray
from bot.answering.facts.timepoint import TimeKind
from bot.answering.matching.match import Match
from bot.answering.rules.registry import rule
from bot.answering.understanding.grain import asked_grain, asks_year


@rule
def as_fine_as_asked(match: Match) -> FloatArray:
    """The candidate is a time of the very unit asked for."""
    grain = asked_grain(match.question)
    return _where_grain(match, lambda g: g is grain)


@rule
def other_grain_than_asked(match: Match) -> FloatArray:
    """The candidate is a time, but coarser or finer than asked."""
    grain = asked_grain(match.question)
    if grain is None:
        return np.zeros(len(match.pool), dtype=np.float32)
    return _where_grain(match, lambda g: g is not grain)


def _where_grain(match: Match, test: Callable[[TimeKind], bool]) -> FloatArray:
    """Return 1 for the candidates that are a time, or part of one, whose unit passes `test`.

    Asked for a year, a time whose year is named before it counts as that.
    """
    values = np.zeros(len(match.pool), dtype=np.float32)
    for index, grain in match.pool.grains.items():
        values[index] = test(grain)
    if asks_year(match.question):
        values[list(match.pool.years_told)] = test(TimeKind.YEAR)
    return values


@rule
def until_next_time(match: Match) -> FloatArray:
    """Question weight between a time and the next one: what happened then; 0 for others."""
    return match.until_next


@rule
def until_next_behind_best(match: Match) -> FloatArray:
    """How far that lies behind the article's best time (0 or less)."""
    found = match.until_next
    behind = np.zeros_like(found)
    times = list(match.pool.grains)
    behind[times] = found[times] - found.max(initial=0.0)
    return behind


@rule
def of_time_asked(match: Match) -> FloatArray:
    """What stands there is told of a time that the question names."""
    return (match.time_agreement > 0).astype(np.float32)


@rule
def of_another_time(match: Match) -> FloatArray:
    """What stands there is told of another time than the question names."""
    return (match.time_agreement < 0).astype(np.float32)
