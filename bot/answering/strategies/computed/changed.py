"""By how much a thing changed, where the text only says what it was and what it came to.

(从97件降到31件: 66件 fewer.) The words of the question must stand around the two figures as they
must around any figure that answers; where two pairs fit, none does.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from bot.answering.answer import Answer
from bot.answering.eligibility.fitting import unit_fits
from bot.answering.facts.change import Change, Direction, Role
from bot.answering.facts.changes import change_words
from bot.answering.facts.measures import attribute_nouns
from bot.answering.question import Kind, Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.computed.computing import computed_for
from bot.answering.strategies.computed.decomposition import words
from bot.answering.strategies.computed.figures import (
    Figure,
    Found,
    figure_answered,
    figures,
    figures_in,
)
from bot.answering.strategies.computed.shares import share_of_figure
from bot.answering.stretches import CLAUSE, STATEMENT, start_of
from bot.answering.surroundings.constraints import constraint_tokens
from bot.answering.surroundings.displaced import displaced
from bot.answering.surroundings.own_words import has_own_subject
from bot.answering.surroundings.told import told
from retrieval.page import Span

_LEAST = 0.6
"""Share of the question's words, by rarity, that must stand around the figures."""
RELATIVE = ("ratio", "percentage_points", "multiple")


def answer_changed(question: Question, context: Context) -> Answer | None:
    """Return the difference of two figures between which a thing changed; None if there is none."""
    direction = _direction(question)
    if direction is None:
        return None
    pairs = {(f.quantity.value, t.quantity.value): (f, t) for f, t in _pairs(question, context)}
    found = [
        (before, after, score)
        for before, after in pairs.values()
        if (after.quantity.value > before.quantity.value) == (direction is Direction.UP)
        and (score := _fit(question, after, context)) >= _LEAST
    ]
    if len(found) > 1:  # 学生由9人增加到12人,教师由2人增加到3人
        of_it = [_told_of_it(question, before) for before, _, _ in found]
        found = [pair for pair, own in zip(found, of_it, strict=True) if own == max(of_it)]
    if len(found) != 1:
        return None
    before, after, score = found[0]
    word = "多" if direction is Direction.UP else "少"
    both = (Found(after, score), Found(before, score))
    return computed_for(question, Kind.DIFFERENCE, word, both)


def answer_amount(question: Question, context: Context) -> Answer | None:
    """Return the amount by which a thing changed where no share of it is told (增加了0.9万吨)."""
    asked = question.change
    if question.kind is not Kind.PERCENTAGE or not _is_bare(question) or asked is None:
        return None
    answer = context.span_answer(replace(question, kind=Kind.NUMBER, dimensions=()))
    figure = figure_answered(answer, figures(context.finder, question))
    if figure is None or not _is_change(figure, asked):
        return None
    shares = (
        other
        for other in figures_in(figure.article, figure.sentence)
        if other.quantity.dimension in RELATIVE and _is_change(other, asked)
    )
    # 产量增加2吨,增长8% tells the share too; of 产量增加2吨,均价上涨8% the share is another's.
    told_too = any(
        not _measures_another(question, other)
        and not has_own_subject(other.sentence, other.fact.own, question)
        for other in shares
    )
    return None if told_too else answer


def _measures_another(question: Question, figure: Figure) -> bool:
    """Tell whether a figure has a measure of its own that is not asked about (均价上涨8%)."""
    changing = words("change") + words("change", "declines")
    return any(
        len(noun) > 1 and noun in figure.own and noun not in question.folded
        for noun in attribute_nouns()
        if not noun.startswith(changing)
    )


def _is_change(figure: Figure, asked: Change) -> bool:
    """Tell whether a figure is by how much something changed, the way that is asked for."""
    change = figure.sentence.change_by(figure.quantity)
    return change is not None and change.direction is asked.direction


_DOES_MORE = re.compile("(?<![至最不多减])([多少])(?![少于])[^\\W多少的]{1,2}$")
"""How a question says that more or less is done than before ([少]跑多少分钟)."""


def asks_difference(question: Question) -> bool:
    """Tell whether a question asks how much more or less is done than before."""
    return _does_more(question) is not None


def _does_more(question: Question) -> Span | None:
    """Return where a question says that more or less is done, None if it does not."""
    before = question.folded[: question.wh.start].rstrip("了出") if question.wh else ""
    match = _DOES_MORE.search(before)
    return Span(*match.span()) if match else None


def _told_of_it(question: Question, before: Figure) -> tuple[int, int]:
    """Count the words of a question that stand before what was, in its statement and its clause."""
    folded, end = before.sentence.folded, before.quantity.span.start
    said = (folded[start_of(folded, end, marks) : end] for marks in (STATEMENT, CLAUSE))
    asked = constraint_tokens(question)
    statement, clause = (sum(told(question, t, text) for t in asked) for text in said)
    return statement, clause


def _direction(question: Question) -> Direction | None:
    """Return which way a question says that a thing changed, None if it asks no change."""
    if not question.kind.is_quantity or question.wh is None:
        return None
    before = question.folded[: question.wh.start].rstrip("了出")
    if does := _DOES_MORE.search(before):
        return Direction.UP if does[1] == "多" else Direction.DOWN
    if question.kind is Kind.DIFFERENCE:
        for key, direction in (("more", Direction.UP), ("less", Direction.DOWN)):
            if before.endswith(words("directions", key)):
                return direction
    if question.change is not None and question.change.role is Role.BY:
        return question.change.direction
    told = [direction for direction, span in change_words(before) if span.end == len(before)]
    return told[-1] if told else None


def _pairs(question: Question, context: Context) -> Iterator[tuple[Figure, Figure]]:
    """Yield what was and what came of it, of figures of the unit asked for."""
    numbers = [f for f in figures(context.finder, question) if _may_be_asked(question, f)]
    for before, after in pairwise(numbers):
        changes = before.sentence.changes
        first, last = changes.get(before.quantity.span), changes.get(after.quantity.span)
        if (
            before.sentence is after.sentence
            and first is not None
            and last is not None
            and (first.role, last.role) == (Role.FROM, Role.TO)
            and before.quantity.unit == after.quantity.unit
        ):
            yield before, after


def _may_be_asked(question: Question, figure: Figure) -> bool:
    """Tell whether a figure may be what a thing was or came to: 提高了多少 may be in any unit."""
    if figure.quantity.dimension in RELATIVE:
        return False
    return unit_fits(question, figure.quantity) or _is_bare(question)


def _is_bare(question: Question) -> bool:
    """Tell whether a change is asked for that may be told as a share or as an amount."""
    bare = question.kind is Kind.PERCENTAGE and not question.units
    return bare and "百分" not in question.folded


def _fit(question: Question, figure: Figure, context: Context) -> float:
    """Return the share of the question found around a figure, 0 if a constraint is broken."""
    if displaced(question, figure.article, figure.sentence, figure.quantity.span):
        return 0.0
    does = _does_more(question) or Span(0, 0)
    return share_of_figure(
        question, figure, context, counts=lambda t: not does.start <= t.start < does.end
    )
