"""Points in time: dates, years, eras, times of day and words such as 去年 (not durations)."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from bot.answering.facts import lexicon
from bot.answering.facts.numerals import DIGITS, parse_chinese, parse_year
from retrieval.page import Span


class TimeKind(StrEnum):
    """What a time expression names."""

    DATE = "date"
    """A day, with or without its year."""
    MONTH = "month"
    YEAR = "year"
    PERIOD = "period"
    """From one point to another (2019年至2022年), or a part of a year (上半年)."""
    CENTURY = "century"
    """A century or decade."""
    ERA = "era"
    """A year or span by reign title or dynasty."""
    WEEKDAY = "weekday"
    FESTIVAL = "festival"
    CLOCK = "clock"
    """A time of day; a date with a time of day is a DATE."""
    RELATIVE = "relative"
    """去年, 昨天, 日前: counted from the article's date or from the text before."""
    DURATION = "duration"


class Bound(StrEnum):
    """On which side of the time a statement lies."""

    BEFORE = "before"
    AFTER = "after"
    SINCE = "since"
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class DateRange:
    """From `start` to `end`, both days included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class TimePart:
    """A part of a time expression that names a time by itself."""

    kind: TimeKind
    span: Span


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression; spans are code points in the text given, half-open."""

    span: Span
    """The expression itself: 8月底."""
    qualified_span: Span
    """With the word that makes it a bound: 截至8月底, 9月中旬前; else the same as `span`."""
    kind: TimeKind
    resolved: DateRange | None
    """The days meant, where the text (and the reference date) says so; never for durations."""
    granularity: TimeKind
    """The smallest unit named: DATE, MONTH, YEAR, CENTURY, CLOCK …"""
    bound: Bound | None = None
    parts: tuple["TimePart", ...] = ()
    """Year, month and day where more than one is named, and the two ends of a period."""
    complete: bool = False
    """Whether year and month at least are named, so that no reference date was needed."""

    def part(self, kind: TimeKind) -> Span | None:
        """Return where the year, month or day stands: of 2023年3月5日, the year is 2023年."""
        return next((part.span for part in self.parts if part.kind is kind), None)


_D = "".join(DIGITS)
_CN = rf"[{_D}十廿卅]"


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))


@cache
def _data() -> dict[str, dict[str, object]]:
    return lexicon.read_toml("times.toml")


def _words(table: str, key: str = "words") -> list[str]:
    return str(_data()[table][key]).split()


def _pair(table: str, key: str | None) -> tuple[int, int] | None:
    """Return the two numbers a table has for a word."""
    pair = _data()[table].get(key or "")
    return (pair[0], pair[1]) if isinstance(pair, list) else None


@cache
def _eras() -> dict[str, int]:
    return lexicon.read_toml("eras.toml")


_MONTH_NUMBER = (
    r"(?:1[0-2]|0?[1-9]|１[０-２]|[１-９]|十[一二]?|[一二三四五六七八九正腊]"
    r"|闰[一二三四五六七八九十])"
)
_MONTH = rf"(?<![\d.．{_D}十第]){_MONTH_NUMBER}月(?:份|(?![饼亮刊报球色光台经薪革龄花]))"
_DAY = (
    r"(?:[12]\d|3[01]|0?[1-9]|[１-３]?[０-９]"
    r"|初[一二三四五六七八九十]|廿[一二三四五六七八九]?|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
)
_YEAR_NUMBER = rf"(?<![\d.．])(?:[12]\d{{3}}|[１２][０-９]{{3}}|[一二][{_D}]{{3}})"
_HOUR = r"(?:2[0-4]|[01]?\d|二十[一二三四]?|十[一二三四五六七八九]?|[一二两三四五六七八九零])"
_MINUTE = r"(?:[0-5]?\d|[零〇]?[一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?)"
_DASH_ONLY = re.compile(r"\s?(?:——?|[-–―~～至到])\s?")
_DASH = r"\s?(?:——?|[-–―~～至到])\s?"


def _first_characters() -> str:
    """Return the characters a time can start with, so that others are passed over at once."""
    data = _data()
    words = [
        *data["years"], *data["months"], *data["days"], *_words("year_words"),
        *_words("month_words"), *_words("anaphoric"), *_words("vague"), *_words("dayparts"),
        *data["solar_festivals"], *_words("lunar_festivals"), *_eras(),
        *_words("dynasties", "names"), *_words("dynasties", "alone"),
    ]  # fmt: skip
    others = rf"\d１-９{_D}十廿正腊闰公西纪前头首第上下本这个星周礼春夏秋冬"
    return others + "".join(sorted({word[0] for word in words}))


@cache
def _pattern() -> re.Pattern[str]:
    """Compile the one pattern; its groups name what was found."""
    data = _data()
    part = rf"(?:{_any(set(data['parts']) - {'中'})}|中(?=[,，。;；、:：的)）\s]|$))"
    year_part = _any(data["year_parts"])
    daypart = _any(_words("dayparts"))
    short = "[" + "".join(_words("dynasties", "names")) + "]"
    era = _any(_eras())
    year = rf"""(?:
        (?:公元前|西元前|纪元前|公元|西元|前(?=\d{{2,4}}年))约?(?:\d{{1,4}}+|[{_D}十百]{{1,6}}+)年
      | {short}?(?:{era})(?:元|\d{{1,4}}+|{_CN}{{1,4}}+)年
      | {_YEAR_NUMBER}(?:财|学)?年(?:度(?!假)|(?![级轮龄货画代]))
      | (?<![\d.．])\d{{2,3}}+年(?=\d{{1,2}}月)
      | (?<=[(（于在])\d{{3}}年(?![来间后前内以之的历多左时级])
    )"""
    relative_year = _any([*data["years"], *_words("year_words")])
    year_or_word = rf"(?:(?P<year>{year})|(?P<relative_year>(?:{relative_year})(?![轻纪级龄])))"
    minutes = rf"(?:{_MINUTE}分(?!之)(?:{_MINUTE}秒)?|半(?!个)|整|许|[一三1-3]刻)"
    clock = rf"""(?:
        (?:{daypart}|(?<=[昨今明当][晚夜晨早]))\s?{_HOUR}
            (?:[:：][0-5]\d(?!\d)|[点时](?:{minutes}|{_MINUTE}(?!\d)|钟)?)
      | (?<![\d:：.])(?:2[0-3]|[01]?\d)[:：][0-5]\d(?![\d:：%])
      | (?<![\d:：.]){_HOUR}(?:[点时]{minutes}|点钟|时(?=[,，。;；至到、\s]|$))
    )"""
    clock_or_part = rf"(?:\s?(?P<{{}}>{clock}|(?:{daypart})(?![于了些期会餐婚])))?"
    return re.compile(
        rf"""
        (?=[{_first_characters()}])(?:
        (?P<iso>(?<![\d.．])[12]\d{{3}}(?P<iso_sign>[-/.])(?:1[0-2]|0?[1-9])(?P=iso_sign)
            (?:[12]\d|3[01]|0?[1-9])(?![\d.]))
      | (?P<range>
            (?P<range_first>{_YEAR_NUMBER}年?){_DASH}
            (?P<range_last>{_YEAR_NUMBER}(?:年度?|赛季|(?=[)）]))|\d{{2}}(?:年代|赛季|年))
          | {_MONTH_NUMBER}月{_DAY}[日号]{_DASH}(?:{_MONTH_NUMBER}月)?{_DAY}[日号]
          | (?<![\d.．])(?:(?:{_YEAR_NUMBER}|[今去前明])年)?
            {_MONTH_NUMBER}月?{_DASH}{_MONTH_NUMBER}月份?
        )
      | (?P<century>
            (?P<century_base>
                (?:公元前|西元前|公元|西元|前)?(?<![\d.．])(?:\d{{1,2}}|{_CN}{{1,3}})世纪
                (?:[{_D}\d][十0]年代)?
              | (?:上个?|本)世纪(?:[{_D}\d][十0]年代)?
              | (?:{_YEAR_NUMBER}|(?<!\d)[1-9]0|[一二三四五六七八九]十)年代
            )(?:{part})?
        )
      | (?:{year_or_word}
          (?:的?(?P<month>{_MONTH_NUMBER}月份?)(?:(?P<day>{_DAY})[日号])?)?
          (?:的?(?P<part>第?(?:{year_part})|{part}))?{clock_or_part.format("clock")})
      | (?P<era>
            {short}?(?:{era})(?:年间|初年|末年|时期)
          | (?P<era_base>{_any(_words("dynasties", "alone"))})
            (?:时期|时代|[初中末]期|[初末]年|[初末时])?
          | {short}[朝代](?![表理价码替])(?:时期|[初中末]期|[初末]年|[初末])?
        )
      | (?P<relative_month>{_any([*data["months"], *_words("month_words")])})
          (?:(?P<relative_day>{_DAY})[日号]|(?P<relative_part>{part}))?
      | (?P<bare_month>{_MONTH})
          (?:(?P<month_day>{_DAY})[日号]|(?P<lunar_day>初[一二三四五六七八九十]|十五|廿[一二三四五六七八九])
            |(?P<month_part>{part}))?
          {clock_or_part.format("month_clock")}
      | (?P<year_part>
            第?[一二三四1-4]季度|首季度?|前[两三23]个?季度|[上下]半年
          | [前头](?:[两二三四五六七八九十]|十一|\d{{1,2}})个?月)
      | (?P<word>{_any([*data["days"], *_words("anaphoric"), *_words("vague")])})
          {clock_or_part.format("word_clock")}
      | (?P<weekday>[上下本这]?(?:个?星期|(?<![0-9两几一二三四五六七八九十每])周|礼拜)
            [一二三四五六日天](?![岁个年月天次届期]))(?:\s?(?:{daypart}))?
      | (?P<festival>{_any([*data["solar_festivals"], *_words("lunar_festivals")])})
            (?:期间|假期|前夕|当天|当日)?
      | (?P<bare_day>(?<![\d.．月期续历近共,])(?:[12]\d|3[01]|[1-9])日(?![内间游元本常益报程均]))
          {clock_or_part.format("day_clock")}
      | (?P<bare_clock>{clock})
      | (?P<season>[春夏秋冬]季(?!节))
      | (?P<daypart>{_any(word for word in _words("dayparts") if len(word) > 1)})(?!会|饭|餐|报|茶)
      | (?P<paren_year>(?<=[(（]){_YEAR_NUMBER}(?=[)）]))
        )
        """,
        re.VERBOSE,
    )


@cache
def _bounds() -> tuple[dict[str, Bound], dict[str, Bound]]:
    """Return the words before and after a time that make it a bound."""
    data = _data()
    tables = []
    for name in ("bounds_before", "bounds_after"):
        tables.append({word: Bound(kind) for kind in data[name] for word in _words(name, kind)})
    return tables[0], tables[1]


def find_points(text: str, reference: date | None = None) -> tuple[Time, ...]:
    """Return the points in time named in `text`, in order, not overlapping.

    `reference` is the article's date; with it, 去年, 昨天 and dates without a year are resolved.
    """
    points: list[Time] = []
    for match in _pattern().finditer(text):
        point = _read(text, match, reference)
        if points and (joined := _joined(text, points[-1], point)):
            points[-1] = joined
        else:
            points.append(point)
    return tuple(points)


_JOINED_KINDS = frozenset(
    {TimeKind.DATE, TimeKind.MONTH, TimeKind.YEAR, TimeKind.CENTURY, TimeKind.CLOCK, TimeKind.ERA}
)


def _joined(text: str, first: Time, last: Time) -> Time | None:
    """Make one period of two times with a dash or 至 between: 2019年3月至2022年5月."""
    between = text[first.span.end : last.span.start]
    if len(between) > 4 or not _DASH_ONLY.fullmatch(between):
        return None
    if not {first.kind, last.kind} <= _JOINED_KINDS:
        return None
    resolved = None
    if first.resolved and last.resolved and first.resolved.start <= last.resolved.end:
        resolved = DateRange(first.resolved.start, last.resolved.end)
    return Time(
        Span(first.span.start, last.span.end),
        Span(first.qualified_span.start, last.qualified_span.end),
        TimeKind.PERIOD, resolved, last.granularity, last.bound or first.bound,
        (
            TimePart(first.kind, first.span), *first.parts,
            TimePart(last.kind, last.span), *last.parts,
        ),
    )  # fmt: skip


def _read(text: str, match: re.Match[str], reference: date | None) -> Time:
    kind, granularity, resolved, complete = _resolve(match, reference)
    start, end = match.span()
    bound = None
    before, after = _bounds()
    qualified_start, qualified_end = start, end
    for length in (3, 2, 1):
        word = text[max(start - length, 0) : start]
        if len(word) == length and word in before:
            bound, qualified_start = before[word], start - length
            break
    for length in (2, 1):
        word = text[end : end + length]
        if word in after and not (
            word in ("前", "后") and text[end + 1 : end + 2] in tuple("往来景台三两")
        ):
            bound, qualified_end = after[word], end + length
            break
    return Time(
        Span(start, end), Span(qualified_start, qualified_end), kind, resolved, granularity,
        bound, _parts(match), complete,
    )  # fmt: skip


_PART_GROUPS = {
    "year": TimeKind.YEAR,
    "relative_year": TimeKind.YEAR,
    "month": TimeKind.MONTH,
    "relative_month": TimeKind.MONTH,
    "bare_month": TimeKind.MONTH,
    "day": TimeKind.DATE,
    "month_day": TimeKind.DATE,
    "relative_day": TimeKind.DATE,
    "clock": TimeKind.CLOCK,
    "month_clock": TimeKind.CLOCK,
    "day_clock": TimeKind.CLOCK,
    "word_clock": TimeKind.CLOCK,
    "word": TimeKind.RELATIVE,
    "bare_day": TimeKind.DATE,
    "century_base": TimeKind.CENTURY,
    "era_base": TimeKind.ERA,
    "range_first": TimeKind.YEAR,
    "range_last": TimeKind.YEAR,
}


def _parts(match: re.Match[str]) -> tuple[TimePart, ...]:
    """Return year, month, day and clock of a match, in order; a day with its 日 or 号."""
    parts = []
    for name, kind in _PART_GROUPS.items():
        start, end = match.span(name)
        if start < 0 or Span(start, end) == Span(*match.span()):
            continue
        if name.endswith("day") and match.string[end : end + 1] in ("日", "号"):
            end += 1
        parts.append(TimePart(kind, Span(start, end)))
    return tuple(sorted(parts, key=lambda part: part.span))


def _resolve(
    match: re.Match[str], reference: date | None
) -> tuple[TimeKind, TimeKind, DateRange | None, bool]:
    """Return kind, granularity, days meant, and whether year and month are named."""
    group = match.groupdict()
    if group["iso"]:
        numbers = [int(number) for number in re.findall(r"\d+", group["iso"])]
        return TimeKind.DATE, TimeKind.DATE, _days(numbers[0], numbers[1], numbers[2], None), True
    if group["year"] or group["relative_year"]:
        return _from_year(group, reference)
    if group["relative_month"]:
        day = _number(group["relative_day"])
        offset = _data()["months"].get(group["relative_month"])
        resolved = None
        if reference and offset is not None:
            months = reference.year * 12 + reference.month - 1 + int(str(offset))
            resolved = _days(months // 12, months % 12 + 1, day, group["relative_part"])
        return TimeKind.RELATIVE, TimeKind.DATE if day else TimeKind.MONTH, resolved, False
    if group["bare_month"]:
        return _from_month(group, reference)
    if group["word"]:
        offset = _data()["days"].get(group["word"])
        resolved = None
        if reference and offset is not None:
            day_meant = reference + timedelta(days=int(str(offset)))
            resolved = DateRange(day_meant, day_meant)
        granularity = TimeKind.DATE if offset is not None else TimeKind.RELATIVE
        return TimeKind.RELATIVE, granularity, resolved, False
    if group["festival"]:
        fixed = _pair("solar_festivals", group["festival"])
        resolved = None
        if reference and fixed:
            resolved = _days(_likely_year(fixed[0], reference), fixed[0], fixed[1], None)
        return TimeKind.FESTIVAL, TimeKind.DATE, resolved, False
    if group["range"]:
        return TimeKind.PERIOD, TimeKind.YEAR, _from_range(match["range"], reference), False
    if group["paren_year"]:
        return TimeKind.YEAR, TimeKind.YEAR, _days(int(match[0]), None, None, None), False
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
    text = text.lstrip("初闰").replace("正", "一").replace("腊", "十二")
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
        if third := _pair("parts", part):
            low, high = (third[0] - 1) * 10 + 1, third[1] * 10 if third[1] < 3 else last
            return DateRange(date(year, month, low), date(year, month, high))
        return DateRange(date(year, month, 1), date(year, month, last))
    low_month, high_month = 1, 12
    if months := _pair("year_parts", part and part.removeprefix("第")):
        low_month, high_month = months
    elif third := _pair("parts", part):
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
            if name in _eras():
                first = _eras()[name]
                number = parse_year(text[skip + length :].lstrip("约").rstrip("年"))
                return first + number - 1 if first and number else None
    digits = re.search(rf"[\d{_D}十百]+", text)
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
        offset = _data()["years"].get(str(group["relative_year"]))
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
    rf"(?P<m1>{_MONTH_NUMBER})月?(?:(?P<d1>{_DAY})[日号])?{_DASH}"
    rf"(?:(?P<m2>{_MONTH_NUMBER})月份?)?(?:(?P<d2>{_DAY})[日号])?"
)


def _from_range(text: str, reference: date | None) -> DateRange | None:
    """Resolve 2019-2022年, 1995-96赛季, 1—3月, 3月5日至8日."""
    years = re.findall(r"[12]\d{3}", text)
    if "月" in text:
        ends = _MONTH_RANGE.fullmatch(text)
        month = _number(ends["m1"]) if ends else None
        if ends is None or month is None or reference is None:
            return None
        year = _likely_year(month, reference)
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
    elif short := re.search(r"(\d{2})(?:年|赛季)", text):
        end = start // 100 * 100 + int(short[1]) + (9 if "年代" in text else 0)
    return DateRange(date(start, 1, 1), date(end, 12, 31)) if start <= end else None


def _from_simple(name: str, text: str, reference: date | None) -> DateRange | None:
    """Resolve centuries, decades and parts of the reference's year."""
    if name == "year_part" and reference:
        if "月" in text:  # 前11个月
            months = _number(text[1:].removesuffix("月").removesuffix("个"))
            last = _days(reference.year, months, None, None)
            return DateRange(date(reference.year, 1, 1), last.end) if last else None
        return _days(reference.year, None, None, text)
    if name == "century":
        return _from_century(text, reference)
    return None


def _from_century(text: str, reference: date | None) -> DateRange | None:
    if "前" in text.replace("前期", ""):
        return None
    decade = re.search(rf"([{_D}\d])[十0]年代", text)
    if full := re.match(r"([12]\d{2})0年代", text):
        start = int(full[1]) * 10
        return DateRange(date(start, 1, 1), date(start + 9, 12, 31))
    century = re.match(rf"(?:公元|西元)?([{_D}十\d]+)世纪", text)
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
