"""Tables: a line of headings, then a line for each thing, their cells apart by wide gaps.

So a newspaper's tables come out of its pages, and Word and HTML documents are read (by tabs).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.annotation.sentence import AnnotatedSentence
from retrieval.page import Role, Span

_CELL = re.compile(r"[^\s]+(?: [^\s]+)*")
_GAP = str.maketrans({"\u3000": "\t", "|": "\t"})
_NUMBER = re.compile(r"[+-]?\d[\d.,]*(?:[%‰℃]|\([^)]*\))?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_FEWEST = 2
"""Lines below the headings, and cells of a line, that a table has at least."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a table."""

    text: str
    """Folded."""
    span: Span
    """Where it stands in the sentence that its line is."""

    @property
    def is_number(self) -> bool:
        """Tell whether it is a number alone, and no year, which may be a heading."""
        return bool(_NUMBER.fullmatch(self.text)) and not _YEAR.fullmatch(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table."""

    sentence: AnnotatedSentence
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and the lines below them."""

    headings: Row
    rows: tuple[Row, ...]
    above: str
    """The folded line above the headings: a title, the unit of all figures."""

    def heading(self, column: int) -> Cell | None:
        """Return what stands over a column; the first may have nothing over it."""
        at = column - len(self.rows[0].cells) + len(self.headings.cells)
        return self.headings.cells[at] if at >= 0 else None


def find_tables(sentences: Sequence[AnnotatedSentence]) -> tuple[Table, ...]:
    """Return the tables of an article, in reading order."""
    lines = [_row(s) if _fills_paragraph(s) else None for s in sentences]
    found: list[Table] = []
    at = 0
    while at < len(lines):
        rows = _below(lines, at)
        headings = lines[at]
        if headings is None or len(rows) < _FEWEST:
            at += 1
            continue
        found.append(Table(headings, rows, sentences[at - 1].folded if at else ""))
        at += 1 + len(rows)
    return tuple(found)


def _fills_paragraph(sentence: AnnotatedSentence) -> bool:
    return sentence.paragraph.role is not Role.CAPTION and len(sentence.paragraph.sentences) == 1


def _row(sentence: AnnotatedSentence) -> Row | None:
    """Return a line cut into its cells, None if it is one piece, or one that holds a sentence."""
    text = sentence.sentence.text[: len(sentence.folded)].translate(_GAP)
    spans = [Span(*m.span()) for m in _CELL.finditer(text)]
    if len(spans) < _FEWEST or "。" in sentence.folded:
        return None
    return Row(sentence, tuple(Cell(sentence.folded[s.start : s.end], s) for s in spans))


def _below(lines: Sequence[Row | None], at: int) -> tuple[Row, ...]:
    """Return the lines below one that may be headings: as many cells, or one more, some numbers."""
    headings = lines[at]
    if headings is None or any(cell.is_number for cell in headings.cells):
        return ()
    rows: list[Row] = []
    for row in lines[at + 1 :]:
        wide = row is not None and len(row.cells) - len(headings.cells) in (0, 1)
        if row is None or not wide or (rows and len(row.cells) != len(rows[0].cells)):
            break
        rows.append(row)
    counted = any(_starts_with_digit(cell) for row in rows for cell in row.cells[1:])
    return tuple(rows) if counted else ()


def _starts_with_digit(cell: Cell) -> bool:
    return cell.text.lstrip("+-")[:1].isdigit()
