"""What a reader asks in everyday words and a newspaper says in its own: 花了, 耗资.

paraphrases.txt says which wording of a text may stand for which words of a question; unlike the
groups of synonyms/ an entry holds one way only (最贵 asks for 最高票价, not the
other way round).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.answering.question import Question
from retrieval.page import Span
from retrieval.tokens import Token
from retrieval.word_lists import read_words

_DENIAL = "未不非没无"
"""Characters before a word that deny it (未通过)."""


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """Words of a question that a text may say otherwise."""

    span: Span
    """Where they stand in the question."""
    said: tuple[str, ...]
    """Any of these, folded, says the same."""

    def covers(self, token: Token) -> bool:
        """Tell whether a word of the question is one of these words."""
        return self.span.start <= token.start and token.end <= self.span.end

    def is_said_in(self, text: str) -> bool:
        """Tell whether a folded text says the same, and does not deny it."""
        return any(stands(word, text) for word in self.said)


@cache
def _table() -> dict[str, tuple[str, ...]]:
    """Return for words as asked the words that a text may have for them."""
    table: dict[str, tuple[str, ...]] = {}
    for words in read_words(__package__, "paraphrases.txt"):
        at = words.index(">")
        for asked in words[:at]:
            table[asked] = (*table.get(asked, ()), *words[at + 1 :])
    return table


@cache
def _longest() -> dict[str, int]:
    """Return how long the longest words as asked are, by their first character."""
    longest: dict[str, int] = {}
    for asked in _table():
        longest[asked[0]] = max(len(asked), longest.get(asked[0], 0))
    return longest


@lru_cache(maxsize=256)
def paraphrases(question: Question) -> tuple[Paraphrase, ...]:
    """Return what of a question may be said otherwise, by place."""
    return tuple(_find(question))


def _find(question: Question) -> Iterator[Paraphrase]:
    """Yield the longest entry at each word, and one that reaches into the question word.

    (花了多少钱 says no less than 花了; but 没通过 is no 通过.)
    """
    text, wh, table = question.folded, question.wh, _table()
    starts = [t.start for t in question.tokens]
    ends = {t.end for t in question.tokens}
    for start in starts:
        least = start
        if wh and wh.start <= start < wh.end:
            if start != wh.start:
                continue
            least = wh.end  # 几点[开门]
        longest = _longest().get(text[start], 0)
        for end in range(min(start + longest, len(text)), least, -1):
            within = wh is not None and wh.start < end <= wh.end
            said = table.get(text[start:end]) if end in ends or within else None
            if said:
                yield Paraphrase(Span(start, end), said)
                if not within:
                    break


def stands(word: str, text: str) -> bool:
    """Tell whether a folded text has a word that it does not deny."""
    at = text.find(word)
    while at > 0 and text[at - 1] in _DENIAL:
        at = text.find(word, at + len(word))
    return at >= 0


def is_said(question: Question, token: Token, text: str) -> bool:
    """Tell whether a folded text says a word of the question in other words."""
    return any(p.covers(token) and p.is_said_in(text) for p in paraphrases(question))
