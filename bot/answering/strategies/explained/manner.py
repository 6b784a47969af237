"""How: the means, or the steps, by which the text says that a thing is done.

The statement with the question's words is sought; then the answer is what is told in it beside
them: a means by its marker (通过, 用, 以…方式), steps after a colon or 先, the clauses after their
topic, or those before their goal.
"""

import re
from collections.abc import Iterator
from itertools import chain

from bot.answering.answer import Answer
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.explained.clauses import Clause
from bot.answering.strategies.explained.manners.contents import (
    says_something,
)
from bot.answering.strategies.explained.manners.deeds import lacks_deed, stated_clause
from bot.answering.strategies.explained.manners.means import marked_clause, named_means
from bot.answering.strategies.explained.manners.steps import steps
from bot.answering.strategies.explained.manners.told import (
    after_heading,
    after_topic,
    before_goal,
    begins_with_doing,
    without_question,
)
from bot.answering.strategies.explained.manners.words import words
from bot.answering.strategies.explained.reading import Reading, readings
from bot.answering.strategies.explained.told_clauses import Found, best_found
from bot.answering.strategies.yes_or_no.posed import answers_posed
from retrieval.page import Span
from retrieval.patterns import any_of

_ACCEPTED = 0.72
"""Score at which a manner answers as likely as not."""
_MARKED, _TOPIC, _ADVICE, _GOAL, _REST = 0.1, 0.05, 0.05, 0.03, -0.12
"""What the evidence for an action is worth: a marker of means, clauses after a topic, advice,
clauses before a goal, or merely what is told."""
_UNNAMED = 0.15
"""What an action loses where a noun of means is asked for."""
_LACKING = 0.3
"""What a statement loses that has nothing of what the question asks how to do."""


def answer_manner(question: Question, context: Context) -> Answer | None:
    """Return by what means or steps; no answer where the text tells none.

    None with `always_answer`: there the general strategy cuts more as asked.
    """
    if context.always_answer:
        return None
    by_name = _asks_by_name(question)
    ignored = _ignored(question)
    found = chain(
        (f for r in readings(question, context, ignored) for f in _manners(r, by_name=by_name)),
        answers_posed(question, context),
    )
    return best_found(question, context, found, _ACCEPTED)


def _asks_by_name(question: Question) -> bool:
    """Tell whether a noun of means is asked for (通过什么渠道), not an action."""
    wh = question.wh
    asked = (question.folded[wh.start : wh.end] if wh else "") or question.head
    return asked.endswith(tuple(words("noun")))


def _manners(reading: Reading, *, by_name: bool) -> Iterator[Found]:
    for unit in reading.units:
        whole = Span(unit[0].span.start, unit[-1].span.end)
        score = reading.worth(reading.found(whole)) - lacks_deed(reading) * _LACKING
        ways = list(named_means(reading, unit)) if by_name else []
        if not ways:
            score -= by_name * _UNNAMED
            ways = list(_actions(reading, unit))
        for worth, span in (*steps(reading, unit), *ways):
            if says_something(reading, span):
                yield Found(reading, span, score + worth, reading)
    if not by_name:
        yield from after_heading(reading)


def _actions(reading: Reading, unit: tuple[Clause, ...]) -> Iterator[tuple[float, Span]]:
    """Yield what is done, in the statement that has the question's words."""
    stated = stated_clause(reading, unit)
    if stated is None:
        return
    if (goal := before_goal(reading, unit, stated)) is not None:
        yield _GOAL, goal
    elif (marked := marked_clause(reading, unit, stated)) is not None:
        yield _MARKED, marked
    elif (topic := after_topic(reading, unit, stated)) is not None:
        yield _TOPIC, topic
    else:
        told = without_question(reading, unit, stated)
        first = next((t for t in reading.sentence.tokens if t.start >= told.start), None)
        if first is not None and first.text in words("advice"):
            yield _ADVICE, told
        elif begins_with_doing(reading, unit[stated], told):
            yield _REST, told


def _ignored(question: Question) -> frozenset[str]:
    """Return the tokens of the question that lie in a word which says nothing of what is done."""
    silent = re.compile(any_of(words("question")))
    spans = [Span(*match.span()) for match in silent.finditer(question.folded)]
    return frozenset(
        t.text for t in question.tokens if any(s.contains(Span(t.start, t.end)) for s in spans)
    )
