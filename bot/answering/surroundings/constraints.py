"""The words of a question that the text around an answer must have."""

import re
from functools import lru_cache

from bot.answering.facts import lexicon
from bot.answering.facts.change import Basis
from bot.answering.facts.conversion import MAGNITUDES
from bot.answering.facts.measures import attribute_nouns
from bot.answering.facts.names import is_courtesy
from bot.answering.facts.times import find_times
from bot.answering.lexicon.words import light_words
from bot.answering.question import Kind, Question
from retrieval.page import Span
from retrieval.stopwords import stop_words
from retrieval.surnames import is_surname
from retrieval.tokens import Token

ORDINAL = re.compile(
    r"第(?P<number>\d+|[一二三四五六七八九十百]+)(?P<sort>[^\W\d一二三四五六七八九十]{2})"
)
"""What is named by its place in an order: 第7航次."""
_NAME_TAGS = ("nr", "ns", "nt", "nz", "eng", "m", "j")


@lru_cache(maxsize=64)  # asked for every candidate that is judged
def constraint_tokens(question: Question) -> tuple[Token, ...]:
    """Return the words of a question that the text must have."""
    wh, units, basis = question.wh, question.units, basis_words(question)
    change = question.change and question.change.word  # stating.py sees to its direction
    return tuple(
        t
        for t in question.tokens
        if any(map(str.isalnum, t.text))
        and not (wh and t.start < wh.end and wh.start < t.end)
        and t.text not in stop_words()
        and t.text not in light_words()
        and not (units and t.text.lstrip(MAGNITUDES) == units[0])
        and not any(s and s.start <= t.start < s.end for s in (basis, change))
        and not _is_sort(question, t)
        and not _points(t)
        and not t.text.startswith(_ASKING)
        and not (question.kind is Kind.DATE and t.text in _ENDS)
        and not _is_courtesy(question, t)
    )


def tokens_beside_times(question: Question) -> tuple[Token, ...]:
    """Return those of the words that the text must have that are in no time the question names."""
    times = [t.span for t in find_times(question.folded)]
    return tuple(
        token
        for token in constraint_tokens(question)
        if not any(s.start <= token.start and token.end <= s.end for s in times)
    )


@lru_cache(maxsize=64)
def times_and_ordinals(question: Question) -> tuple[Span, ...]:
    """Return where a question names times and places in an order: rules of their own see to these.

    (support.py, rivals.py)
    """
    times = [t.span for t in find_times(question.folded)]
    return (*times, *(Span(*m.span()) for m in ORDINAL.finditer(question.folded)))


_ENDS = ("开始", "结束", "截止", "为止")
"""Words that ask for one end of a time (ends.py): the time is marked as that instead (从…到…)."""
_ASKING = ("几点", "几号", "几时", "几月", "哪天", "什么")
"""Words that ask for more of the same (哪天[几点])."""


def _is_courtesy(question: Question, token: Token) -> bool:
    """Tell whether a word only goes with a surname (甲老师): the text may have the name alone."""
    return is_courtesy(token.text) and any(
        t.end == token.start and is_surname(t.text) for t in question.tokens
    )


def _points(token: Token) -> bool:
    """Tell whether a token only points at a thing or counts it (那天, 这座; 说了[句]什么话).

    多少钱[一]公斤 asks what 每公斤 says.
    """
    if token.text == "一" or (len(token.text) == 1 and token.tag == "f"):  # 板子[底]下
        return True
    pointing = len(token.text) == 2 and token.text[0] in "这那" and token.tag[0] in "rm"
    counts = token.tag == "q" or (token.tag == "m" and token.text in lexicon.units())
    return pointing or (len(token.text) == 1 and counts)


def basis_words(question: Question) -> Span | None:
    """Return the words of a question that say against what a change is counted (比去年).

    Whether a figure is counted so is seen by stating.py; the words need not be the same.
    """
    change = question.change
    named = change is None or change.basis is Basis.NAMED
    return None if named or change is None else change.basis_span


def _is_sort(question: Question, token: Token) -> bool:
    """Tell whether a token only names the sort of thing asked for (什么[职务], 哪所[学校])."""
    if question.wh is None or not question.asks_sort:
        return False
    if question.kind.is_quantity:  # what is measured is told by the unit: 多大[面积]
        measured = token.text == question.head in attribute_nouns()
        return measured and bool(question.dimensions) and token.start >= question.wh.end
    end = question.wh.end + len(question.head) + 1
    return token.text in question.head and question.wh.end <= token.start <= end


def is_name(token: Token) -> bool:
    """Tell whether a token names something particular."""
    return token.tag.startswith(_NAME_TAGS) or any(c.isdigit() for c in token.text)


def leans_wholly(question: Question) -> bool:
    """Tell whether a question says next to nothing itself and leans on the turn before."""
    return question.leans and len(constraint_tokens(question)) < 2
