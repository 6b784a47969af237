"""Answers that are names and times: see spans.toml."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from bot.answering.dialogue import Dialogue
from retrieval.reader import read_page

_TEXTS = tomllib.loads(Path(__file__).with_name("spans.toml").read_text(encoding="utf-8"))["text"]
_CASES = [
    pytest.param(
        entry["text"],
        question,
        id="/".join([*question.get("turns", []), question["ask"]]),
        marks=[pytest.mark.xfail(strict=True)] if question.get("known_gap") else [],
    )
    for entry in _TEXTS
    for question in entry["questions"]
]


@pytest.mark.parametrize(("text", "question"), _CASES)
def test_answer_is_the_whole_name(text: str, question: dict[str, Any]) -> None:
    answerer = Answerer((read_page(text.strip() + "\n", "made-up.txt"),))
    dialogue = Dialogue()
    for turn in question.get("turns", []):
        answerer.ask(turn, dialogue)

    (answer,) = answerer.ask(question["ask"], dialogue).answers

    assert answer.text == question.get("answer")
