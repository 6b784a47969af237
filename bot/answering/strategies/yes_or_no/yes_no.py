"""Yes or no: what the text states against what the question claims (claim.py, statements.py).

What the text does not say is neither yes nor no.
"""

import re
from collections.abc import Sequence
from functools import partial
from itertools import takewhile

from bot.answering.answer import Answer, Status
from bot.answering.marking import marked
from bot.answering.question import Question
from bot.answering.strategies.base import Context, likelihood, no_answer
from bot.answering.strategies.explained.told_clauses import is_grounded
from bot.answering.strategies.yes_or_no.charges import answer_charge, asks_of_charge
from bot.answering.strategies.yes_or_no.claim import Claim
from bot.answering.strategies.yes_or_no.confirmation import confirm_figure, figure_to_confirm
from bot.answering.strategies.yes_or_no.opening import answer_opening, asks_of_days
from bot.answering.strategies.yes_or_no.permission import allowed_by, is_deed
from bot.answering.strategies.yes_or_no.polarity import EITHER, answer_form, word_lists
from bot.answering.strategies.yes_or_no.posed import answers_posed
from bot.answering.strategies.yes_or_no.statements import Statement, statements_of
from retrieval.patterns import any_of

_ACCEPTED = 0.68
"""Share of the question's weight from which the text speaks of it."""


def answer_yes_no(question: Question, context: Context) -> Answer | None:
    """Return yes or no in the words of the question; no answer where the text says neither.

    None with `always_answer`: then the passage itself is wanted.
    """
    if context.always_answer:
        return None
    figure = figure_to_confirm(question)
    if figure is not None:
        return confirm_figure(question, figure, context)
    if asks_of_charge(question) and (charge := answer_charge(question, context)) is not None:
        return charge
    if (posed := _posed(question, context)) is not None:
        return posed
    if asks_of_days(question) and (opened := answer_opening(question, context)) is not None:
        return opened
    claim = Claim(question)
    statements = sorted(statements_of(claim, context), key=lambda s: -s.score)
    if not statements:
        return no_answer(question)
    best = next((s for s in statements if s.answers()), None)
    sure = best is not None and _confidence(best) >= context.threshold
    if not sure and (told := _told_in_or_out(claim, statements)) is not None:
        return told
    if best is None:
        return no_answer(question, 0.0, statements[0].passage())
    confidence = _confidence(best)
    if confidence < context.threshold:
        return no_answer(question, confidence, best.passage())
    yes, no = claim.form
    return Answer(
        question,
        Status.ANSWERED,
        yes if best.agrees() else no,
        question.kind,
        confidence,
        evidence=(best.evidence(),),
    )


def _confidence(statement: Statement) -> float:
    return likelihood(statement.score, accepted=_ACCEPTED)


_REPLY = re.compile(f"(?P<no>不|没|否|未)?{any_of(word_lists()['reply'])}(?:的|了)?$")


def _posed(question: Question, context: Context) -> Answer | None:
    """Return the yes or no by which the text answers the same question (能去吗?答:不能。)."""
    for told in sorted(answers_posed(question, context), key=lambda f: -f.score):
        said = told.reading.folded[told.trimmed.start : told.trimmed.end]
        reply = _REPLY.match(re.split("[,;。!]", said)[0])
        if reply is None or told.score < _ACCEPTED or not is_grounded(told, question, context):
            continue
        yes, no = ("要", "不用") if asks_of_charge(question) else answer_form(question)
        said_so = no if reply["no"] else yes
        return Answer(
            question,
            Status.ANSWERED,
            reply[0] if (yes, no) == EITHER else said_so,
            question.kind,
            min(told.score, 1.0) * _SURE,
            evidence=(marked(told.reading.match.article, told.reading.sentence, told.trimmed),),
        )
    return None


_SURE = 0.95
"""Confidence in an answer that the text gives to the very question."""
_IN_OR_OUT = 0.5
"""Share of the question's weight from which a clause that says who is in or out answers it."""


def _told_in_or_out(claim: Claim, statements: Sequence[Statement]) -> Answer | None:
    """Return what a clause says of who or what may (see permission.py), None if none does."""
    if claim.is_negated:
        return None
    for statement in takewhile(lambda s: s.score >= _IN_OR_OUT, statements):
        allowed = allowed_by(claim.question, statement.tokens)
        if allowed is None or not statement.is_about_it(but=partial(is_deed, claim.question)):
            continue
        yes, no = claim.form
        return Answer(
            claim.question,
            Status.ANSWERED,
            yes if allowed else no,
            claim.question.kind,
            max(_confidence(statement), statement.score),
            evidence=(statement.evidence(),),
        )
    return None
