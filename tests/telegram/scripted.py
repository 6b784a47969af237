"""A paper that answers as a test needs it, whatever the rules would find."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.answer import Answer, Reply
from bot.answering.dialogue import Dialogue
from bot.telegram.corpus import Corpus
from retrieval.page import Article, Page
from tests.fakes import FakeAnswerer


class ScriptedAnswerer(FakeAnswerer):
    """Finds the last three characters of a question, as sure of it and as helpful as it is told."""

    def __init__(self, page: Page, confidence: float = 0.9, suggested: Sequence[str] = ()) -> None:
        super().__init__(page)
        self._confidence = confidence
        self._suggested = tuple(suggested)

    def ask(
        self, message: str, dialogue: Dialogue | None = None, *, explain: bool = False
    ) -> Reply:
        reply = super().ask(message, dialogue, explain=explain)
        answers = (replace(a, confidence=self._confidence) for a in reply.answers)
        return replace(reply, answers=tuple(answers))

    def follow_ups(self, answer: Answer, count: int = 3) -> tuple[str, ...]:
        return self._suggested[:count]

    def openers(self, count: int = 3, article: Article | None = None) -> tuple[str, ...]:
        return self._suggested[:count]


def scripted_paper(page: Page, confidence: float = 0.9, suggested: Sequence[str] = ()) -> Corpus:
    """Return a page as the operator's paper."""
    return Corpus(ScriptedAnswerer(page, confidence, suggested), f"digest {page.source}", own=False)
