"""Why: the reason or purpose that the text gives for what the question states.

A reason is told by its marker (由于, 为了, 因此 …, see reason.toml). What stands on the other side
of the marker is what it is the reason for; it must be what the question asks about. A text that
gives no reason for a thing has none to offer, so without a marker there is no answer, but for a
trouble told right before the remedy that the question is about.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, takewhile
from typing import Any

import numpy as np

from bot.answering.annotation import FloatArray
from bot.answering.answer import Answer
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.clauses import (
    Clause,
    Found,
    Reading,
    best_found,
    lexicon,
    readings,
    starts_with,
)
from bot.answering.strategies.posed import answers_posed
from retrieval.page import Span
from retrieval.patterns import any_of
from retrieval.tokens import Token

_ACCEPTED = 0.5
"""Score at which a reason answers as likely as not."""
_ACCEPTED_ELSE = 0.6
"""Likewise where the general strategy would give an answer else (tuned on DRCD dev)."""
_STATED = 0.3
"""Least share of the question's weight that the effect itself must have."""
_EFFECT = 0.2
"""Share of the question's weight from which a clause after the marker is the effect."""
_AS_MUCH = 0.6
"""Share of the best clause's share from which an earlier one is the effect."""
_TOLD = 0.4
"""Share from which what stands before the marker is the effect."""
_NOT_SAID = 0.1
"""What a reason loses where its effect has no word of what stands after 为什么."""
_UNMARKED = 0.25
"""What a reason without a marker loses."""
_MANY = 3
"""Clauses before 因此 that are taken as the reason, at most."""


def answer_reason(question: Question, context: Context) -> Answer | None:
    """Return the reason or purpose given; no answer where the text gives none.

    With `always_answer`, None unless the reason is sure: the general strategy has one always.
    """
    found = chain(
        (f for r in _with_neighbours(question, context) for f in _reasons(r)),
        answers_posed(question, context),
    )
    accepted = _ACCEPTED_ELSE if context.always_answer else _ACCEPTED
    return best_found(question, context, found, accepted)


def _with_neighbours(question: Question, context: Context) -> Iterator[Reading]:
    """Yield the best sentences and those beside them, each once."""
    seen: set[tuple[int, int]] = set()
    for reading in readings(question, context):
        for near in (reading, reading.neighbour(-1), reading.neighbour(1)):
            if near is not None and (key := (id(near.match), near.number)) not in seen:
                seen.add(key)
                yield near


def _reasons(reading: Reading) -> Iterator[Found]:
    for unit in reading.units:
        for at, clause in enumerate(unit):
            yield from _marked(reading, unit, at)
            yield from _before_effect(reading, unit, at)
            yield from _framed(reading, unit, clause)
            yield from _named(reading, clause)
            yield from _after_denial(reading, unit, at)
            yield from _feared(reading, unit, at)
    yield from _unmarked(reading)


# --- the reason after its marker -----------------------------------------------------------------


def _marked(reading: Reading, unit: tuple[Clause, ...], at: int) -> Iterator[Found]:
    """Yield the reasons whose marker stands in a clause, and what they explain."""
    clause = unit[at]
    for marker in _markers(reading, clause):
        head = Span(unit[0].span.start, marker.start)
        stop = _quote_end(reading.folded, marker.start)
        rest = list(_in_one_voice(reading, unit[at + 1 :], stop))
        last = _last_of_reason(reading, marker, clause, rest, head)
        word = reading.folded[marker.start : marker.end]
        # 为了, 避免 read as part of the answer, 因为 and 目的是 do not.
        purposes = _words("purpose_first", "purpose_last", "prevention")
        keep = word in purposes and word not in _table("purpose_last")["bare"]
        keep = keep or word in _table("reason_first")["kept"]
        end = min(last.span.end, stop)
        reason = Span(marker.start if keep else marker.end, end)
        reason, inner = _cut_at_effect(reading, reason, word)
        others = [c.span for c in reading.clauses if c.span.start >= end]
        effect = reading.found(Span(reading.clauses[0].span.start, marker.start), inner, *others)
        yield from _found(reading, reason, reading, effect)
        before = reading.neighbour(-1)
        opens = not reading.folded[head.start : head.end].strip()
        if before and (_opens_speech(reading, head) or (opens and word in _words("explanation"))):
            told = np.maximum(before.found(_whole(before)), effect)
            yield from _found(reading, reason, before, told)
        after = reading.neighbour(1)
        if after and last is reading.clauses[-1] and _effect_is_next(reading):
            yield from _found(reading, reason, after, after.found(_whole(after)))


def _in_one_voice(reading: Reading, clauses: Sequence[Clause], stop: int) -> Iterator[Clause]:
    """Yield the clauses up to `stop` or where somebody begins to speak (因路窄,“明年…)."""
    return takewhile(
        lambda c: c.span.start < stop and not reading.folded.startswith("“", c.span.start), clauses
    )


def _markers(reading: Reading, clause: Clause) -> Iterator[Span]:
    """Yield the markers in a clause after which a reason begins."""
    for match in _marker_pattern().finditer(reading.folded, clause.span.start, clause.span.end):
        span = Span(*match.span())
        tokens = [t for t in reading.sentence.tokens if span.start <= t.start < clause.span.end]
        if tokens and tokens[0].start == span.start and _is_marker(reading, clause, span, tokens):
            yield span


def _is_marker(reading: Reading, clause: Clause, span: Span, tokens: list[Token]) -> bool:
    """Tell whether a marker's word is one here; `tokens` are those from it to the clause's end."""
    word = reading.folded[span.start : span.end]
    if reading.folded[: span.start].endswith(tuple(_table("reason_first")["denied"])):
        return False
    if word in _table("reason_first")["own_word"]:
        if tokens[0].end != span.end:
            return False
        if word == "因":
            after = reading.folded[span.end : clause.span.end]
            return not after.startswith(tuple(_table("reason_first")["not_before"]))
        return _is_purpose(reading, clause, tokens)
    initial = _is_initial(reading, clause, span.start)
    if word in _words("prevention"):
        return initial and clause is not reading.clauses[0]
    return initial or word not in _table("explanation")["first_in_clause"]


def _is_initial(reading: Reading, clause: Clause, at: int) -> bool:
    """Tell whether nothing but quotation marks and adverbs stands before a place of its clause."""
    return all(
        t.tag[0] in "dcx" for t in reading.sentence.tokens if clause.span.start <= t.start < at
    )


def _is_purpose(reading: Reading, clause: Clause, tokens: list[Token]) -> bool:
    """Tell whether 为 … is a purpose, not whom something is done for."""
    after = reading.folded[tokens[0].start : clause.span.end]
    verb = next((t for t in tokens[1:] if t.tag[0] != "d"), None)
    return (
        verb is not None
        and verb.tag in ("v", "vn", "a", "l", "i")
        and clause is not reading.clauses[-1]
        and not any(word in after for word in _table("purpose_first")["no_purpose"])
    )


def _last_of_reason(
    reading: Reading, marker: Span, clause: Clause, rest: list[Clause], head: Span
) -> Clause:
    """Return the clause with which the reason ends: itself, or one of the `rest` of its unit.

    `head` is what stands before the marker.
    """
    word = reading.folded[marker.start : marker.end]
    if word in _words("prevention"):
        return clause
    told = reading.share(head)
    runs_on = word in _words("purpose_last", "explanation") or (
        word in _table("reason_first")["after_effect"] and told > 0
    )
    # The effect is the first clause with about as much of the question as any.
    most = max((reading.share(c.span) for c in rest), default=0.0)
    last = clause
    for after in rest:
        is_effect = reading.share(after.span) >= max(_EFFECT, _AS_MUCH * most)
        if _effect_word(reading, after) or (is_effect and not runs_on):
            return _with_joined(reading, clause, rest) if word in _words("purpose_first") else last
        if starts_with(reading.folded, after.span, _words("anew")) or (
            word in _table("reason_first")["one_clause"] and _begins_anew(reading, after)
        ):
            return last
        last = after
    whole = told >= _TOLD or _opens_speech(reading, head) or _effect_is_next(reading)
    if not runs_on and word in _table("reason_first")["one_clause"]:
        return _with_joined(reading, clause, rest)
    return last if runs_on or whole else clause


def _begins_anew(reading: Reading, clause: Clause) -> bool:
    """Tell whether a clause begins with a time or a pronoun (因念家,[今年3月,他]回乡)."""
    first = next((t for t in reading.sentence.tokens if t.start >= clause.span.start), None)
    times = any(t.span.start == clause.span.start for t in reading.sentence.times)
    return times or (first is not None and first.tag == "r")


def _with_joined(reading: Reading, clause: Clause, rest: list[Clause]) -> Clause:
    """Return the last of the clauses that are joined to one (因路窄,又逢大雨)."""
    joined = tuple(_table("reason_first")["joined"])
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
    if word in _words("reason_first") and (at := _effect_in_clause(reading, reason)) is not None:
        return Span(reason.start, at), Span(at, reason.end)
    for token in reading.sentence.tokens:
        if not reason.start + 1 < token.start < reason.end:
            continue
        if token.text in ",;:。":
            break
        verb = token.text in _table("effect")["verbs"]
        if token.text == "而" or (verb and reading.share(Span(token.start, end)) >= _EFFECT):
            end, effect = token.start, Span(token.start, reason.end)
            break
    for tail in _table("reason_first")["tails"]:
        if reading.folded.endswith(tail, reason.start, end):
            end -= len(tail)
            break
    return Span(reason.start, end), effect


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
    question = reading.match.question.folded

    verbs = "".join(t.text for t in reading.match.question.tokens if t.tag[0] == "v")

    def _ends_alike(token: Token) -> bool:  # [断]了: 因滑坡中断
        told = question if token.tag[0] == "v" else verbs
        return len(token.text) > 1 and any(char in told for char in token.text)

    asked = [
        at
        for at, token in enumerate(inside)
        if at > 0
        and (token.tag.startswith("v") or (token is inside[-1] and len(token.text) > 1))
        and (reading.likeness(token) >= _LIKE_ASKED or (token is inside[-1] and _ends_alike(token)))
    ]
    if not asked:
        return None
    at = asked[0]
    while at > 1 and (
        inside[at - 1].tag[0] in "dmt" or inside[at - 1].text in _table("effect")["leading"]
    ):
        at -= 1
    return inside[at].start


_LIKE_ASKED = 0.35
"""Likeness to a word of the question from which a verb is the one asked about (着火, 起火)."""


# --- the reason before its effect ----------------------------------------------------------------


def _before_effect(reading: Reading, unit: tuple[Clause, ...], at: int) -> Iterator[Found]:
    """Yield what stands before 因此 … and before 导致 … inside a clause."""
    clause = unit[at]
    if _effect_word(reading, clause):
        effect = reading.found(*(c.span for c in unit[at:]))
        before = reading.neighbour(-1)
        if at and not _is_marked(reading, unit[:at]):
            first = _without_lead(reading, unit[max(0, at - _MANY) : at])
            reason = Span(first.span.start, unit[at - 1].span.end)
            yield from _found(reading, reason, reading, effect)
        elif clause is reading.clauses[0] and before and not _is_marked(before, before.clauses):
            yield from _found(before, _whole(before), reading, effect)
    if _is_marked(reading, (clause,)):
        return
    for token in reading.sentence.tokens:
        inside = clause.span.start < token.start < clause.span.end
        if inside and token.text in _table("effect")["verbs"]:
            effect = reading.found(Span(token.start, unit[-1].span.end))
            yield from _found(reading, Span(clause.span.start, token.start), reading, effect)


def _without_lead(reading: Reading, clauses: tuple[Clause, ...]) -> Clause:
    """Return the clause with which a reason begins, after a colon or who says so (据志书记载)."""
    begin = 0
    for at, clause in enumerate(clauses[:-1]):
        lead = _LEAD.fullmatch(reading.folded, clause.span.start, clause.span.end)
        if clause.mark == ":" or (lead and at == begin):
            begin = at + 1
    return clauses[begin]


_LEAD = re.compile(
    "据[^,]{0,12}(?:记载|介绍|说|称|统计|了解|透露)|[^,]{2,16}(?:介绍|表示|解释|说|告诉记者)"
)


def _is_marked(reading: Reading, clauses: tuple[Clause, ...]) -> bool:
    """Tell whether one of the clauses has a marker of its own."""
    return any(True for clause in clauses for _ in _markers(reading, clause))


def _framed(reading: Reading, unit: tuple[Clause, ...], clause: Clause) -> Iterator[Found]:
    """Yield 受甲影响 and the like; the rest of the statement is the effect."""
    text = reading.folded[clause.span.start : clause.span.end]
    for before, after in _table("frames")["pairs"]:
        match = re.search(f"{before}.{{2,30}}?{after}", text)
        if match is None:
            continue
        start, end = (clause.span.start + at for at in match.span())
        effect = reading.found(
            *(c.span for c in unit if c is not clause),
            Span(end, clause.span.end),
            Span(clause.span.start, start),
        )
        yield from _found(reading, Span(start, end), reading, effect)


def _named(reading: Reading, clause: Clause) -> Iterator[Found]:
    """Yield what a clause says is the reason (甲是乙的主要原因), or did it (甲所致)."""
    for pattern in _table("named")["patterns"]:
        match = re.search(pattern, reading.folded[clause.span.start : clause.span.end])
        if match is None:
            continue
        at_clause = clause.span.start
        reason = Span(at_clause + match.start("is"), at_clause + match.end("is"))
        if match["is"] in _table("named")["pointing"]:  # 甲,这也是乙的原因
            at = reading.clauses.index(clause)
            if not at:
                continue
            reason = reading.clauses[at - 1].span
        effect = reading.found(
            Span(at_clause + match.end("is"), clause.span.end),
            *(c.span for c in reading.clauses if c is not clause),
        )
        yield from _found(reading, reason, reading, effect)


def _after_denial(reading: Reading, unit: tuple[Clause, ...], at: int) -> Iterator[Found]:
    """Yield what follows 而是 after 不是 (不是嫌少,而是舍不得)."""
    said = reading.folded[unit[at].span.start : unit[at].span.end]
    denied = at > 0 and "不是" in reading.folded[unit[0].span.start : unit[at].span.start]
    if denied and (opens := re.match("而?是", said)):
        reason = Span(unit[at].span.start + opens.end(), unit[at].span.end)
        effect = reading.found(*(c.span for c in reading.clauses if c is not unit[at]))
        yield from _found(reading, reason, reading, effect)


def _feared(reading: Reading, unit: tuple[Clause, ...], at: int) -> Iterator[Found]:
    """Yield what somebody fears or minds where it is asked why he is not willing (怕吵)."""
    if not any(word in reading.match.question.folded for word in _table("fear")["asked"]):
        return
    clause = unit[at]
    token = next(
        (
            t
            for t in reading.sentence.tokens
            if clause.span.start <= t.start < clause.span.end and t.text in _words("fear")
        ),
        None,
    )
    if token is None or reading.folded[: token.start].endswith(("不是", "并非")):
        return
    after = unit[at + 1] if at + 1 < len(unit) else clause
    goes_on = starts_with(reading.folded, after.span, ("也", "又", "还"))
    end = after.span.end if goes_on else clause.span.end
    before = reading.neighbour(-1)
    told = reading.found(*(c.span for c in reading.clauses if c is not clause))
    if before is not None:
        told = np.maximum(told, before.found(_whole(before)))
    yield from _found(reading, Span(token.start, end), reading, told)


def _unmarked(reading: Reading) -> Iterator[Found]:
    """Yield a sentence of trouble right before the sentence that tells what was done about it."""
    after = reading.neighbour(1)
    if after is None or not any(w in reading.folded for w in _words("trouble")):
        return
    both = np.maximum(reading.found(_whole(reading)), after.found(_whole(after)))
    own = float(reading.weights @ both)
    # Both must be about the same thing, and the remedy must be what is asked about.
    if after.share(_whole(after)) >= _TOLD and reading.share(_whole(reading)) >= _STATED:
        yield Found(reading, _whole(reading), own - _UNMARKED, after)


# --- helpers -------------------------------------------------------------------------------------


def _found(reading: Reading, reason: Span, stated: Reading, effect: FloatArray) -> Iterator[Found]:
    """Yield a reason if its effect is what the question asks about."""
    share = float(reading.weights @ effect)
    if share < _STATED or reason.start >= reason.end:
        return
    after = ~reading.match.before_wh & (reading.weights > 0)
    said = not after.any() or bool((effect[after] > 0).any())
    score = 0.4 * share + 0.6 * stated.worth(effect)
    yield Found(reading, reason, score if said else score - _NOT_SAID, stated)


def _opens_speech(reading: Reading, head: Span) -> bool:
    """Tell whether a marker is the first word of what someone says: the effect was asked."""
    text = reading.folded[head.start : head.end].rstrip()
    return text.endswith(("“", ":"))


def _effect_is_next(reading: Reading) -> bool:
    """Tell whether the next sentence begins with 因此 or the like."""
    after = reading.neighbour(1)
    return after is not None and bool(_effect_word(after, after.clauses[0]))


def _effect_word(reading: Reading, clause: Clause) -> str:
    """Return the word before an effect (因此) that a clause begins with, or ""."""
    return starts_with(reading.folded, clause.span, _words("effect"))


def _whole(reading: Reading) -> Span:
    return Span(reading.clauses[0].span.start, reading.clauses[-1].span.end)


def _quote_end(folded: str, at: int) -> int:
    """Return where the quotation ends that a place stands in; the end if in none."""
    opened = folded[:at].count("“") > folded[:at].count("”")
    end = folded.find("”", at)
    return end if opened and end >= 0 else len(folded)


def _table(name: str) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = lexicon("reason.toml")[name]
    return table


@cache
def denied_reason() -> re.Pattern[str]:
    """Return a pattern for a marker of a reason that is taken back (不能因为)."""
    return re.compile(any_of(_table("reason_first")["denied"]) + any_of(_words("reason_first")))


@cache
def _words(*tables: str) -> frozenset[str]:
    return frozenset(w for table in tables for w in _table(table)["words"])


@cache
def _marker_pattern() -> re.Pattern[str]:
    tables = ("reason_first", "purpose_first", "purpose_last", "prevention", "explanation")
    return re.compile(any_of(_words(*tables)))
