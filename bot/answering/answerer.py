"""The one door to answering: a message and the texts in, a reply out."""

from bot.answering.answer import Reply
from bot.answering.dialogue import Dialogue
from retrieval.page import Page


class Answerer:
    """Answers questions about the pages it was given; the channels hold one each.

    Thread-safe once built: `ask` changes nothing but the `Dialogue` passed in.
    """

    def __init__(
        self, pages: tuple[Page, ...], *, threshold: float | None = None, always_answer: bool = False
    ) -> None:
        """Index `pages`.

        `threshold` (0 to 1) is the confidence below which the text counts as silent, None for
        the fitted default; `always_answer` gives the best candidate however weak.
        """
        self.pages = pages
        raise NotImplementedError

    def ask(self, message: str, dialogue: Dialogue | None = None, *, explain: bool = False) -> Reply:
        """Answer every question in `message`; `dialogue` carries the turns before and is updated."""
        raise NotImplementedError
