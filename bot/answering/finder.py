"""From a question to ranked candidates: search, score, and put equal answers together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter

import numpy as np

from bot.answering.annotation import (
    AnnotatedArticle,
    BoolArray,
    FloatArray,
    IntArray,
)
from bot.answering.answer import Evidence, RuleShare, Trace
from bot.answering.candidate import Candidate
from bot.answering.eligibility.fitting import fitting, stating
from bot.answering.matching import countries, scopes
from bot.answering.matching.left_out import answer_before
from bot.answering.matching.match import Match
from bot.answering.question import Question
from bot.answering.scoring import ScoredArticle
from bot.answering.sentence_share import sentence_shares
from retrieval.bm25 import Bm25Retriever
from retrieval.idf import Idf
from retrieval.page import Article, Page
from retrieval.retriever import Hit, Retriever

NEAR_BEFORE = {"sentence": 8.0, "paragraph": 7.0, "article": 3.0}
"""What it is worth, in score points, to stand near the evidence of the turn before."""
PREPARED = 256
"""Articles kept ready to be asked."""
OF_A_QUESTION = 16
"""Searches, and articles laid under the question, that are kept while it is answered."""
LONG_ARTICLE = 30_000
"""Characters from which only the paragraphs that the search finds are looked at."""
PASSAGES = 6
"""Paragraphs searched for a question; the articles they stand in are scored."""
FEW_ARTICLES = 12
"""So many are all scored where the search finds nothing: a page, and no library."""
SEARCH_WEIGHT = 3.0
"""What the best paragraph of the search is worth in score points against none found."""

AHEAD = 1.0
"""Score points by which what a sentence leaves out goes before its own best candidate."""


@dataclass(frozen=True)
class Ranking:
    """The candidates of one question, best first, one for each distinct text."""

    question: Question
    candidates: tuple[Candidate, ...]
    matches: tuple[Match, ...]
    """One for each article scored."""


class Finder:
    """Searches and scores; holds all that is computed once for a set of pages."""

    def __init__(self, pages: tuple[Page, ...]) -> None:
        self._retriever: Retriever = Bm25Retriever(pages)
        self._idf = Idf(pages)
        self._articles = {
            id(article): (page, article) for page in pages for article in page.articles
        }
        self._long = {
            key
            for key, (_, article) in self._articles.items()
            if sum(len(p.mapped) for p in article.paragraphs) > LONG_ARTICLE
        }
        self._single = self.articles[0] if len(self._articles) == 1 else None
        self._prepared = lru_cache(maxsize=PREPARED)(self._prepare)
        # Every strategy that is tried searches and matches anew.
        self._searched = lru_cache(maxsize=OF_A_QUESTION)(self._retriever.search)
        self._matched = lru_cache(maxsize=OF_A_QUESTION)(self._match)

    def search(self, query: str, k: int = PASSAGES) -> tuple[Hit, ...]:
        """Return the paragraphs nearest to `query`, best first."""
        return self._searched(query, k)

    def forget_question(self) -> None:
        """Let go of what was worked out for the questions before; the articles are kept."""
        self._searched.cache_clear()
        self._matched.cache_clear()

    @property
    def articles(self) -> tuple[tuple[Page, Article], ...]:
        """All articles with their pages, in the order of reading."""
        return tuple(self._articles.values())

    @property
    def sentences(self) -> tuple[str, ...]:
        """The folded sentences of the pages."""
        return self._idf.sentences

    def rarity(self, word: str) -> float:
        """Return how much a word says on these pages, 0 to 1."""
        return self._idf.rarity(word)

    def known(self, word: str) -> bool:
        """Tell whether a folded word stands on the pages."""
        return self._idf.stands(word)

    def scored(
        self, page: Page, article: Article, question: Question | None = None
    ) -> ScoredArticle:
        """Return an article ready to be asked: of a long one, what the question leads to."""
        if question is None or id(article) not in self._long:
            return self._prepared(id(article), None)
        hits = [h.paragraph.index for h in self.search(question.folded) if h.article is article]
        near = {index + shift for index in hits for shift in (-1, 0, 1)}
        return self._prepared(id(article), frozenset(near))

    def _prepare(self, key: int, paragraphs: frozenset[int] | None) -> ScoredArticle:
        page, article = self._articles[key]
        return ScoredArticle.prepare(AnnotatedArticle(page, article, paragraphs))

    def match(self, question: Question, page: Page, article: Article) -> Match:
        """Lay a question over one article."""
        return self._matched(question, id(article))

    def _match(self, question: Question, key: int) -> Match:
        page, article = self._articles[key]
        return Match(question, self.scored(page, article, question).pool, self.rarity)

    def rank(
        self,
        question: Question,
        *,
        strict: bool = True,
        before: Evidence | None = None,
        k: int = PASSAGES,
        top: int = 12,
    ) -> Ranking:
        """Return the best `top` candidates among the `k` passages nearest to the question.

        If `strict`, only candidates of the sort asked for (see fitting.py). `before` is what the
        answer rests on that the question leans on; what stands near it is preferred.
        """
        asked = " ".join((question.folded, *question.carried))
        hits = () if self._single else self.search(asked, k)
        articles = {id(h.article): (h.page, h.article) for h in hits}
        if before is not None:
            articles[id(before.article)] = (before.page, before.article)
        if self._single:
            articles = {id(self._single[1]): self._single}
        elif not hits and len(self._articles) <= FEW_ARTICLES:
            articles |= self._articles  # asked in none of the text's words
        best_hit = max((h.score for h in hits), default=1.0)
        found: dict[int, dict[int, float]] = {}
        for hit in hits:
            share = SEARCH_WEIGHT * hit.score / best_hit
            found.setdefault(id(hit.article), {})[hit.paragraph.index] = share
        matches, scores, eligible = [], [], []
        for key, (page, article) in articles.items():
            match = self.match(question, page, article)
            score = self.scored(page, article, question).score(match, of_page=strict)
            fits = fitting(match) if strict else match.anywhere()
            if not strict and (gained := countries.gains(match)) is not None:
                score = score + gained
            score = np.where(fits, score, -np.inf)
            if self._single is None:
                bonus = found.get(key, {})
                by_sentence = np.array(
                    [bonus.get(s.paragraph.index, 0.0) for s in match.article.sentences]
                )
                score = score + by_sentence[match.sentence]
            if before is not None and before.article is article:
                score = score + _nearness(match, before)
            matches.append(match)
            scores.append(score)
            eligible.append(stating(match, fits) if strict else fits)
        shares = [np.zeros_like(score) for score in scores]
        if not (strict and question.kind.is_quantity):  # else hardly two spans of a sentence fit
            shares = sentence_shares(scores, [m.sentence for m in matches])
        if not strict:
            _put_first_what_is_left_out(matches, scores, shares)
        best = _top(matches, scores, shares, eligible, top)
        return Ranking(question, tuple(best), tuple(matches))

    def trace(self, question: Question, candidate: Candidate, *, strict: bool = True) -> Trace:
        """Explain what the rules gave a candidate; what the search gave it is left out."""
        scored = self.scored(candidate.article.page, candidate.article.article, question)
        trace = scored.trace(candidate.match, candidate.index, of_page=strict)
        share = candidate.sentence_share
        if not share:
            return trace
        shares = (*trace.shares, RuleShare("sentence_share", share))
        return replace(trace, score=trace.score + share, shares=shares)


def _put_first_what_is_left_out(
    matches: list[Match], own: list[FloatArray], shares: list[FloatArray]
) -> None:
    """Give what the sentence of the best candidate leaves out a share that puts it before that."""
    for match, scores, share in zip(matches, own, shares, strict=True):
        total = scores + share
        if (index := answer_before(match, total)) is not None:
            share[index] += total.max() - total[index] + AHEAD


def _nearness(match: Match, before: Evidence) -> FloatArray:
    """Return what each candidate gains by standing near the turn before's evidence."""
    gains = [
        NEAR_BEFORE["sentence"]
        if s.sentence is before.sentence
        else NEAR_BEFORE["paragraph"]
        if s.paragraph is before.paragraph
        else NEAR_BEFORE["article"]
        for s in match.article.sentences
    ]
    return np.array(gains, dtype=np.float32)[match.sentence]


def _top(
    matches: list[Match],
    own_scores: list[FloatArray],
    shares: list[FloatArray],
    eligible: list[BoolArray],
    top: int,
) -> Iterable[Candidate]:
    """Yield the best eligible candidates with their probability, equal texts put together.

    The score of each is its own and what its sentence adds.

    The others have their share of the probability all the same; of those in its own sentence each
    candidate tells how much that is.
    """
    scores = [own + share for own, share in zip(own_scores, shares, strict=True)]
    highest = max((float(s.max()) for s in scores if len(s)), default=-np.inf)
    if highest == -np.inf:
        return
    weights = [np.exp(s - highest) for s in scores]
    total = sum(float(w.sum()) for w in weights)
    # Enough that equal texts far down still count towards their best.
    pairs: list[tuple[float, Match, int, float]] = []
    for match, score, share, may in zip(matches, scores, shares, eligible, strict=True):
        eligible_score = np.where(may, score, -np.inf)
        found = _best(eligible_score, 5 * top)
        found = found[eligible_score[found] > -np.inf]
        rows = zip(score[found].tolist(), found.tolist(), share[found].tolist(), strict=True)
        pairs += [(own, match, index, added) for own, index, added in rows]
    pairs.sort(key=itemgetter(0), reverse=True)
    exponentials = np.exp(np.array([pair[0] for pair in pairs]) - highest).tolist()
    settled = {
        id(match): np.bincount(match.sentence, np.where(may, 0.0, weight))
        for match, weight, may in zip(matches, weights, eligible, strict=True)
    }
    best: dict[str, tuple[float, Match, int, float]] = {}
    masses: dict[str, float] = {}
    for pair, mass in zip(pairs, exponentials, strict=True):
        text = pair[1].pool.texts[pair[2]]
        if text in best:
            masses[text] += mass
        else:
            best[text], masses[text] = pair, mass
    for text in sorted(masses, key=masses.__getitem__, reverse=True)[:top]:
        own, match, index, added = best[text]
        beside = float(settled[id(match)][match.sentence[index]])
        yield Candidate(
            own,
            masses[text] / total,
            float(scopes.coverage(match)[index]),
            match,
            index,
            match.pool.quantities.get(index),
            added,
            beside / total,
        )


def _best(scores: FloatArray, count: int) -> IntArray:
    """Return the indices of the `count` greatest scores, in no order."""
    if len(scores) <= count:
        return np.arange(len(scores))
    return np.argpartition(-scores, count)[:count]
