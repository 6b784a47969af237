"""The words and numbers that times are made of, for patterns: `times.toml`, `eras.toml`."""

from functools import cache

from bot.answering.facts import lexicon
from bot.answering.facts.numerals import DIGITS

DIGIT = "".join(DIGITS)
CHINESE_DIGIT = rf"[{DIGIT}十廿卅]"


@cache
def time_words() -> dict[str, dict[str, object]]:
    """Return the tables of `times.toml`."""
    return lexicon.read_toml("times.toml")


def word_list(table: str, key: str = "words") -> list[str]:
    """Return the words of one entry of a table."""
    return str(time_words()[table][key]).split()


def number_pair(table: str, key: str | None) -> tuple[int, int] | None:
    """Return the two numbers a table has for a word."""
    pair = time_words()[table].get(key or "")
    return (pair[0], pair[1]) if isinstance(pair, list) else None


@cache
def eras() -> dict[str, int]:
    """Return the Gregorian year of each era's first year, 0 where it cannot be told."""
    return lexicon.read_toml("eras.toml")


MONTH_NUMBER = (
    r"(?:1[0-2]|0?[1-9]|１[０-２]|[１-９]|十[一二]?|[一二三四五六七八九正腊]"
    r"|闰[一二三四五六七八九十]|(?<![\d十百千万亿几多余数两美欧日韩港澳公纪单])元)"
)
MONTH = rf"(?<![\d.．{DIGIT}十第]){MONTH_NUMBER}月(?:份|(?![饼亮刊报球色光台经薪革龄花]))"
DAY = (
    r"(?:[12]\d|3[01]|0?[1-9]|[１-３]?[０-９]"
    r"|初[一二三四五六七八九十]|廿[一二三四五六七八九]?|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
)
YEAR_NUMBER = rf"(?<![\d.．])(?:[12]\d{{3}}|[１２][０-９]{{3}}|[一二][{DIGIT}]{{3}})"
HOUR = r"(?:2[0-4]|[01]?\d|二十[一二三四]?|十[一二三四五六七八九]?|[一二两三四五六七八九零])"
MINUTE = r"(?:[0-5]?\d|[零〇]?[一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?)"
DASH = r"\s?(?:——?|[-–―~～至到])\s?"
