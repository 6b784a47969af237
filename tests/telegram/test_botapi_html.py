"""The server's reader of HTML: what it takes, what it refuses, and in which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telegram.botapi.errors import ApiError
from tests.telegram.botapi.html_parser import parse_html
from tests.telegram.botapi.text import Entity, FormattedText, utf16_length

BOLD = Entity("bold", 0, 1)

ACCEPTED: list[tuple[str, str, list[Entity]]] = [
    ("", "", []),
    ("没有标记", "没有标记", []),
    ("<b>a</b>", "a", [BOLD]),
    ("<strong>a</strong>", "a", [BOLD]),
    ("<B>a</B>", "a", [BOLD]),
    ("<b >a</b >", "a", [BOLD]),
    ("<i>a</i><em>b</em>", "ab", [Entity("italic", 0, 1), Entity("italic", 1, 1)]),
    ("<u>a</u><ins>b</ins>", "ab", [Entity("underline", 0, 1), Entity("underline", 1, 1)]),
    (
        "<s>a</s><strike>b</strike><del>c</del>",
        "abc",
        [Entity("strikethrough", at, 1) for at in range(3)],
    ),
    (
        '<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>',
        "ab",
        [Entity("spoiler", 0, 1), Entity("spoiler", 1, 1)],
    ),
    ("<code>a</code>", "a", [Entity("code", 0, 1)]),
    ("<pre>a</pre>", "a", [Entity("pre", 0, 1)]),
    (
        '<pre><code class="language-python">a</code></pre>',
        "a",
        [Entity("pre", 0, 1, language="python")],
    ),
    ("<blockquote>a</blockquote>", "a", [Entity("blockquote", 0, 1)]),
    ("<blockquote expandable>a</blockquote>", "a", [Entity("expandable_blockquote", 0, 1)]),
    (
        '<a href="https://example.org/?a=1&amp;b=2">a</a>',
        "a",
        [Entity("text_link", 0, 1, url="https://example.org/?a=1&b=2")],
    ),
    (
        "<a href='https://example.org'>a</a>",
        "a",
        [Entity("text_link", 0, 1, "https://example.org")],
    ),
    (
        '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
        "👍",
        [Entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286")],
    ),
    # Offsets are UTF-16 code units: an emoji has two, a Chinese character one.
    ("👍<b>问报</b>", "👍问报", [Entity("bold", 2, 2)]),
    ("<b>a<i>b</i></b>", "ab", [Entity("bold", 0, 2), Entity("italic", 1, 1)]),
    ("<i><b>a</b></i>", "a", [Entity("italic", 0, 1), BOLD]),
    (
        "<blockquote>a<b>b</b><code>c</code></blockquote>",
        "abc",
        [Entity("blockquote", 0, 3), Entity("bold", 1, 1), Entity("code", 2, 1)],
    ),
    ("<b></b>a", "a", []),
    ("&lt;b&gt; &amp;amp; &quot;&#39;&#x4e2d;", "<b> &amp; \"'中", []),
    ("&#128077;<b>a</b>", "👍a", [Entity("bold", 2, 1)]),
]

REFUSED: list[tuple[str, str]] = [
    ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b><i>a</i>", 'Can\'t find end tag corresponding to start tag "b"'),
    ("a</b>", "Unexpected end tag at byte offset 1"),
    ("中</b>", "Unexpected end tag at byte offset 3"),
    (
        "<b><i>a</b></i>",
        'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ),
    ("<div>a</div>", 'Unsupported start tag "div" at byte offset 0'),
    ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
    ("a<br/>b", 'Unsupported start tag "br/" at byte offset 1'),
    ("<!-- a -->", 'Unsupported start tag "!--" at byte offset 0'),
    ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("<张三@example.org>", 'Unsupported start tag "张三@example.org" at byte offset 0'),
    ("1 < 2", "Unclosed start tag at byte offset 2"),
    ("1 < 2 > 1", 'Unsupported start tag "" at byte offset 2'),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<b>a</b", "Unclosed end tag at byte offset 4"),
    ("</>", "Unclosed end tag at byte offset 0"),
    ("2 > 1", 'Character ">" must be written as "&gt;" at byte offset 2'),
    ("a & b", 'Character "&" must be written as "&amp;" at byte offset 2'),
    ("a&nbsp;b", 'Character "&" must be written as "&amp;" at byte offset 1'),
    ("a&apos;b", 'Character "&" must be written as "&amp;" at byte offset 1'),
    ("a&lt b", 'Character "&" must be written as "&amp;" at byte offset 1'),
    ("&#0;", "Invalid character reference at byte offset 0"),
    ("&#xd800;", "Invalid character reference at byte offset 0"),
    ("&#x110000;", "Invalid character reference at byte offset 0"),
    ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<span class="red">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<a>a</a>", 'Tag "a" must have a link in "href" at byte offset 0'),
    ('<a href="javascript:x">a</a>', 'Tag "a" must have a link in "href" at byte offset 0'),
    (
        "<a href>a</a>",
        'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
    ),
    ('<a href="https://a.b>a</a>', 'Malformed attributes of the tag "a" at byte offset 0'),
    ('<b class="x">a</b>', 'Unsupported attribute "class" of the tag "b" at byte offset 0'),
    ("<tg-emoji>a</tg-emoji>", "Invalid custom emoji identifier specified at byte offset 0"),
    (
        "<blockquote>a<blockquote>b</blockquote></blockquote>",
        'Tag "blockquote" can\'t be nested at byte offset 13',
    ),
    (
        "<blockquote><b><blockquote expandable>b</blockquote></b></blockquote>",
        'Tag "blockquote" can\'t be nested at byte offset 15',
    ),
    (
        '<a href="https://a.b">a<a href="https://a.b">b</a></a>',
        'Tag "a" can\'t be nested at byte offset 23',
    ),
    ("<code><b>a</b></code>", 'Tag "b" can\'t be inside "code" at byte offset 6'),
    ("<pre>a<i>b</i></pre>", 'Tag "i" can\'t be inside "pre" at byte offset 6'),
    ("<b><code>a</code></b>", 'Tag "code" can\'t be inside "b" at byte offset 3'),
    ("<b><pre>a</pre></b>", 'Tag "pre" can\'t be inside "b" at byte offset 3'),
    (
        '<code class="language-python">a</code>',
        'Tag "code" may have a class "language-..." only inside "pre" at byte offset 0',
    ),
]


@pytest.mark.parametrize(("html", "text", "entities"), ACCEPTED, ids=[row[0] for row in ACCEPTED])
def test_html_is_read_as_text_and_entities(html: str, text: str, entities: list[Entity]) -> None:
    said = parse_html(html)
    assert said.text == text
    assert list(said.entities) == entities


@pytest.mark.parametrize(("html", "reason"), REFUSED, ids=[row[0] for row in REFUSED])
def test_malformed_html_is_refused_with_its_place(html: str, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse_html(html)
    assert refusal.value.status == 400
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize("html", [row[0] for row in ACCEPTED])
def test_text_shown_as_html_reads_as_the_same_text(html: str) -> None:
    said = parse_html(html)
    assert parse_html(said.html) == said


TAGS = st.sampled_from(["b", "i", "u", "s", "tg-spoiler"])
PIECES = st.recursive(
    st.text(max_size=5).map(lambda text: FormattedText(text).html),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=3)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=8,
)


@given(PIECES)
def test_entities_lie_within_the_text_and_nest(html: str) -> None:
    said = parse_html(html)
    length = utf16_length(said.text)
    for entity in said.entities:
        assert 0 <= entity.offset < entity.end <= length
        for other in said.entities:
            assert not entity.offset < other.offset < entity.end < other.end


@given(st.text())
def test_what_is_not_refused_is_shown_with_the_same_text(source: str) -> None:
    try:
        said = parse_html(source)
    except ApiError as refusal:
        assert "can't parse entities" in refusal.description
    else:
        assert parse_html(said.html).text == said.text
