"""Articles with their bylines and credits, and answers read off these, not off the text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from bot.answering.answer import Answer, Evidence, Status
from bot.answering.datafiles import read_toml
from bot.answering.question import Question
from bot.answering.strategies.base import Context, no_answer
from retrieval.fold import fold
from retrieval.page import Article, MappedText, Page, Paragraph, Role, Span

SMALL_PRINT = frozenset({Role.BYLINE, Role.CREDIT})
JOINT = "、"


@dataclass(frozen=True)
class BylineWords:
    """The word lists of bylines.toml, which says what each is for."""

    pieces: frozenset[str]
    pictures: frozenset[str]
    asking: frozenset[str]
    titles: dict[str, list[str]]
    fields: dict[str, list[str]]


@cache
def byline_words() -> BylineWords:
    """Return the words of bylines.toml."""
    table = read_toml(__package__, "bylines.toml")
    return BylineWords(
        frozenset(table["pieces"]),
        frozenset(table["pictures"]),
        frozenset(table["asking"]),
        table["titles"],
        table["fields"],
    )


@dataclass(frozen=True)
class Part:
    """A part of an article that somebody signs."""

    text: str
    """Folded."""
    signers: tuple[MappedText, ...]


@dataclass(frozen=True)
class Piece:
    """An article with its small print."""

    page: Page
    article: Article

    @property
    def head_lines(self) -> tuple[Paragraph, ...]:
        """The lines over the text: the headline, and what stands above and below it."""
        over_text = takewhile(lambda p: p.role is not Role.PROSE, self.article.paragraphs)
        return tuple(p for p in over_text if p.role in (Role.HEADLINE, Role.SUBHEAD))

    @property
    def headline(self) -> str:
        """Those lines, folded; "" if there are none."""
        return fold("\n".join(p.text for p in self.head_lines))

    @property
    def text(self) -> str:
        """All of it, folded."""
        return fold("\n".join((self.headline, *(p.text for p in self.article.paragraphs))))

    @property
    def small_print(self) -> tuple[Paragraph, ...]:
        """The bylines and credits."""
        return tuple(p for p in self.article.paragraphs if p.role in SMALL_PRINT)

    def signed_parts(self) -> "tuple[Part, ...]":
        """Its parts, where several writers sign below what each has written; else none."""
        parts: list[Part] = []
        text: list[str] = []
        for paragraph in self.article.paragraphs:
            is_byline = paragraph.role is Role.BYLINE
            signers = tuple(n for n in self.article.authors if places_of_name(n, paragraph))
            if is_byline and signers:
                if not text:
                    return ()  # named above what they have written
                parts.append(Part(fold("\n".join(text)), signers))
                text = []
            elif paragraph.role in (Role.PROSE, Role.SUBHEAD):
                text.append(paragraph.text)
        return tuple(parts) if len(parts) > 1 else ()

    def evidence(
        self, names: Iterable[MappedText], lines: tuple[Paragraph, ...] | None = None
    ) -> tuple[Evidence, ...]:
        """Return the lines (of `lines`, or all small print) that have `names`, those marked.

        Each name is marked once, where it stands first.
        """
        marks: dict[int, list[Span]] = {}
        lines = self.small_print if lines is None else lines
        for name in names:
            for number, line in enumerate(lines):
                if places := places_of_name(name, line):
                    marks.setdefault(number, []).extend(places)
                    break
        return tuple(
            Evidence(self.page, self.article, line, line.sentences[0], tuple(sorted(marks[number])))
            for number, line in enumerate(lines)
            if number in marks
        )


def places_of_name(name: MappedText, line: Paragraph) -> tuple[Span, ...]:
    """Return where a name stands in a line, in several pieces where it is set wide (甲 乙)."""
    # Names are compared as text: an article keeps the first place only of one that is there twice.
    text = line.sentences[0].text
    match = re.search(r"[ \u3000]*".join(map(re.escape, name.text)), text)
    if match is None:
        return ()
    pieces = re.finditer(r"[^ \u3000]+", match[0])
    return tuple(Span(match.start() + p.start(), match.start() + p.end()) for p in pieces)


def answer_names(
    question: Question,
    names: tuple[MappedText, ...],
    evidence: tuple[Evidence, ...],
    confidence: float,
) -> Answer:
    """Answer with all of `names`, which `evidence` marks."""
    return Answer(
        question,
        Status.ANSWERED,
        JOINT.join(n.text for n in names),
        question.kind,
        confidence,
        evidence=evidence,
    )


def no_name(question: Question, context: Context, piece: Piece) -> Answer | None:
    """Say that an article names nobody, if the page names people for others."""
    if context.always_answer or not names_anyone([piece]):
        return None
    return no_answer(question)


def names_anyone(pieces: Iterable[Piece]) -> bool:
    """Tell whether the pages of `pieces` name anyone as writer or photographer."""
    return any(a.authors or a.photographers for p in pieces for a in p.page.articles)
