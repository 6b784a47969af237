"""Word lists of the rules."""

from functools import cache, lru_cache
from importlib.resources import files

from bot.answering.understanding.kind import head_kind


@cache
def context_words() -> frozenset[str]:
    """Return the function words and common verbs that tell something about their neighbour."""
    text = files(__package__).joinpath("context_words.txt").read_text(encoding="utf-8")
    lines = (line.partition("#")[0] for line in text.splitlines())
    return frozenset(word for line in lines for word in line.split())


@lru_cache(maxsize=100_000)
def endings(text: str) -> str:
    """Return the kind of thing a phrase's ending makes it, "none" if it does not say."""
    kind = head_kind(text)
    return str(kind) if kind else "none"
