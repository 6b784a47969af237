"""Which words of a message are a question's own, and so are no slips."""

import re
from itertools import pairwise

from bot.answering.understanding.kind import QUESTION_WORD
from retrieval.tokens import Token

_SAYING_TAGS = ("v", "a", "d", "m", "z")
_ASKED = re.compile(f"(?:{QUESTION_WORD.pattern})(?:(?<=[哪几])[一几]?[天年月日次位家个种])?")
"""A question word with its measure word."""
_NEGATIONS = ("不", "没", "未", "别")


def as_asked(folded: str, tokens: tuple[Token, ...]) -> set[int]:
    """Return the places of a question's own words, which the texts need not have.

    These are its question words, and a deed or quality of one character right beside one
    (哪天[起], [低]多少) or right after a negation (没[认]): each stands where it belongs.
    """
    asked = [match.span() for match in _ASKED.finditer(folded)]
    places = {at for start, end in asked for at in range(start, end)}
    starts, ends = ({span[side] for span in asked} for side in (0, 1))
    for before, token in pairwise((None, *tokens)):
        if token is None or len(token.text) > 1 or not says_something(token):
            continue
        # 增漲多少: with a rest of a word before it, it may be of that word.
        rest = before is not None and len(before.text) == 1 and says_something(before)
        if (
            token.start in ends
            or (token.end in starts and not rest)
            or folded[: token.start].endswith(_NEGATIONS)
        ):
            places.add(token.start)
    return places


def says_something(word: Token) -> bool:
    """Tell whether a word is one that a question is made of: a deed, a quality, 不, 多.

    Of the others of one character many are what is left over of a misspelt word.
    """
    return word.tag.startswith(_SAYING_TAGS)
