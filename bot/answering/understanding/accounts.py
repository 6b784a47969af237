"""Questions that want something told: what is special about a thing, what came of it."""

import re
from enum import Enum, auto
from functools import lru_cache, partial

from bot.answering.datafiles import table_words
from bot.answering.question import Kind, Question
from retrieval.patterns import any_of

_words = partial(table_words, __package__, "accounts.toml")


class Account(Enum):
    """What is to be told."""

    HAPPENED = auto()
    """What there is about a thing, what it did (有什么特点, 做了什么)."""
    OF = auto()
    """What its … is (作用是什么, 造成什么后果)."""
    LIKE = auto()
    """What it is like (是什么样的, 战况如何)."""
    HOW = auto()
    """How something is done, or why."""


_WHAT = "(?:一?些|一?种)?(?:什么样的?|甚么样的?|怎样的?|怎么样的?|哪样的?|什么|甚么|啥|何)"
_END = "(?:呢|呀|啊|吗|的)?[?。!\\s]*$"
_TOLD = f"\\w{{0,4}}?{any_of(_words('told'))}(?:上|之处)?{_END}"
_HAPPENED = re.compile(
    f"(?:有着?|有过|[发经]生过?了?|遭遇过?了?|做出过?了?){_WHAT}{_TOLD}"
    f"|{any_of(_words('deed'))}{_WHAT}(?:{_TOLD}|{_END})"
)
_OF = re.compile(
    f"{_WHAT}{_TOLD}"
    f"|{any_of(_words('told_of'))}(?:主要|分别|都|究竟|到底)?(?:是|为|有|如何|怎样)+(?:{_WHAT}|哪些)?{_END}"
)
_LIKE = re.compile(
    f"(?:是|为|长得?|呈)(?:怎样|怎么样|什么样子?|啥样子?|何样)的?{_END}|{any_of(_words('seen'))}(?:如何|怎样|怎么样){_END}"
    f"|(?:怎样|怎么|如何){any_of(_words('described'))}"
)
_OF_A_THING = re.compile(f"{any_of(_words('of_a_thing'))}$")
"""What stands before the question word where a thing is asked for after all (受[什么影响])."""
_DEED = re.compile("怎么|怎样|如何|为什么|为何|为啥")


@lru_cache(maxsize=64)
def account_asked(question: Question) -> Account | None:
    """Return what is to be told; None where a thing is asked for."""
    folded, wh = question.folded, question.wh
    if wh is None or question.kind not in (Kind.PHRASE, Kind.MANNER, Kind.DEFINITION, Kind.REASON):
        return None
    if _OF_A_THING.search(folded[: wh.start]):
        return None
    for account, pattern in _PATTERNS:
        if pattern.search(folded):
            return account
    if question.kind not in (Kind.MANNER, Kind.REASON) or _DEED.match(folded, wh.start) is None:
        return None
    does = any(t.tag[0] in "va" for t in question.tokens if t.start >= wh.end)  # no 是为什么地形
    return Account.HOW if does else None


_PATTERNS = (
    (Account.HAPPENED, _HAPPENED),
    (Account.OF, _OF),
    (Account.LIKE, _LIKE),
)
