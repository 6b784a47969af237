"""What no place, person or body looks like: vetoes on the form of a candidate alone."""

import re
from collections.abc import Callable, Mapping

from bot.answering.finder import Candidate
from bot.answering.question import Kind, Question
from retrieval.tokens import Token

_ANYWHERE = re.compile(
    "(?:(?:[全各本该外当异][省市县区镇乡村州国地]+|[省市县区镇乡村州国][内外])[各的]?)+"
)
"""Places that do not say which (全县, 外地)."""
_UNNAMED = re.compile("(?P<surname>[^\\W\\d])某+[甲乙丙丁]?$")
_NUMBER = re.compile(r"\d")


def is_misshapen(question: Question, candidate: Candidate) -> bool:
    """Tell whether a place, a person or a body is asked for and a candidate cannot be one."""
    rule = _RULES.get(question.kind)
    return rule is not None and rule(question, candidate)


def _tokens(candidate: Candidate) -> list[Token]:
    span = candidate.span
    return [t for t in candidate.sentence.tokens if span.start <= t.start and t.end <= span.end]


def _is_no_place(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate is a time, a deed, a person, or a place that does not say which."""
    inside = _tokens(candidate)
    return (
        _ANYWHERE.fullmatch(candidate.folded) is not None
        or _UNNAMED.search(candidate.folded) is not None
        or any(t.span.start == candidate.span.start for t in candidate.sentence.times)
        or (bool(inside) and all(t.tag[0] in "vd" and t.tag != "vn" for t in inside))
    )


def _is_no_person(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate begins with a verb and has a number (建于1936年)."""
    inside = _tokens(candidate)
    return bool(inside) and inside[0].tag == "v" and _NUMBER.search(candidate.folded) is not None


_FIRMS = ("公司", "企业", "厂", "店", "银行", "集团", "商家", "平台", "机构")
_AUTHORITIES = re.compile("[局委厅署院会处]$|(?:政府|支队|大队|总队|分局)$")


def _is_no_body(question: Question, candidate: Candidate) -> bool:
    """Tell whether a firm is asked for and a candidate is an authority (甲市公安局)."""
    return (
        question.head.endswith(_FIRMS[:4])
        and _AUTHORITIES.search(candidate.folded) is not None
        and not candidate.folded.endswith(_FIRMS)
    )


_RULES: Mapping[Kind, Callable[[Question, Candidate], bool]] = {
    Kind.PLACE: _is_no_place,
    Kind.PERSON: _is_no_person,
    Kind.ORGANISATION: _is_no_body,
}
