from datetime import date

import pytest

from bot.answering.masthead import page_date
from retrieval.reader import read_page

STORY = "\n\n渡口修好了\n\n本报讯 2020年3月1日，渡口的石阶修好了，船夫们又忙了起来。\n"


@pytest.mark.parametrize(
    ("masthead", "day"),
    [
        ("青岚日报 2024年5月28日 星期二 第3版", date(2024, 5, 28)),
        ("2023年11月9日", date(2023, 11, 9)),
        ("责编：岳满仓\n\n二〇二四年十月十八日　星期五", date(2024, 10, 18)),
        ("青岚日报　第3版", None),
        ("青岚日报 2024年5月 第3版", None),
        # A date in a sentence is no masthead.
        ("2024年5月28日，青岚县的渡口开了。" + "船来船往，" * 20, None),
    ],
)
def test_finds_the_day_a_page_came_out(masthead: str, day: date | None) -> None:
    assert page_date(read_page(masthead + STORY, "page.txt")) == day
