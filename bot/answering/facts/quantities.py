"""Quantities: numbers with their unit and qualifier, found in a text with exact offsets.

Word lists are in `units.toml`, `qualifiers.toml` and `idioms.txt`.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from bot.answering.facts import lexicon
from bot.answering.facts.amounts import NUMERAL, Amount, measure, read_numeral, with_prefix
from bot.answering.facts.numerals import plain
from bot.answering.facts.points import find_points
from bot.answering.facts.qualifiers import Qualifier, qualifier_after, qualifier_before
from retrieval.page import Span
from retrieval.word_lists import read_word_list


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; spans are code points in the text given, half-open."""

    span: Span
    """Qualifier, number and unit as one would answer: 近7万人, 1.8亿元以上, 40余个, 三成."""
    qualified_span: Span
    """`span` with a verb-like qualifier before it (超过7万人), else the same as `span`."""
    core_span: Span
    """`span` without the qualifiers at its ends: 7万人, 1.8亿元, but 40余个."""
    number_span: Span
    """The numeral alone, sign included, magnitude excluded; of a range, both numerals."""
    value: Decimal
    """The number with its magnitude multiplied out, in `unit`."""
    upper: Decimal | None
    """The upper end of a range, the second side of a score (3:1)."""
    unit: str
    """Unit or measure word, without magnitude; "" if there is none."""
    magnitude: str
    """百, 千, 万, 亿 … as written before the unit; "" if there is none."""
    dimension: str
    """Table of `units.toml`: count, people, money, ratio, length, time, ordinal …; also score, and
    number where there is no unit."""
    qualifier: Qualifier | None = None
    qualifier_spans: tuple[Span, ...] = ()


_LONGEST_IDIOM = 5
_NOT_NUMBER_AFTER = frozenset("统唯之万同任何每某另单专划合逐归如其进下上头新这那哪又")
"""Before 一: the end of a word (统一, 之一), or a choice rather than a count (每一家)."""
_WEEK_BEFORE = ("周", "星期", "礼拜")
"""Before a single digit: a weekday."""
_NOT_RANK_AFTER = frozenset("此以之目日生年月天期周者人面跟眼")
"""Before 前: another word (此前, 目前) than the front of a ranking (前三名)."""
_SIGNED = frozenset({"temperature", "degree", "ratio", "percentage_points", "money", "length"})
"""What can be below zero."""
_RANKED = ("", "名", "位", "强")
_PLACES = ("名", "位")
_CHINESE_DIGITS = "一二三四五六七八九"
_ID_DIGITS = 7
"""So many digits or more with no unit are a telephone or identity number."""
_OPENING, _CLOSING = frozenset('“《‘"「『'), frozenset('”》’"」』')


@cache
def _idioms() -> frozenset[str]:
    return read_word_list(__package__, "idioms.txt")


def find_quantities(text: str, taken: Sequence[Span] | None = None) -> tuple[Quantity, ...]:
    """Return the quantities in `text`, in order, not overlapping.

    `text` is best folded (Simplified, half width); full-width digits are read too. `taken` are
    the spans of points in time, sorted, whose numbers are no quantities (2022年, 6月8日); found
    here if not given.
    """
    if taken is None:
        taken = [point.span for point in find_points(text)]
    starts = [span.start for span in taken]
    found: list[Quantity] = []
    position = 0
    while match := NUMERAL.search(text, position):
        if point := _overlapping(Span(*match.span()), taken, starts):
            position = point.end
            continue
        position = match.end()
        numeral = read_numeral(text, match)
        if numeral is None or _is_label(text, numeral):
            continue
        amount = measure(text, numeral)
        if point := _overlapping(amount.number, taken, starts):  # 3 of 3—5日
            position = point.end
            continue
        idiom = match.start() + _idiom_length(text, match.start())
        if amount.span.end <= idiom:  # 十分 "very", but 十分钟 "ten minutes"
            position = idiom
            continue
        position = max(position, amount.span.end)
        if quantity := _with_context(text, amount, numeral):
            if found and quantity.qualified_span.start < found[-1].qualified_span.end:
                quantity = _unqualified(quantity)  # 几近0: 几 belongs to the number before
            found.append(quantity)
            position = quantity.span.end
    return tuple(_bounds_joined(found))


def _bounds_joined(found: Sequence[Quantity]) -> Iterator[Quantity]:
    """Put the two bounds of a range together (5000元以上2万元以下), which say one thing."""
    at = 0
    while at < len(found):
        one, other = found[at], found[at + 1] if at + 1 < len(found) else None
        at += 1
        if other is not None and _are_bounds(one, other):
            at += 1
            span = Span(one.span.start, other.span.end)
            outer = Span(one.qualified_span.start, other.qualified_span.end)
            one = replace(one, span=span, qualified_span=outer, core_span=span, upper=other.value)
        yield one


def _are_bounds(one: Quantity, other: Quantity) -> bool:
    return (
        one.qualified_span.end == other.qualified_span.start
        and one.unit == other.unit
        and one.dimension == other.dimension == "money"
        and (one.upper, other.upper) == (None, None)
        and one.qualifier is not None
        and other.qualifier is not None
        and one.value < other.value
    )


def _overlapping(span: Span, taken: Sequence[Span], starts: Sequence[int]) -> Span | None:
    """Return the last of the sorted spans `taken`, which begin at `starts`, that shares a place."""
    at = bisect_right(starts, span.end - 1) - 1
    return taken[at] if at >= 0 and taken[at].end > span.start else None


def _unqualified(quantity: Quantity) -> Quantity:
    core = quantity.core_span
    return replace(quantity, span=core, qualified_span=core, qualifier=None, qualifier_spans=())


def _with_context(text: str, amount: Amount, numeral: Amount) -> Quantity | None:
    """Take in what stands around an amount; None if it is no quantity."""
    start, end = amount.span.start, amount.span.end
    dimension = amount.dimension or (amount.unit.dimension if amount.unit else "number")
    words = list(amount.infixes)
    outer = start
    if rank := _rank_prefix(text, amount):
        dimension = "ordinal"
        start = outer = start - rank
        core = Span(start, end)
    else:
        amount = with_prefix(text, amount)
        start = amount.span.start
        dimension = amount.unit.dimension if amount.unit else dimension
        core = Span(start, end)
        outer = start
        if before := qualifier_before(text, start, bare=amount.bare):
            words.append(before)
            outer = before.span.start
            start = outer if before.inside else start
        if after := qualifier_after(text, end, dimension):
            words.append(after)
            end = after.span.end
        if not _counts(text, amount, numeral, qualified=bool(words)):
            return None
    return Quantity(
        span=Span(start, end),
        qualified_span=Span(outer, end),
        core_span=core,
        number_span=amount.number,
        value=plain(amount.value),
        upper=None if amount.upper is None else plain(amount.upper),
        unit=amount.unit.name if amount.unit else "",
        magnitude=amount.magnitude,
        dimension=dimension,
        qualifier=words[0].kind if words else None,
        qualifier_spans=tuple(sorted(word.span for word in words)),
    )


def _rank_prefix(text: str, amount: Amount) -> int:
    """Return how much before it makes it a place in an order (第三家, 前十名, 二、三名), else 0."""
    start = amount.span.start
    if text.endswith("第", 0, start):
        return 1
    unit = amount.unit.name if amount.unit else ""
    place = _CHINESE_DIGITS.find(text[amount.number.start : amount.number.end])
    if unit in _PLACES and place > 0 and text.endswith(f"{_CHINESE_DIGITS[place - 1]}、", 0, start):
        return 2
    if text.endswith("前", 0, start) and unit in _RANKED and not amount.dimension:
        before = text[max(start - 2, 0) : start - 1]
        return int(before not in _NOT_RANK_AFTER)
    return 0


def _is_label(text: str, numeral: Amount) -> bool:
    """Tell whether digits are part of a name, a version, a telephone number (T-92, 5G, 4+8)."""
    if numeral.chinese or numeral.dimension:
        return False
    before = text[max(numeral.span.start - 2, 0) : numeral.span.start]
    after = text[numeral.span.end : numeral.span.end + 2]
    if before and (_is_latin(before[-1]) or before[-1] in "_+＋#@"):
        return True
    digits = text[numeral.number.start : numeral.number.end]
    if len(digits) > 1 and digits.isdecimal() and int(digits[0]) == 0:
        return True
    if len(before) == 2 and before[-1] in ".-–/" and before[0].isascii() and before[0].isalnum():
        return True
    if after[:1] in ("+", "＋"):
        return True
    if after[:1] == "." and after[1:].isdecimal():
        return True
    return after[:1] == "-" and after[1:].isdecimal() and _is_dashed_number(text, numeral.span.end)


def _is_dashed_number(text: str, dash: int) -> bool:
    """Tell whether the digits after a dash are long or followed by another dash (010-88886666)."""
    end = dash + 1
    while end - dash <= _ID_DIGITS and text[end : end + 1].isdecimal():
        end += 1
    return end - dash > _ID_DIGITS or text.startswith("-", end)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _idiom_length(text: str, start: int) -> int:
    """Return the length of the word at `start` in which the numeral counts nothing, else 0.

    The word may begin with 第 before `start`.
    """
    if text[start].isdecimal():
        return 0
    first = start - 1 if text.endswith("第", 0, start) else start
    for length in range(_LONGEST_IDIOM, 1, -1):
        if text[first : first + length] in _idioms():
            return first + length - start
    return 0


def _counts(text: str, amount: Amount, numeral: Amount, *, qualified: bool) -> bool:
    """Tell whether a number is a quantity rather than part of a word or a name."""
    if amount.dimension:
        return True
    if amount.chinese:
        return _chinese_counts(text, amount, numeral, qualified=qualified)
    before = text[max(amount.span.start - 1, 0) : amount.span.start]
    dimension = amount.unit.dimension if amount.unit else ""
    if amount.value < 0 and before and not before.isascii() and dimension not in _SIGNED:
        return False  # the minus sign after a name is a hyphen
    return amount.unit is not None or _digits_count(text, amount)


def _chinese_counts(text: str, amount: Amount, numeral: Amount, *, qualified: bool) -> bool:
    start = amount.span.start
    word = text[start : numeral.span.end]
    before = text[max(start - 1, 0) : start]
    if amount.bare:
        return qualified and amount.unit is not None
    if word == "半":
        return amount.unit is not None and (
            amount.unit.dimension == "time" or amount.unit.name == "个"
        )
    if len(word) == 1 and word != "两" and text.endswith(_WEEK_BEFORE, 0, start):
        return False
    if word == "一" and before in _NOT_NUMBER_AFTER:
        return False
    if amount.unit is None:
        has_place = any(char in "十百千万亿" for char in word)
        return has_place and (qualified or amount.value >= 20)
    return word != "一" or amount.unit.name not in lexicon.vague_after_one()


def _digits_count(text: str, amount: Amount) -> bool:
    """Tell whether digits without a unit are a number."""
    start, end = amount.span.start, amount.span.end
    before, after = text[max(start - 2, 0) : start], text[end : end + 1]
    if _is_latin(after):
        return False
    if amount.magnitude or amount.upper is not None:
        return True
    digits = text[amount.number.start : amount.number.end]
    if digits.isdecimal():
        if len(digits) >= _ID_DIGITS:
            return False
        if len(digits) == 4 and digits[:2] in ("19", "20"):  # a year, as in 2008 or 1990
            return False
    if before[-1:] in _OPENING and after in _CLOSING:
        return False
    return not (len(before) == 2 and before[1].isspace() and _is_latin(before[0]))
