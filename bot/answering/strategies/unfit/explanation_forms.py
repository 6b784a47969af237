"""Explanations that cannot be the one asked for."""

from collections.abc import Callable

from bot.answering.candidate import Candidate
from bot.answering.question import Kind, Question
from bot.answering.strategies.explained.definition import terms_asked
from bot.answering.strategies.explained.reasons.words import denied_reason
from bot.answering.stretches import STOPS, clause_around, end_of
from retrieval.page import Span


def is_no_explanation_asked(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate explains something else, is a mere figure, or is taken back."""
    return any(rule(question, candidate) for rule in _RULES)


def _is_denied(question: Question, candidate: Candidate) -> bool:
    """Tell whether a reason is taken back where it stands (不能因为路远就…)."""
    if question.kind not in (Kind.REASON, Kind.MANNER):
        return False
    clause = clause_around(candidate.sentence.folded, candidate.span)
    before = candidate.sentence.folded[clause.start : candidate.span.start]
    return denied_reason().search(before + candidate.folded) is not None


def _explains_another_term(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked what a thing is, and the text around names no such thing."""
    if question.kind is not Kind.DEFINITION:
        return False
    at = int(candidate.match.sentence[candidate.index])
    near = "".join(s.folded for s in candidate.article.sentences[max(at - 1, 0) : at + 1])
    terms = terms_asked(question.folded)
    return bool(terms) and not any(term in near for term in terms)


def _is_mere_figure(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked what a thing is, and a candidate tells its figure (去年为九成)."""
    if question.kind is not Kind.DEFINITION:
        return False
    sentence, span = candidate.sentence, candidate.span
    figures = [q.span for q in sentence.quantities if span.overlaps(q.span)]
    return bool(figures) and not any(
        t.tag[0] in "na" and len(t.text) > 1
        for t in sentence.tokens
        if span.start <= t.start < span.end
        and not any(figure.contains(Span(t.start, t.end)) for figure in figures)
    )


def _is_asked_there(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate stands in a question of the text, which explains nothing."""
    if not question.kind.is_explanation:
        return False
    folded, end = candidate.sentence.folded, candidate.span.end
    return "?" in folded[end - 1 : end_of(folded, end, f"{STOPS}?") + 1]


_RULES: tuple[Callable[[Question, Candidate], bool], ...] = (
    _is_denied,
    _explains_another_term,
    _is_mere_figure,
    _is_asked_there,
)
