"""What an article is called, where the question says what it is about (写老甲的那篇标题是什么)."""

import re

from bot.answering.answer import Answer, Evidence, Status
from bot.answering.datafiles import table_words
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.said.bylines import Piece
from bot.answering.strategies.said.meant_piece import (
    TOPIC_FOUND,
    has_names,
    pieces_found,
    share_of_topic,
    topic_of,
)
from retrieval.page import Paragraph, Span
from retrieval.patterns import any_of

_PIECES = any_of(table_words(__package__, "headline.toml", "pieces"))
_TITLES = any_of(table_words(__package__, "headline.toml", "titles"))
_WHAT = "(?:什么|甚么|啥)"
_ASKED = re.compile(
    f"[这那]篇.*?(?:{_TITLES}(?:叫|是|为)?{_WHAT}?|(?:叫|是){_WHAT}(?:{_TITLES}|名字?)?)[呢啊呀?]*$"
)
_BY_NOUN = re.compile(f"{_PIECES}的?{_TITLES}(?:叫|是|为)?{_WHAT}?[呢啊呀?]*$")
_SHORT_LABEL = 4
"""Characters of a line over an article that only names its column, where another line follows."""
_BYLINE_MARK = "□"
_CERTAIN = 0.9


def answer_headline(question: Question, context: Context) -> Answer | None:
    """Return the headline of the article that the question tells of; None if none is asked for."""
    if not (_ASKED.search(question.folded) or _BY_NOUN.search(question.folded)):
        return None
    topic = tuple(t for t in topic_of(question) if not re.fullmatch(_TITLES, t.text))
    if not topic:
        return None
    rated = [
        (
            share_of_topic(topic, piece.headline, context),
            share_of_topic(topic, piece.text, context),
            piece,
        )
        for piece in pieces_found(question, context)
        if has_names(topic, piece.text)
    ]
    rated = [entry for entry in rated if entry[1] >= TOPIC_FOUND]
    best = max(rated, key=lambda entry: entry[0] + entry[1], default=None)
    line = best and _headline(best[2])
    if best is None or line is None:
        return None
    if any(e[0] + e[1] >= best[0] + best[1] for e in rated if e is not best):
        return None  # which is meant cannot be known
    piece, sentence = best[2], line.sentences[0]
    whole = Span(0, len(sentence.text))
    evidence = Evidence(piece.page, piece.article, line, sentence, (whole,))
    text = sentence.text
    return Answer(question, Status.ANSWERED, text, question.kind, _CERTAIN, evidence=(evidence,))


def _headline(piece: Piece) -> Paragraph | None:
    """Return the line that is the headline: not the name of a column over it (人物)."""
    lines = [
        p
        for p in piece.head_lines
        if any(c.isalnum() for c in p.text) and _BYLINE_MARK not in p.text
    ]
    is_label = len(lines) > 1 and len(lines[0].text) <= _SHORT_LABEL
    return next(iter(lines[is_label:]), None)
