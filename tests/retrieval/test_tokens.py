import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fold import fold
from retrieval.tokens import tokenize_folded, words

# Arbitrary text, and text dense in what numbers and words are made of.
any_text = st.one_of(
    st.text(st.characters(), max_size=40),
    st.text(st.sampled_from("0123456789,.，．１２% 　\n年家亿元企业增长abG+-·「」"), max_size=40),
)


@given(any_text)
def test_tokens_are_the_text_without_white_space(text: str) -> None:
    folded = fold(text)
    at = 0
    for token in tokenize_folded(folded):
        assert at <= token.start < token.end
        assert folded[at : token.start].strip() == ""
        assert folded[token.start : token.end] == token.text
        at = token.end
    assert folded[at:].strip() == ""


@given(any_text)
def test_words_are_the_text_without_white_space(text: str) -> None:
    folded = fold(text)
    assert "".join("".join(words(folded)).split()) == "".join(folded.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \u3000\r\n", []),
        ("企業增長", [("企业", "n"), ("增长", "v")]),
        ("23,876人", [("23,876", "m"), ("人", "n")]),
        ("２３，８７６人", [("23,876", "m"), ("人", "n")]),
        ("票据经某事务所", [("票据", "n"), ("经", "p"), ("某", "r"), ("事务所", "n")]),
        # A phrase that jieba's dictionary has as a person's name.
        ("同比增加3家", [("同比", "j"), ("增加", "v"), ("3", "m"), ("家", "m")]),
        ("市文旅局", [("市", "n"), ("文旅局", "n")]),
        ("共1,234,567.89元", [("共", "d"), ("1,234,567.89", "m"), ("元", "m")]),
        # The comma after (or before) a number is punctuation, also when it was full-width.
        ("有1,234，增长", [("有", "v"), ("1,234", "m"), (",", "x"), ("增长", "v")]),
        ("，1,234。", [(",", "x"), ("1,234", "m"), ("。", "x")]),
        # Not in groups of thousands.
        ("12,34", [("12", "m"), (",", "x"), ("34", "m")]),
        ("1,2345", [("1", "m"), (",", "x"), ("2345", "m")]),
        # What stands directly at a number is not lost.
        ("rmb1,234k", [("rmb", "eng"), ("1,234", "m"), ("k", "eng")]),
        ("增长7，", [("增长", "v"), ("7", "m"), (",", "x")]),
        ("92.4亿元", [("92.4", "m"), ("亿元", "m")]),
        ("第3.2.1版", [("第", "m"), ("3.2.1", "m"), ("版", "n")]),
    ],
)
def test_cuts_words_with_their_tags(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(token.text, token.tag) for token in tokenize_folded(fold(text))] == expected


@pytest.mark.parametrize(
    ("folded", "expected"),
    [
        ("", []),
        ("共有23,876家企业。", ["共有", "23,876", "家", "企业", "。"]),
        ("用 abc 3.5 测试", ["用", "abc", "3.5", "测试"]),
    ],
)
def test_words(folded: str, expected: list[str]) -> None:
    assert words(folded) == expected
