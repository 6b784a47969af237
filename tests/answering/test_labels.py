import pytest

from bot.answering.surroundings.labels import numbered
from retrieval.tokens import Token


@pytest.mark.parametrize("text", ["二期", "第3批", "12号楼", "第十二届", "b级"])
def test_what_is_told_by_its_number(text: str) -> None:
    token = Token(text, 0, len(text), "n")
    assert numbered([token]) == (token,)


# In a pattern that reads a run in several ways these would not come to an end.
@pytest.mark.parametrize("text", ["7" * 200, "一" * 200, "甲" * 200, "第" + "12" * 100])
def test_a_long_run_of_digits_tells_nothing(text: str) -> None:
    assert numbered([Token(text, 0, len(text), "m")]) == ()
