"""Reasons told as an account: numbered (一是甲,二是乙), or what somebody explains (某人解释,甲)."""

from collections.abc import Iterator

import numpy as np

from bot.answering.annotation import FloatArray
from bot.answering.facts.speech import speech_verbs
from bot.answering.strategies.explained.clauses import Clause, starts_with
from bot.answering.strategies.explained.reading import Reading
from bot.answering.strategies.explained.reasons.effects import if_asked, whole
from bot.answering.strategies.explained.reasons.markers import is_marked
from bot.answering.strategies.explained.reasons.words import table
from bot.answering.strategies.explained.told_clauses import Found
from retrieval.page import Span

_LONGEST_SPEAKER = 28
"""Characters in a clause that says who explains."""


def numbered(reading: Reading) -> Iterator[Found]:
    """Yield 一是甲,二是乙 to the end of the sentence, if what is counted there may be reasons.

    The effect stands before it, or is the sentence before.
    """
    numbers = table("numbered")
    for at, clause in enumerate(reading.clauses):
        if not starts_with(reading.folded, clause.span, numbers["first"]):
            continue
        later = reading.clauses[at + 1 :]
        if not any(starts_with(reading.folded, c.span, numbers["second"]) for c in later):
            return
        before = reading.clauses[:at]
        lead = reading.folded[before[-1].span.start : before[-1].span.end] if before else ""
        if before and before[-1].mark == ":" and not _counts_reasons(lead):
            return
        yield from _of_effect(reading, before, clause.span.start)
        return


def _counts_reasons(lead: str) -> bool:
    """Tell whether what stands before a colon announces reasons (有两个原因:), not deeds."""
    return any(word in lead for word in table("numbered")["reasons"])


def explained(reading: Reading) -> Iterator[Found]:
    """Yield what somebody explains, where he begins the sentence: the effect was told before."""
    first, *rest = reading.clauses
    text = reading.folded[first.span.start : first.span.end]
    verbs = table("explains")["verbs"]
    speaks = len(text) <= _LONGEST_SPEAKER and first.mark in (",", ":") and rest
    said = next((v for v in speech_verbs(text) if v.end == len(text)), None)
    if not speaks or said is None or not any(verb in text[said.start :] for verb in verbs):
        return
    told = reading.folded[first.span.end + 2 :].partition("“")[0]
    if not is_marked(reading, tuple(rest)) and not any(w in told for w in table("explains")["own"]):
        yield from _of_effect(reading, (), rest[0].span.start)


def _of_effect(reading: Reading, before: tuple[Clause, ...], start: int) -> Iterator[Found]:
    """Yield what a sentence tells from `start` on as the reason for what stands before it."""
    end = reading.folded.find("”", start)
    opened = reading.folded[:start].count("“") > reading.folded[:start].count("”")
    reason = Span(start, end if opened and end >= 0 else len(reading.folded))
    told: FloatArray = reading.found(*(c.span for c in before))
    if before:
        yield from if_asked(reading, reason, reading, told)
    earlier = reading.neighbour(-1, anywhere=True)
    if earlier is not None:
        both = np.maximum(told, earlier.found(whole(earlier)))
        yield from if_asked(reading, reason, earlier, both)
