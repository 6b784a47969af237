from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.folding import folds


def lines(text: str, width: int) -> list[str]:
    ends = [0, *folds(text, width), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]


@pytest.mark.parametrize(
    ("text", "width", "folded"),
    [
        ("共有图书馆三座", 20, ["共有图书馆三座"]),
        ("共有图书馆三座", 10, ["共有图书馆", "三座"]),
        ("", 10, [""]),
        # a number stays whole, with what is written in one piece with it
        ("图书馆共有12家", 12, ["图书馆共有", "12家"]),
        ("同比增长15.3%。", 12, ["同比增长", "15.3%。"]),
        ("票房1,280万元", 8, ["票房", "1,280万", "元"]),
        ("图书馆有12家", 11, ["图书馆有", "12家"]),
        ("请看 WENBAO_COLOR", 12, ["请看 ", "WENBAO_COLOR"]),
        # a comma between figures of Chinese text may end a line
        ("有12家,增长3%", 8, ["有12家,", "增长3%"]),
        # punctuation stays with what it belongs to
        ("馆内安静，人多", 8, ["馆内安", "静，人多"]),
        ("他说：“好，很好”", 8, ["他说：", "“好，很", "好”"]),
        ("藏书（万册）多", 6, ["藏书", "（万", "册）多"]),
        # too narrow for any of it
        ("1234567890家", 4, ["1234", "5678", "90家"]),
        ("好", 1, ["好"]),
        ("，，，，", 4, ["，，", "，，"]),
    ],
)
def test_where_lines_are_broken(text: str, width: int, folded: list[str]) -> None:
    assert lines(text, width) == folded


@given(st.text(st.sampled_from("新馆12,.%（）“”，。 ab—"), max_size=60), st.integers(2, 30))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    folded = lines(text, width)

    assert "".join(folded) == text
    assert all(cell_len(line.rstrip()) <= width for line in folded)
    assert all(folded) or not text
