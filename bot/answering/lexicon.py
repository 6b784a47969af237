"""Word lists that several parts of answering share."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files


@cache
def light_words() -> frozenset[str]:
    """Return the words that a question may add without the text having them, folded."""
    return frozenset(word for line in _lines("light_words.txt") for word in line)


@cache
def vague_times() -> frozenset[str]:
    """Return the times that tell no one when (当日), folded."""
    return frozenset(word for line in _lines("vague_times.txt") for word in line)


@cache
def synonyms() -> dict[str, frozenset[str]]:
    """Return for each folded word the others that say the same."""
    found: dict[str, set[str]] = {}
    for group in _lines("synonyms.txt"):
        for word in group:
            found.setdefault(word, set()).update(group)
    return {word: frozenset(others - {word}) for word, others in found.items()}


@cache
def contrasts() -> frozenset[tuple[str, str]]:
    """Return the pairs of characters, both ways round, that make two words two things."""
    return frozenset(
        (one, other)
        for line in _lines("contrasts.txt")
        for one in line[0]
        for other in line[0]
        if one != other
    )


def _lines(name: str) -> Iterator[list[str]]:
    """Yield the words of each line of a word list, comments left out."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if words := line.partition("#")[0].split():
            yield words
