import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.markup import (
    END_ISOLATE,
    ISOLATE,
    Rich,
    Style,
    bold,
    code,
    italic,
    join,
    lines,
    marked,
    paragraphs,
    plain,
    quote,
    underline,
)
from retrieval.page import Span
from tests.telegram.html_checker import read
from tests.telegram.texts import riches, texts

Look = tuple[str, frozenset[Style], str | None]


def looks(rich: Rich) -> list[Look]:
    """Every character with its styles and its block, isolates left out."""
    return [
        (char, run.tags, run.quote)
        for run in rich.runs
        for char in run.text
        if char not in (ISOLATE, END_ISOLATE)
    ]


@pytest.mark.parametrize(
    "html",
    [
        *(
            "<b>甲",
            "甲</b>",
            "<b><i>甲</b></i>",
            "<p>甲</p>",
            "<br>",
            "<b class='x'>甲</b>",
            "<b/>",
        ),
        *(
            "<blockquote><blockquote>甲</blockquote></blockquote>",
            "<b><blockquote>甲</blockquote></b>",
        ),
        *("<code><b>甲</b></code>", "<b><code>甲</code></b>", "<b expandable>甲</b>"),
        *("甲<乙", "甲>乙", "甲&乙", "甲&nbsp;乙", "&#60;", "<!--甲-->", "<?甲>", "甲<"),
    ],
)
def test_the_checker_refuses(html: str) -> None:
    with pytest.raises(AssertionError):
        read(html)


HTML = [
    (plain("甲<b>&\"'"), "甲&lt;b&gt;&amp;\"'"),
    (bold("甲"), "<b>甲</b>"),
    (bold(""), ""),
    (bold("甲") + "乙", "<b>甲</b>乙"),
    ("甲" + bold("乙"), "甲<b>乙</b>"),
    (bold("甲") + bold("乙"), "<b>甲乙</b>"),
    (bold(bold("甲")), "<b>甲</b>"),
    (bold("甲" + italic("乙") + "丙"), "<b>甲<i>乙</i>丙</b>"),
    (italic("甲" + bold("乙") + "丙"), "<i>甲<b>乙</b>丙</i>"),
    (bold("甲") + underline(bold("乙")) + underline("丙"), "<b>甲<u>乙</u></b><u>丙</u>"),
    (bold("甲" + code(italic("1<2")) + "乙"), "<b>甲</b><code>1&lt;2</code><b>乙</b>"),
    (quote("甲" + bold("乙")), "<blockquote>甲<b>乙</b></blockquote>"),
    (quote(code("甲")), "<blockquote><code>甲</code></blockquote>"),
    (quote("甲", expandable=True), "<blockquote expandable>甲</blockquote>"),
    (quote("甲" + quote("乙", expandable=True)), "<blockquote>甲乙</blockquote>"),
    (bold("甲" + quote("乙")), "<b>甲</b><blockquote><b>乙</b></blockquote>"),
    (
        lines(quote("甲"), "", Rich(), quote("乙")),
        "<blockquote>甲</blockquote>\n<blockquote>乙</blockquote>",
    ),
    (paragraphs(bold("甲"), "乙"), "<b>甲</b>\n\n乙"),
    (join("、", ["甲", bold("乙"), ""]), "甲、<b>乙</b>、"),
    (join("、", []), ""),
]


@pytest.mark.parametrize(("rich", "html"), HTML)
def test_html(rich: Rich, html: str) -> None:
    assert rich.html() == html


@pytest.mark.parametrize(
    ("text", "spans", "html"),
    [
        ("甲12家乙", [(1, 4)], "甲<b><u>12家</u></b>乙"),
        ("甲乙丙丁", [(2, 3), (0, 1)], "<b><u>甲</u></b>乙<b><u>丙</u></b>丁"),
        ("甲乙丙丁", [(0, 2), (1, 3)], "<b><u>甲乙丙</u></b>丁"),
        ("甲乙", [(1, 9), (5, 7), (0, 0)], "甲<b><u>乙</u></b>"),
        ("甲<\x07>乙", [(1, 4)], "甲<b><u>&lt;\u2407&gt;</u></b>乙"),
        ("甲\r\n乙", [(3, 4)], "甲 \n<b><u>乙</u></b>"),
    ],
)
def test_marks(text: str, spans: list[tuple[int, int]], html: str) -> None:
    assert marked(text, [Span(*span) for span in spans]).html() == html


@pytest.mark.parametrize(
    ("rich", "shown"),
    [
        (plain("甲\u202e乙"), "甲\ufffd乙"),
        (plain("甲\u2069乙\u2067"), "甲\ufffd乙\ufffd"),
        (plain("甲\ud83d"), "甲\ufffd"),
        (plain("שלום") + "，第 3 段", "\u2068שלום\u2069，第 3 段"),
        (plain("甲\nאב\n\n乙"), "甲\n\u2068אב\u2069\n\n乙"),
        (plain("\u200f甲"), "\u2068\u200f甲\u2069"),
        (marked("אב甲", [Span(1, 2)]), "\u2068אב甲\u2069"),
    ],
)
def test_text_cannot_turn_round_what_stands_beside_it(rich: Rich, shown: str) -> None:
    assert rich.plain() == shown


@pytest.mark.parametrize(("text", "units"), [("", 0), ("甲<&", 3), ("👍", 2), ("👨‍👩‍👧", 8)])
def test_length_is_counted_in_utf16_units_without_tags(text: str, units: int) -> None:
    assert quote(bold(text)).units == units


@given(riches)
def test_html_is_well_formed_and_reads_as_the_plain_text(rich: Rich) -> None:
    text, entities = read(rich.html())

    assert text == rich.plain()
    assert entities == rich.entities
    assert len(text.encode("utf-16-le")) == 2 * rich.units
    assert bool(rich) == bool(text)


@given(texts)
def test_text_is_made_safe(text: str) -> None:
    safe = plain(text).plain()
    own = (ISOLATE, END_ISOLATE)

    safe.encode("utf-8")
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") for c in safe)
    assert not set(safe) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067")
    for line in safe.split("\n"):
        turned = any(unicodedata.bidirectional(char) in ("R", "AL") for char in line)
        assert [char for char in line if char in own] == (list(own) if turned else [])
        assert not turned or line[0] + line[-1] == "".join(own)


@given(texts, st.data())
def test_marks_stand_on_their_characters(text: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))

    shown = looks(marked(text, [Span(*ends)]))

    assert len(shown) == len(text)
    assert [at for at, look in enumerate(shown) if look[1]] == list(range(*ends))


@given(riches, st.data())
def test_slices_look_as_the_whole_did(rich: Rich, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rich.plain())))
    before, after = rich.slice(0, at), rich.slice(at, len(rich.plain()))

    assert looks(before) + looks(after) == looks(rich)
    for part in (before, after):
        assert read(part.html())[0] == part.plain()
        for line in part.plain().split("\n"):
            assert line.count(ISOLATE) == line.count(END_ISOLATE)


@given(riches, riches, riches)
def test_joining_keeps_looks(first: Rich, second: Rich, third: Rich) -> None:
    assert looks(first + second + third) == looks(first) + looks(second) + looks(third)
    assert join(second, [first, third]).html() == (first + second + third).html()
