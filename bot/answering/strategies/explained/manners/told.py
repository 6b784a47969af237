"""Clauses that say how by where they stand: after their topic or heading, before their goal."""

from collections.abc import Iterator

from bot.answering.strategies.explained.clauses import Clause, starts_with
from bot.answering.strategies.explained.manners.contents import (
    content,
    end_of_telling,
    has_figure,
    is_result,
    is_setting,
)
from bot.answering.strategies.explained.manners.words import words
from bot.answering.strategies.explained.reading import Reading
from bot.answering.strategies.explained.told_clauses import Found
from bot.answering.strategies.yes_or_no.posed import after_lead_in
from retrieval.page import Span

_TOPIC_SHARE = 0.4
"""Share of the question's weight from which a clause that says nothing else is the topic."""
_AFTER_HEADING = 2
"""Clauses taken after a sentence that names the topic, at most."""


def after_topic(reading: Reading, unit: tuple[Clause, ...], stated: int) -> Span | None:
    """Return the clauses after one that only names the topic, or the occasion."""
    clause = unit[stated]
    if stated + 1 >= len(unit):
        return None
    new = [t for t in content(reading, clause.span) if not reading.is_asked(t.start, t.end)]
    share = reading.share(clause.span)
    is_topic = len(new) <= 1 and share >= _TOPIC_SHARE and not has_figure(reading, clause.span)
    if is_result(reading, unit[stated + 1].span):
        return None
    rest = after_lead_in(reading, unit[stated + 1 :]) or unit[stated + 1 :]
    told = Span(rest[0].span.start, end_of_telling(reading, unit, unit.index(rest[0])))
    occasion = is_setting(reading, clause.span) and not has_figure(reading, told)
    return told if is_topic or occasion else None


def before_goal(reading: Reading, unit: tuple[Clause, ...], stated: int) -> Span | None:
    """Return the clauses before the goal that the question asks how to reach."""
    goals = words("goal")
    if not stated or not starts_with(reading.folded, unit[stated].span, goals):
        return None
    first = 0
    while first < stated - 1 and is_setting(reading, unit[first].span):
        first += 1
    return Span(unit[first].span.start, unit[stated - 1].span.end)


def without_question(reading: Reading, unit: tuple[Clause, ...], stated: int) -> Span:
    """Return the stated clause without the question's words at its front, and what follows."""
    clause = unit[stated]
    start = clause.span.start
    tokens = reading.sentence.tokens_beginning_in(clause.span)
    for token in tokens:
        if reading.is_asked(token.start, token.end) and token.tag[0] != "v":
            start = token.end
        elif token.tag[0] not in "xumqdr" and token.start > start:
            break
    return Span(start, end_of_telling(reading, unit, stated))


def begins_with_doing(reading: Reading, clause: Clause, told: Span) -> bool:
    """Tell whether a stretch cut from a clause begins with what is done, not with its object."""
    tokens = reading.sentence.tokens_beginning_in(Span(clause.span.start, told.end))
    before = [t for t in tokens if t.start < told.start]
    first = next((t for t in tokens if t.start >= told.start and t.tag[0] != "d"), None)
    return (
        first is not None
        and first.tag in ("v", "p")
        and not reading.is_asked(first.start, first.end)
        and not any(t.tag == "p" for t in before)
        and not is_result(reading, told)
        and not has_figure(reading, told)
    )


def after_heading(reading: Reading) -> Iterator[Found]:
    """Yield what follows a short sentence that only names the topic (建好某网。依托…)."""
    after = reading.neighbour(1)
    whole = reading.whole
    tokens = reading.sentence.tokens
    # A heading opens its paragraph and has no subject: 建好某网.
    if reading.sentence.sentence.index or tokens[0].tag[0] not in "vda":
        return
    if after is None or len(reading.clauses) != 1 or reading.share(whole) < _TOPIC_SHARE:
        return
    new = [t for t in content(reading, whole) if not reading.is_asked(t.start, t.end)]
    if len(new) > 1:
        return
    unit = after.units[0]
    span = Span(unit[0].span.start, unit[:_AFTER_HEADING][-1].span.end)
    yield Found(after, span, reading.worth(reading.found(whole)), reading)
