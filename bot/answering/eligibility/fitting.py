"""Which candidates may answer at all, by the kind of thing asked for."""

import re
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from bot.answering.annotation import BoolArray
from bot.answering.datafiles import table_words
from bot.answering.eligibility.stating import states
from bot.answering.facts.conversion import convertible
from bot.answering.facts.quantities import Quantity, find_quantities
from bot.answering.lexicon.words import hyponyms
from bot.answering.matching import scopes
from bot.answering.matching.match import Match
from bot.answering.matching.weighing import weighted_sum
from bot.answering.question import Kind, Question
from bot.answering.understanding.grain import asked_grain
from bot.answering.understanding.units import interchangeable
from retrieval.patterns import any_of

_words = partial(table_words, __package__, "fitting.toml")


def fitting(match: Match) -> BoolArray:
    """Return which candidates are of the sort that answers: figures, times, or any; shape (C,)."""
    question = match.question
    if question.kind.is_quantity:
        whole = _whole(question)
        return match.where_quantity(lambda q: unit_fits(question, q) and _is_part(q, whole)) > 0
    if question.kind is Kind.DATE:
        return match.where_time(asked_grain(match.question))
    narrowed = match.anywhere()
    if _names_a_thing(question):  # which one of several, what sort of thing: no number of them
        narrowed[list(match.pool.quantities)] = False
    if question.kind.is_explanation:  # a headline only says that there is a reason or a way
        narrowed &= ~match.article.headlines[match.sentence]
    if question.asks_sort and question.head:  # 哪家银行: no answer is 银行
        longer = match.pool.characters > len(question.head)
        narrowed &= longer | ~match.pool.ending_with(question.head)
    for sort in (_SORTS.get(question.kind), _posts, _ending_as_asked):
        of_sort = sort(match) if sort else None
        if of_sort is not None and (of_sort & narrowed).any():
            narrowed = narrowed & of_sort
    return narrowed


_MEASURED = re.compile(
    "[价量额费率数分级位度幅积距长重期时次点序档名水平标准规模成绩奖钱]$|时间|面积"
)
"""Last characters of a noun that a number may answer for (什么价)."""


_NAMED = (Kind.COMPARISON, Kind.LIST, Kind.PLACE, Kind.ORGANISATION, Kind.PERSON)


def _names_a_thing(question: Question) -> bool:
    """Tell whether a question asks for one of several, or for things by their noun (什么树)."""
    if question.kind in _NAMED:
        return True
    return (
        question.kind is Kind.PHRASE
        and question.asks_sort
        and bool(question.head and not _MEASURED.search(question.head))
    )


def stating(match: Match, fits: BoolArray) -> BoolArray:
    """Return which of the candidates that fit state what is asked (see stating.py), shape (C,).

    None does where a figure that says something else (a growth, and a decline is asked) has more
    of the question around it than any that is left: those are about another thing.
    """
    if not match.question.kind.is_quantity:
        return fits
    states_it = fits.copy()
    for index, quantity in match.pool.quantities.items():
        if fits[index]:
            sentence = match.article.sentence_at(match.pool.first[index])
            states_it[index] = states(match.question, sentence, quantity)
    # Of what is said to change; the change itself is what the two differ in.
    change = match.question.change
    said = [s for s in (change.word, change.basis_span) if s] if change else []
    words = {match.question.folded[s.start : s.end] for s in said}
    about = np.array([not any(w in said for said in words) for w in match.words], dtype=bool)
    coverage = weighted_sum(np.where(about, match.weights, np.float32(0.0)), scopes.scope(match))
    most = coverage[fits & ~states_it].max(initial=-np.inf)
    near: BoolArray = states_it & (coverage >= most - _AS_NEAR)
    return states_it if near.any() else near


_AS_NEAR = 0.1
"""By how much the share of the question around two figures may differ that are of one thing."""


def _ending_as_asked(match: Match) -> BoolArray | None:
    """What ends with the very noun of the question word (什么技术), where the best sentences
    have such a thing."""
    question = match.question
    if not question.head or question.wh is None or not question.asks_sort:
        return None
    sorts = match.pool.sorts
    ends = sorts.ends_longer(question.head)
    for noun in hyponyms().get(question.head, ()):
        ends = ends | sorts.ends_longer(noun)
    # A phrase with 的 is one thing only where it fills its clause, and never a name.
    plain = sorts.without_de
    if question.kind is Kind.PHRASE:
        plain = plain | (match.pool.begins_clause & match.pool.ends_clause)
    ends &= plain
    coverage = match.sentence_coverage
    best: BoolArray = coverage >= _NEARLY_BEST * coverage.max(initial=0.0)
    return ends if (ends & best[match.sentence]).any() else None


def _posts(match: Match) -> BoolArray | None:
    """What ends as posts do (副主任), where a post is asked for."""
    question = match.question
    if not question.head.endswith(_POSTS) and question.kind_rule != "occupation":
        return None
    posts = match.pool.sorts.posts
    if question.kind_rule == "occupation":
        for noun in _NO_OCCUPATIONS:
            posts = posts & ~match.pool.ending_with(noun)
    return posts


_NO_OCCUPATIONS = _words("no_occupation")
_NEARLY_BEST = 0.8
"""Share of the best sentence's coverage that a sentence must reach to be looked at."""
_POSTS = _words("post")


def _persons(match: Match) -> BoolArray:
    """A name, or a noun for a person; 谁 may also be a body (谁投资的)."""
    sorts = match.pool.sorts
    return sorts.persons if match.question.head else sorts.persons | sorts.bodies


def _places(match: Match) -> BoolArray:
    return match.pool.sorts.places | match.pool.ending_with(match.question.head or "地方")


def _bodies(match: Match) -> BoolArray:
    head, sorts = match.question.head, match.pool.sorts
    bodies = sorts.bodies | match.pool.ending_with(head[-1:])
    bodies &= sorts.without_location
    if match.question.asks_sort and head[-2:] in _BODIES and head not in hyponyms():
        for other in _BODIES - {head[-2:]}:
            bodies &= ~match.pool.ending_with(other)
    return bodies


_BODIES = frozenset(_words("body"))


def _titles(match: Match) -> BoolArray:
    return match.pool.sorts.titles


_SORTS: Mapping[Kind, Callable[[Match], BoolArray]] = {
    Kind.PERSON: _persons,
    Kind.SPEAKER: _persons,
    Kind.PLACE: _places,
    Kind.ORGANISATION: _bodies,
    Kind.TITLE: _titles,
}


def _whole(question: Question) -> Quantity | None:
    """Return the number of things that the answer is a part of (119个项目中有多少…)."""
    return next(
        (
            quantity
            for quantity in find_quantities(question.folded)
            if any(word in question.folded[quantity.span.end :] for word in _PART_OF)
        ),
        None,
    )


_SHARES = frozenset({"ratio", "percentage_points", "multiple"})
_SHARE_ASKED = re.compile(any_of(_words("share")))
"""How a question for a number says that it may be a share, or a growth."""
_ASKED_BY_NAME = frozenset({"ordinal", "age", "time", "calendar", "span", "score"})
"""Dimensions that answer only a question that names them (几岁, 多久, 第几)."""
_OF_LEVELS = re.compile("[级风震]")
"""What has levels (7级大风); the 5级 of 5级医院 are no number of them."""
_PART_OF = ("当中", "其中", "之中", "里", "中")


def _is_part(quantity: Quantity, whole: Quantity | None) -> bool:
    """Tell whether a figure may be a part of the whole: of its unit, not more, not all."""
    return whole is None or whole.unit != quantity.unit or quantity.value < whole.value


def unit_fits(question: Question, quantity: Quantity) -> bool:
    """Tell whether a quantity has the unit, or the dimension, that the question asks for."""
    if not question.units:
        if question.dimensions:
            return quantity.dimension in question.dimensions
        if quantity.dimension in _SHARES:
            return question.kind is not Kind.NUMBER or bool(_SHARE_ASKED.search(question.folded))
        if quantity.dimension == "level":
            return _OF_LEVELS.search(question.folded) is not None
        return quantity.dimension not in _ASKED_BY_NAME
    if quantity.dimension == "ordinal" and "ordinal" not in question.dimensions:
        return False
    unit = question.units[0]
    if unit == "个" and quantity.unit == question.head:  # 多少个班: 12班
        return True
    return quantity.unit in interchangeable(unit) or convertible(unit, quantity.unit)
