"""Word lists that several parts of answering share."""

from functools import cache

from bot.answering.datafiles import table_words
from retrieval.fold import fold
from retrieval.word_lists import read_word_list, read_words

SYNONYMS = ("everyday.txt", "people.txt", "things.txt", "nouns.txt", "taiwan_hongkong.txt")
"""The files of synonyms/, by what their words are for."""


@cache
def light_words() -> frozenset[str]:
    """Return the words that a question may add without the text having them, folded."""
    return read_word_list(__package__, "light_words.txt")


@cache
def vague_times() -> frozenset[str]:
    """Return the times that tell no one when (当日), folded."""
    return read_word_list(__package__, "vague_times.txt")


@cache
def time_words(table: str) -> frozenset[str]:
    """Return the words of a table of time_words.toml."""
    return frozenset(table_words(__package__, "time_words.toml", table))


@cache
def money_words(table: str) -> frozenset[str]:
    """Return the words of a table of money_words.toml: earned, spent."""
    return frozenset(table_words(__package__, "money_words.toml", table))


@cache
def synonyms() -> dict[str, frozenset[str]]:
    """Return for each folded word the others that say the same."""
    found: dict[str, set[str]] = {}
    for name in SYNONYMS:
        for group in read_words(__package__, f"synonyms/{name}"):
            for word in group:
                found.setdefault(word, set()).update(group)
    return {word: frozenset(others - {word}) for word, others in found.items()}


@cache
def hyponyms() -> dict[str, tuple[str, ...]]:
    """Return for nouns for a sort of thing the endings of the names of such things, folded."""
    return {noun: tuple(names) for noun, *names in read_words(__package__, "hyponyms.txt")}


_NO_STATES = ("EU", "EZ", "UN")
"""Codes of two letters in CLDR that stand for unions of states."""


@cache
def countries() -> frozenset[str]:
    """Return the names of the states of today, as each script has them (Unicode CLDR), folded."""
    from babel import Locale

    return frozenset(
        fold(name)
        for script in ("zh_Hans", "zh_Hant", "zh_Hant_HK")
        for code, name in Locale.parse(script).territories.items()
        if len(code) == 2 and code not in _NO_STATES
    )


@cache
def contrasts() -> frozenset[tuple[str, str]]:
    """Return the pairs of characters, both ways round, that make two words two things."""
    return frozenset(
        (one, other)
        for line in read_words(__package__, "contrasts.txt")
        for one in line[0]
        for other in line[0]
        if one != other
    )


def contrast(asked: str, found: str) -> bool:
    """Tell whether two words differ just in what makes them two things (进口, 出口; 进出口)."""
    if len(asked) == len(found):
        return not contrasts().isdisjoint(zip(asked, found, strict=True))
    if len(asked) + 1 != len(found):
        return False
    # One character more, and it contrasts with one that is there.
    added = {char for at, char in enumerate(found) if found[:at] + found[at + 1 :] == asked}
    return any((char, more) in contrasts() for char in asked for more in added)


PLACE_ENDINGS = frozenset("省市县区镇乡村州")
"""Last characters of places with a rank; two places of one rank are two places."""
