"""The weights of the confidence: what they are learnt from, and which way each may point."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.confidence.additive import read_table
from bot.answering.confidence.features import Features, default_model
from bot.cli import BAD_INPUT, main
from bot.evaluation.squad import read_squad
from bot.tuning.calibration import (
    LOWERING,
    RAISING,
    Judged,
    fit_confidence,
    judge_file,
    judge_passages,
)
from bot.tuning.table import as_confidence_table
from tests.tuning.made_up import write_squad

PAGE = "青石镇去年开了12家茶馆，镇上的人都很高兴。\n\n白水镇去年开了30家书店，生意很好。\n"
GOLD = (
    {"id": "1", "question": "青石镇去年开了多少家茶馆？", "answers": ["12家"]},
    {"id": "2", "question": "白水镇去年开了多少家书店？", "answers": ["30家"]},
    {"id": "3", "question": "青石镇去年开了多少家药房？", "answers": [], "kind": "none"},
    {"id": "4", "question": "柳河镇去年开了多少家书店？", "answers": [], "kind": "none"},
    {"id": "5", "question": "饭馆呢？", "answers": [], "kind": "none", "after": "1"},
    {"id": "6", "question": "镇上的人为什么高兴？", "answers": ["开了茶馆"]},
)


@pytest.fixture
def gold(own_directory: Path) -> tuple[Path, Path]:
    questions, page = own_directory / "题.jsonl", own_directory / "版.txt"
    lines = (json.dumps(record, ensure_ascii=False) for record in GOLD)
    questions.write_text("\n".join(lines), encoding="utf-8")
    page.write_text(PAGE, encoding="utf-8")
    return questions, page


def test_questions_of_a_file_are_judged_alone_and_by_the_gold(gold: tuple[Path, Path]) -> None:
    judged = {j.group[1]: j for j in judge_file(*gold)}

    # 5 leans on another question, 6 is answered by a strategy of its own.
    assert list(judged) == ["1", "2", "3", "4"]
    assert [j.answerable for j in judged.values()] == [True, True, False, False]
    assert judged["1"].right.any()
    assert judged["2"].right.any()
    assert not judged["3"].right.any()
    assert not judged["4"].right.any()
    assert judged["1"].features.shape == (len(judged["1"].right), len(Features._fields))


def test_a_question_also_goes_to_another_article(own_directory: Path) -> None:
    passages = read_squad(write_squad(own_directory / "题.json"))

    judged = list(judge_passages(passages))

    own = [j for j in judged if j.answerable]
    others = [j for j in judged if not j.answerable]
    assert len(own) == sum(len(p.questions) for p in passages)
    assert others
    assert not any(j.right.any() for j in others)
    assert sum(j.right.any() for j in own) > 0.9 * len(own)


WIDTH = len(Features._fields)
ROWS = st.lists(
    st.tuples(st.lists(st.floats(-3, 3), min_size=WIDTH, max_size=WIDTH), st.booleans()),
    min_size=2,
    max_size=20,
)


@given(ROWS)
def test_missing_words_never_raise_confidence(rows: list[tuple[list[float], bool]]) -> None:
    judged = [
        Judged(("", at), np.array([values]), np.array([right]), answerable=True)
        for at, (values, right) in enumerate(rows)
    ]

    curves = fit_confidence(judged).curves

    assert all(step >= 0 for name in RAISING for step in curves[name].steps)
    assert all(step <= 0 for name in LOWERING for step in curves[name].steps)


def test_learns_which_feature_tells() -> None:
    silent = Features(*[0.0] * len(Features._fields))
    judged = [
        Judged(
            ("", at),
            np.array([silent._replace(missing_names=float(at % 2))]),
            np.array([at % 2 == 0]),
            answerable=True,
        )
        for at in range(40)
    ]

    model = fit_confidence(judged)

    assert [round(j.outcome(model).confidence) for j in judged] == [1, 0] * 20


def test_writes_the_same_table_twice(
    gold: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    squad, outputs = write_squad(tmp_path / "题.json"), [tmp_path / "a.csv", tmp_path / "b.csv"]
    for jobs, out in enumerate(outputs, start=1):
        more = ["--gold", *map(str, gold), "--jobs", str(jobs), "--out", str(out)]
        assert main(["tune", str(squad), "--confidence", *more]) == 0

    text = outputs[0].read_text(encoding="utf-8")
    assert text == outputs[1].read_text(encoding="utf-8")
    assert "wenbao tune --confidence 题.json --gold 题.jsonl 版.txt --seed 0\n" in text
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["题.jsonl", "现用", "4"] in [row[:3] for row in rows]
    assert ["题.jsonl", "拟合", "4"] in [row[:3] for row in rows]


def test_table_in_use_has_the_form_that_is_written() -> None:
    written = as_confidence_table(default_model(), "wenbao tune")

    assert read_table(written, Features._fields) == default_model()
    assert {line.split(",")[0] for line in written.splitlines()[5:]} <= set(Features._fields)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--confidence"], "没有题目"),
        (["--confidence", "--sentences-only", "题.json"], "不能和 --confidence 一起用"),
        (["--confidence", "--gold", "题.jsonl", "版.txt", "--folds", "9"], "分不成 9 份"),
        (["--confidence", "--gold", "题.jsonl", "版.txt", "--out", "版.txt"], "会覆盖"),
    ],
)
def test_bad_input_is_one_line(
    gold: tuple[Path, Path],
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    complaint: str,
) -> None:
    assert main(["tune", *arguments]) == BAD_INPUT

    assert complaint in capsys.readouterr().err.splitlines()[-1]
