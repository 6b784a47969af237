"""What a sentence says is the most: 甲站最大, 最大的是甲站, 甲站居首位."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.facts.figure_clauses import (
    STRONG,
    FigureClause,
    SentenceReader,
    figure_clauses,
)
from bot.answering.facts.measures import words_of
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
    "(?<!不是)(?<![并不]非)最为?(?P<word>[多少高低大小快慢早晚长短重轻远强弱深浅厚薄好差凶旺]|近(?=[的,;。]|$)"
    "|年轻|年长|便宜|年老|严重|厉害)(?!可|不超过|不得|不[高低多少]于)"
)
"""Not what bounds a figure: 最高可处9万元, 最长不超过9天."""
_FIRST_BY_SIZE = re.compile("(?:是|为|成为)[^,;。]{0,10}?第一大")
FIRST = "第一"
"""The word of a superlative that ranks without saying by what."""
_FIRST = re.compile(
    "(?:(?<![家民邻旧新安定起])居(?![民住家业])|排名?|名列|位列|位居|高居|排在)[^,;。]{0,8}?(?:第一|首位|榜首|之首|之冠|首)"
)
_MOST_IS = re.compile("的[^,;。]{0,8}?(?:就|正)?(?:是|为|当属|要数)")
_IS_MOST = re.compile("([^,;。]+?)(?:就|也)?(?:是(?!以)|为(?!了))")
_IS = re.compile("(?:也|还|均|都)?[是为](?![以了])")
"""What a clause begins with that speaks of the one before (…, 是全市最高的塔)."""
MEASURES = "额量率值"
"""Last characters of nouns that say what is measured."""
_AMONG = re.compile("(?:在.+(?:中|里|内|之间|当中|范围)|是|为|以)")
"""No subject: 在五县中最快."""


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
    before: Span | None = None
    for clause in figure_clauses(text, quantities, times):
        if clause.mark in STRONG:
            before = None
        match = _MOST.search(text, clause.span.start, clause.span.end)
        first = _FIRST.search(text, clause.span.start, clause.span.end)
        by_size = _FIRST_BY_SIZE.search(text, clause.span.start, clause.span.end)
        name, word = None, ""
        if match is not None:
            name, word = _most(reader, clause, match, before), match["word"]
        elif by_size is not None:
            said = Span(clause.span.start, by_size.start())
            name, word = (reader.topic(said).subject if len(said) else None) or before, "大"
        elif first is not None:
            name, word = _ranked(reader, clause, first.start(), before), FIRST
        if name:
            found.append(Superlative(_after_by(text, name, tokens), word, clause.span))
        if match is None:
            before = _subject(reader, clause, before) or before
    return tuple(found)


def _subject(reader: SentenceReader, clause: FigureClause, before: Span | None) -> Span | None:
    """Return what a clause speaks of, and those after it; None for a measure (总投资).

    None, too, for what only a measure is told of (企业增速) after `before`, of which it is.
    """
    ends = [q.qualified_span.start for q in clause.quantities] or [clause.span.end]
    denied = reader.text.find("不是最", clause.span.start, clause.span.end)
    end = ends[0] if denied < 0 else min(ends[0], denied)
    said = Span(clause.span.start, max(clause.span.start, end))
    parts = reader.topic(said)
    subject = None if before is not None and parts.change else parts.subject
    among = subject is not None and _AMONG.match(reader.text, clause.span.start, subject.end)
    if subject is not None:
        subject = _without_adverbs(reader, subject)
    if subject is None or among or not len(subject) or reader.is_attribute(subject):
        return None
    if reader.text[subject.start : subject.end] in words_of("changes"):
        return None
    last = next((t for t in reader.tokens if t.end == subject.end), None)
    if last is None or len(last.text) < 2 or last.text[-1] not in MEASURES:
        return subject
    return Span(subject.start, last.start) if last.start > subject.start else None


def _without_adverbs(reader: SentenceReader, span: Span) -> Span:
    """Cut off adverbs at the end of a noun (增速[却], 甲县[虽然])."""
    inside = [t for t in reader.tokens if span.start <= t.start and t.end <= span.end]
    end = span.end
    while inside and inside[-1].end == end and inside[-1].tag[0] in "dc":
        end = inside.pop().start
    return Span(span.start, end)


def _most(
    reader: SentenceReader, clause: FigureClause, match: re.Match[str], before: Span | None
) -> Span | None:
    """Return what a clause with a superlative calls so."""
    text, span = reader.text, clause.span
    named = _MOST_IS.match(text, match.end(), span.end)
    is_most = _IS_MOST.match(text, span.start, match.start())
    if named:  # 最高的(塔)是东塔
        return reader.topic(Span(named.end(), span.end)).subject
    if _IS.match(text, span.start, match.start()):  # …, 是全城最高的塔
        return before
    if is_most:  # 东塔是全城最高的塔
        return reader.topic(Span(span.start, is_most.end(1))).subject
    if text.startswith("的", match.end()):  # 最年轻的陈小鱼才24岁
        numbers = [q.span.start for q in clause.quantities if q.span.start > match.end()]
        rest = Span(match.end() + 1, min([*numbers, span.end]))
        return reader.before(rest, rest).subject if numbers else None
    if _AMONG.fullmatch(text, span.start, match.start()):  # 甲县增速14%, 在五县中最快
        return before
    return reader.topic(span).subject or before  # 甲县增长7%, 增速最快


def _after_by(text: str, name: Span, tokens: Sequence[Token]) -> Span:
    """Leave out what stands before 以 (增速则以[甲业]最快)."""
    inside = text[name.start : name.end]
    by = name.start + inside.rfind("以") if "以" in inside else -1
    is_word = any(t.start == by and t.text == "以" for t in tokens)
    return Span(by + 1, name.end) if is_word and by + 1 < name.end else name


_BY = re.compile("[以因]$")


def _ranked(
    reader: SentenceReader, clause: FigureClause, at: int, before: Span | None
) -> Span | None:
    """Return what a clause ranks first: its own subject, or that of the clause before."""
    numbers = [q.qualified_span.start for q in clause.quantities]
    by = numbers and _BY.search(reader.text, clause.span.start, numbers[0])
    end = min([*numbers, at]) - 1 if by else at  # 甲县以573毫米居各县之首
    if end > clause.span.start:
        own = reader.topic(Span(clause.span.start, end)).subject
        if own is not None:
            return own
    return before
