"""Words of a text with their place and part of speech."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from retrieval.fold import fold

# jieba splits 23,876 at the comma; a group of thousands is one number.
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `text` is folded, `start`/`end` are code points of the text it was cut from."""

    text: str
    start: int
    end: int
    tag: str
    """Part of speech in the ICTCLAS/jieba tag set (n, v, nr, ns, m, …)."""


@cache
def _tagger() -> Any:
    # Imported on first use: the dictionary takes a second to load.
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    return jieba.posseg.dt


def tokenize(text: str) -> tuple[Token, ...]:
    """Cut `text` into tokens, white space left out; the offsets count in `text` as given."""
    return tokenize_folded(fold(text))


def tokenize_folded(folded: str) -> tuple[Token, ...]:
    """Cut a text that is folded already."""
    return tuple(_merge_thousands(folded, _cut(folded)))


def _cut(folded: str) -> Iterator[Token]:
    at = 0
    for word, tag in _tagger().cut(folded):
        if not word.isspace():
            yield Token(word, at, at + len(word), tag)
        at += len(word)


def _merge_thousands(folded: str, tokens: Iterator[Token]) -> Iterator[Token]:
    groups = [match.span() for match in _THOUSANDS.finditer(folded)]
    for token in tokens:
        while groups and groups[0][1] <= token.start:
            groups.pop(0)
        if not groups or token.end <= groups[0][0]:
            yield token
        elif token.start <= groups[0][0]:
            start, end = groups[0]
            yield Token(folded[start:end], start, end, "m")
