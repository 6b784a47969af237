"""Enumerations: 甲、乙和丙, 《甲》《乙》, 一是…；二是…, with the exact span of every item.

Where the first item begins and the last one ends is marked by nothing in Chinese script:
`enumeration_edges.py` scores the boundaries. Word lists and scores are in `enumerations.toml`.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.facts.announced import announced_lists
from bot.answering.facts.enumeration_edges import Edges
from bot.answering.facts.enumeration_words import (
    Gap,
    Item,
    Stretch,
    stretches,
    words_of_enumerations,
)
from retrieval.page import Span
from retrieval.tokens import Token

IN_ALL = ("共", "共计", "合计", "总计", "一共")
"""What stands between the last item and how many there are."""
_LONGEST_NAME = 30
"""Characters in an item of a list without 、 at most."""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Two or more items named side by side; spans are code points of the text, half-open."""

    items: tuple[Span, ...]
    is_open: bool
    """等 follows: more could be named."""
    is_marked: bool
    """Held together by 、, ; or numbers, not by 和 alone."""
    is_announced: bool = False
    """A number before a colon says how many there are (三件事:…)."""

    @property
    def span(self) -> Span:
        """From the first item to the last."""
        return Span(self.items[0].start, self.items[-1].end)


def adverbs() -> frozenset[str]:
    """Return the nouns, adjectives and verbs that before a verb say how (共同举办)."""
    words: frozenset[str] = words_of_enumerations()["adverbs"]
    return words


def find_enumerations(folded: str, tokens: Sequence[Token]) -> tuple[Enumeration, ...]:
    """Return the enumerations in a sentence, in order; one may lie inside an item of another.

    `tokens` are those of the folded text. Two items joined by nothing but 和 are returned too
    (`is_marked` false), although such a pair may be no more than a phrase.
    """
    found = list(_numbered(folded))
    for stretch in stretches(list(_freed(tokens))):
        found.extend(_Reader(stretch).read())
    for items in announced_lists(folded):
        found = [e for e in found if _is_beside(e, items)]
        found.append(Enumeration(items, is_open=False, is_marked=True, is_announced=True))
    return tuple(sorted(found, key=lambda e: e.span))


def _is_beside(enumeration: Enumeration, items: Sequence[Span]) -> bool:
    """Tell whether an enumeration is outside a list, or in one item, and no other cut of it."""
    whole = Span(items[0].start, items[-1].end)
    return not whole.overlaps(enumeration.span) or any(i.contains(enumeration.span) for i in items)


def _freed(tokens: Sequence[Token]) -> Iterator[Token]:
    """Cut a conjunction off a name that jieba has read together with it (和|云峰)."""
    noun_before = False
    for token in tokens:
        text, start = token.text, token.start
        if noun_before and token.tag == "nr" and len(text) > 2 and text[0] in "和与及":
            yield Token(text[0], start, start + 1, "c")
            yield Token(text[1:], start + 1, token.end, "nr")
        else:
            yield token
        noun_before = token.tag[0] == "n"


def _numbered(folded: str) -> Iterator[Enumeration]:
    """Yield the list whose items are numbered, if the sentence holds one."""
    for style in words_of_enumerations()["ordinals"]:
        starts: list[tuple[int, int]] = []
        for marker in style:
            at = folded.find(marker, starts[-1][1] if starts else 0)
            if at < 0:
                break
            starts.append((at, at + len(marker)))
        if len(starts) < 2:
            continue
        ends = [*(at for at, _ in starts[1:]), len(folded)]
        items = []
        for (_, start), end in zip(starts, ends, strict=True):
            text = re.sub(r"[\W_]+$", "", folded[start:end])
            if text:
                items.append(Span(start, start + len(text)))
        if len(items) > 1:
            yield Enumeration(tuple(items), is_open=False, is_marked=True)


class _Reader:
    """One stretch being read for the items that its separators part."""

    def __init__(self, stretch: Stretch) -> None:
        self.stretch = stretch
        self.words = stretch.words
        self.edges = Edges(stretch)

    def read(self) -> Iterator[Enumeration]:
        groups = list(self._groups())
        for start, gaps, end in groups:
            yield from self._marked(start, gaps, end)
        if not groups:
            yield from self._joined()

    def _groups(self) -> Iterator[tuple[int, list[Gap], int]]:
        """Yield (start, gaps, end) of each run of items; 等 ends one and begins another."""
        start = 0
        run: list[Gap] = []
        for gap in self.stretch.gaps():
            if run and (stop := self._stop(run[-1][1], gap[0])) is not None:
                yield start, run, gap[0]
                start, run = stop, []
            run.append(gap)
        if run:
            yield start, run, len(self.words)

    def _stop(self, start: int, end: int) -> int | None:
        """Return where, between two gaps, one enumeration ends and another may begin.

        That is at 等, or at a conjunction after a count (三大产业和旅游).
        """
        counted = False
        for at in range(start + 1, end):
            if self.stretch.is_open(at) or (counted and self.stretch.is_conjunction(at)):
                return at
            counted = counted or self.stretch.is_count(at)
        return None

    def _marked(self, start: int, gaps: list[Gap], end: int) -> Iterator[Enumeration]:
        """Yield the enumeration of a run of items, 甲、乙和丙."""
        middle = [(left[1], right[0]) for left, right in itertools.pairwise(gaps)]
        tail = gaps[-1][1]
        if tail >= end:
            return
        rest = self._tail(tail, end, middle, gaps[0][0])
        first = self.edges.first(start, gaps[0][0], [*middle, *rest])
        if first is None:
            return
        items = [first, *middle, *rest]
        yield self._enumeration(items, is_marked=True)

    def _tail(self, start: int, end: int, others: list[Item], first_end: int) -> list[Item]:
        """Return the items after the last 、: one, or several joined by 和."""
        items: list[Item] = []
        while True:
            last = self.edges.last(start, end, [*others, *items], first_end)
            joint = self._joint(start, last, end)
            if joint is None:
                return [*items, (start, last)]
            items.append((start, joint))
            start = joint + 1

    def _joint(self, start: int, last: int, end: int) -> int | None:
        """Return the place of the first conjunction in or just after the item, None if none."""
        for at in range(start + 1, min(last + 1, end - 1)):
            if self.stretch.is_conjunction(at):
                return at
        return None

    def _joined(self) -> Iterator[Enumeration]:
        """Yield the enumerations that nothing but 和 holds together, 甲和乙."""
        for at in range(1, len(self.words) - 1):
            if not self.stretch.is_conjunction(at) or self.words[at - 1].tag[0] in "pdu":
                continue
            rest = self._tail(at + 1, len(self.words), [], at)
            first = self.edges.first(0, at, rest)
            if first is None:
                continue
            found = self._enumeration([first, *rest], is_marked=False)
            if max(len(span) for span in found.items) <= _LONGEST_NAME:
                yield found

    def _enumeration(self, items: list[Item], *, is_marked: bool) -> Enumeration:
        start, end = items[-1]
        if end - start > 1 and self.words[end - 1].text in IN_ALL:  # 甲、乙[共]7条
            items = [*items[:-1], (start, end - 1)]
        spans = tuple(self.stretch.span(item) for item in items)
        return Enumeration(spans, self.stretch.is_open(items[-1][1]), is_marked)
