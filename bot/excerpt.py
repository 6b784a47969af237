"""What is shown of a sentence that is too long to be shown whole."""

from collections.abc import Sequence

from retrieval.page import Span


def excerpt(text: str, marks: Sequence[Span], margin: int) -> tuple[str, tuple[Span, ...]]:
    """Return what of `text` stands around its marks, and the marks in what is returned.

    `marks` are code points of `text` in reading order. `margin` characters are kept before the
    first mark and behind the last; when nothing is marked, twice as many of the beginning. `…`
    stands for what is left out.
    """
    start = max(0, marks[0].start - margin) if marks else 0
    end = min(len(text), (marks[-1].end if marks else margin) + margin)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    moved = tuple(Span(mark.start + shift, mark.end + shift) for mark in marks)
    return before + text[start:end] + after, moved
