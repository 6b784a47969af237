"""Whether something is told of another of several that are numbered than the one asked about.

(方案一,第三阶梯7元;[方案二],第三阶梯8元.) Texts are folded.
"""

import re
from collections.abc import Iterable

from bot.answering.annotation import AnnotatedSentence
from bot.answering.question import Question
from retrieval.page import Span
from retrieval.tokens import Token

_NUMBER = "[一二三四五六七八九十甲乙丙丁]|[a-z](?![a-z])|\\d{1,2}(?![\\d.])"
_LABEL = re.compile(
    f"(?P<noun>方案|选项|标段|赛道|展厅|楼栋|车间)(?P<name>{_NUMBER})"
    f"|第(?P<number>{_NUMBER})(?P<kind>阶梯|标段|梯队|梯次|档|批|期|类|赛段|展厅|方阵|车间)"
    f"|(?P<order>{_NUMBER})(?P<sort>居室|室一厅|等座|等奖|等功|号线|号楼|号馆|年级|星级|孩)"
    "|(?P<letter>(?<![a-z])[a-z])(?P<rank>类|级|座|区|组|型|馆|档|股|线)"
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
    return {
        match["noun"] or match["kind"] or match["sort"] or match["rank"]: (
            match["name"] or match["number"] or match["order"] or match["letter"]
        )
        for match in _LABEL.finditer(text)
    }
