import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.excerpt import excerpt
from retrieval.page import Span

TEXT = "甲乙丙丁戊己庚辛壬癸"


@pytest.mark.parametrize(
    ("marks", "margin", "expected", "moved"),
    [
        ([Span(4, 5)], 2, "…丙丁戊己庚…", [Span(3, 4)]),
        ([Span(3, 4), Span(6, 7)], 1, "…丙丁戊己庚辛…", [Span(2, 3), Span(5, 6)]),
        ([Span(1, 2)], 3, "甲乙丙丁戊…", [Span(1, 2)]),
        ([Span(8, 10)], 1, "…辛壬癸", [Span(2, 4)]),
        ([], 2, "甲乙丙丁…", []),
        ([Span(0, 1)], 9, TEXT, [Span(0, 1)]),
    ],
)
def test_what_stands_around_the_marks_is_kept(
    marks: list[Span], margin: int, expected: str, moved: list[Span]
) -> None:
    assert excerpt(TEXT, marks, margin) == (expected, tuple(moved))


@given(st.text(min_size=1), st.data(), st.integers(0, 9))
def test_marks_keep_their_words(text: str, data: st.DataObject, margin: int) -> None:
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6)))
    marks = [Span(*pair) for pair in zip(ends[::2], ends[1::2], strict=False)]

    shown, moved = excerpt(text, marks, margin)

    assert [shown[m.start : m.end] for m in moved] == [text[m.start : m.end] for m in marks]
    assert shown.removeprefix("…").removesuffix("…") in text or "…" in text
