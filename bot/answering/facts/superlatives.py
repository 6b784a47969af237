"""What a sentence says is the most: 甲站最大, 最大的是甲站, 甲站居首位."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.facts.figure_clauses import FigureClause, SentenceReader, figure_clauses
from bot.answering.facts.quantities import Quantity
from bot.answering.facts.timepoint import Time
from retrieval.page import Span
from retrieval.tokens import Token


@dataclass(frozen=True, slots=True)
class Superlative:
    """What a clause says is the most; spans are code points in the text given."""

    subject: Span
    word: str
    """多, 快, 年轻 …"""
    clause: Span


_MOST = re.compile(
    "最为?(?P<word>[多少高低大小快慢早晚长短重轻远近强弱深浅厚薄好差凶旺]|年轻|年长|便宜|年老|严重|厉害)"
)
FIRST = "第一"
"""The word of a superlative that ranks without saying by what."""
_FIRST = re.compile(
    "(?:居|排名?|名列|位列|位居|高居|排在)[^,;。]{0,4}?(?:第一|首位|榜首|之首|之冠|首)"
)
_MOST_IS = re.compile("的[^,;。]{0,8}?(?:就|正)?(?:是|为|当属|要数)")
_IS_MOST = re.compile("([^,;。]+?)(?:就|也)?是(?!以)")


def find_superlatives(
    text: str,
    quantities: Sequence[Quantity],
    times: Sequence[Time],
    tokens: Sequence[Token],
) -> tuple[Superlative, ...]:
    """Return what a sentence says is the most: 甲站最大, 最大的(是)甲站, 以甲站为最大.

    `text` is one folded sentence; the others are what was found in it.
    """
    reader = SentenceReader(text, times, tokens)
    found: list[Superlative] = []
    found_before: Span | None = None
    for clause in figure_clauses(text, quantities, times):
        match = _MOST.search(text, clause.span.start, clause.span.end)
        if match is None:
            first = _FIRST.search(text, clause.span.start, clause.span.end)
            name = first and _ranked(reader, clause, first.start(), found_before)
            if name:
                found.append(Superlative(name, FIRST, clause.span))
            ends = [q.qualified_span.start for q in clause.quantities] or [clause.span.end]
            said = Span(clause.span.start, max(clause.span.start, ends[0]))
            found_before = reader.topic(said).subject or found_before
            continue
        found_before = None
        named = _MOST_IS.match(text, match.end(), clause.span.end)
        before = _IS_MOST.match(text, clause.span.start, match.start())
        if named:  # 最高的(塔)是东塔
            name = reader.topic(Span(named.end(), clause.span.end)).subject
        elif before:  # 东塔是全城最高的塔
            name = reader.topic(Span(clause.span.start, before.end(1))).subject
        elif text.startswith("的", match.end()):  # 最年轻的陈小鱼才24岁
            numbers = [q.span.start for q in clause.quantities if q.span.start > match.end()]
            rest = Span(match.end() + 1, min([*numbers, clause.span.end]))
            name = reader.before(rest, rest).subject if numbers else None
        else:
            name = reader.topic(clause.span).subject
        if name:
            found.append(Superlative(_after_by(text, name, tokens), match["word"], clause.span))
    return tuple(found)


def _after_by(text: str, name: Span, tokens: Sequence[Token]) -> Span:
    """Leave out what stands before 以 (增速则以[甲业]最快)."""
    inside = text[name.start : name.end]
    by = name.start + inside.rfind("以") if "以" in inside else -1
    is_word = any(t.start == by and t.text == "以" for t in tokens)
    return Span(by + 1, name.end) if is_word and by + 1 < name.end else name


def _ranked(
    reader: SentenceReader, clause: FigureClause, at: int, before: Span | None
) -> Span | None:
    """Return what a clause ranks first: its own subject, or that of the clause before."""
    if at > clause.span.start:
        own = reader.topic(Span(clause.span.start, at)).subject
        if own is not None:
            return own
    return before
