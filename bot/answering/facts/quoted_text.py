"""A folded paragraph with its quotations, which attributions are not looked for in."""

import re
from collections.abc import Iterator

from retrieval.page import Span

STOPS = "。!?;…"
PAUSES = ",:"
_OPEN, CLOSE = "“‘", "”’"
HIDDEN = "\ue000"
"""Stands for every character inside quotation marks while attributions are looked for."""


class QuotedText:
    """A paragraph; in `masked`, of the same length, what stands in quotation marks is hidden."""

    def __init__(self, text: str) -> None:
        """Find the quotations of the folded `text`."""
        self.text = text
        self.quotes = _quotes(text)
        """The outermost quotations, marks included, in reading order."""
        hidden = list(text)
        for quote in self.quotes:
            hidden[quote.start + 1 : quote.end - 1] = HIDDEN * (len(quote) - 2)
        self.masked = "".join(hidden)

    def is_full(self, quote: Span) -> bool:
        """Tell whether the quotation ends with a mark of its own, as sentences do."""
        return self.text[quote.end - 2] in STOPS + ".,—~"

    def clauses(self, start: int, end: int) -> Iterator[Span]:
        """Yield the clauses of `masked[start:end]` without the marks that end them."""
        at = start
        for match in re.finditer(r"[,:]", self.masked[start:end]):
            yield Span(at, start + match.start())
            at = start + match.end()
        while end > at and self.masked[end - 1] in STOPS + CLOSE:
            end -= 1
        if at < end:
            yield Span(at, end)

    def clause_start(self, end: int, lowest: int) -> int:
        """Return where the clause begins that ends at `end`, not before `lowest`."""
        return max(lowest, max(self.masked.rfind(c, lowest, end) for c in PAUSES) + 1)


def _quotes(text: str) -> list[Span]:
    """Return the outermost quotations, marks included, in reading order.

    Straight quotation marks open and close in turn; one left open goes to the end of the paragraph.
    """
    found = []
    depth, opened = 0, -1
    straight = False
    for at, char in enumerate(text):
        if char == '"':
            char = "”" if straight else "“"
            straight = not straight
        if char in _OPEN:
            if depth == 0:
                opened = at
            depth += 1
        elif char in CLOSE and depth:
            depth -= 1
            if depth == 0 and at - opened > 1:
                found.append(Span(opened, at + 1))
    return found
