"""Agreement with the noun of the question word (哪个国家 → 国家)."""

import numpy as np

from bot.answering.annotation import FloatArray
from bot.answering.matching import Match, closeness
from bot.answering.rules.registry import rule
from bot.answering.understanding.kind import head_kind


@rule
def ends_with_head(match: Match) -> FloatArray:
    """The candidate ends with the noun asked for (哪条河 → 北河)."""
    head = match.question.head
    return match.where_text(lambda text: bool(head) and text.endswith(head) and text != head)


@rule
def ends_with_head_char(match: Match) -> FloatArray:
    """The candidate ends with the noun's last character (哪所大学 → 某学)."""
    char = match.question.head[-1:]
    return match.where_text(lambda text: bool(char) and text.endswith(char) and len(text) > 1)


@rule
def head_follows(match: Match) -> FloatArray:
    """The noun stands right after the candidate (“甲”项目)."""
    return match.next_word_is_head()


@rule
def head_precedes(match: Match) -> FloatArray:
    """The noun stands right before the candidate (主席甲, 总部位于…)."""
    return match.previous_word_is_head()


@rule
def head_near(match: Match) -> FloatArray:
    """Closeness of the noun on either side."""
    distance = match.head_distance
    return closeness(distance - 1.0, 3.0)


@rule
def holds_head_inside(match: Match) -> FloatArray:
    """The noun stands within the candidate, not at its end."""
    head = match.question.head
    return match.where_text(lambda text: bool(head) and head in text[: -len(head)])


@rule
def is_head(match: Match) -> FloatArray:
    """The candidate is nothing but the noun."""
    head = match.question.head
    return match.where_text(lambda text: text == head)


@rule
def last_character_in_head(match: Match) -> FloatArray:
    """The candidate's last character stands in the noun asked for."""
    head = match.question.head
    return match.where_text(lambda text: text[-1] in head)


@rule
def head_sort_agrees(match: Match) -> FloatArray:
    """By its ending the candidate is of the sort that the noun names (国家 → place)."""
    sort = head_kind(match.question.head) if match.question.head else None
    return match.where_text(lambda text: sort is not None and head_kind(text) is sort)


@rule
def head_character_follows(match: Match) -> FloatArray:
    """The noun's last character stands right after the candidate: cut off (北[河] for 哪条河)."""
    char = match.question.head[-1:]
    return np.fromiter(
        (after != "" and after == char for _, after in match.pool.outside),
        dtype=np.float32,
        count=len(match.pool),
    )
