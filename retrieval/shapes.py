"""What a line is by its shape alone: length, punctuation, marks, the form of bylines."""

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from retrieval.bylines import Byline, Dateline, read_byline, read_dateline, read_tail
from retrieval.layout import words
from retrieval.lines import Line
from retrieval.page import MappedText
from retrieval.patterns import any_of
from retrieval.punctuation import PAIRS, PAUSES, STOPS
from retrieval.signed import read_bracketed_signature, read_signed_tail

MAX_HEADLINE = 40
"""Longest headline or subhead, in characters."""
MAX_LABEL = 20
"""Longest section label, in characters."""
MAX_CAPTION = 90
"""Longest caption, in characters; what is longer beside a picture is a text of its own."""

_LABEL_MARK = re.compile(rf"[{re.escape(''.join(words('label', 'markers')))}]\s*")
_WHOLE_IN_BRACKETS = re.compile(r"[【\[［〖][^【】\[\]［］〖〗]+[】\]］〗]")
_FOLIO = re.compile(
    rf"第?\s*[A-Z]?\d{{1,3}}\s*{any_of(words('label', 'folio'))}|[A-Z]\d{{1,3}}(?=[\s:：]|$)"
)
_NOTICE_TITLE = re.compile(f"[关關][于於].+的{any_of(words('label', 'notices'))}")
_CAPTION = re.compile(any_of(words("caption", "openers")))
_ITEM_MARK = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,3})(?:[）)、]|[.．](?!\d))"
    r"|第[一二三四五六七八九十百\d]{1,4}[条章节條節]|[①-⒛•·●■◆▲]"
)
_CELL_GAP = re.compile(r"\S[ \u3000]{2,}\S")
# Signs that no headline holds outside quotation marks, and that none ends in.
_SENTENCE_SIGNS = frozenset("。；;｡")
QUOTED = re.compile(r"“[^“”]*”|「[^「」]*」|《[^《》]*》")
"""What is quoted in a line: its signs are not the line's own."""


_REMARK = re.compile(r"[（(][^（()）]+[)）]")
_SPEECH_ENDS = ("。”", "。」", "。』")
"""Speech that ends in a stop heads no text."""


class Shape(Enum):
    """What a line looks like."""

    LABEL = auto()
    """Short, behind a mark: ■ 要闻"""
    HEADING = auto()
    """Short and without a stop: a headline, a subhead, or an item of a list."""
    BYLINE = auto()
    CREDIT = auto()
    CAPTION = auto()
    """Says itself that it describes a picture, or carries the photographer's credit."""
    ITEM = auto()
    """A bullet or a row of a table: never part of a longer paragraph."""
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class ShapedLine:
    """A line with what can be seen on it."""

    line: Line
    shape: Shape
    content: MappedText
    """The line without the dateline before and the byline behind it."""
    dateline: Dateline | None = None
    before: MappedText | None = None
    """The text of the dateline."""
    byline: Byline | None = None
    """What the line says as a byline or credit, or what stands behind its text."""
    behind: MappedText | None = None
    """The text of a byline or credit behind the line's own text."""

    @property
    def text(self) -> str:
        """The line without dateline and byline."""
        return self.content.text

    @property
    def starts_item(self) -> bool:
        """Whether it begins as an item of a list: 一、 （1） ① …"""
        return self.shape is Shape.ITEM or _ITEM_MARK.match(self.text) is not None

    @property
    def opens_story(self) -> bool:
        """Whether its dateline is the beginning of a story."""
        return self.dateline is not None and self.dateline.opens_story

    def as_shape(self, shape: Shape) -> "ShapedLine":
        """Return the same line taken for another shape."""
        return replace(self, shape=shape)


def shape_of(line: Line) -> ShapedLine:
    """Return what `line` looks like, other lines not considered."""
    content, text = line.content, line.text
    if line.level:
        return ShapedLine(line, Shape.HEADING, content)
    if line.item:
        return ShapedLine(line, Shape.ITEM, content)
    dateline = read_dateline(content)
    names_reporter = dateline is not None and dateline.authors and dateline.length < len(content)
    byline = None
    if not names_reporter:
        byline = read_byline(content) or read_bracketed_signature(content)
    if byline is not None:
        shape = Shape.CREDIT if byline.is_credit else Shape.BYLINE
        return ShapedLine(line, shape, content, byline=byline)
    if _is_label(text):
        return ShapedLine(line, Shape.LABEL, content)
    if dateline is not None:
        before = content.slice(0, dateline.length).strip()
        content = content.slice(dateline.length, len(content)).strip()
        if not content.text:
            byline = Byline(authors=dateline.authors)
            return ShapedLine(line, Shape.BYLINE, before, dateline=dateline, byline=byline)
        shaped = ShapedLine(line, Shape.TEXT, content, dateline=dateline, before=before)
    else:
        shaped = ShapedLine(line, Shape.TEXT, content)
    tail = read_tail(content) or read_signed_tail(content)
    if tail is not None:
        start, byline = tail
        shaped = replace(
            shaped,
            content=content.slice(0, start).strip(),
            byline=byline,
            behind=content.slice(start, len(content)),
        )
        is_caption = byline.is_credit and len(shaped.content) <= MAX_CAPTION
        if is_caption and dateline is None:
            return shaped.as_shape(Shape.CAPTION)
    if dateline is not None:
        return shaped
    if _CAPTION.match(shaped.text) and len(shaped.text) <= MAX_CAPTION:
        return shaped.as_shape(Shape.CAPTION)
    if tail is None:
        if len(_CELL_GAP.findall(text)) > 1:
            return shaped.as_shape(Shape.ITEM)
        if looks_like_heading(text):
            return shaped.as_shape(Shape.HEADING)
    return shaped


def looks_like_heading(text: str) -> bool:
    """Tell whether `text` is short and has none of the signs of running text."""
    if len(text) > MAX_HEADLINE or text[-1] in PAUSES or text[-1] in "：:":
        return False
    if _left_open(text) or text[0] in PAUSES or is_remark(text) or text.endswith(_SPEECH_ENDS):
        return False
    outside = QUOTED.sub("", text)
    return _SENTENCE_SIGNS.isdisjoint(outside) and not any(
        sign in STOPS for sign in outside[:-1].rstrip("？！?!")
    )


def is_remark(text: str) -> bool:
    """Tell whether a line is all in brackets: a source or a signature below a text."""
    return _REMARK.fullmatch(text) is not None


def is_notice_title(text: str) -> bool:
    """Tell whether a line is the title of a notice: 关于某事的通知."""
    return _NOTICE_TITLE.fullmatch(text) is not None


def label_name(text: str) -> str:
    """Return a label's text without its mark or brackets."""
    name = _LABEL_MARK.sub("", text, count=1)
    return name[1:-1] if _WHOLE_IN_BRACKETS.fullmatch(name) else name


def _is_label(text: str) -> bool:
    if len(text) > MAX_LABEL + 2:
        return False
    if match := _LABEL_MARK.match(text):
        return looks_like_heading(text) and match.end() < len(text)
    if _WHOLE_IN_BRACKETS.fullmatch(text):
        return True
    return len(text) <= MAX_LABEL and _FOLIO.match(text) is not None


def _left_open(text: str) -> bool:
    return any(text.count(opener) > text.count(closer) for opener, closer in PAIRS.items())
