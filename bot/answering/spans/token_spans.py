"""Spans of an article, cut at token boundaries: where they stand and what they hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.answering.annotation import CLAUSE_ENDS, AnnotatedArticle, BoolArray, IntArray

EDGE = -1
"""Stands for the code point beside a span where its sentence begins or ends."""


@dataclass(frozen=True)
class TokenSpans:
    """Spans of one article as parallel arrays of shape (C,); tokens `first` to `last` inclusive.

    They stand in reading order: by `first`, then by `last`.
    """

    article: AnnotatedArticle
    first: IntArray
    last: IntArray

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Folded text of every span."""
        text = self.article.text
        bounds = zip(self.start.tolist(), self.end.tolist(), strict=True)
        return tuple(text[start:end] for start, end in bounds)

    @cached_property
    def sentence(self) -> IntArray:
        """Number of the sentence each span stands in, shape (C,)."""
        return self.article.sentence_of[self.first]

    @cached_property
    def start(self) -> IntArray:
        """Where each span begins in `article.text`, shape (C,)."""
        return self.article.token_bounds[0][self.first]

    @cached_property
    def end(self) -> IntArray:
        """Where each span ends in `article.text`, shape (C,)."""
        return self.article.token_bounds[1][self.last]

    @cached_property
    def tokens(self) -> IntArray:
        """Length of each span in tokens, shape (C,)."""
        return self.last - self.first + 1

    @cached_property
    def characters(self) -> IntArray:
        """Length of each span in characters, shape (C,)."""
        return self.end - self.start

    @cached_property
    def first_code(self) -> IntArray:
        """Code point of each span's first character, shape (C,)."""
        return self.article.codes[self.start]

    @cached_property
    def last_code(self) -> IntArray:
        """Code point of each span's last character, shape (C,)."""
        return self.article.codes[self.end - 1]

    @cached_property
    def before(self) -> IntArray:
        """Code point just before each span, EDGE where its sentence begins, shape (C,)."""
        begins = self.article.sentence_bounds[0][self.sentence]
        return np.where(self.start == begins, EDGE, self.article.codes[self.start - 1])

    @cached_property
    def after(self) -> IntArray:
        """Code point just after each span, EDGE where its sentence ends, shape (C,)."""
        ends = self.article.sentence_bounds[1][self.sentence]
        return np.where(self.end == ends, EDGE, self.article.codes[self.end])

    def count(self, where: BoolArray) -> IntArray:
        """Return how many of the places that `where` marks each span holds, shape (C,).

        `where` is over the characters of `article.text`.
        """
        met = np.cumsum(where, dtype=np.intp)
        return np.asarray(met[self.end - 1] - met[self.start - 1])

    def count_tokens(self, which: BoolArray) -> IntArray:
        """Return how many of the tokens that `which`, shape (T,), marks each span holds."""
        met = np.concatenate([[0], np.cumsum(which, dtype=np.intp)])
        return np.asarray(met[self.last + 1] - met[self.first])

    def holding(self, characters: Iterable[str]) -> BoolArray:
        """Return which spans hold one of some characters, shape (C,)."""
        return self.count(self.article.where_characters(characters)) > 0

    def ending_with(self, ending: str) -> BoolArray:
        """Return which spans end with `ending`, none where that is empty, shape (C,)."""
        if not ending:
            return np.zeros(len(self), dtype=bool)
        text, ends = self.article.text, self.article.token_bounds[1]
        found = self.article.codes[ends - 1] == ord(ending[-1])
        for token in np.flatnonzero(found).tolist():
            found[token] = text.endswith(ending, 0, int(ends[token]))
        return np.asarray(found[self.last] & (self.characters >= len(ending)))

    @cached_property
    def begins_clause(self) -> BoolArray:
        """Which spans begin where a clause or the sentence begins, shape (C,)."""
        return np.isin(self.before, _BESIDE_CLAUSE)

    @cached_property
    def ends_clause(self) -> BoolArray:
        """Which spans end where a clause or the sentence ends, shape (C,)."""
        return np.isin(self.after, _BESIDE_CLAUSE)

    def which(self, indices: Iterable[int]) -> BoolArray:
        """Return True for the spans with these indices, shape (C,)."""
        marked = np.zeros(len(self), dtype=bool)
        marked[list(indices)] = True
        return marked


_BESIDE_CLAUSE = np.array([EDGE, *map(ord, CLAUSE_ENDS)], dtype=np.intp)
"""Code points beside a span that begins (ends) with its clause."""
