"""One sentence read for a question: how much of the question its clauses state.

Offsets are code points of the folded sentence, half-open.
"""

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from bot.answering.annotation import (
    AnnotatedSentence,
    FloatArray,
)
from bot.answering.matching.match import Match
from bot.answering.matching.similarity import SAME_WORD
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.explained.clauses import Clause, split_clauses
from bot.answering.strategies.passages import best_sentences, matches
from retrieval.page import Role, Span
from retrieval.tokens import Token

SENTENCES = 12
"""Sentences that are read for an answer."""
STATED, BESIDE, NEAR, PARAGRAPH, ARTICLE = 1.0, 0.85, 0.85, 0.7, 0.5
"""What a word of the question is worth in the clauses that state what is asked about, elsewhere in
their sentence, in the sentence before, in the paragraph, in the article."""
_PART = 0.35
"""Similarity below which two words have nothing to do with each other."""


class Reading:
    """One sentence of an article, read for a question; `ignored` words of it count nothing."""

    def __init__(self, match: Match, number: int, ignored: frozenset[str] = frozenset()) -> None:
        self.match = match
        self.ignored = ignored
        self.number = number
        self.sentence: AnnotatedSentence = match.article.sentences[number]
        self.folded = self.sentence.folded

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of the sentence."""
        return split_clauses(self.folded)

    @cached_property
    def units(self) -> tuple[tuple[Clause, ...], ...]:
        """The clauses by statement: between semicolons."""
        units: list[list[Clause]] = [[]]
        for clause in self.clauses:
            units[-1].append(clause)
            if clause.mark == ";":
                units.append([])
        return tuple(tuple(unit) for unit in units if unit)

    @property
    def whole(self) -> Span:
        """The whole sentence."""
        return Span(0, len(self.folded))

    def neighbour(self, step: int, *, anywhere: bool = False) -> "Reading | None":
        """Return the sentence `step` further on; None outside the paragraph, unless `anywhere`."""
        number = self.number + step
        sentences = self.match.article.sentences
        if not 0 <= number < len(sentences):
            return None
        same = anywhere or sentences[number].paragraph is self.sentence.paragraph
        reading = Reading(self.match, number, self.ignored)
        return reading if same and reading.clauses else None

    @cached_property
    def weights(self) -> FloatArray:
        """Return what each word of the question counts; sums to 1 (or 0), shape (Q,)."""
        kept = [w not in self.ignored for w in self.match.words]
        weights: FloatArray = self.match.weights * np.array(kept, dtype=np.float32)
        total = weights.sum()
        return weights / total if total > 0 else self.match.weights

    def found(self, *spans: Span) -> FloatArray:
        """Return how well each word of the question is found in parts of the sentence, (Q,)."""
        if not len(self.match.words):
            return np.zeros(0, dtype=np.float32)
        inside = np.array(
            [any(s.start < t.end and t.start < s.end for s in spans) for t in self.sentence.tokens],
            dtype=bool,
        )
        if not inside.any():
            return np.zeros(len(self.match.words), dtype=np.float32)
        best: FloatArray = self._at_token[:, inside].max(axis=1)
        return np.where(best >= _PART, best, 0.0)

    @cached_property
    def _at_token(self) -> FloatArray:
        start = int(self.match.article.sentence_starts[self.number])
        return self.match.at_token[:, start : start + len(self.sentence.tokens)]

    def share(self, *spans: Span) -> float:
        """Return the share of the question's weight in parts of the sentence."""
        return float(self.weights @ self.found(*spans))

    def is_asked(self, start: int, end: int) -> bool:
        """Tell whether the word at `start`…`end` is one of the question's."""
        token = next((t for t in self.sentence.tokens if t.start == start), None)
        return token is not None and self.likeness(token) >= SAME_WORD

    def likeness(self, token: Token) -> float:
        """Return how like the nearest word of the question a word of the sentence is, 0 to 1."""
        at = self.sentence.tokens.index(token)
        return float(self._at_token[:, at].max()) if len(self.match.words) else 0.0

    def around(self) -> FloatArray:
        """Return what each word of the question is worth for standing near the sentence, (Q,)."""
        match, article = self.match, self.match.article
        if not len(match.words):
            return np.zeros(0, dtype=np.float32)
        paragraphs = article.paragraph_of[article.sentence_starts]
        same = match.in_sentence[:, paragraphs == paragraphs[self.number]].max(axis=1)
        best = np.maximum(ARTICLE * match.in_sentence.max(axis=1), PARAGRAPH * same)
        best = np.maximum(best, BESIDE * match.in_sentence[:, self.number])
        if self.number:
            best = np.maximum(best, NEAR * match.in_sentence[:, self.number - 1])
        return np.where(best >= _PART * ARTICLE, best, 0.0)

    def worth(self, stated: FloatArray) -> float:
        """Return the question's weight in clauses (`stated`, from `found`) and around them."""
        return float(self.weights @ np.maximum(STATED * stated, self.around()))


def readings(
    question: Question, context: Context, ignored: frozenset[str] = frozenset()
) -> Iterator[Reading]:
    """Yield the sentences that have most of the question's words, the best first; no headlines."""
    for match, number in best_sentences(matches(question, context.finder), SENTENCES):
        reading = Reading(match, number, ignored)
        if reading.sentence.paragraph.role in (Role.PROSE, Role.CAPTION) and reading.clauses:
            yield reading
