"""Lines drawn on a page, and the paragraphs they are."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents.limits import DEFAULT_LIMITS
from retrieval.documents.pdf_layout import PdfLine, lay_out
from retrieval.documents.pdf_reader import read_pdf
from tests.retrieval.documents import made

SIZE = 10.0
LEFT = 50.0


def lines(*rows: str, step: float = 16, page: int = 0, top: float = 700) -> list[PdfLine]:
    """Return lines below each other: `>` before one indents it, `^` widens the space above it."""
    made_lines = []
    for row in rows:
        top -= step
        text = row.lstrip(">^")
        indent = 2 * SIZE if ">" in row[:2] else 0
        top -= step if "^" in row[:2] else 0
        width = sum(SIZE if ord(char) > 0x2000 else SIZE / 2 for char in text)
        left = LEFT + indent
        made_lines.append(PdfLine(text, page, left, left + width, top, SIZE))
    return made_lines


# Lines of ten characters, and the paragraphs they read as.
CASES = {
    "one line": (["一二三四五六七八九十"], ["一二三四五六七八九十"]),
    "wrapped": (["一二三四五六七八九，", "十一。"], ["一二三四五六七八九，十一。"]),
    "short line ends": (
        ["一二三四五六七八九十", "十一。", "一二三四五六七八九十"],
        ["一二三四五六七八九十十一。", "一二三四五六七八九十"],
    ),
    "indent begins": (
        [">一二三四五六七八", "一二三四五六七八九。", ">一二三四五六七八", "九。"],
        ["一二三四五六七八一二三四五六七八九。", "一二三四五六七八九。"],
    ),
    "wider space begins": (
        [
            "一二三四五六七八九。",
            "一二三四五六七八九。",
            "^一二三四五六七八九。",
            "一二三四五六七八九。",
        ],
        ["一二三四五六七八九。" * 2] * 2,
    ),
    "Latin words": (
        ["the newspaper of the", "newspapers again"],
        ["the newspaper of the newspapers again"],
    ),
    "divided word": (
        ["the library of news-", "papers and of all of"],
        ["the library of newspapers and of all of"],
    ),
    "number at the end": (["一二三四五六七共有12", "辆。"], ["一二三四五六七共有12辆。"]),
    "ragged for a long word": (
        ["一二三四五六七八九十", "一二三四五", "Wenbao123。"],
        ["一二三四五六七八九十一二三四五Wenbao123。"],
    ),
    "list of short lines": (
        ["一二三", "四五六七八九十一二", "三四五"],
        ["一二三", "四五六七八九十一二三四五"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_paragraphs(case: str) -> None:
    rows, expected = CASES[case]

    assert lay_out(lines(*rows)).split("\n\n") == expected


def test_another_size_is_another_paragraph() -> None:
    head, *text = lines("一二三四五六七八九十", "一二三四五六七八九十", "一。")

    assert (
        lay_out([replace(head, size=16), *text])
        == "一二三四五六七八九十\n\n一二三四五六七八九十一。"
    )


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    left = lines("一二三四五六七八九十", "一二三四五六七八九十")
    right = [
        replace(line, left=line.left + 200, right=line.right + 200)
        for line in lines("百百百百百百百百百百", "百百。")
    ]

    assert lay_out(left + right) == "一二三四五六七八九十" * 2 + "百" * 12 + "。"


def test_a_finished_column_is_finished() -> None:
    first = lines("一二三四五六七八九十", "一二三四五六七八九。")

    assert lay_out(first + lines("百百百百百百百百百百", "百百。", page=1)).count("\n\n") == 1


@pytest.mark.parametrize(
    "number", ["1", "- 1 -", "第 1 页", "第1页 共8页", "1/8", "第1頁", "— 1 —", "·1·"]
)
def test_page_numbers_are_no_text(number: str) -> None:
    text = lines("一二三四五六七八九十", "一二三四五六七八九十", "一二三。")
    below = PdfLine(number, 0, 200, 220, 30, 8)

    assert lay_out([below, *text]) == "一二三四五六七八九十" * 2 + "一二三。"


def test_what_recurs_at_the_edge_of_pages_is_no_text() -> None:
    pages = []
    for page in range(3):
        pages += [
            PdfLine(f"文化简报 总第{page + 7}期", page, 50, 150, 800, 8),
            *lines(f"第{'一二三'[page]}页的文字，写到这里为止。", page=page),
        ]

    assert lay_out(pages).split("\n\n") == [f"第{n}页的文字，写到这里为止。" for n in "一二三"]


def test_a_headline_like_the_header_stays() -> None:
    pages = [PdfLine("文化简报", page, 50, 90, 800, 8) for page in range(2)] + lines(
        "文化简报", "^春风镇办起流动图书馆。", page=0
    )

    assert lay_out(pages).split("\n\n") == ["文化简报", "春风镇办起流动图书馆。"]


def test_nothing() -> None:
    assert lay_out([]) == ""


@given(
    st.lists(
        st.builds(
            PdfLine,
            text=st.text("一。A1，-", min_size=1),
            page=st.integers(0, 3),
            left=st.floats(-1e6, 1e6),
            right=st.floats(-1e6, 1e6),
            top=st.floats(-1e6, 1e6),
            size=st.floats(0, 1e6),
        ),
        max_size=12,
    )
)
def test_lines_anywhere_are_laid_out(anywhere: list[PdfLine]) -> None:
    text = lay_out(anywhere)

    assert set("".join(text.split())) <= set("一。A1，-")
    # Page numbers and headers go, and hyphens that divide words; nothing is said twice.
    assert text.count("。") <= sum(line.text.count("。") for line in anywhere)


def test_lines_as_they_are_drawn() -> None:
    data = made.pdf_of_lines(
        [
            (60, 760, 20, "新馆开放"),
            (84, 700, 12, "市立图书馆新馆昨日开放，馆内有三层"),
            (60, 680, 12, "楼，藏书一百万册，门口的喷泉也修好了。"),
            (84, 660, 12, "读者说好。"),
            (300, 30, 9, "第 1 页"),
        ]
    )

    assert read_pdf(data, DEFAULT_LIMITS).split("\n\n") == [
        "新馆开放",
        "市立图书馆新馆昨日开放，馆内有三层楼，藏书一百万册，门口的喷泉也修好了。",
        "读者说好。",
    ]
