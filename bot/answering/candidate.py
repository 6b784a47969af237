"""A span that could be the answer, with what it scored and where it stands."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.answer import Evidence
from bot.answering.facts.quantities import Quantity
from bot.answering.matching import scopes
from bot.answering.matching.match import Match
from bot.answering.spans.boundaries import whole_answer
from bot.answering.timeline import SAME_YEAR
from bot.answering.understanding.grain import asks_year
from retrieval.page import Span


class WordFound(NamedTuple):
    """How close to a candidate a word of the question stands."""

    word: str
    weight: float
    """Its share of the question."""
    scope: float
    """What its closest scope is worth (see scopes.SCOPES)."""
    is_name: bool


@dataclass(frozen=True)
class Candidate:
    """A span that could be the answer, with what it scored."""

    score: float
    probability: float
    """Share of this answer among all candidates (softmax of the scores, equal texts summed)."""
    coverage: float
    """How much of the question the scopes around the span have (see scopes.SCOPES)."""
    match: Match
    """The question laid over the article."""
    index: int
    """Which of its candidates this is."""
    quantity: Quantity | None = None
    """The quantity it is, if it is exactly one."""
    sentence_share: float = 0.0
    """What its sentence added to the score (see sentence_share.py)."""
    settled: float = 0.0
    """Share of those of its sentence that state something else (see stating.py)."""

    @property
    def article(self) -> AnnotatedArticle:
        """The article it stands in."""
        return self.match.article

    @cached_property
    def sentence(self) -> AnnotatedSentence:
        """The sentence it stands in."""
        return self.article.sentence_at(int(self.match.pool.first[self.index]))

    @cached_property
    def span(self) -> Span:
        """Where it stands in the sentence, as an answer to the question (see boundaries.py)."""
        pool = self.match.pool
        first, last = int(pool.first[self.index]), int(pool.last[self.index])
        return whole_answer(self.match.question, self.article, first, last)

    @cached_property
    def words(self) -> tuple[WordFound, ...]:
        """Where each word of the question stands from the span."""
        match, worth = self.match, scopes.scope_at(self.match, self.index).tolist()
        rows = zip(match.words, match.weights.tolist(), worth, match.names.tolist(), strict=True)
        return tuple(WordFound(*row) for row in rows if row[1] > 0)

    @property
    def text(self) -> str:
        """The span as it stands in the text."""
        return self.sentence.sentence.text[self.span.start : self.span.end]

    @property
    def answer_text(self) -> str:
        """The span as an answer: a figure with its qualifier (超过90%)."""
        span = self.quantity.qualified_span if self.quantity else self.span
        return self.sentence.sentence.text[span.start : span.end]

    @cached_property
    def year(self) -> "Candidate | None":
        """The year that it is told of, where that is asked and it names none (9月3日).

        Asked for no year, that of 同年 alone.
        """
        told = self.match.pool.years_told.get(self.index)
        if told is None:
            return None
        needed = asks_year(self.match.question) or self.folded.startswith(SAME_YEAR)
        return replace(self, index=told) if needed else None

    @cached_property
    def folded(self) -> str:
        """The span, folded."""
        return self.sentence.folded[self.span.start : self.span.end]

    def evidence(self) -> Evidence:
        """Return the sentence with the span marked."""
        return Evidence(
            self.article.page,
            self.article.article,
            self.sentence.paragraph,
            self.sentence.sentence,
            (self.quantity.qualified_span if self.quantity else self.span,),
        )
