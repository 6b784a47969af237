"""How much of a thing is left, where the text only says how much there is and how much is done.

(计划修路168公里,已完成141公里: 还差27公里.) The words of the question must stand around the figure
of what is done; where more than one whole fits, none does.
"""

import re
from collections.abc import Iterator

from bot.answering.answer import Answer
from bot.answering.constraints import constraint_tokens
from bot.answering.fitting import unit_fits
from bot.answering.question import Kind, Question
from bot.answering.strategies.arithmetic import asked_of, computed
from bot.answering.strategies.base import Context
from bot.answering.strategies.changed import RELATIVE, share_found
from bot.answering.strategies.decomposition import Operands
from bot.answering.strategies.figures import Figure, Found, figures
from bot.answering.stretches import CLAUSE, STATEMENT, clause_around, start_of
from bot.answering.support import support

_ASKS = re.compile(
    "还(?:差|剩|缺)下?(?:多少|几)|还有(?:多少|几)[^,;。]{1,12}?[没未]|剩下?(?:多少|几)[^,;。]{1,12}?[没未]"
)
_NOT_YET = re.compile("[没未](?:有|能)?(?P<deed>[^\\W的])")
_DONE = re.compile("已|完成|累计")
_WHOLE = re.compile("计划|任务|目标|总|共|全长|应")
_LEFT = re.compile("计划|任务|目标|全年|全部|^[离距差剩缺没未还]$")
"""Words that ask for what is left."""
_MARGIN = 0.1
"""By how much a pair of figures must fit better than the next."""
_LEAST = 0.5
"""Share of the question's words, by rarity, that must stand around what is done."""


def answer_remaining(question: Question, context: Context) -> Answer | None:
    """Return the whole less what is done of it; None if it is not asked or not told."""
    if question.wh is None or not _ASKS.search(question.folded):
        return None
    numbers = [
        f
        for f in figures(context.finder, question)
        if f.quantity.dimension not in RELATIVE and unit_fits(question, f.quantity)
    ]
    pairs = {
        (whole.quantity.value, done.quantity.value): (whole, done, score)
        for done in numbers
        if _is_done(question, done) and (score := _fit(question, done, context)) >= _LEAST
        for whole in _wholes(done, numbers)
    }
    ranked = sorted(pairs.values(), key=lambda pair: -pair[2])
    if not ranked or (len(ranked) > 1 and ranked[0][2] - ranked[1][2] < _MARGIN):
        return None
    whole, done, score = ranked[0]
    asked = question.folded[question.wh.start :].rstrip("?。 ")
    return computed(
        question.as_kind(Kind.DIFFERENCE),
        Operands(("", ""), asked, "少"),
        asked_of(asked),
        (Found(done, score), Found(whole, score)),
    )


def _fit(question: Question, done: Figure, context: Context) -> float:
    """Return the share of the question found around what is done, 0 if a constraint is broken."""
    found = support(question, done.article, done.sentence, done.quantity.span)
    asked = [t for t in constraint_tokens(question) if not _LEFT.search(t.text)]
    missing = [t for t in found.missing if t in asked]
    must_be = (*found.missing_names, *found.missing_nouns)
    if found.contrasting or found.conflicting_times or any(t in must_be for t in missing):
        return 0.0
    return share_found(asked, missing, context)


def _is_done(question: Question, figure: Figure) -> bool:
    """Tell whether a figure says how much is done, of the deed asked about if one is."""
    folded, span = figure.sentence.folded, figure.quantity.span
    clause = clause_around(folded, span)
    said = folded[start_of(folded, span.start, STATEMENT) : span.start]
    if _DONE.search(said) is None or "其中" in said:
        return False
    if _WHOLE.search(folded, clause.start, span.start):
        return False
    deed = _NOT_YET.search(question.folded)
    return deed is None or deed["deed"] in folded[clause.start : clause.end]


def _wholes(done: Figure, numbers: list[Figure]) -> Iterator[Figure]:
    """Yield the figures of the sentence that may be the whole: so called, or else said before."""
    same = [
        f
        for f in numbers
        if f.sentence is done.sentence
        and f.quantity.unit == done.quantity.unit
        and f.quantity.value > done.quantity.value
    ]
    called = [
        f
        for f in same
        if _WHOLE.search(
            f.sentence.folded,
            start_of(f.sentence.folded, f.quantity.span.start, CLAUSE),
            f.quantity.span.start,
        )
    ]
    before = [f for f in same if f.quantity.span.end <= done.quantity.span.start]
    yield from called or before[-1:]
