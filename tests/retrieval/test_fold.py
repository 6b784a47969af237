import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fold import fold

# Text as it could come from a file, a terminal or a command line: every code point there is.
any_text = st.text(st.characters(), max_size=60)
# Han text is rare in arbitrary text, so it is drawn apart, with characters phrases are made of.
han_text = st.text(
    st.one_of(
        st.sampled_from("乾清宮隆於單徵調著後發髮瞭薴苧"), st.characters(min_codepoint=0x4E00)
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("後來發展，頭髮乾淨", "后来发展,头发干净"),
        ("乾隆", "乾隆"),
        # One form for both scripts, though a Traditional phrase table shields 乾 here.
        ("乾清宮", fold("乾清宫")),
        ("２０２４年，（１２．５％）", "2024年,(12.5%)"),
        ("ＡＢＣ Def", "abc def"),
        ("「甲」『乙』“丙”", "“甲”‘乙’“丙”"),
        ("瓦‧紹・爾•安", "瓦·绍·尔·安"),
        ("一\u3000二\u00a0三", "一 二 三"),
        ("一\r\n二\t三\0四", "一\r\n二\t三\0四"),
        # What has no lower case of one code point stays.
        ("İstanbul", "İstanbul"),
        ("Straße ﬁx", "straße ﬁx"),
        ("𠮷野家", "𠮷野家"),
        # A byte that was no UTF-8, as Python hands it over from the command line.
        ("前\udcff後", "前?后"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.one_of(any_text, han_text))
def test_length_is_kept(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.one_of(any_text, han_text))
def test_folding_twice_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded


@given(st.one_of(any_text, han_text))
def test_folded_text_can_be_printed(text: str) -> None:
    fold(text).encode("utf-8")


def test_every_character_folds_to_one_that_stays() -> None:
    """Line by line, so that no phrase is met."""
    lines = "\n".join(chr(code) for code in range(0x20, 0x30000) if not 0xD800 <= code < 0xE000)
    folded = fold(lines)
    assert len(folded) == len(lines)
    assert fold(folded) == folded
