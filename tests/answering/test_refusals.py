"""Why there is no answer, and which passage is offered as the nearest."""

from typing import Any

import pytest

from bot.answering.answer import Refusal
from bot.answering.dialogue import Dialogue
from tests.answering.page_cases import PageCases

CASES = PageCases("refusals.toml")


@pytest.mark.parametrize("case", CASES.questions())
def test_says_why_there_is_no_answer(case: dict[str, Any]) -> None:
    (answer,) = CASES.answerer.ask(case["q"]).answers

    assert (answer.text, answer.refusal) == (None, case["refusal"])
    if near := case.get("near"):
        assert answer.nearest is not None
        assert near in answer.nearest.text
    if answer.refusal is Refusal.NOT_UNDERSTOOD:
        assert answer.nearest is None


@pytest.mark.parametrize("case", CASES.dialogues())
def test_says_why_in_a_dialogue(case: dict[str, Any]) -> None:
    dialogue = Dialogue()

    answers = [a for q in case["ask"] for a in CASES.answerer.ask(q, dialogue).answers]

    assert [a.refusal for a in answers] == [refusal or None for refusal in case["refusals"]]
    if (near := case.get("near")) is not None:
        nearest = answers[-1].nearest
        assert near in nearest.text if nearest and near else not (nearest or near)


def test_an_answer_has_no_refusal() -> None:
    (answer,) = CASES.answerer.ask("渔港可以停泊多少艘渔船").answers

    assert (answer.text, answer.refusal) == ("240艘", None)
