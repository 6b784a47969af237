"""Clauses of a sentence; offsets are code points of the folded sentence, half-open."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.annotation import (
    CLAUSE_ENDS,
    CLOSERS,
    OPENERS,
)
from retrieval.page import Span

_EDGES = " \t,;:。?!…—、"
_REMARK = re.compile("[,;]“")
_TOLD_AFTER = re.compile("[。!?,]”[^“”,;。]{2,16}(?:说|介绍|表示|解释|告诉记者)$")
_TOLD_BEFORE = re.compile("[^,;:。“”]{2,16}(?:说|说道|介绍|表示|解释|看法是|说法是)[:,]“?")
_LEAD = re.compile("(?:就|正)?是(?=[为因从由在把用])|即(?=.{4})|主要(?:还)?是(?=.{3})")
_QUOTES = {"“": "”", "‘": "’"}


@dataclass(frozen=True)
class Clause:
    """A stretch between two marks."""

    span: Span
    """Without the mark."""
    mark: str
    """The mark that ends it; empty at the end of a sentence without one."""


@lru_cache(maxsize=64)  # a sentence is read by itself and beside its neighbours
def split_clauses(folded: str) -> tuple[Clause, ...]:
    """Cut a folded sentence at its commas, colons and stops, not inside brackets or numbers."""
    clauses: list[Clause] = []
    start, depth = 0, 0
    for at, char in enumerate(folded):
        if char in "(《〈[":
            depth += 1
        elif char in ")》〉]":
            depth = max(0, depth - 1)
        if char not in CLAUSE_ENDS or depth > 0:
            continue
        if char in ",:" and folded[at - 1 : at].isdigit() and folded[at + 1 : at + 2].isdigit():
            continue
        if folded[start:at].strip(_EDGES + CLOSERS):
            start = _start_of_clause(folded, start)
            clauses.append(Clause(Span(start, at), char))
        start = at + 1
    if folded[start:].strip(_EDGES + CLOSERS):
        start = _start_of_clause(folded, start)
        clauses.append(Clause(Span(start, len(folded)), ""))
    return tuple(clauses)


def _start_of_clause(folded: str, start: int) -> int:
    """Skip spaces, and quotation marks that close after the mark before."""
    while folded[start] in CLOSERS or folded[start].isspace():
        start += 1
    return start


def trim(folded: str, span: Span) -> Span:
    """Cut marks off both ends, and quotation marks whose other half is not inside."""
    start, end = span.start, span.end
    while start < end:
        first, last, inner = folded[start], folded[end - 1], folded[start:end]
        lone_opener = first in _QUOTES and _QUOTES[first] not in inner
        if first in _EDGES or first in CLOSERS or lone_opener:
            start += 1
        elif last in _EDGES or last in OPENERS or _is_lone_closer(inner):
            end -= 1
        else:
            break
    return Span(start, end)


def without_asides(folded: str, span: Span) -> Span:
    """Cut off an explanation what only somebody says to it (…,“甲”; …。”甲说), and the copula."""
    text = folded[span.start : span.end]
    start, end = span.start, span.end
    for lead in (_TOLD_BEFORE, _LEAD):
        if (found := lead.match(folded, start, end)) is not None:
            start = found.end()
    if (told := _TOLD_AFTER.search(text)) is not None and "“" not in text[: told.start()]:
        end = span.start + told.start()
    elif (remark := _REMARK.search(text)) is not None and text.endswith("”"):
        end = span.start + remark.start()
    return Span(start, end) if start < end else span


def _is_lone_closer(text: str) -> bool:
    at = CLOSERS.find(text[-1])
    return at >= 0 and text.count(OPENERS[at]) < text.count(text[-1])


def starts_with(folded: str, span: Span, words: Iterable[str]) -> str:
    """Return the longest of `words` that a stretch begins with, quotation marks aside, or ""."""
    text = folded[span.start : span.end].lstrip("“‘ ")
    return max((w for w in words if text.startswith(w)), key=len, default="")
