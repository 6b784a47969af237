"""Two figures of the text for the same thing."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile

from bot.answering.answer import Answer, together
from bot.answering.candidate import Candidate
from bot.answering.facts.conversion import same_value
from bot.answering.matching.scopes import SCOPES
from bot.answering.question import Question
from bot.answering.stretches import STOPS, end_of, start_of
from retrieval.page import Span
from retrieval.tokens import Token

_SHARED = 0.5
"""Share of what the best figure's clause has of the question that must stand beside both."""


def contradicting_figure(best: Candidate, others: Iterable[Candidate]) -> Candidate | None:
    """Return the other figure that the text states for the same thing, None if there is none.

    The same thing: every word of the question that stands in the best figure's own stretch of the
    clause stands in the other's too, names apart (they may be understood), the unit is the same,
    no time tells them apart, and not each clause has a noun or ordinal that the other has not
    (第一期, 第二期).
    """
    return next((other for other in others if _same_thing(best, other)), None)


def with_both(answer: Answer, best: Candidate, other: Candidate) -> Answer:
    """Return the answer with both figures, in the order in which the text has them."""
    pair = sorted((best, other), key=lambda c: c.evidence().answer_spans)
    first, second = (c.answer_text for c in pair)
    return replace(
        answer,
        text=f"{first}；{second}",
        value=None,
        alternatives=tuple(a for a in answer.alternatives if a.text not in (first, second)),
        evidence=together(c.evidence() for c in pair),
        working=f"文中有两个数字：{first}，{second}",
    )


def _same_thing(best: Candidate, other: Candidate) -> bool:
    if best.quantity is None or other.quantity is None or other.article is not best.article:
        return False
    if other.quantity.unit != best.quantity.unit or same_value(other.quantity, best.quantity):
        return False
    if _is_change(best) is not _is_change(other):  # 增长面为79%, not 增长6%
        return False
    here, there = _times(best), _times(other)
    if here and there and here != there:
        return False
    if not _beside(best) & _beside(other) or _differ(best, other):
        return False
    pairs = [
        (one, two) for one, two in zip(best.words, other.words, strict=True) if not one.is_name
    ]
    stated = sum(one.weight for one, _ in pairs if one.scope >= SCOPES["clause"])
    beside = sum(one.weight for one, two in pairs if one.scope == two.scope == SCOPES["segment"])
    if other.sentence is best.sentence and (
        _in_one_clause(best, other) or not _told_alike(best, other)
    ):
        return False
    return beside >= _SHARED * stated > 0 and all(
        two.scope >= one.scope or (two.scope >= SCOPES["clause"] and one.scope < SCOPES["segment"])
        for one, two in pairs
    )


_LONGEST_NAME = 8
_OPENS = re.compile(r"(?:其中,)?(?P<lead>[^,;。\d]{2,16})")


def opens_with_another(question: Question, best: Candidate, other: Candidate) -> bool:
    """Tell whether the sentences of two figures begin alike, with two names of which one is asked.

    (南渠长6公里,完成95%。北渠长9公里,完成93%.)
    """
    leads = [_OPENS.match(c.sentence.folded) for c in (best, other)]
    if other.sentence is best.sentence or not all(leads):
        return False
    one, two = (lead["lead"] for lead in leads if lead)
    backwards = zip(reversed(one), reversed(two), strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], backwards))
    names = (one[: len(one) - shared], two[: len(two) - shared])
    alike = shared > 0 and all(0 < len(name) <= _LONGEST_NAME for name in names)
    return alike and names[0] in question.folded and names[1] not in question.folded


def _is_change(candidate: Candidate) -> bool:
    """Tell whether a figure is by how much something changed."""
    quantity = candidate.quantity
    return quantity is not None and candidate.sentence.change_by(quantity) is not None


def _in_one_clause(best: Candidate, other: Candidate) -> bool:
    """Tell whether one clause has both figures (5亩已收3亩): they are of two things.

    So are a whole and its part, and the parts of two wholes (其中 between them).
    """
    first, second = sorted((best.span, other.span), key=lambda span: span.start)
    between = best.sentence.folded[first.end : second.start]
    return _PART in between or not set(between) & set(_PARTS)


def _told_alike(best: Candidate, other: Candidate) -> bool:
    """Tell whether one sentence says the same twice: the same verb and noun beside both figures.

    That both grew, or are of one whole (甲增5%,乙增7%), says nothing yet.
    """
    tags = {t.text: t.tag for c in (best, other) for t in _clause(c)}
    shared = [tags[word] for word in _beside(best) & _beside(other)]
    changes = best.sentence.changes.get(best.quantity.span) if best.quantity else None
    return len(shared) > 1 and "v" in shared and changes is None


def _times(candidate: Candidate) -> frozenset[str]:
    """Return the times in the candidate's clause, else the last before it in the paragraph."""
    text, end = candidate.sentence.folded, candidate.span.end
    start = start_of(text, candidate.span.start, STOPS)
    before = [t.span for t in candidate.sentence.points_in_time if t.span.start < end]
    inside = [span for span in before if span.start >= start]
    if before:
        return frozenset(text[span.start : span.end] for span in inside or before[-1:])
    earlier = candidate.article.before_in_paragraph(candidate.sentence)
    told = [s.folded[t.span.start : t.span.end] for s in earlier for t in s.points_in_time]
    return frozenset(told[-1:])


_PARTS = f"{STOPS}、"


def _clause(candidate: Candidate) -> tuple[Token, ...]:
    """Return the tokens of the candidate's clause, its own left out."""
    text, span = candidate.sentence.folded, candidate.span
    start, end = start_of(text, span.start, _PARTS), end_of(text, span.end, _PARTS)
    return tuple(
        t
        for t in candidate.sentence.tokens
        if start <= t.start and t.end <= end and not span.overlaps(Span(t.start, t.end))
    )


def _beside(candidate: Candidate) -> frozenset[str]:
    """Return the nouns next to the figure on either side: what it counts."""
    clause = [t for t in _clause(candidate) if t.tag[0] in "nvjbl"]
    before = [t.text for t in clause if t.end <= candidate.span.start][-2:]
    after = [t.text for t in clause if t.start >= candidate.span.end][:2]
    return frozenset((*before, *after))


def _differ(best: Candidate, other: Candidate) -> bool:
    """Tell whether the clauses are about two things, or the other's about another place or body."""
    one, two = _clause(best), _clause(other)
    names = [frozenset(t.text for t in c if t.tag in ("ns", "nt", "nr")) for c in (one, two)]
    if names[1] - names[0] or _PART in (t.text for t in two):
        return True
    things = [frozenset(t.text for t in c if _tells_apart(t)) for c in (one, two)]
    return bool(things[0] - things[1] and things[1] - things[0])


_PART = "其中"


def _tells_apart(token: Token) -> bool:
    return token.tag[0] in "nmbj" and not any(char.isdigit() for char in token.text)
