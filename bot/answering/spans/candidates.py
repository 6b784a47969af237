"""Every span of an article that could be an answer.

Three families, all cut at token boundaries: short spans inside one clause; from any token to the
end of its clause or of one of the next two (long things, reasons, manners); whole sentences.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
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
from bot.answering.lexicon.words import vague_times
from bot.answering.spans.sorts import Sorts
from bot.answering.spans.token_spans import TokenSpans
from bot.answering.timeline import lacks_year
from retrieval.page import Span

T = TypeVar("T")

_WRITTEN = re.compile(r"[\d〇一二三四五六七八九十元]")
"""What a year of its own has (昭和三年, 元年); 同年 and 去年 have nothing of it."""

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
class CandidatePool(TokenSpans):
    """The candidates of one article, C of them."""

    @cached_property
    def sorts(self) -> Sorts:
        """What sort of thing each candidate is."""
        return Sorts(self)

    # What is exactly something found in the text are few: by index, in order.

    @cached_property
    def quantities(self) -> dict[int, Quantity]:
        """The candidates that are exactly a quantity."""
        return self._exact([{q.span: q for q in s.quantities} for s in self.article.sentences])

    @cached_property
    def cores(self) -> dict[int, Quantity]:
        """Those that are one without its outer qualifiers (约1亿元 → 1亿元)."""
        return self._exact([{q.core_span: q for q in s.quantities} for s in self.article.sentences])

    @cached_property
    def numerals(self) -> dict[int, Quantity]:
        """Those that are the numeral of one alone."""
        return self._exact(
            [{q.number_span: q for q in s.quantities} for s in self.article.sentences]
        )

    @cached_property
    def times(self) -> dict[int, Time]:
        """The candidates that are exactly a point in time."""
        return self._exact([{t.span: t for t in s.points_in_time} for s in self.article.sentences])

    @cached_property
    def grains(self) -> dict[int, TimeKind]:
        """The smallest unit of the time, or part of a time, that a candidate is exactly.

        The smallest part of a time (of 3月5日, 5日) has none: the whole is as fine and says more.
        A part of a century or a month (19世纪末) is finer than those.
        """
        return self._exact(
            [
                {
                    p.span: p.kind
                    for t in s.points_in_time
                    for p in t.parts
                    if t.kind is TimeKind.PERIOD or p.kind is not _grain(t)
                }
                | {t.span: _grain(t) for t in s.points_in_time}
                for s in self.article.sentences
            ]
        )

    @cached_property
    def lacking_year(self) -> list[int]:
        """The candidates that are a time without its year."""
        return [i for i, time in self.times.items() if lacks_year(time, self.texts[i])]

    @cached_property
    def years_told(self) -> dict[int, int]:
        """For those the candidate that is their year: the last named before in the paragraph.

        4月20日 and 同年 are of the year named before them; where none is (今年 is only counted from
        the article's date), they are not among the keys.
        """
        years = [
            index
            for index, grain in self.grains.items()
            if grain is TimeKind.YEAR and _WRITTEN.search(self.texts[index])
        ]
        paragraph = self.article.paragraph_of[self.first]
        before = np.searchsorted(self.first[years], self.first[self.lacking_year]) - 1
        return {
            index: years[at]
            for index, at in zip(self.lacking_year, before.tolist(), strict=True)
            if at >= 0 and paragraph[years[at]] == paragraph[index]
        }

    @cached_property
    def is_time(self) -> BoolArray:
        """Which candidates are exactly a point in time, shape (C,)."""
        return self.which(self.times)

    @cached_property
    def is_vague_time(self) -> BoolArray:
        """Which candidates tell no one the time (当日), shape (C,)."""
        vague = vague_times()
        return np.array([text in vague for text in self.texts], dtype=bool)

    def _exact(self, found: Sequence[dict[Span, T]]) -> dict[int, T]:
        """Return what is found of each candidate, by its span in each of the sentences."""
        begins = self.article.sentence_bounds[0].tolist()
        placed = [
            (begin + span.start, begin + span.end, value)
            for begin, spans in zip(begins, found, strict=True)
            for span, value in spans.items()
        ]
        longest = len(self.article.text)
        own = self.start * longest + self.end  # rises: they stand in reading order
        wanted = np.array([start * longest + end for start, end, _ in placed], dtype=np.intp)
        at = np.searchsorted(own, wanted)
        held = np.append(own, -1)[at] == wanted
        pairs = [
            (index, value)
            for index, holds, (_, _, value) in zip(at.tolist(), held.tolist(), placed, strict=True)
            if holds
        ]
        return dict(sorted(pairs, key=itemgetter(0)))


def _grain(time: Time) -> TimeKind:
    """Return the smallest unit of a time; of a part of one (19世纪末, 5月底) that it is a part."""
    unit = time.granularity
    cut = unit in _HAVE_PARTS and any(
        part.kind is unit and part.span.end < time.span.end for part in time.parts
    )
    return TimeKind.PERIOD if cut else unit


_HAVE_PARTS = (TimeKind.CENTURY, TimeKind.MONTH)


def generate(article: AnnotatedArticle) -> CandidatePool:
    """List the candidates of an article in reading order."""
    texts = [t.text for t in article.tokens]
    clause_last = _last_words(texts, article.clause_of)
    spans = np.concatenate(
        [
            _short(texts, article, beginnings := _beginnings(texts, article)),
            _to_clause_ends(article, clause_last, beginnings),
            _spans(s for s in _sentences(article, clause_last) if s[1] - s[0] < MAX_LONG_TOKENS),
            _spans(_marked(texts, article.sentence_of)),
        ]
    )
    total = max(len(texts), 1)
    first, last = np.divmod(np.unique(spans[:, 0] * total + spans[:, 1]), total)
    balanced = _balanced(texts, first, last)
    return CandidatePool(article, first[balanced], last[balanced])


def _spans(pairs: Iterable[tuple[int, int]]) -> IntArray:
    """Return pairs of first and last token as an array of shape (N, 2)."""
    return np.array(list(pairs), dtype=np.intp).reshape(-1, 2)


def _beginnings(texts: list[str], article: AnnotatedArticle) -> IntArray:
    """Return the tokens that a span may begin with: words, and the minus of a figure (-3%)."""
    starts = article.token_bounds[0].tolist()
    signs = {
        begin + q.span.start
        for begin, sentence in zip(
            article.sentence_bounds[0].tolist(), article.sentences, strict=True
        )
        for q in sentence.quantities
        if q.value < 0
    }
    return np.array(
        [
            at
            for at, text in enumerate(texts)
            if text not in _NOT_FIRST or (text == "-" and starts[at] in signs)
        ],
        dtype=np.intp,
    )


def _short(texts: list[str], article: AnnotatedArticle, beginnings: IntArray) -> IntArray:
    """Return the short spans inside one clause, shape (N, 2)."""
    may_end = np.array([text not in _NOT_LAST for text in texts], dtype=bool)
    first = np.repeat(beginnings, MAX_TOKENS)
    last = first + np.tile(np.arange(MAX_TOKENS), len(first) // MAX_TOKENS)
    first, last = first[last < len(texts)], last[last < len(texts)]
    fits = may_end[last] & (article.clause_of[first] == article.clause_of[last])
    return np.stack([first[fits], last[fits]], axis=1)


def _to_clause_ends(
    article: AnnotatedArticle, clause_last: list[int], beginnings: IntArray
) -> IntArray:
    """Return the spans to the end of their clause or of one of the next two, shape (N, 2)."""
    first = beginnings
    ends = np.array([*clause_last, *[-1] * CLAUSES_RUN], dtype=np.intp)
    found = []
    for run in range(CLAUSES_RUN):
        last = ends[article.clause_of[first] + run]
        fits = (first <= last) & (last < first + MAX_LONG_TOKENS)
        first, last = first[fits], last[fits]  # where one does not fit, no longer one does
        fits = article.sentence_of[first] == article.sentence_of[last]
        first, last = first[fits], last[fits]
        found.append(np.stack([first, last], axis=1))
    return np.concatenate(found)


def _last_words(texts: list[str], clause_of: IntArray) -> list[int]:
    """Return for each clause its last token that is not the mark which ends it."""
    last = [0] * (int(clause_of[-1]) + 1 if len(clause_of) else 0)
    for at, (text, clause) in enumerate(zip(texts, clause_of.tolist(), strict=True)):
        if text[0] not in CLAUSE_ENDS or last[clause] == 0:
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


def _balanced(texts: list[str], first: IntArray, last: IntArray) -> BoolArray:
    """Return in which spans every bracket and quotation mark has its partner, shape (N,)."""
    marks = np.cumsum([0, *(text in _PARTNER or text in _CLOSING for text in texts)])
    balanced: BoolArray = marks[last + 1] == marks[first]
    for index in np.flatnonzero(~balanced).tolist():
        balanced[index] = _is_balanced(texts[first[index] : last[index] + 1])
    return balanced


def _is_balanced(texts: Sequence[str]) -> bool:
    """Tell whether every bracket and quotation mark has its partner."""
    stack: list[str] = []
    for text in texts:
        if text in _PARTNER:
            stack.append(_PARTNER[text])
        elif text in _CLOSING and (not stack or stack.pop() != text):
            return False
    return not stack


_PARTNER = dict(zip(OPENERS, CLOSERS, strict=True))
_CLOSING = frozenset(CLOSERS)
_TITLE_MARKS = frozenset("“《")
