"""Qualifiers: words around a number that say how exact it is (约, 余, 以上, 超过)."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.answering.facts import lexicon
from bot.answering.facts.measures import attribute_nouns
from retrieval.page import Span


class Qualifier(StrEnum):
    """What a qualifier makes of the number."""

    ABOUT = "about"
    """约, 近, 左右 …"""
    MORE = "more"
    """余, 多, 超过, 以上 …"""
    LESS = "less"
    """不足, 不到, 以下 …"""
    AT_LEAST = "at_least"
    """至少, 不少于 …"""
    AT_MOST = "at_most"
    """至多, 以内 …"""
    SEVERAL = "several"
    """数十, 几百: some multiple of the value."""


@dataclass(frozen=True, slots=True)
class QualifierWord:
    """A qualifier found in a text."""

    kind: Qualifier
    span: Span
    inside: bool = True
    """Whether it belongs to the natural answer span (近7万人) or to the sentence (超过 7万人)."""


@dataclass(frozen=True, slots=True)
class _Words:
    before: dict[str, tuple[Qualifier, bool]]
    after: dict[str, Qualifier]
    not_after: dict[str, frozenset[str]]
    bare_only: frozenset[str]
    measures: tuple[str, ...]
    """What stands right before such a qualifier of digits: what is measured, or 均 behind it."""


_MORE_AFTER_UNIT = ("time", "length", "weight", "money")
"""Dimensions whose units may be followed by 多 (三年多)."""
_NOT_MORE_BEFORE = frozenset("于了出达少0123456789")
"""After 多: a comparison (比去年的3年多2年)."""


@cache
def _words() -> _Words:
    data = lexicon.read_toml("qualifiers.toml")
    before = {
        word: (Qualifier(kind), place == "inside")
        for kind, places in data["before"].items()
        for place, words in places.items()
        for word in words.split()
    }
    after = {
        word: Qualifier(kind)
        for kind, places in data["after"].items()
        for word in places["inside"].split()
    }
    not_after = {word: frozenset(chars) for word, chars in data["not_after"].items()}
    bare_only = data["bare_only"]
    nouns = (noun for noun in attribute_nouns() if len(noun) > 1)
    measures = (*nouns, *bare_only["after_measures"].split())
    return _Words(before, after, not_after, frozenset(bare_only["words"].split()), measures)


def qualifier_before(text: str, start: int, *, bare: bool) -> QualifierWord | None:
    """Find the qualifier that ends at `start`; `bare` for a magnitude without digits (过百)."""
    words = _words()
    for length in (4, 3, 2, 1):
        word = text[max(start - length, 0) : start]
        if word not in words.before or len(word) < length:
            continue
        if word in words.bare_only and not bare and not _follows_measure(text, start - length):
            return None
        previous = text[max(start - length - 1, 0) : start - length]
        if previous and previous in words.not_after.get(word, ()):
            return None
        kind, inside = words.before[word]
        return QualifierWord(kind, Span(start - length, start), inside)
    return None


def _follows_measure(text: str, at: int) -> bool:
    """Tell whether what is measured stands right before (税收[过]5亿元, and not 去[过]5次)."""
    return text.endswith(_words().measures, 0, at)


def qualifier_after(text: str, end: int, dimension: str) -> QualifierWord | None:
    """Find the qualifier that starts at `end`, after a quantity of `dimension`."""
    words = _words()
    for length in (2, 1):
        word = text[end : end + length]
        if word not in words.after or len(word) < length:
            continue
        if word == "多" and (
            dimension not in _MORE_AFTER_UNIT or text[end + 1 : end + 2] in _NOT_MORE_BEFORE
        ):
            return None
        return QualifierWord(words.after[word], Span(end, end + length))
    return None
