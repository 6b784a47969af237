"""Why a question went wrong."""

from collections.abc import Iterable
from enum import StrEnum

from bot.answering.answer import Reply, Status
from bot.evaluation.cmrc import bare
from bot.evaluation.questions import GoldQuestion
from retrieval.page import Span


class Cause(StrEnum):
    """What is wrong with a reply; the first that fits, in this order."""

    MISSED = "missed"
    """The text answers, the reply does not."""
    UNCALLED = "uncalled"
    """The reply answers, the text does not."""
    NO_CANDIDATE = "no_candidate"
    """No candidate is a gold answer: no weights could have found it."""
    OTHER_SENTENCE = "other_sentence"
    """The answer's sentence holds no gold answer."""
    OTHER_SPAN = "other_span"
    """In the right sentence, apart from the gold answer; also where it is no span of the text."""
    TOO_SHORT = "too_short"
    """A part of the gold answer."""
    TOO_LONG = "too_long"
    """The gold answer is a part of it."""
    OVERLAPPING = "overlapping"
    """Shares characters with the gold answer; each has some that the other has not."""
    WRONG = "wrong"
    """Wrong in whatever way: of a question file that does not say where its answers stand."""


def find_cause(
    gold: GoldQuestion, reply: Reply, *, context: str | None = None, known: bool | None = None
) -> Cause:
    """Return why `reply`, graded wrong, is wrong.

    `context` is the text that both the gold answers and the reply are spans of, None where they
    have no places; `known` tells whether a candidate is right, None where nobody looked.
    """
    answer = next((a for a in reply.answers if a.status is Status.ANSWERED), None)
    if answer is None:
        return Cause.MISSED
    if not gold.answerable:
        return Cause.UNCALLED
    if known is False:
        return Cause.NO_CANDIDATE
    if context is None or not answer.evidence:
        return Cause.WRONG
    places = [span for text in gold.answers or () for span in _occurrences(text, context)]
    sentence, marks = answer.evidence[0].span, answer.evidence[0].answer_spans
    given = Span(marks[0].start, marks[-1].end) if marks else None
    is_span = given and bare(context[given.start : given.end]) == bare(answer.text or "")
    if given and is_span and any(given.overlaps(place) for place in places):
        return _how_cut(given, max(places, key=lambda place: _jaccard(given, place)))
    inside = any(place.overlaps(sentence) for place in places)
    return Cause.OTHER_SPAN if inside else Cause.OTHER_SENTENCE


def _occurrences(text: str, context: str) -> Iterable[Span]:
    """Yield every place of `text`: EM, too, does not ask at which one an answer stands."""
    at = context.find(text)
    while at >= 0:
        yield Span(at, at + len(text))
        at = context.find(text, at + 1)


def _how_cut(given: Span, gold: Span) -> Cause:
    if gold.contains(given):
        return Cause.TOO_SHORT
    return Cause.TOO_LONG if given.contains(gold) else Cause.OVERLAPPING


def _jaccard(one: Span, other: Span) -> float:
    shared = max(min(one.end, other.end) - max(one.start, other.start), 0)
    return shared / (len(one) + len(other) - shared)
