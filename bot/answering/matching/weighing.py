"""Arrays of what is found of a question's words: weighed sums, and distances in tokens."""

import numpy as np

from bot.answering.annotation import BoolArray, FloatArray

FAR = np.float32(1_000_000)
"""Token distance that stands for "not in this sentence"."""


def weighted_sum(weights: FloatArray, values: FloatArray | BoolArray) -> FloatArray:
    """Sum rows of `values`, shape (Q, …), each times its weight, shape (Q,).

    By einsum: for finite float32 numbers the product of BLAS may warn of an invalid value.
    """
    total: FloatArray = np.einsum("q,q...->...", weights, values.astype(np.float32, copy=False))
    return total


def closeness(distance: FloatArray, reach: float) -> FloatArray:
    """Return 1 at distance 0, falling to 1/e at `reach` tokens."""
    return np.exp(distance / np.float32(-reach)).astype(np.float32, copy=False)


def nearest(hits: BoolArray, back: FloatArray) -> FloatArray:
    """Return for every token the distance to the nearest hit before it, shape as `hits` (Q, T).

    `back`, shape (T,), tells how many tokens before each its sentence begins: hits in another
    sentence do not count, FAR.
    """
    # Row after row; what is nearest in a row before is farther away than the row begins.
    bounds = np.concatenate([[-1], np.flatnonzero(hits), [hits.size - 1]])
    previous = np.repeat(bounds[:-1], bounds[1:] - bounds[:-1])
    distance = (np.arange(hits.size) - previous).astype(np.float32).reshape(hits.shape)
    np.copyto(distance, FAR, where=distance > back)
    return distance
