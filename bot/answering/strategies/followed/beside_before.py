"""What a follow-up asks for right beside the answer before: 山区呢, 原来呢, 剩下的呢, 增长多少.

Nothing but the sentence and the paragraph of that answer is looked at, and only a figure of the
same sort that stands with the thing asked, nothing unexplained between the two. Of a thing with
several such figures none is taken.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Answer, Status, Value
from bot.answering.datafiles import read_toml, table_words
from bot.answering.eligibility.fitting import unit_fits
from bot.answering.facts.change import Role
from bot.answering.facts.quantities import Quantity
from bot.answering.facts.times import find_times
from bot.answering.lexicon.words import light_words
from bot.answering.marking import marked
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.followed.turn_before import TurnBefore, turn_before
from bot.answering.stretches import clause_around, statement_around
from bot.answering.surroundings.constraints import tokens_beside_times
from bot.answering.understanding.ellipsis import what_about
from retrieval.fold import fold
from retrieval.page import Span
from retrieval.patterns import any_of
from retrieval.stopwords import stop_words

_words = partial(table_words, __package__, "follow_ups.toml")

_SURE = 0.8
"""Confidence in what stands right beside a thing in the sentence of the answer before."""
_IN_PARAGRAPH = 0.7
"""Likewise in another sentence of its paragraph."""
_UNTIL = re.compile("^(?:截至|截止|到|至)|(?:的时候|时)$")
_RESPECTIVELY = re.compile("分别|依次")
"""Between several things and their figures: which is whose is told by their order."""
_FARE = re.compile(any_of(_words("fares")))
_FARE_AWAY = 5
"""Characters between a thing and what it pays at most (学生[凭学生证]半价)."""


def answer_beside(text: str, question: Question, context: Context) -> Answer | None:
    """Return what stands beside the answer before; None if that is not asked, or not told."""
    turn = turn_before(context.before, context.finder)
    topic = what_about(text)
    if turn is None:
        return None
    if turn.quantity is None:
        return _fare_of(fold(topic), turn, question) if topic else None
    if topic is None:
        change = _change_of(turn, question)
        return None if change is None else _answer(turn, question, turn.sentence, change)
    topic = fold(topic).removesuffix("的") or topic
    if topic in _words("former") and (found := _level_before(turn)):
        return _answer(turn, question, turn.sentence, found)
    for sentence in turn.sentences():
        figures = {q.value: q for q in _figures_of(topic, sentence, turn)}
        if len(figures) > 1:
            return None
        if figures:
            (found,) = figures.values()
            return _answer(turn, question, sentence, found)
    return _fare_of(topic, turn, question)


def answer_measured(topic: str, question: Question, context: Context) -> Answer | None:
    """Return the figure of another sort right beside what it measures (7人,[平均年龄]34岁).

    In the sentence of the answer before, where X is all that stands with it.
    """
    turn = turn_before(context.before, context.finder)
    if turn is None:
        return None
    sentence = turn.sentence
    found = {
        q.span: q
        for place in _places(fold(topic), sentence)
        for q in sentence.quantities
        if not q.span.overlaps(turn.mark)
        and place.end <= q.qualified_span.start
        and all(
            t.text in _words("links")
            for t in sentence.tokens_beginning_in(Span(place.end, q.qualified_span.start))
        )
    }
    if len(found) != 1:
        return None
    (quantity,) = found.values()
    return _answer(turn, question, sentence, quantity)


def _answer(
    turn: TurnBefore, question: Question, sentence: AnnotatedSentence, quantity: Quantity
) -> Answer:
    span = quantity.qualified_span
    found = _marked(turn, question, sentence, span)
    return replace(found, value=Value(quantity.value, quantity.unit))


def _marked(
    turn: TurnBefore, question: Question, sentence: AnnotatedSentence, span: Span
) -> Answer:
    sure = _SURE if sentence is turn.sentence else _IN_PARAGRAPH
    kind = question.kind if question.change else turn.question.kind
    return Answer(
        question,
        Status.ANSWERED,
        sentence.sentence.text[span.start : span.end],
        kind,
        sure,
        evidence=(marked(turn.article, sentence, span),),
    )


def _level_before(turn: TurnBefore) -> Quantity | None:
    """Return what the figure answered had been before it changed: 由[8万吨]增至16万吨."""
    sentence, answered = turn.sentence, turn.quantity
    change = answered and sentence.changes.get(answered.span)
    if answered is None or not change or change.role is not Role.TO:
        return None
    clause = clause_around(sentence.folded, answered.span)
    found = [
        q
        for q in sentence.quantities
        if clause.contains(q.span)
        and (said := sentence.changes.get(q.span)) is not None
        and said.role is Role.FROM
        and _is_alike(q, answered)
    ]
    return found[0] if len(found) == 1 else None


def _change_of(turn: TurnBefore, question: Question) -> Quantity | None:
    """Return by how much the figure answered changed, if that is all that is asked (增长多少)."""
    asked = question.change
    if asked is None or asked.role is not Role.BY or tokens_beside_times(question):
        return None
    statement = statement_around(turn.sentence.folded, turn.mark)
    for quantity in turn.sentence.quantities:
        if quantity.span.start < turn.mark.end or not statement.contains(quantity.span):
            continue
        told = turn.sentence.change_by(quantity)
        if told is None or told.direction is not asked.direction:
            return None
        if asked.basis and told.basis and asked.basis is not told.basis:
            return None
        return quantity if not question.units or unit_fits(question, quantity) else None
    return None


def _figures_of(topic: str, sentence: AnnotatedSentence, turn: TurnBefore) -> Iterator[Quantity]:
    """Yield the figures of a sentence that stand with a thing and are alike to the one before."""
    answered = turn.quantity
    if answered is None:
        return
    before = _is_change(turn.sentence, answered)
    for place in _places(topic, sentence):
        for quantity in sentence.quantities:
            own = sentence is turn.sentence and quantity.span.overlaps(turn.mark)
            if own or _is_one_of_them(quantity, sentence) or not _is_alike(quantity, answered):
                continue
            if _is_change(sentence, quantity) is before and _stands_with(
                place, quantity, sentence, turn
            ):
                yield quantity


def _is_one_of_them(quantity: Quantity, sentence: AnnotatedSentence) -> bool:
    """Tell whether a figure only says which one is meant (最大[一次])."""
    return sentence.folded.startswith("一", quantity.span.start) and quantity.value == 1


def _is_alike(one: Quantity, other: Quantity) -> bool:
    """Tell whether two figures are of one sort: of one unit, and of what is counted of one word."""
    return one.dimension == other.dimension and one.unit == other.unit


def _is_change(sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure is by how much something changed (每升2毫克: of no rise)."""
    change = sentence.change_by(quantity)
    return change is not None and not sentence.folded.endswith("每", 0, change.word.start)


def _places(topic: str, sentence: AnnotatedSentence) -> Iterator[Span]:
    """Yield where a sentence names a thing, or says it otherwise, in whole words."""
    edges = {0, *(t.end for t in sentence.tokens), *(t.start for t in sentence.tokens)}
    for word in _said_as(topic):
        for match in re.finditer(re.escape(word), sentence.folded):
            denied = sentence.folded[: match.start()].endswith(_words("denials"))
            if not denied and match.start() in edges and match.end() in edges:
                yield Span(*match.span())


def _said_as(topic: str) -> tuple[str, ...]:
    lines: list[str] = read_toml(__package__, "follow_ups.toml")["same"]["lines"]
    for line in lines:
        if topic in (words := line.split()):
            return tuple(words)
    return (topic, _UNTIL.sub("", topic)) if _is_time(topic) else (topic,)


def _is_time(topic: str) -> bool:
    bare = _UNTIL.sub("", topic)
    return any(t.span == Span(0, len(bare)) for t in find_times(bare))


def _stands_with(
    place: Span, quantity: Quantity, sentence: AnnotatedSentence, turn: TurnBefore
) -> bool:
    """Tell whether a figure and a thing stand together (山区5元, 6人支持方案一)."""
    folded, span = sentence.folded, quantity.qualified_span
    if span.end <= place.start:
        return folded[span.end : place.start] in ("", "的")
    if place.end > span.start:
        return False
    between = Span(place.end, span.start)
    if _RESPECTIVELY.search(folded, between.start, between.end):
        return any(
            number.overlaps(quantity.span) and name.overlaps(place)
            for run in sentence.respective
            for number, name in run
        )
    if any(between.contains(q.span) for q in sentence.quantities):
        return False
    asked = turn.question.folded
    return all(
        token.text in asked
        or token.text in stop_words()
        or token.text in light_words()
        or token.text in _words("links")
        or folded.endswith("每", 0, token.start)
        or (token.text == "," and _is_time(folded[place.start : place.end]))
        for token in sentence.tokens_beginning_in(between)
        if token.text[0] not in " :“”"
    )


def _fare_of(topic: str, turn: TurnBefore, question: Question) -> Answer | None:
    """Return what somebody pays where the text says no sum: 学生半价."""
    said = turn.sentence.folded[turn.mark.start : turn.mark.end]
    is_price = turn.quantity is not None and turn.quantity.dimension == "money"
    if not is_price and not _FARE.search(said):
        return None
    for sentence in turn.sentences():
        for place in _places(topic, sentence):
            found = _FARE.search(
                sentence.folded, place.end, clause_around(sentence.folded, place).end
            )
            if found and found.start() - place.end <= _FARE_AWAY:
                return _marked(turn, question, sentence, Span(*found.span()))
    return None
