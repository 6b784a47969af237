"""What a time expression means: its kind and the days it names."""

import re
from calendar import monthrange
from datetime import date, timedelta

from bot.answering.facts.numerals import DIGITS, parse_chinese, parse_year
from bot.answering.facts.time_lexicon import (
    DASH,
    DAY,
    DIGIT,
    MONTH_NUMBER,
    eras,
    number_pair,
    time_words,
)
from bot.answering.facts.timepoint import DateRange, TimeKind


def resolve(
    match: re.Match[str], reference: date | None
) -> tuple[TimeKind, TimeKind, DateRange | None, bool]:
    """Return kind, granularity, days meant, and whether year and month are named.

    `match` is of the pattern in `points.py`, whose groups say what was found; `reference` is the
    article's date, without which only full dates have a meaning.
    """
    group = match.groupdict()
    if group["iso"]:
        numbers = [int(number) for number in re.findall(r"\d+", group["iso"])]
        return TimeKind.DATE, TimeKind.DATE, _days(numbers[0], numbers[1], numbers[2], None), True
    if group["year"] or group["relative_year"]:
        return _from_year(group, reference)
    if group["relative_month"]:
        day = _number(group["relative_day"])
        offset = time_words()["months"].get(group["relative_month"])
        resolved = None
        if reference and offset is not None:
            months = reference.year * 12 + reference.month - 1 + int(str(offset))
            resolved = _days(months // 12, months % 12 + 1, day, group["relative_part"])
        return TimeKind.RELATIVE, TimeKind.DATE if day else TimeKind.MONTH, resolved, False
    if group["bare_month"]:
        return _from_month(group, reference)
    if group["word"]:
        offset = time_words()["days"].get(group["word"])
        resolved = None
        if reference and offset is not None:
            day_meant = reference + timedelta(days=int(str(offset)))
            resolved = DateRange(day_meant, day_meant)
        granularity = TimeKind.DATE if offset is not None else TimeKind.RELATIVE
        return TimeKind.RELATIVE, granularity, resolved, False
    if group["festival"]:
        fixed = number_pair("solar_festivals", group["festival"])
        resolved = None
        if reference and fixed:
            resolved = _days(_likely_year(fixed[0], reference), fixed[0], fixed[1], None)
        return TimeKind.FESTIVAL, TimeKind.DATE, resolved, False
    if group["range"]:
        finest = next(
            (kind for sign, kind in _RANGE_GRAINS if sign in match["range"]), TimeKind.YEAR
        )
        return TimeKind.PERIOD, finest, _from_range(match["range"], reference), False
    if group["paren_year"]:
        return TimeKind.YEAR, TimeKind.YEAR, _days(parse_year(match[0]), None, None, None), False
    for name, kind in _SIMPLE_KINDS.items():
        if group[name]:
            return kind, kind, _from_simple(name, match[0], reference), False
    raise AssertionError(match)  # every branch of the pattern has a group


_SIMPLE_KINDS = {
    "century": TimeKind.CENTURY,
    "era": TimeKind.ERA,
    "year_part": TimeKind.PERIOD,
    "weekday": TimeKind.WEEKDAY,
    "bare_day": TimeKind.DATE,
    "bare_clock": TimeKind.CLOCK,
    "season": TimeKind.PERIOD,
    "daypart": TimeKind.CLOCK,
}


def _number(text: str | None) -> int | None:
    """Read a month's or day's number."""
    if not text:
        return None
    text = text.lstrip("初闰").replace("正", "一").replace("元", "一").replace("腊", "十二")
    if text.isdecimal():
        return int(text)
    numeral = parse_chinese(text)
    return int(numeral.value) if numeral else None


_YEAR_PARTS = {1: (1, 3), 2: (5, 8), 3: (11, 12)}
"""First and last month of the beginning, middle and end of a year."""


def _days(
    year: int | None, month: int | None, day: int | None, part: str | None
) -> DateRange | None:
    """Return the days of a year, month or day, or of a part of the year or month."""
    if year is None or not 1 <= year <= 9999:
        return None
    if month and not 1 <= month <= 12:
        return None
    if month and day:
        if not 1 <= day <= monthrange(year, month)[1]:
            return None
        return DateRange(date(year, month, day), date(year, month, day))
    if month:
        last = monthrange(year, month)[1]
        if third := number_pair("parts", part):
            low, high = (third[0] - 1) * 10 + 1, third[1] * 10 if third[1] < 3 else last
            return DateRange(date(year, month, low), date(year, month, high))
        return DateRange(date(year, month, 1), date(year, month, last))
    low_month, high_month = 1, 12
    if months := number_pair("year_parts", part and part.removeprefix("第")):
        low_month, high_month = months
    elif part and part[0] in "前头" and part.endswith("月"):  # 前11个月
        high_month = min(_number(part[1:].removesuffix("月").removesuffix("个")) or 12, 12)
    elif third := number_pair("parts", part):
        low_month, high_month = _YEAR_PARTS[third[0]][0], _YEAR_PARTS[third[1]][1]
    return DateRange(
        date(year, low_month, 1), date(year, high_month, monthrange(year, high_month)[1])
    )


def _year_value(text: str) -> int | None:
    """Read a year as written, to the Gregorian year; None before the common era or if unclear."""
    if "前" in text:
        return None
    for length in (4, 3, 2):
        for skip in (0, 1):  # 1: the dynasty before the title
            name = text[skip : skip + length]
            if name in eras():
                first = eras()[name]
                number = parse_year(text[skip + length :].lstrip("约").rstrip("年"))
                return first + number - 1 if first and number else None
    digits = re.search(rf"[\d{DIGIT}十百]+", text)
    if digits is None or (len(digits[0]) < 3 and text[0] not in "公西"):
        return None  # 98年 may be of any century
    return parse_year(digits[0])


def _from_year(
    group: dict[str, str | None], reference: date | None
) -> tuple[TimeKind, TimeKind, DateRange | None, bool]:
    year: int | None = None
    if group["year"]:
        year = _year_value(group["year"])
        kind = (
            TimeKind.ERA
            if group["year"][0] not in "公西纪前" and _is_era(group["year"])
            else TimeKind.YEAR
        )
    else:
        kind = TimeKind.RELATIVE
        offset = time_words()["years"].get(str(group["relative_year"]))
        if reference and offset is not None:
            year = reference.year + int(str(offset))
    month, day = _number((group["month"] or "").rstrip("份").rstrip("月")), _number(group["day"])
    granularity = TimeKind.DATE if day else TimeKind.MONTH if month else TimeKind.YEAR
    if kind is TimeKind.YEAR:
        kind = (
            granularity
            if granularity is not TimeKind.YEAR or not group["part"]
            else TimeKind.PERIOD
        )
    if group["part"] and not month:
        granularity = TimeKind.PERIOD
    resolved = _days(year, month, day, group["part"])
    return kind, granularity, resolved, bool(group["year"] and month and year)


def _is_era(text: str) -> bool:
    return not text[0].isdecimal() and text[0] not in DIGITS


def _likely_year(month: int, reference: date) -> int:
    """Return the year of a month named without one: the reference's, or the one before for months
    more than half a year ahead."""
    return reference.year - 1 if month - reference.month > 6 else reference.year


def _from_month(
    group: dict[str, str | None], reference: date | None
) -> tuple[TimeKind, TimeKind, DateRange | None, bool]:
    month = _number(str(group["bare_month"]).rstrip("份").rstrip("月"))
    day = _number(group["month_day"])
    if group["lunar_day"] or str(group["bare_month"])[0] in "正腊闰":
        return TimeKind.DATE, TimeKind.DATE, None, False
    kind = TimeKind.DATE if day else TimeKind.MONTH
    resolved = None
    if reference and month:
        resolved = _days(_likely_year(month, reference), month, day, group["month_part"])
    return kind, kind, resolved, False


_MONTH_RANGE = re.compile(
    rf"(?:(?P<year>.+)年)?(?P<m1>{MONTH_NUMBER})(?:月(?:(?P<d1>{DAY})[日号]?)?)?{DASH}"
    rf"(?:(?P<m2>{MONTH_NUMBER})月份?)?(?:(?P<d2>{DAY})[日号])?"
)


def _named_year(text: str | None, reference: date) -> int | None:
    """Read a year without its 年: 2022, or 去 against the reference; None if there is none."""
    if not text:
        return None
    offset = time_words()["years"].get(f"{text}年")
    return parse_year(text) if offset is None else reference.year + int(str(offset))


_RANGE_GRAINS = (("日", TimeKind.DATE), ("号", TimeKind.DATE), ("月", TimeKind.MONTH))
"""What a range from one time to another holds that names days, or months; years if nothing."""


def _from_range(text: str, reference: date | None) -> DateRange | None:
    """Resolve 2019-2022年, 1995-96赛季, 1—3月, 去年1—3月, 3月5日至8日, 2022年3月5—8日."""
    years = re.findall(r"[12]\d{3}", text)
    if "月" in text:
        ends = _MONTH_RANGE.fullmatch(text)
        month = _number(ends["m1"]) if ends else None
        if ends is None or month is None or reference is None:
            return None
        year = _named_year(ends["year"], reference) or _likely_year(month, reference)
        first = _days(year, month, _number(ends["d1"]), None)
        last = _days(year, _number(ends["m2"]) or month, _number(ends["d2"]), None)
        if first is None or last is None or first.start > last.end:
            return None
        return DateRange(first.start, last.end)
    if not years:
        return None
    start = end = int(years[0])
    if len(years) > 1:
        end = int(years[1])
    elif short := re.search(r"(\d{2})(?:年|\w+季)", text):
        end = start // 100 * 100 + int(short[1]) + (9 if "年代" in text else 0)
    return DateRange(date(start, 1, 1), date(end, 12, 31)) if start <= end else None


def _from_simple(name: str, text: str, reference: date | None) -> DateRange | None:
    """Resolve centuries, decades and parts of the reference's year."""
    if name == "year_part" and reference:
        return _days(reference.year, None, None, text)
    if name == "century":
        return _from_century(text, reference)
    return None


def _from_century(text: str, reference: date | None) -> DateRange | None:
    if "前" in text.replace("前期", ""):
        return None
    decade = re.search(rf"([{DIGIT}\d])[十0]年代", text)
    if full := re.match(r"([12]\d{2})0年代", text):
        start = int(full[1]) * 10
        return DateRange(date(start, 1, 1), date(start + 9, 12, 31))
    century = re.match(rf"(?:公元|西元)?([{DIGIT}十\d]+)世纪", text)
    if century:
        number = _number(century[1])
    elif "世纪" in text and reference:
        number = reference.year // 100 + (1 if text.startswith("本") else 0)
    else:
        return None
    if not number:
        return None
    start = (number - 1) * 100
    if decade:
        tens = _number(decade[1]) or 0
        return DateRange(date(start + tens * 10, 1, 1), date(start + tens * 10 + 9, 12, 31))
    return DateRange(date(start + 1, 1, 1), date(start + 100, 12, 31))
