"""The reason after its marker (由于[甲],乙), and where it ends."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

import numpy as np

from bot.answering.strategies.explained.clauses import Clause, starts_with
from bot.answering.strategies.explained.reading import Reading
from bot.answering.strategies.explained.reasons.effects import (
    EFFECT,
    TOLD,
    comes_of_it,
    effect_is_next,
    effect_word,
    if_asked,
    whole,
)
from bot.answering.strategies.explained.reasons.markers import markers
from bot.answering.strategies.explained.reasons.words import table, words
from bot.answering.strategies.explained.told_clauses import Found
from retrieval.page import Span
from retrieval.tokens import Token

_AS_MUCH = 0.6
"""Share of the best clause's share from which an earlier one is the effect."""
_LIKE_ASKED = 0.35
"""Likeness to a word of the question from which a verb is the one asked about (着火, 起火)."""

_DENYING = frozenset("没不未无")
"""Characters that two verbs may share without being alike (没开, 没来)."""


def after_marker(reading: Reading, unit: tuple[Clause, ...], at: int) -> Iterator[Found]:
    """Yield the reasons whose marker stands in a clause, and what they explain."""
    clause = unit[at]
    for marker in markers(reading, clause):
        head = Span(unit[0].span.start, marker.start)
        stop = _quote_end(reading.folded, marker.start)
        rest = list(_in_one_voice(reading, unit[at + 1 :], stop))
        last = _last_of_reason(reading, marker, clause, rest, head)
        word = reading.folded[marker.start : marker.end]
        end = min(last.span.end, stop)
        begin = marker.start if _reads_with_reason(word) else marker.end
        reason, inner = _cut_at_effect(reading, Span(begin, end), word)
        others = [c.span for c in _until_came_of_it(reading, end, word)]
        effect = reading.found(Span(reading.clauses[0].span.start, marker.start), inner, *others)
        yield from if_asked(reading, reason, reading, effect)
        before = reading.neighbour(-1)
        opens = not reading.folded[head.start : head.end].strip()
        if before and (_opens_speech(reading, head) or (opens and word in words("explanation"))):
            told = np.maximum(before.found(whole(before)), effect)
            yield from if_asked(reading, reason, before, told)
        after = reading.neighbour(1)
        if after and last is reading.clauses[-1] and effect_is_next(reading):
            yield from if_asked(reading, reason, after, after.found(whole(after)))


def _until_came_of_it(reading: Reading, start: int, word: str) -> Iterator[Clause]:
    """Yield the clauses from `start` on; after a purpose (为), until what came of it (因此)."""
    purpose = word in words("purpose_first")
    later = (c for c in reading.clauses if c.span.start >= start)
    return takewhile(lambda c: not (purpose and comes_of_it(reading, c)), later)


def _reads_with_reason(word: str) -> bool:
    """Tell whether a marker is part of the answer: 为了 and 避免 are, 因为 and 目的是 are not."""
    purpose = word in words("purpose_first", "purpose_last", "prevention")
    bare = word in table("purpose_last")["bare"]
    return (purpose and not bare) or word in table("reason_first")["kept"]


def _in_one_voice(reading: Reading, clauses: Sequence[Clause], stop: int) -> Iterator[Clause]:
    """Yield the clauses up to `stop` or where somebody begins to speak (因路窄,“明年…)."""
    return takewhile(
        lambda c: c.span.start < stop and not reading.folded.startswith("“", c.span.start), clauses
    )


def _last_of_reason(
    reading: Reading, marker: Span, clause: Clause, rest: list[Clause], head: Span
) -> Clause:
    """Return the clause with which the reason ends: itself, or one of the `rest` of its unit.

    `head` is what stands before the marker.
    """
    word = reading.folded[marker.start : marker.end]
    if word in words("prevention"):
        return clause
    told = reading.share(head)
    runs_on = word in words("purpose_last", "explanation") or (
        word in table("reason_first")["after_effect"] and told > 0
    )
    # The effect is the first clause with about as much of the question as any.
    most = max((reading.share(c.span) for c in rest), default=0.0)
    last = clause
    for after in rest:
        is_effect = reading.share(after.span) >= max(EFFECT, _AS_MUCH * most)
        if effect_word(reading, after) or (is_effect and not runs_on):
            return _with_joined(reading, clause, rest) if word in words("purpose_first") else last
        if starts_with(reading.folded, after.span, words("anew")) or (
            word in table("reason_first")["one_clause"] and _begins_anew(reading, after)
        ):
            return last
        last = after
    effect_told = (
        told >= TOLD
        or (told >= EFFECT and told > most)
        or _opens_speech(reading, head)
        or effect_is_next(reading)
    )
    if not runs_on and word in table("reason_first")["one_clause"]:
        return _with_joined(reading, clause, rest)
    return last if runs_on or effect_told else clause


def _begins_anew(reading: Reading, clause: Clause) -> bool:
    """Tell whether a clause begins with a time or a pronoun (因念家,[今年3月,他]回乡)."""
    first = next((t for t in reading.sentence.tokens if t.start >= clause.span.start), None)
    times = any(t.span.start == clause.span.start for t in reading.sentence.times)
    return times or (first is not None and first.tag == "r")


def _with_joined(reading: Reading, clause: Clause, rest: list[Clause]) -> Clause:
    """Return the last of the clauses that are joined to one (因路窄,又逢大雨)."""
    joined = tuple(table("reason_first")["joined"])
    for after in rest:
        if not reading.folded.startswith(joined, after.span.start):
            break
        clause = after
    return clause


def _cut_at_effect(reading: Reading, reason: Span, word: str) -> tuple[Span, Span]:
    """Cut 因甲而乙 before 而: return the reason and the effect that followed in its clause.

    `word` is the marker.
    """
    end, effect = reason.end, Span(reason.end, reason.end)
    inner = reason.start + len(word) * reading.folded.startswith(word, reason.start)
    if word in words("reason_first") and (at := _effect_in_clause(reading, reason)) is not None:
        return Span(reason.start, at), Span(at, reason.end)
    for token in reading.sentence.tokens:
        if not reason.start + 1 < token.start < reason.end:
            continue
        if token.text in ",;:。":
            break
        verb = token.text in table("effect")["verbs"]
        joins = token.text == "而" and not _closes_frame(reading, Span(inner, token.start))
        if joins or (verb and reading.share(Span(token.start, end)) >= EFFECT):
            end, effect = token.start, Span(token.start, reason.end)
            break
    for tail in table("reason_first")["tails"]:
        if reading.folded.endswith(tail, reason.start, end):
            end -= len(tail)
            break
    return Span(reason.start, end), effect


def _closes_frame(reading: Reading, before: Span) -> bool:
    """Tell whether the 而 after a stretch belongs to a 为 or 因 within it (为[评奖]而写)."""
    clause = reading.folded[before.start : before.end].rpartition(",")[2]
    return bool(re.search("(?<!因)为(?!了?什么)|因(?!此|为)", clause))


def _effect_in_clause(reading: Reading, reason: Span) -> int | None:
    """Return where the effect begins that ends the clause of its reason (因甲乙[中断], 因甲[被罚]).

    It is the verb asked about, with the adverbs and 被 before it.
    """
    clause = next((c for c in reading.clauses if c.span.end > reason.start), None)
    if clause is None:
        return None
    inside = [
        t
        for t in reading.sentence.tokens
        if reason.start <= t.start and t.end <= min(clause.span.end, reason.end)
    ]
    told_after = any(
        reading.share(c.span) >= EFFECT for c in reading.clauses if c.span.start > clause.span.end
    )
    last = next((t for t in reversed(inside) if t.tag == "v"), None)
    came_of_it = last if last and last.text in table("effect")["last"] and not told_after else None
    at = next(
        (
            n
            for n, t in enumerate(inside)
            if n and (_is_asked_verb(reading, t, t is inside[-1]) or t is came_of_it)
        ),
        None,
    )
    if at is None:
        return None
    while at > 1 and (
        inside[at - 1].tag[0] in "dmt" or inside[at - 1].text in table("effect")["leading"]
    ):
        at -= 1
    return inside[at].start


def _is_asked_verb(reading: Reading, token: Token, is_last: bool) -> bool:
    """Tell whether a word is the verb asked about.

    The last of a clause may be tagged otherwise, and need share no more than a character with the
    question ([断]了: 因滑坡中断).
    """
    is_verb = token.tag.startswith("v") and not _DENYING.issuperset(token.text)
    if not is_verb and not (is_last and len(token.text) > 1):
        return False
    if reading.likeness(token) >= _LIKE_ASKED:
        return True
    question = reading.match.question
    verbs = "".join(t.text for t in question.tokens if t.tag[0] == "v")
    asked = question.folded if is_verb else verbs
    chars = set(token.text) - _DENYING
    return is_last and len(token.text) > 1 and any(char in asked for char in chars)


def _opens_speech(reading: Reading, head: Span) -> bool:
    """Tell whether a marker is the first word of what someone says: the effect was asked."""
    text = reading.folded[head.start : head.end].rstrip()
    return text.endswith(("“", ":"))


def _quote_end(folded: str, at: int) -> int:
    """Return where the quotation ends that a place stands in; the end if in none."""
    opened = folded[:at].count("“") > folded[:at].count("”")
    end = folded.find("”", at)
    return end if opened and end >= 0 else len(folded)
