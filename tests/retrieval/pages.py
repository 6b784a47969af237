"""Pages made by hand, without reading a file."""

from collections.abc import Sequence

from retrieval.page import Article, MappedText, Page, Paragraph, Role, Sentence, Span


def page(*paragraphs: str, headline: str | None = None, source: str = "made.txt") -> Page:
    """Return a page of one article whose paragraphs are prose of one sentence each."""
    return Page(source, "\n".join(paragraphs), (_article(paragraphs, headline),))


def _article(paragraphs: Sequence[str], headline: str | None) -> Article:
    made, at = [], 0
    for index, text in enumerate(paragraphs):
        mapped = MappedText(text, (Span(at, at + len(text)),) if text else ())
        made.append(Paragraph(mapped, Role.PROSE, index, (Sentence(mapped, 0),)))
        at += len(text) + 1
    return Article(0, headline, None, (), (), tuple(made))
