from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.facts import lexicon
from bot.answering.facts.conversion import convert, format_number, same_value
from bot.answering.facts.quantities import Quantity, find_quantities
from retrieval.fold import fold
from tests.answering.marked import Case, cases, mark

CONTEXT = st.text(alphabet="的在有和是从为把其更很,。;、《》“”aZ \n", max_size=12)
"""Text around a number in which nothing is a number, a unit or a qualifier."""
MAGNITUDES = {"": 1, "百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "亿": 10**8}


def describe(quantity: Quantity) -> str:
    upper = "" if quantity.upper is None else f"~{quantity.upper}"
    words = [f"{quantity.value}{upper}", quantity.unit or "-", quantity.dimension]
    return " ".join([*words, quantity.qualifier] if quantity.qualifier else words)


@pytest.mark.parametrize("case", cases("quantities.toml"))
def test_finds_what_the_specification_says(case: Case) -> None:
    found = find_quantities(case.text)
    assert mark(case.text, found) == case.marked
    assert [describe(quantity) for quantity in found] == list(case.meanings)


@given(
    before=CONTEXT.filter(lambda s: not s.endswith(("a", "Z", "Z ", "a ", "\n"))),
    number=st.decimals(0, 10**7, places=2, allow_nan=False),
    magnitude=st.sampled_from(sorted(MAGNITUDES)),
    unit=st.sampled_from(["元", "家", "人", "美元", "万元户", "个"]),
    full_width=st.booleans(),
    after=CONTEXT,
)
def test_a_number_keeps_its_value_and_place(
    before: str, number: Decimal, magnitude: str, unit: str, full_width: bool, after: str
) -> None:
    unit = unit.removeprefix("万").removesuffix("户")
    written = f"{number.normalize():f}"
    if full_width:
        written = written.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789."})
    phrase = written + magnitude + unit
    [quantity] = find_quantities(before + phrase + after)
    assert quantity.value == number * MAGNITUDES[magnitude]
    assert quantity.unit == unit
    start, end = quantity.span.start, quantity.span.end
    assert (start, (before + phrase + after)[start:end]) == (len(before), phrase)


@given(number=st.integers(1000, 10**12))
def test_separators_of_thousands_change_nothing(number: int) -> None:
    [quantity] = find_quantities(f"共有{number:,}人,较好")
    assert quantity.value == number
    assert len(quantity.number_span) == len(f"{number:,}")


@given(
    st.text(
        alphabet="0123456789０１,.，+-—至~%元人万亿千百十一二两半几数多余以上近约第年月日",
        max_size=40,
    )
)
def test_spans_are_ordered_and_nested_for_any_text(text: str) -> None:
    end = 0
    for quantity in find_quantities(text):
        assert quantity.qualified_span.start >= end
        assert quantity.qualified_span.contains(quantity.span)
        assert quantity.span.contains(quantity.core_span)
        assert quantity.core_span.contains(quantity.number_span)
        end = quantity.span.end


@pytest.mark.parametrize(
    "character", ["1", "一", "十", ",", "1,", "1-", "半", "第", "万", "1.", "1万"]
)
def test_long_runs_are_no_numbers(character: str) -> None:
    found = find_quantities(character * 100_000)
    assert all(len(quantity.number_span) < 100 for quantity in found)


def test_folding_first_gives_the_same_spans() -> None:
    text = "登記企業１２．５萬家,資金約３億元"
    spans = [quantity.span for quantity in find_quantities(fold(text))]
    assert [text[s.start : s.end] for s in spans] == ["１２．５萬家", "約３億元"]


def only(text: str) -> Quantity:
    [quantity] = find_quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("3500万元", "亿元", "0.35"),
        ("1.8亿元", "万元", "18000"),
        ("1.5公里", "米", "1500"),
        ("14天", "周", "2"),
        ("90分钟", "小时", "1.5"),
        ("三成", "%", "30"),
        ("3年", "个月", "36"),
        ("5吨", "公斤", "5000"),
        ("60公顷", "平方公里", "0.6"),
        ("3天", "个月", None),
        ("5美元", "元", None),
        ("10天", "周", None),
        ("5元", "无此单位", None),
        ("1500亩", "公顷", "100"),
        ("3公顷", "亩", "45"),
        ("2平方公里", "万亩", "0.3"),
        ("1亩", "平方米", None),
    ],
)
def test_converts_only_exactly(text: str, unit: str, value: str | None) -> None:
    assert convert(only(text), unit) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("3家", "3个", True),
        ("5名", "五人", True),
        ("三成", "30%", True),
        ("1.5公里", "1500米", True),
        ("1.8亿元", "18000万元", True),
        ("近7万人", "7万人", True),
        ("3家", "3%", False),
        ("3至5天", "3天", False),
        ("3元", "3美元", False),
    ],
)
def test_same_value(one: str, other: str, same: bool) -> None:
    assert same_value(only(one), only(other)) is same


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("70", "70"),
        ("8000", "8000"),
        ("50000", "5万"),
        ("6450000000", "64.5亿"),
        ("643050000", "6.4305亿"),
        ("1.50", "1.5"),
        ("-120000", "-12万"),
        ("123456789", "123456789"),
    ],
)
def test_format_number(value: str, written: str) -> None:
    assert format_number(Decimal(value)) == written


def test_every_unit_can_be_asked_for() -> None:
    for name, unit in lexicon.units().items():
        assert unit.factor > 0
        assert unit.base in lexicon.units()
        assert lexicon.units()[unit.base].dimension == unit.dimension, name


def test_barriers_and_prefixes_are_of_known_units() -> None:
    assert set(lexicon.unit_barriers()) <= set(lexicon.units())
    assert set(lexicon.unit_prefixes().values()) <= set(lexicon.units())
