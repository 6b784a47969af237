"""In which statements of a sentence the words of a question stand."""

from bot.answering.annotation import AnnotatedSentence
from bot.answering.lexicon.paraphrases import is_said
from bot.answering.question import Question
from bot.answering.stretches import statement_around
from bot.answering.surroundings.constraints import constraint_tokens
from bot.answering.surroundings.wording import found
from retrieval.page import Span
from retrieval.tokens import Token

NOUNS = ("n", "vn", "j", "l", "b")
"""Parts of speech of the words that say of what a figure is."""
_SHORTEST = 2
"""Characters of a word that tells two statements apart."""


def told(question: Question, token: Token, text: str) -> bool:
    """Tell whether a folded text has a word of the question, or says it otherwise."""
    return found(token.text, text) or is_said(question, token, text)


def told_later(question: Question, sentence: AnnotatedSentence, span: Span) -> tuple[Token, ...]:
    """Return the words of a question that only a statement after that of `span` has."""
    statement = statement_around(sentence.folded, span)
    before, after = sentence.folded[: statement.end], sentence.folded[statement.end :]
    if len(after) < _SHORTEST:
        return ()
    return tuple(
        t
        for t in constraint_tokens(question)
        if len(t.text) >= _SHORTEST
        and t.tag.startswith(NOUNS)
        and t.text in after
        and not told(question, t, before)
    )


def told_before(question: Question, sentence: AnnotatedSentence, span: Span) -> tuple[Token, ...]:
    """Return the words of a question if one statement before that of `span` has all of them.

    And that of `span` has none (急事当天办;难事先报告: asked about what is 当天办).
    """
    own = statement_around(sentence.folded, span)
    if own.start == 0:
        return ()
    here = sentence.folded[own.start : own.end]
    asked = tuple(t for t in constraint_tokens(question) if len(t.text) >= _SHORTEST)
    if not asked or any(told(question, t, here) for t in asked):
        return ()
    before = sentence.folded[: own.start].split(";")
    has_all = any(all(told(question, t, statement) for t in asked) for statement in before)
    return asked if has_all else ()
