"""What stands beside the question word, found again beside the words of an article."""

from dataclasses import dataclass

import numpy as np

from bot.answering.annotation import AnnotatedArticle, IntArray, code_points
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
        starts, ends = article.token_bounds
        before = _shared(left, article.codes, starts - 1, step=-1)
        after = [_shared(asked[:REACH], article.codes, ends, step=1) for asked in rights]
        return cls(before, np.maximum.reduce(after))


def _shared(asked: str, codes: IntArray, places: IntArray, *, step: int) -> IntArray:
    """Return how many characters of `asked` stand one after the other from each place on."""
    count = np.zeros(len(places), dtype=np.intp)
    same = np.ones(len(places), dtype=bool)
    for code in code_points(asked):
        # The line break at either end of the text is shared with no question.
        same &= codes[np.clip(places, 0, len(codes) - 1)] == code
        if not same.any():
            break
        count += same
        places = places + step
    return count
