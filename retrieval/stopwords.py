"""The function words of `stopwords.txt`, which search and overlap leave out."""

from functools import cache
from importlib.resources import files


@cache
def stop_words() -> frozenset[str]:
    """Return the words of the list, folded."""
    text = files("retrieval").joinpath("stopwords.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() for word in line.split("#")[0].split())
