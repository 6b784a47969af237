"""What the buttons carry: at most 64 bytes each, so numbers of answers, never words."""

from dataclasses import dataclass
from typing import Protocol

SEPARATOR = ":"
GOOD, BAD = "good", "bad"
OWN, PAPER = "own", "paper"
LONGEST_NUMBER = 15
"""Digits; what is longer no button of ours has, and SQLite would not take it."""


class Named(Protocol):
    """Something with a short ASCII value, such as a member of a StrEnum."""

    @property
    def value(self) -> str:
        """The value."""


@dataclass(frozen=True)
class Pressed:
    """A button as pressed."""

    action: str
    number: int
    """Of the answer or text it belongs to; 0 where it belongs to none."""
    choice: str


def show(answer_id: int, what: Named) -> str:
    """Return the data of a button that shows more, or less, of an answer in place."""
    return _data("show", answer_id, what.value)


def verdict(answer_id: int, *, good: bool) -> str:
    """Return the data of 👍 or 👎."""
    return _data("verdict", answer_id, GOOD if good else BAD)


def ask(number: int) -> str:
    """Return the data of a button whose label is a question; `number` tells it from others."""
    return _data("ask", 0, str(number))


def language(choice: Named) -> str:
    """Return the data of a button that chooses a language."""
    return _data("language", 0, choice.value)


def corpus(own: bool) -> str:
    """Return the data of a button that chooses what the chat asks."""
    return _data("corpus", 0, OWN if own else PAPER)


def remove(text_id: int) -> str:
    """Return the data of a button that deletes one of the chat's texts."""
    return _data("remove", text_id, "text")


def read(data: str) -> Pressed | None:
    """Return what a button's data says, None for what is none of ours."""
    action, _, rest = data.partition(SEPARATOR)
    number, _, choice = rest.partition(SEPARATOR)
    numeric = number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
    if not (numeric and choice):
        return None
    return Pressed(action, int(number), choice)


def _data(action: str, number: int, choice: str) -> str:
    return SEPARATOR.join((action, str(number), choice))
