"""Questions for the people of a sentence: who holds a post, who did it, what they said."""

from collections.abc import Iterator

from bot.answering.facts.names import is_name, is_person_noun, name_at_end
from bot.answering.facts.speech import find_speech
from bot.answering.suggestions.clauses import (
    Clause,
    Clauses,
    hangs,
    is_dangling,
    is_noun_phrase,
)
from bot.answering.suggestions.draft import Draft, draft, longest_first, words
from retrieval.page import Span

_LONGEST_TITLED_NAME = 14
"""Characters of a speaker with post and name; a longer one is called by name alone."""
_SHORTEST_DEED = 3
"""Characters of what somebody did, after the verb."""
_LONGEST_NAME_TOKENS = 3


def post_drafts(clauses: Clauses) -> Iterator[Draft]:
    """Yield a question for each name that follows the post its bearer holds."""
    for clause in clauses:
        tokens = clause.tokens
        for at in range(1, len(tokens)):
            name = _name_from(clause, at)
            if name is None or not tokens[at - 1].text.endswith(longest_first("posts")):
                continue
            start = _phrase_start(clause, at)
            phrase = Span(tokens[start].start, tokens[at - 1].end)
            # The post alone (局长), or a phrase that jieba has cut inside a word.
            if start == at - 1 or (start and not _parts(clause, start)):
                continue
            subject = clauses.text(phrase.start, phrase.end)
            yield draft("post", clauses.sentence, name, subject=subject)


def _parts(clause: Clause, at: int) -> bool:
    """Tell whether the token before another is surely no part of its noun phrase."""
    before = clause.tokens[at - 1]
    long_verb = before.tag.startswith("v") and len(before.text) > 1
    return long_verb or before.tag in ("p", "c", "x") or before.end == clause.front


def _phrase_start(clause: Clause, at: int) -> int:
    """Return the first token of the noun phrase that ends before token `at`."""
    start = at
    while start and is_noun_phrase(clause.tokens[start - 1 : at]):
        start -= 1
    return min(start, at - 1)


def _name_from(clause: Clause, at: int) -> Span | None:
    """Return the personal name that begins with a token."""
    tokens, start = clause.tokens, clause.tokens[at].start
    for count in range(_LONGEST_NAME_TOKENS, 0, -1):
        held = tokens[at : at + count]
        if len(held) == count and is_name(clause.sentence.folded[start : held[-1].end]):
            return Span(start, held[-1].end)
    if not tokens[at].tag.startswith("nr") or len(tokens[at].text) < 2:
        return None
    end = at
    while end + 2 < len(tokens) and tokens[end + 1].text == "·":
        end += 2
    return Span(start, tokens[end].end)


def quotation_drafts(clauses: Clauses) -> Iterator[Draft]:
    """Yield a question for each person or body whose words the sentence gives."""
    sentence = clauses.sentence
    for speech in find_speech(sentence.folded, sentence.tokens):
        who = speech.speaker
        if speech.name and (len(who) > _LONGEST_TITLED_NAME or is_dangling(clauses.tokens(who))):
            who = speech.name
        if _is_speaker(clauses, who, named=speech.name is not None):
            subject = clauses.text(who.start, who.end)
            yield draft("quotation", sentence, speech.parts[0], subject=subject)


def _is_speaker(clauses: Clauses, who: Span, *, named: bool) -> bool:
    """Tell whether a phrase is a person's name with or without title, or a noun for who speaks."""
    tokens = clauses.tokens(who)
    if not tokens or tokens[0].text in words("lead_ins"):
        return False
    text = clauses.sentence.folded[who.start : who.end]
    if named:
        return text[-1] not in words("hanging", "characters")
    speaks = is_person_noun(text) or text.endswith(longest_first("bodies"))
    return speaks and is_noun_phrase(tokens)


def deed_drafts(clauses: Clauses) -> Iterator[Draft]:
    """Yield a question for each clause that says who did something: 甲创办了某校, 由甲创办."""
    for clause in clauses:
        if hangs(clause.tokens):
            continue
        yield from _by(clauses, clause)
        if clause.subject is None:
            continue
        phrase = clauses.tokens(clause.subject)
        name = name_at_end(clause.sentence.folded, clause.subject, phrase)
        said = clause.tokens_in(clause.subject.end, clause.span.end)
        deed = next((t for t in said if t.tag != "d"), None)
        if deed is None or deed.text not in words("deeds"):
            continue
        if clause.sentence.folded.startswith("的", deed.end):
            continue  # 甲率领的军队 is what follows
        if name and clause.span.end - deed.end >= _SHORTEST_DEED:
            rest = clauses.text(clause.subject.end, clause.span.end)
            yield draft("agent", clauses.sentence, name, stem="", rest=rest)


def _by(clauses: Clauses, clause: Clause) -> Iterator[Draft]:
    """Yield the question for 某校由甲创办."""
    tokens = clause.tokens
    at = next((n for n, t in enumerate(tokens) if t.text in words("by")), None)
    if at is None or clause.subject is None or clause.subject.end != tokens[at].start:
        return
    end = next((n for n in range(at + 1, len(tokens)) if tokens[n].tag == "v"), at + 1)
    doer = tokens[at + 1 : end]
    if not is_noun_phrase(doer):
        return
    fact = Span(doer[0].start, doer[-1].end)
    yield draft(
        "agent",
        clauses.sentence,
        name_at_end(clause.sentence.folded, fact, doer) or fact,
        stem=clauses.text(clause.span.start, tokens[at].end),
        rest=clauses.text(tokens[end].start, clause.span.end),
    )
