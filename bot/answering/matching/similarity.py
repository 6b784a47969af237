"""How far two words agree, and how much it says to find one."""

import math
from collections.abc import Callable
from functools import lru_cache

from bot.answering.lexicon.words import contrast, light_words, synonyms
from retrieval.stopwords import stop_words

SAME_WORD = 0.6
"""Similarity from which two words count as the same."""
ABBREVIATION = 0.6
"""Similarity of a word and its first character (企业, 企)."""
SYNONYM = 0.8
"""Similarity of two words that say the same (lexicon/synonyms/)."""
_LONG_NAME = 0.65
"""Similarity, at least, of a word and one that begins with it (某山, 某山博物院)."""

_AT = "于"
"""Behind a verb it only leads to the time or place ([建]于1958年)."""


@lru_cache(maxsize=100_000)
def similarity(asked: str, found: str) -> float:
    """Return how far two words agree, 0 to 1, by the characters they share in order."""
    if asked == found:
        return 1.0
    if any(map(str.isdigit, asked + found)):
        return 0.0
    if found in synonyms().get(asked, ()) or found == f"{asked}{_AT}":
        return SYNONYM
    if contrast(asked, found):
        return 0.0
    if asked in found or found in asked:
        short, long = sorted((len(asked), len(found)))
        if short == 1:
            return ABBREVIATION if asked.startswith(found) and long == 2 else 0.35
        # A longer word of the text has all that was asked; a shorter one lacks some of it.
        share = 0.9 * math.pow(short / long, 0.5 if asked in found else 1.0)
        return max(share, _LONG_NAME) if found.startswith(asked) else share
    shared = len(set(asked) & set(found))
    longer = max(len(asked), len(found))
    return 0.5 * shared / longer if shared and longer <= 4 else 0.7 * max(shared - 1, 0) / longer


def word_weight(word: str, rarity: Callable[[str], float]) -> float:
    """Return how much it counts to find a word of the question: nothing for function words."""
    if word in stop_words():
        return 0.0
    return rarity(word) * (0.3 if word in light_words() else 1.0)
