"""A question as understood: what is asked, about what, and what an answer must satisfy."""

from dataclasses import dataclass, field
from enum import StrEnum

from retrieval.page import Span


class Kind(StrEnum):
    """What is asked for; the values are the `kind` of question files and predictions."""

    NUMBER = "number"
    PERCENTAGE = "percentage"
    MONEY = "money"
    DATE = "date"
    DURATION = "duration"
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    TITLE = "title"
    LIST = "list"
    REASON = "reason"
    MANNER = "manner"
    DEFINITION = "definition"
    YES_NO = "yes_no"
    COMPARISON = "comparison"
    SUM = "sum"
    DIFFERENCE = "difference"
    SPEAKER = "speaker"
    QUOTATION = "quotation"
    AUTHOR = "author"
    PHOTOGRAPHER = "photographer"
    PHRASE = "phrase"
    """Any other thing, action or quality (什么、哪种 …)."""
    NONE = "none"
    """Nothing a text could answer: small talk, a request."""

    @property
    def is_quantity(self) -> bool:
        """Tell whether an answer must hold a number with a unit."""
        return self in QUANTITY_KINDS


QUANTITY_KINDS = frozenset(
    {Kind.NUMBER, Kind.PERCENTAGE, Kind.MONEY, Kind.DURATION, Kind.SUM, Kind.DIFFERENCE}
)


@dataclass(frozen=True)
class Question:
    """One question, understood."""

    text: str
    """As the reader typed it (one question of the message)."""
    folded: str
    """Simplified script, half width; as long as `text`, offsets agree."""
    kind: Kind
    wh: Span | None = None
    """Where the question word stands in `text` (多少家、谁、什么时候), if there is one."""
    units: tuple[str, ...] = ()
    """Units or measure words an answer may have; the first is the one asked (多少家 → 家)."""
    focus: tuple[str, ...] = ()
    """Content tokens: what the question is about, folded, in order, without the question word."""
    kind_rule: str = ""
    """Name of the rule that decided `kind`, for the trace."""
    carried: tuple[str, ...] = field(default=())
    """Content tokens taken over from the turn before."""
