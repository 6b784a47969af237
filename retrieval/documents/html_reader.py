"""The text of a web page: its article, or all that is seen of it."""

import re
from collections.abc import Iterator
from typing import Any

import trafilatura

from retrieval.decode import DecodeError, decode
from retrieval.documents.errors import Reason, RefusedError, reason_of
from retrieval.documents.limits import Limits

_DEEPEST = 200
"""Levels of elements; pages have some thirty, and at 256 the parser drops the rest unasked."""
_MOST_ELEMENTS = 100_000
"""Elements of a page; the longest of an encyclopedia have half as many. Each costs time."""

_HEAD = 4096
"""Bytes at the beginning among which a page must declare its encoding; the standard says 1024."""
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
# The names pages use, and the codec that reads all of what goes by that name.
_CODECS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
}

_ENOUGH = 200
"""Characters of an article that are believed to be all of it."""
_LEAST_SHARE = 0.5
"""Share of the visible text that a shorter article must have."""
_MAX_LINK_SHARE = 0.05
"""Share of text in links up to which a page is a document saved as one, not part of a site."""

# Elements whose text is not seen, or is no part of what the page says.
_UNSEEN = """
    head script style noscript template svg iframe object canvas audio video select button textarea
    nav footer aside
"""
# Elements that stand by themselves, on a line of their own.
_BLOCKS = """
    address article blockquote body br caption center dd details div dl dt fieldset figcaption
    figure form h1 h2 h3 h4 h5 h6 header hr html li main ol option p pre section summary table
    tbody tfoot thead tr ul
"""
_UNSEEN_TAGS = frozenset(_UNSEEN.split())
_BLOCK_TAGS = frozenset(_BLOCKS.split())
_CELL_TAGS = frozenset({"td", "th"})
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")

# How trafilatura sets a table.
_TABLE_RULE = re.compile(r"\|(?:-+\|)+")
_TABLE_ROW = re.compile(r"\|(.*)\|")

# Titles that editors give a page to which nobody gave one.
_NO_TITLES = frozenset(
    {"无标题文档", "无标题", "無標題文件", "untitled document", "untitled", "document"}
)
_FIRST_LINES = 5
"""Lines among which a page's title is looked for."""


def read_html(data: bytes, limits: Limits) -> str:
    """Return the text: the title, then a paragraph a line, blank lines between.

    Raises RefusedError when it is no text, nested too deep, too large or without text.
    """
    tree = _parse(_decode(data))
    if tree is None:
        raise RefusedError(Reason.EMPTY)
    _check_size(tree)
    title = _spaced(trafilatura.extract_metadata(tree).title or "")
    visible = _lines("".join(_pieces(tree)))
    linked = sum(len(link.text_content()) for link in tree.iter("a"))
    if linked <= _MAX_LINK_SHARE * _length(visible):
        lines = visible
    else:
        lines = _article(tree)
        if _length(lines) < min(_ENOUGH, _LEAST_SHARE * _length(visible)):
            lines = visible
    if not lines:
        raise RefusedError(Reason.EMPTY)
    if title and title.lower() not in _NO_TITLES and not _has_title(lines, title):
        lines = [title, *lines]
    text = "\n\n".join(lines)
    if len(text) > limits.max_characters:
        raise RefusedError(Reason.TOO_LONG, limits.max_characters)
    return text


def _decode(data: bytes) -> str:
    """Decode by the page's own declaration, unless it is UTF-8, which nothing else looks like."""
    declared = _DECLARED.search(data, 0, _HEAD)
    codec = _CODECS.get(declared[1].decode("ascii", "replace").lower()) if declared else None
    try:
        if codec is not None and not _is_utf8(data):
            return data.decode(codec)
    except UnicodeDecodeError:
        pass  # Declared wrongly.
    try:
        return decode(data, "")
    except DecodeError as error:
        raise RefusedError(reason_of(error)) from None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


# The elements are lxml's, which says nothing of their types.


def _parse(text: str) -> Any:
    tree = trafilatura.load_html(text)
    if tree is None:
        # It takes a fragment without <html> for something else.
        tree = trafilatura.load_html(f"<html><body>{text}</body></html>")
    return tree


def _check_size(tree: Any) -> None:
    """Refuse what is too deep or too large for the steps that follow, which recurse."""
    elements = 0
    level = [tree]
    for _ in range(_DEEPEST):
        level = [child for element in level for child in element]
        elements += len(level)
        if elements > _MOST_ELEMENTS:
            raise RefusedError(Reason.BOMB, detail="elements")
        if not level:
            return
    raise RefusedError(Reason.BOMB, detail="depth")


def _article(tree: Any) -> list[str]:
    """Return the lines of the main article, none when there is none to be found."""
    text = trafilatura.extract(tree, include_comments=False) or ""
    lines = [line for line in text.splitlines() if not _TABLE_RULE.fullmatch(line.strip())]
    return _lines("\n".join(_as_row(line) for line in lines))


def _as_row(line: str) -> str:
    row = _TABLE_ROW.fullmatch(line.strip())
    return "\t".join(cell.strip() for cell in row[1].split("|")) if row else line


def _pieces(element: Any) -> Iterator[str]:
    """Yield the text that is seen, with line breaks around what stands by itself."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _UNSEEN_TAGS or _is_hidden(element):
        return
    around = "\n" if tag in _BLOCK_TAGS else "\t" if tag in _CELL_TAGS else ""
    yield around
    yield _SPACES.sub(" ", element.text or "")
    for child in element:
        yield from _pieces(child)
        yield _SPACES.sub(" ", child.tail or "")
    yield around


def _is_hidden(element: Any) -> bool:
    return "hidden" in element.attrib or bool(_HIDING_STYLE.search(element.get("style") or ""))


def _lines(text: str) -> list[str]:
    """Return the lines that are not blank, cells apart by one tab."""
    lines = []
    for line in text.split("\n"):
        cells = [cell.strip(" ") for cell in line.split("\t")]
        # Two tabs meet between cells; the spaces of an indented paragraph stay.
        cells = [cell for cell in cells if cell.strip()]
        if cells:
            lines.append("\t".join(cells))
    return lines


def _length(lines: list[str]) -> int:
    return sum(map(len, lines))


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _has_title(lines: list[str], title: str) -> bool:
    """Tell whether one of the first lines is the title, be it with the site's name in either."""
    wanted = "".join(title.split())
    for line in lines[:_FIRST_LINES]:
        found = "".join(line.split())
        if wanted in found or (len(found) > len(wanted) // 2 and found in wanted):
            return True
    return False
