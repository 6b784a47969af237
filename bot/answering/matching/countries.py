"""Whether a country is asked for, and which candidates name one."""

import numpy as np

from bot.answering.annotation import FloatArray
from bot.answering.lexicon.words import countries
from bot.answering.matching.match import Match
from bot.answering.matching.shared_text import stands_in_question
from bot.answering.question import Kind

_ASKED = ("国家", "国", "国人")
"""Nouns of a question word that asks for a country (哪个国家, 哪国人)."""
_NOMINAL = ("n", "j")
_STATES = ("王国", "共和国", "帝国", "公国", "汗国")
"""How the full name of a state ends."""
WORTH = 3.0
"""Score points that a country gains where one is asked for."""


def gains(match: Match) -> FloatArray | None:
    """Return what each candidate gains for being a country, None if none is asked for; (C,)."""
    question, pool = match.question, match.pool
    if question.kind is not Kind.PLACE or not question.asks_sort or question.head not in _ASKED:
        return None
    names = countries()
    people = "人" if question.head == "国人" else ""
    named = np.array([text.removesuffix(people) in names for text in pool.texts], dtype=bool)
    for ending in _STATES:
        for index in np.flatnonzero(pool.sorts.ends_longer(ending)).tolist():
            named[index] |= _is_whole_name(match, index)
    return np.asarray(WORTH * (named & ~stands_in_question(match)), dtype=np.float32)


def _is_whole_name(match: Match, index: int) -> bool:
    """Tell whether a candidate is but nouns, and no noun stands before it."""
    tags, first, last = match.article.tags, match.pool.first[index], match.pool.last[index]
    goes_on = first > 0 and tags[first - 1].startswith(_NOMINAL)
    return not goes_on and all(tag.startswith(_NOMINAL) for tag in tags[first : last + 1])
