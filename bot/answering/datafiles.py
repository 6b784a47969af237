"""Reading the rules that stand beside the code; plain word lists: `retrieval.word_lists`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_toml(package: str, name: str) -> dict[str, Any]:
    """Return a TOML file of a package (the caller's `__package__`); shared, not to be changed."""
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))


@cache
def table_words(package: str, name: str, table: str, key: str = "words") -> tuple[str, ...]:
    """Return the words, a space between them, under `key` of a table of a TOML file."""
    words: str = read_toml(package, name)[table][key]
    return tuple(words.split())
