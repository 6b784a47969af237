"""Lines put together to blocks: a paragraph broken over lines, a headline of two lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from retrieval.lines import Line
from retrieval.page import MappedText, Span
from retrieval.punctuation import CLOSERS, OPENERS, PAIRS, PAUSES, QUOTES, STOPS, is_finished
from retrieval.shapes import (
    MAX_CAPTION,
    MAX_HEADLINE,
    QUOTED,
    Shape,
    ShapedLine,
    is_remark,
    looks_like_heading,
    shape_of,
)
from retrieval.signed import read_signature
from retrieval.wrapping import Wrapping, find_wrappings

_FLOWING = (Shape.TEXT, Shape.ITEM)
_PICTURE = (Shape.CAPTION, Shape.CREDIT)
_DASH = "——"
_LONG = 20
"""Characters from which a line with two commas is no headline."""
_INDENT = "\u3000\u3000"
"""The indentation of a Chinese paragraph's first line."""


@dataclass
class Block:
    """Lines that read as one: a paragraph, a headline, a byline …"""

    lines: list[ShapedLine] = field(default_factory=list)

    @property
    def first(self) -> ShapedLine:
        """Its first line."""
        return self.lines[0]

    @property
    def shape(self) -> Shape:
        """The shape of its first line."""
        return self.first.shape

    def mapped(self) -> MappedText:
        """Return its text; a line break between two Latin words reads as a space."""
        parts: list[MappedText] = []
        for number, shaped in enumerate(self.lines):
            if number:
                before = self.lines[number - 1]
                if _needs_space(before.text, shaped.text):
                    at = before.line.line_break
                    parts.append(MappedText(" ", (Span(at, at + 1),)))
            parts.append(shaped.content)
        return MappedText.join(parts)


def read_blocks(lines: Sequence[Line]) -> list[Block]:
    """Put `lines` together.

    A sentence goes on in the next line of text when the line so far does not end as a sentence
    does and one of these is seen: it ends in a pause or within brackets, the next begins with a
    closing sign, the lines are wrapped at a fixed width and this one is full, or it is running
    text by its length or its stops. A caption with its credit between the two is passed over.
    Ideographic spaces before a line speak for a new paragraph.
    """
    page = _Lines([shape_of(line) for line in lines], find_wrappings(lines))
    page.take_headings_for_text()
    page.find_captions()
    page.find_signatures()
    return page.blocks()


class _Lines:
    """The lines of a page while it is decided what they are."""

    def __init__(self, shaped: list[ShapedLine], wrappings: list[Wrapping | None]) -> None:
        self.shaped = shaped
        self.wrappings = wrappings
        """How each line was wrapped, None for one that was not."""
        self.is_continuation = [False] * len(shaped)
        """Whether a line continues the sentence of the line before it."""

    def take_headings_for_text(self) -> None:
        """Find the short lines that are pieces of running text."""
        asking = len(self.shaped) > 1 and _asks_as_headline(*self.shaped[:2])
        if asking:
            self.shaped[0] = self.shaped[0].as_shape(Shape.HEADING)
        for at, shaped in enumerate(self.shaped[asking:], asking):
            before = self.shaped[at - 1] if at else None
            if before is not None and before.shape in _FLOWING:
                self.is_continuation[at] = self.goes_on(at - 1, at)
            if (
                shaped.shape is Shape.TEXT
                and before is not None
                and before.shape is Shape.HEADING
                and is_remark(shaped.text)
            ):
                self.shaped[at] = shaped.as_shape(Shape.HEADING)  # (某日通过), below a headline
                continue
            if shaped.shape is not Shape.HEADING or shaped.line.level:
                continue
            if self.is_continuation[at] or self._begins_text(at):
                self.shaped[at] = shaped.as_shape(Shape.TEXT)

    def _begins_text(self, at: int) -> bool:
        """Tell whether a short line is the first piece of a paragraph."""
        if at + 1 == len(self.shaped):
            return False
        shaped, after = self.shaped[at], self.shaped[at + 1]
        if after.shape not in (Shape.TEXT, Shape.HEADING) or after.dateline:
            return False
        if after.text[0] in CLOSERS or after.text[0] in PAUSES:
            return True
        adjoins = after.shape is Shape.TEXT or not after.line.gap
        if _is_outdented(shaped, after) and adjoins and not PAUSES.isdisjoint(shaped.text):
            return True
        if after.shape is Shape.TEXT and _runs_on(shaped.text):
            return not is_finished(shaped.text)
        return not after.line.indented and self._is_full(at, at + 1)

    def _is_full(self, at: int, following: int) -> bool:
        """Tell whether the text is wrapped and what follows would not have fitted on line `at`."""
        wrapping = self.wrappings[at]
        after = self.shaped[following].line
        return wrapping is not None and wrapping.is_full(self.shaped[at].line, after)

    def find_captions(self) -> None:
        """Find the lines that a photographer's credit below them makes captions."""
        for at, shaped in enumerate(self.shaped):
            if shaped.shape is Shape.CREDIT and at and self._is_caption(at - 1, at):
                self.shaped[at - 1] = self.shaped[at - 1].as_shape(Shape.CAPTION)
                self.is_continuation[at - 1] = False

    def find_signatures(self) -> None:
        """Find the lines that name the writer: below a headline, or below a text as its end."""
        for at, shaped in enumerate(self.shaped):
            if shaped.shape is not Shape.HEADING or shaped.line.level or not at:
                continue
            above = self.shaped[at - 1].shape
            below = self.shaped[at + 1] if at + 1 < len(self.shaped) else None
            heads_text = below is not None and below.shape is Shape.TEXT
            named_above = above is Shape.HEADING and heads_text
            if below and heads_text and above in _FLOWING and not _sets_off(below):
                continue  # rather a subhead
            byline = read_signature(shaped.content, named_above=named_above)
            if byline is not None:
                self.shaped[at] = replace(shaped, shape=Shape.BYLINE, byline=byline)

    def _is_caption(self, at: int, credit: int) -> bool:
        shaped = self.shaped[at]
        before = self.shaped[at - 1] if at else None
        if shaped.dateline or len(shaped.text) > MAX_CAPTION:
            return False
        if shaped.shape is Shape.HEADING:
            # Directly below a label or byline, or at the very top, it is the headline.
            return before is not None and before.shape not in (Shape.LABEL, Shape.BYLINE)
        if shaped.shape is not Shape.TEXT:
            return False
        if not self.is_continuation[at]:
            return True
        # Below an unfinished line it may be that line's end; it is a caption when the text
        # after the picture goes on from there instead.
        after = next(
            (i for i in range(credit + 1, len(self.shaped)) if not self._is_picture(i)), None
        )
        return after is not None and self._is_text(after) and self.goes_on(at - 1, after)

    def _is_picture(self, at: int) -> bool:
        return self.shaped[at].shape in _PICTURE

    def _is_text(self, at: int) -> bool:
        return self.shaped[at].shape is Shape.TEXT

    def goes_on(self, at: int, following: int) -> bool:
        """Tell whether the sentence with which line `at` ends goes on in line `following`."""
        shaped, after = self.shaped[at], self.shaped[following]
        if (
            shaped.shape not in _FLOWING
            or after.shape not in (Shape.TEXT, Shape.HEADING)
            or after.dateline
            or after.line.level
            or shaped.behind
        ):
            return False
        text, next_text = shaped.text, after.text
        if next_text[0] in CLOSERS or next_text[0] in PAUSES:
            return True
        if is_finished(text):
            return False
        adjoins = following == at + 1
        if not after.line.indented and adjoins and self._is_full(at, following):
            return True
        if after.starts_item:
            return False
        if text[-1] in "，、," or text[-1] in OPENERS:
            return True
        if after.line.indented or shaped.shape is Shape.ITEM:
            return False
        if text[-1] in "：:":
            return next_text[0] in QUOTES
        if text[-1] in PAUSES or _is_left_open(text):
            return True
        if after.shape is Shape.HEADING and (
            not adjoins or after.line.gap or PAUSES.isdisjoint(next_text)
        ):
            return False
        return (
            len(text) > MAX_HEADLINE
            or not STOPS.isdisjoint(text)
            or self.is_continuation[at]
            or shaped.dateline is not None
            or _is_outdented(shaped, after)
            or _runs_on(text)
        )

    def _same_paragraph(self, at: int, following: int) -> bool:
        """Tell whether a new sentence in the next line belongs to the paragraph: wrapped text."""
        shaped, after = self.shaped[at], self.shaped[following]
        return (
            following == at + 1
            and after.shape is Shape.TEXT
            and not after.dateline
            and not shaped.behind
            and not after.line.indented
            and after.line.gap <= shaped.line.gap
            and is_finished(shaped.text)
            and self._is_full(at, following)
        )

    def blocks(self) -> list[Block]:
        """Return the lines as blocks, in the order of their first lines."""
        blocks: list[Block] = []
        open_text: Block | None = None
        last = -1
        for at, shaped in enumerate(self.shaped):
            if shaped.shape in _PICTURE:
                blocks.append(Block([shaped]))
                continue
            if (
                open_text is not None
                and shaped.shape is Shape.TEXT
                and (self.goes_on(last, at) or self._same_paragraph(last, at))
            ):
                open_text.lines.append(shaped)
            elif blocks and _is_second_line(blocks[-1], shaped):
                blocks[-1].lines.append(shaped)
            else:
                blocks.append(Block([shaped]))
                open_text = blocks[-1] if shaped.shape in _FLOWING else None
            last = at
        return blocks


def _asks_as_headline(first: ShapedLine, after: ShapedLine) -> bool:
    """Tell whether the line at the top is a headline that asks and goes on (甲为何乙？答案来了)."""
    text = first.text
    return (
        first.shape is Shape.TEXT
        and first.dateline is None
        and not first.behind
        and after.line.gap > 0
        and looks_like_heading(_ASKED.sub("", text))
        and len(text) <= MAX_HEADLINE
        and not is_finished(text)
    )


_ASKED = re.compile("[？！?!]")


def _is_second_line(block: Block, shaped: ShapedLine) -> bool:
    """Tell whether a headline goes on in a second line: `主题——` and `——副题`."""
    return (
        block.shape is Shape.HEADING
        and shaped.shape is Shape.HEADING
        and not shaped.line.level
        and (block.lines[-1].text.endswith(_DASH) or shaped.text.startswith(_DASH))
    )


def _is_outdented(shaped: ShapedLine, after: ShapedLine) -> bool:
    """Tell whether only the first of two lines is indented as a paragraph's beginning is."""
    return shaped.line.indent == _INDENT and not after.line.indent


def _runs_on(text: str) -> bool:
    """Tell whether a line has as many commas as a sentence has and a headline has not."""
    outside = QUOTED.sub("", text)
    return len(outside) >= _LONG and sum(outside.count(comma) for comma in ",，") > 1


def _sets_off(shaped: ShapedLine) -> bool:
    """Tell whether a line is set off from a letter above it, as the answer to it: 【回复】…"""
    return shaped.line.gap > 0 or shaped.text[0] in OPENERS


def _is_left_open(text: str) -> bool:
    """Tell whether a bracket or quotation that opens in the last sentence is not closed."""
    start = max((text.rfind(stop) for stop in STOPS), default=-1) + 1
    return any(
        text.count(opener, start) > text.count(closer, start) for opener, closer in PAIRS.items()
    )


def _needs_space(text: str, following: str) -> bool:
    """Tell whether a line break between the two separates Latin words."""
    before, after = text[-1], following[0]
    if not (after.isalnum() and _is_latin(after)):
        return False
    if before in ",.;:!?)" and len(text) > 1:
        return _is_latin(text[-2]) and text[-2].isalpha() and after.isalpha()
    if not (before.isalnum() and _is_latin(before)):
        return False
    if before.isdigit():
        # 5|G is one word broken, 2019|edition two.
        return after.isalpha() and following[1:2].isalpha() and _is_latin(following[1])
    return True


def _is_latin(char: str) -> bool:
    return char < "\u0250"
