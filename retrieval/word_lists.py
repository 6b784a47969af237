"""Reading the word lists that stand beside the code."""

from importlib.resources import files


def read_word_list(name: str) -> frozenset[str]:
    """Return the words of a list of this package, folded as they stand there; `#` is a comment."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() for word in line.split("#")[0].split())
