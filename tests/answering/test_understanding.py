"""What a question is read to ask, by the cases of questions.toml."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.question import Kind
from bot.answering.understanding.exactness import says_how_exact
from bot.answering.understanding.kind import KindRule, kind_rules
from bot.answering.understanding.understand import understand
from retrieval.fold import fold

TABLE: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "questions.toml").read_text(encoding="utf-8")
)
BRACKETS = str.maketrans("", "", "⟦⟧")


def _cases() -> list[Any]:
    return [
        pytest.param(
            rule,
            {"kind": group["kind"], **case},
            id=case["q"].translate(BRACKETS),
            marks=[pytest.mark.xfail(strict=True, reason=case["known_gap"])]
            if "known_gap" in case
            else [],
        )
        for rule, group in TABLE.items()
        for case in group["cases"]
    ]


@pytest.mark.parametrize(("rule", "case"), _cases())
def test_reads_what_is_asked(rule: str, case: dict[str, str]) -> None:
    text = case["q"].translate(BRACKETS)

    question = understand(text)

    assert (question.kind_rule, question.kind) == (rule, case["kind"])
    assert question.text == text
    if question.kind is not Kind.NONE:
        wh = question.wh
        assert wh is not None
        marked = f"{text[: wh.start]}⟦{text[wh.start : wh.end]}⟧{text[wh.end :]}"
        assert marked == case["q"]
        assert question.head == case.get("head", "")
        assert question.units == ((case["unit"],) if "unit" in case else ())


@pytest.mark.parametrize(
    ("text", "dimensions"),
    [
        ("展厅面积有多大", ("area", "land")),
        ("展厅面积", ("area", "land")),
        ("河有多长", ("length",)),
        ("绳子有多长", ("length", "time")),
        ("包裹有多重", ("weight",)),
        ("排名第几", ("ordinal", "number")),
        ("老船工多大年纪", ("age", "time")),
        ("渡轮的速度是多少", ("speed", "length")),
        ("展览持续多长时间", ("time",)),
        ("出勤率多少", ("ratio", "percentage_points", "multiple")),
        ("总投资多少", ("money",)),
        ("草莓比蓝莓便宜多少钱", ("money",)),
        ("藏书多少册", ("count",)),
        ("来了几百人", ("people",)),
        ("新增平台数", ("count", "people", "number")),
        ("全镇几十家书店", ("count",)),
    ],
)
def test_dimensions_that_answer(text: str, dimensions: tuple[str, ...]) -> None:
    assert understand(text).dimensions == dimensions


@pytest.mark.parametrize(
    ("text", "known", "focus", "units"),
    [
        ("有多少家长途客运站", {"长途", "客运站"}, ("长途", "客运站"), ("家",)),
        ("渡口离芦镇多远", {"渡口", "离", "芦镇"}, ("渡口", "离", "芦镇"), ()),
        ("渡口離蘆鎮多遠", {"渡口", "离", "芦镇"}, ("渡口", "离", "芦镇"), ()),
        ("有多少个村通了公交", {"个村", "公交"}, ("村", "公交"), ("个",)),
    ],
)
def test_cuts_words_as_the_texts_have_them(
    text: str, known: set[str], focus: tuple[str, ...], units: tuple[str, ...]
) -> None:
    question = understand(text, known.__contains__)

    assert tuple(word for word in question.focus if word in focus) == focus
    assert question.units == units


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("窑口可查多少条", ("可", "查")),
        ("泥人能卖多少钱", ("能", "卖")),
        ("泥人能否烧红", ("能否",)),
        ("灯会可惜停了", ("可惜",)),
    ],
)
def test_cuts_a_modal_verb_off_a_guessed_word(text: str, words: tuple[str, ...]) -> None:
    tokens = [t.text for t in understand(text).tokens]

    assert [t for t in tokens if t[0] in "可能" or t in words] == list(words)


def test_every_rule_has_a_case() -> None:
    assert list(TABLE) == [rule.name for rule in kind_rules()]


@pytest.mark.parametrize("rule", kind_rules(), ids=lambda rule: rule.name)
def test_every_pattern_decides_a_case(rule: KindRule) -> None:
    texts = [fold(case["q"].translate(BRACKETS)) for case in TABLE[rule.name]["cases"]]
    first = {
        next((n for n, pattern in enumerate(rule.patterns) if pattern.search(text)), None)
        for text in texts
    }

    assert set(range(len(rule.patterns))) <= first


@given(st.text(max_size=40) | st.text("谁几多少哪个为什么的吗呢,?。3家年是有和比", max_size=40))
@settings(max_examples=60)
def test_whatever_is_typed_is_read(text: str) -> None:
    question = understand(text)

    assert len(question.folded) == len(text)
    assert question.wh is not None
    assert 0 <= question.wh.start <= question.wh.end <= len(text)
    for token in question.tokens:
        assert question.folded[token.start : token.end] == token.text
    assert set(question.focus) <= {token.text for token in question.tokens}
    if question.asks_sort:
        assert question.head in question.folded


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("全镇大约有多少人", True),
        ("船票超过多少元", True),
        ("桥长多少米以上", True),
        ("不得少于几天", True),
        ("全镇有多少人", False),
        ("最近有多少人报名", False),
        ("大约什么时候开馆", False),
        ("桥有多长", False),
    ],
)
def test_tells_whether_a_question_says_how_exact_a_figure_is(text: str, says: bool) -> None:
    assert says_how_exact(understand(text)) is says
