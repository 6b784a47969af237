"""The languages of the interface and its phrases, which are in `locales/`."""

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

from retrieval.script import Script

LOCALES = Path(__file__).with_name("locales")


class Language(StrEnum):
    """A language of the interface; the values name the files in `locales/`."""

    SIMPLIFIED = "zh-hans"
    TRADITIONAL = "zh-hant"
    ENGLISH = "en"

    @property
    def script(self) -> Script | None:
        """The script of the language, None if it is not Chinese."""
        match self:
            case Language.SIMPLIFIED:
                return Script.SIMPLIFIED
            case Language.TRADITIONAL:
                return Script.TRADITIONAL
        return None


_TRADITIONAL_TAGS = ("hant", "tw", "hk", "mo")


def language_of(code: str | None) -> Language:
    """Return the language for an IETF tag as Telegram gives it (zh-hans, zh-TW, en, fr …).

    Without a tag Simplified Chinese, the language of the most likely reader.
    """
    if not code:
        return Language.SIMPLIFIED
    first, *rest = code.lower().replace("_", "-").split("-")
    if first == "yue":
        return Language.TRADITIONAL
    if first != "zh":
        return Language.ENGLISH
    return Language.TRADITIONAL if set(rest) & set(_TRADITIONAL_TAGS) else Language.SIMPLIFIED


@cache
def phrases(language: Language) -> dict[str, str]:
    """Return all phrases of a language by key."""
    table = tomllib.loads((LOCALES / f"{language}.toml").read_text(encoding="utf-8"))
    return {key: text for group in table.values() for key, text in group.items()}


def say(language: Language, key: str, **values: object) -> str:
    """Return the phrase `key`, its placeholders filled with `values`."""
    return phrases(language)[key].format(**values)
