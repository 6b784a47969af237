"""How much of what is asked each unit of a text has, the rarer the heavier."""

import math
from collections import defaultdict
from collections.abc import Sequence, Set

import numpy as np

from bot.answering.annotation.arrays import FloatArray


class Inventory:
    """Which features (characters, bigrams) each of S units has, and how rare each of them is."""

    def __init__(self, units: Sequence[Set[str]]) -> None:
        """Count in how many of `units` each feature stands."""
        self._size = len(units)
        self._idf = [
            math.log(1 + (self._size - count + 0.5) / (count + 0.5))
            for count in range(self._size + 1)
        ]
        """By how many units have a feature."""
        self._having: dict[str, list[int]] = defaultdict(list)
        for number, unit in enumerate(units):
            for feature in unit:
                self._having[feature].append(number)

    def coverage(self, asked: Set[str]) -> FloatArray:
        """Return the share of `asked`, by rarity, that each unit has, shape (S,)."""
        having = [self._having.get(feature, ()) for feature in sorted(asked)]
        weights = [self._idf[len(units)] for units in having]
        total = sum(weights) or 1.0
        found = [0.0] * self._size
        for units, weight in zip(having, weights, strict=True):
            for number in units:
                found[number] += weight
        return np.array([weight / total for weight in found], dtype=np.float32)
