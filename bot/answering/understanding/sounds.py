"""How characters sound, by pypinyin."""

import os
import re
from functools import cache, lru_cache
from types import ModuleType


@lru_cache(maxsize=65536)
def tones(char: str) -> frozenset[str]:
    """Return the syllables a character may be read as, with their tones (zhang3)."""
    pypinyin = _pypinyin()
    return frozenset(pypinyin.pinyin(char, style=pypinyin.Style.TONE3, heteronym=True)[0])


@lru_cache(maxsize=65536)
def sounds(char: str) -> frozenset[str]:
    """Return the syllables a character may be read as, without tones."""
    return frozenset(syllable.rstrip("1234") for syllable in tones(char))


@lru_cache(maxsize=4096)
def confused(sound: str) -> str:
    """Return what a syllable shares with those that many speakers do not tell from it."""
    sound = re.sub(r"^([zcs])h", r"\1", sound)
    sound = re.sub(r"^n(?=[aeiouv])", "l", sound)
    return re.sub(r"(?<=[ie])ng$", "n", sound)


@cache
def _pypinyin() -> ModuleType:
    # Imported on first use. Single characters need no table of phrases, which takes 40 MB.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    import pypinyin

    return pypinyin
