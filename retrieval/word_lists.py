"""Reading the word lists that stand beside the code of any package."""

from collections.abc import Iterator
from importlib.resources import files


def read_words(package: str, name: str) -> Iterator[list[str]]:
    """Yield the words of each line of a list, empty lines left out; `#` begins a comment."""
    for line in files(package).joinpath(name).read_text(encoding="utf-8").splitlines():
        if words := line.partition("#")[0].split():
            yield words


def read_word_list(package: str, name: str) -> frozenset[str]:
    """Return all words of a list, as they stand there (folded)."""
    return frozenset(word for line in read_words(package, name) for word in line)


def read_tagged_words(package: str, name: str) -> dict[str, list[str]]:
    """Return the words of a list by the part of speech that begins their line."""
    words: dict[str, list[str]] = {}
    for tag, *of_tag in read_words(package, name):
        words.setdefault(tag, []).extend(of_tag)
    return words
