"""What readers think of answers becomes a question file that `wenbao eval` takes."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.evaluation.questions import read_questions
from tests.telegram.running import PAPER
from tests.telegram.stage import Person, Stage, staged

OWN_TEXT = "春风镇办起图书馆\n\n本报讯 春风镇今年新建图书馆12家，总投资3000万元，藏书20万册。\n"

Export = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    with staged(tmp_path) as running:
        monkeypatch.setenv("WENBAO_TELEGRAM_STATE", str(running.state))
        yield running


@pytest.fixture
def person(stage: Stage) -> Person:
    return stage.person()


@pytest.fixture
def export(stage: Stage, tmp_path: Path) -> Export:
    """Runs the command beside the running bot and returns the lines of its file."""

    def run() -> list[dict[str, Any]]:
        stage.settle()
        out = tmp_path / "feedback.jsonl"
        assert main(["feedback", "export", "--out", str(out)]) == 0
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]

    return run


def judge(person: Person, question: str, verdict: str) -> None:
    person.chat.presses(person.user, person.asks(question), verdict)


def test_a_good_answer_is_gold(person: Person, export: Export) -> None:
    judge(person, "全市登记失业率是多少", "👍")
    (line,) = export()
    assert line.pop("id")
    assert line == {
        "question": "全市登记失业率是多少",
        "kind": "percentage",
        "answers": ["3.2%"],
        "evidence": ["到6月30日,全市登记失业率3.2%,比上年同期低0.4个百分点。"],
    }


def test_a_bad_answer_is_a_question_without_gold(person: Person, export: Export) -> None:
    judge(person, "全市登记失业率是多少", "👎")
    (line,) = export()
    assert line["rejected"] == ["3.2%"]
    assert "answers" not in line and "kind" not in line


def test_no_answer_rightly_given_is_gold_too(person: Person, export: Export) -> None:
    judge(person, "沙棠县收购小麦多少万吨", "👍")
    (line,) = export()
    assert (line["kind"], line["answers"]) == ("none", [])


def test_a_follow_up_comes_after_what_it_leans_on(person: Person, export: Export) -> None:
    person.asks("第三产业增加值多少")
    judge(person, "增长多少", "👍")
    before, line = export()
    assert before["question"] == "第三产业增加值多少" and "answers" not in before
    assert line["after"] == before["id"] and line["answers"] == ["6.9%"]


def test_several_answers_are_all_wanted(person: Person, export: Export) -> None:
    judge(person, "全市登记失业率是多少？临汀县增速多少？", "👍")
    (line,) = export()
    assert line["all"] == ["3.2%", "8.4%"] and len(line["evidence"]) == 2


def test_the_last_verdict_of_a_reader_counts(stage: Stage, export: Export) -> None:
    one, other = stage.person(), stage.person(name="周二")
    group = stage.server.group("编辑部", [one.user, other.user])
    group.says(one.user, "/ask 全市登记失业率是多少")
    answer = group.wait_one()
    for who, verdict in ((one, "👎"), (one, "👍"), (other, "👎"), (one, "👍")):
        group.presses(who.user, answer, verdict)
    lines = export()
    assert sorted("answers" in line for line in lines) == [False, True]
    assert len({line["id"] for line in lines}) == 2


def test_verdicts_on_own_texts_stay_where_they_are(
    person: Person, export: Export, capsys: pytest.CaptureFixture[str]
) -> None:
    person.brings("新闻.txt", OWN_TEXT.encode())
    judge(person, "新建图书馆多少家", "👍")
    assert export() == []
    assert "1 个是对读者自己的文章" in capsys.readouterr().err


def test_the_file_is_taken_by_eval(
    person: Person, export: Export, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judge(person, "全市登记失业率是多少", "👍")
    judge(person, "第三产业增加值多少", "👍")
    judge(person, "增长多少", "👍")
    judge(person, "沙棠县收购小麦多少万吨", "👍")
    judge(person, "全市登记失业率是多少？临汀县增速多少？", "👍")
    judge(person, "今年计划改造老旧小区多少个？", "👍")
    judge(person, "第一产业和第二产业增加值合计多少亿元？", "👍")
    judge(person, "今年小麦最低收购价多少", "👎")
    lines = export()
    file = tmp_path / "feedback.jsonl"
    questions = read_questions(file)
    assert [q.id for q in questions] == [line["id"] for line in lines]
    assert sum(q.has_gold for q in questions) == 7
    capsys.readouterr()
    assert main(["eval", str(file), "--articles", str(PAPER), "--json"]) == 0
    scores = json.loads(capsys.readouterr().out)
    # What was answered well is answered so again.
    assert scores["overall"]["em"] == 1.0, scores


def test_without_a_file_it_goes_to_standard_output(
    stage: Stage, person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    judge(person, "全市登记失业率是多少", "👍")
    stage.settle()
    capsys.readouterr()
    assert main(["feedback", "export"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["answers"] == ["3.2%"]


def test_without_a_state_file_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WENBAO_TELEGRAM_STATE", str(tmp_path / "none.sqlite3"))
    assert main(["feedback", "export"]) == 2
    assert "先运行 wenbao telegram" in capsys.readouterr().err
