"""What a question about speech quotes, and when that is what the text says."""

import re

from bot.answering.question import Question

ALIKE = 0.8
"""Likeness from which words in quotation marks are the same as those of the text."""

_IN_MARKS = re.compile(r"“(?P<double>[^”]{2,})”|\"(?P<straight>[^\"]{2,})\"|‘(?P<single>[^’]{2,})’")


def quoted(question: Question) -> list[str]:
    """Return what stands in quotation marks in a question, folded."""
    return [
        m["double"] or m["straight"] or m["single"] for m in _IN_MARKS.finditer(question.folded)
    ]
