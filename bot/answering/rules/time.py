"""Whether a time is as fine as the question asks."""

import numpy as np

from bot.answering.annotation import BoolArray, FloatArray
from bot.answering.matching import Match
from bot.answering.rules.registry import rule
from bot.answering.understanding.grain import asked_grain


@rule
def as_fine_as_asked(match: Match) -> FloatArray:
    """The candidate is a time of the very unit asked for."""
    grain = asked_grain(match.question)
    return np.array([g is not None and g is grain for g in match.pool.grains], dtype=np.float32)


@rule
def other_grain_than_asked(match: Match) -> FloatArray:
    """The candidate is a time, but coarser or finer than asked."""
    grain = asked_grain(match.question)
    if grain is None:
        return np.zeros(len(match.pool), dtype=np.float32)
    return np.array([g is not None and g is not grain for g in match.pool.grains], dtype=np.float32)


@rule
def until_next_time(match: Match) -> FloatArray:
    """Question weight between a time and the next one: what happened then; 0 for others."""
    return _until_next(match)[0]


@rule
def until_next_behind_best(match: Match) -> FloatArray:
    """How far that lies behind the article's best time (0 or less)."""
    found, is_time = _until_next(match)
    return np.where(is_time, found - found.max(initial=0.0), np.float32(0.0))


def _until_next(match: Match) -> tuple[FloatArray, BoolArray]:
    """Return what each time has up to the next one in its paragraph, and which are times."""
    article, pool = match.article, match.pool
    is_time = np.array([grain is not None for grain in pool.grains], dtype=bool)
    values = np.zeros(len(pool), dtype=np.float32)
    if is_time.any():
        ends = np.array([len(article)], dtype=np.int32)
        bounds = np.unique(np.concatenate([article.time_starts, article.paragraph_starts, ends]))
        begin = pool.first[is_time]
        end = bounds[np.searchsorted(bounds, begin, side="right")]
        met = np.cumsum(match.solid, axis=1, dtype=np.int32)
        met = np.concatenate([np.zeros((len(met), 1), dtype=np.int32), met], axis=1)
        values[is_time] = match.weigh(met[:, end] > met[:, begin])
    return values, is_time
