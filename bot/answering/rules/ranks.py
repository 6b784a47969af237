"""Where a unit stands among all of the article, by how much of the question it has."""

import numpy as np

from bot.answering.annotation import FloatArray


def behind_best(values: FloatArray) -> FloatArray:
    """Return how far each value lies behind the greatest (0 or less)."""
    return values - values.max(initial=0.0)


def is_best(values: FloatArray) -> FloatArray:
    """Return 1 for the greatest values, 0 for the others."""
    return (values >= values.max(initial=0.0) - 1e-6).astype(np.float32)
