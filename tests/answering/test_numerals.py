from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.facts.numerals import Numeral, magnitude_factor, parse_chinese, parse_year

DIGITS = "零一二三四五六七八九"


def spell(number: int) -> str:
    """Write a whole number below 10¹² in Chinese, the textbook way."""
    if number == 0:
        return "零"
    sections: list[str] = []
    for name, factor in (("亿", 10**8), ("万", 10**4), ("", 1)):
        section = number // factor % 10**4
        if not section:
            if sections:
                sections.append("零")
            continue
        if sections and section < 1000:
            sections.append("零")
        sections.append(spell_section(section) + name)
    text = "".join(sections)
    while "零零" in text:
        text = text.replace("零零", "零")
    return text.rstrip("零")


def spell_section(number: int) -> str:
    text = ""
    for name, place in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // place % 10
        text += DIGITS[digit] + name if digit else "零" if text else ""
    while "零零" in text:
        text = text.replace("零零", "零")
    return text.rstrip("零")


@given(st.integers(0, 10**12 - 1))
def test_reads_what_is_spelt(number: int) -> None:
    text = spell(number)
    for written in (text, text.removeprefix("一") if text.startswith("一十") else text):
        assert parse_chinese(written) == Numeral(Decimal(number))


@pytest.mark.parametrize(
    ("text", "value", "upper"),
    [
        ("两千", 2000, None),
        ("廿五", 25, None),
        ("二〇二三", 2023, None),
        ("三万五", 35000, None),
        ("一百五", 150, None),
        ("一百零五", 105, None),
        ("叁佰", 300, None),
        ("三五", 3, 5),
        ("七八十", 70, 80),
        ("十七八", 17, 18),
        ("三四百", 300, 400),
    ],
)
def test_other_ways_of_writing(text: str, value: int, upper: int | None) -> None:
    assert parse_chinese(text) == Numeral(Decimal(value), None if upper is None else Decimal(upper))


@pytest.mark.parametrize("text", ["", "百", "千百", "万一", "一二十三", "三点", "点五", "甲"])
def test_what_is_no_numeral(text: str) -> None:
    assert parse_chinese(text) is None


@pytest.mark.parametrize(
    ("text", "year"), [("元", 1), ("1998", 1998), ("一九九八", 1998), ("三十八", 38), ("廿三", 23)]
)
def test_years(text: str, year: int) -> None:
    assert parse_year(text) == year


def test_magnitudes_multiply() -> None:
    assert magnitude_factor("百万") == 10**6
    assert magnitude_factor("万亿") == 10**12
