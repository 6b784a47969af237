"""How: the means, or the steps, by which the text says that a thing is done.

The statement with the question's words is sought; then the answer is what is told in it beside
them: a means by its marker (通过, 用, 以…方式), steps after a colon or 先, the clauses after their
topic, or those before their goal.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

import numpy as np

from bot.answering.annotation import FloatArray
from bot.answering.answer import Answer
from bot.answering.datafiles import read_toml
from bot.answering.question import Question
from bot.answering.similarity import SAME_WORD
from bot.answering.strategies.base import Context
from bot.answering.strategies.clauses import Clause, starts_with
from bot.answering.strategies.posed import after_lead_in, answers_posed
from bot.answering.strategies.reading import BESIDE, Reading, readings
from bot.answering.strategies.told_clauses import Found, best_found
from retrieval.page import Span
from retrieval.patterns import any_of
from retrieval.tokens import Token

_ACCEPTED = 0.72
"""Score at which a manner answers as likely as not."""
_NAMED, _MARKED, _STEPS, _TOPIC, _ADVICE, _GOAL, _HEADING, _REST = (
    0.12, 0.1, 0.12, 0.05, 0.05, 0.03, 0.0, -0.12,
)  # fmt: skip
"""What the evidence for a manner is worth: a noun of means, a marker of means, steps, clauses
after a topic, advice, clauses before a goal, after a sentence that names the topic, or merely what
is told."""
_UNNAMED = 0.15
"""What an action loses where a noun of means is asked for."""
_TOPIC_SHARE = 0.4
"""Share of the question's weight from which a clause that says nothing else is the topic."""
_AFTER_HEADING = 2
"""Clauses taken after a sentence that names the topic, at most."""
_QUOTED = re.compile(r"“[^”]+”")
_PREDICATE = 0.3
"""What a statement loses that has nothing of what the question asks how to do."""


def answer_manner(question: Question, context: Context) -> Answer | None:
    """Return by what means or steps; no answer where the text tells none.

    None with `always_answer`: there the general strategy cuts more as asked.
    """
    if context.always_answer:
        return None
    by_name = _asks_by_name(question)
    ignored = _ignored(question)
    found = chain(
        (f for r in readings(question, context, ignored) for f in _manners(r, by_name=by_name)),
        answers_posed(question, context),
    )
    return best_found(question, context, found, _ACCEPTED)


def _asks_by_name(question: Question) -> bool:
    """Tell whether a noun of means is asked for (通过什么渠道), not an action."""
    wh = question.wh
    asked = (question.folded[wh.start : wh.end] if wh else "") or question.head
    return asked.endswith(tuple(_words("noun")))


def _manners(reading: Reading, *, by_name: bool) -> Iterator[Found]:
    for unit in reading.units:
        whole = Span(unit[0].span.start, unit[-1].span.end)
        score = reading.worth(reading.found(whole)) - _lacks_predicate(reading) * _PREDICATE
        ways = list(_named_means(reading, unit)) if by_name else []
        if not ways:
            score -= by_name * _UNNAMED
            ways = list(_actions(reading, unit))
        for worth, span in (*_steps(reading, unit), *ways):
            if _says_something(reading, span):
                yield Found(reading, span, score + worth, reading)
    if not by_name:
        yield from _after_heading(reading)


def _actions(reading: Reading, unit: tuple[Clause, ...]) -> Iterator[tuple[float, Span]]:
    """Yield what is done, in the statement that has the question's words."""
    stated = _stated(reading, unit)
    if stated is None:
        return
    if (goal := _before_goal(reading, unit, stated)) is not None:
        yield _GOAL, goal
    elif (marked := _marked(reading, unit, stated)) is not None:
        yield _MARKED, marked
    elif (topic := _after_topic(reading, unit, stated)) is not None:
        yield _TOPIC, topic
    else:
        told = _without_question(reading, unit, stated)
        first = next((t for t in reading.sentence.tokens if t.start >= told.start), None)
        if first is not None and first.text in _words("advice"):
            yield _ADVICE, told
        elif _begins_with_doing(reading, unit[stated], told):
            yield _REST, told


def _predicate(reading: Reading) -> FloatArray:
    """Return the weight of each word after the question word (怎么测流速), zero for the others.

    Zero too for one that a name in quotation marks has already (“稻鱼共养”怎么养).
    """
    names = "".join(_QUOTED.findall(reading.match.question.folded))
    in_name = np.array([word in names for word in reading.match.words], dtype=bool)
    weights: FloatArray = np.where(reading.match.before_wh | in_name, 0.0, reading.weights)
    return weights


def _lacks_predicate(reading: Reading) -> bool:
    """Tell whether what the question asks how to do stands neither here nor right before."""
    weights = _predicate(reading)
    return bool(weights.any()) and not (weights * (reading.around() >= BESIDE * SAME_WORD)).any()


def _stated(reading: Reading, unit: tuple[Clause, ...]) -> int | None:
    """Return the clause that has most of what is asked how to do, then most of the question.

    The first of equals; None if none has any.
    """
    weights = _predicate(reading)
    shares = []
    for clause in unit:
        found = reading.found(clause.span)
        shares.append((round(float(weights @ found), 2), round(float(reading.weights @ found), 2)))
    best = max(shares)
    return shares.index(best) if best[1] > 0 else None


# --- means ---------------------------------------------------------------------------------------


def _named_means(reading: Reading, unit: tuple[Clause, ...]) -> Iterator[tuple[float, Span]]:
    """Yield the noun phrases after a marker of means: 通过甲等方式, 以乙模式."""
    for clause in unit:
        for marker in _markers(reading, clause):
            limit = unit[-1].span.end
            noun = _noun_pattern().search(reading.folded, marker.end, limit)
            if noun is not None:
                yield _NAMED, Span(marker.end, noun.end())
            elif reading.folded[marker.start : marker.end] in _means()["sure"]:
                yield _MARKED, Span(marker.end, _phrase_end(reading, clause, marker.end))


def _phrase_end(reading: Reading, clause: Clause, start: int) -> int:
    """Return where a noun phrase ends: before a preposition or the question's own verb."""
    tokens = [t for t in reading.sentence.tokens if start <= t.start < clause.span.end]
    for token in tokens[1:]:
        if token.tag in ("p", "d") or token.text in ("面向", "来", "对", "向"):
            return token.start
        if token.tag == "v" and reading.is_asked(token.start, token.end):
            return token.start
    return clause.span.end


def _marked(reading: Reading, unit: tuple[Clause, ...], stated: int) -> Span | None:
    """Return the clause with the marker of means: the stated one, or that before and it."""
    clause = unit[stated]
    for marker in _markers(reading, clause):
        return Span(marker.start, clause.span.end)
    if stated:
        before = unit[stated - 1]
        for marker in _markers(reading, before):
            if not reading.folded[before.span.start : marker.start].strip("“也仍还都就,"):
                return Span(marker.start, clause.span.end)
    return None


def _markers(reading: Reading, clause: Clause) -> Iterator[Span]:
    table = _means()
    for token in reading.sentence.tokens:
        if not clause.span.start <= token.start < clause.span.end:
            continue
        after = reading.folded[token.end : clause.span.end]
        if token.text not in table["words"] or not after:
            continue
        is_means = token.text in table["sure"] or _noun_pattern().search(after)
        if is_means and not after.startswith(tuple(table["not_before"])):
            yield Span(token.start, token.end)


def _words(table: str) -> list[str]:
    """Return the words of a table of manner.toml."""
    words: list[str] = read_toml(__package__, "manner.toml")[table]["words"]
    return words


def _means() -> dict[str, list[str]]:
    table: dict[str, list[str]] = read_toml(__package__, "manner.toml")["means"]
    return table


@cache
def _noun_pattern() -> re.Pattern[str]:
    return re.compile(any_of(_words("noun")))


# --- steps, topics, goals ------------------------------------------------------------------------


def _steps(reading: Reading, unit: tuple[Clause, ...]) -> Iterator[tuple[float, Span]]:
    """Yield 先甲,再乙,最后丙 and what follows the colon after a noun of means."""
    table = read_toml(__package__, "manner.toml")["step"]
    for at, clause in enumerate(unit):
        text = reading.folded[clause.span.start : clause.span.end]
        first = starts_with(reading.folded, clause.span, table["first"])
        later = [c for c in unit[at + 1 :] if starts_with(reading.folded, c.span, table["words"])]
        if first and later:
            yield _STEPS, Span(clause.span.start, later[-1].span.end)
        elif (
            clause.mark == ":"
            and unit[at + 1 :]
            and (
                _noun_pattern().search(text[-4:]) or _announces(text) or _names_asked(reading, text)
            )
        ):
            yield _STEPS, Span(unit[at + 1].span.start, _end(reading, unit, at + 1))


def _announces(text: str) -> bool:
    """Tell whether a clause only says that there is an art to it (喂法也有讲究)."""
    return text.endswith(tuple(_words("lead")))


def _names_asked(reading: Reading, text: str) -> bool:
    """Tell whether a clause ends in the name, in quotation marks, of what the question is about."""
    names = _QUOTED.findall(text)
    return bool(names) and text.endswith(names[-1]) and names[-1] in reading.match.question.folded


def _after_topic(reading: Reading, unit: tuple[Clause, ...], stated: int) -> Span | None:
    """Return the clauses after one that only names the topic, or the occasion."""
    clause = unit[stated]
    if stated + 1 >= len(unit):
        return None
    new = [t for t in _content(reading, clause.span) if not reading.is_asked(t.start, t.end)]
    share = reading.share(clause.span)
    is_topic = len(new) <= 1 and share >= _TOPIC_SHARE and not _has_figure(reading, clause.span)
    if _is_result(reading, unit[stated + 1].span):
        return None
    rest = after_lead_in(reading, unit[stated + 1 :]) or unit[stated + 1 :]
    told = Span(rest[0].span.start, _end(reading, unit, unit.index(rest[0])))
    is_setting = _is_setting(reading, clause.span) and not _has_figure(reading, told)
    return told if is_topic or is_setting else None


def _before_goal(reading: Reading, unit: tuple[Clause, ...], stated: int) -> Span | None:
    """Return the clauses before the goal that the question asks how to reach."""
    goals = _words("goal")
    if not stated or not starts_with(reading.folded, unit[stated].span, goals):
        return None
    first = 0
    while first < stated - 1 and _is_setting(reading, unit[first].span):
        first += 1
    return Span(unit[first].span.start, unit[stated - 1].span.end)


def _is_setting(reading: Reading, span: Span) -> bool:
    """Tell whether a clause only tells when, where or under what it was done."""
    text = reading.folded[span.start : span.end].strip("“")
    return text.startswith("在") and text.endswith(("下", "中", "上", "里", "后", "时", "期间"))


def _without_question(reading: Reading, unit: tuple[Clause, ...], stated: int) -> Span:
    """Return the stated clause without the question's words at its front, and what follows."""
    clause = unit[stated]
    start = clause.span.start
    tokens = [t for t in reading.sentence.tokens if clause.span.start <= t.start < clause.span.end]
    for token in tokens:
        if reading.is_asked(token.start, token.end) and token.tag[0] != "v":
            start = token.end
        elif token.tag[0] not in "xumqdr" and token.start > start:
            break
    return Span(start, _end(reading, unit, stated))


def _begins_with_doing(reading: Reading, clause: Clause, told: Span) -> bool:
    """Tell whether a stretch cut from a clause begins with what is done, not with its object."""
    tokens = [t for t in reading.sentence.tokens if clause.span.start <= t.start < told.end]
    before = [t for t in tokens if t.start < told.start]
    first = next((t for t in tokens if t.start >= told.start and t.tag[0] != "d"), None)
    return (
        first is not None
        and first.tag in ("v", "p")
        and not reading.is_asked(first.start, first.end)
        and not any(t.tag == "p" for t in before)
        and not _is_result(reading, told)
        and not _has_figure(reading, told)
    )


def _end(reading: Reading, unit: tuple[Clause, ...], first: int) -> int:
    """Return where the telling ends: before a clause that tells the result."""
    end = unit[first].span.end
    for clause in unit[first + 1 :]:
        if _is_result(reading, clause.span):
            break
        end = clause.span.end
    return end


def _after_heading(reading: Reading) -> Iterator[Found]:
    """Yield what follows a short sentence that only names the topic (建好某网。依托…)."""
    after = reading.neighbour(1)
    whole = Span(0, len(reading.folded))
    tokens = reading.sentence.tokens
    # A heading opens its paragraph and has no subject: 建好某网.
    if reading.sentence.sentence.index or tokens[0].tag[0] not in "vda":
        return
    if after is None or len(reading.clauses) != 1 or reading.share(whole) < _TOPIC_SHARE:
        return
    new = [t for t in _content(reading, whole) if not reading.is_asked(t.start, t.end)]
    if len(new) > 1:
        return
    unit = after.units[0]
    span = Span(unit[0].span.start, unit[:_AFTER_HEADING][-1].span.end)
    yield Found(after, span, reading.worth(reading.found(whole)) + _HEADING, reading)


# --- helpers -------------------------------------------------------------------------------------


def _content(reading: Reading, span: Span) -> list[Token]:
    """Return the nouns, verbs and qualities of a stretch."""
    return [
        t
        for t in reading.sentence.tokens
        if span.start <= t.start and t.end <= span.end and t.tag[0] in "nvalijsz"
    ]


def _says_something(reading: Reading, span: Span) -> bool:
    """Tell whether a stretch has more than the question's own words."""
    return any(not reading.is_asked(t.start, t.end) for t in _content(reading, span))


def _is_result(reading: Reading, span: Span) -> bool:
    """Tell whether a stretch begins with what came of the doing."""
    return bool(starts_with(reading.folded, span, _words("result")))


def _has_figure(reading: Reading, span: Span) -> bool:
    """Tell whether a stretch has a quantity in figures."""
    inside = (q.span for q in reading.sentence.quantities if span.overlaps(q.span))
    return any(c.isdigit() for q in inside for c in reading.folded[q.start : q.end])


def _ignored(question: Question) -> frozenset[str]:
    """Return the tokens of the question that lie in a word which says nothing of what is done."""
    words = any_of(_words("question"))
    spans = [Span(*match.span()) for match in re.finditer(words, question.folded)]
    return frozenset(
        t.text for t in question.tokens if any(s.contains(Span(t.start, t.end)) for s in spans)
    )
