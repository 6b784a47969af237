"""The reason before its effect: [甲],因此乙; 受[甲]影响; [甲]是乙的原因."""

import re
from collections.abc import Iterator
from functools import cache

from bot.answering.strategies.explained.clauses import Clause
from bot.answering.strategies.explained.reading import Reading
from bot.answering.strategies.explained.reasons.effects import comes_of_it, if_asked, whole
from bot.answering.strategies.explained.reasons.markers import is_marked, markers
from bot.answering.strategies.explained.reasons.words import table, words
from bot.answering.strategies.explained.told_clauses import Found
from retrieval.page import Span

_MANY = 3
"""Clauses before 因此 that are taken as the reason, at most."""
_LEAD = re.compile(
    "据[^,]{0,12}(?:记载|介绍|说|称|统计|了解|透露)|[^,]{2,16}(?:介绍|表示|解释|说|告诉记者)"
)
"""A clause that only says who tells the reason (据志书记载)."""


_DENIED = ("不", "不会", "未", "没", "没有", "并未")
"""What takes back what stands in a frame (不受此次调整影响)."""


def before_effect(reading: Reading, unit: tuple[Clause, ...], at: int) -> Iterator[Found]:
    """Yield what stands before 因此 … and before 导致 … inside a clause."""
    clause = unit[at]
    if comes_of_it(reading, clause):
        effect = reading.found(*(c.span for c in unit[at:]))
        before = reading.neighbour(-1)
        if at and not _is_explained(reading, unit[:at]):
            first = _without_lead(reading, unit[max(0, at - _MANY) : at])
            reason = Span(first.span.start, unit[at - 1].span.end)
            yield from if_asked(reading, reason, reading, effect)
        elif clause is reading.clauses[0] and before and not _is_explained(before, before.clauses):
            yield from if_asked(before, whole(before), reading, effect)
    if is_marked(reading, (clause,)):
        return
    for token in reading.sentence.tokens:
        inside = clause.span.start < token.start < clause.span.end
        if inside and token.text in table("effect")["verbs"]:
            effect = reading.found(Span(token.start, unit[-1].span.end))
            copula = reading.folded.endswith("是", clause.span.start + 1, token.start)
            reason = Span(clause.span.start, token.start - copula)
            yield from if_asked(reading, reason, reading, effect)


def _is_explained(reading: Reading, clauses: tuple[Clause, ...]) -> bool:
    """Tell whether a reason is marked in some clauses; a purpose is none for what came of it."""
    found = (m for clause in clauses for m in markers(reading, clause))
    return any(reading.folded[m.start : m.end] not in words("purpose_first") for m in found)


def _without_lead(reading: Reading, clauses: tuple[Clause, ...]) -> Clause:
    """Return the clause with which a reason begins, after a colon or who says so (据志书记载)."""
    begin = 0
    for at, clause in enumerate(clauses[:-1]):
        lead = _LEAD.fullmatch(reading.folded, clause.span.start, clause.span.end)
        if clause.mark == ":" or (lead and at == begin):
            begin = at + 1
    return clauses[begin]


def framed(reading: Reading, unit: tuple[Clause, ...], clause: Clause) -> Iterator[Found]:
    """Yield 受甲影响 and the like; the rest of the statement is the effect."""
    text = reading.folded[clause.span.start : clause.span.end]
    for frame in _frames():
        match = frame.search(text)
        if match is None or text[: match.start()].endswith(_DENIED):
            continue
        start, end = (clause.span.start + at for at in match.span())
        effect = reading.found(
            *(c.span for c in unit if c is not clause),
            Span(end, clause.span.end),
            Span(clause.span.start, start),
        )
        yield from if_asked(reading, Span(start, end), reading, effect)


@cache
def _frames() -> tuple[re.Pattern[str], ...]:
    pairs = table("frames")["pairs"]
    return tuple(re.compile(f"{before}.{{2,30}}?{after}") for before, after in pairs)


def gives_reason(reading: Reading) -> bool:
    """Tell whether a sentence marks a reason, for whatever it is."""
    return is_marked(reading, reading.clauses) or any(
        frame.search(reading.folded[c.span.start : c.span.end])
        for c in reading.clauses
        for frame in _frames()
    )


def named(reading: Reading, clause: Clause) -> Iterator[Found]:
    """Yield what a clause says is the reason (甲是乙的主要原因), or did it (甲所致)."""
    text = reading.folded[clause.span.start : clause.span.end]
    for pattern in _namings():
        match = pattern.search(text)
        if match is None:
            continue
        at_clause = clause.span.start
        reason = Span(at_clause + match.start("is"), at_clause + match.end("is"))
        if match["is"] in table("named")["pointing"]:  # 甲,这也是乙的原因
            at = reading.clauses.index(clause)
            if not at:
                continue
            reason = reading.clauses[at - 1].span
        effect = reading.found(
            Span(at_clause + match.end("is"), clause.span.end),
            *(c.span for c in reading.clauses if c is not clause),
        )
        yield from if_asked(reading, reason, reading, effect)


@cache
def _namings() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, table("named")["patterns"]))
