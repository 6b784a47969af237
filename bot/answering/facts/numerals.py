"""Numerals as they are written in Chinese text: `23,876`, `１２．５`, `一百二十`, `二〇二三`."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

DIGITS = {
    **{c: n for n, c in enumerate("零一二三四五六七八九")},
    **{c: n for n, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2,
}
"""Chinese digits, plain and as on banknotes."""

_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_SHORT_TENS = {"廿": "二十", "卅": "三十"}

MAX_LENGTH = 40
"""Longer runs of digits are no amounts (and would cost time to read)."""

ARABIC = r"(?:\d{1,3}(?>(?:[,，]\d{3}(?!\d))+)(?!\d)|\d++)(?:[.．]\d++)?"
"""Arabic digits; a comma only before groups of exactly three, after a head of one to three.

Must not start inside a number: use after `(?<!\\d)`.
"""

DIGIT_CLASS = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
"""The Chinese digits, for a character class."""

_POSITIONAL = re.compile(r"[十拾百佰千仟万亿廿卅]")
_PAIR = re.compile(rf"([一二三四五六七八九两])([一二三四五六七八九])(?![{DIGIT_CLASS}])")


@dataclass(frozen=True, slots=True)
class Numeral:
    """What a numeral says: one value, or two neighbouring ones (三四百 is 300 to 400)."""

    value: Decimal
    upper: Decimal | None = None


def parse_arabic(text: str) -> Decimal:
    """Read a string that `ARABIC` matches; full-width digits are digits."""
    return Decimal(text.replace(",", "").replace("，", "").replace("．", "."))


def magnitude_factor(text: str) -> int:
    """Return the factor of a run of magnitudes: 万 is 10⁴, 百万 is 10⁶, 万亿 is 10¹²."""
    factor = 1
    for char in text:
        factor *= _TENS.get(char) or _MYRIADS[char]
    return factor


def plain(value: Decimal) -> Decimal:
    """Return `value` without needless decimals or exponent (2.4亿 is 240000000)."""
    whole = value.to_integral_value()
    return Decimal(int(whole)) if whole == value else value


def parse_chinese(text: str) -> Numeral | None:
    """Read a Chinese numeral, with 点 for the decimal point; None if it is not well formed.

    Digits alone are read one by one (二〇二三); a last digit after a gap takes the next place
    (三万五 is 35,000, 一百五 is 150), as in speech. A pair of neighbouring digits is a range
    (三四个, 七八十, 十七八; also 三五个).
    """
    if not 0 < len(text) <= MAX_LENGTH:
        return None
    for short, long in _SHORT_TENS.items():
        text = text.replace(short, long)
    whole, point, decimals = text.partition("点")
    if point:
        digits = [DIGITS.get(c) for c in decimals]
        value = _whole(whole)
        if value is None or not digits or None in digits:
            return None
        return Numeral(Decimal(f"{value}.{''.join(map(str, digits))}"))
    pair = _PAIR.search(whole)
    if pair and (_POSITIONAL.search(whole) or len(whole) == 2):
        if any(char in DIGITS for char in whole[pair.end() :]):
            return None
        low, high = DIGITS[pair[1]], DIGITS[pair[2]]
        if high == low + 1 or (low, high) == (3, 5):
            first = _whole(whole[: pair.start(1)] + pair[1] + whole[pair.end() :])
            second = _whole(whole[: pair.start(1)] + pair[2] + whole[pair.end() :])
            if first is not None and second is not None:
                return Numeral(Decimal(first), Decimal(second))
    value = _whole(whole)
    return None if value is None else Numeral(Decimal(value))


@lru_cache(maxsize=50_000)
def written_number(word: str) -> Decimal | None:
    """Return the one number that a whole word writes, in either script; None if it is none."""
    if word.isdecimal():
        return Decimal(word)
    numeral = parse_chinese(word)
    return numeral.value if numeral and numeral.upper is None else None


def parse_year(text: str) -> int | None:
    """Read the number of a year: Arabic digits, digit by digit, or a numeral; 元 is year 1."""
    if text == "元":
        return 1
    if text.isdecimal():
        return int(text)
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    return _whole(text.replace("廿", "二十").replace("卅", "三十"))


def _whole(text: str) -> int | None:
    """Read a whole numeral without approximations."""
    if not text:
        return None
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total, section, digit = 0, 0, -1  # digit -1: none read since the last place
    last_place, zero = 0, False
    for index, char in enumerate(text):
        if char in DIGITS:
            if DIGITS[char] == 0:
                if digit > 0:
                    return None
                zero = True
            elif digit > 0:
                return None
            else:
                digit = DIGITS[char]
        elif char in _TENS:
            place = _TENS[char]
            if digit < 0:
                if place != 10 or (index and section % 100 and not zero):
                    return None
                digit = 1
            if section and last_place and last_place < 10**4 and place >= last_place:
                return None
            section += digit * place
            digit, last_place, zero = -1, place, False
        elif char in _MYRIADS:
            place = _MYRIADS[char]
            section += max(digit, 0)
            if not section and not total:
                return None
            if section:
                if total and total < place:
                    section, total = total + section, 0
                total += section * place
            else:  # 万亿
                total *= place
            section, digit, last_place, zero = 0, -1, place, False
        else:
            return None
    if digit > 0:
        section += digit * (last_place // 10) if last_place > 10 and not zero else digit
    return total + section
