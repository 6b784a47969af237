"""Slips in what a reader typed: words that the texts write with other characters of the same sound.

Most slips come from choosing the wrong word of an input method's list, and so sound like what was
meant. Nothing is mended that stands in the texts as it was typed, no digit or numeral, no place or
body of the dictionary, and no person of it that many know: it may just as well be another one.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import product

from bot.answering.datafiles import read_toml
from bot.answering.lexicon import light_words
from bot.answering.question import Reading
from bot.answering.understanding.asked_words import as_asked, says_something
from bot.answering.understanding.kind import QUESTION_WORD
from bot.answering.understanding.sounds import confused, sound_alike_today, sounds, tones
from retrieval.fold import fold
from retrieval.stopwords import stop_words
from retrieval.tokens import Token, tokenize_folded, word_probability

_CHARACTER = re.compile(r"[一-鿿]")
_NUMERALS = frozenset("零〇一二两三四五六七八九十百千万亿半几")
_OTHER_NUMERAL = {
    one: other
    for pair in zip("一二三四五六七八九", "123456789", strict=True)
    for one, other in (pair, pair[::-1])
}
_NUMBERED = re.compile(
    "(?<![\\d.一二三四五六七八九十百千万亿])第?(?P<number>[1-9一二三四五六七八九])"
    "(?P<sort>号[线楼馆门厅井院站机车]?|路|期|班|[年等]级|档|栋|幢|单元|标段|车间|季度|届|批|轮|名)"
)
"""What is told from others of its sort by a number below ten."""
_PLACES_AND_BODIES = ("ns", "nt")
_NAMES = ("nr", "nz")
_WELL_KNOWN = 5e-7
"""How often a word of the dictionary is met in running text at least, if many know it."""
_RARER = 5
"""How many times rarer than the word of the texts a word must be that is taken for it."""
_POINTING_TAGS = ("r", "m", "t")
# Words of one character that hold a sentence together sound like many others.
_FUNCTION_TAGS = ("r", "p", "c", "u", "y", "e", "o", "f")
_NOUN_TAGS = ("n", "g", "j")
# Characters of content as they were typed that must stand beside those read otherwise.
_SAME = 2
_SAME_AT_END = 3
_SAME_IF_CONFUSED = 3
_SAME_AROUND_FUNCTION_WORD = 4
_SAME_AROUND_ANY_WORD = 6
_LONGEST_WORD = 8
_FARTHEST = 24
"""Characters looked at to either side of an unknown word."""
_MOST_STRETCHES = 500
"""Stretches of the texts looked at for two characters; where there are more, they tell little."""


@dataclass(frozen=True)
class _Alignment:
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

    def differs(self, other: "_Alignment") -> bool:
        """Tell whether the two read a character otherwise."""
        both = (at for at in self.changed if other.start <= at < other.end)
        return any(self.at(at) != other.at(at) for at in both)


class Spelling:
    """Mends messages by the words of the texts; thread-safe."""

    def __init__(self, sentences: Iterable[str]) -> None:
        """Take the folded sentences of the texts."""
        self._text = "\n".join(sentences)
        self._stands = lru_cache(maxsize=65536)(self._text.__contains__)
        self._alike = lru_cache(maxsize=65536)(self._sounding_like)

    def mend(self, message: str) -> tuple[str, tuple[Reading, ...]]:
        """Return `message` as it is to be read, as long as it was, and what is read otherwise."""
        folded = fold(message)
        told = self._with_numerals_told(folded)
        mended = self._mend_by_sound(self._mend_question_words(told))
        text = "".join(
            new if new != old else char
            for char, old, new in zip(message, folded, mended, strict=True)
        )
        return text, tuple(_readings(message, told, mended)) if mended != told else ()

    def _with_numerals_told(self, folded: str) -> str:
        """Return a message with the numerals of what is numbered as the texts have them (四号线).

        They say the same: nobody need be told that it was read so.
        """
        for match in _NUMBERED.finditer(folded):
            at = match.start("number")
            other = _OTHER_NUMERAL[match["number"]]
            written = folded[match.start() : at] + other + match["sort"]
            if self._stands(written) and not self._stands(match[0]):
                folded = folded[:at] + other + folded[at + 1 :]
        return folded

    def _mend_question_words(self, folded: str) -> str:
        for pattern, meant in _question_words():
            found = list(pattern.finditer(folded))
            for start, end in (match.span("slip") for match in found):
                if end - start == 1 or not self._stands(folded[start:end]):
                    folded = folded[:start] + meant + folded[end:]
        return folded

    def _mend_by_sound(self, folded: str) -> str:
        tokens = tokenize_folded(folded, guess=False)
        words = {at: token for token in tokens for at in range(token.start, token.end)}
        unknown = {at for token in tokens for at in self._unknown(token, folded)}
        unknown -= as_asked(folded, tokens)
        found = [a for a in self._alignments(folded, unknown, words) if _trusted(a, folded, words)]
        chars = list(folded)
        done: set[int] = set()
        for alignment in sorted(found, key=lambda a: -a.same):
            if done.isdisjoint(alignment.changed):
                rivals = (a for a in found if a.same == alignment.same and a.differs(alignment))
                done.update(alignment.changed)
                if not any(rivals):
                    for at in alignment.changed:
                        chars[at] = alignment.at(at)
        return "".join(chars)

    def _unknown(self, token: Token, folded: str) -> range:
        """Return the places of a word that the texts do not have, an empty range if they do."""
        places = range(token.start, token.end)
        if not _may_be_mended(token):
            return range(0)
        if len(token.text) > 1:
            return range(0) if self._stands(token.text) else places
        pairs = (folded[token.start - 1 : token.end], folded[token.start : token.end + 1])
        return range(0) if any(len(p) == 2 and self._stands(p) for p in pairs) else places

    def _alignments(
        self, folded: str, unknown: set[int], words: dict[int, Token]
    ) -> Iterator[_Alignment]:
        """Yield every stretch of the texts that sounds like one around an unknown word."""
        content = {at for at, word in words.items() if not _is_function_word(word)}
        explored: dict[int, int] = {}
        """By how far the texts are shifted against the question: up to where that was looked at."""
        for at in range(len(folded) - 1):
            both = folded[at : at + 2]
            if not unknown & {at, at + 1} or not all(map(_CHARACTER.match, both)):
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
                    yield _Alignment(start, text, changed, same)

    def _fits(self, folded: str, at: int, shift: int, unknown: set[int]) -> bool:
        if not (0 <= at < len(folded) and 0 <= at + shift < len(self._text)):
            return False
        char, other = folded[at], self._text[at + shift]
        if char == other:
            return bool(_CHARACTER.match(char))
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
        for char in sorted(set(_CHARACTER.findall(self._text)) - _NUMERALS):
            for sound in {confused(sound) for sound in sounds(char)}:
                table[sound] = table.get(sound, "") + char
        return table

    def _sounding_like(self, char: str) -> str:
        """Return the characters of the texts that sound like one."""
        alike = sorted({confused(sound) for sound in sounds(char)})
        return "".join(self._by_sound.get(sound, "") for sound in alike)


def _may_be_mended(token: Token) -> bool:
    return (
        all(_CHARACTER.match(char) and char not in _NUMERALS for char in token.text)
        and not (len(token.text) > 1 and token.tag.startswith(_POINTING_TAGS))
        and not QUESTION_WORD.search(token.text)
    )


def _trusted(alignment: _Alignment, folded: str, words: dict[int, Token]) -> bool:
    """Tell whether a stretch of the texts is surely what was meant."""
    changed = alignment.changed
    if len(changed) > alignment.same:
        return False
    pairs = [(folded[at], alignment.at(at)) for at in changed]
    if any(says_something(words[at]) for at in changed) and not all(
        sound_alike_today(one, other) for one, other in pairs
    ):
        return False
    forms_words = all(_forms_word(alignment, range(at, at + 1)) for at in changed)
    if not all(sounds(one) & sounds(other) for one, other in pairs):
        if not forms_words or alignment.same < _SAME_IF_CONFUSED:
            return False
    elif not forms_words:
        # Not a word but a name: then the tone must be the same as well.
        if alignment.same < _SAME or not all(tones(a) & tones(b) for a, b in pairs):
            return False
        if any(read in stop_words() for _, read in pairs):
            return False
    return all(
        _outweighed(alignment, word, words)
        if len(word.text) > 1
        else _out_of_place(alignment, word, words, forms_word=forms_words)
        for word in {words[at] for at in changed}
    )


def _outweighed(alignment: _Alignment, word: Token, words: dict[int, Token]) -> bool:
    """Tell whether what stands beside a word of the question speaks against it enough."""
    if not alignment.start <= word.start < word.end <= alignment.end:
        return False
    if word.tag.startswith(_PLACES_AND_BODIES):
        return False
    if _forms_word(alignment, range(word.start, word.end)):
        return True
    probability = word_probability(word.text)
    read = alignment.text[word.start - alignment.start : word.end - alignment.start]
    if probability > _WELL_KNOWN and (
        word.tag.startswith(_NAMES) or word_probability(read) < _RARER * probability
    ):
        return False
    beside = sum(
        not word.start <= at < word.end and not _is_function_word(words[at])
        for at in range(alignment.start, alignment.end)
    )
    return beside >= _SAME


def _out_of_place(
    alignment: _Alignment, word: Token, words: dict[int, Token], *, forms_word: bool
) -> bool:
    """Tell whether a word of one character is no word here: within a word, or its rest beside it.

    What is left over of a word (the 缆 of a misspelt 缆车) is cut into words of one character.
    """
    at = word.start
    before, after = (
        words[i] if alignment.start <= i < alignment.end and i not in alignment.changed else None
        for i in (at - 1, at + 1)
    )
    if before and after and alignment.same >= _SAME_AROUND_ANY_WORD:
        return True
    beside = [w for w in (before, after) if w and not _is_function_word(w)]
    if not _may_be_rest(word):
        return len(beside) == 2 and alignment.same >= _SAME_AROUND_FUNCTION_WORD
    rests = (w for w in (before, after) if w and len(w.text) == 1 and _may_be_rest(w))
    if len(beside) == 2 or (forms_word and any(rests)):
        return True
    if not beside or after is not None:
        return False
    if alignment.same >= _SAME_AT_END and word.tag.startswith(_NOUN_TAGS):
        return True
    places = range(alignment.start, alignment.end)
    return len(places) > _SAME and all(len(words[i].text) == 1 for i in places)  # a name


def _forms_word(alignment: _Alignment, places: range) -> bool:
    """Tell whether the texts have a word of the dictionary there that goes beyond these places."""
    first, last = places.start - alignment.start, places.stop - alignment.start
    text = alignment.text
    return any(
        end - start > len(places)
        and word_probability(text[start:end]) > 0
        and any(alignment.start + at not in alignment.changed for at in range(start, end))
        for start in range(max(0, last - _LONGEST_WORD), first + 1)
        for end in range(last, min(len(text), start + _LONGEST_WORD) + 1)
    )


def _is_function_word(token: Token) -> bool:
    return not _may_be_rest(token) or (len(token.text) == 1 and token.text in light_words())


def _may_be_rest(token: Token) -> bool:
    """Tell whether a word of one character is often the rest of another."""
    return token.text not in stop_words() and not (
        len(token.text) == 1 and (token.text in _NUMERALS or token.tag.startswith(_FUNCTION_TAGS))
    )


@cache
def _question_words() -> tuple[tuple[re.Pattern[str], str], ...]:
    entries = read_toml(__package__, "spelling.toml")["slip"]
    return tuple((re.compile(entry["pattern"]), entry["meant"]) for entry in entries)


def _readings(message: str, folded: str, mended: str) -> Iterator[Reading]:
    """Yield each word of the mended message that was typed otherwise."""
    tokens = tokenize_folded(mended)
    for at, token in enumerate(tokens):
        if folded[token.start : token.end] == mended[token.start : token.end]:
            continue
        start, end = token.start, token.end
        if end - start == 1:  # a character alone says little
            before, after = (
                other if other and not _is_function_word(other) else None
                for other in (
                    tokens[at - 1] if at and tokens[at - 1].end == start else None,
                    tokens[at + 1] if at + 1 < len(tokens) else None,
                )
            )
            if before and (len(before.text) == 1 or not after):
                start = before.start
            elif after and after.start == end and _CHARACTER.match(after.text):
                end = after.end
        yield Reading(message[start:end], mended[start:end])
