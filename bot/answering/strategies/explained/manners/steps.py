"""Steps: 先甲,再乙,最后丙, and what follows the colon after a noun of means."""

from collections.abc import Iterator

from bot.answering.strategies.explained.clauses import Clause, split_clauses, starts_with
from bot.answering.strategies.explained.manners.contents import end_of_telling
from bot.answering.strategies.explained.manners.deeds import QUOTED
from bot.answering.strategies.explained.manners.words import noun_pattern, table, words
from bot.answering.strategies.explained.reading import Reading
from retrieval.page import Span

_STEPS = 0.12
"""What steps are worth as evidence."""
_STEPS_AFTER = 3
"""Clauses after the first step among which the others are looked for."""


def steps(reading: Reading, unit: tuple[Clause, ...]) -> Iterator[tuple[float, Span]]:
    """Yield 先甲,再乙,最后丙 and what follows the colon after a noun of means."""
    step = table("step")
    for at, clause in enumerate(unit):
        text = reading.folded[clause.span.start : clause.span.end]
        first = starts_with(reading.folded, clause.span, step["first"])
        later = [c for c in unit[at + 1 :] if starts_with(reading.folded, c.span, step["words"])]
        if first and later:
            yield _STEPS, Span(clause.span.start, later[-1].span.end)
        elif (
            clause.mark == ":"
            and unit[at + 1 :]
            and (
                noun_pattern().search(text[-4:]) or _announces(text) or _names_asked(reading, text)
            )
        ):
            yield _STEPS, Span(unit[at + 1].span.start, end_of_telling(reading, unit, at + 1))


def whole_steps(folded: str, span: Span) -> Span:
    """Return a stretch that begins with 先 together with the steps after it (先甲[,再乙])."""
    step, end = table("step"), span.end
    if not starts_with(folded, span, step["first"]):
        return span
    stop = min((at for mark in ";。" if (at := folded.find(mark, end)) >= 0), default=len(folded))
    later = [c.span for c in split_clauses(folded) if end < c.span.start < stop]
    last = [c.end for c in later[:_STEPS_AFTER] if starts_with(folded, c, step["words"])]
    return Span(span.start, max([end, *last]))


def _announces(text: str) -> bool:
    """Tell whether a clause only says that there is an art to it (喂法也有讲究)."""
    return text.endswith(tuple(words("lead")))


def _names_asked(reading: Reading, text: str) -> bool:
    """Tell whether a clause ends in the name, in quotation marks, of what the question is about."""
    names = QUOTED.findall(text)
    return bool(names) and text.endswith(names[-1]) and names[-1] in reading.match.question.folded
