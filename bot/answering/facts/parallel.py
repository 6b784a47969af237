"""What each number of a sentence is said of: 甲站有船3艘,乙站5艘 gives 甲站 3艘 and 乙站 5艘.

The words that cut a clause into subject, verb and number are in `parallel.toml`. The order of
number and noun decides on which side of the number the subject is sought; a clause without a
subject of its own takes over that of the clause before it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.facts.figure_clauses import (
    OUTER,
    STRONG,
    FigureClause,
    Parts,
    SentenceReader,
    figure_clauses,
)
from bot.answering.facts.quantities import Quantity
from bot.answering.facts.respective import respectively
from bot.answering.facts.timepoint import Time
from retrieval.page import Span
from retrieval.tokens import Token


@dataclass(frozen=True, slots=True)
class Fact:
    """A number and what it is said of; spans are code points in the text given, half-open."""

    quantity: Quantity
    own: tuple[Span, ...]
    """What the clause says around this number and no other: before it, after it."""
    scope: tuple[Span, ...]
    """The clauses before in which its subject may stand, nearest first."""
    subject: Span | None
    """The noun phrase whose number it is (甲站), maybe in a clause before; None if not found."""
    counted: Span | None
    """What is counted, where that is another noun phrase (船) or a predicate (5艘[停航])."""
    attribute: Span | None
    """The noun or verb that says what is measured (面积, 增长)."""
    inherited: bool
    """Whether `subject` stands in a clause before."""
    change: bool
    """Whether the number says how much something changed (增长5%), not how much there is."""
    compared: Span | None
    """With what, where the number is a difference the text states (比[去年]多3家)."""


_SHARES = re.compile("占[比了到近约]*$")
_CONDITION = re.compile("[^,;。]+(?:(?:以上|以下|以内)(?![左的])[一-鿿]|(?:以上|以下|以内)的)")
_LABEL = re.compile(r"(?<=[、,;:为是])\d{1,4}[一-鿿]{1,6}每[一-鿿]{1,2}\d")
"""A number that tells one of several things from the others, each with its price."""
_NAMING = frozenset({"期", "届", "级", "批", "大", "年级"})
"""Units that after a Chinese numeral make a name (二期工程), not a count."""


def find_facts(
    text: str,
    quantities: Sequence[Quantity],
    times: Sequence[Time],
    tokens: Sequence[Token],
) -> tuple[Fact, ...]:
    """Return what each of `quantities` is said of, in order; ordinals and scores are left out.

    `text` is one folded sentence; the others are what was found in it.
    """
    reader = SentenceReader(text, times, tokens)
    named = dict(pair for run in respectively(reader, quantities) for pair in run)
    figures = [q for q in quantities if _is_figure(text, q)]
    clauses = list(figure_clauses(text, figures, times))
    facts: list[Fact] = []
    topic = Parts(None, None, None)
    for number, clause in enumerate(clauses):
        if clause.mark in STRONG:
            topic = Parts(None, None, None)
        if not clause.quantities:
            found = reader.topic(clause.span)
            topic = found if found.subject else topic
        for at, quantity in enumerate(clause.quantities):
            left, right = _sides(clause, at)
            parts = reader.before(Span(clause.span.start, left.end), left)
            last = at + 1 == len(clause.quantities)
            counted = reader.after(right, quantity, last=last) or parts.counted
            name = named.get(quantity.span)
            own = name or parts.subject
            if _SHARES.search(text, left.start, left.end):
                attribute, change = None, False  # 上升6%,其中甲类占41%
            else:
                parallel = facts[-1] if facts and facts[-1].quantity.unit == quantity.unit else None
                attribute, change = _measured(parts, counted, own, parallel, topic)
            facts.append(
                Fact(
                    quantity,
                    (name,) if name else _worded(text, left, right),
                    tuple(_scope(clauses, number)),
                    own or (None if counted and topic.counted else topic.subject),
                    counted,
                    attribute,
                    own is None,
                    change,
                    parts.compared,
                )
            )
            if own is not None:
                topic = Parts(own, None, None)
            elif counted is not None and (topic.subject is None or topic.counted):
                topic = Parts(counted, counted, None)
    return tuple(facts)


def _sides(clause: FigureClause, at: int) -> tuple[Span, Span]:
    """Return what stands before and after a figure of a clause, up to the figures beside it."""
    span = clause.quantities[at].span
    before = clause.quantities[at - 1].span.end if at else clause.span.start
    last = at + 1 == len(clause.quantities)
    after = clause.span.end if last else clause.quantities[at + 1].span.start
    return Span(before, max(before, span.start)), Span(min(span.end, after), after)


def _measured(
    parts: Parts, counted: Span | None, own: Span | None, parallel: Fact | None, topic: Parts
) -> tuple[Span | None, bool]:
    """Return the word that says what a figure measures, and whether that is a change.

    A figure without such a word goes on from the one before, `parallel` if of the same unit, or
    from the topic.
    """
    if parts.attribute is None and counted is None:
        if parallel is not None:
            return parallel.attribute, parallel.change
        if own is None and parts.compared is None:
            return topic.attribute, topic.change
    return parts.attribute, parts.change


def _is_figure(text: str, quantity: Quantity) -> bool:
    """Tell whether a number says something of a subject.

    It does not if it ranks or names (3:1, 二期, 92无铅汽油每升8元) or is a condition
    (500万元以上项目).
    """
    naming = quantity.unit in _NAMING and not text[quantity.number_span.start].isdecimal()
    scored = quantity.dimension == "score" and quantity.upper is not None
    condition = _CONDITION.match(text, quantity.span.start, quantity.span.end + 2)
    label = not quantity.unit and _LABEL.match(text, quantity.span.start)
    return quantity.dimension != "ordinal" and not (naming or scored or condition or label)


def _worded(text: str, *spans: Span) -> tuple[Span, ...]:
    """Return the spans that hold more than white space and brackets."""
    return tuple(s for s in spans if text[s.start : s.end].strip(OUTER))


def _scope(clauses: Sequence[FigureClause], number: int) -> Iterator[Span]:
    """Yield the clauses before, back to a strong mark or to another number of the same unit."""
    units = {q.unit for q in clauses[number].quantities}
    for at in range(number, 0, -1):
        if clauses[at].mark in STRONG:
            return
        if units & {q.unit for q in clauses[at - 1].quantities}:
            return
        yield clauses[at - 1].span
