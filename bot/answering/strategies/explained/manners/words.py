"""The words by which a text says how (manner.toml)."""

import re
from functools import cache

from bot.answering.datafiles import read_toml
from retrieval.patterns import any_of

_NAMED = re.compile("^[由以按用靠凭][^,;]*的[^,;的]{2,6}$")
"""What names a thing by how it is made (按单生产的车间), and tells no deed."""


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


@cache
def _deed_pattern() -> re.Pattern[str]:
    lead, begin = any_of(table("deed")["lead"]), any_of(table("deed")["begin"])
    return re.compile(f"[“‘]?(?:{lead})*{begin}.")


def tells_deed(text: str) -> bool:
    """Tell whether a folded stretch begins as one does that says what is to be done."""
    return _deed_pattern().match(text) is not None and _NAMED.search(text) is None
