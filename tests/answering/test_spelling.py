import tomllib
from pathlib import Path

import pytest

from bot.answering.question import Reading
from bot.answering.understanding.spelling import Spelling
from retrieval.fold import fold

CASES = tomllib.loads(Path(__file__).with_name("spelling.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling(fold(line) for line in CASES["text"].split("。"))


@pytest.mark.parametrize(("typed", "meant"), CASES["slips"])
def test_slips_are_read_as_what_the_texts_have(spelling: Spelling, typed: str, meant: str) -> None:
    text, _ = spelling.mend(typed)
    assert text == meant


@pytest.mark.parametrize("typed", CASES["as_typed"])
def test_what_may_be_meant_stays_as_it_is(spelling: Spelling, typed: str) -> None:
    assert spelling.mend(typed) == (typed, ())


def test_what_is_read_otherwise_is_named_by_its_word(spelling: Spelling) -> None:
    _, readings = spelling.mend("合作社付理事长签汀了什莫")
    assert readings == (
        Reading("付理事长", "副理事长"),
        Reading("签汀", "签订"),
        Reading("什莫", "什么"),
    )
