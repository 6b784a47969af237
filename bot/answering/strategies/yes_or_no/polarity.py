"""The words of yes and no: negation, opposition, and how an answer reads (polarity.toml)."""

import re
from functools import cache, lru_cache
from typing import Any

from bot.answering.datafiles import read_toml
from bot.answering.question import Question
from retrieval.patterns import any_of
from retrieval.tokens import Token

EITHER = ("是", "否")
"""How they read where no word of the question says it."""
POLAR = re.compile(
    any_of(read_toml(__package__, "polarity.toml")["polar"])
    + r"|([一-鿿])[不没](?=\1)|吗|么|嘛|没有(?=[?]?$)"
)
"""What makes a statement a question."""

_CHANGES = re.compile("[涨降]|[上下]调|调整")


@cache
def word_lists() -> dict[str, Any]:
    """Return polarity.toml."""
    return read_toml(__package__, "polarity.toml")


def answer_form(question: Question) -> tuple[str, str]:
    """Return how yes and no read in answer to a question (有/没有, 会/不会 …)."""
    words = {t.text for t in question.tokens}
    for form in word_lists()["forms"]:
        if re.search(form["pattern"], question.folded) or words.intersection(form["words"]):
            return form["yes"], form["no"]
    return EITHER


def asks_of_change(question: Question) -> bool:
    """Tell whether a question asks if a price changes, not whether there is one (收费涨了吗)."""
    return _CHANGES.search(question.folded) is not None


def is_negation(word: str) -> bool:
    """Tell whether a word negates what follows it."""
    return word in word_lists()["negation"]


def negated_inside(word: str) -> bool:
    """Tell whether a longer word begins with a negation (并不一致, 未完成, 禁放)."""
    if any(word.startswith(w) for w in word_lists()["no_negation"]):
        return False
    return (
        len(word) > 2
        and any(word.startswith(n) and len(n) < len(word) - 1 for n in word_lists()["negation"])
    ) or (len(word) == 2 and word[0] in word_lists()["negating"])


def is_negated_verb(token: Token) -> bool:
    """Tell whether a verb of two characters has grown together with its negation (不算, 没给)."""
    return token.tag[0] in "vd" and len(token.text) == 2 and negated_inside(token.text)


@lru_cache(maxsize=65536)  # each word of a claim is held against each of many clauses
def opposed(asked: str, found: str) -> int:
    """Return 1 for two words on one side of an opposition, -1 across it, 0 for others.

    `found` may be longer than the word of the list (并不一致).
    """
    for left, right in word_lists()["antonyms"]:
        for one, other in ((left, right), (right, left)):
            if asked in one:
                same, against = _longest(one, found), _longest(other, found)
                if same or against:
                    return 1 if len(same) > len(against) else -1
    return 0


def _longest(side: list[str], found: str) -> str:
    """Return the longest word of a side that is, or if it has two characters is in, `found`."""
    return max((w for w in side if w == found or (len(w) > 1 and w in found)), key=len, default="")
