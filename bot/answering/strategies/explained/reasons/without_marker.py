"""Reasons without a marker: after a denial, a fear, a trouble told before its remedy."""

import re
from collections.abc import Iterator

import numpy as np

from bot.answering.strategies.explained.clauses import Clause, starts_with
from bot.answering.strategies.explained.reading import Reading
from bot.answering.strategies.explained.reasons.effects import (
    STATED,
    TOLD,
    if_asked,
    whole,
)
from bot.answering.strategies.explained.reasons.words import table, words
from bot.answering.strategies.explained.told_clauses import Found
from retrieval.page import Span

_UNMARKED = 0.25
"""What a reason without a marker loses."""


def after_denial(reading: Reading, unit: tuple[Clause, ...], at: int) -> Iterator[Found]:
    """Yield what follows 而是 after 不是 (不是嫌少,而是舍不得)."""
    said = reading.folded[unit[at].span.start : unit[at].span.end]
    denied = at > 0 and "不是" in reading.folded[unit[0].span.start : unit[at].span.start]
    if denied and (opens := re.match("而?是", said)):
        reason = Span(unit[at].span.start + opens.end(), unit[at].span.end)
        effect = reading.found(*(c.span for c in reading.clauses if c is not unit[at]))
        yield from if_asked(reading, reason, reading, effect)


def feared(reading: Reading, unit: tuple[Clause, ...], at: int) -> Iterator[Found]:
    """Yield what somebody fears or minds where it is asked why he is not willing (怕吵)."""
    if not any(word in reading.match.question.folded for word in table("fear")["asked"]):
        return
    clause = unit[at]
    token = next(
        (
            t
            for t in reading.sentence.tokens
            if clause.span.start <= t.start < clause.span.end and t.text in words("fear")
        ),
        None,
    )
    if token is None or reading.folded[: token.start].endswith(("不是", "并非")):
        return
    after = unit[at + 1] if at + 1 < len(unit) else clause
    goes_on = starts_with(reading.folded, after.span, ("也", "又", "还"))
    end = after.span.end if goes_on else clause.span.end
    before = reading.neighbour(-1)
    told = reading.found(*(c.span for c in reading.clauses if c is not clause))
    if before is not None:
        told = np.maximum(told, before.found(whole(before)))
    yield from if_asked(reading, Span(token.start, end), reading, told)


def trouble_before_remedy(reading: Reading) -> Iterator[Found]:
    """Yield a sentence of trouble right before the sentence that tells what was done about it."""
    after = reading.neighbour(1)
    if after is None or not any(w in reading.folded for w in words("trouble")):
        return
    both = np.maximum(reading.found(whole(reading)), after.found(whole(after)))
    own = float(reading.weights @ both)
    # Both must be about the same thing, and the remedy must be what is asked about.
    if after.share(whole(after)) >= TOLD and reading.share(whole(reading)) >= STATED:
        yield Found(reading, whole(reading), own - _UNMARKED, after)
