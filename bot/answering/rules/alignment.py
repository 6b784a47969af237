"""Whether the candidate stands where the question word stands."""

import re

import numpy as np

from bot.answering.annotation import FloatArray
from bot.answering.matching import nearness
from bot.answering.matching.match import Match
from bot.answering.matching.weighing import closeness
from bot.answering.rules.registry import rule


@rule
def same_side(match: Match) -> FloatArray:
    """Weight of the words that stand on the side of the candidate where the question has them."""
    return nearness.same_side(match)


@rule
def other_side(match: Match) -> FloatArray:
    """Weight of the words that stand only on the other side."""
    return nearness.around(match)[0] - nearness.same_side(match)


@rule
def same_side_near(match: Match) -> FloatArray:
    """Same-side words, weighted by closeness."""
    return nearness.on_own_side(match, lambda distance: closeness(distance, 4.0))


@rule
def same_left_word(match: Match) -> FloatArray:
    """The word before the question word stands right before the candidate (由谁 → 由甲)."""
    return nearness.adjacent(match, left=True, reach=1)


@rule
def same_left_word_near(match: Match) -> FloatArray:
    """… or up to three tokens before it."""
    return nearness.adjacent(match, left=True, reach=3)


@rule
def same_right_word(match: Match) -> FloatArray:
    """The word after the question word (and its noun) stands right after the candidate."""
    return nearness.adjacent(match, left=False, reach=1)


@rule
def same_right_word_near(match: Match) -> FloatArray:
    """… or up to three tokens after it."""
    return nearness.adjacent(match, left=False, reach=3)


@rule
def second_left_word(match: Match) -> FloatArray:
    """The content word next to the left of the question word is near on the left."""
    return nearness.adjacent_content(match, left=True)


@rule
def second_right_word(match: Match) -> FloatArray:
    """The content word next to the right of the question word is near on the right."""
    return nearness.adjacent_content(match, left=False)


@rule
def left_word_on_right(match: Match) -> FloatArray:
    """The content word before the question word stands just after the candidate (inversion)."""
    return nearness.adjacent_content(match, left=True, swapped=True)


@rule
def right_word_on_left(match: Match) -> FloatArray:
    """The content word after the question word stands just before the candidate (inversion)."""
    return nearness.adjacent_content(match, left=False, swapped=True)


@rule
def same_left_characters(match: Match) -> FloatArray:
    """How many characters right before the question word stand right before the candidate."""
    return np.sqrt(match.beside.before[match.pool.first].astype(np.float32))


@rule
def same_right_characters(match: Match) -> FloatArray:
    """How many characters right after the question word stand right after the candidate."""
    return np.sqrt(match.beside.after[match.pool.last].astype(np.float32))


@rule
def from_there_to_the_end(match: Match) -> FloatArray:
    """Begins after the characters before the question word, and ends with its clause."""
    begins = match.beside.before[match.pool.first] > 0
    return (begins & match.pool.ends_clause).astype(np.float32)


@rule
def from_the_beginning_to_there(match: Match) -> FloatArray:
    """Begins with its clause, and ends before the characters after the question word."""
    ends = match.beside.after[match.pool.last] > 0
    return (ends & match.pool.begins_clause).astype(np.float32)


@rule
def between_both(match: Match) -> FloatArray:
    """Stands between the characters that stand on either side of the question word."""
    before = match.beside.before[match.pool.first] > 0
    return (before & (match.beside.after[match.pool.last] > 0)).astype(np.float32)


@rule
def joined_with_asked(match: Match) -> FloatArray:
    """Joined by 和 or 、 to something that the question has (甲和乙 for 甲和谁)."""
    asked, joins = match.asked, match.article.is_joining
    before, after = np.zeros_like(joins), np.zeros_like(joins)
    before[2:] = joins[1:-1] & asked[:-2]
    after[:-2] = joins[1:-1] & asked[2:]
    return (before[match.pool.first] | after[match.pool.last]).astype(np.float32)


@rule
def joined_as_asked(match: Match) -> FloatArray:
    """The same where the question asks for one more (除了甲还有谁, 另一个是什么)."""
    if not _ONE_MORE.search(match.question.folded):
        return np.zeros(len(match.pool), dtype=np.float32)
    return joined_with_asked(match)


_ONE_MORE = re.compile(r"除|另|还有|其他|[和与及跟](?:什么|甚么|谁|哪|何)")
