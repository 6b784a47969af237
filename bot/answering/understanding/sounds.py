"""How characters sound, and which syllables are taken for one another."""

import os
import re
from functools import cache, lru_cache
from types import ModuleType

from retrieval.fold import fold
from retrieval.word_lists import read_words


@lru_cache(maxsize=65536)
def tones(char: str) -> frozenset[str]:
    """Return the syllables a character may be read as, rare ones too, with tones (zhang3)."""
    pypinyin = _pypinyin()
    return frozenset(pypinyin.pinyin(char, style=pypinyin.Style.TONE3, heteronym=True)[0])


@lru_cache(maxsize=65536)
def sounds(char: str) -> frozenset[str]:
    """Return the syllables a character may be read as, without tones."""
    return frozenset(syllable.rstrip("1234") for syllable in tones(char))


@lru_cache(maxsize=65536)
def sound_alike_today(one: str, other: str) -> bool:
    """Tell whether two characters may be confused by the readings that are in use today."""
    both = [{confused(sound) for sound in _in_use(char)} for char in (one, other)]
    return not both[0].isdisjoint(both[1])


def _in_use(char: str) -> frozenset[str]:
    if (several := _several().get(char)) is not None:
        return several
    pypinyin = _pypinyin()
    return frozenset(pypinyin.pinyin(char, style=pypinyin.Style.NORMAL)[0])


@lru_cache(maxsize=4096)
def confused(sound: str) -> str:
    """Return what a syllable shares with those that many speakers do not tell from it."""
    sound = re.sub(r"^([zcs])h", r"\1", sound)
    sound = re.sub(r"^n(?=[aeiouv])", "l", sound)
    return re.sub(r"(?<=[ie])ng$", "n", sound)


@cache
def _several() -> dict[str, frozenset[str]]:
    """The readings of the characters that have more than one (readings.txt)."""
    lines = read_words(__package__, "readings.txt")
    return {
        fold(char): frozenset(reading.rstrip("12345") for reading in readings)
        for char, *readings in lines
    }


@cache
def _pypinyin() -> ModuleType:
    # Imported on first use. Single characters need no table of phrases, which takes 40 MB.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    import pypinyin

    return pypinyin
