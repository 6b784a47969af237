"""The text as data: Page → Article → Paragraph → Sentence, every character traceable to its file.

Offsets are code points in the decoded file, half-open, counted without a byte order mark (it is
a signature of the encoding, not text), with line ends as they are on disk.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points; of a file or of a string, as the owner says."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class MappedText:
    """A string put together from runs of a file, each character knowing where it comes from.

    `runs` are file spans in reading order; joined, they are as long as `text`. A character of
    `text` equals the file's character at its offset, except that a line break which separates
    two Latin words reads as a space.
    """

    text: str
    runs: tuple[Span, ...]

    @cached_property
    def _run_starts(self) -> list[int]:
        """Where in `text` each run begins."""
        starts, at = [], 0
        for run in self.runs:
            starts.append(at)
            at += len(run)
        return starts

    def __len__(self) -> int:
        return len(self.text)

    def offset(self, index: int) -> int:
        """Return the file offset of character `index` (0 ≤ index < len)."""
        if not 0 <= index < len(self.text):
            raise IndexError(index)
        run = bisect_right(self._run_starts, index) - 1
        return self.runs[run].start + index - self._run_starts[run]

    def file_span(self, start: int = 0, end: int | None = None) -> Span:
        """Return the file span that covers `text[start:end]`, line breaks inside included."""
        end = len(self.text) if end is None else end
        return Span(self.offset(start), self.offset(end - 1) + 1)

    def text_spans(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Return the stretches of `text` whose characters lie inside file `spans`, in order.

        Stretches that meet are one: a span that runs over a line break is not cut by it.
        """
        spans = tuple(spans)
        found: list[Span] = []
        for start, run in zip(self._run_starts, self.runs, strict=True):
            for span in spans:
                low, high = max(run.start, span.start), min(run.end, span.end)
                if low < high:
                    found.append(Span(start + low - run.start, start + high - run.start))
        joined: list[Span] = []
        for span in sorted(set(found)):
            if joined and span.start <= joined[-1].end:
                joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
            else:
                joined.append(span)
        return tuple(joined)

    def slice(self, start: int, end: int) -> "MappedText":
        """Return the part `text[start:end]` with its own runs (0 ≤ start ≤ end ≤ len)."""
        runs = []
        number = max(bisect_right(self._run_starts, start) - 1, 0)
        while number < len(self.runs) and self._run_starts[number] < end:
            at, run = self._run_starts[number], self.runs[number]
            low, high = max(start, at), min(end, at + len(run))
            if low < high:
                runs.append(Span(run.start + low - at, run.start + high - at))
            number += 1
        return MappedText(self.text[start:end], tuple(runs))

    def strip(self) -> "MappedText":
        """Return the text without white space at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.slice(start, max(start, len(self.text.rstrip())))

    @classmethod
    def join(cls, parts: Iterable["MappedText"]) -> "MappedText":
        """Put parts together in the order given, nothing between them."""
        texts: list[str] = []
        runs: list[Span] = []
        for part in parts:
            texts.append(part.text)
            for run in part.runs:
                if runs and runs[-1].end == run.start:
                    runs[-1] = Span(runs[-1].start, run.end)
                else:
                    runs.append(run)
        return cls("".join(texts), tuple(runs))


class Role(StrEnum):
    """What a paragraph is on the page."""

    HEADLINE = "headline"
    SUBHEAD = "subhead"
    BYLINE = "byline"
    CAPTION = "caption"
    CREDIT = "credit"
    LABEL = "label"
    PROSE = "prose"


@dataclass(frozen=True)
class Sentence:
    """One sentence as it reads, line breaks mended."""

    mapped: MappedText
    index: int
    """Position within the paragraph, from 0."""

    @property
    def text(self) -> str:
        """The sentence as it reads."""
        return self.mapped.text


@dataclass(frozen=True)
class Paragraph:
    """A run of sentences that stand together, or one headline, caption, byline …"""

    mapped: MappedText
    role: Role
    index: int
    """Position within the article, from 0, all roles counted."""
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The paragraph as it reads."""
        return self.mapped.text


@dataclass(frozen=True)
class Article:
    """One piece of the page with all that belongs to it, in reading order."""

    index: int
    """Position within the page, from 0."""
    headline: str | None
    label: str | None
    """The section label it stands under (`■ …`), if any."""
    authors: tuple[MappedText, ...]
    """Names in bylines and datelines, each mapped to the file."""
    photographers: tuple[MappedText, ...]
    """Names in photographers' credits."""
    paragraphs: tuple[Paragraph, ...]

    def prose(self) -> tuple[Paragraph, ...]:
        """Return the paragraphs that carry statements: prose and captions."""
        return tuple(p for p in self.paragraphs if p.role in (Role.PROSE, Role.CAPTION))


@dataclass(frozen=True)
class Page:
    """One text file, read."""

    source: str
    """The path as the user gave it."""
    text: str
    """The decoded file, line ends as they are, without byte order mark."""
    articles: tuple[Article, ...]
