"""Steps: 先甲,再乙,最后丙, and what follows the colon after a noun of means."""

from collections.abc import Iterator

from bot.answering.strategies.explained.clauses import Clause, starts_with
from bot.answering.strategies.explained.manners.contents import end_of_telling
from bot.answering.strategies.explained.manners.deeds import QUOTED
from bot.answering.strategies.explained.manners.words import noun_pattern, table, words
from bot.answering.strategies.explained.reading import Reading
from retrieval.page import Span

_STEPS = 0.12
"""What steps are worth as evidence."""


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


def _announces(text: str) -> bool:
    """Tell whether a clause only says that there is an art to it (喂法也有讲究)."""
    return text.endswith(tuple(words("lead")))


def _names_asked(reading: Reading, text: str) -> bool:
    """Tell whether a clause ends in the name, in quotation marks, of what the question is about."""
    names = QUOTED.findall(text)
    return bool(names) and text.endswith(names[-1]) and names[-1] in reading.match.question.folded
