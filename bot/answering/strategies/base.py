"""What every strategy is given, and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.answer import Answer, Evidence, Refusal, Status
from bot.answering.confidence.additive import logistic
from bot.answering.finder import Finder
from bot.answering.marking import marked
from bot.answering.question import Question
from retrieval.page import Span

_LEAST_WEIGHT = 0.2


@dataclass(frozen=True)
class Context:
    """What a strategy may use beside the question."""

    finder: Finder
    threshold: float
    """Confidence below which the text counts as silent."""
    always_answer: bool
    """Give the best there is, however weak."""
    span_answer: Callable[[Question], Answer]
    """The general strategy: the best span for a question (used for parts of a computation)."""
    before: Answer | None = None
    """The turn before, if there is one; `question.leans` says whether it counts."""

    def weight(self, word: str) -> float:
        """Return what a word counts: the rarer says more, a common one still something."""
        return _LEAST_WEIGHT + self.finder.rarity(word)

    @property
    def evidence_before(self) -> Evidence | None:
        """What the turn before rests on, first sentence."""
        return next(iter(self.before.evidence), None) if self.before else None


def likelihood(score: float, *, accepted: float, steepness: float = 8.0) -> float:
    """Return how likely it answers what scores so, 0 to 1: one half at `accepted` (logistic)."""
    return logistic(steepness * (score - accepted))


Strategy = Callable[[Question, Context], Answer | None]
"""Answers a question, or returns None to leave it to the general strategy."""


def answer_at(
    question: Question,
    article: AnnotatedArticle,
    sentence: AnnotatedSentence,
    span: Span,
    confidence: float,
) -> Answer:
    """Answer with a span of a sentence, as it stands in the text."""
    evidence = marked(article, sentence, span)
    text = sentence.sentence.text[span.start : span.end]
    return Answer(question, Status.ANSWERED, text, question.kind, confidence, evidence=(evidence,))


def no_answer(
    question: Question, confidence: float = 0.0, nearest: Evidence | None = None
) -> Answer:
    """Say that the text does not say; `refusal.explained` finds out why."""
    return Answer(
        question,
        Status.NO_ANSWER,
        None,
        question.kind,
        confidence,
        nearest=nearest,
        refusal=Refusal.NOT_MENTIONED,
    )
