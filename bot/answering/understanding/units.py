"""Which units a quantity that answers may have."""

import re
from functools import cache
from typing import Any

from bot.answering.datafiles import read_toml
from bot.answering.facts import lexicon
from bot.answering.facts.names import is_name
from bot.answering.question import Kind
from bot.answering.understanding.kind import head_kind
from retrieval.tokens import Token, word_probability

_MAGNITUDE = re.compile(r"[十百千万亿]+")
_LONGEST_UNIT = 6


def asked_units(
    kind: Kind, folded: str, tokens: tuple[Token, ...], wh_start: int, wh_end: int
) -> tuple[str, ...]:
    """Return the measure word at the question word (多少[家], 几万[人]), if it names one.

    A unit that is only the beginning of a word does not count (多少项目: not 项); 第几 asks for a
    place in an order and not for a measure, unless that is one of length (第几公里), and 几个点 for
    a share, 几个亿 for a sum.
    """
    if folded.startswith("第", wh_start):
        return _unit_of_length(folded, wh_end)
    if kind is not Kind.NUMBER and _NO_COUNT.match(folded, wh_start):
        return ()
    ends = {t.end for t in tokens}
    for at in _unit_places(folded, wh_start, wh_end):
        for end in range(min(at + _LONGEST_UNIT, len(folded)), at, -1):
            unit = folded[at:end]
            if unit in lexicon.units() and end in ends and _is_measure(unit):
                return (unit,)
    return ()


def _unit_of_length(folded: str, at: int) -> tuple[str, ...]:
    """Return the unit of length that stands at a place (公里), if there is one."""
    for end in range(min(at + _LONGEST_UNIT, len(folded)), at, -1):
        found = lexicon.units().get(folded[at:end])
        if found is not None and found.dimension == "length":
            return (folded[at:end],)
    return ()


_NO_COUNT = re.compile("(?:多少|几多|几)个[点亿]")
_NOT_ASKED = frozenset({"大", "高", "的", "多", "号", "等", "点"})


def _is_measure(unit: str) -> bool:
    """Tell whether a unit is one of measure, and no noun that is also counted by itself (高校)."""
    if unit in _NOT_ASKED:
        return False
    found = lexicon.units()[unit]
    counts = found.dimension in ("count", "people")
    return len(unit) == 1 or not counts or unit == "个人" or unit.endswith(("次", ")"))


def of_things(units: tuple[str, ...]) -> tuple[str, ...]:
    """Return measure words as they count things, where they may be money too (几块奖牌)."""
    return tuple(_dimensions()["of_things"].get(unit, unit) for unit in units)


def unit_in_noun(head: str) -> tuple[str, ...]:
    """Return the measure word that a noun holds: 人[数], 次[数], 年[数]."""
    unit = head[-2:-1] if head.endswith("数") else ""
    if len(head) > 2 and word_probability(head[-3:-1]) > word_probability(head[-2:]):
        return ()  # 平台|数
    return (unit,) if unit in lexicon.units() and _is_measure(unit) else ()


def _unit_places(folded: str, wh_start: int, wh_end: int) -> list[int]:
    """Return where a unit may stand: in the question word (几个月), or behind a bare 多少 or 几.

    多少钱[把], 多久[车] and 多大[面积] have none.
    """
    match = _HOW_MANY.match(folded, wh_start, wh_end)
    if match is None or match.end() < wh_end:
        return [match.end()] if match else []
    magnitude = _MAGNITUDE.match(folded, wh_end)
    return [magnitude.end() if magnitude else wh_end]


_HOW_MANY = re.compile(r"(?:多少|几多|几)[十百千万亿]*")


_LEFT_OVER = re.compile("(?:还?[剩差缺]下?|[有达到约是为]|定[了在]?|总共|一共|全)+$")
"""What stands between a noun and 多少 (投资[还剩]多少)."""


@cache
def _dimensions() -> dict[str, dict[str, Any]]:
    return read_toml(__package__, "dimensions.toml")


@cache
def _endings(group: str) -> tuple[str, ...]:
    return tuple(_dimensions()[group])


def asked_dimensions(
    kind: Kind, before: str, wh: str, after: str, head: str, units: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the dimensions an answer may have, by dimensions.toml; () for any but ordinals.

    `before` is what stands before the question word `wh` (面积有[多大]), `after` what follows it.
    """
    if units and units[0] in lexicon.units():
        return (lexicon.units()[units[0]].dimension,)
    table = _dimensions()
    if kind is Kind.DIFFERENCE and _NO_COUNT.match(wh + after):  # 低几个点
        return ("ratio", "percentage_points")
    if kind in (Kind.PERCENTAGE, Kind.DURATION):  # 占人口多少: no persons; 钱多久到账: no money
        return tuple(table["kind"].get(str(kind), ()))
    noun = _LEFT_OVER.sub("", before)
    if wh == "多长" and noun.endswith(tuple(table["long_things"]["endings"])):
        return ("length",)
    if wh == "多大" and is_name(noun):
        return ("age", "time")
    for group, key in (("question_word", before + wh), ("noun", head), ("noun", noun)):
        if key.endswith(_endings(group)):
            return next(tuple(d) for ending, d in table[group].items() if key.endswith(ending))
    if head_kind(head) is Kind.PERSON:  # 多少医生
        return ("people", "count")
    vague = table["vague_word"].get(wh, ()) if kind is Kind.NUMBER else ()
    return tuple(table["kind"].get(str(kind), vague))


@cache
def interchangeable(unit: str) -> frozenset[str]:
    """Return the measure words in which a count may answer a question for `unit`."""
    groups = [g for g in _dimensions()["interchangeable"].values() if unit in g]
    groups.append(_dimensions()["answered_in"].get(unit, []))
    bare = unit.partition("(")[0]
    same = (name for name in lexicon.units() if name.partition("(")[0] == bare)  # 件(套), 件
    return frozenset({unit, *same, *(word for group in groups for word in group)})
