"""Who wrote it: the writers, ranks and desks that bylines and small print name."""

import re
from collections.abc import Iterator

from bot.answering.answer import Answer, Evidence, Status
from bot.answering.question import Question
from bot.answering.strategies.base import Context, no_answer
from bot.answering.strategies.said.bylines import (
    JOINT,
    Piece,
    answer_names,
    byline_words,
    no_name,
    places_of_name,
)
from bot.answering.strategies.said.meant_piece import meant_piece, share_of_topic, topic_of
from retrieval.fold import fold
from retrieval.page import MappedText, Span
from retrieval.patterns import any_of

_FIELD_VALUE = re.compile(r"\s*[:：/／]?\s*(?P<names>[^:：|｜;；()（）\s][^:：|｜;；()（）]*)")
_NAMES = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff·]{2,}")


def answer_author(question: Question, context: Context) -> Answer | None:
    """Return the writers of the article that the question means, or one rank or desk of them.

    None where it asks for the author of something else (a book in the text) or the pages have
    no bylines at all; no answer where the article has none, or where it is not clear which of
    several articles is meant.
    """
    meant = meant_piece(question, context)
    if meant is None or isinstance(meant, Answer):
        return meant
    piece, confidence = meant
    asked_field = next((f for f in byline_words().fields if f in question.folded), None)
    if asked_field:
        return _field_answer(question, piece, asked_field, confidence)
    names = _signers(question, piece, context)
    title = next((t for t in byline_words().titles if t in question.folded), None)
    if title and any(_titles_of(piece, name) for name in names):
        # 记者 in 记者是谁 singles out; in a line without any title it means who wrote.
        names = tuple(n for n in names if _titles_of(piece, n) in byline_words().titles[title])
    elif title and title != "记者":
        names = ()
    if not names:
        return no_name(question, context, piece)
    return answer_names(question, names, piece.evidence(names), confidence)


def _signers(question: Question, piece: Piece, context: Context) -> tuple[MappedText, ...]:
    """Return who wrote an article, or the part of it that the question means."""
    parts = piece.signed_parts()
    topic = topic_of(question)
    if not (parts and topic):
        return piece.article.authors
    return max(parts, key=lambda part: share_of_topic(topic, part.text, context)).signers


def _titles_of(piece: Piece, name: MappedText) -> str:
    """Return the title under which a name stands in its byline (通讯员), "" if none does."""
    for line in piece.small_print:
        places = places_of_name(name, line)
        if not places:
            continue
        before = fold(line.sentences[0].text[: places[0].start])
        at, word = max(
            (before.rfind(word), word) for words in byline_words().titles.values() for word in words
        )
        if at >= 0:
            return word
    return ""


def _field_answer(question: Question, piece: Piece, asked: str, confidence: float) -> Answer:
    """Answer from a field of the small print: 责任编辑：甲."""
    for paragraph in piece.small_print:
        folded = fold(paragraph.text)
        for value in _field_values(folded, asked):
            names = _NAMES.finditer(folded, value.start, value.end)
            spans = tuple(Span(*name.span()) for name in names)
            if spans:
                evidence = Evidence(
                    piece.page, piece.article, paragraph, paragraph.sentences[0], spans
                )
                return Answer(
                    question,
                    Status.ANSWERED,
                    JOINT.join(paragraph.text[s.start : s.end] for s in spans),
                    question.kind,
                    confidence,
                    evidence=(evidence,),
                )
    return no_answer(question)


def _field_values(folded: str, asked: str) -> Iterator[Span]:
    """Yield what follows the labels of a field in a line: up to the label of the next field."""
    fields = byline_words().fields
    labels = any_of(fields[asked])
    any_label = re.compile(any_of({label for labels in fields.values() for label in labels}))
    for label in re.finditer(rf"(?<![\u4e00-\u9fff]){labels}(?=[\s:：/／])", folded):
        value = _FIELD_VALUE.match(folded, label.end())
        if value is None:
            continue
        start = value.start("names")
        following = any_label.search(folded, start)
        yield Span(start, following.start() if following else value.end("names"))
