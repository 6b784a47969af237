"""What a figure was before, where the text names it beside the figure of now.

(今年到场3万人,较去年的2万人多一半: 去年2万人.) The figure of now must answer the question without
its time, and the two must be of one unit.
"""

import re

from bot.answering.answer import Answer, Status, Value
from bot.answering.facts.quantities import Quantity
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.computed.earlier import (
    TIME_BEFORE,
    is_same_time,
    time_before_asked,
)
from bot.answering.strategies.computed.figures import figures
from bot.answering.understanding.understand import understand

_COMPARED = re.compile(f"(?:比|较|相[比较])(?P<then>{TIME_BEFORE})的[^\\d,;:。]{{0,4}}$")
"""What stands before the figure of the time that is compared with (较去年的)."""


def answer_stated_before(question: Question, context: Context) -> Answer | None:
    """Return the figure that the one of now is compared with; None if that is not asked."""
    asked = time_before_asked(question)
    if asked is None:
        return None
    time = question.folded[asked.start : asked.end]
    text = question.folded[: asked.start] + question.folded[asked.end :].removeprefix("的")
    now = context.span_answer(understand(text, context.finder.known))
    if now.status is not Status.ANSWERED or not now.evidence:
        return None
    numbers = list(figures(context.finder, question))
    of_now = next((f for f in numbers if f.is_marked(now.evidence[0])), None)
    for then in numbers:
        said = _COMPARED.search(then.sentence.folded[: then.quantity.qualified_span.start])
        if (
            of_now is not None
            and said is not None
            and is_same_time(time, said["then"])
            and then.sentence is of_now.sentence
            and of_now.quantity.span.end <= said.start()
            and then.quantity.unit == of_now.quantity.unit
            and not any(_is_between(f.quantity, of_now.quantity, then.quantity) for f in numbers)
        ):
            return Answer(
                question,
                Status.ANSWERED,
                then.text,
                question.kind,
                now.confidence,
                value=Value(then.quantity.value, then.quantity.unit),
                evidence=(then.evidence(),),
            )
    return None


def _is_between(figure: Quantity, first: Quantity, last: Quantity) -> bool:
    """Tell whether another figure of the unit stands between two."""
    between = first.span.end <= figure.span.start and figure.span.end <= last.span.start
    return between and figure.unit == first.unit
