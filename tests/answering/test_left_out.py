"""What the sentence that tells of a deed leaves out, and what stands before it (left_out.py)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from retrieval.reader import read_page

CASES = tomllib.loads(Path(__file__).with_name("left_out.toml").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["q"]))
def test_answers_with_what_stands_before(case: dict[str, Any]) -> None:
    page = read_page(case["text"], "made-up.txt")
    (answer,) = Answerer((page,), always_answer=True).ask(case["q"]).answers
    if "a" in case:
        assert answer.text == case["a"]
    else:
        assert case["sentence"] in answer.evidence[0].text
