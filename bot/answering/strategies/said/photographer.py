"""Who took the picture: told by its caption, or by the article that is meant."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answering.answer import Answer
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.said.bylines import (
    SMALL_PRINT,
    Piece,
    answer_names,
    byline_words,
    no_name,
    places_of_name,
)
from bot.answering.strategies.said.meant_piece import (
    CERTAIN,
    INFERRED,
    TOPIC_FOUND,
    has_names,
    meant_piece,
    pieces_found,
    share_of_topic,
    speaks_of,
    topic_of,
)
from retrieval.fold import fold
from retrieval.page import MappedText, Paragraph, Role
from retrieval.tokens import Token

_TEXT_COUNTS = 0.5
"""What a word of the article counts beside one of the caption."""


@dataclass(frozen=True)
class _Picture:
    """A credit with the caption it belongs to."""

    piece: Piece
    credit: Paragraph
    caption: str
    """Folded, with the text of an article that is nothing but a picture."""
    names: tuple[MappedText, ...]


def answer_photographer(question: Question, context: Context) -> Answer | None:
    """Return who took the picture that the question describes.

    The picture is told by its caption; else all photographers of the article meant, if the
    question speaks of the article. None where the pages have no credits at all.
    """
    topic = topic_of(question)
    if (
        not topic
        and not speaks_of(question, byline_words().pictures | byline_words().pieces)
        and not ("摄影" in question.folded or "拍" in question.folded or "摄" in question.folded)
    ):
        return None
    if topic:
        pictures = [p for piece in pieces_found(question, context) for p in _pictures(piece)]
        rated = sorted(
            ((_rate(topic, p, context), n, p) for n, p in enumerate(pictures)),
            key=lambda entry: (-entry[0], entry[1]),
        )
        if rated and (confidence := _told_by_caption(topic, rated[0][2], context)):
            best = rated[0][2]
            evidence = best.piece.evidence(best.names, (best.credit,))
            return answer_names(question, best.names, evidence, confidence)
    meant = meant_piece(question, context, by_headline=True)
    if meant is None or isinstance(meant, Answer):
        return meant
    piece, confidence = meant
    names = piece.article.photographers
    if not names:
        return no_name(question, context, piece)
    return answer_names(question, names, piece.evidence(names), confidence)


def _rate(topic: tuple[Token, ...], picture: _Picture, context: Context) -> float:
    """Return how much of a question's words a picture's caption has; its article counts less."""
    caption = share_of_topic(topic, picture.caption, context)
    return caption + _TEXT_COUNTS * share_of_topic(topic, picture.piece.text, context)


def _told_by_caption(topic: tuple[Token, ...], picture: _Picture, context: Context) -> float:
    """Return how sure a question means a picture: by its caption, or partly by its article."""
    if not share_of_topic(topic, picture.caption, context):
        return 0.0
    for text, confidence in (
        (picture.caption, CERTAIN),
        (picture.caption + "\n" + picture.piece.text, INFERRED),
    ):
        if share_of_topic(topic, text, context) >= TOPIC_FOUND and has_names(topic, text):
            return confidence
    return 0.0


def _pictures(piece: Piece) -> Iterator[_Picture]:
    """Yield the pictures of an article: each credit with the caption that stands beside it."""
    paragraphs = piece.article.paragraphs
    prose = [p for p in paragraphs if p.role is Role.PROSE]
    for number, credit in enumerate(paragraphs):
        if credit.role not in SMALL_PRINT:
            continue
        names = tuple(n for n in piece.article.photographers if places_of_name(n, credit))
        if not names:
            continue
        before = paragraphs[number - 1] if number else None
        after = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        caption = next((p for p in (before, after) if p and p.role is Role.CAPTION), None)
        if caption is not None:
            yield _Picture(piece, credit, fold(caption.text), names)
        elif len(prose) == 1 and credit.role is Role.CREDIT:
            text = piece.headline + "\n" + fold(prose[0].text)
            yield _Picture(piece, credit, text, names)
