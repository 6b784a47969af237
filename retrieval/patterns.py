"""Regular expressions made from word lists."""

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of `words`, the longest that fits; put it in a group to go on."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
