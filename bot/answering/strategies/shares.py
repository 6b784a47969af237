"""How much of a question a sentence and what stands around it say."""

from collections.abc import Callable

import numpy as np

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.clauses import Reading


def share_around(
    question: Question,
    article: AnnotatedArticle,
    sentence: AnnotatedSentence,
    context: Context,
    is_ignored: Callable[[str], bool],
) -> float:
    """Return which share of the question's words stands in a sentence or around it, 0 to 1.

    Words weigh by rarity, and less the further off they stand; `is_ignored` tells of those that
    count nothing.
    """
    match = context.finder.match(question, article.page, article.article)
    ignored = frozenset(word for word in match.words if is_ignored(word))
    number = next(n for n, s in enumerate(article.sentences) if s is sentence)
    reading = Reading(match, number, ignored)
    if not len(match.words):
        return 0.0
    worth = np.maximum(match.in_sentence[:, number], reading.around())
    return float(reading.weights @ worth)
