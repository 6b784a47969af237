"""Reasons, manners and definitions: see clauses.toml. Clauses and their ends."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.answerer import Answerer
from bot.answering.strategies.explained.clauses import split_clauses, trim
from retrieval.fold import fold
from retrieval.page import Span
from retrieval.reader import read_page

_MARKS = ",;:。?!…—、“”‘’「」 "
_TEXTS = tomllib.loads(Path(__file__).with_name("clauses.toml").read_text(encoding="utf-8"))["text"]
_CASES = [(entry["text"], question) for entry in _TEXTS for question in entry["questions"]]


def _bare(text: str) -> str:
    return "".join(c for c in fold(text) if c not in _MARKS)


@pytest.mark.parametrize(("text", "question"), _CASES, ids=[q["ask"] for _, q in _CASES])
def test_answer_is_the_clause(text: str, question: dict[str, Any]) -> None:
    answer = Answerer((read_page(text, "made-up.txt"),)).ask(question["ask"]).answers[0]
    expected = question.get("answer", [])
    if not expected:
        assert answer.text is None
        return
    assert answer.text is not None
    accepted = [expected] if isinstance(expected, str) else expected
    assert _bare(answer.text) in [_bare(a) for a in accepted]
    (evidence,) = answer.evidence
    assert [evidence.text[m.start : m.end] for m in evidence.marks] == [answer.text]


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        ("甲来,乙走。", ["甲来", "乙走"]),
        ("“甲来,乙走。”丙说。", ["“甲来", "乙走", "丙说"]),
        ("上午9:30有1,200人到场;下午没有", ["上午9:30有1,200人到场", "下午没有"]),
        ("办法:先看(甲,乙),再定。", ["办法", "先看(甲,乙)", "再定"]),
        ("读了《远山,近水》。", ["读了《远山,近水》"]),
        ("。”", []),
    ],
)
def test_clauses_end_at_marks(sentence: str, clauses: list[str]) -> None:
    found = [sentence[c.span.start : c.span.end] for c in split_clauses(sentence)]
    assert found == clauses


@given(st.text("甲乙1,;:。“”()《》", max_size=30))
def test_clauses_stand_in_order_and_hold_all_words(sentence: str) -> None:
    clauses = split_clauses(sentence)
    ends = [0, *(at for c in clauses for at in (c.span.start, c.span.end)), len(sentence)]
    assert ends == sorted(ends)
    inside = "".join(sentence[c.span.start : c.span.end] for c in clauses)
    assert [c for c in inside if c in "甲乙1"] == [c for c in sentence if c in "甲乙1"]


@pytest.mark.parametrize(
    ("stretch", "trimmed"),
    [
        ("“甲来了。", "甲来了"),
        ("“甲”和“乙”。", "“甲”和“乙”"),
        (",甲”", "甲"),
        ("甲(乙)", "甲(乙)"),
        ("。”", ""),
    ],
)
def test_marks_without_their_other_half_are_cut(stretch: str, trimmed: str) -> None:
    span = trim(stretch, Span(0, len(stretch)))
    assert stretch[span.start : span.end] == trimmed
