"""Which other candidates are worth a reader's time."""

from collections.abc import Iterable

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
    return any(
        other.page is evidence.page and span.overlaps(taken)
        for other in others
        for span in evidence.answer_spans
        for taken in other.answer_spans
    )
