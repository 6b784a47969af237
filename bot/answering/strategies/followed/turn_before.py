"""The turn before as a follow-up needs it: the sentence that it was answered from, annotated."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.answer import Answer, Status
from bot.answering.facts.quantities import Quantity
from bot.answering.finder import Finder
from bot.answering.question import Question
from retrieval.page import Span


@dataclass(frozen=True)
class TurnBefore:
    """An answer that one stretch of one sentence gives."""

    question: Question
    article: AnnotatedArticle
    sentence: AnnotatedSentence
    mark: Span

    @property
    def quantity(self) -> Quantity | None:
        """The figure that was answered, None if it was none."""
        return self.sentence.quantity_at(self.mark)

    def sentences(self) -> Iterator[AnnotatedSentence]:
        """Yield its sentence, then the others of its paragraph."""
        yield self.sentence
        for other in self.article.of_paragraph(self.sentence.paragraph):
            if other is not self.sentence:
                yield other


def turn_before(before: Answer | None, finder: Finder) -> TurnBefore | None:
    """Return the turn before, None if it had no answer or one put together of several."""
    if before is None or before.status is not Status.ANSWERED or len(before.evidence) != 1:
        return None
    (evidence,) = before.evidence
    if len(evidence.marks) != 1:
        return None
    article = finder.match(before.question, evidence.page, evidence.article).article
    sentence = next((s for s in article.sentences if s.sentence is evidence.sentence), None)
    if sentence is None:
        return None
    return TurnBefore(before.question, article, sentence, evidence.marks[0])
