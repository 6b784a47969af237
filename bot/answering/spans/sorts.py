"""What sort of thing spans are, by their ending, parts of speech and marks.

Computed for all spans of an article when a question first asks for the sort, then kept.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from bot.answering.annotation import BoolArray, IntArray, code_points
from bot.answering.facts.names import is_name
from bot.answering.question import Kind
from bot.answering.spans.token_spans import TokenSpans
from bot.answering.understanding.kind import head_kind, sort_endings
from retrieval.surnames import LONGEST_NAME
from retrieval.tokens import Token

_QUALITY = re.compile("[最更较].{1,2}$|^年长$")
"""What only ends as a noun for a person does (最年长)."""
_NO_NAME_TAGS = "tdpucfr"
"""First letters of the parts of speech that no part of a foreign name is tagged with."""
RANKS = ("冠军", "亚军", "季军")
"""What a person has won, tagged as a name by jieba."""
_LOCATIVES = "上里内中处旁边侧口畔岸底"
_OPENING, _CLOSING = "《〈“‘", "》〉”’"
KINDS = tuple(Kind)
"""The sorts, in the order that arrays of them count in."""
NO_KIND = -1
_PLACE_IN_KINDS = {kind: place for place, kind in enumerate(KINDS)}


def is_body(tokens: Sequence[Token]) -> bool:
    """Tell whether tokens, one at least, name an organisation."""
    text = "".join(t.text for t in tokens)
    return tokens[-1].tag == "nt" or head_kind(text) is Kind.ORGANISATION


@dataclass(frozen=True)
class Sorts:
    """The sorts of C spans, as arrays of shape (C,)."""

    spans: TokenSpans

    @cached_property
    def kinds(self) -> IntArray:
        """What sort each span is of by its ending, as its place in KINDS, NO_KIND for none."""
        kinds = np.full(len(self.spans), NO_KIND, dtype=np.intp)
        for index in np.flatnonzero(np.isin(self.spans.last_code, _last_codes())).tolist():
            if kind := head_kind(self.spans.texts[index]):
                kinds[index] = _PLACE_IN_KINDS[kind]
        return kinds

    def ends_as(self, kind: Kind | None) -> BoolArray:
        """Return which spans are of a sort by their ending (大学 → organisation).

        No span is of the sort None.
        """
        if kind is None:
            return np.zeros(len(self.spans), dtype=bool)
        return np.equal(self.kinds, _PLACE_IN_KINDS[kind])

    def _last_tagged(self, test: Callable[[str], bool]) -> BoolArray:
        """Return where the last token's part of speech passes `test`."""
        tags = self.spans.article.tags
        passes = {tag: test(tag) for tag in set(tags)}
        return np.array([passes[tag] for tag in tags], dtype=bool)[self.spans.last]

    @cached_property
    def _tagged_as_person(self) -> BoolArray:
        return self._last_tagged(lambda tag: tag.startswith("nr"))

    @cached_property
    def posts(self) -> BoolArray:
        """What ends as posts do (副主任) and is no name."""
        return self.ends_as(Kind.PERSON) & ~self._tagged_as_person & ~self._qualities

    @cached_property
    def _qualities(self) -> BoolArray:
        """What ends as a noun for a person, and is none (最年长)."""
        qualities = np.zeros(len(self.spans), dtype=bool)
        for index in np.flatnonzero(self.ends_as(Kind.PERSON)).tolist():
            text = self.spans.texts[index]
            qualities[index] = len(text) == 1 or _QUALITY.search(text) is not None
        return qualities

    @cached_property
    def _names(self) -> BoolArray:
        """What may be a Chinese personal name by its characters."""
        short = self.spans.characters <= LONGEST_NAME
        return self.spans.which(
            index for index in np.flatnonzero(short).tolist() if is_name(self.spans.texts[index])
        )

    @cached_property
    def persons(self) -> BoolArray:
        """Names, and nouns for persons."""
        # A dotted name does not end in the word after it (某·某当天).
        dotted = self.spans.holding("·") & self._last_tagged(
            lambda tag: tag[0] not in _NO_NAME_TAGS
        )
        ranks = np.any([self.spans.ending_with(rank) for rank in RANKS], axis=0)
        named = self._tagged_as_person | self._names
        nouns = self.ends_as(Kind.PERSON) & ~self._qualities
        persons: BoolArray = (dotted | nouns | (named & ~self.ends_as(Kind.PLACE))) & ~ranks
        return persons

    @cached_property
    def bodies(self) -> BoolArray:
        """Organisations."""
        return self._last_tagged(lambda tag: tag == "nt") | self.ends_as(Kind.ORGANISATION)

    @cached_property
    def places(self) -> BoolArray:
        """Places, and where something is (桥上)."""
        places = self._last_tagged(lambda tag: tag in ("ns", "s"))
        locatives = np.isin(self.spans.last_code, code_points(_LOCATIVES))
        return places | locatives | self.ends_as(Kind.PLACE)

    @cached_property
    def titles(self) -> BoolArray:
        """Something between title or quotation marks, with them or without."""
        opening, closing = code_points(_OPENING), code_points(_CLOSING)
        marked = np.isin(self.spans.first_code, opening)
        return marked | (np.isin(self.spans.before, opening) & np.isin(self.spans.after, closing))

    @cached_property
    def _bare(self) -> tuple[IntArray, IntArray]:
        """Where each span begins and ends in `article.text` without the marks around it."""
        marks = self.spans.article.where_characters(_OPENING + _CLOSING)
        place = np.arange(len(marks), dtype=np.intp)
        # The next character that is no mark, and one past the last before.
        onward = np.minimum.accumulate(np.where(marks, len(marks), place)[::-1])[::-1]
        back = np.maximum.accumulate(np.where(marks, -1, place)) + 1
        start = np.minimum(onward[self.spans.start], self.spans.end)
        return start, np.maximum(back[self.spans.end - 1], start)

    def ends_longer(self, ending: str) -> BoolArray:
        """Return what ends with `ending`, marks around it left out, and is more than that."""
        if ending not in self.spans.article.text:  # of many nouns for a sort hardly one is
            return np.zeros(len(self.spans), dtype=bool)
        start, end = self._bare
        ends = end - start > len(ending)
        for back, code in enumerate(reversed(code_points(ending).tolist()), start=1):
            ends &= self.spans.article.codes[np.maximum(end - back, 0)] == code
        return ends

    @cached_property
    def without_location(self) -> BoolArray:
        """What holds no 在, and so does not say where something is (先前在银行)."""
        return ~self.spans.holding("在")

    @cached_property
    def without_de(self) -> BoolArray:
        """What holds no 的."""
        return ~self.spans.holding("的")


@cache
def _last_codes() -> IntArray:
    """Return the code points that the endings which tell a sort end with."""
    return code_points("".join(sorted({ending[-1] for ending in sort_endings()})))
