"""The lines of a file: their text, where it stands, and how they are set."""

import re
from dataclasses import dataclass

from retrieval.markdown import Unmarked, is_markdown, is_rule, unmark
from retrieval.page import MappedText, Span

_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_WHITE_START = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank."""

    content: MappedText
    """Its text without surrounding white space and Markdown markup."""
    indent: str
    """The white space before it."""
    gap: int
    """Number of blank lines before it."""
    line_break: int
    """File offset of the line break after it (of the file's end for the last line)."""
    level: int = 0
    """1 to 6 for a Markdown heading, else 0."""
    item: bool = False
    """Whether it is marked as a bullet of a list or a row of a table."""

    @property
    def text(self) -> str:
        """Its text."""
        return self.content.text

    @property
    def indented(self) -> bool:
        """Whether ideographic spaces mark it as the beginning of a paragraph."""
        return self.indent.endswith("\u3000")


def read_lines(text: str) -> list[Line]:
    """Return the lines of `text` that are not blank, in order."""
    spans = _line_spans(text)
    markdown = is_markdown(text[span.start : span.end] for span in spans)
    lines: list[Line] = []
    gap = 0
    for span in spans:
        raw = text[span.start : span.end]
        if markdown:
            unmarked = unmark(raw, span.start)
        else:
            unmarked = Unmarked(MappedText(raw, (span,)).strip())
        if not unmarked.content.text or is_rule(raw):
            gap += 1
            continue
        white = _WHITE_START.match(raw)
        indent = white[0] if white else ""
        content = unmarked.content
        item = unmarked.item or "\t" in content.text
        lines.append(Line(content, indent, gap, span.end, unmarked.level, item))
        gap = 0
    return lines


def columns(text: str) -> int:
    """Return the width of `text` in columns: 2 for a Han or full-width character, else 1.

    GBK has two bytes for just these, Chinese quotation marks and dashes included.
    """
    return len(text.encode("gbk", errors="replace"))


def _line_spans(text: str) -> list[Span]:
    spans = []
    start = 0
    for match in _LINE_BREAK.finditer(text):
        spans.append(Span(start, match.start()))
        start = match.end()
    spans.append(Span(start, len(text)))
    return spans
