"""The command line, with an answerer that is told what to find; end to end in test_end_to_end."""

import errno
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import cli, startup
from bot.answering import answerer as answerer_module
from bot.answering.answer import Reply
from bot.answering.dialogue import Dialogue
from bot.evaluation import run as evaluation
from bot.evaluation.run import EvalOptions
from retrieval import library
from retrieval.errors import UserFacingError
from retrieval.page import Page
from tests.fakes import FakeAnswerer, make_page

ROOT = Path(__file__).parent.parent
PAGE = make_page(("春风镇办起图书馆", ["镇上共有图书馆12家。"]))


@pytest.fixture
def built(own_directory: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """Put the fake answerer in the place of the real one; return what it is built with."""
    calls: list[dict[str, object]] = []

    def load_pages(path: Path) -> tuple[Page, ...]:
        calls.append({"articles": path})
        return (PAGE,)

    def make(pages: tuple[Page, ...], **options: object) -> FakeAnswerer:
        calls[-1].update(options)
        return FakeAnswerer(pages[0])

    monkeypatch.setattr(library, "load_pages", load_pages)
    monkeypatch.setattr(answerer_module, "Answerer", make)
    return calls


def test_ask_answers(built: list[dict[str, object]], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "有几座12家", "--articles", "a.txt", "--threshold", "0.3"]) == 0

    assert capsys.readouterr().out.startswith("12家  （较有把握）\n")
    assert built == [{"articles": Path("a.txt"), "threshold": 0.3}]


def test_ask_without_an_answer(
    built: list[dict[str, object]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["ask", "你好"]) == 1

    assert capsys.readouterr().out.startswith("文中没有提到。\n")


def test_ask_explains(built: list[dict[str, object]], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "有几座12家", "--explain"]) == 0

    assert "unit_fits" in capsys.readouterr().out


@pytest.mark.parametrize("flags", [[], ["--explain"]])
def test_ask_prints_one_line_of_json(
    flags: list[str], built: list[dict[str, object]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["ask", "有几座12家", "--json", *flags]) == 0

    line, end = capsys.readouterr().out.split("\n")
    record = json.loads(line)
    assert end == ""
    assert record["answer"] == "12家"
    assert record["evidence"][0]["text"] == "镇上共有图书馆12家。"
    assert ("traces" in record) is bool(flags)


def test_chat_answers_line_by_line_and_remembers(
    built: list[dict[str, object]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = "有几座12家\n\n/source\n".encode() + b"\xff\xfe\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text), encoding="utf-8"))

    assert cli.main(["chat"]) == 0

    blocks = capsys.readouterr().out.split("\n\n")
    assert blocks[0].startswith("问> 有几座12家\n12家")
    assert blocks[1] == "问> /source\n春风镇办起图书馆，第 2 段\n  2  镇上共有图书馆【12家】。"
    assert blocks[2].startswith("问> \ufffd\ufffd\n文中没有提到。")


def test_without_articles_the_seed_page_is_read(
    built: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.main(["ask", "你好"])
    monkeypatch.chdir(ROOT)
    cli.main(["ask", "你好"])

    assert [call["articles"] for call in built] == [ROOT / "seeds", Path("seeds")]


def test_without_articles_and_without_the_seed_page(
    own_directory: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(startup, "SEED_PAGE", own_directory / "seeds")

    assert cli.main(["ask", "你好"]) == 2

    assert "--articles" in capsys.readouterr().err


def test_eval_passes_on_what_it_is_told(
    own_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[EvalOptions] = []

    def evaluate(options: EvalOptions) -> int:
        passed.append(options)
        return 0

    monkeypatch.setattr(evaluation, "evaluate", evaluate)

    line = (
        "eval q.json --format squad --open --always-answer --predictions p.jsonl --report r.html "
        "--json --limit 7 --threshold 0.4 --color never"
    )
    assert cli.main(line.split()) == 0
    assert (
        cli.main(
            ["eval", "q.json", "--format", "squad", "--hard-negatives", "--failures", "f.jsonl"]
        )
        == 0
    )
    assert cli.main(["eval", "q.jsonl", "--articles", "a.txt"]) == 0
    assert cli.main(["eval", "q.jsonl", "--articles", "a.txt", "--gold", "g.jsonl"]) == 0

    assert passed == [
        EvalOptions(
            questions=Path("q.json"),
            articles=None,
            format="squad",
            open=True,
            always_answer=True,
            predictions=Path("p.jsonl"),
            report=Path("r.html"),
            json=True,
            limit=7,
            threshold=0.4,
            color="never",
        ),
        EvalOptions(
            questions=Path("q.json"),
            articles=None,
            format="squad",
            hard_negatives=True,
            failures=Path("f.jsonl"),
        ),
        EvalOptions(questions=Path("q.jsonl"), articles=Path("a.txt")),
        EvalOptions(questions=Path("q.jsonl"), articles=Path("a.txt"), gold=Path("g.jsonl")),
    ]


@pytest.mark.parametrize(
    ("raised", "code", "message"),
    [
        (UserFacingError("看不懂"), 2, "看不懂"),
        (UserFacingError("一\n二"), 2, "一\nwenbao: 二"),
        (UserFacingError("\x1b[31m红"), 2, "␛[31m红"),
        (KeyboardInterrupt(), 130, "已中断"),
        (MemoryError(), 2, "内存不够；请换小一些的文件"),
        (OSError(errno.ENOSPC, "No space left"), 2, "No space left"),
        (PermissionError(errno.EACCES, "Permission denied", "x"), 2, "x：Permission denied"),
        (ValueError("oops"), 70, "程序出错，这是 wenbao 的缺陷：ValueError: oops；加 --log-level"),
    ],
)
def test_whatever_goes_wrong_is_said_without_a_traceback(
    raised: BaseException,
    code: int,
    message: str,
    built: list[dict[str, object]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(
        self: FakeAnswerer,
        message: str,
        dialogue: Dialogue | None = None,
        *,
        explain: bool = False,
    ) -> Reply:
        raise raised

    monkeypatch.setattr(FakeAnswerer, "ask", fail)

    assert cli.main(["ask", "你好"]) == code

    assert capsys.readouterr().err.startswith(f"wenbao: {message}")


def run(*args: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *args],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


@pytest.mark.parametrize(
    "command",
    [[], ["ask"], ["chat"], ["eval"], ["tune"], ["telegram"], ["feedback", "export"]],
)
def test_every_command_has_help_with_an_example(command: list[str]) -> None:
    result = run("-m", "bot", *command, "--help")

    assert result.returncode == 0
    assert re.search("例：.*wenbao", result.stdout)


def test_version() -> None:
    assert run("-m", "bot", "--version").stdout.startswith("wenbao 0.")


TELEGRAM = {
    *("bot.telegram", "telegram", "httpx", "tornado", "structlog", "prometheus_client"),
    *("trafilatura", "docx", "pypdfium2"),
}
"""What only the bot in Telegram needs."""

# What a command must not have loaded by the time it is done.
FORBIDDEN = {
    "help": (
        ["--help"],
        {"pydantic", "rich", "prompt_toolkit", "jieba", "numpy", "bot.answering"} | TELEGRAM,
    ),
    "ask": (
        ["ask", "你好", "--json"],
        {"prompt_toolkit", "rich", "bot.repl", "bot.evaluation", "jinja2"} | TELEGRAM,
    ),
    "chat": (["chat"], {"prompt_toolkit", "bot.evaluation", "jinja2"} | TELEGRAM),
    "feedback export": (
        ["feedback", "export"],
        {"jieba", "rich", "prompt_toolkit", "bot.evaluation"} | (TELEGRAM - {"bot.telegram"}),
    ),
}


@pytest.mark.parametrize("command", FORBIDDEN)
def test_start_up_does_not_pay_for_what_is_not_used(command: str) -> None:
    args, forbidden = FORBIDDEN[command]
    program = (
        "import json, sys; from bot.cli import main; main(sys.argv[1:]);"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )

    result = run("-c", program, *args)

    assert forbidden & set(json.loads(result.stderr.splitlines()[-1])) == set()
