"""What tells how something is done: by its first words, and with the steps after the first."""

import tomllib
from pathlib import Path

import pytest

from bot.answering.strategies.explained.manners.steps import whole_steps
from bot.answering.strategies.explained.manners.words import tells_deed
from retrieval.fold import fold
from retrieval.page import Span

_TABLE = tomllib.loads(Path(__file__).with_name("deeds.toml").read_text("utf-8"))


@pytest.mark.parametrize("text", _TABLE["deeds"])
def test_tells_a_deed(text: str) -> None:
    assert tells_deed(fold(text))


@pytest.mark.parametrize("text", _TABLE["others"])
def test_tells_none(text: str) -> None:
    assert not tells_deed(fold(text))


@pytest.mark.parametrize("case", _TABLE["steps"], ids=lambda case: case["begin"])
def test_steps_are_whole(case: dict[str, str]) -> None:
    folded, begin = fold(case["text"]), fold(case["begin"])
    start = folded.find(begin)
    whole = whole_steps(folded, Span(start, start + len(begin)))
    assert folded[whole.start : whole.end] == fold(case["whole"])
