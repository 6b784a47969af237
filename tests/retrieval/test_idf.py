import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.idf import Idf
from tests.retrieval.pages import page

IDF = Idf(
    (
        page(
            "青石港公司去年新增集装箱航线十二条，公司员工增加。",
            "欧阳青禾介绍了公司的计划。",
            "游客可以从青石港乘船出海。",
        ),
    )
)


@pytest.mark.parametrize(
    "ascending",
    [
        # A function word, a common noun, a rare name; all on the page.
        ("的", "公司", "欧阳青禾"),
        ("去年", "集装箱"),
        # None of them on the page: the background tells.
        ("什么", "问题", "葡萄架"),
        # What is often on the page is less rare than what is there once.
        ("青石港", "欧阳青禾"),
        ("欧阳青禾", "查无此词"),
    ],
)
def test_order(ascending: tuple[str, ...]) -> None:
    values = [IDF.rarity(token) for token in ascending]
    assert values == sorted(set(values))


@pytest.mark.parametrize(
    ("token", "rarity"), [("的", 0), ("。", 0), ("", 0), (" ", 0), ("“”", 0), ("查无此词", 1)]
)
def test_bounds(token: str, rarity: float) -> None:
    assert IDF.rarity(token) == rarity


@given(st.text(st.characters(), max_size=6))
def test_every_rarity_is_between_0_and_1(token: str) -> None:
    assert 0 <= IDF.rarity(token) <= 1


@given(st.text(st.sampled_from("公司青石港航线的。"), min_size=1, max_size=3))
def test_a_token_on_the_page_is_no_rarer_than_one_that_is_not(token: str) -> None:
    assert Idf((page(token),)).rarity(token) <= Idf((page("木"),)).rarity(token)


@given(
    st.lists(st.text(st.sampled_from("家规模3٣三"), min_size=1, max_size=8), max_size=3),
    st.text(st.sampled_from("家规模3"), min_size=1, max_size=3),
)
def test_a_word_stands_where_no_digit_is_right_before_it(texts: list[str], word: str) -> None:
    idf = Idf((page("。".join(["木", *texts])),))
    pattern = re.compile(rf"(?<!\d){re.escape(word)}")
    assert idf.stands(word) == any(pattern.search(sentence) for sentence in idf.sentences)
