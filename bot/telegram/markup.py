"""Rich text for messages: styles and quotations that always make well-formed HTML.

A `Rich` text is a row of runs, each with all the styles it has; tags exist only in `html()`. So
nothing that is done to a text (joining, styling, slicing) can leave a tag open or cut one in two,
and what looks like a tag in a question or an article is text.

Text is made safe where it comes in, in `plain`, `marked` and wherever a `str` is accepted:

- Control characters and lone surrogates are replaced one for one (`bot.plain.visible`).
- So are the characters that override, embed or isolate directions. They have no use in print,
  Telegram drops some of them without a word, and one too many would end our own isolate.
- Letters that are written from right to left stay, but may turn round the line they stand in. So
  each line of text that has any is isolated (FSI … PDI of the Unicode bidirectional algorithm):
  what the bot writes beside it stays where it is. Text of others must therefore come in by
  itself, as in `plain(headline) + "，第 3 段"`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from html import escape
from itertools import accumulate, groupby
from unicodedata import bidirectional

from bot.plain import visible
from retrieval.page import Span

ISOLATE = "\u2068"
"""First strong isolate: what follows has a direction of its own."""
END_ISOLATE = "\u2069"
"""Pop directional isolate; the end of a line does the same."""

# A carriage return is half a line end; the Unicode separators are line ends. As long as before.
_LINE_ENDS = str.maketrans({"\r": " ", "\u2028": "\n", "\u2029": "\n"})
_LINE = re.compile(r"[^\n]+|\n+")


class Style(StrEnum):
    """A style of characters, in the order in which tags are opened; the value is the tag."""

    BOLD = "b"
    ITALIC = "i"
    UNDERLINE = "u"
    CODE = "code"
    """Stands alone: Telegram allows no other style within it or around it."""


class Quote(StrEnum):
    """A quotation set off as a block; the value is the tag."""

    WHOLE = "blockquote"
    EXPANDABLE = "blockquote expandable"
    """Shows its first lines until it is tapped."""


MARK = frozenset({Style.BOLD, Style.UNDERLINE})
"""How a part of a text is set off; Telegram has no highlighter."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of safe text that looks the same from end to end."""

    text: str
    styles: frozenset[Style] = frozenset()
    quote: Quote | None = None
    """The block it belongs to; neighbours of the same kind are one block."""

    @property
    def tags(self) -> frozenset[Style]:
        """The styles that are shown: code drops the others."""
        return self.styles & {Style.CODE} or self.styles


@dataclass(frozen=True)
class Rich:
    """A text with its styles. Made with the functions of this module, not by hand."""

    runs: tuple[Run, ...] = ()

    def __add__(self, other: "Rich | str") -> "Rich":
        return Rich(self.runs + _rich(other).runs)

    def __radd__(self, other: str) -> "Rich":
        return plain(other) + self

    def __bool__(self) -> bool:
        return any(run.text for run in self.runs)

    def html(self) -> str:
        """Return the text for parse mode HTML."""
        pieces = []
        shown = [run for run in self.runs if run.text]
        for quote, runs in groupby(shown, key=lambda run: run.quote):
            inside = "".join(_tagged(runs))
            pieces.append(f"<{quote}>{inside}</blockquote>" if quote else inside)
        return "".join(pieces)

    def plain(self) -> str:
        """Return the text without styles: what Telegram has after reading the HTML."""
        return self._text

    @cached_property
    def _text(self) -> str:
        return "".join(run.text for run in self.runs)

    @cached_property
    def _run_starts(self) -> list[int]:
        """Where in the text each run begins."""
        return list(accumulate((len(run.text) for run in self.runs[:-1]), initial=0))

    @property
    def units(self) -> int:
        """The length that Telegram limits: UTF-16 code units, tags not counted."""
        return len(self._text.encode("utf-16-le")) // 2

    @property
    def entities(self) -> int:
        """The number of styled stretches (Telegram's message entities)."""
        # Two tags make an entity; a < of the text is written &lt;.
        return self.html().count("<") // 2

    def slice(self, start: int, end: int) -> "Rich":
        """Return the part from `start` to `end`, code points of `plain()`, half-open.

        Styles and quotations hold on in the part. An isolate that it begins or ends within is
        opened or closed there, which makes it up to two characters longer than end - start.
        """
        runs = []
        number = max(bisect_right(self._run_starts, start) - 1, 0)
        while number < len(self.runs) and self._run_starts[number] < end:
            run, at = self.runs[number], self._run_starts[number]
            text = run.text[max(start - at, 0) : end - at]
            if text:
                runs.append(replace(run, text=text))
            number += 1
        if not runs:
            return Rich()
        if self._is_isolated(start):
            runs[0] = replace(runs[0], text=ISOLATE + runs[0].text)
        part = Rich(tuple(runs))
        return part.extended(END_ISOLATE) if self._is_isolated(end) else part

    def _is_isolated(self, at: int) -> bool:
        """Tell whether an isolate is open between the characters `at - 1` and `at`."""
        line = self._text.rfind("\n", 0, at) + 1
        return self._text.rfind(ISOLATE, line, at) > self._text.rfind(END_ISOLATE, line, at)

    def extended(self, text: str) -> "Rich":
        """Return this with `text`, taken as it is, in the style of the last character."""
        *before, last = self.runs or (Run(""),)
        return Rich((*before, replace(last, text=last.text + text)))


def plain(text: str) -> Rich:
    """Return `text`, made safe, without any style."""
    return marked(text, ())


def marked(text: str, spans: Sequence[Span]) -> Rich:
    """Return `text`, made safe, with `spans` (code points of `text`) set off.

    Spans may overlap and come in any order; what lies outside the text is ignored.
    """
    safe = visible(text.translate(_LINE_ENDS))
    runs, at = [], 0
    for span in sorted(spans):
        start, end = max(span.start, at), min(span.end, len(safe))
        if start < end:
            runs += [Run(safe[at:start]), Run(safe[start:end], MARK)]
            at = end
    return _isolated(Rich((*runs, Run(safe[at:]))))


def bold(content: Rich | str) -> Rich:
    """Return `content` in bold."""
    return _styled(content, Style.BOLD)


def italic(content: Rich | str) -> Rich:
    """Return `content` in italics."""
    return _styled(content, Style.ITALIC)


def underline(content: Rich | str) -> Rich:
    """Return `content` underlined."""
    return _styled(content, Style.UNDERLINE)


def code(content: Rich | str) -> Rich:
    """Return `content` in fixed width; a tap copies it. Its other styles are not shown."""
    return _styled(content, Style.CODE)


def quote(content: Rich | str, *, expandable: bool = False) -> Rich:
    """Return `content` as a quotation; one inside it becomes part of it.

    It is a block: put it on lines of its own, with `lines` or `paragraphs`.
    """
    kind = Quote.EXPANDABLE if expandable else Quote.WHOLE
    return Rich(tuple(replace(run, quote=kind) for run in _rich(content).runs))


def join(separator: Rich | str, items: Iterable[Rich | str]) -> Rich:
    """Return all `items` in one text, `separator` between them."""
    between = _rich(separator).runs
    runs: list[Run] = []
    for number, item in enumerate(items):
        runs += (*(between if number else ()), *_rich(item).runs)
    return Rich(tuple(runs))


def lines(*items: Rich | str) -> Rich:
    """Return `items` one below the other; empty ones take no line."""
    return join("\n", filter(None, items))


def paragraphs(*items: Rich | str) -> Rich:
    """Return `items` one below the other with a blank line between; empty ones are left out."""
    return join("\n\n", filter(None, items))


def _rich(content: Rich | str) -> Rich:
    return content if isinstance(content, Rich) else plain(content)


def _styled(content: Rich | str, style: Style) -> Rich:
    runs = _rich(content).runs
    return Rich(tuple(replace(run, styles=run.styles | {style}) for run in runs))


def _isolated(rich: Rich) -> Rich:
    """Return `rich` with the lines isolated that have letters written from right to left."""
    text = rich.plain()
    if not _has_right_to_left(text):
        return rich
    runs: list[Run] = []
    for line in _LINE.finditer(text):
        part = rich.slice(*line.span()).runs
        if _has_right_to_left(line[0]):
            part = (Run(ISOLATE), *part, Run(END_ISOLATE))
        runs += part
    return Rich(tuple(runs))


def _has_right_to_left(text: str) -> bool:
    return not text.isascii() and any(bidirectional(char) in ("R", "AL") for char in text)


def _tagged(runs: Iterable[Run]) -> Iterator[str]:
    """Yield text and tags; a style that goes on in the next run stays open where it can."""
    opened: list[Style] = []
    for run in runs:
        while not run.tags.issuperset(opened):
            yield f"</{opened.pop()}>"
        for style in Style:
            if style in run.tags and style not in opened:
                opened.append(style)
                yield f"<{style}>"
        yield escape(run.text, quote=False)
    while opened:
        yield f"</{opened.pop()}>"
