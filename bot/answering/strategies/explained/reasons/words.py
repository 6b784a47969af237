"""The words by which a text says why (reason.toml)."""

import re
from functools import cache
from typing import Any

from bot.answering.datafiles import read_toml
from retrieval.patterns import any_of


def table(name: str) -> dict[str, list[Any]]:
    """Return the lists of a table by their names; see reason.toml."""
    found: dict[str, list[Any]] = read_toml(__package__, "reason.toml")[name]
    return found


@cache
def words(*tables: str) -> frozenset[str]:
    """Return the `words` of some tables, together."""
    return frozenset(word for name in tables for word in table(name)["words"])


@cache
def marker_pattern() -> re.Pattern[str]:
    """Return a pattern for every marker after which a reason begins, as a word or within one."""
    tables = ("reason_first", "purpose_first", "purpose_last", "prevention", "explanation")
    return re.compile(any_of(words(*tables)))


@cache
def denied_reason() -> re.Pattern[str]:
    """Return a pattern for a marker of a reason that is taken back (不能因为)."""
    return re.compile(any_of(table("reason_first")["denied"]) + any_of(words("reason_first")))
