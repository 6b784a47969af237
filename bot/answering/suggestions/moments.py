"""Questions for the times and places of a sentence: when, in which year, where."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from bot.answering.facts.speech import speech_verbs
from bot.answering.facts.timepoint import Time, TimeKind
from bot.answering.suggestions.clauses import (
    Clause,
    Clauses,
    begins_predicate,
    hangs,
    is_noun_phrase,
    subject_at,
)
from bot.answering.suggestions.draft import Draft, draft, longest_first, mapping, words
from retrieval.page import Span
from retrieval.tokens import Token

_ASKED = frozenset(
    {
        TimeKind.DATE,
        TimeKind.MONTH,
        TimeKind.YEAR,
        TimeKind.ERA,
        TimeKind.CENTURY,
        TimeKind.RELATIVE,
    }
)
_EXACT = 4
"""Characters from which a time without digits tells when (去年年初; 去年 is hardly worth it)."""
_SHORT = 3
"""Characters of what happened, from which on it may be without its object (宣布,…)."""


def time_drafts(clauses: Clauses) -> Iterator[Draft]:
    """Yield a question for each point in time at which something happened."""
    folded = clauses.sentence.folded
    for time in clauses.sentence.points_in_time:
        exact = _is_numbered(folded, time) or len(time.span) >= _EXACT
        clause = clauses.at(time.span.start)
        if time.kind not in _ASKED or not exact or clause is None or time.bound:
            continue
        if folded.startswith(longest_first("after_time"), time.span.end):
            continue
        if clauses.in_marks(time.span):
            continue
        year = time.kind is TimeKind.YEAR and folded[time.span.end - 1] == "年"
        asked = mapping("times")["year" if year else "other"]
        if event := _event(clauses, clause, time):
            subject, rest = event
            yield draft("time", clauses.sentence, time.span, asked, subject=subject, rest=rest)


def _event(clauses: Clauses, clause: Clause, time: Time) -> tuple[str, str] | None:
    """Return what the question has before and after its question word."""
    before = Span(clause.span.start, _before(clause, time))
    after = Span(time.span.end, clause.span.end)
    if not len(before):
        return _event_after(clauses, clause, after)
    stands_before = clause.tokens_in(before.start, before.end)
    if len(after):
        # 甲(于)2月3日启程
        if is_noun_phrase(stands_before) and _happens(clause, after):
            return clauses.text(before.start, before.end), clauses.text(after.start, after.end)
        return None
    if before.end == time.span.start or not clause.tokens_in(clause.front, before.end):
        return None
    verbs = [t for t in stands_before if t.tag.startswith("v") and t.tag != "vn"]
    if clause.subject and clause.subject.start == clause.span.start and verbs:
        # 甲成立于2月3日
        return clauses.text(before.start, time.span.start), ""
    if begins_predicate(stands_before) and (topic := clauses.topic(clause)):
        # (甲,)成立于2月3日
        return topic + clauses.text(before.start, time.span.start), ""
    return None


def _event_after(clauses: Clauses, clause: Clause, after: Span) -> tuple[str, str] | None:
    """Return what follows a time at the front: 2月3日(,)甲启程."""
    told = clause if len(after) else clauses.after(clause)
    if told is None:
        return None
    start = after.start if len(after) else told.span.start
    tokens = told.tokens_in(start, told.span.end)
    if subject := subject_at(tokens):
        rest = Span(subject.end, told.span.end)
        named = clauses.text(subject.start, subject.end)
    elif begins_predicate(tokens) and (topic := clauses.topic(clause)):
        rest, named = Span(start, told.span.end), topic
    else:
        return None
    if not _happens(told, rest):
        return None
    return named, clauses.text(rest.start, rest.end)


def _happens(clause: Clause, rest: Span) -> bool:
    """Tell whether what is said is an event that a time can be asked of."""
    tokens = clause.tokens_in(rest.start, rest.end)
    numbers = [q.span for q in clause.sentence.quantities]
    folded = clause.sentence.folded
    times = [t.span for t in clause.sentence.points_in_time if _is_numbered(folded, t)]
    return (
        begins_predicate(tokens)
        and not any(t.text in words("states") for t in tokens[:2])
        and not _lacks_verb(tokens)
        and not any(span.start == 0 for span in speech_verbs(folded[rest.start : rest.end]))
        and not any(rest.contains(span) for span in [*numbers, *times])
        and not hangs(tokens)
        and (len(rest) > _SHORT or clause.ends_with not in (",", ":"))
    )


def _is_numbered(folded: str, time: Time) -> bool:
    return any(char.isnumeric() for char in folded[time.span.start : time.span.end])


def _lacks_verb(tokens: Sequence[Token]) -> bool:
    """Tell whether tokens may be no predicate: 对甲的统治结束, or a title as adverb."""
    if tokens[1:2] and tokens[1].text == "的":
        return True
    if tokens[0].tag == "d":
        before = list(takewhile(lambda t: not t.tag.startswith(("v", "p")), tokens))
        return any(t.tag.startswith("n") for t in before)
    if tokens[0].tag != "p":
        return False
    return not any(t.tag.startswith("v") for t in tokens[1:]) or any(t.text == "的" for t in tokens)


def _before(clause: Clause, time: Time) -> int:
    """Return where what stands before a time ends, the preposition left out."""
    end = time.span.start
    for token in reversed(clause.tokens_in(clause.span.start, end)):
        if token.end != end or token.text not in words("before_time"):
            break
        end = token.start
    return end


def place_drafts(clauses: Clauses) -> Iterator[Draft]:
    """Yield a question for each clause that says where something lies or happened."""
    for clause in clauses:
        tokens = clause.tokens
        at = next((n for n, t in enumerate(tokens) if t.text in _places()), None)
        if at is None or not (stem := _who(clauses, clause, at)):
            continue
        stem += clauses.text(tokens[at].start, tokens[at].end)
        if tokens[at].text in words("place_verbs"):
            fact, rest = Span(tokens[at].end, clause.span.end), ""
        else:
            end = next((n for n in range(at + 1, len(tokens)) if tokens[n].tag == "v"), at)
            if end <= at + 1 or not tokens[end - 1].text.endswith(longest_first("places")):
                continue
            fact = Span(tokens[at].end, tokens[end - 1].end)
            if not _happens(clause, Span(tokens[end].start, clause.span.end)):
                continue
            rest = clauses.text(tokens[end].start, clause.span.end)
        if len(fact):
            yield draft("place", clauses.sentence, fact, stem=stem, rest=rest)


def _places() -> frozenset[str]:
    return words("place_verbs") | words("place_prepositions")


def _who(clauses: Clauses, clause: Clause, at: int) -> str:
    """Return of whom or what a place is said, "" if that is not clear."""
    before = clause.tokens_in(clause.front, clause.tokens[at].start)
    if is_noun_phrase(before):
        return clauses.text(before[0].start, before[-1].end)
    return "" if before else clauses.topic(clause) or ""
