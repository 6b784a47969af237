"""Word lists of the rules."""

from functools import cache

from retrieval.word_lists import read_word_list


@cache
def context_words() -> frozenset[str]:
    """Return the function words and common verbs that tell something about their neighbour."""
    return read_word_list(__package__, "context_words.txt")


@cache
def transcription_characters() -> frozenset[str]:
    """Return the characters that foreign names are written with."""
    return read_word_list(__package__, "transcription.txt")
