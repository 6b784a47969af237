"""A name without what stands beside it and is no part of it."""

import re
from functools import partial

from bot.answering.annotation import AnnotatedArticle
from bot.answering.datafiles import table_words
from bot.answering.facts.names import is_name
from bot.answering.question import Kind, Question
from bot.answering.spans.sorts import is_body
from bot.answering.spans.widened_names import begin_of_name
from retrieval.page import Span
from retrieval.patterns import any_of
from retrieval.tokens import word_probability

_words = partial(table_words, __package__, "bodies.toml")

_SHORTEST_BODY = 4
"""Characters of a body's name from which something is cut off."""
_BEFORE_ANY = re.compile(f"{any_of(_words('before_any'))}{any_of(_words('before_any', 'more'))}?")
_PART = re.compile(
    f"(?:\\w\\w)?{any_of(_words('part', 'deeds'))}{any_of(_words('part', 'players'))}"
)
_SHORTENED = tuple("委办")
"""Last characters of the short names of bodies (发改委)."""


def person_named(article: AnnotatedArticle, first: int, last: int) -> tuple[int, int]:
    """Narrow a stretch to the person it names, where what the person does follows (甲|打了…)."""
    tokens, tags = article.tokens, article.tags
    named = [
        at
        for at in range(first, last + 1)
        if tags[at].startswith("nr") and is_name(tokens[at].text)
    ]
    if named and named[-1] == last > first and tokens[last - 1].text == "的":
        return last, last  # 某村的|甲
    does = any(tags[at][0] in "vup" for at in range(named[0] + 1, last + 1)) if named else False
    return (named[0], named[0]) if len(named) == 1 and does else (first, last)


def body_alone(article: AnnotatedArticle, first: int, last: int) -> tuple[int, int]:
    """Cut off what a body does (某中心|组织), and give one that only says its sort its name."""
    tokens, tags = article.tokens, article.tags
    for at in range(first + 1, last + 1):  # 某委|召开|中心
        if tags[at] != "v" or len(tokens[at].text) == 1:
            continue
        if is_body(tokens[first:at]) or tokens[at - 1].text.endswith(_SHORTENED):
            last = at - 1
            break
    while last > first and tags[last] == "d":  # 某公司|已
        last -= 1
    end = last
    while end > first and tags[end].startswith("v") and tags[end] != "vn":
        end -= 1
    if end < last and is_body(tokens[first : end + 1]):
        last = end
    if first == last and tags[first] == "n" and word_probability(tokens[first].text):
        first = begin_of_name(article, first)
    return first, last


def without_sort(folded: str, span: Span, question: Question) -> Span:
    """Cut off the noun asked for where the name stands after it (最大的企业[甲公司]).

    And another that may stand before the name of any body.
    """
    any_body = question.kind is Kind.ORGANISATION and _BEFORE_ANY.match(
        folded, span.start, span.end
    )
    if any_body and span.end - any_body.end() >= _SHORTEST_BODY:
        return Span(any_body.end(), span.end)
    head = question.head
    named = len(head) > 1 and folded.startswith(head, span.start)
    cut = span.start + len(head)
    return Span(cut, span.end) if named and span.end - cut >= _SHORTEST_BODY else span


def without_preposition(folded: str, span: Span) -> Span:
    """Cut off what guessing has taken for a word with a name (|从江|岚大学, |所由兴|牧合作社).

    And what part a body plays.
    """
    if (part := _PART.match(folded, span.start)) and part.end() <= span.end - _SHORTEST_BODY:
        return Span(part.end(), span.end)
    at = folded.rfind("由", span.start, span.end) if "由" in folded[span.start : span.end] else -1
    if at < 0 and folded.startswith("从", span.start):
        at = span.start
    return Span(at + 1, span.end) if 0 <= at < span.end - _SHORTEST_BODY else span
