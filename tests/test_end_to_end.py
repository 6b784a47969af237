"""The three ways of using wenbao, as a user starts them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

TEXT = """春风镇办起图书馆

本报记者 王小满

本报讯 春风镇的图书馆越办越多。目前，镇上共有图书馆12家，比去年增加3家。

河边新修步道

镇长周大河说：“步道全长8公里，总投资2亿元。”
"""

QUESTIONS = [
    {"id": "1", "question": "图书馆有多少家", "kind": "number", "answers": ["12家"]},
    {"id": "2", "question": "步道全长多少公里", "kind": "number", "answers": ["8公里"]},
    {"id": "3", "question": "电影院有多少家", "kind": "none", "answers": []},
]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "晚报.txt").write_text(TEXT, encoding="utf-8")
    lines = (json.dumps(question, ensure_ascii=False) + "\n" for question in QUESTIONS)
    (tmp_path / "q.jsonl").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def wenbao(
    *args: str, directory: Path, text: str = "", **environment: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bot", *args, "--articles", "晚报.txt"],
        cwd=directory,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        input=text,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def test_ask(directory: Path) -> None:
    result = wenbao("ask", "图书馆有多少家", directory=directory)

    assert result.stdout.startswith("12家  （")
    assert "【12家】" in result.stdout
    assert "—— 春风镇办起图书馆，第 " in result.stdout
    assert result.stderr == ""
    assert result.returncode == 0


def test_ask_what_the_text_does_not_say(directory: Path) -> None:
    result = wenbao("ask", "电影院有多少家", directory=directory)

    assert result.stdout.startswith("文中没有提到。\n")
    assert result.returncode == 1


def test_ask_cites_the_file_as_it_is(directory: Path) -> None:
    result = wenbao("ask", "步道全长多少公里", "--json", directory=directory)

    record = json.loads(result.stdout)
    (evidence,) = record["evidence"]
    assert record["answer"] == "8公里"
    assert record["value"] == {"number": "8", "unit": "公里"}
    assert TEXT[evidence["start"] : evidence["end"]] == evidence["text"]
    assert TEXT[evidence["answer_start"] : evidence["answer_end"]] == "8公里"


def test_ask_explains_winner_and_loser(directory: Path) -> None:
    result = wenbao("ask", "图书馆有多少家", "--explain", directory=directory)

    assert "规则" in result.stdout
    assert "合计" in result.stdout


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"WENBAO_COLOR": "never"}])
def test_chat_from_a_pipe(environment: dict[str, str], directory: Path) -> None:
    text = "图书馆有多少家\n/source\n\n电影院有多少家\n/explain\n/articles\n/quit\n图书馆有多少家\n"

    result = wenbao("chat", directory=directory, text=text, **environment)

    assert result.stdout.count("【12家】") == 2
    assert "文中没有提到。" in result.stdout
    assert "  1  春风镇办起图书馆" in result.stdout
    assert "\x1b" not in result.stdout
    assert result.stderr == ""
    assert result.returncode == 0


def test_colour_on_demand(directory: Path) -> None:
    result = wenbao("ask", "图书馆有多少家", "--color", "always", directory=directory)

    assert "\x1b[1;30;43m12家\x1b[0m" in result.stdout


def test_eval(directory: Path) -> None:
    result = wenbao(
        *("eval", "q.jsonl", "--predictions", "p.jsonl", "--report", "r.html"), directory=directory
    )

    assert result.returncode == 0
    lines = (directory / "p.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["answer"] for line in lines] == ["12家", "8公里", None]
    assert (directory / "r.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_log_says_how_long_loading_took(directory: Path) -> None:
    result = wenbao("ask", "图书馆有多少家", "--log-level", "INFO", directory=directory)

    assert "INFO bot.cli: ready after " in result.stderr
