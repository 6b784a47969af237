"""Which article a question about its writer or its pictures means."""

import re

from bot.answering.answer import Answer
from bot.answering.lexicon.words import light_words
from bot.answering.likeness import bare, likeness
from bot.answering.question import Kind, Question
from bot.answering.strategies.base import Context, no_answer
from bot.answering.strategies.said.bylines import (
    Piece,
    byline_words,
    names_anyone,
)
from bot.answering.surroundings.constraints import is_name
from bot.answering.surroundings.wording import found
from retrieval.page import MappedText
from retrieval.stopwords import stop_words
from retrieval.tokens import Token, word_probability

_PASSAGES = 12
"""Paragraphs searched for the article that is meant."""
_QUOTED_ALIKE = 0.75
"""Likeness from which a title in marks is an article's headline."""
TOPIC_FOUND = 0.6
"""Share of the question's own words that the article or caption meant must have."""
_SOME_FOUND, _AHEAD = 0.35, 1.5
"""The share that is enough for an article that has so many times as much as any other."""
CERTAIN, INFERRED, _LIKELIEST = 0.95, 0.8, 0.7
"""Confidence where the question names the article or picture, where it goes without saying, and
where no other article comes near."""
_IN_MARKS = re.compile(r"《(?P<title>[^》]{2,})》|“(?P<quoted>[^”]{2,})”")


def meant_piece(
    question: Question, context: Context, *, by_headline: bool = False
) -> tuple[Piece, float] | Answer | None:
    """Return the article the question means and how sure that is.

    None leaves the question to the general strategy; an answer says that the text is silent.
    With `by_headline` the words must be the headline's, unless the question names the article
    as such (那篇报道的照片).
    """
    names_piece = speaks_of(question, byline_words().pieces)
    candidates = pieces_found(question, context)
    in_marks = [m["title"] or m["quoted"] for m in _IN_MARKS.finditer(question.folded)]
    for title in in_marks:
        alike = [(likeness(bare(title), bare(p.headline)), p) for p in candidates]
        best = max(alike, key=lambda pair: pair[0], default=None)
        if best and best[0] >= _QUOTED_ALIKE and len(bare(title)) * 2 >= _shortest_part(best[1]):
            return best[1], CERTAIN
    if "《" in question.folded and not names_piece:
        return None
    topic = topic_of(question)
    if not topic:
        return _implied(question, context)
    rated = []
    for number, piece in enumerate(candidates):
        head = share_of_topic(topic, piece.headline, context)
        whole = share_of_topic(topic, piece.text, context)
        rated.append((head + whole, -number, whole if names_piece else head, piece))
    rated.sort(key=lambda entry: entry[:2], reverse=True)
    named = [entry for entry in rated if has_names(topic, entry[-1].text)]
    for _, _, enough, piece in named:
        if enough >= TOPIC_FOUND:
            return piece, CERTAIN
    if names_piece and named and named[0] is rated[0]:
        score, _, enough, piece = named[0]
        others = max((entry[0] for entry in rated[1:]), default=0.0)
        if enough >= _SOME_FOUND and score >= _AHEAD * others:
            return piece, _LIKELIEST
    if context.always_answer or not (names_piece or by_headline) or not names_anyone(candidates):
        return None
    return no_answer(question)


def _shortest_part(piece: Piece) -> int:
    """Return the length of the shortest line of a headline, its marks aside."""
    return min((len(bare(part)) for part in piece.headline.split() if bare(part)), default=0)


def _implied(question: Question, context: Context) -> tuple[Piece, float] | Answer | None:
    """Return the article of the turn before, the only one there is, or the only one signed."""
    before = context.before
    if before is not None and before.evidence:
        return Piece(before.evidence[0].page, before.evidence[0].article), INFERRED
    pieces = [Piece(*found) for found in context.finder.articles]
    signed = [piece for piece in pieces if _signers(question, piece)]
    if len(pieces) == 1:
        return (pieces[0], INFERRED) if names_anyone(pieces) else None
    if len({tuple(n.text for n in _signers(question, piece)) for piece in signed}) == 1:
        return signed[0], _LIKELIEST  # one article, or all by the same
    # Several articles by several hands: which is meant cannot be known.
    return None if context.always_answer else no_answer(question)


def _signers(question: Question, piece: Piece) -> tuple[MappedText, ...]:
    """Return who took the pictures or wrote an article, as the question asks for."""
    pictures = question.kind is Kind.PHOTOGRAPHER
    return piece.article.photographers if pictures else piece.article.authors


def pieces_found(question: Question, context: Context) -> list[Piece]:
    """Return the articles that the search finds, the nearest first."""
    query = "".join(t.text for t in topic_of(question)) or question.folded
    found_pieces: dict[int, Piece] = {}
    for hit in context.finder.search(query, _PASSAGES):
        found_pieces.setdefault(id(hit.article), Piece(hit.page, hit.article))
    return list(found_pieces.values())


def topic_of(question: Question) -> tuple[Token, ...]:
    """Return the question's words that say which article or picture is meant."""
    words = byline_words()
    silent = words.asking | words.pieces | words.pictures
    wh = question.wh
    return tuple(
        t
        for t in question.tokens
        if any(c.isalnum() for c in t.text)
        and not _is_silent(t.text, silent)
        and t.text not in stop_words()
        and t.text not in light_words()
        and not (wh and t.start < wh.end and wh.start < t.end)
        and not t.text.startswith(("谁", "哪"))
    )


def _is_silent(word: str, silent: frozenset[str]) -> bool:
    """Tell whether a word, or what it is made of (篇|文章), says nothing of the article."""
    return word in silent or (word[0] in silent and word[1:] in silent)


def speaks_of(question: Question, nouns: frozenset[str]) -> bool:
    """Tell whether a question has one of some nouns."""
    return any(noun in question.folded for noun in nouns)


def share_of_topic(topic: tuple[Token, ...], text: str, context: Context) -> float:
    """Return the weighted share of the words of `topic` that folded `text` has."""
    weights = [context.weight(t.text) for t in topic]
    has = [_found_share(token, text) for token in topic]
    return sum(w * h for w, h in zip(weights, has, strict=True)) / sum(weights)


def _found_share(token: Token, text: str) -> float:
    """Return 1 if `text` has a word, else how many of the words that it is made of (种子公司)."""
    if found(token.text, text):
        return 1.0
    if is_name(token):
        return 0.0
    pairs = (token.text[i : i + 2] for i in range(len(token.text) - 1))
    parts = [pair for pair in pairs if word_probability(pair) > 0]
    return sum(part in text for part in parts) / len(parts) if parts else 0.0


def has_names(topic: tuple[Token, ...], text: str) -> bool:
    """Tell whether `text` has every name and number of `topic`: another one is another article."""
    return all(found(t.text, text) for t in topic if is_name(t))
