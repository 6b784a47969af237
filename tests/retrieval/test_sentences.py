from pathlib import Path

import pytest

from retrieval.page import MappedText, Span
from retrieval.sentences import split_clauses, split_sentences


def cases(name: str) -> list[str]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def mapped(text: str) -> MappedText:
    return MappedText(text, (Span(0, len(text)),))


@pytest.mark.parametrize("case", cases("sentences.txt"))
def test_split_sentences(case: str) -> None:
    expected = [part.strip() for part in case.split("|")]
    assert [s.text for s in split_sentences(mapped(case.replace("|", "")))] == expected


@pytest.mark.parametrize("case", cases("clauses.txt"))
def test_split_clauses(case: str) -> None:
    assert [c.text for c in split_clauses(mapped(case.replace("|", "")))] == case.split("|")


@pytest.mark.parametrize(
    "text",
    [
        "“" * 100_000,
        "（甲。" * 50_000,
        "《" * 50_000 + "？" * 50_000 + "》" * 50_000,
        "." * 100_000,
    ],
    ids=["quotes", "brackets", "titles", "points"],
)
def test_lone_and_nested_signs_lose_nothing(text: str) -> None:
    assert "".join(s.text for s in split_sentences(mapped(text))) == text
    assert "".join(c.text for c in split_clauses(mapped(text))) == text
