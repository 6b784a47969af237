"""Whether a time is as fine as the question asks."""

import numpy as np

from bot.answering.annotation import FloatArray
from bot.answering.facts.timepoint import TimeKind
from bot.answering.matching import Match
from bot.answering.rules.registry import rule

_ASKED = (
    ("世纪", TimeKind.CENTURY),
    ("年代", TimeKind.CENTURY),
    ("朝", TimeKind.ERA),
    ("年", TimeKind.YEAR),
    ("月", TimeKind.MONTH),
    ("日", TimeKind.DATE),
    ("天", TimeKind.DATE),
    ("号", TimeKind.DATE),
    ("点", TimeKind.CLOCK),
)
"""What part of a question word says how fine a time is wanted; the last that it holds counts."""


def asked_grain(match: Match) -> TimeKind | None:
    """Return how fine a time the question asks for (哪一年 → year), None if it does not say."""
    question = match.question
    wh = question.wh
    asked = question.folded[wh.start : wh.end + 1] if wh else ""
    found = [(asked.rfind(word), grain) for word, grain in _ASKED if word in asked]
    return max(found, default=(0, None), key=lambda pair: pair[0])[1]


@rule
def as_fine_as_asked(match: Match) -> FloatArray:
    """The candidate is a time of the very unit asked for."""
    grain = asked_grain(match)
    return np.array([g is not None and g is grain for g in match.pool.grains], dtype=np.float32)


@rule
def other_grain_than_asked(match: Match) -> FloatArray:
    """The candidate is a time, but coarser or finer than asked."""
    grain = asked_grain(match)
    if grain is None:
        return np.zeros(len(match.pool), dtype=np.float32)
    return np.array([g is not None and g is not grain for g in match.pool.grains], dtype=np.float32)
