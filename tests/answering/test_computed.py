"""Sums, differences and comparisons on the made-up reports of computed.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from retrieval.reader import read_page

REPORTS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "computed.toml").read_text(encoding="utf-8")
)["reports"]
CASES = [
    pytest.param(number, case, id=case["q"])
    for number, report in enumerate(REPORTS)
    for case in report["cases"]
]


@cache
def answerer(report: int) -> Answerer:
    return Answerer((read_page(REPORTS[report]["text"].strip() + "\n", "made-up.txt"),))


@pytest.mark.parametrize(("report", "case"), CASES)
def test_answers(report: int, case: dict[str, Any]) -> None:
    (answer,) = answerer(report).ask(case["q"]).answers

    assert answer.text == (None if case.get("none") else case["a"])
    if "working" in case:
        assert answer.working == case["working"]
    if "marked" in case:
        marked = [e.text[m.start : m.end] for e in answer.evidence for m in e.marks]
        assert marked == case["marked"]
    for evidence in answer.evidence:
        source = evidence.page.text
        for mark, span in zip(evidence.marks, evidence.answer_spans, strict=True):
            assert evidence.text[mark.start : mark.end] == source[span.start : span.end]
