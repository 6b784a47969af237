"""Agreement with the noun of the question word (哪个国家 → 国家)."""

import numpy as np

from bot.answering.annotation import BoolArray, FloatArray, IntArray
from bot.answering.matching import asked_noun
from bot.answering.matching.match import Match
from bot.answering.matching.weighing import closeness
from bot.answering.rules.registry import rule
from bot.answering.understanding.kind import head_kind


@rule
def ends_with_head(match: Match) -> FloatArray:
    """The candidate ends with the noun asked for (哪条河 → 北河)."""
    longer = match.pool.end - match.pool.start > len(match.question.head)
    return (asked_noun.ends_with_head(match) & longer).astype(np.float32)


@rule
def ends_with_head_char(match: Match) -> FloatArray:
    """The candidate ends with the noun's last character (哪所大学 → 某学)."""
    longer = match.pool.end - match.pool.start > 1
    return (longer & _equal(match.pool.last_code, match.question.head[-1:])).astype(np.float32)


@rule
def head_follows(match: Match) -> FloatArray:
    """The noun stands right after the candidate (“甲”项目)."""
    return asked_noun.next_word_is_head(match)


@rule
def head_precedes(match: Match) -> FloatArray:
    """The noun stands right before the candidate (主席甲, 总部位于…)."""
    return asked_noun.previous_word_is_head(match)


@rule
def head_near(match: Match) -> FloatArray:
    """Closeness of the noun on either side."""
    distance = asked_noun.head_distance(match)
    return closeness(distance - 1.0, 3.0)


@rule
def holds_head_inside(match: Match) -> FloatArray:
    """The noun stands within the candidate, not at its end."""
    head = match.question.head
    if not head or head not in match.article.text:
        return np.zeros(len(match.pool), dtype=np.float32)
    text = match.article.text
    places = [at for at in match.article.places[head[0]] if text.startswith(head, at)]
    following = np.array([*places, len(text)], dtype=np.intp)
    place = following[np.searchsorted(places, match.pool.start)]
    return (place + 2 * len(head) <= match.pool.end).astype(np.float32)


@rule
def is_head(match: Match) -> FloatArray:
    """The candidate is nothing but the noun."""
    whole = match.pool.end - match.pool.start == len(match.question.head)
    return (asked_noun.ends_with_head(match) & whole).astype(np.float32)


@rule
def last_character_in_head(match: Match) -> FloatArray:
    """The candidate's last character stands in the noun asked for."""
    where = match.article.where_characters(match.question.head)
    return where[match.pool.end - 1].astype(np.float32)


@rule
def head_sort_agrees(match: Match) -> FloatArray:
    """By its ending the candidate is of the sort that the noun names (国家 → place)."""
    sort = head_kind(match.question.head) if match.question.head else None
    return match.pool.sorts.ends_as(sort).astype(np.float32)


@rule
def head_character_follows(match: Match) -> FloatArray:
    """The noun's last character stands right after the candidate: cut off (北[河] for 哪条河)."""
    after = match.article.codes[match.pool.end]
    return _equal(after, match.question.head[-1:]).astype(np.float32)


def _equal(codes: IntArray, char: str) -> BoolArray:
    """Return where the code points are those of a character, nowhere if it is empty."""
    return np.equal(codes, ord(char)) if char else np.zeros(len(codes), dtype=bool)
