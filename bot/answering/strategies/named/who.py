"""Who somebody is whom the question names (甲是谁, 甲是干什么的): what the text calls him."""

import re
from functools import cache

from bot.answering.answer import Answer, Status
from bot.answering.datafiles import read_toml
from bot.answering.question import Question
from bot.answering.strategies.base import Context, no_answer
from bot.answering.strategies.named.naming import (
    Introduction,
    introductions,
    is_personal,
    may_be_personal,
)
from retrieval.fold import fold

_SURE = 0.8
"""Confidence in what stands right beside a name."""


def answer_who(question: Question, context: Context) -> Answer | None:
    """Return what the text calls the person named; None if none is, or it calls him nothing.

    Where his post is asked (担任什么职务), the general strategy comes first: it reads the whole
    question (在某剧团什么职务).
    """
    patterns = _patterns()
    trade = _asked(patterns["trade"], question.folded)
    name = trade or _asked(patterns["who"], question.folded)
    post = _asked(patterns["post"], question.folded) if name is None else None
    named = name or post
    if named is None or not (is_personal(named) or may_be_personal(named)):
        return None
    general = context.span_answer(question)
    if post is not None and general.status is Status.ANSWERED:
        return general
    if found := list(introductions(named, question, context)):
        return (found[0] if trade else _fullest(found)).answer(question, _SURE)
    if not is_personal(named) or context.always_answer:
        return None
    is_other = general.status is Status.ANSWERED and not _is_beside(general, named)
    return no_answer(question, 1 - general.confidence) if is_other else general


def _is_beside(answer: Answer, name: str) -> bool:
    """Tell whether what was answered stands right before the name, or behind it after a mark."""
    for evidence in answer.evidence:
        folded = fold(evidence.text)
        for mark in evidence.marks:
            before = folded[mark.end :].lstrip("的 ").startswith(name)
            behind = re.search(re.escape(name) + "[,(是为任了]*$", folded[: mark.start])
            if before or behind:
                return True
    return False


def _fullest(found: list[Introduction]) -> Introduction:
    """Return the longest description: where somebody is introduced, it is said in full."""
    return max(found, key=lambda one: len(one.span))


def _asked(patterns: tuple[re.Pattern[str], ...], folded: str) -> str | None:
    found = (match for pattern in patterns if (match := pattern.match(folded)))
    return next((match["name"] for match in found), None)


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    tables = read_toml(__package__, "who.toml")
    return {name: tuple(map(re.compile, table["patterns"])) for name, table in tables.items()}
