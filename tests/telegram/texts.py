"""Arbitrary texts, plain and rich, with all that is awkward in a message."""

from hypothesis import strategies as st

from bot.telegram.markup import Rich, bold, code, italic, lines, marked, plain, quote, underline
from retrieval.page import Span

AWKWARD = [
    *("<b>", "</b>", "&amp;", "&", "<", ">", '"', "'", "<!--", "<?", "&#60;"),
    *(
        "👨‍👩‍👧",
        "🇨🇳",
        "👍🏽",
        "e\u0301",
        "葛\U000e0100",
        "1\ufe0f\u20e3",
        "क्षा",
        "\u200d",
        "\u0301",
    ),
    *("\u202e", "\u2066", "\u2068", "\u2069", "\u200f", "\u061c", "שלום", "عنوان"),
    *("\ud83d", "\udc4d", "\x00", "\x1b[31m", "\x85", "\r", "\n", "\r\n", "\u2028", "\u2029", "\t"),
    *("甲", "乙", "，", "。", "”", "“", "（", "）", "92.4%", "word", " ", "\u3000", "\u200b"),
]

texts = st.one_of(
    st.lists(st.sampled_from(AWKWARD), max_size=30).map("".join), st.text(st.characters())
)


@st.composite
def marked_texts(draw: st.DrawFn) -> Rich:
    text = draw(texts)
    ends = st.integers(0, len(text) + 2)
    spans = draw(st.lists(st.tuples(ends, ends), max_size=4))
    return marked(text, [Span(min(pair), max(pair)) for pair in spans])


def _nested(inner: st.SearchStrategy[Rich]) -> st.SearchStrategy[Rich]:
    return st.one_of(
        inner.map(bold),
        inner.map(italic),
        inner.map(underline),
        inner.map(code),
        st.tuples(inner, st.booleans()).map(lambda pair: quote(pair[0], expandable=pair[1])),
        st.tuples(inner, inner).map(lambda pair: pair[0] + pair[1]),
        st.lists(inner, max_size=4).map(lambda items: lines(*items)),
    )


riches = st.recursive(st.one_of(texts.map(plain), marked_texts()), _nested, max_leaves=8)
