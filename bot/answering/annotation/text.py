"""The folded text of an article, and where its characters, tokens and sentences stand in it."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np

from bot.answering.annotation.arrays import BoolArray, IntArray, code_points
from bot.answering.annotation.sentence import AnnotatedSentence


class ArticleText:
    """The S sentences of an article as one text, with their T tokens."""

    def __init__(self, sentences: tuple[AnnotatedSentence, ...]) -> None:
        """Take the sentences in reading order."""
        self.sentences = sentences
        self.tokens = tuple(t for s in sentences for t in s.tokens)

    def __len__(self) -> int:
        """Return the number of tokens, T."""
        return len(self.tokens)

    @cached_property
    def text(self) -> str:
        """The folded sentences, a line break before, between and after them."""
        return "\n" + "".join(s.folded + "\n" for s in self.sentences)

    @cached_property
    def codes(self) -> IntArray:
        """The code points of `text`."""
        return code_points(self.text)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where in `text` each character stands."""
        found: dict[str, list[int]] = {}
        for at, char in enumerate(self.text):
            found.setdefault(char, []).append(at)
        return found

    @cached_property
    def characters(self) -> tuple[tuple[str, ...], IntArray]:
        """The distinct characters of `text`, and which of them stands at each place."""
        distinct, number = np.unique(self.codes, return_inverse=True)
        return tuple(map(chr, distinct.tolist())), number.astype(np.intp)

    def where(self, test: Callable[[str], bool]) -> BoolArray:
        """Return where in `text` a character stands that passes `test`."""
        characters, number = self.characters
        return np.array([test(char) for char in characters], dtype=bool)[number]

    def where_characters(self, asked: Iterable[str]) -> BoolArray:
        """Return where in `text` one of the characters of `asked` stands."""
        characters, number = self.characters
        stands = np.zeros(len(characters), dtype=bool)
        stands[[at for char in asked if (at := self._place_of.get(char)) is not None]] = True
        return stands[number]

    @cached_property
    def _place_of(self) -> dict[str, int]:
        """Place of each distinct character in `characters`."""
        return {char: place for place, char in enumerate(self.characters[0])}

    @cached_property
    def sentence_bounds(self) -> tuple[IntArray, IntArray]:
        """Where every sentence begins and ends in `text`, two arrays of shape (S,)."""
        lengths = np.array([len(s.folded) for s in self.sentences], dtype=np.intp)
        ends = np.cumsum(lengths + 1, dtype=np.intp)
        return ends - lengths, ends

    @cached_property
    def token_bounds(self) -> tuple[IntArray, IntArray]:
        """Where every token begins and ends in `text`, two arrays of shape (T,)."""
        starts, ends = self._token_bounds
        return np.array(starts, dtype=np.intp), np.array(ends, dtype=np.intp)

    @cached_property
    def _token_bounds(self) -> tuple[list[int], list[int]]:
        """The same as lists, which are faster to look single tokens up in."""
        starts: list[int] = []
        ends: list[int] = []
        base = 1
        for sentence in self.sentences:
            starts += [base + t.start for t in sentence.tokens]
            ends += [base + t.end for t in sentence.tokens]
            base += len(sentence.folded) + 1
        return starts, ends

    @cached_property
    def token_beginning(self) -> dict[int, int]:
        """The token that begins at a place in `text`."""
        return {start: token for token, start in enumerate(self._token_bounds[0])}

    @cached_property
    def token_ending(self) -> dict[int, int]:
        """The token that ends at a place in `text`."""
        return {end: token for token, end in enumerate(self._token_bounds[1])}

    def tokens_of(self, word: str) -> list[int]:
        """Return the tokens that a string stands in, however the text was cut."""
        starts, ends = self._token_bounds
        found: list[int] = []
        at = self.text.find(word)
        while at >= 0:
            end = at + len(word)
            found += range(bisect_left(starts, at), bisect_right(ends, end))
            at = self.text.find(word, end)
        return found
