"""Where the words of a question stand in an article."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, TypeVar

import numpy as np

from bot.answering.annotation import AnnotatedArticle, BoolArray, FloatArray, IntArray
from bot.answering.facts.quantities import Quantity
from bot.answering.facts.timepoint import TimeKind
from bot.answering.matching.beside import Beside
from bot.answering.matching.similarity import SAME_WORD, word_weight
from bot.answering.matching.weighing import weighted_sum
from bot.answering.matching.word_places import similarities
from bot.answering.question import Question
from bot.answering.spans.candidates import CandidatePool
from bot.answering.spans.pointing import opening_subject
from bot.answering.timeline import agreements, times_told
from retrieval.tokens import Token

CARRIED = 0.4
"""What all words carried over from the turn before count at most against the question's own."""
_MAGNITUDES = "百千万亿"
_NOT_TOLD = {
    TimeKind.DATE: frozenset(
        {TimeKind.PERIOD, TimeKind.YEAR, TimeKind.CENTURY, TimeKind.ERA, TimeKind.CLOCK}
    ),
    TimeKind.MONTH: frozenset({TimeKind.CLOCK}),
    TimeKind.YEAR: frozenset({TimeKind.CLOCK}),
}
"""Parts of time that say nothing of the day, the month, the year: no half year, no time of day."""


@dataclass(frozen=True)
class Match:
    """A question laid over the candidates of an article.

    Rows are the question's tokens (Q of them, question word left out), columns the article's
    tokens (T), units (sentences, clauses …) or the candidates (C).
    """

    question: Question
    pool: CandidatePool
    rarity: Callable[[str], float]
    """How much a word says, 0 to 1 (see `retrieval.idf`)."""

    @cached_property
    def article(self) -> AnnotatedArticle:
        """The article whose candidates are scored."""
        return self.pool.article

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The question's tokens without the question word and marks, shape (Q,)."""
        return (*(t.text for t in self._tokens), *self.question.carried)

    @cached_property
    def _tokens(self) -> list[Token]:
        wh = self.question.wh
        return [
            t
            for t in self.question.tokens
            if any(map(str.isalnum, t.text))
            and (wh is None or t.end <= wh.start or wh.end <= t.start)
        ]

    @cached_property
    def before_wh(self) -> BoolArray:
        """Whether each word stands before the question word, shape (Q,)."""
        wh = self.question.wh
        end = wh.start if wh else len(self.question.text)
        carried = [True] * len(self.question.carried)
        return np.array([*(t.end <= end for t in self._tokens), *carried], dtype=bool)

    @cached_property
    def weights(self) -> FloatArray:
        """Rarity of each word, function words 0; sums to 1 (or 0), shape (Q,)."""
        units = self.question.units
        raw = np.array(
            [
                0.0 if w.lstrip(_MAGNITUDES) in units else word_weight(w, self.rarity)
                for w in self.words
            ],
            dtype=np.float32,
        )
        own = raw[: len(self._tokens)].sum()
        carried = raw[len(self._tokens) :].sum()
        if carried > CARRIED * own > 0:
            raw[len(self._tokens) :] *= CARRIED * own / carried
        total = raw.sum()
        return np.asarray(raw / total if total > 0 else raw, dtype=np.float32)

    @cached_property
    def at_token(self) -> FloatArray:
        """Similarity of every word with every token of the article, shape (Q, T)."""
        return similarities(self.question, self._tokens, self.words, self.article)

    def best_in(self, starts: IntArray) -> FloatArray:
        """Return the best match of each word in each unit, shape (Q, units)."""
        if not len(self.words) or not len(starts):
            return np.zeros((len(self.words), len(starts)), dtype=np.float32)
        return np.maximum.reduceat(self.at_token, starts, axis=1)

    @cached_property
    def in_sentence(self) -> FloatArray:
        """Best match of each word in each sentence, shape (Q, S)."""
        return self.best_in(self.article.sentence_starts)

    @cached_property
    def in_paragraph(self) -> FloatArray:
        """Best match of each word in each paragraph, shape (Q, paragraphs)."""
        return self.best_in(self.article.paragraph_starts)

    @cached_property
    def in_clause(self) -> FloatArray:
        """Best match of each word in each clause, shape (Q, clauses)."""
        return self.best_in(self.article.clause_starts)

    def weigh(self, found: FloatArray | BoolArray) -> FloatArray:
        """Sum the words' weights over an array of shape (Q, …), each times its value there."""
        return weighted_sum(self.weights, found)

    @cached_property
    def sentence_coverage(self) -> FloatArray:
        """Share of the question's weight found in each sentence, shape (S,)."""
        return self.weigh(self.in_sentence)

    @cached_property
    def clause_coverage(self) -> FloatArray:
        """Share of the question's weight found in each clause, shape (clauses,)."""
        return self.weigh(self.in_clause)

    @cached_property
    def with_previous_coverage(self) -> FloatArray:
        """Share of the question's weight in each sentence and the one before, shape (S,)."""
        found = self.in_sentence
        together = found.copy()
        together[:, 1:] = np.maximum(found[:, 1:], found[:, :-1])
        return self.weigh(together)

    @cached_property
    def new_weights(self) -> FloatArray:
        """Weights of the words that the topic sentence lacks, 0 for the others; sum 1 or 0."""
        topic = self.in_sentence[:, self.article.topic_sentences].max(axis=1, initial=0.0)
        new = np.where(topic >= SAME_WORD, np.float32(0.0), self.weights)
        total = new.sum()
        return np.asarray(new / total if total > 0 else new, dtype=np.float32)

    @cached_property
    def solid(self) -> BoolArray:
        """Where a word is found well enough to count as the same word, shape (Q, T)."""
        return self.at_token >= SAME_WORD

    @cached_property
    def asked(self) -> BoolArray:
        """Which tokens the question has too, shape (T,)."""
        return np.any(self.solid, axis=0)

    @cached_property
    def content(self) -> IntArray:
        """Rows of the words that weigh something."""
        return np.flatnonzero(self.weights > 0).astype(np.intp)

    @cached_property
    def names(self) -> BoolArray:
        """Which words name a place, a person or an organisation, shape (Q,)."""
        tags = [*(t.tag for t in self._tokens), *("" for _ in self.question.carried)]
        return np.array([tag in ("ns", "nr", "nt") for tag in tags], dtype=bool)

    @cached_property
    def subject(self) -> str:
        """What the article is said of first, "" if that is no name; its sentences leave it out."""
        return opening_subject(self.pool)

    # --- views by candidate, shape (C,) ------------------------------------------------------

    @cached_property
    def sentence(self) -> IntArray:
        """Sentence number of each candidate."""
        return self.pool.sentence

    @cached_property
    def clause(self) -> IntArray:
        """Clause number of each candidate's first token."""
        return self.article.clause_of[self.pool.first]

    @cached_property
    def last_clause(self) -> IntArray:
        """Clause number of each candidate's last token."""
        return self.article.clause_of[self.pool.last]

    @cached_property
    def length(self) -> IntArray:
        """Tokens in each candidate."""
        return self.pool.tokens

    def _inside(self, per_token: FloatArray) -> FloatArray:
        """Sum a value per token over each candidate."""
        total = np.zeros(len(per_token) + 1)
        np.cumsum(per_token, dtype=np.float64, out=total[1:])
        inside: FloatArray = (total[self.pool.last + 1] - total[self.pool.first]).astype(np.float32)
        return inside

    @cached_property
    def asked_inside(self) -> FloatArray:
        """How many of the candidate's tokens the question has too."""
        return self._inside(self.asked.astype(np.float32))

    @cached_property
    def weight_inside(self) -> FloatArray:
        """Question weight met inside each candidate (a word met twice counts twice)."""
        return self._inside(self.weigh(self.at_token))

    def share_in_sentence(self, tags: tuple[str, ...]) -> FloatArray:
        """Share of the question's words of these parts of speech in each sentence, shape (S,)."""
        rows = [row for row, t in enumerate(self._tokens) if t.tag.startswith(tags)]
        if not rows:
            return np.zeros(len(self.article.sentences), dtype=np.float32)
        return np.asarray(self.in_sentence[rows].sum(axis=0) / np.float32(len(rows)))

    @cached_property
    def beside(self) -> Beside:
        """What the text has beside each token as the question has it beside its question word."""
        return Beside.of(self.question, self.article)

    @cached_property
    def new_coverage(self) -> FloatArray:
        """Share of the weight of the words that are not the topic's in each sentence, (S,)."""
        return weighted_sum(self.new_weights, self.in_sentence)

    @cached_property
    def wh_neighbours(self) -> tuple[int | None, int | None]:
        """Rows of the words just before and just after the question word and its noun."""
        before = int(self.before_wh[: len(self._tokens)].sum())
        after = before
        head = self.question.head
        while after < len(self._tokens) and self.words[after] in head:
            after += 1
        return (before - 1 if before else None, after if after < len(self._tokens) else None)

    @cached_property
    def asks_first(self) -> bool:
        """Whether no word that weighs something stands before the question word."""
        return self.question.wh is not None and not self.weights[self.before_wh].any()

    @cached_property
    def asks_last(self) -> bool:
        """Whether none stands after the question word and the noun asked for."""
        rows, head = np.flatnonzero((self.weights > 0) & ~self.before_wh), self.question.head
        return self.question.wh is not None and all(self.words[row] in head for row in rows)

    @cached_property
    def verb_row(self) -> int | None:
        """Row of the verb nearest to the question word, None if the question has none."""
        wh = self.question.wh
        verbs = [
            (max(wh.start - t.end, t.start - wh.end), row)
            for row, t in enumerate(self._tokens)
            if wh and t.tag.startswith("v") and self.weights[row] > 0
        ]
        return min(verbs)[1] if verbs else None

    @cached_property
    def content_beside_wh(self) -> tuple[int | None, int | None]:
        """Rows of the nearest words before and after the question word that weigh something."""
        rows = self.content[self.content < len(self._tokens)]
        before, after = rows[self.before_wh[rows]].tolist(), rows[~self.before_wh[rows]].tolist()
        return (before[-1] if before else None, after[0] if after else None)

    def where_quantity(self, test: Callable[[Quantity], bool]) -> FloatArray:
        """Return 1 for the candidates that are exactly a quantity which passes `test`."""
        values = np.zeros(len(self.pool), dtype=np.float32)
        for index, quantity in self.pool.quantities.items():
            values[index] = test(quantity)
        return values

    def where_time(self, grain: TimeKind | None) -> BoolArray:
        """Return which candidates are exactly a time, or the part of one that `grain` names.

        A time without its year tells the year only where that is named before it.
        """
        fit = self.pool.is_time.copy()
        fit[[index for index, part in self.pool.grains.items() if part is grain]] = True
        too_much = _NOT_TOLD.get(grain, frozenset()) if grain else frozenset()
        fit[[index for index, part in self.pool.grains.items() if part in too_much]] = False
        # 当日 tells no one the day, if the text says it elsewhere.
        vague = self.pool.is_vague_time.copy()
        if grain is TimeKind.YEAR:
            fit[self.pool.lacking_year] = False
            told = list(self.pool.years_told)
            fit[told], vague[told] = True, False
        telling = fit & ~vague
        return telling if telling.any() else fit

    @cached_property
    def until_next(self) -> FloatArray:
        """Weight between each time and the next one in its paragraph, 0 for what is none, (C,)."""
        article, pool = self.article, self.pool
        values = np.zeros(len(pool), dtype=np.float32)
        times = list(pool.grains)
        if times:
            bounds = article.time_bounds
            begin = pool.first[times]
            end = bounds[np.searchsorted(bounds, begin, side="right")]
            met = np.zeros((len(self.solid), len(article) + 1), dtype=np.intp)
            np.cumsum(self.solid, axis=1, out=met[:, 1:])
            values[times] = self.weigh(met[:, end] > met[:, begin])
        return values

    @cached_property
    def time_agreement(self) -> FloatArray:
        """How the time each candidate's clause is told of agrees with those asked, shape (C,).

        1 if it is one of them, -1 if it is another, 0 if either names none or it cannot be told.
        """
        asked = times_told(self.question.folded)
        if not asked:
            return np.zeros(len(self.pool), dtype=np.float32)
        found = np.array([*agreements(asked, self.article.times_told), 0], dtype=np.float32)
        return found[self.article.time_of][self.pool.first]

    def anywhere(self) -> BoolArray:
        """Return True for every candidate."""
        return np.ones(len(self.pool), dtype=bool)

    @cached_property
    def worked_out(self) -> dict[Callable[..., Any], Any]:
        """What functions `of_match` have made of this match, by function."""
        return {}


T = TypeVar("T")


def of_match(function: Callable[[Match], T]) -> Callable[[Match], T]:
    """Let a function look at each match once: what it returned is kept as long as the match."""

    @wraps(function)
    def looked_up(match: Match) -> T:
        known = match.worked_out
        if function not in known:
            known[function] = function(match)
        found: T = known[function]
        return found

    return looked_up
