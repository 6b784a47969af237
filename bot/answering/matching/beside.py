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
        before = _shared(left, article, step=-1)
        after = [_shared(asked[:REACH], article, step=1) for asked in rights]
        return cls(before, np.maximum.reduce(after))


def _shared(asked: str, article: AnnotatedArticle, *, step: int) -> IntArray:
    """Return how many characters of `asked` stand one after the other beside each token.

    With `step` 1 from its end on, with -1 from its beginning back.
    """
    count = np.zeros(len(article), dtype=np.intp)
    text = article.text
    tokens = article.token_ending if step > 0 else article.token_beginning
    at = text.find(asked[0]) if asked else -1
    while at >= 0:
        token = tokens.get(at if step > 0 else at + 1)
        if token is not None:
            shared = 1
            # The line break at either end of the text is shared with no question.
            while shared < len(asked) and text[at + step * shared] == asked[shared]:
                shared += 1
            count[token] = shared
        at = text.find(asked[0], at + 1)
    return count
