"""How much of a document is read, and what reading it may cost."""

from dataclasses import dataclass

MIB = 1024 * 1024
"""A mebibyte, in bytes."""


@dataclass(frozen=True)
class Limits:
    """The bounds of one document; what goes beyond them is refused, never cut."""

    max_bytes: int = 5 * MIB
    """Size of the file, in bytes; an issue of a newspaper without pictures has some 1 MB."""
    max_characters: int = 300_000
    """Length of its text, in code points; some thirty newspaper pages."""
    max_pages: int = 200
    """Pages of a PDF."""
    max_unpacked_bytes: int = 64 * MIB
    """Size of all that a .docx unpacks to, in bytes: pictures for the most part."""
    max_members: int = 2000
    """Files inside a .docx; Word makes some twenty, and one for each picture."""
    seconds: float = 20.0
    """Time for reading, by the wall clock; the slowest text within the bounds takes half of it."""
    memory_bytes: int = 1024 * MIB
    """Address space of the process that reads, in bytes, Python with its 60 MB included."""


DEFAULT_LIMITS = Limits()

_ENVELOPE = 4096
"""Bytes for all of an answer that is not the text's."""


def max_answer_bytes(limits: Limits) -> int:
    """Return the most bytes that a text within `limits` takes as UTF-8 in JSON."""
    return 4 * limits.max_characters + _ENVELOPE
