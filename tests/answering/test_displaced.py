"""A figure is not given for words of the question that are said of another figure."""

from typing import Any

import pytest

from tests.answering.page_cases import PageCases

CASES = PageCases("displaced.toml")


@pytest.mark.parametrize("case", CASES.questions())
def test_answers_with_the_figure_of_what_is_asked_or_not_at_all(case: dict[str, Any]) -> None:
    (answer,) = CASES.answerer.ask(case["q"]).answers

    assert answer.text == (None if case.get("none") else case["a"])
