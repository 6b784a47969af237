"""A figure answers only if it states what is asked: this change, of this thing, in this unit."""

from typing import Any

import pytest

from tests.answering.page_cases import PageCases

CASES = PageCases("figure_facts.toml")


@pytest.mark.parametrize("case", CASES.questions())
def test_answers_with_the_figure_asked_or_not_at_all(case: dict[str, Any]) -> None:
    (answer,) = CASES.answerer.ask(case["q"]).answers

    assert answer.text == (None if case.get("none") else case["a"])
    if "working" in case:
        assert answer.working == case["working"]
