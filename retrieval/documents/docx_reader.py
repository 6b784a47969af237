"""The text of a Word document, in reading order."""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.part import XmlPart
from docx.oxml.ns import nsmap, qn

from retrieval.documents.archive import check_word_archive
from retrieval.documents.errors import Reason, RefusedError
from retrieval.documents.limits import Limits

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_RUN, _TEXT, _BOX = qn("w:r"), qn("w:t"), qn("w:txbxContent")
_MATH_TEXT = f"{{{nsmap['m']}}}t"
_ALTERNATIVES, _CHOICE = _MC + "AlternateContent", _MC + "Choice"

# What stands for a character inside a paragraph. A tab reads as a row of a table; see _row.
_SIGNS = {
    qn("w:tab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
# What the reader of the printed page does not see, or not there: formatting, text deleted or
# moved away while changes are tracked, the reading above a character.
_UNSEEN = frozenset(
    qn(tag) for tag in ("w:pPr", "w:rPr", "w:del", "w:moveFrom", "w:rt", "w:sdtPr", "w:tblPr")
)
# libxml2's codes for out of memory, entities in a loop, and a bound passed: entities that
# multiply, great depth. Any other error is a fault of the file.
_REASONS = {2: Reason.TOO_SLOW, 89: Reason.BOMB, 114: Reason.BOMB}
_PICTURES = (qn("w:drawing"), qn("w:pict"), qn("w:object"))


def read_docx(data: bytes, limits: Limits) -> str:
    """Return the text: a paragraph a line, blank lines between, a row of a table a line.

    Raises RefusedError when it is no Word document, unsafe, too long or without text.
    """
    check_word_archive(data, limits)
    document = _open(data)
    for part in document.part.package.iter_parts():
        # The standard allows no such declaration; it is where entities are declared, those that
        # multiply and those that name another file. The parser has left both unresolved.
        if isinstance(part, XmlPart) and part.element.getroottree().docinfo.doctype:
            raise RefusedError(Reason.BOMB, detail="document type declaration")
    body = document.element.body
    texts, length = [], 0
    for text in _blocks(body):
        texts.append(text)
        length += len(text)
        if length > limits.max_characters:
            raise RefusedError(Reason.TOO_LONG, limits.max_characters)
    if not texts:
        has_picture = next(body.iter(*_PICTURES), None) is not None
        raise RefusedError(Reason.NO_TEXT if has_picture else Reason.EMPTY)
    return "\n\n".join(texts)


def _open(data: bytes) -> Any:
    try:
        return docx.Document(io.BytesIO(data))
    except SyntaxError as error:  # As lxml's errors are.
        code = getattr(error, "code", None)
        reason = _REASONS.get(code or 0, Reason.DAMAGED)
        raise RefusedError(reason, detail=f"libxml2 error {code}") from None


# The elements are lxml's, which says nothing of their types. Their depth is bounded by the
# parser (256), so recursion is.


def _blocks(container: Any) -> Iterator[str]:
    """Yield paragraphs and tables, wherever in `container` they stand; none of them blank."""
    for element in container:
        if element.tag == _PARAGRAPH:
            yield from _paragraph(element)
        elif element.tag == _TABLE:
            yield from _table(element)
        elif element.tag == _ALTERNATIVES:
            yield from _blocks(_chosen(element))
        elif element.tag not in _UNSEEN:
            # Content controls, tracked insertions and the like only wrap.
            yield from _blocks(element)


def _paragraph(paragraph: Any) -> Iterator[str]:
    """Yield the paragraph, then the text boxes anchored in it."""
    boxes: list[Any] = []
    text = "".join(_inline(paragraph, boxes)).rstrip()
    if text.strip():
        yield text
    for box in boxes:
        yield from _blocks(box)


def _inline(container: Any, boxes: list[Any]) -> Iterator[str]:
    """Yield the pieces of a paragraph's text; put the text boxes in it into `boxes`."""
    for element in container:
        tag = element.tag
        if tag in (_TEXT, _MATH_TEXT):
            yield element.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == _BOX:
            boxes.append(element)
        elif tag == _ALTERNATIVES:
            yield from _inline(_chosen(element), boxes)
        elif tag not in _UNSEEN and not (tag == _RUN and _is_hidden(element)):
            yield from _inline(element, boxes)


def _chosen(alternatives: Any) -> Any:
    """Return one of the forms of the same content: the first, which is the newest."""
    choice = alternatives.find(_CHOICE)
    if choice is not None:
        return choice
    return alternatives[0] if len(alternatives) else ()


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val"), "1") not in ("0", "false", "off")


def _table(table: Any) -> Iterator[str]:
    """Yield runs of rows as one text each, and what is no row of a table by itself.

    Word pages are often laid out by tables: a cell alone in its row, or one of several
    paragraphs, holds running text.
    """
    rows: list[str] = []
    for row in table.iter(_ROW):
        # A table inside a cell is read with the cell.
        if next(row.iterancestors(_TABLE)) is not table:
            continue
        cells = [
            texts for cell in row.iter(_CELL) if _row_of(cell) is row and (texts := _cell(cell))
        ]
        if len(cells) > 1 and all(len(texts) == 1 and "\n" not in texts[0] for texts in cells):
            rows.append("\t".join(texts[0].strip() for texts in cells))
            continue
        if rows:
            yield "\n".join(rows)
            rows = []
        for texts in cells:
            yield from texts
    if rows:
        yield "\n".join(rows)


def _row_of(cell: Any) -> Any:
    return next(cell.iterancestors(_ROW))


def _cell(cell: Any) -> list[str]:
    return list(_blocks(cell))
