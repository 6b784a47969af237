"""Where an item of an enumeration begins and ends: every boundary between two words is scored.

By what stands outside it (a verb, a preposition, 等, a count), by what the item would hold that the
others do not, and by how much it would be like the others.
"""

import math
from collections.abc import Mapping

from bot.answering.facts.enumeration_words import (
    Item,
    Stretch,
    Word,
    words_of_enumerations,
)
from retrieval.tokens import Token

_LENGTH = 0.8
"""Cost of an item e times as long as the others."""
_COUNTED = 3.0
"""What it is worth that a number of things follows which is that of the items (甲、乙[两家])."""
_ENDING = 2
"""Characters that the last item may share with the first (项目[清单], 问题[清单])."""
_SAME_CLASS, _SAME_WORD, _SAME_CHARACTER = 0.4, 1.2, 0.8
"""What an item gains that begins or ends with the same part of speech, word or character."""


class Edges:
    """The boundaries of items in one stretch."""

    def __init__(self, stretch: Stretch) -> None:
        """Score the boundaries of `stretch`."""
        self.stretch = stretch
        self.words = stretch.words

    def first(self, start: int, end: int, others: list[Item]) -> Item | None:
        """Return the item that ends at `end`, its beginning the best from `start` on."""
        best, best_score = None, -math.inf
        for at in range(start, end):
            if not self.stretch.may_cut(at):
                continue
            word = self.words[at]
            if (at == start and start > 0) or word.tag[0] in "uypc" or word.text == "、":
                continue
            if word.text in words_of_enumerations()["phrase_verbs"]:
                continue
            score = self._before(start, at, others) + self._likeness((at, end), others)
            if score > best_score:
                best, best_score = (at, end), score
        return best

    def last(self, start: int, end: int, others: list[Item], first_end: int) -> int:
        """Return where the item that begins at `start` ends, at `end` at the latest.

        `first_end` is where the first item ends, of which no more is known yet.
        """
        like = self.words[first_end - 1].text[-_ENDING:]
        best, best_score = end, -math.inf
        for at in range(start + 1, end + 1):
            if at < len(self.words) and not self.stretch.may_cut(at):
                continue
            if at < end and self.words[at - 1].text == "的":
                continue
            if self.words[at - 1].tag[0] in "pc" or self.stretch.inside_number(at):
                continue
            if at < end and _is_attribute(self.words[at - 1]):
                continue
            if at == start + 1 < end and self._all_begin_with(self.words[start].text, others):
                continue  # 统一运、统一卖、统一|送
            if at < end - 1 and self._goes_on_after_de(at):
                continue
            score = self._after(start, at, others) + self._likeness((start, at), others)
            if len(like) == _ENDING and self.words[at - 1].text.endswith(like):
                score += _SAME_WORD
            if score > best_score:
                best, best_score = at, score
            if self.stretch.is_open(at):
                break
        return best

    def _all_begin_with(self, word: str, others: list[Item]) -> bool:
        """Tell whether every other item begins with a word and goes on."""
        return bool(others) and all(
            self.words[first].text == word and end > first + 1 for first, end in others
        )

    def _goes_on_after_de(self, at: int) -> bool:
        """Tell whether a noun is told more of before word `at` (来源不明|的文物), which is 的."""
        before, after = self.words[at - 1], self.words[at + 1]
        return self.words[at].text == "的" and before.tag[0] in "va" and after.tag[0] in "nb"

    def _before(self, start: int, at: int, others: list[Item]) -> float:
        """Return how far what stands before word `at` speaks for an item that begins there."""
        table: Mapping[str, float] = words_of_enumerations()["before"]
        if at == 0:
            return table["edge"] if not self.stretch.is_quoted else table["quotation"]
        word = self.words[at - 1]
        if any(w.text in words_of_enumerations()["phrase_verbs"] for w in self.words[start:at]):
            return -2.0
        if self.stretch.is_conjunction(at - 1):
            return table["p"] if at == 1 else -2.0
        if word.text in words_of_enumerations()["list_verbs"]:
            return 2.0
        if any(word.text == self.words[other[0]].text for other in others):
            return -1.0
        if word.tag == "v" and "v" in self._usual(others):
            return 0.0
        return _by_tag(table, word.tag)

    def _counts_items(self, start: int, at: int, others: list[Item]) -> bool:
        """Tell whether the items, the last from `start` on, are counted at `at` (甲、乙[两项])."""
        of = self.words[at].text == "的" and at + 1 < len(self.words)
        number = self.stretch.number(at + of)
        joined = sum(self.stretch.is_conjunction(word) for word in range(start + 1, at))
        return number == len(others) + 2 + joined  # `others` lack the first

    def _after(self, start: int, at: int, others: list[Item]) -> float:
        """Return how far what stands at word `at` speaks for an item that ends before it."""
        table: Mapping[str, float] = words_of_enumerations()["after"]
        if at == len(self.words):
            return table["edge"] if not self.stretch.is_quoted else table["quotation"]
        if self.stretch.is_open(at):
            return 3.0
        word, following = self.words[at], self.words[at + 1 : at + 2]
        if word.text[0] == "第":
            return 0.0  # 第三医院
        if word.tag[0] == "d" and following and following[0].tag[0] == "n":
            return 0.0  # 犬只照片: an adverb stands before a verb
        if self._counts_items(start, at, others):
            return _COUNTED
        if self.stretch.is_count(at):
            return table["m"]
        if (
            word.text in words_of_enumerations()["adverbs"]
            and following
            and following[0].tag[0] == "v"
        ):
            return table["d"]
        if word.tag[0] in "vm" and _class(word.token) in self._usual(others):
            return 0.0
        return _by_tag(table, word.tag)

    def _usual(self, others: list[Item]) -> set[str]:
        """Return the parts of speech that more than half of the other items hold."""
        held = [{_class(w.token) for w in self.words[slice(*other)]} for other in others]
        return {c for c in set().union(*held) if 2 * sum(c in h for h in held) > len(held)}

    def _likeness(self, item: Item, others: list[Item]) -> float:
        """Return how like the others an item is, less what it holds that they do not."""
        usual = self._usual(others)
        table: Mapping[str, float] = words_of_enumerations()["inside"]
        words = self.words[slice(*item)]
        score = sum(
            table.get(_class(w.token), 0.0)
            for w in words
            if not w.closed
            and _class(w.token) not in usual
            and w.text not in words_of_enumerations()["phrase_verbs"]
            and w.text not in words_of_enumerations()["conjunctions"]
        )
        if not others:
            return score
        lengths = [len(self.stretch.span(other)) for other in others]
        usual_length = sum(lengths) / len(lengths)
        score -= _LENGTH * abs(math.log(len(self.stretch.span(item)) / usual_length))
        for edge in (0, -1):
            theirs = [self.words[slice(*other)][edge] for other in others]
            ours = words[edge]
            score += _SAME_CLASS * all(_class(w.token) == _class(ours.token) for w in theirs)
            if all(w.text == ours.text for w in theirs):
                score += _SAME_WORD
            elif all(w.text[edge] == ours.text[edge] for w in theirs):
                score += _SAME_CHARACTER
        return score


def _is_attribute(word: Word) -> bool:
    """Tell whether a word of one character belongs to what follows it (旧信封)."""
    return word.tag == "a" and len(word.text) == 1


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
