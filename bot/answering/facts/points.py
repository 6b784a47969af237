"""Points in time: dates, years, eras, times of day and words such as 去年 (not durations)."""

import re
from datetime import date
from functools import cache

from bot.answering.facts.resolution import resolve
from bot.answering.facts.time_lexicon import (
    CHINESE_DIGIT,
    DASH,
    DAY,
    DIGIT,
    HOUR,
    MINUTE,
    MONTH,
    MONTH_NUMBER,
    YEAR_NUMBER,
    eras,
    time_words,
    word_list,
)
from bot.answering.facts.timepoint import Bound, DateRange, Time, TimeKind, TimePart
from retrieval.page import Span
from retrieval.patterns import any_of

__all__ = ["Time", "TimeKind", "find_points"]


def _first_characters() -> str:
    """Return the characters a time can start with, so that others are passed over at once."""
    data = time_words()
    words = [
        *data["years"], *data["months"], *data["days"], *word_list("year_words"),
        *word_list("month_words"), *word_list("anaphoric"), *word_list("vague"),
        *word_list("dayparts"), *data["solar_festivals"], *word_list("lunar_festivals"), *eras(),
        *word_list("dynasties", "names"), *word_list("dynasties", "alone"),
    ]  # fmt: skip
    others = rf"\d１-９{DIGIT}十廿正腊闰公西纪前头首第上下本这个每星周礼春夏秋冬"
    return others + "".join(sorted({word[0] for word in words}))


_WEEKDAY = "[一二三四五六日天]"


@cache
def _pattern() -> re.Pattern[str]:
    """Compile the one pattern; its groups name what was found."""
    data = time_words()
    part = rf"(?:{any_of(set(data['parts']) - {'中'})}|中(?=[,，。;；、:：的)）\s]|$))"
    seasons = set(data["year_parts"]) & set("春夏秋冬")  # 今年春, but 今年|春茶
    year_part = (
        f"(?:{any_of(set(data['year_parts']) - seasons)}"
        f"|[{''.join(sorted(seasons))}](?![茶耕播种节晚运笋粮蚕游收装衣令泳雨旱汛稻菜瓜和之奥训]))"
    )
    daypart = any_of(word_list("dayparts"))
    first_months = r"[前头](?:十一|[两二三四五六七八九十]|\d{1,2})个?月"
    short = "[" + "".join(word_list("dynasties", "names")) + "]"
    era = any_of(eras())
    season = "(?:[赛产榨雪汛茶]|供暖|采暖|演出)季"
    year = rf"""(?:
        (?:公元前|西元前|纪元前|公元|西元|前(?=\d{{2,4}}年))约?(?:\d{{1,4}}+|[{DIGIT}十百]{{1,6}}+)年
      | {short}?(?:{era})(?:元|\d{{1,4}}+|{CHINESE_DIGIT}{{1,4}}+)年
      | {YEAR_NUMBER}(?:财|学)?年(?:度(?!假)|(?![级轮龄货画代]))
      | {YEAR_NUMBER}{season}
      | (?<![\d.．])\d{{2,3}}+年(?={MONTH_NUMBER}月)
      | (?<![^(（于在自从,，。;；])\d{{3}}年
            (?![来间后前内以之的历多左时级过一不未没校大庆寿老古底初末])
    )"""
    relative_year = any_of([*data["years"], *word_list("year_words")])
    year_or_word = rf"(?:(?P<year>{year})|(?P<relative_year>(?:{relative_year})(?![轻纪级龄])))"
    minutes = rf"(?:{MINUTE}分(?!之)(?:{MINUTE}秒)?|半(?!个)|整|许|[一三1-3]刻)"
    clock = rf"""(?:
        (?:{daypart}|(?<=[昨今明当][晚夜晨早]))\s?{HOUR}
            (?:[:：][0-5]\d(?!\d)|[点时](?:{minutes}|{MINUTE}(?!\d)|钟)?)
      | (?<![\d:：.])(?:(?:2[0-3]|[01]?\d)[:：][0-5]\d|24[:：]00)(?![\d:：%])
      | (?<![\d:：.]){HOUR}(?:[点时]{minutes}|点钟|时(?=[,，。;；至到、\s]|$))
      | (?<=[班车早晚于从至到在是为天日])(?:2[0-4]|[01]?\d)点(?:[0-5]\d(?!\d))?
            (?=[,，。;；、)）至到前后起开关结止\s—~-]|$)
      | 零[点时](?![\d{DIGIT}十点])
      | (?<![\d:：.]){HOUR}点(?={DASH}{HOUR}点)|(?<=点[至到—-]){HOUR}点(?![\d{DIGIT}十])
    )"""
    nth_weekday = f"的?(?:最后|第[一二三四五])一?个?(?:星期|周|礼拜){_WEEKDAY}"
    week = "(?:个?星期|(?<![0-9两几一二三四五六七八九十每])周|礼拜)"
    weekday = f"[上下本这]?{week}{_WEEKDAY}(?:{DASH}(?:星期|周|礼拜)?{_WEEKDAY})?"
    days = r"(?:[12]\d|3[01]|[1-9])日"
    # 每周三 is a day where no measure word follows (每周三节课); 每周二、四 is two.
    no_measure = rf"[、,，。;；:：)）\s\d至到和及—-]|{daypart}|全天|[开闭休定发公出放办]|$"
    weekdays = rf"{_WEEKDAY}(?:[、和,，]{_WEEKDAY})*(?={no_measure})"
    # After a day an hour is one whatever follows it (28日10时启动).
    hour = rf"{HOUR}时(?![代期辰])"
    clock_or_part = rf"(?:\s?(?P<{{}}>{clock}|{hour}|(?:{daypart})(?![于了些期会餐婚])))?"
    return re.compile(
        rf"""
        (?=[{_first_characters()}])(?:
        (?P<iso>(?<![\d.．])[12]\d{{3}}(?P<iso_sign>[-/.])(?:1[0-2]|0?[1-9])(?P=iso_sign)
            (?:[12]\d|3[01]|0?[1-9])(?![\d.]))
      | (?P<range>
            (?P<range_first>{YEAR_NUMBER}年?){DASH}
            (?P<range_last>{YEAR_NUMBER}(?:[学财]?年度?|{season}|(?=[)）]))|\d{{2}}(?:年代|{season}|年))
          | (?P<days_first>{MONTH_NUMBER}月{DAY}[日号]){DASH}
            (?P<days_last>(?:{MONTH_NUMBER}月)?{DAY}[日号])
          | (?<![\d.．])(?:(?:{YEAR_NUMBER}|[今去前明])年)?{MONTH_NUMBER}月{DAY}
            {DASH}(?:{MONTH_NUMBER}月)?{DAY}[日号]
          | (?<![\d.．])(?:(?:{YEAR_NUMBER}|[今去前明])年)?
            {MONTH_NUMBER}月?{DASH}{MONTH_NUMBER}月份?
        )
      | (?P<century>
            (?P<century_base>
                (?:公元前|西元前|公元|西元|前)?(?<![\d.．])(?:\d{{1,2}}|{CHINESE_DIGIT}{{1,3}})世纪
                (?:[{DIGIT}\d][十0]年代)?
              | (?:上个?|本)世纪(?:[{DIGIT}\d][十0]年代)?
              | (?:{YEAR_NUMBER}|(?<!\d)[1-9]0|[一二三四五六七八九]十)年代
            )(?:{part})?
        )
      | (?:{year_or_word}
          (?:的?(?P<month>{MONTH_NUMBER}月份?)(?:(?P<day>{DAY})[日号]|{nth_weekday})?)?
          (?:的?(?P<part>第?(?:{year_part})|{part}|{first_months}))?{clock_or_part.format("clock")})
      | (?P<era>
            {short}?(?:{era})(?:年间|初年|末年|时期)
          | (?P<era_base>{any_of(word_list("dynasties", "alone"))})
            (?:时期|时代|[初中末]期|[初末]年|[初末时])?
          | {short}[朝代](?![表理价码替])(?:时期|[初中末]期|[初末]年|[初末])?
        )
      | (?P<relative_month>{any_of([*data["months"], *word_list("month_words")])})
          (?:(?P<relative_day>{DAY})[日号]|(?P<relative_part>{part}))?
      | (?P<bare_month>{MONTH})
          (?:(?P<month_day>{DAY})[日号]|{nth_weekday}|(?P<lunar_day>初[一二三四五六七八九十]|十五|廿[一二三四五六七八九])
            |(?P<month_part>{part}))?
          {clock_or_part.format("month_clock")}
      | (?P<year_part>
            第?[一二三四1-4]季度|首季度?|前[两三23]个?季度|[上下]半年
          | {first_months})
      | (?P<word>{any_of([*data["days"], *word_list("anaphoric"), *word_list("vague")])})
          {clock_or_part.format("word_clock")}
      | (?P<weekday>{weekday}(?![岁个年月天次届期])|每周{weekdays}|每个?月{nth_weekday})
          {clock_or_part.format("week_clock")}
      | (?P<festival>{any_of([*data["solar_festivals"], *word_list("lunar_festivals")])})
            (?:期间|假期|前夕|当天|当日)?
      | (?P<bare_day>(?<![\d.．期续历近共])(?<!\d,)(?<!(?<!每)月)
            (?:(?<=每月){days}(?:[、和]{days})+|{days}(?![内间游元本常益报程均]))
          | [今昨明][(（](?:[12]\d|3[01]|[1-9])(?:[)）]日|日[)）]))
          {clock_or_part.format("day_clock")}
      | (?P<bare_clock>{clock})
      | (?P<season>[春夏秋冬]季(?!节))
      | (?P<daypart>{any_of(set(word_list("dayparts")) - {"早", "晚"})})(?![会饭餐报茶])
      | (?P<paren_year>(?<=[(（]){YEAR_NUMBER}(?=[)）]))
        )
        """,
        re.VERBOSE,
    )


@cache
def _bounds() -> tuple[dict[str, Bound], dict[str, Bound]]:
    """Return the words before and after a time that make it a bound."""
    data = time_words()
    tables = []
    for name in ("bounds_before", "bounds_after"):
        tables.append({word: Bound(kind) for kind in data[name] for word in word_list(name, kind)})
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
    {
        TimeKind.DATE,
        TimeKind.WEEKDAY,
        TimeKind.MONTH,
        TimeKind.YEAR,
        TimeKind.CENTURY,
        TimeKind.CLOCK,
        TimeKind.ERA,
    }
)


def _joined(text: str, first: Time, last: Time) -> Time | None:
    """Make one period of two times with a dash or 至 between: 2019年3月至2022年5月."""
    between = text[first.span.end : last.span.start]
    if len(between) > 4 or not re.fullmatch(DASH, between):
        return None
    # 周一到周五9点至17点: the hours of several days.
    hours = last.kind is TimeKind.CLOCK and first.parts and first.parts[-1].kind is TimeKind.CLOCK
    if not ({first.kind, last.kind} <= _JOINED_KINDS or hours):
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
    kind, granularity, resolved, complete = resolve(match, reference)
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
            word in ("前", "后") and text[end + 1 : end + 2] in tuple("往来景台三两后")
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
    "week_clock": TimeKind.CLOCK,
    "word_clock": TimeKind.CLOCK,
    "word": TimeKind.RELATIVE,
    "bare_day": TimeKind.DATE,
    "century_base": TimeKind.CENTURY,
    "era_base": TimeKind.ERA,
    "range_first": TimeKind.YEAR,
    "range_last": TimeKind.YEAR,
    "days_first": TimeKind.DATE,
    "days_last": TimeKind.DATE,
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
