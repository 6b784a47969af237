"""The general strategy: the best span of the best-matching passages."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.answer import Alternative, Answer, Status, Trace, Value
from bot.answering.candidate import Candidate
from bot.answering.confidence.features import default_model, features_of
from bot.answering.contradiction import contradicting_figure, opens_with_another, with_both
from bot.answering.eligibility.stating import basis_shown
from bot.answering.facts.names import is_name
from bot.answering.question import Kind, Question
from bot.answering.restating import restated
from bot.answering.spans.ends import asks_end
from bot.answering.strategies.base import Context, no_answer
from bot.answering.strategies.explained.account import account
from bot.answering.strategies.explained.manners.words import tells_deed
from bot.answering.strategies.shown import all_shown
from bot.answering.strategies.unfit.vetoes import surroundings
from bot.answering.surroundings.constraints import constraint_tokens, leans_wholly
from bot.answering.surroundings.support import Support
from bot.answering.told_years import with_year
from bot.answering.understanding.exactness import says_how_exact
from bot.answering.understanding.grain import asks_year
from retrieval.page import Span

JUDGED = 4
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
    judged = _judged(question, _once_each(question, ranking.candidates), context)
    if not context.always_answer:
        # A candidate whose surroundings break a constraint is no answer, however well it scores.
        named = _is_named(question, judged[0][1]) and judged[0][0] >= context.threshold
        judged.sort(key=lambda pair: (named and not _is_named(question, pair[1]), -pair[0]))
        judged = _with_likeliest_cut(judged)
        if _is_one_of_several(question, judged, context):
            return no_answer(question, 1 - judged[0][0])
        judged = _with_noun_asked(question, judged)
    sure, best = judged[0]
    other = contradicting_figure(best, ranking.candidates)
    if other is not None and _is_of_another(question, best, other, context):
        other = None
    if other is not None:
        # Two figures for one thing share between them what one would be worth.
        sure = min(sure + next((p for p, c in judged if c is other), 0.0), 1.0)
    traces = _traces(question, [c for _, c in judged[:2]], context) if explain else ()
    if sure < _needed(question, context, best) and not context.always_answer:
        unsure = Alternative(best.answer_text, sure, best.evidence())
        return replace(no_answer(question, sure), traces=traces, alternatives=(unsure,))
    answer = Answer(
        question,
        Status.ANSWERED,
        best.answer_text,
        question.kind,
        sure,
        value=_value(best),
        evidence=(best.evidence(),),
        working=basis_shown(question, best.sentence, best.span) if best.quantity else None,
        alternatives=_alternatives(judged),
        traces=traces,
    )
    whole = account(question, best) if context.always_answer else all_shown(question, best)
    if whole is not None:
        text = best.sentence.sentence.text[whole.start : whole.end]
        shown = replace(best.evidence(), marks=(whole,))
        return replace(answer, text=text, evidence=(shown,))
    if context.always_answer and best.quantity and says_how_exact(question):
        return _bare(answer, best, best.quantity.core_span)
    if best.year is not None:
        return with_year(answer, best, best.year)
    if other is not None:
        return with_both(answer, best, other)
    return answer if context.always_answer else _in_unit_asked(answer, best)


def _is_of_another(question: Question, best: Candidate, other: Candidate, context: Context) -> bool:
    """Tell whether a second figure is told of something else, so that it contradicts nothing.

    A place or a name that another sentence lacks may be understood there.
    """
    if opens_with_another(question, best, other):
        return True
    around = surroundings(question, other, context)
    contrasting = around.contrasting and other.sentence is best.sentence
    lacking = set(around.missing_names)
    if lacking:  # of 北渠 it is told, and there nowhere around
        lacking -= set(surroundings(question, best, context).missing)
    return bool(contrasting or around.displaced or around.doubted or lacking)


def _bare(answer: Answer, best: Candidate, core: Span) -> Answer:
    """Return an answer whose figure is shown without what says how exact it is."""
    shown = replace(best.evidence(), marks=(core,))
    text = best.sentence.sentence.text[core.start : core.end]
    return replace(answer, text=text, evidence=(shown,))


def _alternatives(judged: Sequence[tuple[float, Candidate]]) -> tuple[Alternative, ...]:
    """Return the candidates after the first; what that is not sure of is left to them."""
    sure, best = judged[0]
    shown = [(p, c.year if asks_year(c.match.question) and c.year else c) for p, c in judged]
    return tuple(
        Alternative(c.answer_text, min(p, 1.0 - sure), c.evidence())
        for p, c in shown[1:]
        if c.text not in (best.text, shown[0][1].text)
    )


_FOR_FIGURES = 1.3
"""A figure must be so many times as sure as the threshold: a wrong one is worse than no answer."""


_FOR_EXPLANATIONS = 1.2
"""Likewise an explanation: the confidence was learnt from answers of other kinds, and on pages
never seen fewer than half of those given with 0.5 to 0.6 were right."""
_FOR_DEEDS = 0.9
"""Likewise where it is asked how something is done and an answer begins as deeds do: of those given
with 0.45 to 0.6 on the pages at hand three quarters were right. From 0.37 on it gave, on pages
never seen, one right answer more and two wrong ones."""


def _needed(question: Question, context: Context, best: Candidate) -> float:
    """Return the confidence from which `best` is given as the answer."""
    if question.kind.is_quantity:
        return context.threshold * _FOR_FIGURES
    if question.kind is Kind.MANNER and tells_deed(best.folded):
        return context.threshold * _FOR_DEEDS
    return context.threshold * (_FOR_EXPLANATIONS if question.kind.is_explanation else 1.0)


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


def _with_likeliest_cut(
    judged: list[tuple[float, Candidate]],
) -> list[tuple[float, Candidate]]:
    """Put first the likeliest of the candidates that overlap the surest: they say where it stands.

    The confidence tells whether an answer stands there, the score where it begins and ends.
    """
    (sure, best), *_ = judged
    ways = [
        (p, c)
        for p, c in judged
        if c.sentence is best.sentence and c.span.overlaps(best.span) and p >= AS_SURE * sure
    ]
    cut = max(ways, key=lambda pair: pair[1].probability)
    return [(sure, cut[1]), *(pair for pair in judged if pair is not cut)]


AS_SURE = 0.6
"""Share of the surest candidate's confidence from which one that overlaps it may be shown."""


def _with_noun_asked(
    question: Question, judged: list[tuple[float, Candidate]]
) -> list[tuple[float, Candidate]]:
    """Put first what ends in the noun asked for, where the best is a part of it (甲县|某弯道)."""
    (sure, best), *others = judged
    head = question.head
    if not question.asks_sort or not head or best.folded.endswith(head):
        return judged
    for at, (_, other) in enumerate(others):
        whole = other.sentence is best.sentence and other.span.contains(best.span)
        if whole and other.folded.endswith(head) and other.folded != head:
            return [(sure, other), *others[:at], *others[at + 1 :], (0.0, best)]
    return judged


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


SPOKEN_AGAINST = 0.6
"""What is left of a candidate's likelihood for each sign that something else is told of, where an
answer must be given."""


def _hangs_in_the_air(question: Question, context: Context) -> bool:
    """Tell whether a question says nothing itself and leans on one that had no answer."""
    return (
        leans_wholly(question)
        and context.before is not None
        and context.before.status is Status.NO_ANSWER
        and not context.always_answer
    )


def _once_each(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Put together the candidates that are one once cut to the end of a time that is asked for."""
    if question.kind is not Kind.DATE or asks_end(question) is None:
        return list(candidates)
    found: dict[tuple[int, Span], Candidate] = {}
    for candidate in candidates:
        place = (id(candidate.sentence), candidate.span)
        first = found.setdefault(place, candidate)
        if first is not candidate:
            likely = first.probability + candidate.probability
            found[place] = replace(first, probability=likely)
    return list(found.values())


def _judged(
    question: Question, candidates: Sequence[Candidate], context: Context
) -> list[tuple[float, Candidate]]:
    """Return the candidates looked at, each with the probability that it answers."""
    found: list[tuple[Candidate, Support]] = []
    best_likely = 0.0
    for candidate in candidates[:JUDGED]:
        if context.always_answer and candidate.probability < best_likely:
            continue  # whatever stands around it, it does not come first
        found.append((candidate, surroundings(question, candidate, context)))
        best_likely = max(best_likely, _likely(*found[-1]))
    if context.always_answer:
        found.sort(key=lambda pair: -_likely(*pair))
    judged = _with_confidence(question, found, candidates, context)
    sure, best = max(judged, key=lambda pair: pair[0])
    none = sure < _needed(question, context, best) and not context.always_answer
    if none and any(s.is_told_of_another for _, s in found) and len(candidates) > JUDGED:
        found += [(c, surroundings(question, c, context)) for c in candidates[JUDGED:]]
        judged = _with_confidence(question, found, candidates, context)
    return judged


def _likely(candidate: Candidate, around: Support) -> float:
    """Return how likely a candidate is to be the answer that must be given, 0 to 1."""
    return candidate.probability * SPOKEN_AGAINST**around.signs_against


def _with_confidence(
    question: Question,
    found: Sequence[tuple[Candidate, Support]],
    candidates: Sequence[Candidate],
    context: Context,
) -> list[tuple[float, Candidate]]:
    """Return candidates with the probability that each answers."""
    model = default_model()
    rows = features_of(question, found, candidates, context.finder)
    return [(model.probability(row), c) for row, (c, _) in zip(rows, found, strict=True)]


def _traces(question: Question, candidates: list[Candidate], context: Context) -> tuple[Trace, ...]:
    return tuple(
        context.finder.trace(question, candidate, strict=not context.always_answer)
        for candidate in candidates
    )


def _value(candidate: Candidate) -> Value | None:
    quantity = candidate.quantity
    return Value(quantity.value, quantity.unit) if quantity else None
