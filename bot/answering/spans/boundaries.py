"""Where the answer really begins and ends, of which some tokens score best."""

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.datafiles import table_words
from bot.answering.question import Kind, Question
from bot.answering.spans.agents import agent
from bot.answering.spans.narrowed_names import (
    body_alone,
    body_freed,
    named_behind,
    person_named,
    place_freed,
    quoted_freed,
    without_preposition,
    without_sort,
)
from bot.answering.spans.sorts import is_body
from bot.answering.spans.spots import is_city, with_number, with_spot
from bot.answering.spans.torn_names import whole_name
from bot.answering.spans.whole_times import whole_time
from bot.answering.spans.widened_names import (
    complete_name,
    last_of_name,
    named_after,
    officers,
    whole_body,
    whole_place,
    with_rank,
)
from retrieval.page import Span

_FIRMS = table_words(__package__, "bodies.toml", "any_name")


def whole_answer(question: Question, article: AnnotatedArticle, first: int, last: int) -> Span:
    """Return what of the sentence answers where tokens `first` to `last` score best."""
    first, last = _whole_name(question, article, first, last)
    sentence = article.sentence_at(first)
    if question.kind is Kind.DATE:
        return whole_time(question, sentence, _span(article, first, last))
    span = _span(article, with_rank(article, first, last), last)
    span = without_sort(sentence.folded, span, question)
    if question.asks_sort:
        span = quoted_freed(question, sentence, span)
    if not question.kind.is_quantity:
        span = whole_name(article, sentence, _with_unit(sentence, span))
    if question.kind is Kind.PLACE:
        span = place_freed(question, sentence, span)
        if question.asks_sort and not is_city(sentence, span):
            return with_number(sentence, span)
        return with_spot(sentence, span)
    if question.kind not in (Kind.PERSON, Kind.ORGANISATION):
        return span
    named = agent(question, sentence, span) or without_preposition(sentence.folded, span)
    return body_freed(sentence, named)


def _whole_name(
    question: Question, article: AnnotatedArticle, first: int, last: int
) -> tuple[int, int]:
    """Return the tokens of the name that tokens `first` to `last` are of, and of no more."""
    found = first, last
    if question.asks_sort and not question.kind.is_quantity:
        first, last = complete_name(article, first, last, question.head)
        first, last = named_after(article, first, last, question.head)
    any_name = not question.asks_sort or question.head in _FIRMS
    if (first, last) == found and any_name and question.kind in (Kind.PERSON, Kind.ORGANISATION):
        first, last = _whole_body(question, article, first, last)
    elif question.kind is Kind.PLACE and not question.asks_sort:
        first, last = whole_place(article, first, last)
    if question.kind is Kind.ORGANISATION:
        return body_alone(article, first, last)
    if question.kind in (Kind.PERSON, Kind.SPEAKER):
        return named_behind(article, *person_named(article, first, last))
    return first, last


def _whole_body(
    question: Question, article: AnnotatedArticle, first: int, last: int
) -> tuple[int, int]:
    """Return the tokens of the body, or of its officers, that some tokens name part of."""
    end = last_of_name(article, first, last) if article.tags[last] == "ns" else last
    if is_body(article.tokens[end : end + 1]):
        last = end  # 某市|甲公司
    if not is_body(article.tokens[first : last + 1]):
        return first, last
    first, last = whole_body(article, first, last)
    return officers(article, first, last) if question.kind is Kind.PERSON else (first, last)


def _span(article: AnnotatedArticle, first: int, last: int) -> Span:
    """Return the place of some tokens in their sentence."""
    return Span(article.tokens[first].start, article.tokens[last].end)


def _with_unit(sentence: AnnotatedSentence, span: Span) -> Span:
    """Widen a number to what it is a number of (68|万元): alone it says nothing."""
    return next((q.span for q in sentence.quantities if span == q.number_span), span)
