import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answer import Refusal
from bot.answering.question import Kind
from bot.evaluation.run import EvalOptions, evaluate
from retrieval.errors import UserFacingError
from retrieval.page import Page

from .fakes import Canned, FakeAnswerer


class Factory:
    """Builds fake answerers and keeps them, with what they were built with."""

    def __init__(self, table: Mapping[str, Canned | list[Canned]]) -> None:
        self.table = table
        self.built: list[FakeAnswerer] = []
        self.options: list[tuple[float | None, bool]] = []

    def __call__(
        self, pages: tuple[Page, ...], *, threshold: float | None, always_answer: bool
    ) -> FakeAnswerer:
        self.options.append((threshold, always_answer))
        self.built.append(FakeAnswerer(pages, self.table))
        return self.built[-1]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "晚报.txt"
    path.write_text("今天下了一场大雨。甲村有12家店，增长50%。", encoding="utf-8")
    return path


SHOPS = Canned("12家", 0.9, Kind.NUMBER, ("12", "家"))
GROWTH = Canned("50%", 0.8, Kind.PERCENTAGE, ("50", "%"))


def write_lines(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_grades_a_question_file(
    tmp_path: Path, articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = write_lines(
        tmp_path / "q.jsonl",
        {
            "id": "a",
            "question": "几家",
            "kind": "number",
            "answers": ["12家"],
            "evidence": "12家店",
        },
        {"id": "b", "question": "增长多少", "kind": "percentage", "answers": ["40%"]},
        {"id": "c", "question": "多少人", "kind": "none", "answers": []},
        {"id": "d", "question": "下雨吗"},
    )
    factory = Factory({"几家": SHOPS, "增长多少": GROWTH})
    out = tmp_path / "p.jsonl"
    options = EvalOptions(questions, articles, predictions=out, json=True, threshold=0.4)
    assert evaluate(options, factory) == 0
    assert factory.options == [(0.4, False)]

    figures = json.loads(capsys.readouterr().out)
    assert {key: figures["overall"][key] for key in EXPECTED} == EXPECTED
    assert list(figures["kinds"]) == ["none", "number", "percentage", "phrase"]
    assert figures["kinds"]["number"]["f1"] == 1
    assert figures["latency_ms"]["max"] >= figures["latency_ms"]["median"]

    predictions = read_lines(out)
    assert [p["id"] for p in predictions] == ["a", "b", "c", "d"]
    assert [p["answer"] for p in predictions] == ["12家", "50%", None, None]
    assert not out.with_name("p.jsonl.partial").exists()


EXPECTED = {
    "questions": 4,
    "answered": 2,
    "graded": 3,
    "accuracy": 2 / 3,
    "answerable": 2,
    "right_answers": 1,
    "missed": 0,
    "unanswerable": 1,
    "right_refusals": 1,
    "wrong_numbers": 1,
    "precision": 0.5,
    "coverage": 2 / 3,
    "em": 0.5,
    "f1": 0.5 * (1 + 0.5),
    "sentence_accuracy": 1.0,
    "auroc": 1.0,
    "recall": None,
}


def test_reasons_to_refuse_are_compared_with_the_gold(
    tmp_path: Path, articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    none: dict[str, Any] = {"kind": "none", "answers": []}
    questions = write_lines(
        tmp_path / "q.jsonl",
        {"id": "a", "question": "几点", "refusal": "no_time", **none},
        {"id": "b", "question": "几时", "refusal": "no_time", **none},
        {"id": "c", "question": "几家", "refusal": "no_figure", **none},
        {"id": "d", "question": "别的", **none},
    )
    canned = {"几点": Canned(None, refusal=Refusal.NO_TIME), "几时": Canned(None), "几家": SHOPS}
    assert evaluate(EvalOptions(questions, articles, json=True), Factory(canned)) == 0
    assert json.loads(capsys.readouterr().out)["refusals"] == {
        "no_figure": {"questions": 1, "given": {}, "agree": 0},
        "no_time": {"questions": 2, "given": {"no_time": 1, "not_mentioned": 1}, "agree": 1},
    }

    report = tmp_path / "r.html"
    assert evaluate(EvalOptions(questions, articles, report=report), Factory(canned)) == 0
    shown = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["没给时间", "2", "1/2", "50.0%", "没有提到", "1"] in shown
    assert "没给时间" in report.read_text(encoding="utf-8")


def test_phrasings_are_counted_by_style(
    tmp_path: Path, articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = write_lines(
        tmp_path / "gold.jsonl", {"id": "a", "question": "几家店", "answers": ["12家"]}
    )
    questions = write_lines(
        tmp_path / "q.jsonl",
        {"id": "1", "of": "a", "style": "terse", "question": "家数"},
        {"id": "2", "of": "a", "style": "其他", "question": "几家呀"},
        {"id": "3", "of": "a", "style": "terse", "question": "店数"},
    )
    factory = Factory({"家数": SHOPS, "几家呀": SHOPS})

    evaluate(EvalOptions(questions, articles, gold=gold, json=True), factory)
    styles = json.loads(capsys.readouterr().out)["styles"]
    rates = {style: scores["right_answer_rate"] for style, scores in styles.items()}
    assert rates == {"terse": 0.5, "其他": 1.0}

    evaluate(EvalOptions(questions, articles, gold=gold), factory)
    rows = [line.split()[:5] for line in capsys.readouterr().out.splitlines()]
    assert ["说法", "题数", "作答", "答对", "错数"] in rows
    assert ["简短", "2", "1", "1/2", "50.0%"] in rows


def test_dialogues_fork_and_keep_their_order(tmp_path: Path, articles: Path) -> None:
    questions = write_lines(
        tmp_path / "q.jsonl",
        {"id": "4", "question": "丁", "after": "2"},
        {"id": "1", "question": "甲"},
        {"id": "2", "question": "乙", "after": "1"},
        {"id": "3", "question": "丙", "after": "1"},
        {"id": "5", "question": "戊"},
    )
    factory = Factory({})
    out = tmp_path / "p.jsonl"
    evaluate(EvalOptions(questions, articles, predictions=out), factory)
    assert factory.built[0].asked == [
        ("甲", ()),
        ("乙", ("甲",)),
        ("丁", ("甲", "乙")),
        ("丙", ("甲",)),
        ("戊", ()),
    ]
    assert [p["id"] for p in read_lines(out)] == ["4", "1", "2", "3", "5"]


def test_limit_takes_the_first_questions(tmp_path: Path, articles: Path) -> None:
    questions = write_lines(
        tmp_path / "q.jsonl", *({"id": str(n), "question": f"第{n}问"} for n in range(5))
    )
    out = tmp_path / "p.jsonl"
    evaluate(EvalOptions(questions, articles, predictions=out, limit=2), Factory({}))
    assert [p["id"] for p in read_lines(out)] == ["0", "1"]


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    def question(id: str, text: str, *answers: str) -> dict[str, Any]:
        found = [{"text": answer, "answer_start": 0} for answer in answers]
        return {"id": id, "question": text, "answers": found, "is_impossible": not answers}

    document = {
        "data": [
            {
                "paragraphs": [
                    {
                        "id": "P1",
                        "context": "张三在河边种了一棵松树。",
                        "qas": [
                            question("1", "张三种了什么松树", "一棵松树", "松树"),
                            question("2", "张三买了什么"),
                        ],
                    },
                    {
                        "id": "P2",
                        "context": "李四在山上看见两只白鹤。",
                        "qas": [question("3", "李四看见什么白鹤", "两只白鹤")],
                    },
                ]
            }
        ]
    }
    path = tmp_path / "s.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


SQUAD_ANSWERS = {
    "张三种了什么松树": Canned("松树", 0.9),
    "李四看见什么白鹤": Canned("白鹤", 0.6, Kind.TITLE),
}


def test_squad_questions_get_their_own_context(
    tmp_path: Path, squad: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    factory = Factory(SQUAD_ANSWERS)
    options = EvalOptions(squad, None, format="squad", json=True, always_answer=True)
    assert evaluate(options, factory) == 0
    assert [[page.source for page in a.pages] for a in factory.built] == [
        [f"{squad}#P1"],
        [f"{squad}#P2"],
    ]
    assert factory.options == [(None, True)] * 2
    overall = json.loads(capsys.readouterr().out)["overall"]
    assert (overall["em"], overall["f1"]) == (0.5, pytest.approx((1 + 2 / 3) / 2))
    assert (overall["sentence_accuracy"], overall["auroc"]) == (1.0, 1.0)
    assert (overall["right_answers"], overall["right_refusals"]) == (1, 1)


def test_open_squad_searches_all_contexts(
    tmp_path: Path, squad: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(squad.read_text(encoding="utf-8"))
    # A question whose own passage is found second.
    document["data"][0]["paragraphs"][1]["qas"][0]["question"] = "张三在河边"
    squad.write_text(json.dumps(document), encoding="utf-8")
    factory = Factory(SQUAD_ANSWERS)
    evaluate(EvalOptions(squad, None, format="squad", open=True, json=True), factory)
    assert [len(answerer.pages) for answerer in factory.built] == [2]
    overall = json.loads(capsys.readouterr().out)["overall"]
    assert overall["recall"] == {
        "1": pytest.approx(2 / 3),
        "3": 1.0,
        "5": 1.0,
        "10": 1.0,
    }
    assert overall["mrr"] == pytest.approx((1 + 1 + 1 / 2) / 3)


def test_open_squad_has_a_table_for_the_search(
    squad: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate(EvalOptions(squad, None, format="squad", open=True), Factory(SQUAD_ANSWERS))
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["类型", "题数", "R@1", "R@3", "R@5", "R@10", "MRR"] in rows
    assert ["全部", "3", *["100.0%"] * 4, "1.000"] in rows


def test_hard_negatives_are_questions_to_refuse(
    tmp_path: Path, squad: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(squad.read_text(encoding="utf-8"))
    # Each paragraph an article of its own, and a word that both have.
    document["data"] = [{"paragraphs": [p]} for p in document["data"][0]["paragraphs"]]
    document["data"][1]["paragraphs"][0]["context"] += "李四也喜欢松树下的张三。"
    squad.write_text(json.dumps(document), encoding="utf-8")
    out = tmp_path / "p.jsonl"
    table = {**SQUAD_ANSWERS, "张三买了什么": Canned(None, 0.7)}
    options = EvalOptions(squad, None, "squad", hard_negatives=True, predictions=out, json=True)
    evaluate(options, Factory(table))

    assert [p["id"] for p in read_lines(out)] == ["1", "2", "3", "2@P2"]
    figures = json.loads(capsys.readouterr().out)
    overall = figures["overall"]
    assert (overall["answerable"], overall["unanswerable"]) == (2, 2)
    assert overall["right_refusals"] == 2
    # Answerable 0.9 and 0.6, unanswerable 0.7 twice; of the answers only that with 0.9 is right.
    assert (overall["auroc"], overall["auroc_right"]) == (0.5, 1.0)
    assert [row["threshold"] for row in figures["thresholds"]] == [0.6, 0.9]
    shares = ("answered", "coverage", "precision", "f1", "right_answer_rate", "right_refusal_rate")
    assert [[row[key] for key in shares] for row in figures["thresholds"]] == [
        [2, 0.5, 0.5, pytest.approx((1 + 2 / 3) / 2), 0.5, 1.0],
        [1, 0.25, 1.0, 1.0, 0.5, 1.0],
    ]
    assert [(row["low"], row["count"]) for row in figures["reliability"]] == [(0.6, 1), (0.9, 1)]


def test_failures_are_written_with_their_cause(
    tmp_path: Path, squad: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = {
        "张三种了什么松树": Canned("河边"),
        "张三买了什么": Canned("松树"),
        "李四看见什么白鹤": Canned("白鹤"),
    }
    out = tmp_path / "f.jsonl"
    evaluate(EvalOptions(squad, None, format="squad", failures=out), Factory(table))
    failures = read_lines(out)
    assert [(f["id"], f["cause"]) for f in failures] == [
        ("1", "other_span"),
        ("2", "uncalled"),
        ("3", "too_short"),
    ]
    assert failures[2]["gold"] == ["两只白鹤"]
    assert failures[2]["answer"] == "白鹤"
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    for name in ("误答", "同句另一处", "太短"):
        assert [name, "1", "33.33%"] in rows
    # Both gold answers are candidates.
    assert rows[0][-1] == "候选"
    assert next(row for row in rows if row[:1] == ["全部"])[-1] == "100.00%"


def test_failures_of_a_question_file_have_no_places(tmp_path: Path, articles: Path) -> None:
    questions = write_lines(
        tmp_path / "q.jsonl",
        {"id": "a", "question": "几家", "answers": ["13家"]},
        {"id": "b", "question": "多少人", "answers": ["5人"]},
        {"id": "c", "question": "增长多少", "answers": ["50%"]},
    )
    out = tmp_path / "f.jsonl"
    table = {"几家": SHOPS, "增长多少": GROWTH}
    evaluate(EvalOptions(questions, articles, failures=out), Factory(table))
    assert [(f["id"], f["cause"]) for f in read_lines(out)] == [("a", "wrong"), ("b", "missed")]


def test_abstention_is_shown_where_something_must_be_refused(
    tmp_path: Path, articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answered = {"id": "a", "question": "几家", "answers": ["12家"]}
    refused = {"id": "b", "question": "多少人", "answers": []}
    for lines, shown in (([answered], False), ([answered, refused], True)):
        questions = write_lines(tmp_path / "q.jsonl", *lines)
        evaluate(EvalOptions(questions, articles), Factory({"几家": SHOPS}))
        rows = [line.split() for line in capsys.readouterr().out.splitlines()]
        alone = ["0.9", "1", "50.0%", "100.0%", "100.0%", "100.0%", "100.0%"]
        assert (alone in rows) == shown
        assert (["0.9–1.0", "1", "90.0%", "100.0%"] in rows) == shown


def test_squad_limit_keeps_the_other_contexts_to_search(tmp_path: Path, squad: Path) -> None:
    factory = Factory(SQUAD_ANSWERS)
    out = tmp_path / "p.jsonl"
    options = EvalOptions(squad, None, format="squad", open=True, limit=1, predictions=out)
    evaluate(options, factory)
    assert [p["id"] for p in read_lines(out)] == ["1"]
    assert len(factory.built[0].pages) == 2


def test_table_is_plain_without_a_terminal(squad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evaluate(EvalOptions(squad, None, format="squad"), Factory(SQUAD_ANSWERS))
    captured = capsys.readouterr()
    assert captured.err == ""
    rows = [line.split() for line in captured.out.splitlines()]
    assert rows[0] == ["类型", "题数", "作答", "答对", "拒答对", "错数", "EM", "F1", "句子"]
    assert ["名称", "1", "1", "0/1", "0.0%", "—", "0", "0.00%", "66.67%", "100.00%"] in rows
    assert "\x1b" not in captured.out
    assert not set("━─│┃") & set(captured.out)


def test_nothing_is_cut_without_a_terminal(
    tmp_path: Path, articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kind = "自定的类型" * 12
    line = {"id": "a", "question": "几家", "kind": kind, "answers": ["12家"]}
    questions = write_lines(tmp_path / "q.jsonl", line)
    evaluate(EvalOptions(questions, articles), Factory({"几家": SHOPS}))
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [kind, "1", "1", "1/1", "100.0%", "0", "100.00%", "100.00%"] in rows


def test_colour_on_demand(squad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evaluate(EvalOptions(squad, None, format="squad", color="always"), Factory(SQUAD_ANSWERS))
    assert "\x1b[" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"predictions": Path("无此文件夹/p.jsonl")}, "写不到这里"),
        ({"report": Path()}, "写不到这里"),
        ({"predictions": Path("q.jsonl")}, "会覆盖题目文件"),
        ({"predictions": Path("r"), "report": Path("r")}, "另一个输出"),
        ({"predictions": Path("r"), "failures": Path("r")}, "另一个输出"),
        ({"articles": None}, "没有可读的文章"),
        ({"articles": Path("无此文件")}, "无此文件"),
        ({"questions": Path("无此题目")}, "找不到"),
        ({"format": "squad"}, "不是合法的 JSON|SQuAD"),
    ],
)
def test_bad_input(
    tmp_path: Path,
    articles: Path,
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, Any],
    complaint: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    write_lines(tmp_path / "q.jsonl", {"id": "a", "question": "多少家"})
    before = (tmp_path / "q.jsonl").read_bytes()
    options = {"questions": Path("q.jsonl"), "articles": articles} | changes
    with pytest.raises(UserFacingError, match=complaint) as caught:
        evaluate(EvalOptions(**options), Factory({}))
    assert "\n" not in str(caught.value)
    assert (tmp_path / "q.jsonl").read_bytes() == before


class Failing(FakeAnswerer):
    """Breaks off at the second question."""

    def ask(self, *args: Any, **kwargs: Any) -> Any:
        if self.asked:
            raise KeyboardInterrupt
        return super().ask(*args, **kwargs)


def test_a_broken_off_run_leaves_the_old_predictions(tmp_path: Path, articles: Path) -> None:
    questions = write_lines(
        tmp_path / "q.jsonl", {"id": "a", "question": "甲"}, {"id": "b", "question": "乙"}
    )
    out = tmp_path / "p.jsonl"
    out.write_text("旧的", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        evaluate(
            EvalOptions(questions, articles, predictions=out),
            lambda pages, threshold, always_answer: Failing(pages, {}),
        )
    assert out.read_text(encoding="utf-8") == "旧的"
    assert [p["id"] for p in read_lines(tmp_path / "p.jsonl.partial")] == ["a"]
