"""The prediction record: what `ask --json` prints and `eval --predictions` writes, one a message.

Its fields are the project's promise to programs that read them; add fields, rename none.
"""

from typing import TypedDict

from bot.answering.answer import Answer, Evidence, Reply, Status


class ValueRecord(TypedDict):
    """A number as decimal digits, with its unit."""

    number: str
    unit: str


class EvidenceRecord(TypedDict):
    """A sentence of the text; offsets are code points in `source`, half-open."""

    text: str
    """The sentence as it reads, line breaks mended."""
    source: str
    article: str | None
    """The headline."""
    paragraph: int
    """Position within the article, from 0."""
    start: int
    end: int
    answer_start: int | None
    """Where the (first) marked part of the sentence begins; None where nothing is marked."""
    answer_end: int | None


class ReadingRecord(TypedDict):
    """A word of the message that was taken for another, a slip."""

    typed: str
    read: str


class AlternativeRecord(TypedDict):
    """A candidate that came after the winner."""

    answer: str
    confidence: float


class Prediction(TypedDict):
    """The reply to one message."""

    id: str
    question: str
    status: str
    refusal: str | None
    """Why there is no answer, a value of `Refusal`; None with one."""
    answer: str | None
    kind: str
    value: ValueRecord | None
    confidence: float
    evidence: list[EvidenceRecord]
    working: str | None
    alternatives: list[AlternativeRecord]
    readings: list[ReadingRecord]
    elapsed_ms: float


PART_SEPARATOR = "；"
"""Stands between the answers of a message that holds several questions."""

_CONFIDENCE_DIGITS = 4


def to_prediction(reply: Reply, *, id: str, elapsed_ms: float) -> Prediction:
    """Return the record of `reply`.

    A message with several questions gives one record: the answers found are joined, the
    confidence is that of the least certain of them, the kind is that of the first question; so is
    the refusal where none is found.
    It has no single value and no alternatives, which belong to one question each.
    """
    found = [a for a in reply.answers if a.status is Status.ANSWERED]
    only = reply.answers[0] if len(reply.answers) == 1 else None
    confidence = min(a.confidence for a in found or reply.answers)
    return {
        "id": id,
        "question": reply.message,
        "status": (Status.ANSWERED if found else Status.NO_ANSWER).value,
        "refusal": None if found else reply.answers[0].refusal,
        "answer": PART_SEPARATOR.join(a.text or "" for a in found) if found else None,
        "kind": reply.answers[0].kind.value,
        "value": _value(only) if only else None,
        "confidence": round(confidence, _CONFIDENCE_DIGITS),
        "evidence": [_evidence(e) for a in found for e in a.evidence],
        "working": PART_SEPARATOR.join(a.working for a in found if a.working) or None,
        "alternatives": [
            {"answer": a.text, "confidence": round(a.confidence, _CONFIDENCE_DIGITS)}
            for a in (only.alternatives if only else ())
        ],
        "readings": [{"typed": r.typed, "read": r.read} for r in reply.readings],
        "elapsed_ms": round(elapsed_ms, 3),
    }


def _value(answer: Answer) -> ValueRecord | None:
    if answer.value is None:
        return None
    return {"number": format(answer.value.number, "f"), "unit": answer.value.unit}


def _evidence(evidence: Evidence) -> EvidenceRecord:
    span = evidence.span
    marked = evidence.answer_spans[0] if evidence.marks else None
    return {
        "text": evidence.text,
        "source": evidence.source,
        "article": evidence.article.headline,
        "paragraph": evidence.paragraph.index,
        "start": span.start,
        "end": span.end,
        "answer_start": marked.start if marked else None,
        "answer_end": marked.end if marked else None,
    }
