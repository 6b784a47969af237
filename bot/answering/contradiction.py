"""Two figures of the text for the same thing."""

from collections.abc import Iterable
from dataclasses import replace

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Answer
from bot.answering.facts.conversion import same_value
from bot.answering.finder import Candidate
from retrieval.page import Span

_SAME_COVERAGE = 0.02
_SHORTEST = 3
"""Characters two statements must share at least, the figures left out."""
_BOUNDS = ",，;；。:：!?、"


def contradicting(answer: Answer, best: Candidate, others: Iterable[Candidate]) -> Answer | None:
    """Return the answer with both figures where the text states another for the same thing.

    The same thing: the clauses are the same but for the figure, and the question's words stand
    around the one as they stand around the other.
    """
    if best.quantity is None:
        return None
    said = statement(best.sentence, best.quantity.span)
    for other in others:
        if (
            other.quantity is not None
            and other.article is best.article
            and other.quantity.unit == best.quantity.unit
            and not same_value(other.quantity, best.quantity)
            and abs(other.coverage - best.coverage) < _SAME_COVERAGE
            and len(said) >= _SHORTEST
            and statement(other.sentence, other.quantity.span) == said
        ):
            pair = sorted((best, other), key=lambda c: c.evidence().answer_spans)
            first, second = (c.answer_text for c in pair)
            return replace(
                answer,
                text=f"{first}；{second}",
                value=None,
                evidence=tuple(c.evidence() for c in pair),
                working=f"文中有两个数字：{first}，{second}",
            )
    return None


def statement(sentence: AnnotatedSentence, span: Span) -> str:
    """Return the clause around a figure without the figure: what is said of it."""
    start, end = span.start, span.end
    while start and sentence.folded[start - 1] not in _BOUNDS:
        start -= 1
    while end < len(sentence.folded) and sentence.folded[end] not in _BOUNDS:
        end += 1
    return sentence.folded[start : span.start] + sentence.folded[span.end : end]
