"""What the confidences are worth: separation, precision against coverage, calibration."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

RELIABILITY_BINS = 10


@dataclass(frozen=True)
class OperatingPoint:
    """What answering only at or above `threshold` would give."""

    threshold: float
    coverage: float
    """Share of all questions answered, 0 to 1."""
    precision: float
    """Share of those answered that are right, 0 to 1."""


@dataclass(frozen=True)
class ReliabilityBin:
    """The answers whose confidence lies in one of the equally wide ranges."""

    low: float
    high: float
    count: int
    confidence: float
    """Mean confidence."""
    accuracy: float
    """Share that is right."""


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float | None:
    """Return how often a positive scores above a negative, ties counted half; None if one is empty.

    The area under the ROC curve by the Mann-Whitney statistic, from mid-ranks.
    """
    if not positives or not negatives:
        return None
    ranked = sorted(
        [(score, True) for score in positives] + [(score, False) for score in negatives]
    )
    rank_sum, seen = 0.0, 0
    for _, group in groupby(ranked, key=lambda pair: pair[0]):
        tied = list(group)
        rank_sum += (seen + (len(tied) + 1) / 2) * sum(positive for _, positive in tied)
        seen += len(tied)
    n = len(positives)
    return (rank_sum - n * (n + 1) / 2) / (n * len(negatives))


def precision_coverage(
    answered: Sequence[tuple[float, bool]], questions: int
) -> tuple[OperatingPoint, ...]:
    """Return precision and coverage at each distinct confidence, from the highest down.

    `answered` holds (confidence, right) of each answer given; `questions` counts all questions,
    refused ones too.
    """
    points = []
    right = count = 0
    ordered = sorted(answered, reverse=True)
    for threshold, group in groupby(ordered, key=lambda pair: pair[0]):
        for _, is_right in group:
            right += is_right
            count += 1
        points.append(OperatingPoint(threshold, count / questions, right / count))
    return tuple(points)


def reliability(answered: Sequence[tuple[float, bool]]) -> tuple[ReliabilityBin, ...]:
    """Return the bins that hold answers, in rising confidence; `answered` as above."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in answered:
        at = min(int(confidence * RELIABILITY_BINS), RELIABILITY_BINS - 1)
        bins.setdefault(at, []).append((confidence, right))
    return tuple(
        ReliabilityBin(
            low=at / RELIABILITY_BINS,
            high=(at + 1) / RELIABILITY_BINS,
            count=len(members),
            confidence=sum(c for c, _ in members) / len(members),
            accuracy=sum(r for _, r in members) / len(members),
        )
        for at, members in sorted(bins.items())
    )


def expected_calibration_error(answered: Sequence[tuple[float, bool]]) -> float | None:
    """Return the mean gap between confidence and accuracy over the bins, weighted by their counts.

    ECE as in Guo et al. 2017, ten bins; None without answers.
    """
    if not answered:
        return None
    gaps = (b.count * abs(b.confidence - b.accuracy) for b in reliability(answered))
    return sum(gaps) / len(answered)
