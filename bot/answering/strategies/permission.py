"""Whether something may be done, where the text only says who or what is in or out.

(对鸡蛋过敏的不在禁忌之列; 公寓不得转租; 收费不作调整.) No verb of the question need stand there:
the clause names whom or what it is about, and says so much of it.
"""

import re
from collections.abc import Sequence
from functools import cache

from bot.answering.datafiles import read_toml
from bot.answering.question import Question
from bot.answering.wording import found
from retrieval.tokens import Token


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(p) for name, p in read_toml(__package__, "permission.toml").items()}


def allowed_by(question: Question, clause: Sequence[Token]) -> bool | None:
    """Tell whether what is asked about may be, as far as a clause says; None if it says nothing.

    The clause must name something that stands in the question before its verb, and a ban what
    the question asks about.
    """
    text = "".join(t.text for t in clause)
    for name, allows in (("not_banned", True), ("left_out", False), ("unchanged", False)):
        told = _patterns()[name].search(text)
        if told and _is_named(question, text[: told.start()]):
            asked = name != "unchanged" or _patterns()["changes"].search(question.folded)
            return allows if asked else None
    ban = _patterns()["banned"].search(text)
    banned = (
        ban and _is_named(question, text[: ban.start()]) and _has_deed(question, text[ban.end() :])
    )
    return False if banned else None


def _is_named(question: Question, text: str) -> bool:
    """Tell whether a text has a noun of the question."""
    nouns = (t.text for t in question.tokens if t.tag[0] == "n" and len(t.text) > 1)
    return any(found(noun, text) for noun in nouns)


def _has_deed(question: Question, text: str) -> bool:
    """Tell whether what is banned begins with a verb of the question, or shares its object."""
    deed = text[: len("二字")]
    return bool(deed) and any(char in question.folded for char in deed)


def is_deed(question: Question, word: Token) -> bool:
    """Tell whether a word of a question is of what may be done, or of a change."""
    may = _patterns()["may"].search(question.folded)
    return bool(may and word.start >= may.end()) or bool(_patterns()["changes"].search(word.text))
