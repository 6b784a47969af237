from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.facts.enumerations import Enumeration, find_enumerations
from retrieval.fold import fold
from retrieval.tokens import tokenize_folded
from tests.answering.marked import Case, cases


def find(text: str) -> tuple[Enumeration, ...]:
    folded = fold(text)
    return find_enumerations(folded, tokenize_folded(folded))


def describe(text: str, enumeration: Enumeration) -> str:
    items = "|".join(text[item.start : item.end] for item in enumeration.items)
    return ("" if enumeration.is_marked else "~") + items + ("+" if enumeration.is_open else "")


@pytest.mark.parametrize("case", cases("enumerations.toml"))
def test_finds_what_the_specification_says(case: Case) -> None:
    assert tuple(describe(case.text, found) for found in find(case.text)) == case.meanings


@given(st.text(alphabet="甲镇乙厂丙和、,。及等《》“”();一是二3个的了与", max_size=30))
def test_items_stand_in_order_within_the_text(text: str) -> None:
    for found in find(text):
        assert len(found.items) > 1
        assert found.span.start >= 0
        assert found.span.end <= len(text)
        assert all(item.start < item.end for item in found.items)
        assert all(left.end <= right.start for left, right in pairwise(found.items))
