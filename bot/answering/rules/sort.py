"""Whether the candidate is of a sort that can answer."""

import numpy as np

from bot.answering.annotation import FloatArray
from bot.answering.eligibility.fitting import fitting
from bot.answering.matching.match import Match
from bot.answering.rules.registry import rule


@rule
def fits_sort(match: Match) -> FloatArray:
    """The candidate may answer at all: a figure in the unit asked, a time, a person …"""
    return fitting(match).astype(np.float32)
