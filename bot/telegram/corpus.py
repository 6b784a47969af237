"""What a chat asks: the operator's paper, or texts of its own."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.answering.answerer import Answerer
from bot.telegram.store.texts import OwnText
from retrieval.page import Article, Page
from retrieval.reader import read_page
from retrieval.script import Script, script_of

DIGEST_LENGTH = 32
"""Hexadecimal digits kept of SHA-256."""
SCRIPT_SAMPLE = 20_000
"""Characters of the texts by which their script is told."""


@dataclass(frozen=True)
class Corpus:
    """Some pages with their answerer."""

    answerer: Answerer
    digest: str
    """Of all texts: two corpora with the same digest give the same answers."""
    own: bool
    """Whether these are a chat's own texts."""

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages, in order."""
        return self.answerer.pages

    @property
    def articles(self) -> tuple[tuple[Page, Article], ...]:
        """All articles in reading order: number n of the reader is `articles[n - 1]`."""
        return tuple((page, article) for page in self.pages for article in page.articles)

    @cached_property
    def script(self) -> Script | None:
        """The script of the texts, None when nothing tells."""
        return script_of("".join(page.text for page in self.pages)[:SCRIPT_SAMPLE])

    @property
    def characters(self) -> int:
        """The length of all texts together, in code points."""
        return sum(len(page.text) for page in self.pages)


def paper_corpus(pages: tuple[Page, ...], threshold: float | None) -> Corpus:
    """Return the corpus of the operator's pages."""
    return Corpus(Answerer(pages, threshold=threshold), _digest(p.text for p in pages), own=False)


def own_corpus(texts: Sequence[OwnText], threshold: float | None) -> Corpus:
    """Return the corpus of a chat's own texts. Takes seconds for long ones."""
    pages = tuple(read_page(text.body, text.name) for text in texts)
    return Corpus(Answerer(pages, threshold=threshold), own_digest(texts), own=True)


def own_digest(texts: Sequence[OwnText]) -> str:
    """Return the digest of a chat's own texts; the same texts in two chats have two."""
    return _digest(part for t in texts for part in (str(t.chat_id), t.name, t.body))


def _digest(texts: Iterable[str]) -> str:
    found = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()[:DIGEST_LENGTH]
