"""An article while it is read: its names and paragraphs so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from retrieval.blocks import Block
from retrieval.page import Article, MappedText, Paragraph, Role, Sentence
from retrieval.punctuation import is_finished
from retrieval.sentences import split_sentences

_SENTENCE_ROLES = frozenset({Role.PROSE, Role.CAPTION})


@dataclass
class Draft:
    """An article while its blocks come in."""

    label: str | None = None
    headline: str | None = None
    authors: list[MappedText] = field(default_factory=list)
    photographers: list[MappedText] = field(default_factory=list)
    paragraphs: list[tuple[Role, MappedText]] = field(default_factory=list)

    roles: set[Role] = field(default_factory=set)

    def add(self, role: Role, mapped: MappedText) -> None:
        """Add a paragraph."""
        self.paragraphs.append((role, mapped))
        self.roles.add(role)

    def take(self, other: "Draft") -> None:
        """Add what stood before the article."""
        self.authors.extend(other.authors)
        self.photographers.extend(other.photographers)
        self.paragraphs.extend(other.paragraphs)
        self.roles |= other.roles

    def split_off(self) -> "Draft | None":
        """Take out the article from the last subhead on, if others are named there than above."""
        roles = [role for role, _ in self.paragraphs]
        if Role.SUBHEAD not in roles:
            return None
        at = len(roles) - 1 - roles[::-1].index(Role.SUBHEAD)
        _, headline = self.paragraphs[at]
        start = headline.runs[0].start
        authors, others = _parted(self.authors, start)
        if not (authors and others and Role.PROSE in roles[:at] and Role.PROSE in roles[at:]):
            return None
        rest = Draft(self.label, headline.text, others)
        self.authors = authors
        self.photographers, rest.photographers = _parted(self.photographers, start)
        rest.add(Role.HEADLINE, headline)
        for role, mapped in self.paragraphs[at + 1 :]:
            rest.add(role, mapped)
        del self.paragraphs[at:]
        return rest

    @property
    def has_text(self) -> bool:
        """Whether its text has begun: more than a line without full stop below headline and byline.

        Such a line is a second headline.
        """
        prose = [mapped.text for role, mapped in self.paragraphs if role is Role.PROSE]
        below = {Role.HEADLINE, Role.BYLINE} <= self.roles
        return bool(prose) and not (below and len(prose) == 1 and not is_finished(prose[0]))

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture with a text: one paragraph and a photographer's name."""
        prose = sum(role in _SENTENCE_ROLES for role, _ in self.paragraphs)
        return prose == 1 and bool(self.photographers) and not self.authors

    def credit(self, block: Block) -> None:
        """Add the names in a block's bylines."""
        for shaped in block.lines:
            if shaped.byline is not None:
                self.authors.extend(shaped.byline.authors)
                self.photographers.extend(shaped.byline.photographers)

    def add_behind(self, block: Block) -> None:
        """Add the byline or credit that stands behind a block's text."""
        last = block.lines[-1]
        if last.behind is not None and last.byline is not None:
            self.add(Role.CREDIT if last.byline.is_credit else Role.BYLINE, last.behind)

    def finished(self, index: int) -> Article:
        """Return the finished article."""
        paragraphs = self.paragraphs
        if Role.PROSE not in self.roles:
            # A picture whose caption is all the text there is: that is the article's text.
            paragraphs = [(Role.PROSE if r is Role.CAPTION else r, m) for r, m in paragraphs]
        return Article(
            index=index,
            headline=self.headline,
            label=self.label,
            authors=_distinct(self.authors),
            photographers=_distinct(self.photographers),
            paragraphs=tuple(
                Paragraph(mapped, role, number, _sentences(role, mapped))
                for number, (role, mapped) in enumerate(paragraphs)
            ),
        )


def _parted(names: Sequence[MappedText], at: int) -> tuple[list[MappedText], list[MappedText]]:
    """Return the names that stand before an offset of the file, and those behind."""
    before = [name for name in names if name.runs[0].start < at]
    return before, [name for name in names if name.runs[0].start >= at]


def _sentences(role: Role, mapped: MappedText) -> tuple[Sentence, ...]:
    parts = split_sentences(mapped) if role in _SENTENCE_ROLES else (mapped,)
    return tuple(Sentence(part, number) for number, part in enumerate(parts))


def _distinct(names: Iterable[MappedText]) -> tuple[MappedText, ...]:
    """Return each name once, where it stands first."""
    first: dict[str, MappedText] = {}
    for name in names:
        first.setdefault(name.text, name)
    return tuple(first.values())
