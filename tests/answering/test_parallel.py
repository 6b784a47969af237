import tomllib
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from bot.answering.facts.parallel import Fact, find_facts
from bot.answering.facts.superlatives import find_superlatives
from bot.answering.facts.times import find_quantities_and_times
from retrieval.page import Span
from retrieval.tokens import tokenize_folded

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "parallel.toml").read_text(encoding="utf-8")
)["cases"]


def parameter(case: dict[str, Any]) -> ParameterSet:
    marks = [pytest.mark.xfail(strict=True, reason="known gap")] if case.get("known_gap") else []
    return pytest.param(case["text"], case["is"], id=case["text"], marks=marks)


def describe(text: str, fact: Fact) -> str:
    def read(span: Span | None) -> str:
        return text[span.start : span.end] if span else ""

    subject = ("^" if fact.subject and fact.inherited else "") + read(fact.subject)
    number = read(fact.quantity.span)
    if fact.compared:
        number += " < " + read(fact.compared)
    attribute = read(fact.attribute) + ("*" if fact.change else "")
    return f"{subject} | {read(fact.counted)} | {number} | {attribute}".rstrip()


@pytest.mark.parametrize(("text", "expected"), [parameter(case) for case in CASES])
def test_find_facts(text: str, expected: list[str]) -> None:
    quantities, times = find_quantities_and_times(text)

    facts = find_facts(text, quantities, times, tokenize_folded(text))

    assert [describe(text, fact) for fact in facts] == expected


@pytest.mark.parametrize(
    ("text", "subject", "word"),
    [
        ("其中以石桥镇为最多,卖出3吨", "石桥镇", "多"),
        ("最高的是东塔,高58米", "东塔", "高"),
        ("分区县看,甲区增速最快", "甲区", "快"),
        ("岛上人口最多的城市是南屿市", "南屿市", "多"),
        ("南屿市是岛上人口最多的城市", "南屿市", "多"),
        ("最年轻的技术员陈小鱼才24岁", "技术员陈小鱼", "年轻"),
    ],
)
def test_find_superlatives(text: str, subject: str, word: str) -> None:
    quantities, times = find_quantities_and_times(text)

    (found,) = find_superlatives(text, quantities, times, tokenize_folded(text))

    assert (text[found.subject.start : found.subject.end], found.word) == (subject, word)
