"""Enumerations: 甲、乙和丙, 《甲》《乙》, 一是…；二是…, with the exact span of every item.

Where the first item begins and the last one ends is marked by nothing in Chinese script. Every
boundary between two words is scored by what stands outside it (a verb, a preposition, 等, a count),
by what the item would hold that the others do not, and by how much it would be like the others.
Word lists and scores are in `enumerations.toml`.
"""

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.answering.facts import lexicon
from retrieval.page import Span
from retrieval.tokens import Token

_OPENING = dict(zip("“‘《〈(（[【", "”’》〉)）]】", strict=True))
_BREAKS = frozenset(",，;；:：。?!…—")
_LENGTH = 0.8
"""Cost of an item e times as long as the others."""
_SAME_CLASS, _SAME_WORD, _SAME_CHARACTER = 0.4, 1.2, 0.8
"""What an item gains that begins or ends with the same part of speech, word or character."""
_COUNT = re.compile(r"(?:[两二三四五六七八九十]|\d+)大")
"""How many there are, as one word (四大产业)."""
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

    @property
    def span(self) -> Span:
        """From the first item to the last."""
        return Span(self.items[0].start, self.items[-1].end)


@cache
def _lexicon() -> dict[str, Any]:
    table = dict(lexicon.read_toml("enumerations.toml"))
    for name in ("conjunctions", "open", "list_verbs", "phrase_verbs", "adverbs", "suffixes"):
        table[name] = frozenset(table[name])
    return table


def adverbs() -> frozenset[str]:
    """Return the nouns, adjectives and verbs that before a verb say how (共同举办)."""
    words: frozenset[str] = _lexicon()["adverbs"]
    return words


def find_enumerations(folded: str, tokens: Sequence[Token]) -> tuple[Enumeration, ...]:
    """Return the enumerations in a sentence, in order; one may lie inside an item of another.

    `tokens` are those of the folded text. Two items joined by nothing but 和 are returned too
    (`is_marked` false), although such a pair may be no more than a phrase.
    """
    found = list(_numbered(folded))
    for stretch in _stretches(list(_freed(tokens))):
        found.extend(stretch.enumerations())
    return tuple(sorted(found, key=lambda e: e.span))


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
    for style in _lexicon()["ordinals"]:
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


@dataclass(frozen=True, slots=True)
class _Word:
    """A token of a stretch; `closed` inside brackets or quotation marks, where nothing is cut."""

    token: Token
    closed: bool
    ends_bracket: bool = False

    @property
    def text(self) -> str:
        return self.token.text

    @property
    def tag(self) -> str:
        return self.token.tag


def _stretches(tokens: Sequence[Token]) -> Iterator["_Stretch"]:
    """Yield the clauses, and those inside brackets and quotation marks by themselves."""
    levels: list[list[_Word]] = [[]]
    closers: list[str] = []
    is_whole = [False]
    for token in tokens:
        mark = token.text[0]
        if mark in _OPENING and len(token.text) == 1:
            for level in levels:
                level.append(_Word(token, closed=True))
            levels.append([])
            is_whole.append(True)
            closers.append(_OPENING[mark])
        elif closers and mark == closers[-1]:
            closers.pop()
            yield _Stretch(levels.pop(), is_quoted=is_whole.pop())
            for depth, level in enumerate(levels):
                innermost = depth == len(levels) - 1
                level.append(_Word(token, closed=True, ends_bracket=innermost))
        elif mark in _BREAKS:
            yield _Stretch(levels[-1], is_quoted=False)
            levels[-1], is_whole[-1] = [], False
            for level in levels[:-1]:
                level.append(_Word(token, closed=True))
        else:
            levels[-1].append(_Word(token, closed=False))
            for level in levels[:-1]:
                level.append(_Word(token, closed=True))
    for level in levels:
        yield _Stretch(level, is_quoted=False)


class _Stretch:
    """A clause, its separators, and the items between them (token ranges, half-open)."""

    def __init__(self, words: list[_Word], *, is_quoted: bool) -> None:
        self.words = words
        self.is_quoted = is_quoted
        """It is all that stands between two brackets or quotation marks."""

    def enumerations(self) -> Iterator[Enumeration]:
        groups = list(self._groups())
        for number, (start, separators, end) in enumerate(groups):
            yield from self._marked(start, separators, end, is_last=number == len(groups) - 1)
        if not groups:
            yield from self._joined()

    # --- 甲、乙、丙 -------------------------------------------------------------------------------

    def _separators(self) -> list[tuple[int, int]]:
        """Return (end of the item before, start of the item after) for each 、 or 》《."""
        found = []
        for at, word in enumerate(self.words):
            if word.closed and word.ends_bracket and at + 1 < len(self.words):
                following = self.words[at + 1]
                if following.closed and following.text == _opener(word.text):
                    found.append((at + 1, at + 1))
            elif word.text == "、" and not word.closed and 0 < at < len(self.words) - 1:
                after = at + 1
                while after < len(self.words) - 1 and self._is_conjunction(after):
                    after += 1
                if not found or found[-1][1] < at:
                    found.append((at, after))
        return found

    def _groups(self) -> Iterator[tuple[int, list[tuple[int, int]], int]]:
        """Yield (start, separators, end) of each run of items; 等 ends one and begins another."""
        start = 0
        run: list[tuple[int, int]] = []
        for separator in self._separators():
            if run and (stop := self._stop(run[-1][1], separator[0])) is not None:
                yield start, run, separator[0]
                start, run = stop, []
            run.append(separator)
        if run:
            yield start, run, len(self.words)

    def _stop(self, start: int, end: int) -> int | None:
        """Return where, between two separators, one enumeration ends and another may begin.

        That is at 等, or at a conjunction after a count (三大产业和旅游).
        """
        counted = False
        for at in range(start + 1, end):
            if self._is_open(at) or (counted and self._is_conjunction(at)):
                return at
            counted = counted or self._is_count(at)
        return None

    def _marked(
        self, start: int, separators: list[tuple[int, int]], end: int, *, is_last: bool
    ) -> Iterator[Enumeration]:
        middle = [(left[1], right[0]) for left, right in itertools.pairwise(separators)]
        tail = separators[-1][1]
        if tail >= end:
            return
        rest = self._tail(tail, end, middle)
        first = self._first(start, separators[0][0], [*middle, *rest])
        if first is None:
            return
        items = [first, *middle, *rest]
        after = items[-1][1]
        yield Enumeration(
            tuple(self._span(item) for item in items),
            is_open=after < len(self.words) and self._is_open(after),
            is_marked=True,
        )

    def _tail(self, start: int, end: int, others: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the items after the last 、: one, or several joined by 和."""
        items: list[tuple[int, int]] = []
        while True:
            last = self._last(start, end, [*others, *items])
            joint = self._joint(start, last, end)
            if joint is None:
                return [*items, (start, last)]
            items.append((start, joint))
            start = joint + 1

    def _joint(self, start: int, last: int, end: int) -> int | None:
        """Return the place of the first conjunction in or just after the item, None if none."""
        for at in range(start + 1, min(last + 1, end - 1)):
            if self._is_conjunction(at):
                return at
        return None

    # --- 甲和乙 ----------------------------------------------------------------------------------

    def _joined(self) -> Iterator[Enumeration]:
        for at in range(1, len(self.words) - 1):
            if not self._is_conjunction(at) or self.words[at - 1].tag[0] in "pdu":
                continue
            rest = self._tail(at + 1, len(self.words), [])
            first = self._first(0, at, rest)
            if first is None:
                continue
            spans = tuple(self._span(item) for item in [first, *rest])
            if max(len(span) for span in spans) <= _LONGEST_NAME:
                after = rest[-1][1]
                is_open = after < len(self.words) and self._is_open(after)
                yield Enumeration(spans, is_open=is_open, is_marked=False)

    # --- boundaries ------------------------------------------------------------------------------

    def _first(self, start: int, end: int, others: list[tuple[int, int]]) -> tuple[int, int] | None:
        """Return the item that ends at `end`, its beginning the best from `start` on."""
        best, best_score = None, -math.inf
        for at in range(start, end):
            if not self._may_cut(at):
                continue
            word = self.words[at]
            if (at == start and start > 0) or word.tag[0] in "uypc" or word.text == "、":
                continue
            if word.text in _lexicon()["phrase_verbs"]:
                continue
            score = self._before(start, at, others) + self._likeness((at, end), others)
            if score > best_score:
                best, best_score = (at, end), score
        return best

    def _last(self, start: int, end: int, others: list[tuple[int, int]]) -> int:
        """Return where the item that begins at `start` ends, at `end` at the latest."""
        best, best_score = end, -math.inf
        for at in range(start + 1, end + 1):
            if at < len(self.words) and not self._may_cut(at):
                continue
            if self.words[at - 1].tag[0] in "pc" or self._inside_number(at):
                continue
            if at < end and _is_attribute(self.words[at - 1]):
                continue
            if at == start + 1 < end and self._all_begin_with(self.words[start].text, others):
                continue  # 统一运、统一卖、统一|送
            if at < end - 1 and self._goes_on_after_de(at):
                continue
            score = self._after(at, others) + self._likeness((start, at), others)
            if score > best_score:
                best, best_score = at, score
            if at < len(self.words) and self._is_open(at):
                break
        return best

    def _all_begin_with(self, word: str, others: list[tuple[int, int]]) -> bool:
        """Tell whether every other item begins with a word and goes on."""
        return bool(others) and all(
            self.words[first].text == word and end > first + 1 for first, end in others
        )

    def _goes_on_after_de(self, at: int) -> bool:
        """Tell whether a noun is told more of before word `at` (来源不明|的文物), which is 的."""
        before, after = self.words[at - 1], self.words[at + 1]
        return self.words[at].text == "的" and before.tag[0] in "va" and after.tag[0] in "nb"

    def _may_cut(self, at: int) -> bool:
        """Tell whether a boundary before word `at` leaves brackets whole."""
        word = self.words[at]
        if not word.closed:
            return at == 0 or word.text not in _lexicon()["suffixes"]
        return word.text in _OPENING and (at == 0 or not self.words[at - 1].closed)

    def _inside_number(self, at: int) -> bool:
        """Tell whether a number goes on at word `at`."""
        around = self.words[at - 1 : at + 1]
        return len(around) == 2 and around[0].tag[0] == "m" and around[1].tag[0] in "mq"

    def _before(self, start: int, at: int, others: list[tuple[int, int]]) -> float:
        """Return how far what stands before word `at` speaks for an item that begins there."""
        table: Mapping[str, float] = _lexicon()["before"]
        if at == 0:
            return table["edge"] if not self.is_quoted else table["quotation"]
        word = self.words[at - 1]
        if any(w.text in _lexicon()["phrase_verbs"] for w in self.words[start:at]):
            return -2.0
        if self._is_conjunction(at - 1):
            return table["p"] if at == 1 else -2.0
        if word.text in _lexicon()["list_verbs"]:
            return 2.0
        if any(word.text == self.words[other[0]].text for other in others):
            return -1.0
        if word.tag == "v" and "v" in self._usual(others):
            return 0.0
        return _by_tag(table, word.tag)

    def _after(self, at: int, others: list[tuple[int, int]]) -> float:
        """Return how far what stands at word `at` speaks for an item that ends before it."""
        table: Mapping[str, float] = _lexicon()["after"]
        if at == len(self.words):
            return table["edge"] if not self.is_quoted else table["quotation"]
        if self._is_open(at):
            return 3.0
        word, following = self.words[at], self.words[at + 1 : at + 2]
        if self._is_count(at):
            return table["m"]
        if word.text in _lexicon()["adverbs"] and following and following[0].tag[0] == "v":
            return table["d"]
        if word.tag[0] in "vm" and _class(word.token) in self._usual(others):
            return 0.0
        return _by_tag(table, word.tag)

    def _usual(self, others: list[tuple[int, int]]) -> set[str]:
        """Return the parts of speech that more than half of the other items hold."""
        held = [{_class(w.token) for w in self.words[slice(*other)]} for other in others]
        return {c for c in set().union(*held) if 2 * sum(c in h for h in held) > len(held)}

    def _likeness(self, item: tuple[int, int], others: list[tuple[int, int]]) -> float:
        """Return how like the others an item is, less what it holds that they do not."""
        usual = self._usual(others)
        table: Mapping[str, float] = _lexicon()["inside"]
        words = self.words[slice(*item)]
        score = sum(
            table.get(_class(w.token), 0.0)
            for w in words
            if not w.closed
            and _class(w.token) not in usual
            and w.text not in _lexicon()["phrase_verbs"]
            and w.text not in _lexicon()["conjunctions"]
        )
        if not others:
            return score
        lengths = [len(self._span(other)) for other in others]
        usual_length = sum(lengths) / len(lengths)
        score -= _LENGTH * abs(math.log(len(self._span(item)) / usual_length))
        for edge in (0, -1):
            theirs = [self.words[slice(*other)][edge] for other in others]
            ours = words[edge]
            score += _SAME_CLASS * all(_class(w.token) == _class(ours.token) for w in theirs)
            if all(w.text == ours.text for w in theirs):
                score += _SAME_WORD
            elif all(w.text[edge] == ours.text[edge] for w in theirs):
                score += _SAME_CHARACTER
        return score

    def _is_conjunction(self, at: int) -> bool:
        word = self.words[at]
        return not word.closed and word.text in _lexicon()["conjunctions"]

    def _is_count(self, at: int) -> bool:
        """Tell whether a number of things (三大) begins at word `at`, in one word or two."""
        text = "".join(w.text for w in self.words[at : at + 2])
        return not self.words[at].closed and _COUNT.match(text) is not None

    def _is_open(self, at: int) -> bool:
        word = self.words[at]
        return not word.closed and word.text in _lexicon()["open"]

    def _span(self, item: tuple[int, int]) -> Span:
        return Span(self.words[item[0]].token.start, self.words[item[1] - 1].token.end)


def _is_attribute(word: _Word) -> bool:
    """Tell whether a word of one character belongs to what follows it (旧信封)."""
    return word.tag == "a" and len(word.text) == 1


def _opener(closer: str) -> str:
    return next(opening for opening, closing in _OPENING.items() if closing == closer)


def _class(token: Token) -> str:
    """Return the coarse part of speech: what an item may or may not hold."""
    tag = token.tag
    if tag == "vn" and len(token.text) == 1:
        return "v"  # jieba takes lone verbs for nouns; compounds are nouns more often
    return tag if tag[:2] in ("vn", "ul", "uz", "ug", "uj", "an", "ad") else tag[:1]


def _by_tag(table: Mapping[str, float], tag: str) -> float:
    """Return the entry of the longest key that the tag begins with, 0 if there is none."""
    for length in range(len(tag), 0, -1):
        if tag[:length] in table:
            return table[tag[:length]]
    return 0.0
