"""Whether a figure is told of a thing with another number than the one asked about.

(92号汽油每升8元,[95]号汽油每升9元; 8号墓和9号墓分别深3米和4米.)
"""

import re

from bot.answering.annotation import AnnotatedSentence
from bot.answering.facts.parallel import Fact
from bot.answering.facts.quantities import find_quantities
from bot.answering.question import Question
from bot.answering.surroundings.constraints import times_and_ordinals
from retrieval.page import Span
from retrieval.tokens import Token

_NUMBER = re.compile(r"(?<![\d.,:第])\d{1,4}(?![\d.,:%年月日时点分万亿])")


def told_of_another_number(
    question: Question, sentence: AnnotatedSentence, span: Span
) -> tuple[Token, ...]:
    """Return the question's first token if a figure's own words have not the number it names.

    That is if they have another number, or a subject of their own and another figure of the unit
    has the number (95号汽油每升9元,柴油每升7元). Else nothing.
    """
    asked = _numbers(question)
    fact = sentence.fact_at(span) if asked else None
    if fact is None:
        return ()
    own = _told(sentence, fact)
    others = [
        _told(sentence, f)
        for f in sentence.facts
        if f is not fact and f.quantity.unit == fact.quantity.unit
    ]
    elsewhere = set[str]().union(*others)
    goes_on = fact.inherited or sentence.change_by(fact.quantity) is not None
    lost = (number for number in asked - own if number in elsewhere and (own or not goes_on))
    return question.tokens[:1] if any(lost) else ()


def _told(sentence: AnnotatedSentence, fact: Fact) -> set[str]:
    """Return the numbers in what is said of one figure."""
    parts = (*fact.own, *((fact.subject,) if fact.subject else ()))
    return {m[0] for p in parts for m in _NUMBER.finditer(sentence.folded, p.start, p.end)}


def _numbers(question: Question) -> set[str]:
    """Return the numbers of a question that are no time and no measure (95号, 702路)."""
    taken = [
        *times_and_ordinals(question),
        *(q.span for q in find_quantities(question.folded) if q.unit not in ("", "号")),
    ]
    return {
        m[0]
        for m in _NUMBER.finditer(question.folded)
        if not any(s.start <= m.start() < s.end for s in taken)
    }
