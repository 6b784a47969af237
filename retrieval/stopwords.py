"""The function words of `stopwords.txt`, which search and overlap leave out."""

from functools import cache

from retrieval.word_lists import read_word_list


@cache
def stop_words() -> frozenset[str]:
    """Return the words of the list, folded."""
    return read_word_list(__package__, "stopwords.txt")
