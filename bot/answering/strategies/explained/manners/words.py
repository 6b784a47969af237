"""The words by which a text says how (manner.toml)."""

import re
from functools import cache

from bot.answering.datafiles import read_toml
from retrieval.patterns import any_of


def table(name: str) -> dict[str, list[str]]:
    """Return the lists of a table by their names; see manner.toml."""
    found: dict[str, list[str]] = read_toml(__package__, "manner.toml")[name]
    return found


def words(name: str) -> list[str]:
    """Return the `words` of a table."""
    return table(name)["words"]


@cache
def noun_pattern() -> re.Pattern[str]:
    """Return a pattern for the nouns of means (方式, 渠道)."""
    return re.compile(any_of(words("noun")))
