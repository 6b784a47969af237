"""A candidate of another place, time, category or unit is no answer, however well it scores."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from bot.answering.dialogue import Dialogue
from retrieval.reader import read_page

TABLE: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "constraints.toml").read_text(encoding="utf-8")
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
def test_answers_what_is_asked_or_not_at_all(case: dict[str, Any]) -> None:
    answers = _answerer().ask(case["q"]).answers

    expected = case.get("several", [None if case.get("none") else case.get("a")])
    assert [answer.text for answer in answers] == expected


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=" / ".join(c["ask"]), marks=_gap(c)) for c in TABLE["turns"]]
)
def test_dialogue(case: dict[str, Any]) -> None:
    dialogue = Dialogue()

    texts = [answer.text for q in case["ask"] for answer in _answerer().ask(q, dialogue).answers]

    assert texts == [text or None for text in case["a"]]
    assert len(dialogue.turns) == len(texts)


def test_a_contradiction_is_shown_with_both_sentences() -> None:
    (answer,) = _answerer().ask("石拱桥有多少个桥洞").answers

    assert answer.working == "文中有两个数字：9个，11个"
    assert answer.value is None
    marked = [e.text[m.start : m.end] for e in answer.evidence for m in e.marks]
    assert marked == ["9个", "11个"]


def test_below_the_threshold_the_nearest_sentence_is_offered() -> None:
    (answer,) = _answerer().ask("竹屏县新开茶馆多少家").answers

    assert answer.text is None
    assert answer.evidence == ()
    assert answer.nearest is not None
    assert "新开" in answer.nearest.text


def test_the_threshold_decides_and_always_answer_overrides_it() -> None:
    page = _answerer().pages
    question = "松溪县博物馆馆藏文物多少件"

    (never,) = Answerer(page, threshold=1.0).ask(question).answers
    (always,) = Answerer(page, threshold=1.0, always_answer=True).ask(question).answers

    assert never.text is None
    assert always.text is not None
    assert always.text.startswith("4300件")
