"""A name without what stands beside it and is no part of it."""

import re
from functools import partial

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.datafiles import table_words
from bot.answering.facts.names import is_name, is_person_noun
from bot.answering.question import Kind, Question
from bot.answering.spans.sorts import is_body
from bot.answering.spans.widened_names import begin_of_name
from bot.answering.understanding.kind import head_kind
from retrieval.page import Span
from retrieval.patterns import any_of
from retrieval.tokens import Token, word_probability

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


def named_behind(article: AnnotatedArticle, first: int, last: int) -> tuple[int, int]:
    """Return the name that stands right behind what somebody is (项目经理|甲), else the same."""
    at = last + 1
    if at >= len(article.tokens):
        return first, last
    post, name = article.tokens[last], article.tokens[at]
    beside = name.start == post.end and article.clause_of[at] == article.clause_of[last]
    named = article.tags[at].startswith("nr") and is_name(name.text)
    if beside and named and not article.tags[last].startswith("nr") and is_person_noun(post.text):
        return at, at
    return first, last


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


_ENDS_BODY = ("p", "d", "x")
"""Parts of speech, prepositions and adverbs and marks, before which the name of a body ends."""
_LEADS_TO_BODY = ("经", "由", "请", "委托")
_IN_NAMES = frozenset("·“”()、-《》与和及")
"""Marks and words that may stand inside what is asked for: a name, or several."""
_JOINS = frozenset("和与跟同")
_SIDES = ("里", "方")
"""Last characters of what names nobody, one side of two (镇里和…, 厂方与…)."""


def body_freed(sentence: AnnotatedSentence, span: Span) -> Span:
    """Cut off what stands beside the name of a body: what leads to it and what goes on after it.

    That is what stands before 经 (全部账目经|某事务所), a gap in the line, or 和 after one side
    (镇里和|某学院); and a preposition with what it leads to (某局|向被告人), an adverb, a time
    (某院|3月14日), a number, what stands after a mark.
    """
    tokens = sentence.tokens_beginning_in(span)
    first = 0
    for at in range(1, len(tokens)):
        before, rest = tokens[at - 1], tokens[at:]
        gap = tokens[at].start > before.end and not tokens[at].text.isascii()
        joined = before.text in _JOINS and at > 1 and tokens[at - 2].text.endswith(_SIDES)
        led = before.text in _LEADS_TO_BODY or joined
        if gap or (led and is_body(rest)):
            first = at
    start = tokens[first].start if first else span.start
    times = {t.span.start for t in sentence.points_in_time}
    for at in range(first + 1, len(tokens)):
        ends = tokens[at].tag[0] in _ENDS_BODY and tokens[at].text not in _IN_NAMES
        counts = tokens[at].text[0].isdecimal()
        if (ends or counts or tokens[at].start in times) and is_body(tokens[first:at]):
            return Span(start, tokens[at - 1].end)
    return Span(start, span.end)


def quoted_freed(question: Question, sentence: AnnotatedSentence, span: Span) -> Span:
    """Cut off the word before a name in marks and the noun asked for (上线|“甲”小程序)."""
    if not sentence.folded.endswith(f"”{question.head}", span.start, span.end):
        return span
    tokens = sentence.tokens_beginning_in(span)
    leads = len(tokens) > 1 and tokens[1].text == "“"
    return Span(tokens[1].start, span.end) if leads else span


def place_freed(question: Question, sentence: AnnotatedSentence, span: Span) -> Span:
    """Cut off what is no part of a place's name: behind it, and up to a verb before it.

    That is what follows the noun asked for (最大的某水库|蓄水), and what the question says itself
    (送到哪检测: 某市|检测).
    """
    tokens = sentence.tokens_beginning_in(span)
    if question.asks_sort and tokens and head_kind(tokens[-1].text) is Kind.PLACE:
        verb = next((t for t in reversed(tokens[:-2]) if t.tag == "v" and len(t.text) > 1), None)
        if verb is not None:
            span = Span(verb.end, span.end)  # 某镇注入|某湖
            tokens = sentence.tokens_beginning_in(span)
    for at in range(len(tokens) - 1, 0, -1):
        name, rest = tokens[:at], tokens[at:]
        text = sentence.folded[span.start : name[-1].end]
        if question.asks_sort and question.head:
            is_place = text.endswith(question.head) and len(text) > len(question.head)
        else:
            is_place = name[-1].tag == "ns" or head_kind(text) is Kind.PLACE
            is_place = is_place and all(t.text in question.folded for t in rest)
        if is_place and all(t.tag[0] in "vn" and _is_no_place(t) for t in rest):
            return Span(span.start, name[-1].end)
    return span


def _is_no_place(token: Token) -> bool:
    return token.tag != "ns" and head_kind(token.text) not in (Kind.PLACE, Kind.ORGANISATION)


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
