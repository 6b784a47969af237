"""What stands beside the question word, found again beside the words of an article."""

from dataclasses import dataclass

import numpy as np

from bot.answering.annotation import AnnotatedArticle, IntArray
from bot.answering.question import Question

REACH = 6
"""Characters on either side that are compared."""


@dataclass(frozen=True)
class Beside:
    """Characters that question and text have in common right beside their places.

    Both arrays have shape (T,) and hold 0 to REACH.
    """

    before: IntArray
    """How many characters before the question word stand before each token too."""
    after: IntArray
    """How many after the question word stand after each token; its noun may be passed over."""

    @classmethod
    def of(cls, question: Question, article: AnnotatedArticle) -> "Beside":
        """Compare a question with every place of an article."""
        wh = question.wh
        left = question.folded[max(wh.start - REACH, 0) : wh.start][::-1] if wh else ""
        right = question.folded[wh.end :].rstrip("?") if wh else ""
        rights = [right]
        if question.head and right.startswith(question.head):
            rights.append(right.removeprefix(question.head))
        before, after = [], []
        for sentence in article.sentences:
            text = sentence.folded
            for token in sentence.tokens:
                stands = text[max(token.start - REACH, 0) : token.start][::-1]
                before.append(_shared_beginning(left, stands))
                stands = text[token.end : token.end + REACH]
                after.append(max(_shared_beginning(asked, stands) for asked in rights))
        return cls(np.array(before, dtype=np.int32), np.array(after, dtype=np.int32))


def _shared_beginning(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
