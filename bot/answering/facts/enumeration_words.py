"""The words of a sentence as an enumeration is looked for: by clauses, brackets left whole."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.answering.facts import lexicon
from bot.answering.facts.numerals import parse_chinese
from retrieval.page import Span
from retrieval.tokens import Token

OPENING = dict(zip("“‘《〈(（[【", "”’》〉)）]】", strict=True))
_DASH = "—"
_BREAKS = frozenset(",，;；:：。?!…—")
_COUNT = re.compile(r"(?:[两二三四五六七八九十]|\d+)大")
"""How many there are, as one word (四大产业)."""
SMALL_COUNT = (
    r"(?<![\d.第前])(?P<number>[两二三四五六七八九十]|\d{1,2})"
    r"(?![\d.,:万千百亿十月日年时点分%])"
)
"""Pattern of a small number of things; no part of a larger number, time or share."""
_NUMBER = re.compile(SMALL_COUNT + r"\w")

_THERE_ARE = "还有"
"""Joins two things, or says that there are more."""

Item = tuple[int, int]
"""Words of a stretch, half-open."""
Gap = tuple[int, int]
"""Where the item before a separator ends, and where the item after begins."""


@cache
def words_of_enumerations() -> dict[str, Any]:
    """Return the tables of enumerations.toml; the word lists as sets."""
    table = dict(lexicon.read_toml("enumerations.toml"))
    for name in ("conjunctions", "open", "list_verbs", "phrase_verbs", "adverbs", "suffixes"):
        table[name] = frozenset(table[name])
    return table


def read_count(numeral: str) -> int | None:
    """Return the small number that 三 or 3 says, None if it cannot be told."""
    if numeral.isdecimal():
        return int(numeral)
    found = parse_chinese(numeral.replace("两", "二"))
    return int(found.value) if found else None


@dataclass(frozen=True, slots=True)
class Word:
    """A token of a stretch; `closed` inside brackets or quotation marks, where nothing is cut."""

    token: Token
    closed: bool
    ends_bracket: bool = False

    @property
    def text(self) -> str:
        """The word, folded."""
        return self.token.text

    @property
    def tag(self) -> str:
        """Its part of speech."""
        return self.token.tag


class Stretch:
    """The words of a clause, or of all that stands between two brackets or quotation marks."""

    def __init__(self, words: list[Word], *, is_quoted: bool) -> None:
        """Take the words; `is_quoted` if they are all between two brackets or marks."""
        self.words = words
        self.is_quoted = is_quoted

    def gaps(self) -> list[Gap]:
        """Return what stands between two items, for each 、 or 》《."""
        found: list[Gap] = []
        for at, word in enumerate(self.words):
            if word.closed and word.ends_bracket and at + 1 < len(self.words):
                following = self.words[at + 1]
                if following.closed and following.text == _opener(word.text):
                    found.append((at + 1, at + 1))
            elif word.text == "、" and not word.closed and 0 < at < len(self.words) - 1:
                after = at + 1
                while after < len(self.words) - 1 and self.is_conjunction(after):
                    after += 1
                if not found or found[-1][1] < at:
                    found.append((at, after))
        return found

    def is_conjunction(self, at: int) -> bool:
        """Tell whether word `at` joins two items (和); 还有 before a number (还有两所) does not."""
        word = self.words[at]
        after = self.words[at + 1 : at + 2]
        if word.text == _THERE_ARE and after and after[0].token.tag[0] == "m":
            return False
        return not word.closed and word.text in words_of_enumerations()["conjunctions"]

    def is_count(self, at: int) -> bool:
        """Tell whether a number of things (三大) begins at word `at`, in one word or two."""
        text = "".join(w.text for w in self.words[at : at + 2])
        return not self.words[at].closed and _COUNT.match(text) is not None

    def number(self, at: int) -> int | None:
        """Return the number of things that begins at word `at` (三个), None if none does."""
        counted = _NUMBER.match("".join(w.text for w in self.words[at : at + 2]))
        if counted is None or self.words[at].closed or self.inside_number(at):
            return None
        return read_count(counted["number"])

    def is_open(self, at: int) -> bool:
        """Tell whether there is a word `at` and it says that more could be named (等)."""
        if at >= len(self.words):
            return False
        word = self.words[at]
        return not word.closed and word.text in words_of_enumerations()["open"]

    def may_cut(self, at: int) -> bool:
        """Tell whether a boundary before word `at` leaves brackets whole."""
        word = self.words[at]
        if not word.closed:
            return at == 0 or word.text not in words_of_enumerations()["suffixes"]
        return word.text in OPENING and (at == 0 or not self.words[at - 1].closed)

    def inside_number(self, at: int) -> bool:
        """Tell whether a number goes on at word `at`."""
        around = self.words[at - 1 : at + 1]
        return len(around) == 2 and around[0].tag[0] == "m" and around[1].tag[0] in "mq"

    def span(self, item: Item) -> Span:
        """Return the place of some words in the text."""
        return Span(self.words[item[0]].token.start, self.words[item[1] - 1].token.end)


def stretches(tokens: Sequence[Token]) -> Iterator[Stretch]:
    """Yield the clauses, and those inside brackets and quotation marks by themselves."""
    levels: list[list[Word]] = [[]]
    closers: list[str] = []
    is_whole = [False]
    for at, token in enumerate(tokens):
        mark = token.text[0]
        if mark in OPENING and len(token.text) == 1:
            for level in levels:
                level.append(Word(token, closed=True))
            levels.append([])
            is_whole.append(True)
            closers.append(OPENING[mark])
        elif closers and mark == closers[-1]:
            closers.pop()
            yield Stretch(levels.pop(), is_quoted=is_whole.pop())
            for depth, level in enumerate(levels):
                innermost = depth == len(levels) - 1
                level.append(Word(token, closed=True, ends_bracket=innermost))
        elif mark in _BREAKS and not _joins_two(tokens, at):
            yield Stretch(levels[-1], is_quoted=False)
            levels[-1], is_whole[-1] = [], False
            for level in levels[:-1]:
                level.append(Word(token, closed=True))
        else:
            levels[-1].append(Word(token, closed=False))
            for level in levels[:-1]:
                level.append(Word(token, closed=True))
    for level in levels:
        yield Stretch(level, is_quoted=False)


def _joins_two(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a dash stands alone between two words (战国—秦): it breaks nothing off."""
    beside = (*tokens[at - 1 : at], *tokens[at + 1 : at + 2])
    alone = tokens[at].text == _DASH and all(t.text[0].isalnum() for t in beside)
    return alone and len(beside) > 1


def _opener(closer: str) -> str:
    return next(opening for opening, closing in OPENING.items() if closing == closer)
