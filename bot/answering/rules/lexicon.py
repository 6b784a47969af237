"""Word lists of the rules."""

from functools import cache

from bot.answering.datafiles import read_words


@cache
def context_words() -> frozenset[str]:
    """Return the function words and common verbs that tell something about their neighbour."""
    return frozenset(w for line in read_words(__package__, "context_words.txt") for w in line)


@cache
def transcription_characters() -> frozenset[str]:
    """Return the characters that foreign names are written with."""
    return frozenset(c for line in read_words(__package__, "transcription.txt") for c in line)
