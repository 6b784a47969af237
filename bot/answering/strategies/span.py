"""The general strategy: the best span of the best-matching passages."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answering.answer import Alternative, Answer, Status, Trace, Value
from bot.answering.confidence import confidence
from bot.answering.constraints import constraint_tokens, leans_wholly
from bot.answering.contradiction import contradicting
from bot.answering.displaced import displaced, told_later, told_of_a_rival
from bot.answering.ends import other_end
from bot.answering.facts.enumerations import find_enumerations
from bot.answering.facts.names import is_name
from bot.answering.finder import Candidate
from bot.answering.namesakes import another_named
from bot.answering.own_words import told_of_others
from bot.answering.question import Kind, Question
from bot.answering.restating import restated
from bot.answering.roles import is_post_of, plays_another_part, without_owner
from bot.answering.stating import basis_shown, is_of_another_time_round
from bot.answering.strategies.asked_sets import PLACE_ENDINGS, set_asked
from bot.answering.strategies.base import Context, no_answer
from bot.answering.support import Support, support
from bot.answering.told_elsewhere import told_of_figures_before, told_of_figures_elsewhere
from retrieval.page import Span

JUDGED = 5
"""Candidates whose surroundings are looked at; all, where none of these answers and some of
them are told of another thing or time."""


def answer_span(question: Question, context: Context, *, explain: bool = False) -> Answer:
    """Return the best candidate with its confidence, or no answer below the threshold."""
    ranking = context.finder.rank(
        question,
        strict=not context.always_answer,
        before=context.evidence_before if question.leans else None,
    )
    if not ranking.candidates or _hangs_in_the_air(question, context):
        return no_answer(question)
    judged = _judged(question, ranking.candidates, context)
    if not context.always_answer:
        # A candidate whose surroundings break a constraint is no answer, however well it scores.
        named = _is_named(question, judged[0][1]) and judged[0][0] >= context.threshold
        judged.sort(key=lambda pair: (named and not _is_named(question, pair[1]), -pair[0]))
        if _is_one_of_several(question, judged, context):
            return no_answer(question, 1 - judged[0][0])
    sure, best = judged[0]
    traces = _traces(question, [c for _, c in judged[:2]], context) if explain else ()
    if sure < context.threshold and not context.always_answer:
        return replace(no_answer(question, sure), traces=traces)
    answer = Answer(
        question,
        Status.ANSWERED,
        best.answer_text,
        question.kind,
        sure,
        value=_value(best),
        evidence=(best.evidence(),),
        working=basis_shown(question, best.sentence, best.span) if best.quantity else None,
        # What the answer is not sure of is left to the others.
        alternatives=tuple(
            Alternative(c.answer_text, min(p, 1.0 - sure), c.evidence())
            for p, c in judged[1:]
            if c.text != best.text
        ),
        traces=traces,
    )
    if not context.always_answer and (whole := _whole_enumeration(question, best)):
        text = best.sentence.sentence.text[whole.start : whole.end]
        shown = replace(best.evidence(), marks=(whole,))
        return replace(answer, text=text, evidence=(shown,))
    both = contradicting(answer, best, ranking.candidates)
    return both or (answer if context.always_answer else _in_unit_asked(answer, best))


def _is_one_of_several(
    question: Question, judged: Sequence[tuple[float, Candidate]], context: Context
) -> bool:
    """Tell whether a clause has several figures that answer as well as the best (分别占5%和8%)."""
    (sure, best), *others = judged
    if not question.kind.is_quantity or sure < context.threshold:
        return False
    return any(
        other.quantity
        and best.quantity
        and p >= context.threshold
        and other.sentence is best.sentence
        and other.match.clause[other.index] == best.match.clause[best.index]
        and other.probability >= AS_LIKELY * best.probability
        and other.quantity.value != best.quantity.value
        and not _counts_asked(question, best)
        for p, other in others
    )


def _counts_asked(question: Question, candidate: Candidate) -> bool:
    """Tell whether a word of the question stands right after a figure (3名[教师])."""
    words = [t.text for t in constraint_tokens(question)]
    assert candidate.quantity is not None
    return candidate.sentence.folded.startswith(tuple(words), candidate.quantity.span.end)


AS_LIKELY = 0.9
"""Share of the best candidate's probability from which another is as likely."""


def _whole_enumeration(question: Question, best: Candidate) -> Span | None:
    """Return all that is enumerated where the answer to a bare 什么 is one of several."""
    if question.kind is not Kind.PHRASE or question.head or question.wh is None:
        return None
    for found in find_enumerations(best.sentence.folded, best.sentence.tokens):
        if found.is_marked and any(item == best.span for item in found.items):
            return Span(found.items[0].start, found.items[-1].end)
    return None


def _is_named(question: Question, candidate: Candidate) -> bool:
    """Tell whether a person is asked for and the candidate is a name, not a description."""
    return question.kind is Kind.PERSON and is_name(candidate.folded)


def _in_unit_asked(answer: Answer, best: Candidate) -> Answer:
    """Return the answer in the unit that the question names, if its figure is in another."""
    found = best.quantity and restated(answer.question, best.sentence, best.quantity)
    if not found:
        return answer
    working = ",".join(words for words in (answer.working, found.working) if words)
    return replace(answer, text=found.text, value=found.value, working=working)


def _hangs_in_the_air(question: Question, context: Context) -> bool:
    """Tell whether a question says nothing itself and leans on one that had no answer."""
    return (
        leans_wholly(question)
        and context.before is not None
        and context.before.status is Status.NO_ANSWER
        and not context.always_answer
    )


def _judged(
    question: Question, candidates: Sequence[Candidate], context: Context
) -> list[tuple[float, Candidate]]:
    """Return the candidates looked at, each with the probability that it answers."""
    found = [(c, _support(question, c, context)) for c in candidates[:JUDGED]]
    judged = [(_sure(question, c, s, context), c) for c, s in found]
    none = max(p for p, _ in judged) < context.threshold and not context.always_answer
    if none and any(s.contrasting or s.conflicting_times for _, s in found):
        others = candidates[JUDGED:]
        judged += [(_sure(question, c, _support(question, c, context), context), c) for c in others]
    return judged


def _sure(question: Question, candidate: Candidate, found: Support, context: Context) -> float:
    return confidence(question, candidate, found, context.finder.rarity)


def _support(question: Question, candidate: Candidate, context: Context) -> Support:
    found = support(question, candidate.article, candidate.sentence, candidate.span)
    if question.kind.is_quantity and not context.always_answer:
        others = (
            *displaced(question, candidate.sentence, candidate.span),
            *told_of_figures_before(
                question, candidate.article, candidate.sentence, candidate.span
            ),
            *told_of_figures_elsewhere(
                question, found.missing, candidate.article, candidate.sentence, candidate.span
            ),
        )
        found = replace(found, contrasting=(*found.contrasting, *others))
    if not context.always_answer and (question.kind.is_quantity or question.kind is Kind.DATE):
        others = told_of_others(question, candidate.article, candidate.sentence, candidate.span)
        found = replace(found, contrasting=(*found.contrasting, *others))
    if not context.always_answer:
        article, sentence, span = candidate.article, candidate.sentence, candidate.span
        others = another_named(question, article, sentence, span)
        if not question.kind.is_quantity:
            others = (
                *others,
                *told_later(question, sentence, span),
                *told_of_a_rival(question, sentence, span),
                *other_end(question, sentence, span),
            )
        if (
            not is_post_of(question, sentence, span)
            or plays_another_part(question, sentence, span)
            or _is_repeated(question, candidate)
            or _is_of_another_sort(question, candidate)
            or _has_lost_its_topic(question, candidate, context)
            or is_of_another_time_round(question, sentence)
        ):
            others = (*others, *question.tokens[:1])
        found = replace(
            found,
            contrasting=(*found.contrasting, *others),
            missing=without_owner(question, article, sentence, span, found),
        )
    return found


def _is_of_another_sort(question: Question, candidate: Candidate) -> bool:
    """Tell whether a place of some rank is compared (哪个县…最), and the candidate is none."""
    asked = set_asked(question) if question.kind is Kind.COMPARISON else None
    return (
        asked is not None
        and bool(asked.kind_of)
        and set(asked.kind_of) <= PLACE_ENDINGS
        and not candidate.folded.endswith(tuple(asked.kind_of))
    )


def _has_lost_its_topic(question: Question, candidate: Candidate, context: Context) -> bool:
    """Tell whether a question that leans wholly on the turn before is answered elsewhere.

    In another paragraph, that is, which has not one of the words that were carried over.
    """
    before = context.evidence_before
    if before is None or not leans_wholly(question) or not question.carried:
        return False
    paragraph = candidate.sentence.paragraph
    if paragraph is before.paragraph:
        return False
    said = "".join(s.folded for s in candidate.article.sentences if s.paragraph is paragraph)
    return not any(word in said for word in question.carried)


_PARTICLES = re.compile("[得了着过]")


def _is_repeated(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate only says again what is asked about, and is none of two offered."""
    return (
        not question.kind.is_quantity
        and _PARTICLES.sub("", candidate.folded) in question.folded
        and "还是" not in question.folded
    )


def _traces(question: Question, candidates: list[Candidate], context: Context) -> tuple[Trace, ...]:
    return tuple(
        context.finder.trace(question, candidate, strict=not context.always_answer)
        for candidate in candidates
    )


def _value(candidate: Candidate) -> Value | None:
    quantity = candidate.quantity
    return Value(quantity.value, quantity.unit) if quantity else None
