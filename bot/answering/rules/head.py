"""Agreement with the noun of the question word (哪个国家 → 国家)."""

from bot.answering.annotation import FloatArray
from bot.answering.matching import Match, closeness
from bot.answering.rules.registry import rule


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
