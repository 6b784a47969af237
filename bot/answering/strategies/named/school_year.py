"""In which year of school somebody is whom the question names.

(某校三年级学生甲; 乙,目前就读高二.)
"""

import re
from collections.abc import Iterator
from functools import partial

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Answer
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.named.naming import (
    answer_beside_name,
    is_personal,
    phrase_before,
)
from retrieval.page import Span

_ASKED = re.compile(
    "^(?:请问)?(?P<name>[^,的是]{2,4}?)(?:现在|目前|今年|正在|是|在|就)*(?:就读|读|念|上)?"
    "(?:几年级|哪个?年级|高几|初几|大几|国几)(?:学生)?[的了呀啊呢?。]*$"
)
_YEAR = re.compile("[一二三四五六]年级|[高初][一二三](?!中)|国[一二三]|大[一二三四](?=[^\\W\\d])")
_FIRST = re.compile("[^,;。]{0,4}(?:,[^,;。]{0,2})?(?:目前|现在|今年|正|就|读|念|上|是|为)")
"""How a sentence goes on from a name to where he is at school."""
_SURE = 0.8
"""Confidence in what stands right beside a name."""


def answer_school_year(question: Question, context: Context) -> Answer | None:
    """Return the year told of the person named; None where that is not asked or none is told."""
    asked = _ASKED.match(question.folded)
    if asked is None or not is_personal(asked["name"]):
        return None
    years = partial(_years, asked["name"])
    return answer_beside_name(asked["name"], question, context, years, _SURE)


def _years(name: str, sentence: AnnotatedSentence, at: int) -> Iterator[Span]:
    """Yield the year in the description before a name, or in what is told right behind it."""
    phrase = phrase_before(sentence, at)
    if phrase is not None:
        yield from reversed(
            [Span(*m.span()) for m in _YEAR.finditer(sentence.folded, phrase.start, phrase.end)]
        )
    end = at + len(name)
    if _FIRST.match(sentence.folded, end) is not None:
        stop = sentence.folded.find(",", sentence.folded.find(",", end) + 1)
        stop = stop if stop >= 0 else len(sentence.folded)
        yield from (Span(*m.span()) for m in _YEAR.finditer(sentence.folded, end, stop))
