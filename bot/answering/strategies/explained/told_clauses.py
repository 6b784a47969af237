"""Answers that are clauses: which of those found beside what is asked about answers best."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import merge

from bot.answering.answer import Alternative, Answer, Status
from bot.answering.facts.timepoint import Time
from bot.answering.marking import marked
from bot.answering.question import Question
from bot.answering.strategies.base import Context, likelihood, no_answer
from bot.answering.strategies.explained.clauses import trim, without_asides
from bot.answering.strategies.explained.reading import Reading
from bot.answering.surroundings.support import support
from retrieval.page import Span

SURE = 0.7
"""Confidence from which these answers are better than the general ones where all is answered
(tuned on DRCD dev)."""
_RARE = 0.6
"""Rarity from which a noun that the text around lacks rules an answer out."""
_VAGUE = frozenset({"多", "少", "很多", "很少", "许多", "不少", "好多", "好些"})
"""Numbers that tell nothing apart."""


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
    is_hint: bool = False
    """Whether it is no answer by itself: only where the general strategy finds it too."""

    @cached_property
    def trimmed(self) -> Span:
        """The answer without marks at its ends."""
        folded = self.reading.folded
        return trim(folded, without_asides(folded, trim(folded, self.span)))

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
    told = found.stated.folded + found.reading.folded
    for reading in (found.stated, found.reading):
        lacking = support(question, reading.match.article, reading.sentence)
        rare = any(
            context.finder.rarity(t.text) >= _RARE
            and t.text not in reading.ignored
            and not _is_meant(t.text, told)
            for t in lacking.missing_nouns
        )
        names = any(t.text not in _VAGUE for t in lacking.missing_names)
        times = any(not _is_basis(t, question) for t in lacking.conflicting_times)
        if not names and not times and not rare:
            return True
    return False


def _is_basis(time: Time, question: Question) -> bool:
    """Tell whether a time is only what the one asked about is compared with (比[去年]早)."""
    return question.folded[: time.span.start].endswith(("比", "比起", "较"))


def _is_meant(noun: str, told: str) -> bool:
    """Tell whether a text has half the characters of a noun: it names the thing otherwise."""
    return len(noun) > 1 and 2 * sum(char in told for char in noun) >= len(noun)


def best_found(
    question: Question, context: Context, candidates: Iterable[Found], accepted: float
) -> Answer | None:
    """Return the best candidate that the text around bears out, or no answer.

    With `always_answer`, one that is SURE, or None.
    """
    found = sorted((c for c in candidates if len(c.trimmed)), key=lambda c: -c.score)
    ranked = [c for c in found if not c.is_hint]
    grounded = [c for c in ranked if is_grounded(c, question, context)]
    best = grounded[0] if grounded else None
    confidence = best.confidence(accepted) if best else 0.0
    if context.always_answer and confidence < SURE:
        return None
    if best is None or confidence < context.threshold:
        nearest = (best or ranked[0]).stated if ranked else None
        seen = marked(nearest.match.article, nearest.sentence) if nearest else None
        hints = [c for c in found if c.is_hint and is_grounded(c, question, context)]
        borne_out = merge(grounded, hints, key=lambda c: -c.score)
        unsure = tuple(_alternative(c, accepted) for c in borne_out)
        return replace(no_answer(question, confidence, seen), alternatives=unsure)
    others = {c.text: c for c in reversed(grounded[1:]) if c.text != best.text}
    return Answer(
        question,
        Status.ANSWERED,
        best.text,
        question.kind,
        confidence,
        evidence=(marked(best.reading.match.article, best.reading.sentence, best.trimmed),),
        alternatives=tuple(_alternative(c, accepted) for c in reversed(others.values()))[:4],
    )


def answer_found(
    question: Question, context: Context, candidates: Iterable[Found], accepted: float
) -> Answer | None:
    """Return `best_found` where it answers, None where another strategy is to be asked."""
    answer = best_found(question, context, candidates, accepted)
    return answer if answer is not None and answer.status is Status.ANSWERED else None


def _alternative(found: Found, accepted: float) -> Alternative:
    seen = marked(found.reading.match.article, found.reading.sentence, found.trimmed)
    return Alternative(found.text, found.confidence(accepted), seen)
