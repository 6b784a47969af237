import unicodedata
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import MessageLimit

from bot.telegram.markup import (
    END_ISOLATE,
    ISOLATE,
    Rich,
    Run,
    bold,
    join,
    lines,
    paragraphs,
    plain,
    quote,
)
from bot.telegram.splitting import MAX_ENTITIES, MAX_UNITS, MIN_LIMIT, shorten, split
from tests.telegram.html_checker import read
from tests.telegram.texts import riches

limits = st.integers(MIN_LIMIT, 60)


def is_seen(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) not in ("Cf", "Mn")


def seen(*parts: Rich) -> list[Run]:
    """Every character of `parts` that leaves ink, with its look."""
    runs = [run for part in parts for run in part.runs]
    return [Run(char, run.tags, run.quote) for run in runs for char in run.text if is_seen(char)]


# Where parts of at most so many units end: |.
CUTS = [
    # A paragraph before a sentence, a sentence before a clause, a clause before anything.
    (12, "甲乙丙，丁戊。己，庚\n|辛壬癸。"),
    (12, "甲乙丙，丁戊己。|庚辛，壬癸子丑寅"),
    (12, "甲乙丙丁戊己庚，|辛壬癸子丑寅"),
    (12, "甲乙丙丁戊己庚辛壬癸子丑|寅卯"),
    # Not while a part is less than a quarter full, unless there is nothing else.
    (12, "甲乙丙\n丁戊己庚。|辛壬癸子丑"),
    (12, "甲乙丙丁\n|戊己庚。辛壬癸子丑"),
    (12, "甲。\n|乙丙丁戊己庚辛壬癸子丑寅"),
    # Closing signs stay with the stop, numbers and words in one piece.
    (12, "他说：“甲乙丙丁。”|戊己庚辛壬"),
    (9, "甲乙丙丁戊己庚|辛。”壬"),
    (12, "（甲乙丙丁戊己。）|庚辛壬癸子"),
    (12, "甲（乙丙丁。）戊己庚辛壬|癸"),
    (12, "甲乙丙丁戊己庚辛|92.4%壬癸"),
    (12, "甲乙丙丁戊己庚|1,234.5万吨"),
    (9, "甲乙丙丁戊己庚|ab-cd"),
    (12, "one two |three four"),
    (13, "слово слово |слово"),
    (11, "甲乙丙丁戊己庚辛壬癸|（子丑）"),
    (11, "甲乙丙丁戊己庚辛壬|癸……子丑"),
    (12, "abcdefghijkl|mnop"),
    (12, "abcdefghijk|e\u0301f"),
    # Characters as readers see them.
    (12, "甲乙丙丁戊|👨‍👩‍👧己庚"),
    (12, "甲乙丙丁戊己庚辛壬|🇨🇳癸子"),
    (12, "甲乙丙丁戊己庚辛壬癸子|e\u0301丑"),
    (12, "甲乙丙丁戊己庚辛壬癸子|👍丑"),
    (9, "甲乙丙丁戊己。|\n\n\n庚辛"),
]


@pytest.mark.parametrize(("limit", "text"), CUTS)
def test_a_cut_stands_at_the_best_place(limit: int, text: str) -> None:
    parts = split(plain(text.replace("|", "")), limit)

    assert [part.plain() for part in parts] == [part.strip() for part in text.split("|")]


def test_styles_and_quotations_go_on_in_the_next_part() -> None:
    quotation = quote("乙丙丁。" + bold("戊己庚辛。壬癸子丑寅。") + "卯", expandable=True)

    assert [part.html() for part in split(lines(bold("甲"), quotation), 10)] == [
        "<b>甲</b>\n<blockquote expandable>乙丙丁。</blockquote>",
        "<blockquote expandable><b>戊己庚辛。</b></blockquote>",
        "<blockquote expandable><b>壬癸子丑寅。</b>卯</blockquote>",
    ]


def test_right_to_left_text_is_isolated_in_every_part() -> None:
    message = plain("אבגדה וזחטי כלמנס") + "，第 3 段"

    parts = [part.plain() for part in split(message, 12)]

    assert parts == ["\u2068אבגדה\u2069", "\u2068וזחטי\u2069", "\u2068כלמנס\u2069，", "第 3 段"]


def test_the_end_of_an_isolate_does_not_go_into_the_next_part() -> None:
    message = plain("אבגדה。" + " " * 10 + "\n乙丙丁")

    assert [part.plain() for part in split(message, 12)] == ["\u2068אבגדה。\u2069", "乙丙丁"]


def test_a_message_that_fits_is_one_part() -> None:
    message = paragraphs(bold("甲" * 4000), quote("乙" * 94))

    assert message.units == MAX_UNITS
    assert [part.html() for part in split(message)] == [message.html()]
    assert shorten(message, MAX_UNITS) is message


def test_limits_are_those_of_telegram() -> None:
    assert MAX_UNITS == MessageLimit.MAX_TEXT_LENGTH
    assert MAX_ENTITIES == MessageLimit.MESSAGE_ENTITIES


def test_an_article_is_cut_at_its_paragraphs() -> None:
    article = ["甲乙丙丁。" * 200, "戊己，庚辛！" * 150, "壬癸。" * 1000, "子丑" * 3000]

    parts = [part.plain() for part in split(plain("\n\n".join(article)))]

    assert parts[:2] == ["\n\n".join(article[:2]), "\n\n".join(article[2:3])]
    assert "".join(parts[2:]) == article[3]


def test_a_part_has_at_most_a_hundred_entities() -> None:
    message = join("，", [bold(f"甲{number}") for number in range(250)])

    parts = split(message)

    assert [read(part.html())[1] for part in parts] == [100, 100, 50]
    assert "".join(part.plain() for part in parts) == message.plain()


@pytest.mark.parametrize("text", ["", " \n\u3000", "\u200b\u200d", "\u2800\ufffc \u030a"])
def test_of_an_empty_message_nothing_remains(text: str) -> None:
    assert split(quote(bold(text))) == ()


@pytest.mark.parametrize("limit", [MIN_LIMIT - 1, 0, -1])
def test_a_limit_too_small_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match="at least"):
        split(plain("甲"), limit)
    with pytest.raises(ValueError, match="at least"):
        shorten(plain("甲"), limit)


@given(riches, limits)
def test_parts_keep_the_limit_and_lose_nothing(rich: Rich, limit: int) -> None:
    parts = split(rich, limit)

    assert seen(*parts) == seen(rich)
    for part in parts:
        text, entities = read(part.html())
        assert len(text.encode("utf-16-le")) <= 2 * limit
        assert entities <= MAX_ENTITIES
        assert any(unicodedata.category(char) != "Cf" for char in text if not char.isspace())
        assert text == text.strip() == part.plain()
        assert all(line.count(ISOLATE) == line.count(END_ISOLATE) <= 9 for line in text.split("\n"))


CHARACTERS = [
    "甲",
    "。",
    "，",
    "”",
    "<",
    "👨‍👩‍👧",
    "🇨🇳",
    "👍🏽",
    "e\u0301",
    "1\ufe0f\u20e3",
    "葛\U000e0100",
]


@given(st.lists(st.sampled_from(CHARACTERS), min_size=1), limits)
def test_no_cut_within_a_character(characters: list[str], limit: int) -> None:
    parts = split(bold("".join(characters)), limit)

    assert "".join(part.plain() for part in parts) == "".join(characters)
    boundaries = set(accumulate(map(len, characters)))
    assert boundaries.issuperset(accumulate(len(part.plain()) for part in parts))


@pytest.mark.parametrize("text", ["e" + "\u0301" * 20_000, "👨" + "\u200d👨" * 9_000, "🇨" * 9_001])
def test_a_character_too_long_by_itself_is_cut_all_the_same(text: str) -> None:
    parts = split(plain(text))

    assert "".join(part.plain() for part in parts) == text
    assert all(part.units <= MAX_UNITS for part in parts)


@pytest.mark.parametrize(
    ("rich", "limit", "shown"),
    [
        (plain("甲乙丙丁戊己庚辛"), 8, "甲乙丙丁戊己庚辛"),
        (plain("甲乙丙丁戊己庚辛壬"), 8, "甲乙丙丁戊己庚…"),
        (plain("甲乙丙丁戊92.4%"), 9, "甲乙丙丁戊…"),
        (plain("甲乙丙丁戊己👨‍👩‍👧"), 13, "甲乙丙丁戊己…"),
        (plain("one two threefour"), 10, "one two…"),
        (bold("甲乙丙<丁戊己庚辛"), 8, "<b>甲乙丙&lt;丁戊己…</b>"),
        (quote("甲乙丙丁\n戊己庚辛壬"), 9, "<blockquote>甲乙丙丁\n戊己庚…</blockquote>"),
        (plain("אבגדהוזחט"), 9, "\u2068אבגדה\u2069…"),
    ],
)
def test_shortened(rich: Rich, limit: int, shown: str) -> None:
    assert shorten(rich, limit).html() == shown


@given(riches, limits)
def test_a_shortened_text_is_the_beginning(rich: Rich, limit: int) -> None:
    short = shorten(rich, limit)
    text, entities = read(short.html())

    assert len(text.encode("utf-16-le")) <= 2 * limit
    assert entities <= MAX_ENTITIES
    if short is not rich:
        assert text.endswith("…")
        kept = seen(short)[:-1]
        assert kept == seen(rich)[: len(kept)]
