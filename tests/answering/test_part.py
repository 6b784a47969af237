"""The part a candidate plays in its clause, beside that of the question word (rules/part.py)."""

import pytest

from bot.answering.annotation import AnnotatedArticle
from bot.answering.matching.match import Match
from bot.answering.rules import RULES
from bot.answering.spans.candidates import generate
from bot.answering.understanding.understand import understand
from retrieval.reader import read_page

TEXT = """石匠修好了渡口的石桥；木匠修好了水车，县里奖给木匠一把斧头。

那年的石桥全用青石砌成。
"""


def values(question: str, rule: str) -> dict[str, float]:
    page = read_page(TEXT, "made-up.txt")
    pool = generate(AnnotatedArticle(page, page.articles[0]))
    match = Match(understand(question), pool, lambda _: 1.0)
    found = RULES[rule](match).tolist()
    return {
        text: max(v for t, v in zip(pool.texts, found, strict=True) if t == text)
        for text in pool.texts
    }


# question, rule, the candidate that it speaks for, and one that it speaks less for
CASES = [
    ("谁修好了水车", "begins_as_asked", "木匠", "水车"),
    ("谁修好了石桥", "opens_as_asked", "石匠", "木匠"),
    ("县里奖给木匠什么", "ends_as_asked", "一把斧头", "县里"),
    ("谁修好了水车", "verb_on_same_side", "木匠", "水车"),
    ("木匠修好了什么", "verb_on_same_side", "水车", "石桥"),
    ("木匠修好了什么", "verb_on_other_side", "石匠", "水车"),
    ("谁修好了水车", "verb_in_clause", "木匠", "斧头"),
    ("谁奖给木匠斧头", "nothing_between", "县里", "水车"),
    ("木匠修好了什么", "nothing_between", "水车", "石桥"),
    ("县里奖给木匠什么", "longest_run", "一把斧头", "青石"),
    ("县里奖给木匠什么", "longest_run_in_clause", "一把斧头", "水车"),
    ("县里奖给木匠什么", "longest_run_behind_best", "一把斧头", "青石"),
]


@pytest.mark.parametrize(("question", "rule", "better", "worse"), CASES)
def test_speaks_for_what_plays_the_part(question: str, rule: str, better: str, worse: str) -> None:
    found = values(question, rule)
    assert found[better] > found[worse]
