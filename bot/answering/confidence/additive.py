"""An additive model: what each feature adds to the log-odds, as a curve of steps.

A generalized additive model (Hastie and Tibshirani, "Generalized Additive Models", 1986) whose
curves are constant between a few values of the feature: what it says can be read off the table.
"""

import csv
import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Curve:
    """What a feature adds, by its value."""

    starts: tuple[float, ...]
    """Where each step begins, ascending; below the first the feature adds nothing."""
    steps: tuple[float, ...]
    """What each adds to the one before."""
    sums: tuple[float, ...]
    """What is added below the first step, and on each: one more than steps."""

    @classmethod
    def of(cls, starts: Iterable[float], steps: Iterable[float]) -> "Curve":
        """Make the curve that rises by each of `steps` at each of `starts`."""
        steps = tuple(steps)
        return cls(tuple(starts), steps, (0.0, *accumulate(steps)))

    def at(self, value: float) -> float:
        """Return what a value of the feature adds."""
        return self.sums[bisect_right(self.starts, value)]


@dataclass(frozen=True)
class AdditiveModel:
    """Log-odds as a sum: a constant, and for each feature what its curve has at its value."""

    constant: float
    curves: Mapping[str, Curve]
    """By feature, in the order of the features; each has one."""

    def log_odds(self, features: Sequence[float]) -> float:
        """Return the log-odds; `features` in the order of `curves`."""
        return self.constant + sum(
            curve.at(value) for curve, value in zip(self.curves.values(), features, strict=True)
        )

    def probability(self, features: Sequence[float]) -> float:
        """Return the logistic function of the log-odds."""
        return logistic(self.log_odds(features))


def logistic(score: float) -> float:
    """Return 1 / (1 + exp(-score)), however far from zero the score is."""
    small = math.exp(-abs(score))
    return 1.0 / (1.0 + small) if score > 0 else small / (1.0 + small)


COLUMNS = ("feature", "from", "adds")
"""Of the table: a row a step, and first one for the constant, whose `from` is empty."""
CONSTANT = "constant"


def read_table(text: str, features: Sequence[str]) -> AdditiveModel:
    """Read a table; lines that begin with # are comments.

    Raises ValueError if it has no constant, or names what is none of `features`.
    """
    steps: dict[str, list[tuple[float, float]]] = {name: [] for name in features}
    constant = None
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        if row["feature"] == CONSTANT:
            constant = float(row["adds"])
        elif row["feature"] in steps:
            steps[row["feature"]].append((float(row["from"]), float(row["adds"])))
        else:
            raise ValueError(f"unknown feature: {row['feature']}")
    if constant is None:
        raise ValueError("no constant")
    curves = {
        name: Curve.of((start for start, _ in sorted(rows)), (adds for _, adds in sorted(rows)))
        for name, rows in steps.items()
    }
    return AdditiveModel(constant, curves)
