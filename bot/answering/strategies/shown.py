"""What is shown of a sentence where the best candidate is only a part of what answers."""

import re

from bot.answering.candidate import Candidate
from bot.answering.facts.enumerations import find_enumerations
from bot.answering.question import Kind, Question
from bot.answering.spans.fuller_times import fuller_time
from bot.answering.spans.records import asks_record, whole_record
from bot.answering.strategies.explained.clauses import trim, without_asides
from bot.answering.strategies.explained.manners.steps import whole_steps
from retrieval.page import Span


def all_shown(question: Question, best: Candidate) -> Span | None:
    """Return what is shown where that is not just the best candidate; None if it is."""
    if best.year is None and (time := fuller_time(question, best.sentence, best.span)) != best.span:
        return time
    if asks_record(question):
        return whole_record(best.sentence.folded, best.span)
    if question.kind.is_explanation:
        folded = best.sentence.folded
        cut = trim(folded, without_asides(folded, best.span))
        if question.kind is Kind.MANNER:
            cut = whole_steps(folded, cut)
        return cut if cut != best.span else None
    return _whole_sentence(best) or _whole_enumeration(question, best)


def _whole_sentence(best: Candidate) -> Span | None:
    """Return a sentence to death with what follows where it is not carried out at once.

    Without that it would be another.
    """
    if not best.folded.endswith(_DEATH):
        return None
    suspended = _SUSPENDED.match(best.sentence.folded, best.span.end)
    return Span(best.span.start, suspended.end()) if suspended else None


_DEATH = "死刑"
_SUSPENDED = re.compile(r",?缓期(?:[一二两\d]年)?执行")


def _whole_enumeration(question: Question, best: Candidate) -> Span | None:
    """Return all that is enumerated where the answer to 什么 is one of several.

    That is any of them where nothing says of what sort, and the last one where their number
    follows (甲、乙、[丙三类业务]).
    """
    if question.kind is not Kind.PHRASE or question.wh is None:
        return None
    folded = best.sentence.folded
    asks_one = _ASKS_ONE.match(question.folded, question.wh.start) is not None
    for found in find_enumerations(folded, best.sentence.tokens):
        if not found.is_marked:
            continue
        if not question.head and any(item == best.span for item in found.items):
            return Span(found.items[0].start, found.items[-1].end)
        counted = _COUNTED.match(folded, found.items[-1].end)
        if counted is None or asks_one or best.span.start != found.items[-1].start:
            continue
        if _NUMBERS.find(counted["number"]) == len(found.items):
            return Span(found.items[0].start, max(best.span.end, found.items[-1].end))
    return None


_NUMBERS = "零一二三四五六七八九十"
_COUNTED = re.compile(f"等?(?P<number>[{_NUMBERS[2:]}])[个大类种项方家所座名位条块处批]")
_ASKS_ONE = re.compile("谁|哪一?[个位家所座条项]")
