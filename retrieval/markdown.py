"""Markdown markup: found in a line and left out of its text, the offsets staying right."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from retrieval.page import MappedText, Span

_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]+(?=\S)")
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?=\S)")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)[\w+-]*[ \t]*")
# Also in plain text: a line drawn with signs carries no text.
_RULE = re.compile(r"[ \t]*([-=*_~#])(?:[ \t]*\1){2,}[ \t]*")

# What is left of each is its group 1. Each pattern stops at its own sign, so that scanning a
# line of any length is linear.
_INLINE = (
    re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)"),
    re.compile(r"\*\*([^*\s](?:[^*]*[^*\s])?)\*\*"),
    re.compile(r"(?<!\*)\*([^*\s](?:[^*]*[^*\s])?)\*(?!\*)"),
    re.compile(r"(?<![^\W_])__([^_\s](?:[^_]*[^_\s])?)__(?![^\W_])"),
    re.compile(r"~~([^~\s](?:[^~]*[^~\s])?)~~"),
    re.compile(r"`([^`]+)`"),
)


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A line without its markup."""

    content: MappedText
    """May be blank."""
    level: int = 0
    """1 to 6 for a heading, else 0."""
    item: bool = False
    """Whether it is a bullet of a list or a row of a table."""


def is_rule(line: str) -> bool:
    """Tell whether the line is only drawn (`---`, `====`, `***`)."""
    return _RULE.fullmatch(line) is not None


def is_markdown(lines: Iterable[str]) -> bool:
    """Tell whether a text is written in Markdown: a heading, bold type, a link or two bullets."""
    bullets = 0
    for line in lines:
        if _HEADING.match(line) or any(pattern.search(line) for pattern in _INLINE[:2]):
            return True
        bullets += _BULLET.match(line) is not None
        if bullets > 1 or _QUOTE.match(line):
            return True
    return False


def unmark(line: str, start: int) -> Unmarked:
    """Return the line, which begins at file offset `start`, without Markdown markup."""
    if _TABLE_RULE.fullmatch(line) or _FENCE.fullmatch(line):
        return Unmarked(MappedText("", ()))
    begin, end, level, item = 0, len(line.rstrip()), 0, False
    if match := _QUOTE.match(line):
        begin = match.end()
    if match := _HEADING.match(line, begin):
        begin, level = match.end(), len(match[1])
        bare = line[:end].rstrip("#")
        if bare.endswith((" ", "\t")) and len(bare) > begin:
            end = len(bare.rstrip())
    elif match := _BULLET.match(line, begin):
        begin, item = match.end(), True
    elif line[begin:end].strip().startswith("|") and line[begin:end].count("|") > 1:
        begin, item = line.index("|", begin) + 1, True
        if line[begin:end].endswith("|"):
            end -= 1
    kept = bytearray(b"\x01" * len(line))
    for pattern in _INLINE:
        for match in pattern.finditer(line, begin, end):
            for low, high in ((match.start(), match.start(1)), (match.end(1), match.end())):
                kept[low:high] = bytes(high - low)
    runs = [
        Span(start + match.start(), start + match.end())
        for match in re.finditer(rb"\x01+", kept[begin:end])
    ]
    runs = [Span(run.start + begin, run.end + begin) for run in runs]
    text = "".join(line[run.start - start : run.end - start] for run in runs)
    return Unmarked(MappedText(text, tuple(runs)).strip(), level, item)
