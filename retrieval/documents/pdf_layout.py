"""Lines of printed pages to paragraphs, by where they stand on the page.

A PDF knows lines only. A paragraph is a run of lines of one size below each other; the next one
begins where a line is indented, where the line above it is not full, or after a wider space.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from retrieval.punctuation import is_finished

_EDGE_LINES = 2
"""Lines at the top and at the bottom of a page that may be a running header or footer."""
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:第\s*)?\d{1,4}(?:\s*[页頁])?(?:[\s/／,，]*[共/／]\s*\d{1,4}\s*[页頁]?)?[\W_]*"
)
_DIGITS = re.compile(r"\d+")

# Lengths below are in sizes: heights of the line's characters.
_SAME_SIZE = 0.12
"""By how much the sizes of two lines of one paragraph differ at most."""
_LINE_STEP = (0.5, 2.5)
"""How far a line stands below the one before it within a text."""
_ASIDE = 2.0
"""How far beside the line above a line may begin or end: a word below an indented line."""
_WIDER_STEP = 1.3
"""How many times the usual step begins a paragraph."""
_INDENT = 1.0
"""How far from the left margin begins a paragraph; the custom is 2."""
_RAGGED = 1.5
"""How far from the right margin a full line may end: no line begins with a closing sign."""
_LATIN_WIDTH = 0.55
"""Width of a Latin letter or digit."""

# What would have had to fit on the line before: a Latin word or number, or one character.
_FIRST_UNIT = re.compile(r"[A-Za-z0-9.,%$@:/_-]+|.")
_LATIN_END = re.compile(r"[A-Za-z0-9,.;:!?)]$")
_LATIN_START = re.compile(r"[A-Za-z0-9(]")
_DIVIDED_WORD = re.compile(r"[A-Za-z]-$")


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page; lengths in points, heights from the bottom of the page."""

    text: str
    page: int
    """Number of the page, from 0."""
    left: float
    right: float
    top: float
    size: float
    """Height of its characters."""


def lay_out(lines: Sequence[PdfLine]) -> str:
    """Return the lines as text: a paragraph a line, blank lines between."""
    paragraphs: list[str] = []
    open_block: list[PdfLine] = []
    for block in _blocks(_without_running_lines(lines)):
        texts = _paragraphs(block)
        if paragraphs and _goes_on(open_block, block):
            paragraphs[-1] = _joined(paragraphs[-1], texts.pop(0))
        paragraphs += texts
        open_block = block
    return "\n\n".join(paragraphs)


def _without_running_lines(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Leave out page numbers and the headers and footers that recur at the same height."""
    by_page: dict[int, list[PdfLine]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    edges: list[PdfLine] = []
    for of_page in by_page.values():
        downward = sorted(of_page, key=lambda line: -line.top)
        edges += {*downward[:_EDGE_LINES], *downward[-_EDGE_LINES:]}
    on_pages = {(_without_digits(line), line.page) for line in edges}
    recurring = Counter(line for line, _ in on_pages)
    running = {
        line
        for line in edges
        if recurring[_without_digits(line)] > 1 or _PAGE_NUMBER.fullmatch(line.text)
    }
    return [line for line in lines if line not in running]


def _without_digits(line: PdfLine) -> tuple[str, int]:
    return _DIGITS.sub("0", line.text), round(line.top)


def _blocks(lines: Iterable[PdfLine]) -> list[list[PdfLine]]:
    """Return runs of lines that stand below each other in one size."""
    blocks: list[list[PdfLine]] = []
    for line in lines:
        if blocks and _stands_below(blocks[-1][-1], line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _stands_below(above: PdfLine, line: PdfLine) -> bool:
    size = max(above.size, line.size)
    least, most = _LINE_STEP
    return (
        above.page == line.page
        and _same_size(above, line)
        and least * size < above.top - line.top < most * size
        and above.left - line.right < _ASIDE * size
        and line.left - above.right < _ASIDE * size
    )


def _same_size(line: PdfLine, other: PdfLine) -> bool:
    return abs(line.size - other.size) <= _SAME_SIZE * max(line.size, other.size)


def _paragraphs(block: Sequence[PdfLine]) -> list[str]:
    """Return the block's paragraphs, their lines joined."""
    left = min(line.left for line in block)
    steps = [above.top - line.top for above, line in pairwise(block)]
    step = median(steps) if steps else 0.0
    texts = [block[0].text]
    for above, line in pairwise(block):
        if (
            line.left - left < _INDENT * line.size
            and above.top - line.top < _WIDER_STEP * step
            and _is_full(above, block, line)
        ):
            texts[-1] = _joined(texts[-1], line.text)
        else:
            texts.append(line.text)
    return texts


def _is_full(line: PdfLine, block: Sequence[PdfLine], following: PdfLine) -> bool:
    """Tell whether what begins `following` would hardly have fitted on `line` of `block`."""
    right = max(other.right for other in block)
    unit = _FIRST_UNIT.match(following.text)
    width = _LATIN_WIDTH * len(unit[0]) if unit and unit[0].isascii() else 1.0
    # A word longer than half a line is broken anyway.
    needed = min(width * line.size, (right - line.left) / 2)
    return right - line.right < needed + _RAGGED * line.size


def _goes_on(block: Sequence[PdfLine], following: Sequence[PdfLine]) -> bool:
    """Tell whether a sentence goes on in the next column or on the next page."""
    last, first = block[-1], following[0]
    left = min(line.left for line in following)
    return (
        len(block) > 1
        and len(following) > 1
        and _same_size(last, first)
        and not is_finished(last.text)
        and _is_full(last, block, first)
        and first.left - left < _INDENT * first.size
    )


def _joined(text: str, following: str) -> str:
    """Return two pieces of a paragraph as one; Latin words keep a space between them."""
    if _DIVIDED_WORD.search(text) and following[:1].islower():
        return text[:-1] + following
    apart = _LATIN_END.search(text) and _LATIN_START.match(following)
    return f"{text} {following}" if apart else text + following
