"""The text of a PDF, line by line as it is set on the page."""

from collections.abc import Iterator
from statistics import median
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from retrieval.documents.errors import Reason, RefusedError
from retrieval.documents.limits import Limits
from retrieval.documents.pdf_layout import PdfLine, lay_out

_END_MARK = b"%%EOF"
_TAIL = 2048
"""Bytes at the end of a file among which its end mark must stand; the standard says 1024."""
_NO_LETTER = frozenset(range(0xE000, 0xF900)) | {0, 0xFFFD, 0xFFFE, 0xFFFF}
"""Code points (private use above all) that stand for glyphs of which no letter is known."""
_MAX_UNKNOWN_SHARE = 0.5
"""Share of such characters above which the text is as good as none."""
_LINE_END_HYPHEN = "\x02"
"""What PDFium puts for a hyphen that divides a word at a line's end."""


def read_pdf(data: bytes, limits: Limits) -> str:
    """Return the text: a paragraph a line where the page shows it, blank lines between.

    Raises RefusedError when it is damaged, encrypted, too long, or holds no text.
    """
    # PDFium mends what is cut off, and half a document would pass for the whole.
    if _END_MARK not in data[-_TAIL:]:
        raise RefusedError(Reason.DAMAGED, detail="no end mark")
    try:
        with pdfium.PdfDocument(data) as document:
            lines = list(_lines(document, limits))
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise RefusedError(
            Reason.ENCRYPTED if locked else Reason.DAMAGED, detail="PdfiumError"
        ) from None
    written = [ord(char) for line in lines for char in line.text if not char.isspace()]
    unknown = sum(code in _NO_LETTER for code in written)
    if unknown >= _MAX_UNKNOWN_SHARE * len(written):
        raise RefusedError(Reason.NO_TEXT)
    return lay_out(lines)


def _lines(document: Any, limits: Limits) -> Iterator[PdfLine]:
    """Yield the lines of all pages, in the order in which the file draws them."""
    pages = len(document)
    if not pages:
        raise RefusedError(Reason.DAMAGED, detail="no pages")
    if pages > limits.max_pages:
        raise RefusedError(Reason.TOO_MANY_PAGES, limits.max_pages)
    length = 0
    for number in range(pages):
        page = document[number]
        text_page = page.get_textpage()
        length += text_page.count_chars()
        if length > limits.max_characters:
            raise RefusedError(Reason.TOO_LONG, limits.max_characters)
        yield from _lines_of_page(text_page, number)
        text_page.close()
        page.close()


def _lines_of_page(text_page: Any, number: int) -> Iterator[PdfLine]:
    chars: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    box = raw.FS_RECTF()
    for index in range(text_page.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text_page, index))
        if char in "\r\n":
            yield from _line(chars, boxes, number)
            chars, boxes = [], []
            continue
        chars.append(char)
        is_drawn = not char.isspace() and raw.FPDFText_IsGenerated(text_page, index) != 1
        if is_drawn and raw.FPDFText_GetLooseCharBox(text_page, index, box):
            boxes.append((box.left, box.right, box.top, box.bottom))
    yield from _line(chars, boxes, number)


def _line(
    chars: list[str], boxes: list[tuple[float, float, float, float]], page: int
) -> Iterator[PdfLine]:
    """Yield the line of these characters, if it says anything."""
    text = "".join(chars).replace(_LINE_END_HYPHEN, "-").strip()
    if not text or not boxes:
        return
    lefts, rights, tops, bottoms = zip(*boxes, strict=True)
    yield PdfLine(
        text,
        page,
        left=min(lefts),
        right=max(rights),
        # A character set high or low, or in another size, is not to count.
        top=median(tops),
        size=abs(median(tops) - median(bottoms)),
    )
