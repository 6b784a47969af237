"""Clauses of a sentence, and how much of a question they state.

For the strategies whose answers are clauses: reason, manner, definition. Offsets are code points
of the folded sentence, half-open.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.answering.annotation import (
    CLAUSE_ENDS,
    CLOSERS,
    OPENERS,
    AnnotatedSentence,
    FloatArray,
)
from bot.answering.answer import Alternative, Answer, Status
from bot.answering.matching import Match
from bot.answering.question import Question
from bot.answering.similarity import SAME_WORD
from bot.answering.strategies.base import Context, likelihood, no_answer
from bot.answering.strategies.passages import best_sentences, evidence, matches
from bot.answering.support import support
from retrieval.page import Role, Span
from retrieval.tokens import Token

SENTENCES = 12
"""Sentences that are read for an answer."""
STATED, BESIDE, NEAR, PARAGRAPH, ARTICLE = 1.0, 0.85, 0.85, 0.7, 0.5
"""What a word of the question is worth in the clauses that state what is asked about, elsewhere in
their sentence, in the sentence before, in the paragraph, in the article."""
SURE = 0.7
"""Confidence from which these answers are better than the general ones where all is answered
(tuned on DRCD dev)."""
_RARE = 0.6
"""Rarity from which a noun that the text around lacks rules an answer out."""
_PART = 0.35
"""Similarity below which two words have nothing to do with each other."""
_EDGES = " \t,;:。?!…—、"
_QUOTES = {"“": "”", "‘": "’"}


@dataclass(frozen=True)
class Clause:
    """A stretch between two marks."""

    span: Span
    """Without the mark."""
    mark: str
    """The mark that ends it; empty at the end of a sentence without one."""


def split_clauses(folded: str) -> tuple[Clause, ...]:
    """Cut a folded sentence at its commas, colons and stops, not inside brackets or numbers."""
    clauses: list[Clause] = []
    start, depth = 0, 0
    for at, char in enumerate(folded):
        if char in "(《〈[":
            depth += 1
        elif char in ")》〉]":
            depth = max(0, depth - 1)
        if char not in CLAUSE_ENDS or depth > 0:
            continue
        if char in ",:" and folded[at - 1 : at].isdigit() and folded[at + 1 : at + 2].isdigit():
            continue
        if folded[start:at].strip(_EDGES + CLOSERS):
            # Quotation marks that close after the mark before belong to no clause.
            while folded[start] in CLOSERS:
                start += 1
            clauses.append(Clause(Span(start, at), char))
        start = at + 1
    if folded[start:].strip(_EDGES + CLOSERS):
        while folded[start] in CLOSERS:
            start += 1
        clauses.append(Clause(Span(start, len(folded)), ""))
    return tuple(clauses)


def trim(folded: str, span: Span) -> Span:
    """Cut marks off both ends, and quotation marks whose other half is not inside."""
    start, end = span.start, span.end
    while start < end:
        first, last, inner = folded[start], folded[end - 1], folded[start:end]
        lone_opener = first in _QUOTES and _QUOTES[first] not in inner
        if first in _EDGES or first in CLOSERS or lone_opener:
            start += 1
        elif last in _EDGES or last in OPENERS or _is_lone_closer(inner):
            end -= 1
        else:
            break
    return Span(start, end)


def _is_lone_closer(text: str) -> bool:
    at = CLOSERS.find(text[-1])
    return at >= 0 and text.count(OPENERS[at]) < text.count(text[-1])


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


@dataclass(frozen=True)
class Found:
    """A stretch of a sentence that could answer."""

    reading: Reading
    span: Span
    """The answer."""
    score: float
    """How well what stands beside it is what is asked about, about 0 to 1."""
    stated: Reading
    """The sentence that states what is asked about; often the same."""

    @cached_property
    def trimmed(self) -> Span:
        """The answer without marks at its ends."""
        return trim(self.reading.folded, self.span)

    @property
    def text(self) -> str:
        """The answer as it stands in the text."""
        span = self.trimmed
        return self.reading.sentence.sentence.text[span.start : span.end]

    def confidence(self, accepted: float) -> float:
        """Return how likely it answers; one half at a score of `accepted`."""
        return likelihood(self.score, accepted=accepted)


def is_grounded(found: Found, question: Question, context: Context) -> bool:
    """Tell whether the text around has the names, times and rare nouns of the question."""
    for reading in (found.stated, found.reading):
        lacking = support(question, reading.match.article, reading.sentence)
        rare = any(
            context.finder.rarity(t.text) >= _RARE and t.text not in reading.ignored
            for t in lacking.missing_nouns
        )
        if not lacking.missing_names and not lacking.conflicting_times and not rare:
            return True
    return False


def best_found(
    question: Question, context: Context, candidates: Iterable[Found], accepted: float
) -> Answer | None:
    """Return the best candidate that the text around bears out, or no answer.

    With `always_answer`, one that is SURE, or None.
    """
    ranked = sorted((c for c in candidates if len(c.trimmed)), key=lambda c: -c.score)
    grounded = [c for c in ranked if is_grounded(c, question, context)]
    best = grounded[0] if grounded else None
    confidence = best.confidence(accepted) if best else 0.0
    if context.always_answer and confidence < SURE:
        return None
    if best is None or confidence < context.threshold:
        nearest = (best or ranked[0]).stated if ranked else None
        return no_answer(
            question, confidence, evidence(nearest.match, nearest.sentence) if nearest else None
        )
    others = {c.text: c for c in reversed(grounded[1:]) if c.text != best.text}
    return Answer(
        question,
        Status.ANSWERED,
        best.text,
        question.kind,
        confidence,
        evidence=(evidence(best.reading.match, best.reading.sentence, best.trimmed),),
        alternatives=tuple(
            Alternative(
                c.text,
                c.confidence(accepted),
                evidence(c.reading.match, c.reading.sentence, c.trimmed),
            )
            for c in reversed(others.values())
        )[:4],
    )


def readings(
    question: Question, context: Context, ignored: frozenset[str] = frozenset()
) -> Iterator[Reading]:
    """Yield the sentences that have most of the question's words, the best first; no headlines."""
    for match, number in best_sentences(matches(question, context.finder), SENTENCES):
        reading = Reading(match, number, ignored)
        if reading.sentence.paragraph.role in (Role.PROSE, Role.CAPTION) and reading.clauses:
            yield reading


def starts_with(folded: str, span: Span, words: Iterable[str]) -> str:
    """Return the longest of `words` that a stretch begins with, quotation marks aside, or ""."""
    text = folded[span.start : span.end].lstrip("“‘ ")
    return max((w for w in words if text.startswith(w)), key=len, default="")
