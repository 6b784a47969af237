"""Others that stand in the place of what a question names: 甲站 for 乙站, 4号楼 for 2号楼."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.facts.numerals import written_number
from bot.answering.facts.times import find_times
from bot.answering.question import Kind, Question
from bot.answering.stretches import STATEMENT, STOPS, end_of, start_of
from bot.answering.surroundings.constraints import ORDINAL, constraint_tokens
from bot.answering.surroundings.members import (
    listed_with_own_figure,
    only_a_member,
    summed_up_with_others,
)
from bot.answering.surroundings.places import is_unknown, places
from bot.answering.understanding.kind import head_kind
from retrieval.page import Span
from retrieval.stopwords import stop_words
from retrieval.tokens import Token, word_probability

_PARTICULAR = ("nr", "ns", "nt", "nz")
_ERAS = ("代", "朝", "时期")
"""Last characters of what a find may be dated to (汉代), one of several."""
_NUMBERED = re.compile(r"(?<![\d.])\d+(?:号[楼厅馆线桥井门厂房车船院站台库机塔炉坝区岗]?|路|班)")
"""What is named by its number: 4号楼, 18路."""
_DIGITS = "0123456789"
_NAME = 2
"""Characters before its sort by which a name is told from another."""


def rivals(
    question: Question, article: AnnotatedArticle, sentence: AnnotatedSentence, span: Span
) -> tuple[Token, ...]:
    """Return the names of a question that the figure at `span` of a sentence is not of.

    Another may stand in a name's place, or the name is one of several the figure is said of.
    """
    if not question.kind.is_quantity and question.kind is not Kind.DATE:
        return ()
    text = sentence.folded
    start = start_of(text, span.start, STATEMENT)
    statement = text[start : end_of(text, span.end, STOPS)]
    found = (
        *_another_number(question, statement, article),
        *_another_ordinal(question, statement),
        *_another_title(question, statement),
    )
    if question.kind is Kind.DATE:
        return found
    return (
        *found,
        *_nearer(question, sentence, Span(start, span.start)),
        *_members(question, article, sentence, span),
        *listed_with_own_figure(_nouns(question), sentence, span),
        *summed_up_with_others(_nouns(question), question, sentence, span),
    )


def _nouns(question: Question) -> Iterator[Token]:
    return (t for t in constraint_tokens(question) if t.tag.startswith("n"))


def _another_number(
    question: Question, statement: str, article: AnnotatedArticle
) -> Iterator[Token]:
    """Yield what the question names by its number and the statement, or the article, has not."""
    dates = [t.span for t in find_times(question.folded)]
    told = {m[0] for m in _NUMBERED.finditer(statement)}
    sorts = {number.lstrip(_DIGITS) for number in told}
    for match in _NUMBERED.finditer(question.folded):
        number = match[0]
        if number in told or any(d.start <= match.start() < d.end for d in dates):
            continue
        in_article = any(number in s.folded for s in article.sentences)
        if number.lstrip(_DIGITS) in sorts or not in_article:
            yield Token(number, match.start(), match.end(), "nz")


def _another_ordinal(question: Question, statement: str) -> Iterator[Token]:
    """Yield what the question names by its place in an order where the statement has another."""
    told = [(m["sort"], written_number(m["number"])) for m in ORDINAL.finditer(statement)]
    for match in ORDINAL.finditer(question.folded):
        sort, number = match["sort"], written_number(match["number"])
        if f"第{match['number']}" in statement:  # 第二、第三产业
            continue
        if any(s == sort for s, _ in told) and (sort, number) not in told:
            yield Token(match[0], match.start(), match.end(), "nz")


_TITLE = re.compile("《([^《》]+)》")


def _another_title(question: Question, statement: str) -> Iterator[Token]:
    """Yield the work that the question names where the statement has another."""
    told = set(_TITLE.findall(statement))
    for match in _TITLE.finditer(question.folded):
        if told and match[1] not in told:
            yield Token(match[1], match.start(1), match.end(1), "nz")


def _nearer(question: Question, sentence: AnnotatedSentence, before: Span) -> Iterator[Token]:
    """Yield the names in whose place another stands nearest before a figure.

    What follows a name tells of what sort it is (甲[站], 乙[站]); `before` is the statement up to
    the figure.
    """
    tokens = sentence.tokens_in(before)
    for name, sort in pairwise(question.tokens):
        if name.end != sort.start or not is_unknown(name) or not _is_sort(sort):
            continue
        known = len(sort.text) == 1 or word_probability(sort.text)
        text = sort.text if known else sort.text[-1]  # 甲|岭站 is a station too
        alike = [sentence.folded[end - len(text) - _NAME : end] for end in _ends(tokens, text)]
        said = name.text in sentence.folded[before.start : before.end]
        if said and not (len(text) == 1 and head_kind(text) is Kind.PLACE):
            continue  # 甲县|首单茶叶 is of the 甲县|茶叶 asked about
        if alike and alike[-1] not in question.folded:
            yield name


def _is_sort(token: Token) -> bool:
    """Tell whether a token may say of what sort the name before it is."""
    is_noun = token.tag != "v" or (len(token.text) == 1 and head_kind(token.text) is not None)
    return token.text not in stop_words() and is_noun


def _ends(tokens: list[Token], sort: str) -> Iterator[int]:
    """Yield where names of a sort end, however they are cut (甲|站, 甲站, 甲|湾站, 甲|站长)."""
    for before, token in pairwise(tokens):
        text = token.text
        begins = text == sort or (len(sort) == 1 and text.startswith(sort))
        if begins and before.end == token.start and is_unknown(before):
            yield token.start + len(sort)
        elif text.endswith(sort) and len(text) > len(sort) and not word_probability(text):
            yield token.end


def _members(
    question: Question, article: AnnotatedArticle, sentence: AnnotatedSentence, span: Span
) -> Iterator[Token]:
    """Yield the names that are only one of those the figure is said of."""
    words = constraint_tokens(question)
    names = [t for t in words if t.tag in _PARTICULAR or t.text.endswith(_ERAS)]
    unknown = [p for p in places(words) if not word_probability(p.text)]  # 小区 is no name
    for token in (*names, *unknown):
        if len(token.text) > 1 and only_a_member(token.text, question, article, sentence, span):
            yield token
