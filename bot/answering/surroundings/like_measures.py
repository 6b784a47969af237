"""Figures whose own words name another measure of the sort that is asked for.

Asked for 甲费, 乙费15元 is another sum, wherever 甲费 is spoken of before it (免收甲费,乙费15元).
"""

from collections.abc import Iterator, Sequence

from bot.answering.annotation import AnnotatedSentence
from bot.answering.datafiles import table_words
from bot.answering.lexicon.paraphrases import is_said
from bot.answering.lexicon.words import light_words, synonyms
from bot.answering.question import Question
from retrieval.page import Span
from retrieval.stopwords import stop_words
from retrieval.tokens import Token

_SORTS = table_words(__package__, "like_measures.toml", "sorts")
_GENERAL = frozenset(table_words(__package__, "like_measures.toml", "general"))


def another_measure(
    question: Question, sentence: AnnotatedSentence, span: Span
) -> tuple[Token, ...]:
    """Return the measures asked for (甲费) where the figure at `span` has another as its own."""
    fact = sentence.fact_at(span)
    if fact is None:
        return ()
    before = [own for own in fact.own if own.end <= fact.quantity.qualified_span.start]
    named = list(_measures(sentence.tokens, before))
    text = "".join(sentence.folded[own.start : own.end] for own in fact.own)
    return tuple(
        token
        for token in question.tokens
        if len(token.text) > 1
        and token.text.endswith(_SORTS)
        and _is_what_is_asked(question, token)
        and token.text not in text
        and not is_said(question, token, text)
        and any(_is_rival(question, token.text, other) for other in named)
    )


def _is_what_is_asked(question: Question, token: Token) -> bool:
    """Tell whether a question asks for a measure (学费[是]多少, 多少学费), and not of it."""
    wh = question.wh
    if wh is None or token.text == question.head:
        return True
    between = (t for t in question.tokens if token.end <= t.start and t.end <= wh.start)
    return all(t.text in stop_words() or t.text in light_words() for t in between)


def _measures(tokens: Sequence[Token], spans: Sequence[Span]) -> Iterator[str]:
    """Yield the words for a measure in stretches of a sentence; 作业本|费 is one."""
    for number, token in enumerate(tokens):
        if not token.text.endswith(_SORTS):
            continue
        if not any(s.start <= token.start and token.end <= s.end for s in spans):
            continue
        if len(token.text) > 1:
            yield token.text
        elif number and tokens[number - 1].end == token.start:
            yield tokens[number - 1].text + token.text


def _is_rival(question: Question, asked: str, other: str) -> bool:
    """Tell whether two measures of a sort are two things: neither is within the other."""
    return (
        asked[-1] == other[-1]
        and asked not in other
        and other not in asked
        and other not in question.folded
        and other not in synonyms().get(asked, ())
        and other not in light_words()
        and not {asked, other} & _GENERAL
    )
