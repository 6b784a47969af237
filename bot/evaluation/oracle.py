"""Which candidates of a context are right: what no weights could do better than choose."""

import re
from collections.abc import Iterator

import numpy as np

from bot.answering.annotation import AnnotatedArticle, BoolArray, IntArray
from bot.answering.spans.candidates import CandidatePool, generate
from bot.evaluation.cmrc import bare
from bot.evaluation.questions import GoldQuestion
from retrieval.page import Page, Span


class Oracle:
    """Tells of the questions about one page whether any candidate is right."""

    def __init__(self, page: Page) -> None:
        """List the candidates of each article of `page`."""
        pools = (generate(AnnotatedArticle(page, article)) for article in page.articles)
        self._places = [Places(page.text, pool) for pool in pools if len(pool)]

    def knows(self, gold: GoldQuestion) -> bool:
        """Tell whether some candidate has a gold answer's text and place."""
        return any(places.right(gold).any() for places in self._places)


class Places:
    """Where in a context its candidates stand, and which of them are right."""

    sentence: IntArray
    """Sentence of each candidate, shape (C,)."""
    spans: IntArray
    """Where in its sentence each candidate stands, shape (C, 2)."""

    def __init__(self, context: str, pool: CandidatePool) -> None:
        """Take the candidates `pool` of the one article that `context` was read as."""
        tokens, article = pool.article.tokens, pool.article
        self._context = context
        self.sentence = article.sentence_of[pool.first]
        self.spans = np.array(
            [
                (tokens[first].start, tokens[last].end)
                for first, last in zip(pool.first.tolist(), pool.last.tolist(), strict=True)
            ],
            dtype=np.intp,
        )
        mapped = [s.sentence.mapped for s in article.sentences]
        rows = list(zip(self.sentence.tolist(), *self.spans.T.tolist(), strict=True))
        self._bare = np.array([bare(mapped[s].text[start:end]) for s, start, end in rows])
        in_file = [mapped[s].file_span(start, end) for s, start, end in rows]
        self._start = np.array([span.start for span in in_file], dtype=np.intp)
        self._end = np.array([span.end for span in in_file], dtype=np.intp)

    def right(self, gold: GoldQuestion) -> BoolArray:
        """Return which candidates have a gold answer's text (as EM compares it) and place."""
        right = np.zeros(len(self._bare), dtype=bool)
        for answer, span in self._answers(gold):
            right |= self._overlapping(span) & (self._bare == bare(answer))
        return right

    def within(self, gold: GoldQuestion) -> BoolArray:
        """Return which candidates stand within a gold answer."""
        within = np.zeros(len(self._bare), dtype=bool)
        for _, span in self._answers(gold):
            within |= (self._start >= span.start) & (self._end <= span.end)
        return within

    def in_sentences(self, gold: GoldQuestion) -> BoolArray:
        """Return which candidates stand in a sentence that holds a gold answer."""
        overlapping = np.zeros(len(self._bare), dtype=bool)
        for _, span in self._answers(gold):
            overlapping |= self._overlapping(span)
        return np.isin(self.sentence, self.sentence[overlapping])

    def _overlapping(self, span: Span) -> BoolArray:
        return (self._start < span.end) & (self._end > span.start)

    def _answers(self, gold: GoldQuestion) -> Iterator[tuple[str, Span]]:
        """Yield each gold answer with its places: the one the file names, or else all."""
        for answer, start in zip(gold.answers or (), gold.starts, strict=True):
            if start is not None and self._context.startswith(answer, start):
                yield answer, Span(start, start + len(answer))
                continue
            for found in re.finditer(re.escape(answer), self._context):
                yield answer, Span(*found.span())
