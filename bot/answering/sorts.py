"""What sort of thing spans are, by their ending, parts of speech and marks.

Computed for all candidates of an article when a question first asks for the sort, then kept.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.answering.annotation import BoolArray
from bot.answering.facts.names import is_name
from bot.answering.question import Kind
from bot.answering.understanding.kind import head_kind

_QUALITY = re.compile("[最更较].{1,2}$|^年长$")
"""What only ends as a noun for a person does (最年长)."""
_NO_NAME_TAGS = "tdpucfr"
"""First letters of the parts of speech that no part of a foreign name is tagged with."""
RANKS = ("冠军", "亚军", "季军")
"""What a person has won, tagged as a name by jieba."""
_LOCATIVES = "上里内中处旁边侧口畔岸底"
_OPENING, _CLOSING = ("《", "〈", "“", "‘"), ("》", "〉", "”", "’")
_ALL_MARKS = "“”‘’《》〈〉"


def is_body(text: str, tags: Sequence[str]) -> bool:
    """Tell whether a span, with the parts of speech of its tokens, names an organisation."""
    return tags[-1] == "nt" or head_kind(text) is Kind.ORGANISATION


@dataclass(frozen=True)
class Sorts:
    """The sorts of C spans, as arrays of shape (C,)."""

    texts: tuple[str, ...]
    """The spans, folded."""
    last_tags: tuple[str, ...]
    """Part of speech of each one's last token."""
    outside: tuple[tuple[str, str], ...]
    """The characters just before and after each, "" at the sentence's edge."""

    @cached_property
    def _kinds(self) -> tuple[Kind | None, ...]:
        return tuple(map(head_kind, self.texts))

    @cached_property
    def _by_kind(self) -> dict[Kind, BoolArray]:
        return {
            kind: _array(found is kind for found in self._kinds)
            for kind in set(self._kinds)
            if kind is not None
        }

    def ends_as(self, kind: Kind | None) -> BoolArray:
        """Return which spans are of a sort by their ending (大学 → organisation); no None is."""
        none = np.zeros(len(self.texts), dtype=bool)
        return none if kind is None else self._by_kind.get(kind, none)

    @cached_property
    def _tagged_as_person(self) -> BoolArray:
        return _array(tag.startswith("nr") for tag in self.last_tags)

    @cached_property
    def posts(self) -> BoolArray:
        """What ends as posts do (副主任) and is no name."""
        return self.ends_as(Kind.PERSON) & ~self._tagged_as_person & ~self._qualities

    @cached_property
    def _qualities(self) -> BoolArray:
        """What only ends as a noun for a person does (最年长)."""
        return _array(len(t) == 1 or _QUALITY.search(t) is not None for t in self.texts)

    @cached_property
    def persons(self) -> BoolArray:
        """Names, and nouns for persons."""
        # A dotted name does not end in the word after it (某·某当天).
        dotted = _array(
            "·" in text and tag[0] not in _NO_NAME_TAGS
            for text, tag in zip(self.texts, self.last_tags, strict=True)
        )
        ranks = _array(text.endswith(RANKS) for text in self.texts)
        named = self._tagged_as_person | _array(map(is_name, self.texts))
        nouns = self.ends_as(Kind.PERSON) & ~self._qualities
        return (dotted | nouns | (named & ~self.ends_as(Kind.PLACE))) & ~ranks

    @cached_property
    def bodies(self) -> BoolArray:
        """Organisations."""
        return _array(tag == "nt" for tag in self.last_tags) | self.ends_as(Kind.ORGANISATION)

    @cached_property
    def places(self) -> BoolArray:
        """Places, and where something is (桥上)."""
        places = _array(tag in ("ns", "s") for tag in self.last_tags)
        locatives = _array(text[-1] in _LOCATIVES for text in self.texts)
        return places | locatives | self.ends_as(Kind.PLACE)

    @cached_property
    def titles(self) -> BoolArray:
        """Something between title or quotation marks, with them or without."""
        marked = _array(text[0] in _OPENING for text in self.texts)
        inside = _array(b in _OPENING and a in _CLOSING for b, a in self.outside)
        return marked | inside

    @cached_property
    def _bare_by_last(self) -> dict[str, list[tuple[int, str]]]:
        """The spans without title and quotation marks around them, by their last character."""
        table: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for index, text in enumerate(self.texts):
            bare = text.strip(_ALL_MARKS)
            table[bare[-1:]].append((index, bare))
        return table

    def ends_longer(self, ending: str) -> BoolArray:
        """Return what ends with `ending`, marks around it left out, and is more than that."""
        ends = np.zeros(len(self.texts), dtype=bool)
        for index, bare in self._bare_by_last.get(ending[-1:], ()):
            ends[index] = bare.endswith(ending) and bare != ending
        return ends

    @cached_property
    def without_location(self) -> BoolArray:
        """What holds no 在, and so does not say where something is (先前在银行)."""
        return _array("在" not in text for text in self.texts)

    @cached_property
    def without_de(self) -> BoolArray:
        """What holds no 的."""
        return _array("的" not in text for text in self.texts)


def _array(flags: Iterable[bool]) -> BoolArray:
    return np.array(list(flags), dtype=bool)
