"""A paragraph as one folded string: a speech may go over several of its sentences."""

from dataclasses import dataclass
from functools import cached_property

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.answer import Evidence
from retrieval.page import Role, Span
from retrieval.tokens import Token


@dataclass(frozen=True)
class SpokenParagraph:
    """The sentences of a paragraph as one folded string."""

    article: AnnotatedArticle
    sentences: tuple[AnnotatedSentence, ...]

    @cached_property
    def folded(self) -> str:
        """Its sentences without anything between them."""
        return "".join(s.folded for s in self.sentences)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where in `folded` each sentence begins."""
        starts, at = [], 0
        for sentence in self.sentences:
            starts.append(at)
            at += len(sentence.folded)
        return tuple(starts)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of its sentences, their offsets counting in `folded`."""
        return tuple(
            Token(t.text, t.start + start, t.end + start, t.tag)
            for start, s in zip(self.starts, self.sentences, strict=True)
            for t in s.tokens
        )

    def evidence(self, *spans: Span) -> tuple[Evidence, ...]:
        """Return the sentences that hold a part of `spans`, those parts marked."""
        found = []
        for start, s in zip(self.starts, self.sentences, strict=True):
            end = start + len(s.folded)
            marks = tuple(
                Span(max(span.start, start) - start, min(span.end, end) - start)
                for span in spans
                if span.overlaps(Span(start, end))
            )
            if marks:
                page, article = self.article.page, self.article.article
                found.append(Evidence(page, article, s.paragraph, s.sentence, marks))
        return tuple(found)

    def text(self, span: Span) -> str:
        """Return a span as it stands in the file."""
        return "".join(e.text[m.start : m.end] for e in self.evidence(span) for m in e.marks)


def spoken_paragraphs(article: AnnotatedArticle) -> list[SpokenParagraph]:
    """Return the paragraphs of an article that may hold speech, in reading order."""
    found: list[list[AnnotatedSentence]] = []
    for sentence in article.sentences:
        if sentence.paragraph.role not in (Role.PROSE, Role.CAPTION):
            continue
        if not found or found[-1][0].paragraph is not sentence.paragraph:
            found.append([])
        found[-1].append(sentence)
    return [SpokenParagraph(article, tuple(sentences)) for sentences in found]
