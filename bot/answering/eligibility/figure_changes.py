"""Whether a figure states the change that is asked: by how much, which way, against what.

And no change where none is asked in so many words.
"""

from bot.answering.annotation import AnnotatedSentence
from bot.answering.facts.change import Basis, Change, Direction, Role
from bot.answering.facts.changes import change_words
from bot.answering.facts.quantities import Quantity
from bot.answering.facts.timepoint import TimeKind
from bot.answering.facts.times import find_times
from bot.answering.lexicon.words import time_words
from bot.answering.question import Kind, Question
from bot.answering.stretches import STATEMENT, STOPS, clause_before, start_of
from retrieval.page import Span

_THERE_WAS = "原有"
_THERE_IS = ("有", "为", "达", "共", "是", "占")
"""Verbs that state how much there is."""


def _before() -> frozenset[str]:
    """Return the words that may ask for what there was before a change."""
    return time_words("originally") | time_words("before")


def changes_as_asked(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure of a sentence may state the change asked, or the level."""
    asked, told = question.change, sentence.changes.get(quantity.span)
    if asked is None:
        return _may_be_level(question, sentence, quantity, told)
    if told is None:
        return asked.role is Role.TO or asked.direction in _directions_before(sentence, quantity)
    if asked.role is not told.role:
        return False
    fell = quantity.value < 0  # 增速-3% answers what the growth was
    return (asked.direction is told.direction or fell) and _same_basis(question, sentence, told)


def _may_be_level(
    question: Question, sentence: AnnotatedSentence, quantity: Quantity, told: Change | None
) -> bool:
    """Tell whether a figure may answer a question that asks for no change in so many words."""
    if told is None:
        originally = any(word in question.folded for word in time_words("originally"))
        if originally:
            return any(word in sentence.folded for word in (*_before(), _THERE_WAS))
        # 原有9种: not how many there are now.
        clause = clause_before(sentence.folded, quantity.span.start)
        was = any(word in clause for word in (*time_words("originally"), _THERE_WAS))
        dated = find_times(question.folded) or any(w in question.folded for w in _before())
        now = any(word in question.folded for word in time_words("present"))
        return not was or (bool(dated) and not now)
    if question.kind is Kind.DIFFERENCE:
        return True
    spoken = {direction for direction, _ in change_words(question.folded)}
    if spoken:  # 增长的幅度多大: a change after all, if in other words
        return told.direction in spoken
    if told.role is Role.BY:
        return False
    if told.role is Role.FROM:
        # 如今 and 今年 ask for what a change has led to.
        times = (t.span for t in find_times(question.folded) if t.kind is not TimeKind.DURATION)
        named = (question.folded[span.start : span.end] for span in times)
        dated = any(time not in time_words("present") for time in named)
        return dated or any(word in question.folded for word in _before())
    return not _asks_what_was(question, sentence, quantity)


def _asks_what_was(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a question is for the figure from which another changed (由去年底的4%降至3%)."""
    before = [
        q
        for q in sentence.quantities
        if q.unit == quantity.unit
        and q.span.end <= quantity.span.start
        and (change := sentence.changes.get(q.span)) is not None
        and change.role is Role.FROM
    ]
    if not before:
        return False
    named = [question.folded[t.span.start : t.span.end] for t in find_times(question.folded)]
    told = clause_before(sentence.folded, before[-1].span.start)
    originally = any(word in question.folded for word in _before())
    return originally or any(time in told for time in named)


def _directions_before(sentence: AnnotatedSentence, quantity: Quantity) -> set[Direction]:
    """Return the directions of which the clause speaks up to a figure (新增[岗位]300个).

    A clause that says nothing of its own goes on with the statement (甲县增长8%,乙县5%).
    """
    text, at = sentence.folded, quantity.span.start
    own = text[start_of(text, at, STOPS) : at]
    told = {direction for direction, _ in change_words(own)}
    if told or any(verb in own for verb in _THERE_IS):
        return told
    statement = text[start_of(text, at, STATEMENT) : at]
    return {direction for direction, _ in change_words(statement)}


def _same_basis(question: Question, sentence: AnnotatedSentence, told: Change) -> bool:
    """Tell whether a change is counted against what is asked; a bare one, against the year."""
    asked = question.change
    if asked is None or asked.basis is None:
        return True
    if told.basis is None:
        return asked.basis is Basis.YEAR_ON_YEAR
    if asked.basis is not told.basis:
        return False
    if asked.basis is Basis.NAMED and asked.basis_span and told.basis_span:
        one, other = asked.basis_span, told.basis_span
        return _when(question.folded, one) == _when(sentence.folded, other)
    return True


def _when(text: str, span: Span) -> str:
    """Return the time that a named basis names."""
    times = find_times(text[span.start : span.end])
    return text[span.start : span.end][times[0].span.start : times[0].span.end] if times else ""
