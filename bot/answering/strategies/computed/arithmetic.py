"""Sums and differences of numbers the text gives, with the working shown.

A total or difference that the text states itself comes before a computed one. What cannot be
computed without doubt is not answered: a part not found, units that do not agree, the same number
for two parts, sums of percentages that are not shares of one whole.
"""

from collections.abc import Iterator, Sequence

from bot.answering.answer import Answer
from bot.answering.facts.timepoint import TimeKind
from bot.answering.question import Kind, Question
from bot.answering.strategies.base import Context, no_answer
from bot.answering.strategies.computed.asked_parts import Asked, asked_of, wanted_of_parts
from bot.answering.strategies.computed.choosing import candidates, choose, near_enough
from bot.answering.strategies.computed.computing import computed
from bot.answering.strategies.computed.decomposition import Operands, decompose, words
from bot.answering.strategies.computed.figures import Figure, Found, figure_answered, figures
from bot.answering.strategies.computed.side_by_side import side_by_side
from bot.answering.strategies.computed.stated_results import (
    goes_as_asked,
    stated_result,
    told_difference,
)
from bot.answering.strategies.computed.things import Thing, has, things
from bot.answering.strategies.wanted import Wanted
from bot.answering.stretches import CLAUSE, start_of
from bot.answering.understanding.understand import understand
from retrieval.page import Span

SURE = 0.7
"""Confidence from which a figure of one sentence is a part that stands beside the others."""
MOST_PARTS = 6


def answer_arithmetic(question: Question, context: Context) -> Answer | None:
    """Answer a SUM or DIFFERENCE; None for a question that is neither after all."""
    ways = [way for way in decompose(question) if len(way.parts) <= MOST_PARTS]
    if not ways:
        return None
    numbers = figures(context.finder, question)
    for way in ways:
        if stated := stated_result(question, way, numbers, context):
            return stated
    for way, asked, found in _operands(question, ways, numbers, context):
        answer = computed(question, way, asked, found)
        if answer and answer.confidence >= context.threshold:
            return answer
    if question.kind is Kind.DIFFERENCE and not context.always_answer:
        told = told_difference(question, numbers, context)
        if told is not None and all(goes_as_asked(told[1], way.word) for way in ways):
            return told[0]
    against_time = question.change is not None and question.change.basis is not None
    if context.always_answer or against_time or any(way.word in words("changed") for way in ways):
        return None
    return no_answer(question)


def _operands(
    question: Question, ways: Sequence[Operands], numbers: Sequence[Figure], context: Context
) -> Iterator[tuple[Operands, Asked, Sequence[Found]]]:
    """Yield a number for every part, found in the surest way first."""
    for way in ways:
        asked = asked_of(way.asked)
        if found := _one_by_one(way, asked, _counting(asked, numbers), context):
            yield way, asked, found
    for way in ways:
        asked = asked_of(way.asked)
        wanted = wanted_of_parts(way, asked)
        if found := _from_one_sentence(way, wanted, _counting(asked, numbers), context):
            yield way, asked, found
    for way in ways[:1]:
        asked = asked_of(way.asked)
        parts = things(way.parts, context.finder)
        wanted, counting = wanted_of_parts(way, asked), _counting(asked, numbers)
        beside = side_by_side(question, way, parts, wanted, counting, context)
        if beside:
            yield way, asked, tuple(Found(b.figure, b.score) for b in beside)


def _one_by_one(
    way: Operands, asked: Asked, numbers: Sequence[Figure], context: Context
) -> Sequence[Found] | None:
    """Return the number that the text says of each part, or else the general strategy finds."""
    wanted = wanted_of_parts(way, asked)
    parts = things([f"{part}的{way.noun}的{asked.noun}" for part in way.parts], context.finder)
    fitting = candidates(parts, wanted, numbers, context.finder)
    if all(fitting):
        return choose(fitting)
    return _by_general_strategy(way, parts, wanted, numbers, context)


def _counting(asked: Asked, numbers: Sequence[Figure]) -> Sequence[Figure]:
    """Return the figures that count the noun asked for (多少床位: 90个床位), all if none does."""
    noun = asked.noun
    if asked.unit or len(noun) < _NOUN:
        return numbers
    counting = [
        f for f in numbers if f.sentence.folded.startswith(noun, f.quantity.qualified_span.end)
    ]
    return counting or numbers


_NOUN = 2
"""Characters of a noun that says what is counted."""


def _by_general_strategy(
    way: Operands,
    parts: Sequence[Thing],
    wanted: Wanted,
    numbers: Sequence[Figure],
    context: Context,
) -> tuple[Found, ...] | None:
    """Ask for each part by itself; None unless every answer is a number that tells it apart."""
    found = []
    for text, part in zip(way.questions, parts, strict=True):
        answered = _asked_by_itself(text, wanted, numbers, context)
        if answered is None:
            return None
        others = [t for p in parts if p is not part for t in p.telling]
        figure = answered.figure
        if any(has(figure.own, t.text) for t in others) or not near_enough(part, figure):
            return None
        found.append(answered)
    spans = {(id(f.figure.sentence), f.figure.quantity.span) for f in found}
    return tuple(found) if _are_comparable(found) and len(spans) == len(found) else None


def _are_comparable(found: Sequence[Found]) -> bool:
    """Tell whether no figure of a whole year is set against one of a part (今年前6个月)."""
    told = [(f.figure.sentence, _clause_before(f.figure)) for f in found]
    if any("同期" in s.folded[before.start : before.end] for s, before in told):
        return True
    of_a_part = {
        any(t.granularity is TimeKind.PERIOD and before.contains(t.span) for t in s.times)
        for s, before in told
    }
    return len(of_a_part) == 1


def _clause_before(figure: Figure) -> Span:
    """Return what stands before a figure in its clause."""
    span = figure.quantity.span
    return Span(start_of(figure.sentence.folded, span.start, CLAUSE), span.start)


def _from_one_sentence(
    way: Operands, wanted: Wanted, numbers: Sequence[Figure], context: Context
) -> tuple[Found, ...] | None:
    """Ask for each part by itself; None unless one sentence surely tells them all in one unit."""
    found = []
    for text in way.questions:
        answered = _asked_by_itself(text, wanted, numbers, context)
        if answered is None or answered.score < SURE:
            return None
        found.append(answered)
    all_of_them = [f.figure for f in found]
    together = len({id(f.sentence) for f in all_of_them}) == 1
    alike = len({f.quantity.unit for f in all_of_them}) == 1
    apart = len({f.quantity.span for f in all_of_them}) == len(all_of_them)
    return tuple(found) if together and alike and apart and _are_comparable(found) else None


def _asked_by_itself(
    text: str, wanted: Wanted, numbers: Sequence[Figure], context: Context
) -> Found | None:
    """Return the figure that the general strategy gives for the question of one part."""
    answer = context.span_answer(understand(text))
    figure = figure_answered(answer, numbers)
    if figure is None or not wanted.fits(figure.fact) or figure.fact.compared:
        return None
    return Found(figure, answer.confidence)
