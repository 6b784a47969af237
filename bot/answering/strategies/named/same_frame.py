"""What the text has where the question has its question word, between the same words.

(以什么为主题: 以[甲]为主题; 在哪里找到: 在[乙]找到.) The rest of the question is there too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.answering.answer import Answer
from bot.answering.datafiles import read_toml
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.explained.reading import Reading, readings
from bot.answering.strategies.explained.told_clauses import Found, answer_found
from retrieval.page import Span

_ACCEPTED = 0.62
"""Score at which what stands between the words answers as likely as not."""
_LEAST = 0.45
"""Share of the question's words that the sentence must have."""
_NAMING = ("name", "who", "thing")
"""Groups of a frame that hold of whom or what it is asked."""
_NAMED_LEAST, _NAMED_SCORE = 0.0, 0.75
"""Likewise, and the score, where the frame holds that: jieba may have torn the name."""
_POINTING = re.compile("^(?:其|他|她|它|此|这|那|自己|对方|该)")


@dataclass(frozen=True)
class _Frame:
    """One entry of same_frame.toml."""

    asked: re.Pattern[str]
    told: str
    place: bool


def answer_in_frame(question: Question, context: Context) -> Answer | None:
    """Return what stands in the frame of the question word; None if nothing does."""
    if context.always_answer:
        return None
    for frame in _frames():
        asked = frame.asked.search(question.folded)
        if asked is None:
            continue
        told = frame.told
        for name, said in asked.groupdict().items():
            told = told.replace(f"<{name}>", re.escape(said))
        named = any(f"<{group}>" in frame.told for group in _NAMING)
        found = (
            Found(reading, span, _score(reading, named=named), reading)
            for reading in readings(question, context)
            for span in _told(reading, re.compile(told), frame, _NAMED_LEAST if named else _LEAST)
        )
        return answer_found(question, context, found, _ACCEPTED)
    return None


def _score(reading: Reading, *, named: bool) -> float:
    """Return how well a sentence says what is asked; well, if it names in the frame of whom."""
    whole = reading.whole
    score = reading.worth(reading.found(whole))
    return max(score, _NAMED_SCORE) if named else score


def _told(reading: Reading, told: re.Pattern[str], frame: _Frame, least: float) -> Iterator[Span]:
    """Yield what stands between the words of a frame in a sentence."""
    sentence = reading.sentence
    if reading.share(reading.whole) < least:
        return
    for match in told.finditer(reading.folded):
        group = "what" if match["what"] else "from"
        span = _without_deed(reading, Span(*match.span(group)))
        inside = sentence.tokens_in(span)
        text = reading.folded[span.start : span.end]
        if (
            not inside
            or _POINTING.match(text)
            or text == reading.match.question.head
            or _is_asked_about(reading, text)
            or inside[0].tag[0] in "pcudy"
            or any(
                time.span.overlaps(span) and time.span.start <= span.start
                for time in sentence.times
            )
            or not any(t.tag[0] in "nsjli" or t.tag == "eng" for t in inside)
            or (frame.place and inside[-1].text in ("下", "中", "后", "时", "前"))
        ):
            continue
        yield span


def _is_asked_about(reading: Reading, text: str) -> bool:
    """Tell whether what stands in a frame ends in what the question is about itself."""
    question = reading.match.question
    before = question.folded[: question.wh.start] if question.wh else ""
    return len(text) > _ENDS and text[-_ENDS:] in before


_ENDS = 3
"""Characters at the end of a name by which it is known again."""


def _without_deed(reading: Reading, span: Span) -> Span:
    """Cut off what is done there (送往某医院|治疗)."""
    inside = reading.sentence.tokens_in(span)
    end = span.end
    for before, token in pairwise(inside):
        if token.tag == "v" and len(token.text) > 1 and before.tag[0] in "ns":
            end = token.start
            break
    return Span(span.start, end)


@cache
def _frames() -> tuple[_Frame, ...]:
    return tuple(
        _Frame(re.compile(entry["asked"]), entry["told"], entry.get("place", False))
        for entry in read_toml(__package__, "same_frame.toml")["frame"]
    )
