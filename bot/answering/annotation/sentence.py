"""A sentence with its words, its figures and its times."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bot.answering.facts.change import Change, Role
from bot.answering.facts.changes import find_changes
from bot.answering.facts.names import names_freed, names_joined
from bot.answering.facts.parallel import Fact, find_facts
from bot.answering.facts.quantities import Quantity
from bot.answering.facts.respective import find_respective
from bot.answering.facts.timepoint import Time, TimeKind
from bot.answering.facts.times import find_quantities_and_times
from retrieval.fold import fold
from retrieval.page import Paragraph, Sentence, Span
from retrieval.tokens import Token, tokenize_folded

LONGEST_SENTENCE = 3_000
"""Characters of a sentence that are looked at; what is longer is no sentence."""


@dataclass(frozen=True, eq=False)
class AnnotatedSentence:
    """A sentence with its folded text and tokens; token offsets count in the sentence.

    Each is equal to itself alone: the same words elsewhere are another sentence.
    """

    paragraph: Paragraph
    sentence: Sentence
    folded: str
    tokens: tuple[Token, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[Time, ...]

    @property
    def points_in_time(self) -> tuple[Time, ...]:
        """The times that are no durations."""
        return tuple(t for t in self.times if t.kind is not TimeKind.DURATION)

    @cached_property
    def changes(self) -> dict[Span, Change | None]:
        """For each quantity, by its span, the change it tells of."""
        found = find_changes(self.folded, self.quantities)
        return {q.span: change for q, change in zip(self.quantities, found, strict=True)}

    def change_by(self, quantity: Quantity) -> Change | None:
        """Return the change that a quantity is the extent of (增长[5%]), None if it is of none."""
        change = self.changes.get(quantity.span)
        return change if change is not None and change.role is Role.BY else None

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What each number is said of, in order."""
        return find_facts(self.folded, self.quantities, self.times, self.tokens)

    @cached_property
    def respective(self) -> tuple[tuple[tuple[Span, Span], ...], ...]:
        """The runs 甲、乙分别为3家、5家: (number, name) pairs, by the spans of the quantities."""
        return find_respective(self.folded, self.quantities, self.times, self.tokens)

    def tokens_in(self, span: Span) -> list[Token]:
        """Return the tokens that lie wholly in a part of the sentence."""
        return [t for t in self.tokens if span.start <= t.start and t.end <= span.end]

    def tokens_beginning_in(self, span: Span) -> list[Token]:
        """Return the tokens that begin in a part of the sentence."""
        return [t for t in self.tokens if span.start <= t.start < span.end]

    def quantity_at(self, span: Span) -> Quantity | None:
        """Return the quantity that a span of the sentence overlaps, the first of several."""
        return next((q for q in self.quantities if q.span.overlaps(span)), None)

    def fact_at(self, span: Span) -> Fact | None:
        """Return the fact whose number a span of the sentence overlaps, the first of several."""
        return next((f for f in self.facts if f.quantity.span.overlaps(span)), None)

    def shares_out(self, span: Span) -> bool:
        """Tell whether the quantity at exactly `span` is one of a run that 分别 shares out."""
        return any(number == span for run in self.respective for number, _ in run)

    @cached_property
    def bigrams(self) -> frozenset[str]:
        """The character bigrams of the folded text."""
        return frozenset(a + b for a, b in pairwise(self.folded))


def annotate(paragraph: Paragraph, sentence: Sentence) -> AnnotatedSentence:
    """Fold and cut a sentence, and find its quantities and times."""
    folded = fold(sentence.text[:LONGEST_SENTENCE])
    quantities, times = find_quantities_and_times(folded)
    spans = [s for q in quantities for s in (q.span, q.core_span, q.number_span)]
    spans += [s for t in times for s in (t.span, *(p.span for p in t.parts))]
    borders = {at for span in spans for at in (span.start, span.end)}
    tokens = tuple(split_at(names_joined(names_freed(tokenize_folded(folded))), borders))
    return AnnotatedSentence(paragraph, sentence, folded, tokens, quantities, times)


def split_at(tokens: Iterable[Token], borders: set[int]) -> Iterator[Token]:
    """Cut tokens once more where a quantity or time begins or ends inside one."""
    for token in tokens:
        start = token.start
        for border in range(token.start + 1, token.end):
            if border in borders:
                yield Token(
                    token.text[start - token.start : border - token.start], start, border, token.tag
                )
                start = border
        if start == token.start:
            yield token
        else:
            yield Token(token.text[start - token.start :], start, token.end, token.tag)
