"""Answers from made-up passages where one must be given."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from bot.answering.understanding.accounts import Account, account_asked
from bot.answering.understanding.understand import understand
from retrieval.reader import read_page

PAGES = tomllib.loads((Path(__file__).parent / "always.toml").read_text(encoding="utf-8"))["pages"]


@pytest.mark.parametrize(
    ("text", "case"), [pytest.param(p["text"], c, id=c["q"]) for p in PAGES for c in p["cases"]]
)
def test_answers_from_a_passage(text: str, case: dict[str, Any]) -> None:
    answerer = Answerer((read_page(text, "made-up.txt"),), always_answer=True)

    (answer,) = answerer.ask(case["q"]).answers

    assert answer.text == case["a"]
    (evidence,) = answer.evidence
    (mark,) = evidence.marks
    assert evidence.text[mark.start : mark.end] == case["a"]


# question, what it wants told
ASKED = [
    ("这种柳树有什么特点？", Account.HAPPENED),
    ("那年林场做了什么？", Account.HAPPENED),
    ("1987年，林场发生了什么事情？", Account.HAPPENED),
    ("种柳树对堤岸有何影响？", Account.HAPPENED),
    ("柳枝的用途是什么？", Account.OF),
    ("砍掉柳树会造成什么后果？", Account.OF),
    ("柳树的叶子是什么样的？", Account.LIKE),
    ("第一仗的战况如何？", Account.LIKE),
    ("农书对柳树是怎样描述的？", Account.LIKE),
    ("柳树是怎么繁殖的？", Account.HOW),
    ("为什么要种柳树？", Account.HOW),
    ("河边种的是什么树？", None),
    ("柳树受什么影响？", None),
    ("堤岸大部分为什么地形？", None),
    ("柳树有多高？", None),
]


@pytest.mark.parametrize(("question", "wanted"), ASKED)
def test_what_is_to_be_told(question: str, wanted: Account | None) -> None:
    assert account_asked(understand(question)) is wanted
