"""Reading the word lists that stand beside the code."""

from importlib.resources import files


def read_word_list(name: str) -> frozenset[str]:
    """Return the words of a list of this package, folded as they stand there; `#` is a comment."""
    return frozenset(word for line in _lines(name) for word in line)


def read_tagged_words(name: str) -> dict[str, list[str]]:
    """Return the words of a list by the part of speech that begins their line."""
    words: dict[str, list[str]] = {}
    for tag, *of_tag in filter(None, _lines(name)):
        words.setdefault(tag, []).extend(of_tag)
    return words


def _lines(name: str) -> list[list[str]]:
    """Return the words of each line, without comments."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [line.split("#")[0].split() for line in text.splitlines()]
