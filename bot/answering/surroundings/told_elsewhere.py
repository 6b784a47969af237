"""Which words of a question the article says of other figures, in sentences beside this one."""

import re
from collections.abc import Sequence

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.lexicon.paraphrases import is_said
from bot.answering.question import Kind, Question
from bot.answering.stretches import STATEMENT, STOPS, end_of, start_of
from bot.answering.surroundings.constraints import constraint_tokens
from bot.answering.surroundings.own_words import NUMERALS, has_own_deed
from bot.answering.surroundings.wording import found, spread
from retrieval.page import Span
from retrieval.tokens import Token


def told_of_figures_before(
    question: Question, article: AnnotatedArticle, sentence: AnnotatedSentence, span: Span
) -> tuple[Token, ...]:
    """Return the words of a question that only another figure, in a sentence before, is said of.

    That is one of several there (其中投产3亩; 鱼5条,虾3只), and not the first: what that is said of
    may go on.
    """
    own = sentence.quantity_at(span)
    if own is None:
        return ()
    before = article.before_in_paragraph(sentence)
    deed = has_own_deed(sentence, span, question)
    return tuple(
        t
        for t in constraint_tokens(question)
        if len(t.text) > 1
        and t.text not in article.topics
        and not found(t.text, sentence.folded)
        and not is_said(question, t, sentence.folded)
        and (told := [s for s in before if t.text in s.folded])
        and (
            all(_is_of_a_later_figure(t.text, s, own.unit) for s in told)
            or (t.tag == "v" and deed and all(_is_of_a_figure(t.text, s, own.unit) for s in told))
        )
    )


def _is_of_a_figure(word: str, sentence: AnnotatedSentence, unit: str) -> bool:
    """Tell whether a sentence says a word of a figure of a unit."""
    return any(
        f.quantity.unit == unit and any(word in sentence.folded[s.start : s.end] for s in f.own)
        for f in sentence.facts
    )


def told_of_figures_elsewhere(
    question: Question,
    missing: Sequence[Token],
    article: AnnotatedArticle,
    sentence: AnnotatedSentence,
    span: Span,
) -> tuple[Token, ...]:
    """Return the words that a figure lacks and the article says of another figure of its unit.

    These are verbs (of 紧急转移5人, 受灾9人 the 9 are not those 转移), what is told by its number
    (二期), and words that the sentence has only spread over another (新建, 新改建).
    """
    own = sentence.quantity_at(span)
    if own is None:
        return ()
    start = start_of(sentence.folded, span.start, STATEMENT)
    statement = sentence.folded[start : end_of(sentence.folded, span.end, STOPS)]
    return tuple(
        t
        for t in constraint_tokens(question)
        if len(t.text) > 1
        and (
            (t.tag.startswith("v") and t in missing)
            or (is_numbered(t) and t.text not in statement)
            or (t.text not in sentence.folded and spread(t.text, sentence.folded))
        )
        and any(
            _is_of_a_figure(t.text, s, own.unit) and not _measures_another(question, s, t)
            for s in article.sentences
            if t.text in s.folded
        )
    )


def _measures_another(question: Question, sentence: AnnotatedSentence, word: Token) -> bool:
    """Tell whether the sums of money said of a numbered thing are none of what is asked (票价)."""
    if question.kind is not Kind.MONEY or not is_numbered(word):
        return False
    told = [
        sentence.folded[f.attribute.start : f.attribute.end]
        for f in sentence.facts
        if f.attribute and f.quantity.dimension == "money"
    ]
    return not any(attribute in question.folded for attribute in told)


def is_numbered(token: Token) -> bool:
    """Tell whether a word names a thing by its number (二期, 首批)."""
    return len(token.text) == len("二期") and token.text[0] in NUMERALS


def _is_of_a_later_figure(word: str, sentence: AnnotatedSentence, unit: str) -> bool:
    """Tell whether a sentence says a word only of a figure of a unit that is not its first."""
    figures = [f for f in sentence.facts if f.quantity.unit == unit]
    of = [
        any(word in sentence.folded[s.start : s.end] for s in (*f.own, *filter(None, (f.subject,))))
        for f in figures
    ]
    places = [m.start() for m in re.finditer(re.escape(word), sentence.folded)]
    return len(figures) > 1 and not of[0] and sum(of) == len(places)
