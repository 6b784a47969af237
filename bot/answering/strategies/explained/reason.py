"""Why: the reason or purpose that the text gives for what the question states.

A reason is told by its marker (由于, 为了, 因此 …, see reason.toml). What stands on the other side
of the marker is what it is the reason for; it must be what the question asks about. A text that
gives no reason for a thing has none to offer, so without a marker there is no answer, but for a
trouble told right before the remedy that the question is about.
"""

from collections.abc import Iterator
from itertools import chain

from bot.answering.answer import Answer
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.explained.reading import Reading, readings
from bot.answering.strategies.explained.reasons.accounts import explained, numbered
from bot.answering.strategies.explained.reasons.after_marker import after_marker
from bot.answering.strategies.explained.reasons.before_effect import before_effect, framed, named
from bot.answering.strategies.explained.reasons.without_marker import (
    after_denial,
    feared,
    trouble_before_remedy,
)
from bot.answering.strategies.explained.told_clauses import Found, best_found
from bot.answering.strategies.yes_or_no.posed import answers_posed

_ACCEPTED = 0.5
"""Score at which a reason answers as likely as not."""
_ACCEPTED_ELSE = 0.6
"""Likewise where the general strategy would give an answer else (tuned on DRCD dev)."""


def answer_reason(question: Question, context: Context) -> Answer | None:
    """Return the reason or purpose given; no answer where the text gives none.

    With `always_answer`, None unless the reason is sure: the general strategy has one always.
    """
    found = chain(
        (f for r in _with_neighbours(question, context) for f in _reasons(r)),
        answers_posed(question, context),
    )
    accepted = _ACCEPTED_ELSE if context.always_answer else _ACCEPTED
    return best_found(question, context, found, accepted)


def _with_neighbours(question: Question, context: Context) -> Iterator[Reading]:
    """Yield the best sentences and those beside them, each once."""
    seen: set[tuple[int, int]] = set()
    for reading in readings(question, context):
        for near in (reading, reading.neighbour(-1), reading.neighbour(1)):
            if near is not None and (key := (id(near.match), near.number)) not in seen:
                seen.add(key)
                yield near


def _reasons(reading: Reading) -> Iterator[Found]:
    for unit in reading.units:
        for at, clause in enumerate(unit):
            yield from after_marker(reading, unit, at)
            yield from before_effect(reading, unit, at)
            yield from framed(reading, unit, clause)
            yield from named(reading, clause)
            yield from after_denial(reading, unit, at)
            yield from feared(reading, unit, at)
    yield from numbered(reading)
    yield from explained(reading)
    yield from trouble_before_remedy(reading)
