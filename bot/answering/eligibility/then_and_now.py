"""Whether a figure is told of now or of then, and which of the two is asked.

(过去开车要[1小时50分钟],如今55分钟. 由[251家]增加到638家. 比目前的[9家]增加14家.) Texts are folded.
"""

import re
from functools import partial
from itertools import pairwise

from bot.answering.annotation import AnnotatedSentence
from bot.answering.datafiles import table_words
from bot.answering.facts.quantities import Quantity
from bot.answering.question import Question
from bot.answering.stretches import STATEMENT, start_of
from retrieval.patterns import any_of

_words = partial(table_words, __package__, "then_and_now.toml")

_NUMBER = r"[\d一二三四五六七八九十两几]"
_NOW = re.compile(any_of(_words("now")))
_THEN = re.compile(
    f"过去(?!的?这?{_NUMBER}*年|了)|{any_of(_words('then'))}"
    f"|(?:{_NUMBER}+个?[年月]|当时|之)前|{any_of(_words('then', 'begun'))}(?:之初|时|那会儿)"
)
_NOW_BEFORE = re.compile(f"{_NOW.pattern}的?(?:只有|仅有|有)?$")
_ASKS_PLAN = re.compile(any_of(_words("asks_plan")))
_PLAN = re.compile(rf"{any_of(_words('plan'))}|到20\d\d年")
_FROM = re.compile("[由从][^,;。]{0,12}$")
_IN_A_YEAR = re.compile(r"(?:\d{4}|[去前])年[^,;。\d]{0,4}$")
_CAME_TO = re.compile("[,;]?[^,;。]{0,8}[升降增减涨跌提扩缩][^,;。]{0,2}[到至为][^,;。]{0,4}")
_TO = re.compile("[^,;。]{0,8}?[到至为成][^,;。]{0,6}$")
_YEARS = re.compile(r"(?P<first>\d{4})年?(?:至|到|-|—+|~)(?P<last>\d{4})年")
_YEAR = re.compile(r"(?P<year>\d{4})年")


def is_of_another_time(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure is of then where now is asked about, of now where then is.

    Or of several years where one of them is asked about.
    """
    if (
        _is_reached(question, sentence, quantity)
        or _is_of_the_other_end(question, sentence, quantity)
        or _is_after_it(question, sentence)
    ):
        return True
    asked_now = _NOW.search(question.folded) is not None
    asked_then = _THEN.search(question.folded) is not None
    if asked_now is not asked_then:
        told_now = _is_of_now(sentence, quantity)
        if told_now is not None:
            return told_now is not asked_now
        return asked_now and any(
            q.unit == quantity.unit and q is not quantity and _stands_after_now(sentence, q)
            for q in sentence.quantities
        )
    if not asked_now and _is_of_then_alone(question, sentence, quantity):
        return True
    return _is_of_several_years(question, sentence, quantity)


_WAS = re.compile(
    "(?:此前|以前|从前|原来|原先|早先|过去)(?:一直|都|就|只|才)?(?:是|为|有|卖|收|要|每[天月年人]){0,2}$"
)
_ASKS_OF_THEN = re.compile(
    r"[前原曾旧老]|过去|当[时年初]|那[时会年]|[去上昨]|\d{4}年|最初|起初|本来|变|调"
)


def _is_of_then_alone(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure is only what was before (此前是16元), after one of now in its sentence.

    Not where the question asks for a time before.
    """
    if _ASKS_OF_THEN.search(question.folded):
        return False
    said = sentence.folded[: quantity.qualified_span.start]
    return _WAS.search(said) is not None and any(
        q.unit == quantity.unit and q.span.end <= quantity.span.start for q in sentence.quantities
    )


def _is_of_now(sentence: AnnotatedSentence, quantity: Quantity) -> bool | None:
    """Tell whether a figure is of now, or (False) of then; None where nothing says."""
    if _stands_after_now(sentence, quantity):
        return True
    for one, other in _changes(sentence):
        if quantity in (one, other):  # 将由甲压缩到乙: 甲 is now
            planned = _is_planned(sentence, one)
            return (quantity is one) if planned else (quantity is other)
    start = start_of(sentence.folded, quantity.span.start, STATEMENT)
    said = sentence.folded[start : quantity.span.start]
    now = max((m.start() for m in _NOW.finditer(said)), default=-1)
    then = max((m.start() for m in _THEN.finditer(said)), default=-1)
    return None if now == then else now > then


def _is_planned(sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure is what is to be, by what its statement has before it."""
    start = start_of(sentence.folded, quantity.span.start, STATEMENT)
    return _PLAN.search(sentence.folded, start, quantity.span.start) is not None


def _is_reached(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure is of now where it is asked what is planned, and the text has that."""
    if not _ASKS_PLAN.search(question.folded) or _is_planned(sentence, quantity):
        return False
    return any(
        q.unit == quantity.unit and q is not quantity and _is_planned(sentence, q)
        for q in sentence.quantities
    )


def _stands_after_now(sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    return _NOW_BEFORE.search(sentence.folded[: quantity.qualified_span.start]) is not None


def _changes(sentence: AnnotatedSentence) -> list[tuple[Quantity, Quantity]]:
    """Return what figures of a sentence changed from, each with what it changed to.

    (由3家增至5家; 2020年是3家,去年增至5家.)
    """
    return [
        (one, other)
        for one, other in pairwise(sentence.quantities)
        if one.unit == other.unit and _is_change(sentence.folded, one, other)
    ]


def _is_change(text: str, one: Quantity, other: Quantity) -> bool:
    before = text[: one.qualified_span.start]
    start, end = one.qualified_span.end, other.qualified_span.start
    if _FROM.search(before):
        return _TO.fullmatch(text, start, end) is not None
    came_to = _IN_A_YEAR.search(before) and _CAME_TO.fullmatch(text, start, end)
    return bool(came_to) and _PLAN.search(text, start, end) is None


_PAST = re.compile("(?P<year>[去上]年)|(?P<month>上个?月)|(?P<week>上周)|(?P<session>上[届季轮])")
_PRESENT = re.compile("今[年天]|本[月周届季轮]|现在|如今|目前")


def _is_of_the_other_end(
    question: Question, sentence: AnnotatedSentence, quantity: Quantity
) -> bool:
    """Tell whether a figure is what something came to where it is asked what it was, or was.

    (由去年的5亩扩大到[8亩]: not of 去年.)
    """
    past = _PAST.search(question.folded)
    if (past is None) is (_PRESENT.search(question.folded) is None):
        return False
    for one, other in _changes(sentence):
        if quantity is not one and quantity is not other:
            continue
        start = start_of(sentence.folded, one.span.start, STATEMENT)
        told = list(_PAST.finditer(sentence.folded, start, one.span.start))
        if told and (past is None or told[-1].lastgroup == past.lastgroup):
            return quantity is (one if past is None else other)
    return False


_ASKS_BEFORE = re.compile("(?P<deed>[改扩新整搬重翻][造建修治迁装新])(?:之|以)?前")
_TELLS_BEFORE = re.compile("前|原|由|从|过去|当初")


def _is_after_it(question: Question, sentence: AnnotatedSentence) -> bool:
    """Tell whether it is asked what was before (改造前), and a sentence tells of no before."""
    return (
        _ASKS_BEFORE.search(question.folded) is not None
        and _TELLS_BEFORE.search(sentence.folded) is None
    )


def _is_of_several_years(
    question: Question, sentence: AnnotatedSentence, quantity: Quantity
) -> bool:
    """Tell whether a year is asked about and a figure is of several (2020年至2022年累计)."""
    asked = [int(m["year"]) for m in _YEAR.finditer(question.folded)]
    if len(asked) != 1:
        return False
    said = sentence.folded[: quantity.span.start]
    years = list(_YEARS.finditer(said))
    if not years or _YEAR.search(said, years[-1].end()):
        return False
    return int(years[-1]["first"]) <= asked[0] <= int(years[-1]["last"])
