"""Word lists that several parts of answering share."""

from functools import cache
from importlib.resources import files


@cache
def light_words() -> frozenset[str]:
    """Return the words that a question may add without the text having them, folded."""
    text = files(__package__).joinpath("light_words.txt").read_text(encoding="utf-8")
    return frozenset(w for line in text.splitlines() for w in line.partition("#")[0].split())
