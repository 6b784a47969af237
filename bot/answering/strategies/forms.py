"""What no place, person, body or title looks like: vetoes on the form of a candidate alone."""

import re
from collections.abc import Callable, Mapping

from bot.answering.finder import Candidate
from bot.answering.question import Kind, Question
from retrieval.tokens import Token

_ANYWHERE = re.compile(
    "(?:(?:[全各本该外当异][省市县区镇乡村州国地]+|[省市县区镇乡村州国][内外])[各的]?)+"
)
"""Places that do not say which (全县, 外地)."""
_UNNAMED = re.compile("[^\\W\\d]某+[甲乙丙丁]?$")
_NUMBER = re.compile(r"\d")
_SEVERAL = re.compile("(?:[两二三四五六七八九十百千]+|\\d+)[余多]?[个家座处所条片块](?=[^\\W\\d])")
"""How a number of places begins (9个国家): it does not say which."""
_ROADS = tuple("路街巷道")


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
        or _SEVERAL.match(candidate.folded) is not None
        or (
            question.asks_sort
            and question.head.endswith(_ROADS[:2])
            and not candidate.folded.endswith(_ROADS)
        )
        or _UNNAMED.search(candidate.folded) is not None
        or any(t.span.start == candidate.span.start for t in candidate.sentence.times)
        or (bool(inside) and all(t.tag[0] in "vd" and t.tag != "vn" for t in inside))
    )


def _is_no_person(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate begins with a verb and has a number (建于1936年)."""
    inside = _tokens(candidate)
    return bool(inside) and inside[0].tag == "v" and _NUMBER.search(candidate.folded) is not None


_FIRMS_ASKED = ("公司", "企业", "厂", "店")
_FIRMS = (*_FIRMS_ASKED, "银行", "集团", "商家", "平台", "机构")
_AUTHORITIES = re.compile("[局委厅署院会处]$|(?:政府|支队|大队|总队|分局)$")


def _is_no_body(question: Question, candidate: Candidate) -> bool:
    """Tell whether a firm is asked for and a candidate is an authority (甲市公安局)."""
    return (
        question.head.endswith(_FIRMS_ASKED)
        and _AUTHORITIES.search(candidate.folded) is not None
        and not candidate.folded.endswith(_FIRMS)
    )


_NAMELESS = re.compile(
    "(?:新|老|原|该|这家|那家|合作|有关|相关|国外|国内|外国|本地|当地|一家|多家|几家|某|某家|对方|别的|其他)+"
    "(?:的)?(?:公司|机构|企业|单位|部门|学校|医院|银行|工厂|厂家|集团|平台|店)"
)
_SCHOOL = re.compile(
    "(?:学校|[中大小]学|学院|幼儿园|[党职技]校|[一二三四五六七八九十]+[中小]|附[中小])$"
)


def _is_no_name(question: Question, candidate: Candidate) -> bool:
    """Tell whether a body is asked for by name, and a candidate has none (合作机构)."""
    return (
        _NAMELESS.fullmatch(candidate.folded) is not None
        or (_ASKS_NAME.search(question.folded) and _ONE_OF_MANY.match(candidate.folded)) is not None
    )


_ASKS_NAME = re.compile("哪一?[个家所]|叫(?:什么|啥)|什么(?:公司|单位|企业|学校)")
_ONE_OF_MANY = re.compile("[^,]{0,4}?(?<!第)一[家所个][^\\W]*$")
"""A body that is spoken of without its name (外地一家物流公司)."""


def _is_told_with_more(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate holds a time or what is done by whom, not a name alone."""
    inside = _tokens(candidate)
    timed = any(t.span.start == candidate.span.start for t in candidate.sentence.times)
    deed = candidate.folded.endswith(_NO_BODIES)
    return timed or deed or any(t.text in _DONE_BY for t in inside)


_DONE_BY = frozenset({"由", "仍", "仍由", "把", "被", "每", "再"})
_NO_BODIES = (
    "出厂",
    "建厂",
    "办厂",
    "进厂",
    "开店",
    "进店",
    "到店",
    "开局",
    "结局",
    "入院",
    "出院",
    "住院",
)
"""Words that end as bodies do and name what is done."""


def _is_no_school(question: Question, candidate: Candidate) -> bool:
    return question.head.endswith("学校") and _SCHOOL.search(candidate.folded) is None


def _is_wrong_body(question: Question, candidate: Candidate) -> bool:
    rules = (_is_no_body, _is_no_name, _is_no_school, _is_told_with_more)
    return any(rule(question, candidate) for rule in rules)


_SAID = re.compile('[。!?…][”’"]?$')


def _is_no_title(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate is what somebody says, a sentence in quotation marks."""
    return _SAID.search(candidate.folded) is not None


_RULES: Mapping[Kind, Callable[[Question, Candidate], bool]] = {
    Kind.PLACE: _is_no_place,
    Kind.PERSON: _is_no_person,
    Kind.ORGANISATION: _is_wrong_body,
    Kind.TITLE: _is_no_title,
}
