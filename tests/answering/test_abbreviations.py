"""Names as the texts have them, where a reader typed them abbreviated or spelled out."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.understanding.abbreviations import Abbreviations
from retrieval.fold import fold

CASES = tomllib.loads(Path(__file__).with_name("abbreviations.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def abbreviations() -> Abbreviations:
    return Abbreviations(fold(line) for line in CASES["text"].split("。"))


@pytest.mark.parametrize(("message", "read"), CASES["read"])
def test_names_are_read_as_the_texts_have_them(
    abbreviations: Abbreviations, message: str, read: str
) -> None:
    readings = list(abbreviations.readings(message))

    assert [reading.read for _, reading in readings] == [read]
    for text, reading in readings:
        assert text == message.replace(reading.typed, reading.read)


@pytest.mark.parametrize("message", CASES["as_typed"])
def test_what_is_no_abbreviation_stays_as_it_is(abbreviations: Abbreviations, message: str) -> None:
    assert list(abbreviations.readings(message)) == []


@given(
    st.text("高新技术企业农商行不和，。一X ", max_size=12),
    st.text("高新技术企业农商行不和，。一X ", max_size=40),
)
def test_what_is_read_stands_in_the_texts(message: str, text: str) -> None:
    for read, reading in Abbreviations([fold(text)]).readings(message):
        assert reading.read in fold(text)
        assert reading.typed in message
        assert reading.read in read
