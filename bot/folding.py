"""Where a line of Chinese text is broken when the terminal is narrower than it."""

from functools import cache

from rich.cells import cell_len

_NEVER_FIRST = frozenset("、，。；：？！）》」』】〕〉”’…—～·％℃,.;:?!)]}% ")
"""Characters that begin no line: they belong to what stands before them."""
_NEVER_LAST = frozenset("（《「『【〔〈“‘([{")
"""Characters that end no line: they belong to what comes after them."""
_IN_WORDS = frozenset(".,:/-_@&+'#%°")
"""Characters that hold a number, a word or an address together, with the letters and digits."""

_DIGITS = frozenset("0123456789")
"""Characters that keep what comes after them: the measure word, the percent sign."""


def folds(text: str, width: int) -> list[int]:
    """Return the offsets at which `text`, without line breaks, is broken into lines.

    No line is wider than `width` cells, except where a single character is. Numbers stay whole
    and with their measure word, words of Latin letters whole, and punctuation with what it belongs
    to, wherever the width lets it.
    """
    found: list[int] = []
    start = used = 0
    for at, character in enumerate(text):
        size = _cells(character)
        # A space that does not fit is not seen.
        while used + size > width and at > start and character != " ":
            broken = next((i for i in range(at, start, -1) if _may_break(text, i)), at)
            found.append(broken)
            start, used = broken, cell_len(text[broken:at])
        used += size
    return found


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after in _NEVER_FIRST or before in _NEVER_LAST or before in _DIGITS:
        return False
    return not (_holds(before) and _holds(after))


def _holds(character: str) -> bool:
    return character in _IN_WORDS or (character.isascii() and character.isalnum())


@cache
def _cells(character: str) -> int:
    return cell_len(character)
