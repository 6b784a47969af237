"""Every span of an article that could be an answer.

Three families, all cut at token boundaries: short spans inside one clause; from any token to the
end of its clause or of one of the next two (long things, reasons, manners); whole sentences.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

import numpy as np

from bot.answering.annotation import (
    CLAUSE_ENDS,
    CLOSERS,
    OPENERS,
    AnnotatedArticle,
    BoolArray,
    IntArray,
)
from bot.answering.facts.quantities import Quantity
from bot.answering.facts.timepoint import Time, TimeKind
from bot.answering.lexicon import vague_times
from bot.answering.sorts import Sorts
from retrieval.page import Span

T = TypeVar("T")

MAX_TOKENS = 10
"""Longest short span; 97 % of DRCD dev's gold spans are shorter."""
MAX_LONG_TOKENS = 80
"""Longest span of the other families."""
MAX_TITLE_TOKENS = 20
"""Longest span between title or quotation marks; such a title may run over several clauses."""
CLAUSES_RUN = 3
"""How many clauses a long span may reach over."""

# A span neither begins nor ends with these.
_NOT_FIRST = frozenset("的了着过吗呢吧啊地得、·/-~") | CLAUSE_ENDS | frozenset(CLOSERS)
_NOT_LAST = frozenset("的地得和与及或、·/-~而且并由于在把被从向") | CLAUSE_ENDS | frozenset(OPENERS)


@dataclass(frozen=True)
class CandidatePool:
    """Spans of one article as parallel arrays of shape (C,); tokens `first` to `last` inclusive."""

    article: AnnotatedArticle
    first: IntArray
    last: IntArray

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Folded text of every candidate."""
        article, tokens = self.article, self.article.tokens
        return tuple(
            article.sentences[article.sentence_of[first]].folded[
                tokens[first].start : tokens[last].end
            ]
            for first, last in zip(self.first.tolist(), self.last.tolist(), strict=True)
        )

    @cached_property
    def start(self) -> IntArray:
        """Where each candidate begins in `article.text`, shape (C,)."""
        return self.article.token_bounds[0][self.first]

    @cached_property
    def end(self) -> IntArray:
        """Where each candidate ends in `article.text`, shape (C,)."""
        return self.article.token_bounds[1][self.last]

    @cached_property
    def last_code(self) -> IntArray:
        """Code point of each candidate's last character, shape (C,)."""
        return self.article.codes[self.end - 1]

    def ending_with(self, ending: str) -> BoolArray:
        """Return which candidates end with `ending`, none where that is empty, shape (C,)."""
        ends = np.zeros(len(self), dtype=bool)
        if ending:
            for index in np.flatnonzero(self.last_code == ord(ending[-1])):
                ends[index] = self.texts[index].endswith(ending)
        return ends

    @cached_property
    def sorts(self) -> Sorts:
        """What sort of thing each candidate is."""
        tags = self.article.tags
        return Sorts(self.texts, tuple(tags[last] for last in self.last.tolist()), self.outside)

    @cached_property
    def outside(self) -> tuple[tuple[str, str], ...]:
        """The characters just before and after each candidate, "" at the sentence's edge."""
        article, tokens = self.article, self.article.tokens
        pairs = []
        for first, last in zip(self.first.tolist(), self.last.tolist(), strict=True):
            folded = article.sentences[article.sentence_of[first]].folded
            start, end = tokens[first].start, tokens[last].end
            pairs.append((folded[start - 1 : start] if start else "", folded[end : end + 1]))
        return tuple(pairs)

    @cached_property
    def begins_clause(self) -> BoolArray:
        """Which candidates begin where a clause or the sentence begins, shape (C,)."""
        return np.array([b == "" or b in CLAUSE_ENDS for b, _ in self.outside], dtype=bool)

    @cached_property
    def ends_clause(self) -> BoolArray:
        """Which candidates end where a clause or the sentence ends, shape (C,)."""
        return np.array([a == "" or a in CLAUSE_ENDS for _, a in self.outside], dtype=bool)

    @cached_property
    def quantities(self) -> tuple[Quantity | None, ...]:
        """The quantity that is exactly the candidate, None for the others."""
        return self._exact([{q.span: q for q in s.quantities} for s in self.article.sentences])

    @cached_property
    def exact_quantities(self) -> tuple[tuple[int, Quantity], ...]:
        """The candidates that are exactly a quantity: index and quantity."""
        return tuple((i, q) for i, q in enumerate(self.quantities) if q is not None)

    @cached_property
    def cores(self) -> tuple[Quantity | None, ...]:
        """The quantity that the candidate is without its outer qualifiers (约1亿元 → 1亿元)."""
        return self._exact([{q.core_span: q for q in s.quantities} for s in self.article.sentences])

    @cached_property
    def numerals(self) -> tuple[Quantity | None, ...]:
        """The quantity whose numeral alone the candidate is."""
        return self._exact(
            [{q.number_span: q for q in s.quantities} for s in self.article.sentences]
        )

    @cached_property
    def times(self) -> tuple[Time | None, ...]:
        """The point in time that is exactly the candidate, None for the others."""
        return self._exact([{t.span: t for t in s.points_in_time} for s in self.article.sentences])

    @cached_property
    def grains(self) -> tuple[TimeKind | None, ...]:
        """The smallest unit of the time, or part of a time, that the candidate is exactly.

        The smallest part of a time (of 3月5日, 5日) has none: the whole is as fine and says more.
        """
        return self._exact(
            [
                {
                    p.span: p.kind
                    for t in s.points_in_time
                    for p in t.parts
                    if t.kind is TimeKind.PERIOD or p.kind is not t.granularity
                }
                | {t.span: t.granularity for t in s.points_in_time}
                for s in self.article.sentences
            ]
        )

    @cached_property
    def exact_grains(self) -> tuple[tuple[int, TimeKind], ...]:
        """The candidates that are exactly a time or part of one: index and smallest unit."""
        return tuple((i, g) for i, g in enumerate(self.grains) if g is not None)

    @cached_property
    def is_time(self) -> BoolArray:
        """Which candidates are exactly a point in time, shape (C,)."""
        return np.array([t is not None for t in self.times], dtype=bool)

    @cached_property
    def is_vague_time(self) -> BoolArray:
        """Which candidates tell no one the time (当日), shape (C,)."""
        vague = vague_times()
        return np.array([text in vague for text in self.texts], dtype=bool)

    def _exact(self, found: list[dict[Span, T]]) -> tuple[T | None, ...]:
        article, tokens = self.article, self.article.tokens
        return tuple(
            found[article.sentence_of[first]].get(Span(tokens[first].start, tokens[last].end))
            for first, last in zip(self.first.tolist(), self.last.tolist(), strict=True)
        )


def generate(article: AnnotatedArticle) -> CandidatePool:
    """List the candidates of an article in reading order."""
    spans: set[tuple[int, int]] = set()
    texts = [t.text for t in article.tokens]
    clause_of, sentence_of = article.clause_of, article.sentence_of
    clause_last = _last_words(texts, clause_of)
    good_last = [t not in _NOT_LAST for t in texts]
    total = len(texts)
    for first, text in enumerate(texts):
        if text in _NOT_FIRST:
            continue
        clause = clause_of[first]
        for last in range(first, min(first + MAX_TOKENS, total)):
            if clause_of[last] != clause:
                break
            if good_last[last]:
                spans.add((first, last))
        for run in range(clause, min(clause + CLAUSES_RUN, len(clause_last))):
            last = clause_last[run]
            if not first <= last < first + MAX_LONG_TOKENS:
                break
            if sentence_of[last] != sentence_of[first]:
                break
            spans.add((first, last))
    spans.update(s for s in _sentences(article, clause_last) if s[1] - s[0] < MAX_LONG_TOKENS)
    spans.update(_marked(texts, sentence_of))
    balanced = sorted(span for span in spans if _balanced(texts, *span))
    table: IntArray = np.array(balanced, dtype=np.intp).reshape(-1, 2)
    return CandidatePool(article, table[:, 0].copy(), table[:, 1].copy())


def _last_words(texts: list[str], clause_of: IntArray) -> list[int]:
    """Return for each clause its last token that is not the mark which ends it."""
    last = [0] * (int(clause_of[-1]) + 1 if len(clause_of) else 0)
    for at, clause in enumerate(clause_of):
        if texts[at][0] not in CLAUSE_ENDS or last[clause] == 0:
            last[clause] = at
    return last


def _sentences(article: AnnotatedArticle, clause_last: list[int]) -> list[tuple[int, int]]:
    """Return the whole sentences without their final mark."""
    starts = [*article.sentence_starts.tolist(), len(article)]
    return [
        (first, max(first, clause_last[article.clause_of[end - 1]]))
        for first, end in pairwise(starts)
    ]


def _marked(texts: list[str], sentence_of: IntArray) -> Iterator[tuple[int, int]]:
    """Yield what stands between title or quotation marks, the marks too (“甲——乙”)."""
    opened = -1
    for at, text in enumerate(texts):
        if text in _TITLE_MARKS:
            opened = at
        elif opened >= 0 and text == _PARTNER[texts[opened]]:
            if sentence_of[at] == sentence_of[opened] and at - opened <= MAX_TITLE_TOKENS:
                yield opened, at
            opened = -1


def _balanced(texts: list[str], first: int, last: int) -> bool:
    """Tell whether every bracket and quotation mark in the span has its partner there."""
    stack: list[str] = []
    for text in texts[first : last + 1]:
        if text in _PARTNER:
            stack.append(_PARTNER[text])
        elif text in _CLOSING and (not stack or stack.pop() != text):
            return False
    return not stack


_PARTNER = dict(zip(OPENERS, CLOSERS, strict=True))
_CLOSING = frozenset(CLOSERS)
_TITLE_MARKS = frozenset("“《")
