"""The numbers of the articles nearest to a question, each with all that stands around it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.answer import Answer, Evidence, Status
from bot.answering.facts.parallel import Fact
from bot.answering.facts.quantities import Quantity
from bot.answering.finder import Finder
from bot.answering.marking import marked
from bot.answering.question import Question
from bot.answering.strategies.computed.decomposition import words
from retrieval.page import Span


@dataclass(frozen=True)
class Figure:
    """A number of the text with all that stands around it."""

    article: AnnotatedArticle
    sentence: AnnotatedSentence
    fact: Fact

    @property
    def quantity(self) -> Quantity:
        """The number."""
        return self.fact.quantity

    @property
    def text(self) -> str:
        """The number as it stands in the text, qualifier and unit included."""
        span = self.quantity.qualified_span
        return self.sentence.sentence.text[span.start : span.end]

    def evidence(self) -> Evidence:
        """Return the sentence with the number marked."""
        return marked(self.article, self.sentence, self.quantity.qualified_span)

    def is_marked(self, evidence: Evidence) -> bool:
        """Tell whether it is what a piece of evidence marks in its sentence."""
        same = evidence.sentence is self.sentence.sentence
        return same and any(mark.overlaps(self.quantity.span) for mark in evidence.marks)

    def value(self, *, decline: bool) -> Decimal:
        """Return the number, of a change how much it rose, or fell where `decline`s are asked for.

        A decline (下降3%, 增长-3%) has a rise below zero.
        """
        value = self.quantity.value
        if not self.fact.change:
            return value
        falls = self.read(self.fact.attribute).startswith(words("change", "declines"))
        return value if falls is decline else -value

    @cached_property
    def own(self) -> str:
        """What its clause says around it."""
        return self._read(self.fact.own)

    @cached_property
    def dated(self) -> bool:
        """Whether its own clause names a time."""
        return any(s.contains(t.span) for s in self.fact.own for t in self.sentence.times)

    def is_of_time(self, time: str) -> bool:
        """Tell whether its clause, or the one before, is dated so: not 今年前3个月, 比今年."""
        spans = self.fact.own if self.dated else (*self.fact.own, *self.fact.scope)
        starts = {t.span.start for t in self.sentence.times}
        return any(
            self.read(t.span).endswith(time) and t.span.end not in starts
            for span in spans
            for t in self.sentence.times
            if span.contains(t.span) and not self.sentence.folded.endswith(_THAN, 0, t.span.start)
        )

    @cached_property
    def subject_clauses(self) -> str:
        """The clauses before in which its subject may stand."""
        return self._read(self.fact.scope)

    def _read(self, spans: Iterable[Span]) -> str:
        return "\n".join(self.sentence.folded[s.start : s.end] for s in spans)

    def read(self, span: Span | None) -> str:
        """Return a part of the sentence, folded; "" for None."""
        return self.sentence.folded[span.start : span.end] if span else ""


_THAN = ("比", "较")
"""What stands before a time that something is only compared with."""


@dataclass(frozen=True)
class Found:
    """A number taken for a thing, with its score, 0 to 1."""

    figure: Figure
    score: float


def articles(finder: Finder, question: Question) -> Iterator[AnnotatedArticle]:
    """Yield the articles in which the passages nearest to a question stand, the nearest first."""
    seen: set[int] = set()
    for hit in finder.search(question.folded):
        if id(hit.article) not in seen:
            seen.add(id(hit.article))
            yield finder.scored(hit.page, hit.article, question).pool.article


def figures(finder: Finder, question: Question) -> tuple[Figure, ...]:
    """Return the numbers of those articles, with what they are said of."""
    return tuple(
        figure
        for article in articles(finder, question)
        for sentence in article.sentences
        for figure in figures_in(article, sentence)
    )


def figures_in(article: AnnotatedArticle, sentence: AnnotatedSentence) -> Iterator[Figure]:
    """Yield the numbers of a sentence, in order."""
    return (Figure(article, sentence, fact) for fact in sentence.facts)


def figure_answered(answer: Answer, numbers: Iterable[Figure]) -> Figure | None:
    """Return which of some numbers an answer is; None if none, or if it has several sentences."""
    if answer.status is not Status.ANSWERED or len(answer.evidence) != 1:
        return None
    return next((f for f in numbers if f.is_marked(answer.evidence[0])), None)
