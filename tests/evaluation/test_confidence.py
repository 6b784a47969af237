import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.confidence import (
    OperatingPoint,
    ReliabilityBin,
    auroc,
    expected_calibration_error,
    precision_coverage,
    reliability,
)

SCORES = st.lists(st.sampled_from([0.0, 0.2, 0.5, 0.7, 1.0]), min_size=1, max_size=8)


@given(SCORES, SCORES)
def test_auroc_is_the_share_of_pairs_in_order(above: list[float], below: list[float]) -> None:
    won = sum((a > b) + (a == b) / 2 for a in above for b in below)
    assert auroc(above, below) == pytest.approx(won / len(above) / len(below))


def test_auroc_needs_both_sides() -> None:
    assert auroc([0.5], []) is None
    assert auroc([], [0.5]) is None


def test_precision_coverage() -> None:
    answered = [(0.9, True), (0.5, False), (0.5, True), (0.2, False)]
    assert precision_coverage(answered, questions=8) == (
        OperatingPoint(0.9, 1 / 8, 1.0),
        OperatingPoint(0.5, 3 / 8, 2 / 3),
        OperatingPoint(0.2, 4 / 8, 2 / 4),
    )
    assert precision_coverage([], questions=3) == ()


def test_reliability_and_calibration_error() -> None:
    answered = [(0.85, True), (0.85, False), (0.1, False), (1.0, True)]
    assert reliability(answered) == (
        ReliabilityBin(0.1, 0.2, 1, 0.1, 0.0),
        ReliabilityBin(0.8, 0.9, 2, 0.85, 0.5),
        ReliabilityBin(0.9, 1.0, 1, 1.0, 1.0),
    )
    assert expected_calibration_error(answered) == pytest.approx((0.1 + 2 * 0.35 + 0) / 4)
    assert expected_calibration_error([]) is None
