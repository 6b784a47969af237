"""Questions for what else a sentence tells: which ones, why, what it is, what was published."""

from collections.abc import Iterator, Sequence
from itertools import dropwhile

from bot.answering.facts.enumerations import find_enumerations
from bot.answering.facts.names import is_person_noun
from bot.answering.suggestions.clauses import (
    Clause,
    Clauses,
    begins_predicate,
    hangs,
    is_dangling,
    is_noun_phrase,
    is_specific,
    names,
)
from bot.answering.suggestions.draft import Draft, draft, longest_first, mapping, words
from retrieval.fold import fold
from retrieval.page import Span
from retrieval.tokens import Token

_FEWEST_ITEMS = 3
"""Items of an enumeration that is worth asking for."""
_MORE = ("等", "等等")
_ALL_SORTS = ("各", "多")
"""Characters with which words begin that only say that there are several (各种, 多个)."""
_WHAT = "什么"
_SORT = range(2, 4)
"""Characters of a noun that says what sort of thing is asked for; longer ones are names."""


def list_drafts(clauses: Clauses) -> Iterator[Draft]:
    """Yield a question for each enumeration that is introduced as one."""
    sentence = clauses.sentence
    for found in find_enumerations(sentence.folded, sentence.tokens):
        clause = clauses.at(found.span.start)
        if clause is None or not found.is_marked or len(found.items) < _FEWEST_ITEMS:
            continue
        before = clause.tokens_in(clause.front, found.span.start)
        after = clause.tokens_in(found.span.end, clause.span.end)
        stem = clauses.text(clause.span.start, found.span.start)
        if begins_predicate(before) and (topic := clauses.topic(clause)):
            stem = topic + clauses.text(clause.front, found.span.start)
        elif not (clause.subject and clause.subject.end < found.span.start < clause.span.end):
            continue
        if head := _head(clauses, after):
            yield draft("list", sentence, found.span, stem=stem, rest=head)
        elif before and (not after or [t.text for t in after] == ["等"]):
            if before[-1].text in words("listing"):
                yield draft("list", sentence, found.span, stem=stem, rest="")
            elif before[-1].text in words("listing", "parts"):
                yield draft("list_of_parts", sentence, found.span, stem=stem)


def _head(clauses: Clauses, after: Sequence[Token]) -> str:
    """Return the noun that names the items of an enumeration: …等8个[短期班]; "" without one."""
    if not after or not (after[0].text in _MORE or after[0].tag.startswith("m")):
        return ""
    rest = [t for t in after if t.text not in _MORE and not t.tag.startswith(("m", "q"))]
    named = list(dropwhile(lambda t: t.text.startswith(_ALL_SORTS), rest))
    return clauses.text(named[0].start, named[-1].end) if is_noun_phrase(named) else ""


def reason_drafts(clauses: Clauses) -> Iterator[Draft]:
    """Yield a question for each statement for which the sentence gives a reason."""
    for clause in clauses:
        marker, effect = _reason(clauses, clause)
        if effect is None or effect.subject is None or hangs(effect.tokens):
            continue
        goes_on = effect.span.start > clause.span.start and effect.ends_with == ","
        if effect.front != effect.span.start or goes_on:
            continue
        fact = Span(clause.span.start + len(marker), clause.span.end)
        rest = clauses.text(effect.span.start, effect.span.end)
        yield draft("reason", clauses.sentence, fact, rest=rest)


def _reason(clauses: Clauses, clause: Clause) -> tuple[str, Clause | None]:
    """Return the word that makes a clause a reason, and the clause it is the reason of."""
    folded, start = clause.sentence.folded, clause.span.start
    for marker in longest_first("reasons", "after"):
        if folded.startswith(marker, start) and clause.mark == ",":
            return marker, next(iter(clauses.before(clause)), None)
    if clause.tokens[0].text in words("reasons", "before"):
        return clause.tokens[0].text, clauses.after(clause)
    return "", None


def definition_drafts(clauses: Clauses) -> Iterator[Draft]:
    """Yield a question for each thing of which the sentence says what it is: 甲是一种植物."""
    for clause in clauses:
        tokens = clause.tokens
        at = next((n for n, t in enumerate(tokens) if t.text in words("is")), len(tokens))
        named, rest = tokens[:at], tokens[at + 1 :]
        if not rest or not _is_named(named) or named[-1].tag in ("nr", "ns"):
            continue
        one = rest[0].text.startswith("一") or tokens[at].text == "是指"
        if not ((one and clause.mark != ",") or _singles_out(named)):
            continue
        if names(rest[-1]) and not is_dangling(rest):
            fact = Span(rest[0].start, rest[-1].end)
            subject = clauses.text(named[0].start, named[-1].end)
            yield draft("definition", clauses.sentence, fact, subject=subject)


def _is_named(tokens: Sequence[Token]) -> bool:
    """Tell whether tokens are a noun phrase, maybe of what is the most (邦内最高的山)."""
    plain = [t for t in tokens if t.text not in words("most")]
    return is_noun_phrase(plain) and (is_specific(plain) or len(plain) < len(tokens))


def _singles_out(tokens: Sequence[Token]) -> bool:
    """Tell whether a noun phrase is a description that fits one thing (甲县最高的山)."""
    return any(t.text in words("most") for t in tokens) and "的" in [t.text for t in tokens]


def object_drafts(clauses: Clauses) -> Iterator[Draft]:
    """Yield a question for what stands after the last verb of a clause: 甲签署[和平条约]."""
    for clause in clauses:
        tokens = clause.tokens_in(clause.front, clause.span.end)
        verbs = [n for n, t in enumerate(tokens) if t.tag == "v" and len(t.text) > 1]
        if any(t.text in words("denials") for t in tokens):
            continue
        if not verbs or clauses.in_marks(Span(tokens[verbs[-1]].start, clause.span.end)):
            continue
        at = verbs[-1]
        stem = _said_before(clauses, clause, at)
        rest = tokens[at + 1 :]
        if rest and rest[0].text in words("after_verb"):
            rest = rest[1:]
        asked = _asked_for(clauses, tokens[at].text, rest)
        if not stem or not asked or not is_noun_phrase(rest):
            continue
        marked = rest[0].text == "《"
        fact = Span(rest[0].start + marked, rest[-1].end - marked)
        stem += clauses.text(tokens[at].start, rest[0].start)
        what, head = asked
        yield draft("object", clauses.sentence, fact, what, stem=stem, rest=head)


def _said_before(clauses: Clauses, clause: Clause, at: int) -> str:
    """Return what a clause has before its last verb, "" if it is not clear of whom it speaks."""
    tokens = clause.tokens_in(clause.front, clause.span.end)
    subject, verb = clause.subject, tokens[at]
    if subject and subject.end <= verb.start:
        return clauses.text(subject.start, verb.start)
    if at == 0 or begins_predicate(tokens):
        topic = clauses.topic(clause)
        return topic + clauses.text(clause.front, verb.start) if topic else ""
    return ""


def _asked_for(clauses: Clauses, verb: str, rest: Sequence[Token]) -> tuple[str, str] | None:
    """Return how an object is asked for: by a word for the verb, or by the sort of thing it is."""
    named = mapping("objects").get(verb)
    if not rest or any(t.tag.startswith("m") for t in rest):
        return None
    if named and named != _WHAT:
        return named, ""
    if rest[0].text == "《" and rest[-1].text == "》":
        title = clauses.text(rest[0].end, rest[-1].start)
        sort = next((w for w in longest_first("title_sorts") if fold(title).endswith(w)), "")
        return (_WHAT, title[-len(sort) :]) if sort else (_WHAT, "") if named else None
    last = rest[-1]
    sort_known = last.tag == "n" and len(rest) > 1 and len(last.text) in _SORT
    told = last.text not in words("vague_sorts") and not is_person_noun(last.text)
    if sort_known and told and (named or verb in words("sorting_verbs")):
        return _WHAT, clauses.text(last.start, last.end)
    return (_WHAT, "") if named else None
