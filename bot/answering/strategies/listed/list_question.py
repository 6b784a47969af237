"""What a question for a list asks: the noun, and how many there are."""

import re
from functools import cache

from bot.answering.datafiles import read_toml
from bot.answering.facts.enumerations import adverbs
from bot.answering.facts.numerals import parse_chinese
from bot.answering.question import Question
from retrieval.tokens import Token

_STATED = re.compile(
    r"哪(?P<asked>[两二三四五六七八九十]+|\d+)|(?P<stated>[两二三四五六七八九十]+|\d+)[大个项种类家位条点招件步]"
)
_MOST = 20
"""A larger number counts things, not the items of an enumeration."""


@cache
def kind_nouns() -> dict[str, list[str]]:
    """Return lists.toml: nouns that ask for a kind of thing without naming it, and others."""
    return read_toml(__package__, "lists.toml")


def head_of(question: Question) -> str:
    """Return the noun asked for, without a word that belongs to the verb (哪些单位共同举办)."""
    head = question.head
    for adverb in adverbs():
        head = head.removesuffix(adverb) or head
    return head or _noun_before(question)


def _noun_before(question: Question) -> str:
    """Return the last noun before the question word (企业名单, 产业都有什么)."""
    end = question.wh.start if question.wh else len(question.text)
    nouns = [t.text for t in question.tokens if t.end <= end and t.tag.startswith(("n", "l"))]
    return nouns[-1] if nouns else ""


def asks_only(question: Question, token: Token) -> bool:
    """Tell whether a token is the measure word asked with, or begins with it (哪几[道工序])."""
    asking = question.folded[max(0, token.start - 1) : token.start]
    head = head_of(question)
    by_measure = asking != "" and asking in "哪几两三四五六七八九十0123456789"
    return by_measure and (len(token.text) == 1 or (bool(head) and token.text.endswith(head)))


def expected_count(folded: str) -> int | None:
    """Return how many things the question asks for (哪三个, 四大产业), None if it does not say."""
    match = _STATED.search(folded)
    if match is None:
        return None
    text = match["asked"] or match["stated"]
    numeral = parse_chinese(text)
    number = int(text) if text.isdecimal() else int(numeral.value) if numeral else 0
    return number if 1 < number <= _MOST else None
