"""Whether any candidate of a context is a gold answer."""

import pytest

from bot.evaluation.oracle import Oracle
from bot.evaluation.questions import GoldQuestion
from retrieval.reader import read_page

TEXT = "青石镇去年开了12家茶馆，镇上的人都很高兴。"


@pytest.mark.parametrize(
    ("answer", "start", "known"),
    [
        ("12家", TEXT.index("12家"), True),
        ("“12家”", None, False),  # nowhere in the text
        ("镇上的人", None, True),
        ("上的人都", None, False),  # not cut at words
    ],
)
def test_knows_the_spans_cut_at_words(answer: str, start: int | None, known: bool) -> None:
    oracle = Oracle(read_page(TEXT, "题.json#1"))

    assert oracle.knows(GoldQuestion("1", "几家", answers=(answer,), starts=(start,))) == known


def test_a_page_without_candidates_knows_nothing() -> None:
    gold = GoldQuestion("1", "几家", answers=("《",), starts=(0,))

    assert not Oracle(read_page("《", "题.json#1")).knows(gold)
