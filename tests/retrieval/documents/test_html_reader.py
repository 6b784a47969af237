"""Web pages of all sorts, and the lines they read as."""

import pytest

from retrieval.documents.errors import RefusedError
from retrieval.documents.html_reader import read_html
from retrieval.documents.limits import DEFAULT_LIMITS
from tests.retrieval.documents import made

A, B = made.PARAGRAPHS[0], made.PARAGRAPHS[1]


def read(page: str, encoding: str = "utf-8") -> list[str]:
    return read_html(page.encode(encoding), DEFAULT_LIMITS).split("\n\n")


# Bodies of pages that are no part of a site, without a title.
BODIES = {
    "paragraphs": (f"<p>{A}</p><p>{B}</p>", [A, B]),
    "minified divs": (f"<div>{A}</div><div>{B}</div>", [A, B]),
    "line breaks": (f"{A}<br>{B}<br/><br>", [A, B]),
    "loose text": (f"{A}<p>{B}</p>", [A, B]),
    "short paragraphs": ("<p>一。</p><p>二。</p><p>一。</p>", ["一。", "二。", "一。"]),
    "inline elements": (
        "<p>一<b>二</b><a href='/'>三</a> 四</p>" + f"<p>{A}</p>",
        ["一二三 四", A],
    ),
    "broken source lines": ("<p>一\n  二</p>", ["一 二"]),
    "indent": (f"<p>　　{A}</p>", [f"　　{A}"]),
    "table": ("<table><tr><th>村<th>册<tr><td>东<td>5</table>", ["村\t册", "东\t5"]),
    "list": ("<ul><li>一<li>二</ul>", ["一", "二"]),
    "scripts and styles": (f"<script>a()</script><style>p{{}}</style><p>{A}</p>", [A]),
    "comments": (f"<!-- 不见 --><p>{A}</p>", [A]),
    "hidden": (f"<p hidden>不见</p><p style='display: none'>不见</p><p>{A}</p>", [A]),
    "entities": ("<p>&lt;&amp;&#22269;&nbsp;</p>", ["<&国\u00a0"]),
    "form around everything": (f"<form><p>{A}</p><button>搜索</button></form>", [A]),
    "unclosed": (f"<div><p>{A}<p>{B}", [A, B]),
    "attribute of a megabyte": (f"<p title='{'x' * 1_000_000}'>{A}</p>", [A]),
}


@pytest.mark.parametrize("case", BODIES)
def test_a_document_saved_as_a_page_is_text_as_a_whole(case: str) -> None:
    body, expected = BODIES[case]

    assert read(made.html(body, title="")) == expected


def test_a_fragment_is_read_too() -> None:
    assert read(f"<p>{A}</p>") == [A]
    assert read(A) == [A]


def test_of_a_page_of_a_site_the_article_is_read() -> None:
    assert [line.strip("\u3000") for line in read(made.html())] == list(made.LINES)


def test_tables_in_an_article_are_rows() -> None:
    rows = "<table><tr><td>东村</td><td>1500</td></tr><tr><td>西村</td><td>1600</td></tr></table>"
    lines = read(made.html().replace("<h2>", f"{rows}<h2>"))

    assert "东村\t1500" in lines
    assert "西村\t1600" in lines
    assert not any("|" in line for line in lines)


def test_a_page_without_an_article_is_read_as_it_is_seen() -> None:
    lines = read(made.html(f"<div>通知：明天闭馆。</div><ul>{made.MENU}</ul>", title=""))

    assert "通知：明天闭馆。" in lines


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("新馆开放", f"<p>{A}</p>", ["新馆开放", A]),
        ("新馆开放_春风网", f"<h1>新馆开放</h1><p>{A}</p>", ["新馆开放", A]),
        ("新馆开放", f"<p>新馆 开放</p><p>{A}</p>", ["新馆 开放", A]),
        ("无标题文档", f"<p>{A}</p>", [A]),
        ("Untitled", f"<p>{A}</p>", [A]),
    ],
)
def test_the_title_stands_first_once(title: str, body: str, expected: list[str]) -> None:
    assert read(made.html(body, title)) == expected


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8", "utf-8"),
        ("utf-8", "gb2312"),  # Wrongly.
        ("utf-8-sig", ""),
        ("gb18030", "gb2312"),
        ("gb18030", "GBK"),
        ("gb18030", "utf-8"),  # Wrongly.
        ("gb18030", ""),
        ("gb18030", "unicode_escape"),  # A codec of Python that is no encoding of pages.
        ("utf-16", ""),
    ],
)
def test_encodings(encoding: str, declared: str) -> None:
    page = made.html(f"<p>{A}</p><p>{B}</p>", "").replace(
        "<head>", f'<head><meta charset="{declared}">'
    )

    assert read(page, encoding) == [A, B]


def test_traditional_pages() -> None:
    text = "市立圖書館新館昨日開放，館內有三層樓，藏書一百萬冊，門口的噴泉也修好了。"
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=big5"></head>'

    assert read(f"{page}<body><p>{text}</p></body></html>", "big5") == [text]


def test_xhtml_with_a_declaration() -> None:
    page = f'<?xml version="1.0" encoding="gb2312"?>\n<html><body><p>{A}</p></body></html>'

    assert read(page, "gb2312") == [A]


@pytest.mark.parametrize(("depth", "is_read"), [(150, True), (199, False)])
def test_depth(depth: int, is_read: bool) -> None:
    page = made.html("<div>" * depth + A, "")

    if is_read:
        assert read(page) == [A]
    else:
        with pytest.raises(RefusedError):
            read(page)
