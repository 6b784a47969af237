"""Amounts: a numeral with its magnitude and unit, before one asks what stands around it."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.answering.facts import lexicon
from bot.answering.facts.lexicon import Unit
from bot.answering.facts.numerals import (
    ARABIC,
    DIGIT_CLASS,
    MAX_LENGTH,
    magnitude_factor,
    parse_arabic,
    parse_chinese,
)
from bot.answering.facts.qualifiers import Qualifier, QualifierWord
from retrieval.page import Span

_CHINESE = rf"(?:[{DIGIT_CLASS}十拾廿卅]|百(?!分)|佰|千(?![瓦克米伏卡赫帕焦])|仟|[万亿])"
_MAGNITUDE = r"(?:百(?!分)|千(?![瓦克米伏卡赫帕焦])|万|亿|兆(?=[元美]))"
_FRACTION_PART = rf"[{DIGIT_CLASS}十百千万]"
_INSIDE = rf"\d{DIGIT_CLASS}十拾廿卅百佰千仟万亿半"
_GROUP, _LAST_GROUP = r"(?:\d,\d{3}|\d{1,4}+)", r"(?:\d,\d{3}|\d{3,4}+)"
"""The digits between two magnitudes, and after the last: 1亿2,800万, 4万2,000册."""

NUMERAL = re.compile(
    rf"""
    (?=[{_INSIDE}数几上翻])(?<![{_INSIDE}])
    (?:
        (?P<whole>{_FRACTION_PART}++)分之
        (?:(?P<part>{_FRACTION_PART}++(?:点[{DIGIT_CLASS}]++)?)|(?P<part_arabic>{ARABIC}))
      | (?P<numerator>\d{{1,3}}+)/(?P<denominator>\d{{1,4}}+)(?![\d/年月])
      | (?P<left>\d{{1,3}}+)[:：比](?P<right>\d{{1,3}}+)(?![\d:：.%％万亿])
      | (?P<half>一半|半数|半)
      | 翻了?(?P<turns>[{DIGIT_CLASS}\d])(?=番)
      | (?P<several>[数几上](?=[十百千万亿]))?
        (?:(?P<arabic>{ARABIC})|(?P<chinese>(?>{_CHINESE}+)(?:点[{DIGIT_CLASS}]++)?))
        (?P<infix>余|多|几|来(?=[个家人岁年天米万亿种名位次条]))?
        (?:\s?(?P<magnitude>(?>{_MAGNITUDE}+))
            (?P<rest>(?>(?:{_GROUP}(?>{_MAGNITUDE}+))*)(?:{_LAST_GROUP}(?![.．\d,]))?))?
        (?P<infix2>余|多|[+＋](?![\da-zA-Z]))?
    )
    """,
    re.VERBOSE,
)
"""One numeral; atomic throughout, and it cannot start inside another: linear time.

Groups are atomic and not possessive: before 3.11.5 Python forgets a look-ahead inside the last
round of a possessive group (gh-106052).
"""

_BANKNOTE, _FORMAL = re.compile("[壹贰叁肆伍陆柒捌玖]"), re.compile("[拾佰仟万亿]")
"""Banknote digits are numerals only beside their places: 伍佰元, but 陆家, 伍先生."""
_REST_PART = re.compile(rf"(\d,\d{{3}}|\d+)({_MAGNITUDE}*)")
_RANGE_SIGN = re.compile(r"\s?(?:—{1,2}|[-－–―~～∼]{1,2}|至|到)\s?")
_MEASURE_EXTRA = re.compile(
    r"个(?P<extra>半|多)(?P<unit>月|小时|星期|世纪|钟头|钟|季度|学期|礼拜|百分点)"
)
_MONEY_SIGNS = {
    "¥": "元", "￥": "元", "$": "美元", "＄": "美元", "€": "欧元", "£": "英镑", "￡": "英镑",
}  # fmt: skip
_HUNDREDTHS = ("米", "秒")
"""Units after which two more digits are hundredths (1米80, 33秒62)."""
_TWO_DIGITS = re.compile(r"\d\d(?![\d.．%％一-龥A-Za-z]|,\d)")
_TENTH = re.compile(r"[一二三四五六七八九](?![十百千万亿点一二三四五六七八九])")
"""What may stand behind 成: tenths of it (六成[三])."""
_DECIMALS = re.compile(r"\d{1,2}(?![\d.．%％A-Za-z:：]|,\d|[一-龥])")
"""Likewise in digits, which may be hundredths, too (6成[25])."""
_PREFIXED = ("元", "度")
"""Units that a word before the number makes precise."""
_LONGEST_UNIT = 8
_NOT_AFTER_HALF = frozenset("个小天月年夜途路数场决山岛径")
"""After 半: a word of its own (两年半途)."""
_BEFORE_SIGN = ("", " ", "(", ",", ":", ";", "=")
_NOT_BEFORE_SIGN = frozenset("％℃°度—–")
"""Before a dash that says "to", not minus."""
_MOST_DIGITS = 12
"""A sum of two parts with more digits is not finite in the larger unit."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A numeral and, once `measure` has looked, its unit; spans are code points in the text."""

    span: Span
    number: Span
    """The numeral without magnitude, sign included; of a range, both numerals."""
    value: Decimal
    upper: Decimal | None = None
    magnitude: str = ""
    dimension: str = ""
    """Set for forms that take no unit: ratio, score."""
    unit: Unit | None = None
    chinese: bool = False
    """Whether written in Chinese characters, which occur in words too."""
    bare: bool = False
    """Whether only a magnitude (百家, 亿元以上): a number if something qualifies it."""
    infixes: tuple[QualifierWord, ...] = ()
    """余, 多, 几 inside, 数 or 上 at the front."""


def read_numeral(text: str, match: re.Match[str]) -> Amount | None:
    """Read a match of `NUMERAL`; None if it is not well formed."""
    span = Span(*match.span())
    if match["whole"]:
        return _fraction(match)
    if match["numerator"]:
        low, high = int(match["numerator"]), int(match["denominator"])
        if not 0 < low < high:
            return None
        return Amount(span, span, Decimal(low) / high, dimension="ratio")
    if match["left"]:
        return Amount(
            span, span, Decimal(match["left"]), Decimal(match["right"]), dimension="score"
        )
    if match["half"]:
        dimension = "" if match["half"] == "半" else "ratio"
        return Amount(span, span, Decimal("0.5"), dimension=dimension, chinese=True)
    if match["turns"]:
        numeral = parse_chinese(match["turns"])
        value = numeral.value if numeral else Decimal(match["turns"])
        return Amount(span, Span(*match.span("turns")), value, chinese=True)
    return _plain_numeral(text, match)


def _fraction(match: re.Match[str]) -> Amount | None:
    """Read 三分之二 (a ratio), 百分之七十 (70 %), 千分之三 (3 ‰)."""
    span = Span(*match.span())
    if match["part_arabic"]:
        part, number = parse_arabic(match["part_arabic"]), Span(*match.span("part_arabic"))
    else:
        numeral = parse_chinese(match["part"])
        if numeral is None:
            return None
        part, number = numeral.value, Span(*match.span("part"))
    sign = {"百": "%", "千": "‰"}.get(match["whole"])
    if sign:
        return Amount(span, number, part, dimension="ratio", unit=lexicon.units()[sign])
    if match["whole"] == "万":
        return Amount(span, span, part / 10**4, dimension="ratio")
    numeral = parse_chinese(match["whole"])
    if numeral is None or not numeral.value:
        return None
    return Amount(span, span, part / numeral.value, dimension="ratio")


def _plain_numeral(text: str, match: re.Match[str]) -> Amount | None:
    """Read digits or a Chinese numeral with its magnitude."""
    start, end = match.span()
    number = Span(*match.span("arabic" if match["arabic"] else "chinese"))
    word = text[number.start : number.end]
    if len(word) > MAX_LENGTH:
        return None
    upper, bare, infixes = None, False, []
    magnitude = match["magnitude"] or ""
    if match["arabic"]:
        value = parse_arabic(word)
    else:
        if match["several"] or (word[0] != "十" and not word.strip("十百千万亿")):
            if word.strip("十百千万亿"):
                return None
            value = Decimal(magnitude_factor(word))
            bare = not match["several"]
        else:
            numeral = parse_chinese(word)
            if numeral is None or (_BANKNOTE.search(word) and not _FORMAL.search(word)):
                return None
            value, upper = numeral.value, numeral.upper
        if match["several"]:
            kind = Qualifier.MORE if match["several"] == "上" else Qualifier.SEVERAL
            infixes.append(QualifierWord(kind, Span(*match.span("several"))))
        stem = word.rstrip("万亿")
        if stem and not magnitude:
            magnitude = word[len(stem) :]
            number = Span(number.start, number.start + len(stem))
    if match["magnitude"]:
        factor = magnitude_factor(match["magnitude"])
        value *= factor
        upper = None if upper is None else upper * factor
        for part in _REST_PART.finditer(match["rest"]):  # 1亿2000万
            smaller = magnitude_factor(part[2])
            if smaller >= factor:
                return None
            value += Decimal(part[1].replace(",", "")) * smaller
            factor = smaller
            number = Span(number.start, match.start("rest") + part.end(1))
            magnitude = part[2]
    for infix in ("infix", "infix2"):
        if match[infix]:
            infixes.append(QualifierWord(Qualifier.MORE, Span(*match.span(infix))))
            bare = False
    if not match["several"] and upper is None and (sign := _sign_length(text, start)):
        start, value = start - sign, -value
        number = Span(start, number.end)
    return Amount(
        Span(start, end), number, value, upper, magnitude,
        chinese=not match["arabic"], bare=bare, infixes=tuple(infixes),
    )  # fmt: skip


def _sign_length(text: str, start: int) -> int:
    """Return the length of a minus sign or 零下 before the digits, 0 if there is none."""
    if text.endswith("零下", 0, start):
        return 2
    if text.endswith(("-", "−"), 0, start):
        before = text[max(start - 2, 0) : start - 1]
        if before in _BEFORE_SIGN or not before.isascii():
            return int(before not in _NOT_BEFORE_SIGN)
    return 0


def measure(text: str, amount: Amount) -> Amount:
    """Take in the unit after a numeral, a second part (3元5角) or a range's end (3至5天)."""
    if extra := _MEASURE_EXTRA.match(text, amount.span.end):
        return _with_extra(amount, extra)
    first = _with_unit(text, amount)
    if first.upper is None and (joined := _joined_range(text, first)):
        return joined
    if first.unit and not first.dimension:
        return _with_second_part(text, first)
    return first


def _with_extra(amount: Amount, extra: re.Match[str]) -> Amount:
    """Take in 个半小时, 个多月."""
    units = lexicon.units()
    unit = units.get("个" + extra["unit"]) or units[extra["unit"]]
    measured = replace(amount, span=Span(amount.span.start, extra.end()), unit=unit)
    if extra["extra"] == "半":
        return replace(measured, value=amount.value + Decimal("0.5"))
    more = QualifierWord(Qualifier.MORE, Span(*extra.span("extra")))
    return replace(measured, infixes=(*amount.infixes, more))


def _with_unit(text: str, amount: Amount) -> Amount:
    """Take in the longest unit after the numeral (a space may stand between) or ¥ before it."""
    if amount.dimension:
        return amount
    units, barriers, at = lexicon.units(), lexicon.unit_barriers(), amount.span.end
    if text[at : at + 1].isspace():
        at += 1
    for length in range(min(_LONGEST_UNIT, len(text) - at), 0, -1):
        name = text[at : at + length]
        if name not in units:
            continue
        after = text[at + length : at + length + 1]
        if _is_latin(name[-1]) and _is_latin(after):
            continue
        if after and after in barriers.get(name, ()):
            continue
        return replace(amount, span=Span(amount.span.start, at + length), unit=units[name])
    sign = text[max(amount.span.start - 1, 0) : amount.span.start]
    if sign in _MONEY_SIGNS:
        span = Span(amount.span.start - 1, amount.span.end)
        return replace(amount, span=span, unit=units[_MONEY_SIGNS[sign]])
    if currency := _CURRENCY.match(text, at):
        unit = Unit(currency[0], "money", currency[0], Decimal(1))
        return replace(amount, span=Span(amount.span.start, currency.end()), unit=unit)
    return amount


_CURRENCY = re.compile(r"(?![单公纪状复多次硬纸钱古])[^\W\da-zA-Z元币]{1,2}[元币](?![素件器旦月])")
"""A currency that no table has (750[塔币])."""


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _with_second_part(text: str, first: Amount) -> Amount:
    """Take in 半 (两年半) or a smaller unit (3元5角, 1小时20分) after the first.

    The sum is in the first unit where that is a short decimal, else in the last.
    """
    unit, end = first.unit, first.span.end
    if unit is None:
        return first
    if text.startswith("半", end) and text[end + 1 : end + 2] not in _NOT_AFTER_HALF:
        value = first.value + Decimal("0.5")
        return replace(first, span=Span(first.span.start, end + 1), value=value)
    decimals = _TWO_DIGITS if unit.name in _HUNDREDTHS else _DECIMALS
    if unit.name in (*_HUNDREDTHS, "成") and (digits := decimals.match(text, end)):
        value = first.value + Decimal(digits[0]).scaleb(-len(digits[0]))
        number = Span(first.number.start, digits.end())
        return replace(first, span=Span(first.span.start, digits.end()), number=number, value=value)
    match = NUMERAL.match(text, end)
    second = read_numeral(text, match) if match else None
    if second is None or second.upper is not None or second.dimension:
        return first
    second = _with_unit(text, second)
    if unit.name == "成" and second.unit is None and _TENTH.match(text, end):
        value = first.value + second.value / 10
        return replace(first, span=Span(first.span.start, end + 1), value=value)
    if second.unit is None or (units := _descending(unit, second.unit)) is None:
        return first
    unit, smaller = units
    second = _with_second_part(text, replace(second, unit=smaller))  # 1小时2分3秒
    smaller = second.unit or smaller
    total = first.value * unit.factor + second.value * smaller.factor
    value = total / unit.factor
    if len(value.as_tuple().digits) > _MOST_DIGITS:
        value, unit = total / smaller.factor, smaller
    span = Span(first.span.start, second.span.end)
    number = Span(first.number.start, second.number.end)
    return replace(first, span=span, number=number, value=value, unit=unit)


def _descending(larger: Unit, smaller: Unit) -> tuple[Unit, Unit] | None:
    """Return two units of which the second can follow the first, None if it cannot.

    分 is read by its neighbour: a minute after 小时 or before 秒, a cent after 元 or 角.
    """
    units = lexicon.units()
    if larger.name == "分" and smaller.dimension == "time":
        larger = units["分钟"]
    if smaller.name == "分":
        smaller = units[{"time": "分钟", "money": "分钱"}.get(larger.dimension, "分")]
    if larger.base != smaller.base or smaller.factor >= larger.factor:
        return None
    return larger, smaller


def _joined_range(text: str, first: Amount) -> Amount | None:
    """Join a second amount to the first: 3至5天, 1.5万—2万, 10%～20%, 三分之一至二分之一."""
    end = first.span.end
    sign = _RANGE_SIGN.match(text, end)
    if sign is None or first.dimension == "score":
        return None
    if first.unit and sign[0].strip() in ("至", "到"):
        before = text[max(first.span.start - 1, 0) : first.span.start]
        if before in ("从", "由"):  # from 58 to 70 is a change
            return None
    match = NUMERAL.match(text, sign.end())
    last = read_numeral(text, match) if match else None
    if last is None or last.upper is not None or last.dimension != first.dimension:
        return None
    last = _with_unit(text, last)
    if first.unit and first.unit != last.unit:
        return None
    value = first.value
    if not first.unit and not first.magnitude and last.magnitude and value < 10**4:
        value *= magnitude_factor(last.magnitude)
    dimension = last.dimension
    if value >= last.value:
        if sign[0] != "-" or not _is_side(first) or not _is_side(last):
            return None
        dimension = "score"
    return replace(
        last,
        dimension=dimension,
        span=Span(first.span.start, last.span.end),
        number=Span(first.number.start, last.number.end),
        value=value,
        upper=last.value,
        infixes=(*first.infixes, *last.infixes),
        chinese=first.chinese,
        bare=False,
    )


def _is_side(amount: Amount) -> bool:
    """Tell whether an amount can be one side of a score (3-1)."""
    plain_digits = not (amount.unit or amount.magnitude or amount.chinese or amount.infixes)
    return plain_digits and 0 <= amount.value < 1000 and amount.value == int(amount.value)


def with_prefix(text: str, amount: Amount) -> Amount:
    """Take in the unit's word before the number: 人民币100元, 摄氏20度."""
    start = amount.span.start
    for word, unit in lexicon.unit_prefixes().items():
        if text.endswith(word, 0, start):
            span = Span(start - len(word), amount.span.end)
            if amount.unit is None or amount.unit.name in _PREFIXED:
                return replace(amount, span=span, unit=lexicon.units()[unit])
    return amount
