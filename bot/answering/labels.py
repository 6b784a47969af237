"""Whether something is told of another of several that are numbered than the one asked about.

(方案一,第三阶梯7元;[方案二],第三阶梯8元.) Texts are folded.
"""

import re
from collections.abc import Iterable

from bot.answering.annotation import AnnotatedSentence
from bot.answering.question import Question
from retrieval.page import Span
from retrieval.tokens import Token

_DIVISIONS = (
    "男子|女子|混合|[男女]|高中|初中|小学|中学|大学|幼儿|青年|青少年|少年|少儿|成年|成人|中年|老年"
    "|公开|专业|业余|职工|农民"
)
"""Who takes part in one of the divisions of a contest (初中组)."""
_NUMBER = "[一二三四五六七八九十甲乙丙丁]|[a-z](?![a-z])|\\d{1,2}(?![\\d.])"
_LABEL = re.compile(
    f"(?P<noun>方案|选项|标段|赛道|展厅|楼栋|车间)(?P<name>{_NUMBER})"
    f"|第(?P<number>{_NUMBER})(?P<kind>阶梯|标段|梯队|梯次|档|批|期|类|赛段|展厅|方阵|车间)"
    f"|(?P<order>{_NUMBER})(?P<sort>居室|室一厅|等座|等奖|等功|号线|号楼|号馆|年级|星级|孩)"
    "|(?P<letter>(?<![a-z])[a-z])(?P<rank>类|级|座|区|组|型|馆|档|股|线)"
    f"|(?P<who>{_DIVISIONS})(?P<division>组)"
    "|(?<![a-z])(?P<series>[a-z]{1,3})(?P<model>\\d{1,3})(?![\\d.%])"
)


def told_of_another_label(
    question: Question, sentence: AnnotatedSentence, span: Span
) -> tuple[Token, ...]:
    """Return the question's first token where the label before `span` is not the one asked for.

    Else nothing; so where the sentence has no label of that noun, or the question none.
    """
    asked = _labels(question.folded)
    if not asked:
        return ()
    told = _labels(sentence.folded[: span.start])
    wrong = any(told.get(noun, name) != name for noun, name in asked.items())
    return question.tokens[:1] if wrong else ()


_NUMBERED = re.compile(f"第?(?:{_NUMBER}|\\d+)+[期批号级类届等次代轮][^\\W]?")


def numbered(words: Iterable[Token]) -> tuple[Token, ...]:
    """Return those of the words that tell one of several by its number (二期, 上一届)."""
    return tuple(t for t in words if _NUMBERED.fullmatch(t.text))


def _labels(text: str) -> dict[str, str]:
    """Return the last label of each noun: 方案 二, 阶梯 三."""
    return {_first(match, _OF_WHAT): _first(match, _WHICH) for match in _LABEL.finditer(text)}


_OF_WHAT = ("noun", "kind", "sort", "rank", "division", "series")
_WHICH = ("name", "number", "order", "letter", "who", "model")
"""Groups of _LABEL, one of each in every match."""


def _first(match: re.Match[str], groups: Iterable[str]) -> str:
    return next(match[group] for group in groups if match[group])
