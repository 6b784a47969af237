import pytest

from retrieval.markdown import is_markdown, is_rule, unmark


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("# 新馆开放", "新馆开放"),
        ("## 新馆开放 ##", "新馆开放"),
        ("> > 新馆开放", "新馆开放"),
        ("- **新馆**开放", "新馆开放"),
        ("见[官网](http://a.example/b_c)。", "见官网。"),
        ("![大门](gate.png)", "大门"),
        ("**[官网](a)**", "官网"),
        ("这是*重点*和`代码`，~~不是~~", "这是重点和代码，不是"),
        ("__很__好", "__很__好"),
        ("snake_case_name", "snake_case_name"),
        ("3 * 4 = 12", "3 * 4 = 12"),
        ("| 座位 | 2000个 |", "座位 | 2000个"),
        ("| --- | ---: |", ""),
        ("```python", ""),
        ("1. 带身份证", "1. 带身份证"),
        ("#话题# 新馆", "#话题# 新馆"),
    ],
)
def test_unmark(line: str, text: str) -> None:
    content = unmark(line, 100).content
    assert content.text == text
    assert all(line[content.offset(at) - 100] == char for at, char in enumerate(content.text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 新馆", True),
        ("**新馆**开放", True),
        ("- 甲\n- 乙", True),
        ("- 甲", False),
        ("#新馆开放#", False),
        ("5*6*7", False),
        ("新馆[1]开放（2）", False),
    ],
)
def test_is_markdown(text: str, expected: bool) -> None:
    assert is_markdown(text.split("\n")) is expected


@pytest.mark.parametrize(("line", "expected"), [("---", True), ("* * *", True), ("--", False)])
def test_is_rule(line: str, expected: bool) -> None:
    assert is_rule(line) is expected
