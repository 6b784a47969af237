"""Reading the rules and word lists that stand beside the code."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_toml(package: str, name: str) -> dict[str, Any]:
    """Return a TOML file of a package (the caller's `__package__`); shared, not to be changed."""
    return tomllib.loads(_read(package, name))


@cache
def table_words(package: str, name: str, table: str, key: str = "words") -> tuple[str, ...]:
    """Return the words, a space between them, under `key` of a table of a TOML file."""
    words: str = read_toml(package, name)[table][key]
    return tuple(words.split())


def read_words(package: str, name: str) -> Iterator[list[str]]:
    """Yield the words of each line of a word list, empty lines left out; `#` begins a comment."""
    for line in _read(package, name).splitlines():
        if words := line.partition("#")[0].split():
            yield words


def _read(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text(encoding="utf-8")
