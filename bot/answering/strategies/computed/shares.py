"""How much of a question a sentence or a figure and what stands around it say."""

from collections.abc import Callable, Sequence

import numpy as np

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.computed.figures import Figure
from bot.answering.strategies.explained.reading import Reading
from bot.answering.surroundings.constraints import constraint_tokens
from bot.answering.surroundings.support import support
from retrieval.tokens import Token


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


def share_of_figure(
    question: Question,
    figure: Figure,
    context: Context,
    *,
    counts: Callable[[Token], bool],
    said: Callable[[Token], bool] = lambda token: False,
) -> float:
    """Return which share of the question's words, by rarity, stands around a figure, 0 to 1.

    0 where a name, a noun or a time is missing or another stands in its place. `counts` tells of
    the words that are looked for, `said` of those that are said of what is asked elsewhere.
    """
    found = support(question, figure.article, figure.sentence, figure.quantity.span)
    asked = [t for t in constraint_tokens(question) if counts(t)]
    missing = [t for t in found.missing if t in asked and not said(t)]
    must_be = (*found.missing_names, *found.missing_nouns)
    of_another = any(t in must_be for t in missing) or not all(map(said, found.contrasting))
    return 0.0 if of_another or found.conflicting_times else _share(asked, missing, context)


def _share(asked: Sequence[Token], missing: Sequence[Token], context: Context) -> float:
    rarity = context.finder.rarity
    total = sum(rarity(t.text) for t in asked)
    return 1 - sum(rarity(t.text) for t in missing) / total if total else 0.0
