"""The logistic model of confidence and its table of weights."""

import math

from hypothesis import given
from hypothesis import strategies as st

from bot.answering.confidence import Features, default_weights, probability_of

COUNTS = st.integers(0, 5000).map(float)


@given(st.builds(Features, *[COUNTS] * len(Features._fields)))
def test_confidence_is_a_probability(features: Features) -> None:
    assert 0.0 <= probability_of(features, default_weights()) <= 1.0


def test_is_the_logistic_function_of_the_weighed_features() -> None:
    zeros = Features(*[0.0] * len(Features._fields))
    weights = zeros._replace(bias=1.0, coverage=-2.0)

    assert probability_of(zeros, weights) == 0.5
    assert math.isclose(
        probability_of(zeros._replace(bias=1.0, coverage=0.25), weights), 1 / (1 + math.exp(-0.5))
    )


def test_what_is_missing_never_raises_confidence() -> None:
    weights = default_weights()._asdict()

    lowering = [w for name, w in weights.items() if name.startswith("missing")]
    assert len(lowering) > 5
    assert all(weight <= 0 for weight in lowering)
