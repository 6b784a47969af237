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
            ((share_of_topic(topic, p.caption, context), n, p) for n, p in enumerate(pictures)),
            key=lambda entry: (-entry[0], entry[1]),
        )
        if rated and rated[0][0] >= TOPIC_FOUND and has_names(topic, rated[0][2].caption):
            best = rated[0][2]
            evidence = best.piece.evidence(best.names, (best.credit,))
            return answer_names(question, best.names, evidence, CERTAIN)
    meant = meant_piece(question, context, by_headline=True)
    if meant is None or isinstance(meant, Answer):
        return meant
    piece, confidence = meant
    names = piece.article.photographers
    if not names:
        return no_name(question, context, piece)
    return answer_names(question, names, piece.evidence(names), confidence)


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
