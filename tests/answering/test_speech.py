import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.facts.names import is_name
from bot.answering.facts.speech import find_speech
from bot.answering.facts.spoken import Speech
from retrieval.fold import fold
from retrieval.surnames import has_name_shape
from retrieval.tokens import tokenize_folded

CASES = tomllib.loads((Path(__file__).parent / "speech.toml").read_text(encoding="utf-8"))["cases"]


def parameter(case: dict[str, Any]) -> Any:
    gap = pytest.mark.xfail(strict=True, reason="known gap")
    return pytest.param(case, id=case["text"], marks=[gap] if case.get("known_gap") else [])


def describe(text: str, speech: Speech) -> str:
    words = " / ".join(text[part.start : part.end] for part in speech.parts)
    who = text[speech.answer.start : speech.answer.end]
    return f"{who}: “{words}”" if speech.quoted else f"{who}: {words}"


@pytest.mark.parametrize("case", [parameter(case) for case in CASES])
def test_finds_who_says_what(case: dict[str, Any]) -> None:
    text = fold(case["text"])
    assert [describe(text, s) for s in find_speech(text, tokenize_folded(text))] == case["says"]


@given(st.text(alphabet='“”‘’"他甲王明说称表示据在的着，。：！？ 12日长记者', max_size=40))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    text = fold(text)
    for speech in find_speech(text, tokenize_folded(text)):
        ends = [0]
        for part in speech.parts:
            assert ends[-1] <= part.start < part.end <= len(text)
            ends.append(part.end)
        assert 0 <= speech.speaker.start < speech.speaker.end <= len(text)
        assert speech.name is None or speech.speaker.contains(speech.name)


@pytest.mark.parametrize("text", ["王明", "常明亮", "欧阳慧", "欧阳慕雪", "尉迟青"])
def test_is_a_name(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize(
    "text", ["马上", "高校", "安全", "金融界", "专家", "王", "王明亮说话", "Ann"]
)
def test_is_no_name(text: str) -> None:
    assert not is_name(text)


def test_a_surname_of_two_characters_needs_a_given_name() -> None:
    assert not has_name_shape("慕容")
