"""The surnames of `surnames.txt`, and what has the form of a Chinese personal name."""

from functools import cache

from retrieval.word_lists import read_word_list

LONGEST_NAME = 4
"""Of a Chinese personal name, in characters."""


@cache
def _surnames() -> frozenset[str]:
    return read_word_list(__package__, "surnames.txt")


def is_surname(text: str) -> bool:
    """Tell whether a folded string is a surname."""
    return text in _surnames()


def has_name_shape(text: str) -> bool:
    """Tell whether a folded string is a surname with one or two characters after it."""
    if not text or not all("\u3400" <= char <= "\u9fff" for char in text):
        return False
    if is_surname(text[:2]):
        return 2 < len(text) <= LONGEST_NAME
    return is_surname(text[0]) and 2 <= len(text) <= LONGEST_NAME - 1
