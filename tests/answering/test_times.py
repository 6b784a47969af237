from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.facts.quantities import find_quantities
from bot.answering.facts.timepoint import Bound, TimeKind
from bot.answering.facts.times import (
    DateRange,
    Time,
    find_quantities_and_times,
    find_times,
    reference_date,
)
from tests.answering.marked import Case, cases, mark

REFERENCE = date(2023, 3, 1)


def describe(time: Time) -> str:
    if time.resolved is None:
        return f"{time.kind} -"
    start, end = time.resolved.start, time.resolved.end
    return f"{time.kind} {start}" if start == end else f"{time.kind} {start}..{end}"


@pytest.mark.parametrize("case", cases("times.toml"))
def test_finds_what_the_specification_says(case: Case) -> None:
    found = find_times(case.text, REFERENCE)
    assert mark(case.text, found) == case.marked
    assert [describe(time) for time in found] == list(case.meanings)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "2023年3月5日上午9时",
            {"year": "2023年", "month": "3月", "date": "5日", "clock": "上午9时"},
        ),
        ("去年12月", {"year": "去年", "month": "12月"}),
        ("民国16年8月底", {"year": "民国16年", "month": "8月"}),
        ("2019年至2022年", {"year": "2019年"}),
        ("1990年代初", {"century": "1990年代"}),
        ("2022年", {}),
    ],
)
def test_parts(text: str, parts: dict[str, str]) -> None:
    [time] = find_times(text)
    for kind in TimeKind:
        span = time.part(kind)
        assert (text[span.start : span.end] if span else None) == parts.get(kind)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("截至8月底", Bound.UNTIL),
        ("9月中旬前", Bound.BEFORE),
        ("2019年以后", Bound.AFTER),
        ("自2019年", Bound.SINCE),
        ("2019年以来", Bound.SINCE),
        ("2019年", None),
        ("2019年前往当地", None),
    ],
)
def test_bounds(text: str, bound: Bound | None) -> None:
    [time] = find_times(text)
    assert time.bound is bound


def test_without_a_reference_date_relative_times_are_not_resolved() -> None:
    assert [time.resolved for time in find_times("去年6月8日,昨天,上月,一季度,1月至3月")] == [
        None
    ] * 5


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.text(alphabet="的在于,。有", max_size=6))
def test_any_full_date_is_resolved(day: date, around: str) -> None:
    written = f"{day.year}年{day.month}月{day.day}日"
    text = around + written + around
    [time] = find_times(text)
    assert text[time.span.start : time.span.end] == written
    assert time.resolved == DateRange(day, day)


@given(
    st.text(
        alphabet="0123456789()一九二十〇零年月日号点时分半世纪代初底末第去今前后近约自至到-—周星期上下午以来",
        max_size=40,
    )
)
def test_spans_are_ordered_and_apart_from_quantities(text: str) -> None:
    quantities, times = find_quantities_and_times(text, REFERENCE)
    assert quantities == find_quantities(text)
    points = [time for time in times if time.kind is not TimeKind.DURATION]
    for one, other in pairwise(points):
        assert one.span.end <= other.span.start
    for time in times:
        assert time.qualified_span.contains(time.span)
        assert all(time.span.contains(part.span) for part in time.parts)
        assert time.resolved is None or time.resolved.start <= time.resolved.end
    for point in points:
        assert not any(point.span.overlaps(quantity.number_span) for quantity in quantities)


@pytest.mark.parametrize(
    "character", ["1", "一", "年", "1年", "月", "上", "1月", "-", "公元", "康熙", "第"]
)
def test_long_runs_are_read(character: str) -> None:
    times = find_times(character * 50_000, REFERENCE)
    assert all(len(time.span) < 60 for time in times)


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        (["截至2023年5月末,贷款余额增长。"], date(2023, 5, 31)),
        (["截至2023年5月末,余额增长。", "6月28日,记者在现场看到。"], date(2023, 6, 28)),
        (["截至2023年5月末,余额增长。", "预计到7月底完工。"], date(2023, 5, 31)),
        (["2023年3月5日,记者获悉,今年开工。"], date(2023, 3, 5)),
        (["6月8日,记者获悉。"], None),
        (["1949年10月1日成立。"], None),
        (["预计到2025年12月建成,今年开工。"], None),
        ([], None),
    ],
)
def test_reference_date(texts: list[str], day: date | None) -> None:
    assert reference_date(texts) == day
