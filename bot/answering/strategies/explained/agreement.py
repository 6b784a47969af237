"""Explanations that two ways of looking agree on, of which neither is sure enough by itself.

The strategy of a kind knows by what words a text explains, the general one in which sentence an
answer stands: the one does not look where the other does, so that both at one place say more.
"""

from bot.answering.answer import Alternative, Answer, Status
from bot.answering.question import Kind

_LEAST = 0.1
"""Confidence below which neither says anything."""
_SURER = 1.2
"""They must together be so many times as sure as the threshold."""


def agreed(told: Answer, general: Answer, threshold: float) -> Answer | None:
    """Return what both of two unsure answers have found; None if that is not sure enough."""
    found = next(iter(general.alternatives), None)
    if found is None or found.confidence < _LEAST:
        return None
    same = next((a for a in told.alternatives if _is_same(a, found)), None)
    if same is None or same.confidence < _LEAST:
        return None
    confidence = 1 - (1 - same.confidence) * (1 - found.confidence)
    if confidence < threshold * _SURER:
        return None
    # Markers tell where a reason begins and ends; a manner has few.
    shown = same if told.kind is Kind.REASON else found
    return Answer(
        told.question,
        Status.ANSWERED,
        shown.text,
        told.kind,
        confidence,
        evidence=(shown.evidence,),
    )


def _is_same(one: Alternative, other: Alternative) -> bool:
    """Tell whether one of two stretches lies within the other."""
    first, second = one.evidence, other.evidence
    return first.sentence is second.sentence and any(
        a.contains(b) or b.contains(a) for a in first.marks for b in second.marks
    )
