"""Which other candidates are worth a reader's time."""

from collections.abc import Iterable, Iterator

from bot.answering.answer import Alternative, Answer, Evidence

MOST = 4
"""Candidates shown; after these comes hardly anything that was near to being the answer."""


def others_shown(answer: Answer) -> tuple[Alternative, ...]:
    """Return the candidates beside an answer that a reader is shown, the likeliest first.

    Left out is what is only another cut of the answer, or of a candidate before it: the reader has
    the whole sentence.
    """
    shown: list[Alternative] = []
    for other in answer.alternatives:
        if len(shown) == MOST:
            break
        before = (*answer.evidence, *(one.evidence for one in shown))
        if not _overlaps(other.evidence, before):
            shown.append(other)
    return tuple(shown)


def _overlaps(evidence: Evidence, others: Iterable[Evidence]) -> bool:
    taken = list(_places(others))
    return any(
        page == other and start < last and first < end
        for page, start, end in _places((evidence,))
        for other, first, last in taken
    )


def _places(evidence: Iterable[Evidence]) -> Iterator[tuple[int, int, int]]:
    for one in evidence:
        for span in one.answer_spans:
            yield id(one.page), span.start, span.end
