"""What one thing is to another, or several to each other: 三次产业比是多少, 男女比例几比几.

Such numbers (12.1:40.3:47.6) count nothing: they are known by their shape and by the word before
them that says what is set against what.
"""

import re
from collections.abc import Iterator

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.answer import Answer
from bot.answering.facts.times import find_times
from bot.answering.lexicon.words import time_words
from bot.answering.question import Question
from bot.answering.strategies.base import Context, answer_at
from bot.answering.strategies.computed.figures import articles
from bot.answering.surroundings.constraints import constraint_tokens, is_name
from bot.answering.surroundings.wording import found
from retrieval.page import Span
from retrieval.tokens import Token

_NAME = "(?<![占同环对相每])比(?:例关系|[例值价率])?|产业结构"
_ASKS = re.compile(
    f"(?:{_NAME})(?:各?是|为|调整为|达到?)*(?:多少|几比几(?:比几)?|怎么?样|什么)?[?。]?$"
)
_RATIO = re.compile(r"(?<![\d.:∶])\d+(?:\.\d+)?(?:[:∶]\d+(?:\.\d+)?)+(?![\d.:∶])")
_NAMED = re.compile(f"(?:{_NAME})[^,;。]{{0,45}}$")
"""What stands before such numbers in their clause."""
_WAS = re.compile("[由从](?:上年|去年|\\d{4}年)?的?$")
"""What stands before what a ratio was."""
_FILLER = re.compile("比例?|关系|比值|[多少几]|达到?|调整|结构")
_SURE = 0.85


def answer_ratio(question: Question, context: Context) -> Answer | None:
    """Return the one ratio that the text gives for what is asked; None where none is asked."""
    if not _ASKS.search(question.folded) or context.always_answer:
        return None
    about = [t for t in constraint_tokens(question) if not _FILLER.fullmatch(t.text)]
    told = [
        (article, sentence, span)
        for article, sentence, span in _ratios(question, context)
        if all(_is_said(word, article, sentence, span) for word in about)
    ]
    if len({sentence.folded[span.start : span.end] for _, sentence, span in told}) != 1:
        return None
    return answer_at(question, *told[0], _SURE)


def _ratios(
    question: Question, context: Context
) -> Iterator[tuple[AnnotatedArticle, AnnotatedSentence, Span]]:
    """Yield the ratios of the articles a question leads to; none of before unless that is asked."""
    times = [question.folded[t.span.start : t.span.end] for t in find_times(question.folded)]
    before = any(w in question.folded for w in (*time_words("originally"), "上年", "去年"))
    for article in articles(context.finder, question):
        for sentence in article.sentences:
            for match in _RATIO.finditer(sentence.folded):
                said = sentence.folded[: match.start()]
                was = _WAS.search(said) is not None
                dated = all(time in said for time in times if not before)
                if _NAMED.search(said) and was is before and dated:
                    yield article, sentence, Span(*match.span())


def _is_said(
    word: Token, article: AnnotatedArticle, sentence: AnnotatedSentence, span: Span
) -> bool:
    """Tell whether a word stands before a ratio in its sentence; a name, or in what opens all."""
    if found(word.text, sentence.folded[: span.start]):
        return True
    opening = "\n".join(s.folded for s in article.sentences[:2])
    return (is_name(word) or len(word.text) == 1) and found(word.text, opening)
