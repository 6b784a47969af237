"""A figure is not given for words of the question that are said of another figure."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from retrieval.reader import read_page

TABLE: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "displaced.toml").read_text(encoding="utf-8")
)


def _gap(case: dict[str, Any]) -> list[pytest.MarkDecorator]:
    if "known_gap" not in case:
        return []
    return [pytest.mark.xfail(strict=True, reason=case["known_gap"])]


@cache
def _answerer() -> Answerer:
    return Answerer((read_page(TABLE["text"].strip() + "\n", "made-up.txt"),))


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c["q"], marks=_gap(c)) for c in TABLE["cases"]]
)
def test_answers_with_the_figure_of_what_is_asked_or_not_at_all(case: dict[str, Any]) -> None:
    (answer,) = _answerer().ask(case["q"]).answers

    assert answer.text == (None if case.get("none") else case["a"])
