"""Whether the candidate stands where the question word stands."""

import numpy as np

from bot.answering.annotation import FloatArray
from bot.answering.matching import FAR, Match, closeness
from bot.answering.rules.registry import rule


@rule
def same_side(match: Match) -> FloatArray:
    """Weight of the words that stand on the side of the candidate where the question has them."""
    left, right = match.distance_left < FAR, match.distance_right < FAR
    before = match.before_wh[:, None]
    return match.weigh(np.where(before, left, right))


@rule
def other_side(match: Match) -> FloatArray:
    """Weight of the words that stand only on the other side."""
    left, right = match.distance_left < FAR, match.distance_right < FAR
    before = match.before_wh[:, None]
    return match.weigh(np.where(before, right & ~left, left & ~right))


@rule
def same_side_near(match: Match) -> FloatArray:
    """Same-side words, weighted by closeness."""
    before = match.before_wh[:, None]
    distance = np.where(before, match.distance_left, match.distance_right)
    return match.weigh(closeness(distance, 4.0))


@rule
def same_left_word(match: Match) -> FloatArray:
    """The word before the question word stands right before the candidate (由谁 → 由甲)."""
    return match.adjacent(left=True, reach=1)


@rule
def same_left_word_near(match: Match) -> FloatArray:
    """… or up to three tokens before it."""
    return match.adjacent(left=True, reach=3)


@rule
def same_right_word(match: Match) -> FloatArray:
    """The word after the question word (and its noun) stands right after the candidate."""
    return match.adjacent(left=False, reach=1)


@rule
def same_right_word_near(match: Match) -> FloatArray:
    """… or up to three tokens after it."""
    return match.adjacent(left=False, reach=3)


@rule
def second_left_word(match: Match) -> FloatArray:
    """The content word next to the left of the question word is near on the left."""
    return match.adjacent_content(left=True)


@rule
def second_right_word(match: Match) -> FloatArray:
    """The content word next to the right of the question word is near on the right."""
    return match.adjacent_content(left=False)


@rule
def left_word_on_right(match: Match) -> FloatArray:
    """The content word before the question word stands just after the candidate (inversion)."""
    return match.adjacent_content(left=True, swapped=True)


@rule
def right_word_on_left(match: Match) -> FloatArray:
    """The content word after the question word stands just before the candidate (inversion)."""
    return match.adjacent_content(left=False, swapped=True)
