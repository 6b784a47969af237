"""Why there is no answer, and which passage is offered as the nearest."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answer import Refusal
from bot.answering.answerer import Answerer
from bot.answering.dialogue import Dialogue
from retrieval.reader import read_page

TABLE: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "refusals.toml").read_text(encoding="utf-8")
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
def test_says_why_there_is_no_answer(case: dict[str, Any]) -> None:
    (answer,) = _answerer().ask(case["q"]).answers

    assert (answer.text, answer.refusal) == (None, case["refusal"])
    if near := case.get("near"):
        assert answer.nearest is not None
        assert near in answer.nearest.text
    if answer.refusal is Refusal.NOT_UNDERSTOOD:
        assert answer.nearest is None


@pytest.mark.parametrize("case", [pytest.param(c, id=" / ".join(c["ask"])) for c in TABLE["turns"]])
def test_says_why_in_a_dialogue(case: dict[str, Any]) -> None:
    dialogue = Dialogue()

    refusals = [a.refusal for q in case["ask"] for a in _answerer().ask(q, dialogue).answers]

    assert refusals == [refusal or None for refusal in case["refusals"]]


def test_an_answer_has_no_refusal() -> None:
    (answer,) = _answerer().ask("渔港可以停泊多少艘渔船").answers

    assert (answer.text, answer.refusal) == ("240艘", None)
