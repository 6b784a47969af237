"""Answers to questions about a made-up page, kind by kind."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answer import Answer
from bot.answering.answerer import Answerer
from retrieval.reader import read_page


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


def _cases(*names: str) -> list[Any]:
    return [
        pytest.param(
            name,
            case,
            id=case["ask"],
            marks=[pytest.mark.xfail(strict=True, reason="known gap")]
            if case.get("known_gap")
            else [],
        )
        for name in names
        for case in _table(name)["cases"]
    ]


@cache
def _answerer(name: str) -> Answerer:
    return Answerer((read_page(_table(name)["page"], "made-up.txt"),))


def _ask(name: str, question: str) -> Answer:
    (answer,) = _answerer(name).ask(question).answers
    return answer


@pytest.mark.parametrize(("name", "case"), _cases("yes_no.toml", "lists.toml"))
def test_answers(name: str, case: dict[str, str]) -> None:
    answer = _ask(name, case["ask"])

    assert (answer.text or "") == case["answer"]
    assert bool(answer.evidence) == bool(case["answer"])
    assert answer.working == case.get("working")


@pytest.mark.parametrize(("name", "case"), _cases("yes_no.toml", "lists.toml"))
def test_evidence_is_marked_where_the_answer_stands(name: str, case: dict[str, str]) -> None:
    for evidence in _ask(name, case["ask"]).evidence:
        marked = [evidence.page.text[span.start : span.end] for span in evidence.answer_spans]

        assert marked == [evidence.text[mark.start : mark.end] for mark in evidence.marks]
        if name == "lists.toml":
            assert marked == [case["answer"]]
        if "evidence" in case:
            assert case["evidence"] in marked[0]


def test_whatever_is_asked_is_answered_when_it_must_be() -> None:
    answerer = Answerer(
        (read_page(_table("lists.toml")["page"], "made-up.txt"),), always_answer=True
    )

    (answer,) = answerer.ask("考察团在安平走访了哪些企业").answers

    assert answer.text


def test_a_doubtful_enumeration_gives_way_to_the_best_sentence() -> None:
    text = "白石镇的集市每月开两次,卖的是米、面、油、盐。镇上的手艺人还做竹器,样子有篮和席。\n"
    answerer = Answerer((read_page(text, "made-up.txt"),), always_answer=True)

    (answer,) = answerer.ask("手艺人做的竹器样子有哪些").answers

    assert answer.text == "篮和席"


def test_an_answer_that_must_be_given_repeats_no_word_of_the_question_for_how_exact_it_is() -> None:
    text = "白石镇的集市很热闹。赶集的约有三千人,来自十二个村。\n"
    answerer = Answerer((read_page(text, "made-up.txt"),), always_answer=True)

    assert answerer.ask("赶集的大约有多少人").answers[0].text == "三千人"


def test_a_pronoun_is_no_answer_where_one_must_be_given() -> None:
    text = "白石镇有不少水鸟。鸬鹚住在渡口边的老屋里。它们帮渔民捉鱼。\n"
    answerer = Answerer((read_page(text, "made-up.txt"),), always_answer=True)

    assert answerer.ask("什么动物帮渔民捉鱼").answers[0].text == "鸬鹚"
