"""`wenbao tune` from the command line."""

import json
from pathlib import Path

import pytest

from bot.answering.scoring import read_weights
from bot.cli import BAD_INPUT, main
from bot.tuning import command, output
from tests.tuning.made_up import passage, record, write_page, write_squad


@pytest.fixture
def squad(own_directory: Path) -> Path:
    return write_squad(own_directory / "题.json")


def test_reports_without_writing(squad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = command.WEIGHTS.read_bytes()

    assert main(["tune", str(squad)]) == 0

    shown = capsys.readouterr()
    rows = {
        line.split()[0]: line.split()[1:] for line in shown.out.splitlines()[1:] if line.strip()
    }
    assert (rows["全部"][0], rows["全部"][-1]) == ("24", "100.00%")
    assert rows["number"] == rows["全部"]
    assert "24 题的答案是候选之一" in shown.err
    assert command.WEIGHTS.read_bytes() == before
    assert list(squad.parent.iterdir()) == [squad]


def test_writes_the_same_table_twice(squad: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    more = ["--sentences-only", str(squad), "--seed", "3"]

    assert main(["tune", str(squad), *more, "--out", str(first)]) == 0
    assert main(["tune", str(squad), *more, "--jobs", "2", "--out", str(second)]) == 0

    assert first.read_bytes() == second.read_bytes()
    text = first.read_text(encoding="utf-8")
    assert "wenbao tune 题.json --sentences-only 题.json --seed 3\n" in text
    assert read_weights(text).class_row


def test_pages_are_reported_apart(squad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = squad.parent / "版面"
    pages.mkdir()
    for name in "甲乙丙":
        write_page(pages, name)

    assert main(["tune", str(squad), "--pages", str(pages), "--out", "表.csv"]) == 0

    shown = capsys.readouterr()
    lines = [line.split() for line in shown.out.splitlines()[1:] if line.strip()]
    assert [line[:2] for line in lines if line[0] in ("全部", "版面")] == [
        ["全部", "24"],
        ["版面", "12"],
        ["版面", "figure"],
    ]
    assert "3 个版面：12 题，其中 12 题的答案是候选之一" in shown.err
    table = Path("表.csv").read_text(encoding="utf-8")
    assert "wenbao tune 题.json --pages 版面 --seed 0\n" in table


def unanswerable(path: Path) -> Path:
    """Write questions whose answers do not stand in the text."""
    paragraphs = [
        passage("青石镇", 3) | {"qas": [record(str(at), "多少家？", "没有这话", 0)]}
        for at in range(3)
    ]
    data = [{"paragraphs": [paragraph]} for paragraph in paragraphs]
    path.write_text(json.dumps({"data": data}, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "没有题目；请给出 SQuAD 格式的题目文件"),
        (["没有.json"], "没有.json：找不到这个文件"),
        (["题.json", "--folds", "7"], "只有 6 篇文章，分不成 7 份"),
        (["题.json", "--folds", "1"], "--folds 的值应为不小于 2 的整数"),
        (["题.json", "--out", "题.json"], "题.json：会覆盖题目文件"),
        (["题.json", "--out", "没有/a.csv"], "没有/a.csv：写不到这里"),
        (["无解.json"], "没有一题的答案在文中找得到"),
    ],
)
def test_bad_input_is_one_line(
    squad: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    unanswerable(squad.parent / "无解.json")

    assert main(["tune", *arguments]) == BAD_INPUT

    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("wenbao: ")
    assert complaint in last


def test_without_scipy_says_what_to_install(
    squad: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "find_spec", lambda name: None)

    assert main(["tune", str(squad)]) == BAD_INPUT

    assert (
        capsys.readouterr().err == "wenbao: tune 要用 scipy；请先运行 pip install 'wenbao[tune]'\n"
    )
