"""Where the words of a question stand in an article."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np

from bot.answering.annotation import AnnotatedArticle, BoolArray, FloatArray, IntArray
from bot.answering.beside import Beside
from bot.answering.candidates import CandidatePool
from bot.answering.facts.numerals import written_number
from bot.answering.facts.quantities import Quantity
from bot.answering.facts.timepoint import TimeKind
from bot.answering.lexicon import contrast, light_words, synonyms
from bot.answering.paraphrases import paraphrases
from bot.answering.question import Question
from bot.answering.timeline import agreements, times_told
from retrieval.stopwords import stop_words
from retrieval.tokens import Token

CARRIED = 0.4
"""What all words carried over from the turn before count at most against the question's own."""
SAME_WORD = 0.6
"""Similarity from which two words count as the same."""
SCOPES = {
    "segment": 1.0,  # between the neighbouring figures of the clause
    "clause": 0.9,
    "statement": 0.9,  # before the candidate, up to the semicolon before it
    "sentence it goes on from": 0.8,  # the previous one, where this one begins with 其中
    "sentence": 0.5,
    "previous sentence": 0.4,
    "headline": 0.3,
    "paragraph": 0.3,  # not for figures
    "article": 0.2,  # for names only: they are what a whole article is about
}
"""What a word of the question is worth by the closest scope around a candidate that has it."""
ABBREVIATION = 0.6
"""Similarity of a word and its first character (企业, 企)."""
SYNONYM = 0.8
"""Similarity of two words that synonyms.txt puts together."""
_MAGNITUDES = "百千万亿"
NOT_FOUND = -1.0
"""What a word counts that none of the scopes has."""
FAR = 1_000_000
"""Token distance that stands for "not in this sentence"."""
_FAR = np.float32(FAR)


@lru_cache(maxsize=100_000)
def similarity(asked: str, found: str) -> float:
    """Return how far two words agree, 0 to 1, by the characters they share in order."""
    if asked == found:
        return 1.0
    if any(map(str.isdigit, asked + found)):
        return 0.0
    if found in synonyms().get(asked, ()):
        return SYNONYM
    if contrast(asked, found):
        return 0.0
    if asked in found or found in asked:
        short, long = sorted((len(asked), len(found)))
        if short == 1:
            return ABBREVIATION if asked.startswith(found) and long == 2 else 0.35
        # A longer word of the text has all that was asked; a shorter one lacks some of it.
        return 0.9 * (short / long) ** (0.5 if asked in found else 1.0)
    shared = len(set(asked) & set(found))
    longer = max(len(asked), len(found))
    return 0.5 * shared / longer if shared and longer <= 4 else 0.7 * max(shared - 1, 0) / longer


def closeness(distance: FloatArray, reach: float) -> FloatArray:
    """Return 1 at distance 0, falling to 1/e at `reach` tokens."""
    return np.exp(-distance / np.float32(reach)).astype(np.float32)


def weighted_sum(weights: FloatArray, values: FloatArray | BoolArray) -> FloatArray:
    """Sum rows of `values`, shape (Q, …), each times its weight, shape (Q,).

    By einsum: for finite float32 numbers the product of BLAS may warn of an invalid value.
    """
    total: FloatArray = np.einsum("q,q...->...", weights, values.astype(np.float32, copy=False))
    return total


def word_weight(word: str, rarity: Callable[[str], float]) -> float:
    """Return how much it counts to find a word of the question: nothing for function words."""
    if word in stop_words():
        return 0.0
    return rarity(word) * (0.3 if word in light_words() else 1.0)


def nearest(hits: BoolArray, back: FloatArray) -> FloatArray:
    """Return for every token the distance to the nearest hit before it, shape as `hits` (Q, T).

    `back`, shape (T,), tells how many tokens before each its sentence begins: hits in another
    sentence do not count, FAR.
    """
    # Row after row; what is nearest in a row before is farther away than the row begins.
    bounds = np.concatenate([[-1], np.flatnonzero(hits), [hits.size - 1]])
    previous = np.repeat(bounds[:-1], bounds[1:] - bounds[:-1])
    distance = (np.arange(hits.size) - previous).astype(np.float32).reshape(hits.shape)
    np.copyto(distance, _FAR, where=distance > back)
    return distance


def _greatest_in(values: FloatArray, starts: IntArray) -> FloatArray:
    """Return the greatest value of each unit, by the first token of each, shape (units,)."""
    return np.maximum.reduceat(values, starts) if len(starts) else np.zeros(0, dtype=np.float32)


def _raised(scope: FloatArray, found: dict[str, BoolArray]) -> FloatArray:
    """Raise `scope` to what the scopes are worth, by where each of them has the words."""
    for name, where in found.items():
        np.maximum(scope, np.float32(SCOPES[name]), out=scope, where=where)
    return scope


_NO_DAY = frozenset({TimeKind.PERIOD, TimeKind.YEAR, TimeKind.CENTURY, TimeKind.ERA})
"""Parts of time that say nothing of the day."""


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

    @property
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
            if any(c.isalnum() for c in t.text)
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
        article = self.article
        by_type = np.zeros((len(self.words), len(article.types)), dtype=np.float32)
        for row, word in enumerate(self.words):
            numbers = {n for char in word for n in article.types_by_char.get(char, ())}
            numbers |= {
                n
                for other in synonyms().get(word, ())
                for n in article.types_by_text.get(other, ())
            }
            for number in numbers:
                by_type[row, number] = similarity(word, article.types[number])
            if (value := written_number(word)) is not None:
                for number in article.types_by_number.get(value, ()):
                    by_type[row, number] = 1.0
        at_token = by_type[:, article.type_of]
        rows, columns = [], []
        for row, word in enumerate(self.words):
            if len(word) > 1:
                held = article.tokens_of(word)
                rows += [row] * len(held)
                columns += held
        at_token[rows, columns] = 1.0
        for paraphrase in paraphrases(self.question):
            asked = [row for row, t in enumerate(self._tokens) if paraphrase.covers(t)]
            tokens = [at for said in paraphrase.said for at in article.tokens_of(said)]
            if asked and tokens:
                place = np.ix_(asked, tokens)
                at_token[place] = np.maximum(at_token[place], np.float32(SYNONYM))
        return at_token

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
    def coverage(self) -> FloatArray:
        """The question's weight in the scopes around each candidate, shape (C,), at most 1."""
        before, after = self._scopes
        found = self._either_side(before[self._content], after[self._content])
        return weighted_sum(self.weights[self._content], found)

    @cached_property
    def solid(self) -> BoolArray:
        """Where a word is found well enough to count as the same word, shape (Q, T)."""
        return self.at_token >= SAME_WORD

    @cached_property
    def asked(self) -> BoolArray:
        """Which tokens the question has too, shape (T,)."""
        return np.any(self.solid, axis=0)

    # What lies to the left of a candidate depends on its first token alone, what lies to the
    # right on its last: distances are kept by token, of which there are far fewer.

    @cached_property
    def distance_before(self) -> FloatArray:
        """Distance of the nearest occurrence before each token, shape (Q, T).

        Within the sentence; FAR where there is none.
        """
        return nearest(self.solid, self.article.back_to["sentence"])

    @cached_property
    def distance_after(self) -> FloatArray:
        """The same for occurrences after each token, shape (Q, T)."""
        mirrored = nearest(self.solid[:, ::-1], self.article.on_to["sentence"][::-1])
        return np.ascontiguousarray(mirrored[:, ::-1])

    def distance(self, row: int, *, left: bool) -> FloatArray:
        """Return the distance of one word on the left (right) of each candidate, shape (C,)."""
        if left:
            return self.distance_before[row][self.pool.first]
        return self.distance_after[row][self.pool.last]

    def _either_side(self, before: FloatArray, after: FloatArray) -> FloatArray:
        """Return the greater value for each candidate, from shape (…, T) to (…, C)."""
        left = before.take(self.pool.first, axis=-1)
        return np.maximum(left, after.take(self.pool.last, axis=-1))

    @cached_property
    def _content(self) -> IntArray:
        """Rows of the words that weigh something."""
        return np.flatnonzero(self.weights > 0).astype(np.intp)

    @cached_property
    def _distance(self) -> FloatArray:
        """Distance from each candidate of the words that weigh something, shape (words, C).

        On the side where it is nearer; FAR where it is on neither.
        """
        left = self.distance_before[self._content].take(self.pool.first, axis=1)
        return np.minimum(left, self.distance_after[self._content].take(self.pool.last, axis=1))

    def _weigh_content(self, found: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Weigh (by weights and new weights) what was found of the words that weigh something."""
        rows = self._content
        return weighted_sum(self.weights[rows], found), weighted_sum(self.new_weights[rows], found)

    @cached_property
    def near(self) -> tuple[FloatArray, FloatArray]:
        """The words' weights (and new weights) by closeness on either side, each shape (C,)."""
        return self._weigh_content(closeness(self._distance, 6.0))

    @cached_property
    def very_near(self) -> FloatArray:
        """The same over a shorter reach, the weights alone."""
        found = closeness(self._distance - np.float32(1.0), 2.0)
        return weighted_sum(self.weights[self._content], found)

    @cached_property
    def around(self) -> tuple[FloatArray, FloatArray]:
        """Weights (and new weights) in the sentence outside each candidate, each shape (C,)."""
        return self._weigh_content((self._distance < FAR).astype(np.float32))

    def on_own_side(self, value: Callable[[FloatArray], FloatArray | BoolArray]) -> FloatArray:
        """Weigh the words on the side of the candidate where the question has them, shape (C,).

        `value` says what a word counts by its distance.
        """
        rows = self._content
        left, right = rows[self.before_wh[rows]], rows[~self.before_wh[rows]]
        on_left = weighted_sum(self.weights[left], value(self.distance_before[left]))
        on_right = weighted_sum(self.weights[right], value(self.distance_after[right]))
        return np.asarray(on_left[self.pool.first] + on_right[self.pool.last])

    @cached_property
    def same_side(self) -> FloatArray:
        """Weight of the words on the side where the question has them, shape (C,)."""
        return self.on_own_side(lambda distance: distance < FAR)

    @cached_property
    def names(self) -> BoolArray:
        """Which words name a place, a person or an organisation, shape (Q,)."""
        tags = [*(t.tag for t in self._tokens), *("" for _ in self.question.carried)]
        return np.array([tag in ("ns", "nr", "nt") for tag in tags], dtype=bool)

    @cached_property
    def _scope_by_sentence(self) -> FloatArray:
        """How close each word is to all of a sentence, by the wider SCOPES, shape (Q, S)."""
        article = self.article
        found = self.in_sentence >= SAME_WORD
        number = np.arange(len(article.sentences), dtype=np.intp)
        in_previous = found[:, np.maximum(number - 1, 0)]
        of_sentence = article.paragraph_of[article.sentence_starts]
        places = {
            "sentence it goes on from": in_previous & article.goes_on,
            "previous sentence": in_previous & (number > 0),
            "paragraph": self.in_paragraph[:, of_sentence] >= SAME_WORD,
            "headline": np.any(found & article.headlines, axis=1, keepdims=True),
            "article": self.names[:, None] & np.any(found, axis=1, keepdims=True),
        }
        if self.question.kind.is_quantity:
            del places["paragraph"]  # a figure's words stand nearer
        return _raised(np.full(found.shape, NOT_FOUND, dtype=np.float32), places)

    @cached_property
    def _scopes(self) -> tuple[FloatArray, FloatArray]:
        """How close each word is before each token, and after it, by SCOPES, each shape (Q, T)."""
        left, right = self.distance_before, self.distance_after
        back, on = self.article.back_to, self.article.on_to
        before = {
            "segment": left <= back["segment"],
            "clause": left <= back["clause"],
            "statement": left <= back["statement"],
            "sentence": left < FAR,
        }
        after = {
            "segment": right <= on["segment"],
            "clause": right <= on["clause"],
            "sentence": right < FAR,
        }
        around = self._scope_by_sentence.take(self.article.sentence_of, axis=1)
        return (
            _raised(around, before),
            _raised(np.full(right.shape, NOT_FOUND, dtype=np.float32), after),
        )

    @cached_property
    def scope(self) -> FloatArray:
        """How close to each candidate each word is found, by SCOPES, shape (Q, C)."""
        return self._either_side(*self._scopes)

    def scope_at(self, index: int) -> FloatArray:
        """Return how close to one candidate each word is found, by SCOPES, shape (Q,)."""
        before, after = self._scopes
        return np.maximum(before[:, self.pool.first[index]], after[:, self.pool.last[index]])

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
        total = np.concatenate([[0.0], np.cumsum(per_token, dtype=np.float64)])
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

    @cached_property
    def bigram_coverage(self) -> FloatArray:
        """Share of the question's character bigrams in each sentence, by rarity, shape (S,)."""
        return self.article.sentence_bigrams.coverage(self.bigrams)

    @cached_property
    def bigrams(self) -> frozenset[str]:
        """The question's character bigrams, the question word left out."""
        text = " ".join(self.words)
        return frozenset(a + b for a, b in pairwise(text) if a != " " != b)

    def share_in_sentence(self, tags: tuple[str, ...]) -> FloatArray:
        """Share of the question's words of these parts of speech in each sentence, shape (S,)."""
        rows = [row for row, t in enumerate(self._tokens) if t.tag.startswith(tags)]
        if not rows:
            return np.zeros(len(self.article.sentences), dtype=np.float32)
        return np.asarray(self.in_sentence[rows].mean(axis=0), dtype=np.float32)

    @cached_property
    def beside(self) -> Beside:
        """What the text has beside each token as the question has it beside its question word."""
        return Beside.of(self.question, self.article)

    @cached_property
    def character_coverage(self) -> FloatArray:
        """Share of the question's content characters in each sentence, by rarity, shape (S,)."""
        words = zip(self.words, self.weights, strict=True)
        asked = frozenset(char for word, weight in words if weight > 0 for char in word)
        return self.article.sentence_characters.coverage(asked)

    @cached_property
    def new_bigram_coverage(self) -> FloatArray:
        """Share of the bigrams that are not the topic's in each sentence, shape (S,)."""
        return self.article.sentence_bigrams.coverage(self.bigrams - self.article.topic_bigrams)

    @cached_property
    def new_coverage(self) -> FloatArray:
        """Share of the weight of the words that are not the topic's in each sentence, (S,)."""
        return weighted_sum(self.new_weights, self.in_sentence)

    @cached_property
    def _wh_neighbours(self) -> tuple[int | None, int | None]:
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
    def nearest_before(self) -> FloatArray:
        """Distance of the nearest weighty word before each token, FAR if there is none, (T,)."""
        return self.distance_before[self._content].min(axis=0, initial=_FAR)

    @cached_property
    def nearest_after(self) -> FloatArray:
        """The same after each token."""
        return self.distance_after[self._content].min(axis=0, initial=_FAR)

    @cached_property
    def other_nouns(self) -> IntArray:
        """How many nouns that are not asked about stand before each token, shape (T + 1,)."""
        total = np.zeros(len(self.article) + 1, dtype=np.intp)
        np.cumsum(self.article.is_noun & ~self.asked, out=total[1:])
        return total

    @cached_property
    def few_nouns_between(self) -> tuple[FloatArray, FloatArray]:
        """How few nouns stand up to the next word of the question, on either side, each (C,).

        1 for none, falling; 0 where the sentence has no word of the question on that side.
        """
        total, at = self.other_nouns, np.arange(len(self.article))
        has_left, has_right = self.nearest_before < FAR, self.nearest_after < FAR
        start = np.where(has_left, at - self.nearest_before + 1, at).astype(np.intp)
        end = np.where(has_right, at + self.nearest_after, at + 1).astype(np.intp)
        left = np.exp(-0.5 * (total[at] - total[start])).astype(np.float32) * has_left
        right = np.exp(-0.5 * (total[end] - total[at + 1])).astype(np.float32) * has_right
        return left[self.pool.first], right[self.pool.last]

    @cached_property
    def _runs(self) -> FloatArray:
        """Root of how many characters up to each token's end stand so in the question, (T,)."""
        wh, places = self.question.wh, self.article.places
        longest = [0] * (len(self.article.text) + 1)
        runs: dict[int, int] = {}
        for at, char in enumerate(self.question.folded):
            asked = wh is not None and wh.start <= at < wh.end
            runs = {} if asked else {p + 1: runs.get(p, 0) + 1 for p in places.get(char, ())}
            for end, length in runs.items():
                longest[end] = max(longest[end], length)
        return np.sqrt(np.array(longest)[self.article.token_bounds[1]]).astype(np.float32)

    @cached_property
    def run_in_sentence(self) -> FloatArray:
        """Root of the most characters in a row that each sentence and the question share, (S,)."""
        return _greatest_in(self._runs, self.article.sentence_starts)

    @cached_property
    def run_in_clause(self) -> FloatArray:
        """The same of each clause."""
        return _greatest_in(self._runs, self.article.clause_starts)

    def adjacent(self, *, left: bool, reach: int) -> FloatArray:
        """Return how well the question word's neighbour matches within `reach` tokens."""
        row = self._wh_neighbours[0 if left else 1]
        if row is None:
            return np.zeros(len(self.pool), dtype=np.float32)
        return (self.distance(row, left=left) <= reach).astype(np.float32)

    def adjacent_content(self, *, left: bool, swapped: bool = False) -> FloatArray:
        """Return the closeness of the nearest content word on one side of the question word."""
        row = self._content_beside_wh[0 if left else 1]
        if row is None:
            return np.zeros(len(self.pool), dtype=np.float32)
        if left != swapped:
            return closeness(self.distance_before[row] - 1.0, 2.0)[self.pool.first]
        return closeness(self.distance_after[row] - 1.0, 2.0)[self.pool.last]

    @cached_property
    def _content_beside_wh(self) -> tuple[int | None, int | None]:
        """Rows of the nearest words before and after the question word that weigh something."""
        rows = self._content[self._content < len(self._tokens)]
        before, after = rows[self.before_wh[rows]].tolist(), rows[~self.before_wh[rows]].tolist()
        return (before[-1] if before else None, after[0] if after else None)

    @cached_property
    def ends_with_head(self) -> BoolArray:
        """Which candidates end with the noun asked for, shape (C,)."""
        return self.pool.ending_with(self.question.head)

    def share_of_characters(self, asked: str) -> FloatArray:
        """Return the share of each candidate's characters that `asked` has, shape (C,)."""
        pool = self.pool
        return np.asarray(pool.count(self.article.where_characters(asked)) / pool.characters)

    @cached_property
    def stands_in_question(self) -> BoolArray:
        """Which candidates stand in the question, however either is cut, shape (C,)."""
        article, text, asked = self.article, self.article.text, self.question.folded
        starts, ends = article.token_bounds
        met = np.array([word in asked for word in article.types], dtype=bool)[article.type_of]
        # How far what begins with each token stands in the question; so does what ends before.
        reach = np.zeros(len(article), dtype=np.intp)
        for token in np.flatnonzero(met).tolist():
            start, end = int(starts[token]), int(ends[token])
            while end < len(text) and text[start : end + 1] in asked:
                end += 1
            reach[token] = end
        return self.pool.end <= reach[self.pool.first]

    def where_quantity(self, test: Callable[[Quantity], bool]) -> FloatArray:
        """Return 1 for the candidates that are exactly a quantity which passes `test`."""
        values = np.zeros(len(self.pool), dtype=np.float32)
        for index, quantity in self.pool.quantities.items():
            values[index] = test(quantity)
        return values

    def where_time(self, grain: TimeKind | None) -> BoolArray:
        """Return which candidates are exactly a time, or the part of one that `grain` names."""
        fit = self.pool.is_time.copy()
        fit[[index for index, part in self.pool.grains.items() if part is grain]] = True
        if grain is TimeKind.DATE:  # no half year tells the day
            fit[[index for index, part in self.pool.grains.items() if part in _NO_DAY]] = False
        # 当日 tells no one the day, if the text says it elsewhere.
        telling = fit & ~self.pool.is_vague_time
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
    def _head_tokens(self) -> BoolArray:
        """Which tokens are the noun asked for, or its last word, shape (T,)."""
        head, by_text = self.question.head, self.article.types_by_text
        endings = {head, *(head[at:] for at in range(len(head) - 1))}
        hits = np.zeros(len(self.article.types), dtype=bool)
        hits[[number for ending in endings for number in by_text.get(ending, ())]] = True
        return hits[self.article.type_of]

    def next_word_is_head(self) -> FloatArray:
        """Return 1 where the token after the candidate is the noun asked for."""
        padded = np.append(self._head_tokens, False)
        return np.asarray(padded[self.pool.last + 1], dtype=np.float32)

    def previous_word_is_head(self) -> FloatArray:
        """Return 1 where the token before the candidate is the noun asked for."""
        padded = np.append(self._head_tokens, False)
        return np.asarray(padded[self.pool.first - 1], dtype=np.float32)

    @cached_property
    def head_distance(self) -> FloatArray:
        """Tokens between the candidate and the nearest such noun in the sentence, FAR if none."""
        hits = self._head_tokens[None, :]
        if not hits.any():
            return np.full(len(self.pool), _FAR)
        forward = nearest(hits, self.article.back_to["sentence"])[0]
        backward = nearest(hits[:, ::-1], self.article.on_to["sentence"][::-1])[0, ::-1]
        return np.minimum(forward[self.pool.first], backward[self.pool.last])
