"""Where the noun asked for (哪个[国家]) stands beside the candidates."""

import numpy as np

from bot.answering.annotation import BoolArray, FloatArray
from bot.answering.matching.match import Match, of_match
from bot.answering.matching.weighing import FAR, nearest


@of_match
def _head_tokens(match: Match) -> BoolArray:
    """Which tokens are the noun asked for, or its last word, shape (T,)."""
    head, by_text = match.question.head, match.article.types_by_text
    endings = {head, *(head[at:] for at in range(len(head) - 1))}
    hits = np.zeros(len(match.article.types), dtype=bool)
    hits[[number for ending in endings for number in by_text.get(ending, ())]] = True
    return hits[match.article.type_of]


def next_word_is_head(match: Match) -> FloatArray:
    """Return 1 where the token after the candidate is the noun asked for."""
    padded = np.append(_head_tokens(match), False)
    return np.asarray(padded[match.pool.last + 1], dtype=np.float32)


def previous_word_is_head(match: Match) -> FloatArray:
    """Return 1 where the token before the candidate is the noun asked for."""
    padded = np.append(_head_tokens(match), False)
    return np.asarray(padded[match.pool.first - 1], dtype=np.float32)


@of_match
def head_distance(match: Match) -> FloatArray:
    """Tokens between the candidate and the nearest such noun in the sentence, FAR if none."""
    hits = _head_tokens(match)[None, :]
    if not hits.any():
        return np.full(len(match.pool), FAR)
    forward = nearest(hits, match.article.back_to["sentence"])[0]
    backward = nearest(hits[:, ::-1], match.article.on_to["sentence"][::-1])[0, ::-1]
    return np.minimum(forward[match.pool.first], backward[match.pool.last])


@of_match
def ends_with_head(match: Match) -> BoolArray:
    """Which candidates end with the noun asked for, shape (C,)."""
    return match.pool.ending_with(match.question.head)
