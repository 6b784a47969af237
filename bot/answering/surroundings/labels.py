"""Whether something is told of another of several that are numbered than the one asked about.

(方案一,第三阶梯7元;[方案二],第三阶梯8元.) Texts are folded.
"""

import re
from collections.abc import Iterable
from functools import lru_cache, partial

from bot.answering.annotation import AnnotatedSentence
from bot.answering.datafiles import table_words
from bot.answering.facts.numerals import written_number
from bot.answering.question import Kind, Question
from bot.answering.stretches import STATEMENT, end_of
from retrieval.page import Span
from retrieval.patterns import any_of
from retrieval.tokens import Token

_words = partial(table_words, __package__, "labels.toml")

_NUMBER = "[一二三四五六七八九十]{1,3}|[甲乙丙丁]|[a-z](?![a-z])|\\d{1,3}(?![\\d.])"
_LABEL = re.compile(
    f"(?P<noun>{any_of(_words('noun'))})(?P<name>{_NUMBER})"
    f"|(?:第(?P<number>{_NUMBER})|(?P<first>首))(?P<kind>{any_of(_words('ordinal'))})"
    f"|(?P<order>{_NUMBER})(?P<sort>{any_of(_words('numbered'))})"
    f"|(?P<letter>(?<![a-z])[a-z])(?P<rank>{any_of(_words('lettered'))})"
    f"|(?P<who>{any_of(_words('division'))})(?P<division>组)"
    "|(?<![a-z])(?P<series>[a-z]{1,3})(?P<model>\\d{1,3})(?![\\d.%])"
)
_SEASON = re.compile("(?P<season>[春夏秋冬])[季天令]")
_OF_WHAT = ("noun", "kind", "sort", "rank", "division", "series")
_WHICH = ("name", "number", "first", "order", "letter", "who", "model")
"""Groups of _LABEL, one of each in every match."""
_NUMBERED = re.compile(
    # One way only to read a run of digits: what may be read in many takes exponential time.
    "第?(?:[一二三四五六七八九十甲乙丙丁\\d]|[a-z](?![a-z]))+[期批号级类届等次代轮][^\\W]?"
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
    if question.kind is Kind.DATE:  # 9月29日,首届某节开幕
        ends = end_of(sentence.folded, span.end, STATEMENT)
        after = _labels(sentence.folded[span.end : ends])
        told = {noun: names[:1] for noun, names in after.items()} | told
    wrong = any(noun in told and told[noun][-1] not in names for noun, names in asked.items())
    return question.tokens[:1] if wrong else ()


def numbered(words: Iterable[Token]) -> tuple[Token, ...]:
    """Return those of the words that tell one of several by its number (二期, 上一届)."""
    return tuple(t for t in words if _NUMBERED.fullmatch(t.text))


@lru_cache(maxsize=64)  # those of a question are asked for every candidate that is judged
def _labels(text: str) -> dict[str, list[str]]:
    """Return the labels of each noun, in order: 方案 二, 阶梯 三; not 比上一年级多.

    A season is one of four, whichever noun tells it (夏天, 冬令).
    """
    found: dict[str, list[str]] = {}
    for match in _LABEL.finditer(text):
        if not text.endswith(_COMPARED, 0, match.start()):
            name = _first(match, _WHICH)
            found.setdefault(_first(match, _OF_WHAT), []).append(_number(name))
    for match in _SEASON.finditer(text):
        found.setdefault("季节", []).append(match["season"])
    return found


_COMPARED = ("比", "较", "于")


def _number(name: str) -> str:
    """Return the number that a label's name writes (首, 一, 1), the name itself if it is none."""
    value = written_number("一" if name == "首" else name)
    return name if value is None else str(value)


def _first(match: re.Match[str], groups: Iterable[str]) -> str:
    return next(match[group] for group in groups if match[group])
