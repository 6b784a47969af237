"""Quantities: numbers with their unit and qualifier, found in a text with exact offsets.

A quantity is read from left to right: qualifier before, sign, numeral, 余/多, magnitude (万, 亿),
unit, a second part (3元5角), qualifier after. Word lists are in `units.toml`, `qualifiers.toml`
and `idioms.txt`.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache

from bot.answering.facts import lexicon
from bot.answering.facts.numerals import (
    ARABIC,
    DIGIT_CLASS,
    MAX_LENGTH,
    magnitude_factor,
    parse_arabic,
    parse_chinese,
)
from bot.answering.facts.points import find_points
from retrieval.page import Span


class Qualifier(StrEnum):
    """What a qualifier makes of the number."""

    ABOUT = "about"
    """约, 近, 左右 …"""
    MORE = "more"
    """余, 多, 超过 …"""
    LESS = "less"
    """不足, 不到, 以下 …"""
    AT_LEAST = "at_least"
    """至少, 不少于 …"""
    AT_MOST = "at_most"
    """至多, 以内 …"""
    SEVERAL = "several"
    """数十, 几百: some multiple of the value."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; spans are code points in the text given, half-open."""

    span: Span
    """Qualifier, number and unit as one would answer: 近5万人, 2.4亿元以上, 20余个, 三成."""
    qualified_span: Span
    """`span` with a verb-like qualifier before it (超过5万人), else the same as `span`."""
    number_span: Span
    """The numeral alone, sign included, magnitude excluded; of a range, both numerals."""
    value: Decimal
    """The number with its magnitude multiplied out, in `unit`."""
    upper: Decimal | None
    """The upper end of a range, the second side of a score (3:1)."""
    unit: str
    """Unit or measure word as written; "" if there is none."""
    magnitude: str
    """百, 千, 万, 亿 … as written before the unit; "" if there is none."""
    dimension: str
    """Table of `units.toml`: count, people, money, ratio, length, time, ordinal …; also score, and
    number where there is no unit."""
    qualifier: Qualifier | None = None
    qualifier_spans: tuple[Span, ...] = ()


_CHINESE = rf"(?:[{DIGIT_CLASS}十拾廿卅]|百(?!分)|佰|千(?![瓦克米伏卡赫帕焦])|仟|[万亿])"
_MAGNITUDE = r"(?:百(?!分)|千(?![瓦克米伏卡赫帕焦])|万|亿|兆(?=[元美]))"
_FRACTION_PART = rf"[{DIGIT_CLASS}十百千万]"

_NUMBER = re.compile(
    rf"""
    (?<![\d{DIGIT_CLASS}十拾廿卅百佰千仟万亿半])
    (?:
        (?P<whole>{_FRACTION_PART}++)分之
        (?:(?P<part>{_FRACTION_PART}++(?:点[{DIGIT_CLASS}]++)?)|(?P<part_arabic>{ARABIC}))
      | (?P<numerator>\d{{1,3}}+)/(?P<denominator>\d{{1,4}}+)(?![\d/年月])
      | (?P<left>\d{{1,3}}+)[:：比](?P<right>\d{{1,3}}+)(?![\d:：])
      | (?P<half>一?半|半数)
      | (?P<turn>翻了?)(?P<turns>[{DIGIT_CLASS}\d])(?=番)
      | (?P<several>[数几上](?=[十百千万亿]))?
        (?:(?P<arabic>{ARABIC})|(?P<chinese>{_CHINESE}++(?:点[{DIGIT_CLASS}]++)?))
        (?P<infix>余|多|几|来(?=[个家人岁年天米万亿种名位次条]))?
        (?:\s?(?P<magnitude>{_MAGNITUDE}++)(?P<rest>(?:\d{{1,4}}+{_MAGNITUDE}*+)*+))?
        (?P<infix2>余|多|\+(?![\da-zA-Z]))?
    )
    """,
    re.VERBOSE,
)
_REST_PART = re.compile(rf"(\d+)({_MAGNITUDE}*)")
_RANGE_SIGN = re.compile(r"\s?(?:—{1,2}|[-–―~～∼]{1,2}|至|到)\s?")
_MEASURE_HALF = re.compile(r"个(?P<extra>半|多)(?P<unit>月|小时|星期|世纪|钟头|季度|学期|礼拜)")
_MONEY_SIGNS = {
    "¥": "元", "￥": "元", "$": "美元", "＄": "美元", "€": "欧元", "£": "英镑", "￡": "英镑",
}  # fmt: skip
_MAX_UNIT = 8
_MAX_IDIOM = 5
_NOT_NUMBER_AFTER = frozenset("统唯之万同任每某另单专划合逐归如其初进")
"""Before 一: the end of a word (统一, 之一), or a choice rather than a count (每一家)."""
_DASHED = re.compile(r"-(\d+)")
_LATIN = re.compile(r"[A-Za-z]")
_ID_DIGITS = 7
"""So many digits or more with no unit are a telephone or identity number."""


@dataclass(frozen=True, slots=True)
class _Amount:
    """A numeral as matched, before its unit."""

    start: int
    end: int
    number: Span
    value: Decimal
    upper: Decimal | None = None
    magnitude: str = ""
    dimension: str = ""
    unit: str = ""
    chinese: bool = False
    bare: bool = False
    """Only a magnitude: 百家, 亿元以上. A quantity if a qualifier says so."""
    qualifier: Qualifier | None = None
    qualifier_span: Span | None = None


@cache
def _qualifiers() -> tuple[dict[str, tuple[Qualifier, bool]], dict[str, Qualifier]]:
    """Return the words before (with: inside the span?) and after a number."""
    data = lexicon.read_toml("qualifiers.toml")
    before = {
        word: (Qualifier(name), place == "inside")
        for name, places in data["before"].items()
        for place, words in places.items()
        for word in words.split()
    }
    after = {
        word: Qualifier(name)
        for name, places in data["after"].items()
        for word in places["inside"].split()
    }
    return before, after


@cache
def _not_after() -> dict[str, frozenset[str]]:
    """Return, for a qualifier of one character, those before it that make another word."""
    table: dict[str, str] = lexicon.read_toml("qualifiers.toml")["not_after"]
    return {word: frozenset(chars) for word, chars in table.items()}


@cache
def _idioms() -> frozenset[str]:
    return lexicon.read_lines("idioms.txt")


def find_quantities(text: str, taken: Sequence[Span] | None = None) -> tuple[Quantity, ...]:
    """Return the quantities in `text`, in order, not overlapping.

    `text` is best folded (Simplified, half width); full-width digits are read too. `taken` are
    the spans of points in time, whose numbers are no quantities (2022年, 2月18日); found here if
    not given.
    """
    if taken is None:
        taken = [point.span for point in find_points(text)]
    starts = [span.start for span in taken]
    found: list[Quantity] = []
    position = 0
    while match := _NUMBER.search(text, position):
        covering = bisect_right(starts, match.end() - 1) - 1
        if covering >= 0 and taken[covering].end > match.start():
            position = taken[covering].end
            continue
        quantity, position = _read(text, match)
        if quantity is not None:
            found.append(quantity)
    return tuple(found)


def _read(text: str, match: re.Match[str]) -> tuple[Quantity | None, int]:
    """Read the quantity whose numeral is `match`; with it, where to go on."""
    amount = _amount(text, match)
    if amount is None or _is_label(text, amount):
        return None, match.end()
    ordinal = text.startswith("第", amount.start - 1) if amount.start else False
    unit, end = _unit(text, amount)
    value, upper, number = amount.value, amount.upper, amount.number
    extra: tuple[Qualifier, Span] | None = None

    if half := _MEASURE_HALF.match(text, amount.end):
        end = half.end()
        unit = _named_unit("个" + half["unit"])
        if half["extra"] == "半":
            value += Decimal("0.5")
        else:
            extra = Qualifier.MORE, Span(half.start("extra"), half.end("extra"))
    elif unit and not ordinal and amount.upper is None:
        joined = _range(text, amount, unit, end)
        if joined is None:
            value, unit, end = _second_part(text, value, unit, end)
        else:
            amount, value, upper, number, unit, end = joined
    elif not unit and amount.upper is None and not amount.dimension:
        joined = _range(text, amount, None, end)
        if joined is not None:
            amount, value, upper, number, unit, end = joined

    start = amount.start
    if text[start - 1 : start] in _MONEY_SIGNS and not ordinal:
        start -= 1
    qualifier, spans = amount.qualifier, []
    if amount.qualifier_span:
        spans.append(amount.qualifier_span)
    if extra:
        qualifier = extra[0]
        spans.append(extra[1])
    if ordinal:
        start -= 1
    qualified_start = start
    before = None if ordinal else _before(text, start)
    if before:
        word, kind, inside = before
        qualifier = kind if qualifier is None else qualifier
        spans.insert(0, Span(start - len(word), start))
        qualified_start = start - len(word)
        if inside:
            start = qualified_start
    after = None if ordinal else _after(text, end, unit)
    if after:
        word, kind = after
        qualifier = kind if qualifier is None else qualifier
        spans.append(Span(end, end + len(word)))
        end += len(word)

    dimension = amount.dimension or (unit.dimension if unit else "number")
    if ordinal:
        dimension = "ordinal"
    elif not _counts(text, amount, unit, end, qualified=qualifier is not None):
        return None, max(end if unit else match.end(), match.end())
    quantity = Quantity(
        span=Span(start, end),
        qualified_span=Span(min(qualified_start, start), end),
        number_span=number,
        value=_plain_decimal(value),
        upper=None if upper is None else _plain_decimal(upper),
        unit=amount.unit or (unit.name if unit else ""),
        magnitude=amount.magnitude,
        dimension=dimension,
        qualifier=qualifier,
        qualifier_spans=tuple(sorted(spans)),
    )
    return quantity, end


def _plain_decimal(value: Decimal) -> Decimal:
    """Write whole numbers without decimals or exponent (2.4亿 is 240000000)."""
    whole = value.to_integral_value()
    return Decimal(int(whole)) if whole == value else value


def _amount(text: str, match: re.Match[str]) -> _Amount | None:
    """Read the numeral of a match; None if it is not well formed."""
    start, end = match.span()
    if match["part"] or match["part_arabic"]:
        return _fraction(match)
    if match["numerator"]:
        low, high = int(match["numerator"]), int(match["denominator"])
        if not 0 < low < high:
            return None
        return _Amount(start, end, Span(start, end), Decimal(low) / high, dimension="ratio")
    if match["left"]:
        left, right = Decimal(match["left"]), Decimal(match["right"])
        return _Amount(start, end, Span(start, end), left, right, dimension="score")
    if match["half"]:
        whole = match["half"] != "半"
        return _Amount(
            start, end, Span(start, end), Decimal("0.5"), chinese=True,
            dimension="ratio" if whole else "",
        )  # fmt: skip
    if match["turn"]:
        numeral = parse_chinese(match["turns"])
        value = numeral.value if numeral else Decimal(match["turns"])
        number = Span(*match.span("turns"))
        return _Amount(start, end, number, value, chinese=True)
    return _plain(text, match)


def _fraction(match: re.Match[str]) -> _Amount | None:
    """Read 三分之二 (a ratio), 百分之七十 (70 %), 千分之三 (3 ‰)."""
    if match["part_arabic"]:
        part = parse_arabic(match["part_arabic"])
        number = Span(*match.span("part_arabic"))
    else:
        numeral = parse_chinese(match["part"])
        if numeral is None:
            return None
        part = numeral.value
        number = Span(*match.span("part"))
    if match["whole"] == "百":
        return _Amount(*match.span(), number, part, dimension="ratio", unit="%")
    if match["whole"] == "千":
        return _Amount(*match.span(), number, part, dimension="ratio", unit="‰")
    if match["whole"] in ("万", "亿"):
        whole = Decimal(magnitude_factor(match["whole"]))
    else:
        numeral = parse_chinese(match["whole"])
        if numeral is None or not numeral.value:
            return None
        whole = numeral.value
    return _Amount(*match.span(), Span(*match.span()), part / whole, dimension="ratio")


def _plain(text: str, match: re.Match[str]) -> _Amount | None:
    """Read digits or a Chinese numeral with its magnitude."""
    start, end = match.span()
    upper, bare, qualifier, spans = None, False, None, None
    magnitude = match["magnitude"] or ""
    number = Span(match.start("arabic"), match.end("arabic"))
    if match["arabic"]:
        if len(match["arabic"]) > MAX_LENGTH:
            return None
        value = parse_arabic(match["arabic"])
        start, number, value = _sign(text, start, number, value)
    else:
        word = match["chinese"]
        number = Span(match.start("chinese"), match.end("chinese"))
        if len(word) > MAX_LENGTH:
            return None
        if all(c in "十百千万亿" for c in word) and (match["several"] or word[0] != "十"):
            value = Decimal(magnitude_factor(word))
            bare = not match["several"]
            if match["several"]:
                qualifier = Qualifier.MORE if match["several"] == "上" else Qualifier.SEVERAL
                spans = Span(match.start("several"), match.end("several"))
        else:
            numeral = parse_chinese(word)
            if numeral is None:
                return None
            value, upper = numeral.value, numeral.upper
        if not magnitude:
            stem = word.rstrip("万亿")
            magnitude = word[len(stem) :]
            if stem:
                number = Span(number.start, number.start + len(stem))
    if match["magnitude"]:
        factor = magnitude_factor(match["magnitude"])
        value *= factor
        upper = None if upper is None else upper * factor
        for part in _REST_PART.finditer(match["rest"]):  # 1亿2000万
            smaller = magnitude_factor(part[2]) if part[2] else 1
            if smaller >= factor:
                return None
            value += Decimal(part[1]) * smaller
            factor = smaller
            number = Span(number.start, match.start("rest") + part.end(1))
            magnitude = part[2]
    infix = "infix" if match["infix"] else "infix2" if match["infix2"] else ""
    if infix:
        qualifier = Qualifier.MORE
        spans = Span(*match.span(infix))
        bare = False
    return _Amount(
        start, end, number, value, upper, magnitude, chinese=not match["arabic"], bare=bare,
        qualifier=qualifier, qualifier_span=spans,
    )  # fmt: skip


def _sign(text: str, start: int, number: Span, value: Decimal) -> tuple[int, Span, Decimal]:
    """Take in a minus sign or 零下 before the digits."""
    if text.startswith("零下", start - 2) and start >= 2:
        return start - 2, Span(start - 2, number.end), -value
    if (
        start
        and text[start - 1] in "-−"
        and not (
            start > 1
            and (
                text[start - 2].isdigit()
                or text[start - 2].isascii()
                or text[start - 2] in "%％℃°度"
            )
        )
    ):
        return start - 1, Span(start - 1, number.end), -value
    return start, number, value


def _is_label(text: str, amount: _Amount) -> bool:
    """Tell whether the digits are part of a name, a version, a telephone number (T-92, 5G, 4+8)."""
    start, end = amount.start, amount.end
    before = text[start - 1 : start]
    if amount.chinese or amount.dimension:
        return False
    if before.isascii() and (before.isalpha() or (before in "_+#@" and before)):
        return True
    if before and before in ".-–/" and start > 1:
        previous = text[start - 2]
        if previous.isascii() and previous.isalnum():
            return True
    after = text[end : end + 1]
    if after and after in "+＋":
        return True
    return after in (".", "-") and text[end + 1 : end + 2].isdecimal() and _chain(text, end)


def _chain(text: str, end: int) -> bool:
    """Tell whether digits go on behind the dot or dash at `end` and then again (1.2.3, 010-1-2)."""
    if text[end] == ".":
        return True
    second = _DASHED.match(text, end)
    return second is not None and (
        text.startswith("-", second.end()) or len(second[1]) >= _ID_DIGITS
    )


def _named_unit(name: str) -> lexicon.Unit | None:
    units = lexicon.units()
    return units.get(name) or units.get(name.removeprefix("个"))


def _unit(text: str, amount: _Amount) -> tuple[lexicon.Unit | None, int]:
    """Find the longest unit after the numeral (one space may stand between)."""
    if amount.dimension:
        return None, amount.end
    units, at = lexicon.units(), amount.end
    if text[at : at + 1].isspace():
        at += 1
    for length in range(_MAX_UNIT, 0, -1):
        name = text[at : at + length]
        unit = units.get(name)
        if unit is None or len(name) < length:
            continue
        after = text[at + length : at + length + 1]
        if name[-1].isascii() and name[-1].isalpha() and _LATIN.match(after):
            continue
        if after and after in lexicon.unit_barriers().get(name, ()):
            continue
        return unit, at + length
    before = text[amount.start - 1 : amount.start]
    if before in _MONEY_SIGNS:
        return units[_MONEY_SIGNS[before]], amount.end
    return None, amount.end


def _second_part(
    text: str, value: Decimal, unit: lexicon.Unit, end: int
) -> tuple[Decimal, lexicon.Unit, int]:
    """Take in 半 (两年半) or a smaller unit (3元5角, 1小时20分) after the first."""
    if text.startswith("半", end) and text[end + 1 : end + 2] not in tuple(
        "个小天月年夜途路数场决山"
    ):
        return value + Decimal("0.5"), unit, end + 1
    match = _NUMBER.match(text, end)
    if match is None:
        return value, unit, end
    amount = _amount(text, match)
    if amount is None or amount.upper is not None or amount.dimension:
        return value, unit, end
    smaller, smaller_end = _unit(text, amount)
    if smaller and smaller.name == "分":
        smaller = _named_unit({"time": "分钟", "money": "分钱"}.get(unit.dimension, "分"))
    if smaller is None or smaller.base != unit.base or smaller.factor >= unit.factor:
        return value, unit, end
    total = value * unit.factor + amount.value * smaller.factor
    if (in_first := total / unit.factor) * unit.factor == total and len(
        in_first.as_tuple().digits
    ) < 12:
        return in_first, unit, smaller_end
    return total / smaller.factor, smaller, smaller_end


def _range(
    text: str, amount: _Amount, unit: lexicon.Unit | None, end: int
) -> tuple[_Amount, Decimal, Decimal, Span, lexicon.Unit | None, int] | None:
    """Join a second numeral to the first: 3至5天, 1.5万—2万, 10%～20%."""
    sign = _RANGE_SIGN.match(text, end)
    if sign is None:
        return None
    if (
        unit
        and sign[0].strip() in ("至", "到")
        and text[amount.start - 1 : amount.start] in ("从", "由")
    ):
        return None  # 从58家到70家 is a change
    match = _NUMBER.match(text, sign.end())
    other = _amount(text, match) if match else None
    if other is None or other.upper is not None or other.dimension != amount.dimension:
        return None
    other_unit, other_end = _unit(text, other)
    if unit and (other_unit is None or other_unit.name != unit.name):
        return None
    value = amount.value
    if not unit and not amount.magnitude and other.magnitude and value < 10**4:
        value *= magnitude_factor(other.magnitude)
    if value >= other.value:
        return None
    joined = replace(
        amount,
        magnitude=other.magnitude,
        bare=False,
        qualifier=other.qualifier or amount.qualifier,
        qualifier_span=other.qualifier_span or amount.qualifier_span,
    )
    number = Span(amount.number.start, other.number.end)
    return joined, value, other.value, number, other_unit, other_end


def _before(text: str, start: int) -> tuple[str, Qualifier, bool] | None:
    """Find the qualifier that ends at `start`."""
    words, _ = _qualifiers()
    for length in (4, 3, 2, 1):
        word = text[max(start - length, 0) : start]
        if len(word) == length and word in words:
            kind, inside = words[word]
            previous = text[start - length - 1 : start - length] if start > length else ""
            if previous and previous in _not_after().get(word, ()):
                return None
            return word, kind, inside
    return None


def _after(text: str, end: int, unit: lexicon.Unit | None) -> tuple[str, Qualifier] | None:
    """Find the qualifier that starts at `end`."""
    _, words = _qualifiers()
    for length in (2, 1):
        word = text[end : end + length]
        if word not in words:
            continue
        if word == "多":  # 三年多; but 比去年的3家多2家
            following = text[end + 1 : end + 2]
            if not unit or unit.dimension not in ("time", "length", "weight", "money"):
                return None
            if following.isdecimal() or following in tuple("于了出达少"):
                return None
        return word, words[word]
    return None


def _counts(
    text: str, amount: _Amount, unit: lexicon.Unit | None, end: int, *, qualified: bool
) -> bool:
    """Tell whether a number, its unit known, is a quantity rather than part of a word."""
    start = amount.start
    word = text[start : amount.end]
    before = text[start - 1 : start]
    if amount.dimension:
        return True
    if amount.chinese:
        if amount.bare:
            return qualified and unit is not None
        if word == "半":
            return (
                (unit is not None and unit.dimension == "time") or text.startswith("个", amount.end)
            )
        if any(text[start : start + n] in _idioms() for n in range(2, _MAX_IDIOM + 1)):
            return False
        if word == "一" and before in _NOT_NUMBER_AFTER and before:
            return False
        if before in ("周", "期", "拜") and len(word) == 1:
            return False
        if unit is None:
            return (
                (qualified
                and amount.value >= 10)
                or (amount.value >= 20 and len(word) > 1 and any(c in "十百千万亿" for c in word))
            )
        return not (word == "一" and unit.name in lexicon.vague_after_one())
    if unit is not None:
        return True
    after = text[amount.end : amount.end + 1]
    digits = text[amount.number.start : amount.number.end]
    if after.isascii() and after.isalpha():
        return False
    if amount.magnitude:
        return True
    if digits.isdecimal():
        if len(digits) >= _ID_DIGITS or (digits[0] in "0０" and len(digits) > 1):
            return False
        if len(digits) == 4 and digits[:2] in ("19", "20"):  # a year
            return False
    if before in ("“", "《", "‘", '"', "「") and after in ("”", "》", "’", '"', "」"):
        return False
    return not (before.isspace() and _LATIN.match(text[start - 2 : start - 1]) and start > 1)


def convert(quantity: Quantity, to_unit: str) -> Decimal | None:
    """Return the value of `quantity` in `to_unit`; None where they do not convert exactly.

    `to_unit` may have a magnitude before the unit (万元, 亿元, 万平方米).
    """
    unit = lexicon.units().get(quantity.unit)
    scale = Decimal(1)
    target = lexicon.units().get(to_unit)
    if target is None:
        stem = to_unit.lstrip("十百千万亿")
        target = lexicon.units().get(stem)
        scale = Decimal(magnitude_factor(to_unit[: len(to_unit) - len(stem)]))
    if unit is None or target is None or unit.base != target.base:
        return None
    in_base = quantity.value * unit.factor
    result = in_base / (target.factor * scale)
    return _plain_decimal(result) if result * target.factor * scale == in_base else None


def same_value(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities state the same amount, whatever the unit (1.5公里, 1500米).

    Qualifiers do not count; measure words of counts neither (3家, 3个), nor of people.
    """
    if one.unit == other.unit or one.dimension == other.dimension in ("count", "people"):
        return one.value == other.value and one.upper == other.upper
    if one.upper is not None or other.upper is not None:
        return False
    return convert(one, other.unit) == other.value


def format_number(value: Decimal) -> str:
    """Write a number as newspapers do: 亿 and 万 from there up, no needless zeros."""
    for name, factor in (("亿", 10**8), ("万", 10**4)):
        if abs(value) >= factor:
            scaled = value / factor
            if scaled * factor == value and len(scaled.as_tuple().digits) <= 8:
                return f"{_plain_decimal(scaled).normalize():f}{name}"
    return f"{value.normalize():f}"
