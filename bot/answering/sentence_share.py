"""What the candidates of a sentence say of it together.

Which sentence answers is surer than which of its spans does: where the spans of one sentence share
the probability among them, a single span elsewhere that scores higher than each is often wrong.
"""

from collections.abc import Sequence

import numpy as np

from bot.answering.annotation import FloatArray, IntArray

TEMPERATURE = 2.0
"""Scores are divided by it, so that not the best candidates alone speak for a sentence."""
LEAST = 1e-9
"""The smallest share that is told from none."""


def sentence_shares(
    scores: Sequence[FloatArray], sentences: Sequence[IntArray]
) -> list[FloatArray]:
    """Return the logarithm of the share of all probability that each candidate's sentence has.

    For each of some articles: `scores`, -inf for what does not come into question, `sentences`
    (the number of each candidate's sentence) and the result have shape (C,).
    """
    highest = max((float(s.max()) for s in scores if len(s)), default=-np.inf)
    if highest == -np.inf:
        return [np.zeros_like(s) for s in scores]
    mass = [
        np.bincount(of, weights=np.exp((s - highest) / TEMPERATURE))
        for s, of in zip(scores, sentences, strict=True)
    ]
    total = sum(float(m.sum()) for m in mass)
    return [
        np.log(m / total + LEAST)[of].astype(np.float32)
        for m, of in zip(mass, sentences, strict=True)
    ]
