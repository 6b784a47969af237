"""What every search over pages offers, whatever stands behind it."""

from dataclasses import dataclass
from typing import Protocol

from retrieval.page import Article, Page, Paragraph


@dataclass(frozen=True)
class Hit:
    """A paragraph found, with the page and the article it stands in."""

    page: Page
    article: Article
    paragraph: Paragraph
    score: float
    """Above 0; comparable within one search only."""


class Retriever(Protocol):
    """Finds the paragraphs of prose nearest to a query."""

    def search(self, query: str, k: int) -> tuple[Hit, ...]:
        """Return at most `k` paragraphs, best first, ties in reading order.

        A paragraph that shares no term with `query` is never returned.
        """
        ...
