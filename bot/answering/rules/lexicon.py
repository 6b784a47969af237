"""Word lists of the rules."""

from functools import cache, lru_cache

from bot.answering.datafiles import read_words
from bot.answering.understanding.kind import head_kind


@cache
def context_words() -> frozenset[str]:
    """Return the function words and common verbs that tell something about their neighbour."""
    return frozenset(w for line in read_words(__package__, "context_words.txt") for w in line)


@cache
def transcription_characters() -> frozenset[str]:
    """Return the characters that foreign names are written with."""
    return frozenset(c for line in read_words(__package__, "transcription.txt") for c in line)


@lru_cache(maxsize=100_000)
def endings(text: str) -> str:
    """Return the kind of thing a phrase's ending makes it, "none" if it does not say."""
    kind = head_kind(text)
    return str(kind) if kind else "none"
