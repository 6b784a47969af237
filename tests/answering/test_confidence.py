"""The model of the confidence and its table."""

from hypothesis import given
from hypothesis import strategies as st

from bot.answering.confidence.additive import AdditiveModel, Curve, logistic, read_table
from bot.answering.confidence.characters import AskedCharacters
from bot.answering.confidence.features import Features, default_model
from bot.answering.understanding.understand import understand

COUNTS = st.integers(-5000, 5000).map(float)


@given(st.builds(Features, *[COUNTS] * len(Features._fields)))
def test_confidence_is_a_probability(features: Features) -> None:
    assert 0.0 <= default_model().probability(features) <= 1.0


def test_adds_what_the_curves_have_at_the_values() -> None:
    rising = Curve.of((1.0, 2.0), (0.5, 1.0))
    model = AdditiveModel(-1.0, {"a": rising, "b": Curve.of((), ())})

    assert [rising.at(value) for value in (0.9, 1.0, 1.9, 2.0, 9.0)] == [0.0, 0.5, 0.5, 1.5, 1.5]
    assert model.log_odds((1.5, 7.0)) == -0.5
    assert model.probability((1.5, 7.0)) == logistic(-0.5)


def test_table_says_from_which_value_on_what_is_added() -> None:
    model = read_table("# why\nfeature,from,adds\nconstant,,-1\na,2,1\na,1,0.5\n", ("a", "b"))

    assert model == AdditiveModel(
        -1.0, {"a": Curve.of((1.0, 2.0), (0.5, 1.0)), "b": Curve.of((), ())}
    )


@given(st.lists(st.integers(0, 60).map(float), min_size=2).map(sorted))
def test_what_is_missing_never_raises_confidence(values: list[float]) -> None:
    lowering = [c for name, c in default_model().curves.items() if name.startswith("missing")]

    assert len(lowering) > 5
    for curve in lowering:
        added = [curve.at(value) for value in values]
        assert added == sorted(added, reverse=True)


def test_characters_are_found_however_the_text_is_cut_into_words() -> None:
    asked = AskedCharacters(understand("青石镇书店有多少家"), lambda part: float(len(part)))

    assert asked.share("青石镇的书店") == 1.0
    assert asked.share("青石镇") == 3 / 5
    assert asked.pair_share("青石镇的书店") == 3 / 4  # no 镇书
    assert asked.pair_share("") == 0.0


def test_a_question_about_nothing_lacks_nothing() -> None:
    assert AskedCharacters(understand("多少"), lambda part: 1.0).share("青石镇") == 1.0
