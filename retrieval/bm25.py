"""BM25 in memory, over the paragraphs of pages, on rank-bm25.

The variant is BM25+ (Lv and Zhai, "Lower-bounding term frequency normalization", CIKM 2011), with
rank-bm25's constants k1 = 1.5, b = 0.75, delta = 1; docs/search.md has the figures it was chosen
by. Its IDF, ln((N + 1) / df), is above zero for every term, also in a corpus of one paragraph.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Plus

from retrieval.page import Article, Page, Paragraph
from retrieval.retriever import Hit
from retrieval.terms import index_terms


class Bm25Index:
    """BM25+ scores of documents that are given as lists of terms."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        """Index `documents`; none at all, or empty ones, are allowed."""
        self._size = len(documents)
        self._postings: dict[str, list[int]] = {}
        """Per term, the documents that hold it, ascending."""
        for position, document in enumerate(documents):
            for term in dict.fromkeys(document):
                self._postings.setdefault(term, []).append(position)
        if self._postings:  # rank-bm25 divides by the number of documents and their mean length
            self._bm25 = BM25Plus(documents)
            # It makes an array of this list in every call.
            self._bm25.doc_len = np.array(self._bm25.doc_len)

    def scores(self, query: Sequence[str]) -> NDArray[np.float64]:
        """Return one score per document, 0 where it shares no term with `query`.

        rank-bm25 adds BM25+'s lower bound to every document, whether it holds the term or not;
        here each term is scored in the documents that hold it, as the paper has it, which also
        spares going through all the others.
        """
        scores = np.zeros(self._size)
        for term, count in Counter(query).items():
            if holders := self._postings.get(term):
                scores[holders] += count * np.array(self._bm25.get_batch_scores([term], holders))
        return scores


class Bm25Retriever:
    """A `Retriever`: each paragraph of prose is indexed with its article's headline."""

    def __init__(self, pages: tuple[Page, ...]) -> None:
        """Index all `pages` together, in the order given."""
        self._paragraphs: list[tuple[Page, Article, Paragraph]] = []
        documents: list[list[str]] = []
        for page in pages:
            for article in page.articles:
                context = index_terms(article.headline or "")
                for paragraph in article.prose():
                    self._paragraphs.append((page, article, paragraph))
                    documents.append(index_terms(paragraph.text) + context)
        self._index = Bm25Index(documents)

    def search(self, query: str, k: int) -> tuple[Hit, ...]:
        """Return at most `k` paragraphs, best first, ties in reading order."""
        scores = self._index.scores(index_terms(query))
        found = np.flatnonzero(scores)
        ranked = found[np.argsort(-scores[found], kind="stable")][: max(k, 0)]
        return tuple(Hit(*self._paragraphs[int(at)], float(scores[at])) for at in ranked)
