"""Print how well search finds the paragraph a question was asked about, for docs/search.md.

    python -m tests.benchmarks.search_quality FILE

FILE is in SQuAD format (DRCD, CMRC 2018). All its contexts are in one index; DRCD dev takes some
minutes. The second table is
about `retrieval.idf`: the sentence of a question's own context whose words, shared with the
question and weighed by rarity, sum to most.
"""

import argparse
import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25, BM25L, BM25Okapi, BM25Plus

from retrieval import idf
from retrieval.bm25 import Bm25Index
from retrieval.fold import fold
from retrieval.page import Article, MappedText, Page, Paragraph, Role, Sentence, Span
from retrieval.stopwords import stop_words
from retrieval.terms import bigrams, index_terms
from retrieval.tokens import tokenize_folded, words

CUTOFFS = (1, 3, 5, 10)
BACKGROUNDS = (0, 10, 30, 100, 1000, 10000)

Terms = list[str]
Cut = Callable[[str], Terms]
"""From text to terms."""
Score = Callable[[Terms], NDArray[np.float64]]
"""From a query's terms to one score per document."""
Index = Callable[[Sequence[Terms]], Score]
"""From documents to their scoring."""


@dataclass(frozen=True)
class Asked:
    """A question, the number of its context, and where its answers start there."""

    text: str
    context: int
    starts: tuple[int, ...]


@dataclass(frozen=True)
class Collection:
    """All contexts of a file with the titles they stand under, and all questions."""

    contexts: tuple[str, ...]
    titles: tuple[str, ...]
    questions: tuple[Asked, ...]


def read(path: Path) -> Collection:
    """Read a file in SQuAD format."""
    contexts: list[str] = []
    titles: list[str] = []
    questions: list[Asked] = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                starts = tuple(answer["answer_start"] for answer in qa["answers"])
                questions.append(Asked(qa["question"], len(contexts), starts))
            contexts.append(paragraph["context"])
            titles.append(article.get("title") or paragraph.get("title") or "")
    return Collection(tuple(contexts), tuple(titles), tuple(questions))


def _only_words(text: str) -> Terms:
    return [word for word in words(fold(text)) if re.search(r"\w", word)]


def _tagged_words(text: str) -> Terms:
    return [token.text for token in tokenize_folded(fold(text)) if re.search(r"\w", token.text)]


def _only_bigrams(text: str) -> Terms:
    return bigrams(fold(text))


def _both(text: str) -> Terms:
    return _only_words(text) + _only_bigrams(text)


def _tagged_and_bigrams(text: str) -> Terms:
    return _tagged_words(text) + _only_bigrams(text)


def _without_stop_words(cut: Cut) -> Cut:
    return lambda text: [term for term in cut(text) if term not in stop_words()]


def rank_bm25(variant: type[BM25]) -> Index:
    """Score by rank-bm25 as it is; scores are sums over terms, so each term is scored once."""

    def index(documents: Sequence[Terms]) -> Score:
        bm25 = variant(documents)
        of_term: dict[str, NDArray[np.float64]] = {}

        def score(query: Terms) -> NDArray[np.float64]:
            total = np.zeros(len(documents))
            for term in query:
                if term in bm25.idf:
                    if term not in of_term:
                        of_term[term] = bm25.get_scores([term])
                    total += of_term[term]
            return total

        return score

    return index


def as_built(documents: Sequence[Terms]) -> Score:
    """Score as `Bm25Retriever` does."""
    return Bm25Index(documents).scores


def ranks(collection: Collection, cut: Cut, titled: bool, index: Index) -> list[float]:
    """Return the rank of each question's own context, from 1; infinity if it scored 0 or less."""
    documents = [
        cut(context) + (cut(title) if titled else [])
        for context, title in zip(collection.contexts, collection.titles, strict=True)
    ]
    score = index(documents)
    found = []
    for question in collection.questions:
        scores = score(cut(question.text))
        own = scores[question.context]
        ties_before = int((scores[: question.context] == own).sum())
        found.append(1 + int((scores > own).sum()) + ties_before if own > 0 else math.inf)
    return found


def _search_table(collection: Collection) -> None:
    cuts: dict[str, Cut] = {"words": _only_words, "bigrams": _only_bigrams, "both": _both}
    variants: dict[str, Index] = {
        "Okapi": rank_bm25(BM25Okapi),
        "L": rank_bm25(BM25L),
        "Plus": rank_bm25(BM25Plus),
        "Plus, holders only": as_built,
    }
    rows: list[tuple[str, str, bool, Cut, Index]] = []
    for variant, index in variants.items():
        for name, cut in cuts.items():
            rows.append((variant, name, False, cut, index))
            rows.append((variant, name, True, _without_stop_words(cut), index))
    tagged: dict[str, Cut] = {"words (HMM)": _tagged_words, "both (HMM)": _tagged_and_bigrams}
    for name, cut in tagged.items():
        rows.append(("Plus, holders only", name, True, _without_stop_words(cut), as_built))
    rows.append(("**as built**", "both", True, index_terms, as_built))

    print("| BM25 | terms | stop words out | title | R@1 | R@3 | R@5 | R@10 | MRR |")
    print("| --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: |")
    for variant, name, stopped, cut, index in rows:
        for titled in (False, True):
            found = np.array(ranks(collection, cut, titled, index))
            recalls = " | ".join(f"{100 * (found <= cutoff).mean():.1f}" for cutoff in CUTOFFS)
            flags = " | ".join("yes" if flag else "no" for flag in (stopped, titled))
            mrr = (1 / found).mean()
            print(f"| {variant} | {name} | {flags} | {recalls} | {mrr:.4f} |", flush=True)


def _page_of(context: str) -> tuple[Page, list[Span]]:
    """Return a page of one paragraph, cut into sentences at their full stops, with their spans."""
    spans = [Span(*m.span()) for m in re.finditer(r"[^。！？；]+[。！？；]*[”’」』）]*", context)]
    sentences = tuple(
        Sentence(MappedText(context[span.start : span.end], (span,)), number)
        for number, span in enumerate(spans)
    )
    whole = MappedText(context, (Span(0, len(context)),))
    paragraph = Paragraph(whole, Role.PROSE, 0, sentences)
    return Page("", context, (Article(0, None, None, (), (), (paragraph,)),)), spans


def _sentence_accuracy(
    collection: Collection, weigh: Callable[[Page], Callable[[str], float]]
) -> float:
    right = 0
    pages = [_page_of(context) for context in collection.contexts]
    weights = [weigh(page) for page, _ in pages]
    for question in collection.questions:
        (page, spans), weight = pages[question.context], weights[question.context]
        asked = dict.fromkeys(_without_stop_words(_only_words)(question.text))
        weighed = [(token, weight(token)) for token in asked]
        sums = [
            sum(w for token, w in weighed if token in fold(page.text[span.start : span.end]))
            for span in spans
        ]
        best = spans[sums.index(max(sums))]
        right += any(best.start <= start < best.end for start in question.starts)
    return 100 * right / len(collection.questions)


def _rarity_table(collection: Collection) -> None:
    print("| weight of a shared word | best sentence is right |")
    print("| --- | ---: |")
    print(f"| 1 | {_sentence_accuracy(collection, lambda _: lambda _: 1.0):.1f} |")
    chosen = idf.BACKGROUND_SENTENCES
    for background in BACKGROUNDS:
        idf.BACKGROUND_SENTENCES = background
        accuracy = _sentence_accuracy(collection, lambda page: idf.Idf((page,)).rarity)
        mark = " (as built)" if background == chosen else ""
        print(f"| rarity, background of {background} sentences{mark} | {accuracy:.1f} |")
    idf.BACKGROUND_SENTENCES = chosen


def main() -> None:
    """Print both tables for the file named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="a file in SQuAD format")
    collection = read(parser.parse_args().file)
    print(f"{len(collection.contexts)} contexts, {len(collection.questions)} questions\n")
    _search_table(collection)
    print()
    _rarity_table(collection)


if __name__ == "__main__":
    main()
