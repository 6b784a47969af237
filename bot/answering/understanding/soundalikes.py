"""Stretches of the texts that sound like a stretch of the question."""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product

from bot.answering.understanding.sounds import confused, sounds

CHARACTER = re.compile(r"[一-鿿]")
NUMERALS = frozenset("零〇一二两三四五六七八九十百千万亿半几")
_FARTHEST = 24
"""Characters looked at to either side of an unknown word."""
_MOST_STRETCHES = 500
"""Stretches of the texts looked at for two characters; where there are more, they tell little."""


@dataclass(frozen=True)
class Alignment:
    """A stretch of the question laid beside a stretch of the texts that sounds like it."""

    start: int
    """Where it begins in the question."""
    text: str
    """What the texts have there."""
    changed: tuple[int, ...]
    """Places in the question whose character differs."""
    same: int
    """Characters of content that do not differ."""

    @property
    def end(self) -> int:
        """Where it ends in the question."""
        return self.start + len(self.text)

    def at(self, place: int) -> str:
        """Return what the texts have at a place in the question."""
        return self.text[place - self.start]

    def differs(self, other: "Alignment") -> bool:
        """Tell whether the two read a character otherwise."""
        both = (at for at in self.changed if other.start <= at < other.end)
        return any(self.at(at) != other.at(at) for at in both)


class Soundalikes:
    """Looks for what sounds alike in one text; thread-safe."""

    def __init__(self, text: str) -> None:
        """Look in `text`, folded."""
        self._text = text
        self._alike = lru_cache(maxsize=65536)(self._sounding_like)

    def alignments(self, folded: str, unknown: set[int], content: set[int]) -> Iterator[Alignment]:
        """Yield every stretch of the text that sounds like one around an unknown word.

        `unknown` are the places in the question of words that the text does not have, `content`
        those of words that say something.
        """
        explored: dict[int, int] = {}
        """By how far the texts are shifted against the question: up to where that was looked at."""
        for at in range(len(folded) - 1):
            both = folded[at : at + 2]
            known = at not in unknown and at + 1 not in unknown
            if known or not all(map(CHARACTER.match, both)):
                continue
            pair = [self._alike(folded[i]) if i in unknown else folded[i] for i in (at, at + 1)]
            if not all(pair):
                continue
            both_alike = {one + other for one, other in product(*pair)}
            places = sorted(place for b in both_alike for place in self._places.get(b, ()))
            for place in places[:_MOST_STRETCHES]:
                shift = place - at
                if at < explored.get(shift, 0):
                    continue
                start, end = at, at + 2
                while start > at - _FARTHEST and self._fits(folded, start - 1, shift, unknown):
                    start -= 1
                while end < at + _FARTHEST and self._fits(folded, end, shift, unknown):
                    end += 1
                explored[shift] = end
                text = self._text[start + shift : end + shift]
                changed = tuple(i for i in range(start, end) if folded[i] != text[i - start])
                same = len(content.intersection(range(start, end)).difference(changed))
                if changed:
                    yield Alignment(start, text, changed, same)

    def _fits(self, folded: str, at: int, shift: int, unknown: set[int]) -> bool:
        if not (0 <= at < len(folded) and 0 <= at + shift < len(self._text)):
            return False
        char, other = folded[at], self._text[at + shift]
        if char == other:
            return bool(CHARACTER.match(char))
        return at in unknown and other in self._alike(char)

    @cached_property
    def _places(self) -> dict[str, "array[int]"]:
        """Where in the texts any two characters stand together."""
        table: dict[str, array[int]] = defaultdict(lambda: array("l"))
        for place in range(len(self._text) - 1):
            table[self._text[place : place + 2]].append(place)
        return table

    @cached_property
    def _by_sound(self) -> dict[str, str]:
        """The characters of the texts that have a sound."""
        table: dict[str, str] = {}
        for char in sorted(set(CHARACTER.findall(self._text)) - NUMERALS):
            for sound in {confused(sound) for sound in sounds(char)}:
                table[sound] = table.get(sound, "") + char
        return table

    def _sounding_like(self, char: str) -> str:
        """Return the characters of the texts that sound like one."""
        same = sorted({confused(sound) for sound in sounds(char)})
        return "".join(self._by_sound.get(sound, "") for sound in same)
