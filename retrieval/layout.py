"""The newspaper's genre words (layout.toml), loaded once."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

LAYOUT: Mapping[str, Mapping[str, list[str] | str]] = tomllib.loads(
    Path(__file__).with_name("layout.toml").read_text(encoding="utf-8")
)


def words(section: str, key: str) -> tuple[str, ...]:
    """Return the words (or the characters of the string) under `key` of `[section]`."""
    return tuple(LAYOUT[section][key])
