import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.likeness import bare, likeness

HAN = st.text(alphabet="水不会等人涨落", max_size=12)


def test_bare_keeps_letters_and_digits() -> None:
    assert bare("“水，不会等人！” 3次") == "水不会等人3次"


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("水不会等人", "河边的水不会等人的", 1.0),
        ("水不等人", "水不会等人", 0.75),  # one character left out
        ("水不会等你", "水不会等人", 0.8),  # one exchanged
        ("山", "水", 0.0),
        ("", "水", 0.0),
        ("水", "", 0.0),
    ],
)
def test_counts_the_edits_per_character(asked: str, text: str, expected: float) -> None:
    assert likeness(asked, text) == pytest.approx(expected)


@given(HAN.filter(bool), HAN, HAN)
def test_a_part_of_the_text_is_wholly_like_it(asked: str, before: str, after: str) -> None:
    assert likeness(asked, before + asked + after) == 1.0


@given(HAN, HAN)
def test_lies_between_none_and_all(asked: str, text: str) -> None:
    assert 0.0 <= likeness(asked, text) <= 1.0
