"""Print the time per query of rank-bm25, of our search and of a plain inverted index.

    python -m tests.benchmarks.search_speed [FILE]

FILE, in SQuAD format, adds a row for its contexts and questions. For the other rows the text is
generated: terms drawn by Zipf's law, stop words and all, 60 a paragraph; a query is ten terms of
one paragraph. The inverted index keeps every score ready, so it is the bound of what BM25 in
memory can do; that it scores as our search does is checked.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterable
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Plus

from retrieval.bm25 import Bm25Index
from retrieval.terms import index_terms
from tests.benchmarks.search_quality import read

VOCABULARY = 50_000
TERMS = 60
QUERY_TERMS = 10


def corpus(size: int) -> list[list[str]]:
    """Return `size` paragraphs of generated terms, the same in every run."""
    generator = random.Random(size)
    cumulative = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
    names = [f"t{number}" for number in range(VOCABULARY)]
    return [generator.choices(names, cum_weights=cumulative, k=TERMS) for _ in range(size)]


class InvertedIndex:
    """The peer: per term, the documents that hold it and what it gives each, computed before."""

    def __init__(self, index: Bm25Index, size: int, terms: Iterable[str]) -> None:
        """Take the shares of `terms` in all `size` documents of `index`."""
        self._size = size
        self._postings = {}
        for term in terms:
            scores = index.scores([term])
            holders = np.flatnonzero(scores)
            self._postings[term] = holders, scores[holders]

    def scores(self, query: list[str]) -> NDArray[np.float64]:
        """Return the sum of the shares, one per document."""
        total = np.zeros(self._size)
        for term in query:
            holders, shares = self._postings[term]
            total[holders] += shares
        return total


def milliseconds(score: Callable[[list[str]], object], queries: list[list[str]]) -> float:
    """Return the mean time per query."""
    start = time.perf_counter()
    for query in queries:
        score(query)
    return 1000 * (time.perf_counter() - start) / len(queries)


def print_row(name: str, documents: list[list[str]], queries: list[list[str]]) -> None:
    """Time all three on the same documents and queries, both given as terms."""
    reference, index = BM25Plus(documents), Bm25Index(documents)
    peer = InvertedIndex(index, len(documents), {term for query in queries for term in query})
    for query in queries:
        np.testing.assert_allclose(peer.scores(query), index.scores(query))
    slow, ours, bound = (
        milliseconds(score, queries) for score in (reference.get_scores, index.scores, peer.scores)
    )
    print(f"| {name} | {slow:.2f} | {ours:.2f} | {bound:.3f} | {slow / ours:.1f} |", flush=True)


def main() -> None:
    """Print one row per corpus."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, nargs="?", help="a file in SQuAD format")
    file = parser.parse_args().file
    print("| paragraphs | rank-bm25, ms | ours, ms | inverted index, ms | rank-bm25 / ours |")
    print("| --- | ---: | ---: | ---: | ---: |")
    if file:
        collection = read(file)
        print_row(
            f"{len(collection.contexts):,}, {file.name}",
            [index_terms(context) for context in collection.contexts],
            [index_terms(question.text) for question in collection.questions[:200]],
        )
    for size, repeats in ((1_000, 100), (100_000, 10)):
        documents = corpus(size)
        queries = [documents[number][:QUERY_TERMS] for number in range(repeats)]
        print_row(f"{size:,}, generated", documents, queries)


if __name__ == "__main__":
    main()
