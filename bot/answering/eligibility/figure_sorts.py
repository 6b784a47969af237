"""Whether a figure is of the sort asked for: a price and no rate, persons and no villages.

The unit and the words around a figure tell what it counts; its sentence may well have all words of
a question and count something else.
"""

import re

from bot.answering.annotation import AnnotatedSentence
from bot.answering.eligibility.then_and_now import is_of_another_time
from bot.answering.facts.measures import attribute_nouns
from bot.answering.facts.quantities import Quantity
from bot.answering.facts.times import find_times
from bot.answering.lexicon.words import light_words, money_words
from bot.answering.question import Kind, Question
from bot.answering.stretches import CLAUSE, start_of
from bot.answering.understanding.kind import head_kind


def is_of_sort(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure of a sentence may be of the sort a question asks for."""
    return _is_age_of(question, sentence, quantity) and not any(
        rule(question, sentence, quantity) for rule in _OF_ANOTHER_SORT
    )


# --- counts --------------------------------------------------------------------------------------


def _counts_pieces(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether 块 counts things and no money (路牌16块)."""
    if question.kind is not Kind.MONEY or quantity.unit != "块":
        return False
    before = next((t for t in sentence.tokens if t.end == quantity.qualified_span.start), None)
    return before is not None and before.tag[0] == "n" and before.text not in attribute_nouns()


_OF_PERSONS = frozenset({"人", "名", "位", "口"})
_OF_GROUPS = ("个", "对", "批", "户", "家", "例", "人次", "代")
"""Units in which persons are counted too."""


def _counts_things(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether persons are asked for and a figure counts something else (9个村, 1支队伍)."""
    if question.kind is Kind.NUMBER and head_kind(question.head) is Kind.PERSON:
        if quantity.dimension == "count" and quantity.unit not in (*_OF_PERSONS, *_OF_GROUPS):
            return True
    elif not question.units or question.units[0] not in _OF_PERSONS:
        return False
    if quantity.unit != "个":
        return False
    counted = next((t for t in sentence.tokens if t.start == quantity.span.end), None)
    return (
        counted is not None and counted.tag[0] == "n" and head_kind(counted.text) is not Kind.PERSON
    )


def _counts_other_persons(
    question: Question, sentence: AnnotatedSentence, quantity: Quantity
) -> bool:
    """Tell whether a figure counts other persons (学生90人) than are asked for (几位老师)."""
    noun = question.head
    if question.kind is not Kind.NUMBER or head_kind(noun) is not Kind.PERSON or len(noun) < 2:
        return False
    if quantity.unit not in _OF_PERSONS:
        return False
    beside = [
        t
        for t in sentence.tokens
        if t.end == quantity.qualified_span.start or t.start == quantity.span.end
    ]
    counted = [t.text for t in beside if t.tag[0] == "n" and head_kind(t.text) is Kind.PERSON]
    return bool(counted) and not any(set(text) & set(noun) for text in counted)


def _is_of_some(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether it is asked how many there are in all, and a figure is of some (在5所试点)."""
    if not any(word in question.folded for word in ("一共有", "总共有", "共有")):
        return False
    before = next((t for t in sentence.tokens if t.end == quantity.qualified_span.start), None)
    return before is not None and before.tag == "p"


# --- money and rates -----------------------------------------------------------------------------


_PER = re.compile(
    "(?:(?<![之第])[一每](?P<unit>公斤|千克|斤|吨|克|亩|公顷|平方?米|立方米|升|米|公里|度)(?!度))"
)
_SAME_UNIT = {"平米": "平方米", "千克": "公斤"}


def _is_of_another_unit(
    question: Question, sentence: AnnotatedSentence, quantity: Quantity
) -> bool:
    """Tell whether a price is asked by the unit (多少钱[一公斤]) and the sentence has none such.

    Nor is it so many of that unit (省多少[一亩]: no 11亩).
    """
    asked = _PER.search(question.folded)
    if asked is None:
        return False
    units = {asked["unit"], _SAME_UNIT.get(asked["unit"], asked["unit"])}
    if quantity.unit in units and quantity.unit not in question.units:
        return True
    return question.kind is Kind.MONEY and not any(
        f"{mark}{unit}" in sentence.folded for unit in units for mark in ("每", "一", "1", "/")
    )


def _goes_the_other_way(
    question: Question, sentence: AnnotatedSentence, quantity: Quantity
) -> bool:
    """Tell whether money is asked for that came in, and a sum was spent, or the other way round."""
    if question.kind is not Kind.MONEY:
        return False
    asked = _flows(question.folded)
    start = start_of(sentence.folded, quantity.span.start, CLAUSE)
    told = _flows(sentence.folded[start : quantity.span.start])
    return len(asked) == len(told) == 1 and asked != told


def _flows(text: str) -> set[str]:
    """Return which of the tables of money_words.toml a text has words of."""
    return {flow for flow in ("earned", "spent") if any(w in text for w in money_words(flow))}


_PRICE = re.compile("[每一](?![年月天季])|价|卖|费|贵|便宜|租|票|收|钱")
_INCOME = re.compile("[挣赚](?![^,]{0,8}[每一](?![年月天季]))")
"""Asks what somebody earns, and not by the piece."""
_EACH = "每[^,;:。每年月天日季周人户]"
_BY_UNIT = re.compile(
    f"(?:{_EACH}(?:[^,;:。每年月天日季周人户]{{0,2}}|[^,;:。]{{0,4}}价[^,;:。]{{0,3}})"
    r"|(?<![\d.])[一1](?:公?斤|亩)也?[^,;:。\d]{0,4})$"
)


def _is_price_by_unit(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a sum is asked for (出口额多少美元), and a figure is a price (每磅3美元)."""
    if question.kind is not Kind.MONEY:
        return False
    if _PRICE.search(question.folded) and not _INCOME.search(question.folded):
        return False
    start = start_of(sentence.folded, quantity.span.start, CLAUSE)
    return _BY_UNIT.search(sentence.folded[start : quantity.span.start]) is not None


_SHARE = re.compile("(?:股价|股票|收盘|收报|报收|收于)[^,;:。]{0,4}$")
_ASKS_SHARE = re.compile("[股盘]|报|收于")


def _is_price_of_a_share(
    question: Question, sentence: AnnotatedSentence, quantity: Quantity
) -> bool:
    """Tell whether a figure is what a share stands at, and something else is asked."""
    before = sentence.folded[: quantity.qualified_span.start]
    return _SHARE.search(before) is not None and _ASKS_SHARE.search(question.folded) is None


_RATE = re.compile("(?:[一1]个?|每个?|半个?)(?P<unit>小时|钟头|分钟|秒钟?)(?!.*(?:小时|分钟))")


def _is_rate(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure is of one hour (一小时下了70毫米), and another time is asked about."""
    start = start_of(sentence.folded, quantity.span.start, CLAUSE)
    rate = _RATE.search(sentence.folded, start, quantity.span.start)
    return (
        rate is not None
        and rate["unit"][0] not in question.folded
        and bool(find_times(question.folded))
    )


_PERIODS = {"年": "年", "月": "月", "天": "天", "日": "天", "周": "周", "季": "季", "星期": "周"}
_PERIOD = "(?P<period>年|月|天|日|周|季|星期)"
_ASKED_PERIOD = re.compile(f"(?:一个?|每个?|全){_PERIOD}|{_PERIOD.replace('period', 'other')}均")
_TOLD_PERIOD = re.compile(f"(?:每个?|一个?){_PERIOD}|{_PERIOD.replace('period', 'other')}均")


def _is_of_another_period(
    question: Question, sentence: AnnotatedSentence, quantity: Quantity
) -> bool:
    """Tell whether a figure is of each month and a year is asked about, or the like."""
    asked = {_period(match) for match in _ASKED_PERIOD.finditer(question.folded)}
    if not asked:
        return False
    start = start_of(sentence.folded, quantity.span.start, CLAUSE)
    told = [_period(m) for m in _TOLD_PERIOD.finditer(sentence.folded, start, quantity.span.start)]
    return bool(told) and quantity.dimension != "time" and told[-1] not in asked


def _period(match: re.Match[str]) -> str:
    return _PERIODS[match["period"] or match["other"]]


_SCORE = re.compile("比分|几比几|比例|配比")
_SCORED_AFTER = re.compile(r"[:∶]\d")
_SCORED_BEFORE = re.compile(r"\d[:∶]$")


def _is_score(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure is a side of a score (88:85), and none is asked for."""
    text, span = sentence.folded, quantity.span
    scored = _SCORED_AFTER.match(text, span.end) or _SCORED_BEFORE.search(text[: span.start])
    return scored is not None and _SCORE.search(question.folded) is None


def _is_no_share(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a share is asked for (占人口多少), and a figure is a count."""
    return (
        question.kind is Kind.PERCENTAGE
        and "占" in question.folded
        and quantity.dimension in ("count", "people", "money", "time")
    )


# --- times ---------------------------------------------------------------------------------------


_APART = re.compile("(?:以|之)?[前后](?!期)")


def _is_point_in_time(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a length of time only says when ([6天]前), and it is not asked how long ago."""
    return (
        quantity.dimension == "time"
        and _APART.match(sentence.folded, quantity.span.end) is not None
        and re.search("[前后]", question.folded) is None
    )


def _is_of_a_thing(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether it is asked how long something took, and a length is of a thing (9年的数据)."""
    if question.kind is not Kind.DURATION or not re.search("[用花费]了?多", question.folded):
        return False
    after = sentence.folded[quantity.span.end :]
    return after.startswith("的") and not after.startswith(("的时间", "的工夫", "的光景"))


def _is_age_of(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure may be the age asked: not 5岁的儿子 for another's, nor 3个月."""
    if question.dimensions[:1] != ("age",):  # 多大 may ask for an area, too
        return True
    after = sentence.folded[quantity.span.end :]
    if quantity.dimension != "age":
        return after.startswith("大")
    if not after.startswith("的"):
        return True
    whose = re.split("[,;。:的]", after[1:])[0]
    names = [t.text for t in question.tokens if t.tag[0] in "nj" and t.text not in light_words()]
    return not names or any(name in whose for name in names)


_ASKS_WHERE = re.compile("[远距离处哪]")


def _is_spot(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a length only says where (上游8公里[处]), and it is asked how long."""
    return (
        quantity.dimension == "length"
        and sentence.folded.startswith("处", quantity.span.end)
        and _ASKS_WHERE.search(question.folded) is None
    )


_OF_ANOTHER_SORT = (
    _counts_pieces,
    _counts_things,
    _counts_other_persons,
    _is_of_some,
    _is_of_another_unit,
    _goes_the_other_way,
    _is_price_by_unit,
    _is_price_of_a_share,
    _is_rate,
    _is_of_another_period,
    _is_score,
    is_of_another_time,
    _is_no_share,
    _is_point_in_time,
    _is_of_a_thing,
    _is_spot,
)
