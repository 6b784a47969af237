"""A place of the text that says yes or no to what is asked, and which of several to believe."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Evidence
from bot.answering.marking import marked
from bot.answering.matching.match import Match
from retrieval.page import Span


@dataclass(frozen=True)
class Stated:
    """Words of a sentence that say whether something holds (that it is free, or open)."""

    match: Match
    sentence: AnnotatedSentence
    span: Span
    """The words that say so."""
    holds: bool
    score: float
    """How well the place fits the question, 0 to 1."""

    def evidence(self) -> Evidence:
        """Return the sentence with the words marked."""
        return marked(self.match.article, self.sentence, self.span)


def undisputed(stated: Iterable[Stated]) -> Stated | None:
    """Return the place that fits best; None without one, or where the opposite fits as well."""
    found = list(stated)
    best = max(found, key=lambda s: s.score, default=None)
    if best is None or any(s.holds != best.holds and s.score >= best.score for s in found):
        return None
    return best
