"""A question as understood: what is asked, about what, and what an answer must satisfy."""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from bot.answering.facts.change import Change
from retrieval.page import Span
from retrieval.tokens import Token


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

    @cached_property
    def is_quantity(self) -> bool:
        """Tell whether an answer must hold a number with a unit."""
        return self in QUANTITY_KINDS

    @cached_property
    def is_explanation(self) -> bool:
        """Tell whether what is asked is told in clauses: why, how, or what a thing is."""
        return self in EXPLANATIONS


EXPLANATIONS = (Kind.REASON, Kind.MANNER, Kind.DEFINITION)
QUANTITY_KINDS = frozenset(
    {Kind.NUMBER, Kind.PERCENTAGE, Kind.MONEY, Kind.DURATION, Kind.SUM, Kind.DIFFERENCE}
)


@dataclass(frozen=True)
class Reading:
    """A word of a message that is taken for another, a slip of the pen."""

    typed: str
    read: str


@dataclass(frozen=True)
class Question:
    """One question, understood."""

    text: str
    """As the reader typed it, slips mended (one question of the message)."""
    folded: str
    """Simplified script, half width; as long as `text`, offsets agree."""
    kind: Kind
    wh: Span | None = None
    """Where the question word stands in `text` (多少家、谁、什么时候), if there is one."""
    head: str = ""
    """The noun the question word belongs to (哪个国家 → 国家, 主席是谁 → 主席), folded."""
    units: tuple[str, ...] = ()
    """Units or measure words an answer may have; the first is the one asked (多少家 → 家)."""
    dimensions: tuple[str, ...] = ()
    """Dimensions (see facts/units.toml) a quantity that answers may have; () for any."""
    tokens: tuple[Token, ...] = ()
    """All tokens; offsets count in `text`."""
    focus: tuple[str, ...] = ()
    """Content tokens: what the question is about, folded, in order, without the question word."""
    kind_rule: str = ""
    """Name of the rule that decided `kind`, for the trace."""
    asks_sort: bool = False
    """Whether `head` only names the sort (哪家[公司], 中标的[公司])."""
    change: Change | None = None
    """The change asked for (下降了多少, 环比增长多少, 增至多少); its spans count in `text`. None
    where what there is is asked."""
    carried: tuple[str, ...] = ()
    """Content tokens taken over from the turn before."""
    leans: bool = False
    """Whether the question leans on the turn before."""

    def as_kind(self, kind: Kind) -> "Question":
        """Return the same question taken for another kind."""
        return replace(self, kind=kind)

    def __hash__(self) -> int:
        """Hash the text alone: what was worked out of a question is looked up again and again."""
        return hash(self.text)
