"""Bad input gets one line that says what is wrong, and exit code 2; no traceback, nothing lost."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.telegram.store.store import Store

ROOT = Path(__file__).parent.parent

TEXT = "春风镇办起图书馆\n\n镇上共有图书馆12家。\n".encode()
QUESTION = '{"id": "1", "question": "图书馆有多少家"}\n'.encode()


@dataclass(frozen=True)
class BadInput:
    """A command line in a directory of its own, and the line it must get."""

    args: list[str | bytes]
    message: str
    """What stands in the one line."""
    files: dict[str, bytes] = field(default_factory=dict)
    """Put into the directory; each must be the same afterwards. A name ending in / is a folder."""
    environment: dict[str, str] = field(default_factory=dict)
    added: frozenset[str] = frozenset()
    """Files that stay behind all the same."""


def database(version: int) -> bytes:
    """Return an SQLite file with a table and this number of its schema."""
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript(f"CREATE TABLE notes (text); PRAGMA user_version = {version}")
        return made.serialize()


ASK: list[str | bytes] = ["ask", "图书馆有多少家", "--articles"]
BOT: list[str | bytes] = ["telegram", "--articles", "a.txt"]
TOKEN = {"WENBAO_TELEGRAM_TOKEN": "123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-"}
STATE = {"WENBAO_TELEGRAM_STATE": "state.sqlite3"}
WEBHOOK = {"WENBAO_TELEGRAM_WEBHOOK_URL": "https://example.org/hook"}

CASES = {
    "no command": BadInput(["aks", "你好"], "没有命令 aks；是不是 ask？"),
    "question without command": BadInput(["图书馆有多少家"], "要提问请用 wenbao ask"),
    "unknown option": BadInput(["ask", "你好", "--jsn"], "没有选项 --jsn，是不是 --json？"),
    "unknown short option": BadInput(["ask", "你好", "-x"], "没有选项 -x"),
    "option without value": BadInput(["ask", "你好", "--articles"], "选项 --articles 用得不对"),
    "flag with value": BadInput(["ask", "你好", "--json=1"], "选项 --json 用得不对"),
    "no question": BadInput(["ask"], "缺少问题；用法见 wenbao ask --help"),
    "empty question": BadInput(["ask", ""], "问题是空的"),
    "white space for a question": BadInput(["ask", " \t\n\u3000"], "问题是空的"),
    "control characters for a question": BadInput(["ask", "\x1b\x07"], "问题是空的"),
    "question of 100 kB": BadInput(["ask", "问" * 33_000], "问题太长（33000 字）"),
    "question in words": BadInput(["ask", "图书馆", "有多少家"], "问题里有空格时请加引号"),
    "missing file": BadInput([*ASK, "没有.txt"], "没有.txt"),
    "missing file with an escape in its name": BadInput([*ASK, "\x1b[31m.txt"], "␛[31m.txt"),
    "file name that is no UTF-8": BadInput([*ASK, b"\xff.txt"], ".txt"),
    "file name that is too long": BadInput([*ASK, "长" * 200], "长长长"),
    "empty path": BadInput([*ASK, ""], "--articles=：应为"),
    "two paths": BadInput([*ASK, "a.txt", "--articles", "b.txt"], "--articles 只能给一次"),
    "empty file": BadInput([*ASK, "a.txt"], "a.txt", {"a.txt": b""}),
    "nothing but white space": BadInput([*ASK, "a.txt"], "a.txt", {"a.txt": b" \r\n\xe3\x80\x80"}),
    "PDF": BadInput([*ASK, "a.txt"], "a.txt 是 PDF 文件，", {"a.txt": b"%PDF-1.7 1"}),
    "old Word": BadInput([*ASK, "a.txt"], "是旧版 Word 文件，", {"a.txt": b"\xd0\xcf\x11\xe0 1"}),
    "binary file": BadInput([*ASK, "a.txt"], "a.txt", {"a.txt": bytes(range(256)) * 40}),
    "picture": BadInput([*ASK, "a.txt"], "a.txt", {"a.txt": b"\x89PNG\r\n\x1a\n" + bytes(900)}),
    "file without an end": BadInput([*ASK, "/dev/zero"], "/dev/zero 超过 20 MB"),
    "undecodable file": BadInput([*ASK, "a.txt"], "a.txt", {"a.txt": TEXT + b"\xff\xff\xfe\x81"}),
    "empty folder": BadInput([*ASK, "folder"], "folder", {"folder/": b""}),
    "folder with one bad file": BadInput(
        [*ASK, "folder"], "b.txt", {"folder/a.txt": TEXT, "folder/b.txt": b"\0\1\2" * 50}
    ),
    "bad variable": BadInput(
        [*ASK, "a.txt"],
        "WENBAO_THRESHOLD=abc：应为 0 到 1 之间的小数",
        {"a.txt": TEXT},
        {"WENBAO_THRESHOLD": "abc"},
    ),
    "bad option value": BadInput(["ask", "你好", "--threshold", "2"], "--threshold=2：应为 0 到 1"),
    "bad line in .env": BadInput(["ask", "你好"], ".env 第 2 行看不懂", {".env": b"A=1\n'x\n"}),
    "misspelt name in .env": BadInput(
        ["ask", "你好"], "是不是 WENBAO_ARTICLES？", {".env": b"WENBAO_ARTICLE=a.txt\n"}
    ),
    ".env that is no text": BadInput(["chat"], ".env 不是 UTF-8", {".env": b"A=\xff\xfe\n"}),
    "no questions": BadInput(["eval"], "缺少题目文件；用法见 wenbao eval --help"),
    "missing question file": BadInput(["eval", "q.jsonl"], "q.jsonl"),
    "question file that is no JSON": BadInput(
        ["eval", "q.jsonl"], "q.jsonl 第 2 行", {"q.jsonl": QUESTION + b"{"}
    ),
    "question without text": BadInput(
        ["eval", "q.jsonl"], "q.jsonl 第 1 行：缺少 “question”", {"q.jsonl": b'{"id": "1"}'}
    ),
    "the same id twice": BadInput(
        ["eval", "q.jsonl"], "q.jsonl 第 2 行", {"q.jsonl": QUESTION * 2}
    ),
    "squad file that is no JSON": BadInput(
        ["eval", "q.json", "--format", "squad"], "q.json", {"q.json": b"{"}
    ),
    "squad file that is something else": BadInput(
        ["eval", "q.json", "--format", "squad"], "q.json", {"q.json": b"[]"}
    ),
    "unknown format": BadInput(
        ["eval", "q", "--format", "csv"], "--format 的值应为 jsonl 或 squad"
    ),
    "limit of nothing": BadInput(["eval", "q", "--limit", "0"], "--limit 的值应为不小于 1 的整数"),
    "open without squad": BadInput(["eval", "q", "--open"], "--open 只用于 --format squad"),
    "hard negatives without squad": BadInput(
        ["eval", "q", "--hard-negatives"], "--hard-negatives 只用于 --format squad"
    ),
    "hard negatives that must be answered": BadInput(
        ["eval", "q", "--format", "squad", "--hard-negatives", "--always-answer"],
        "--hard-negatives 不能和 --always-answer 一起用",
    ),
    "hard negatives in all articles": BadInput(
        ["eval", "q", "--format", "squad", "--hard-negatives", "--open"],
        "--hard-negatives 不能和 --open 一起用",
    ),
    "articles with squad": BadInput(
        ["eval", "q", "--format", "squad", "--articles", "a"], "不能再用 --articles"
    ),
    "predictions into a folder that is not there": BadInput(
        ["eval", "q.jsonl", "--articles", "a.txt", "--predictions", "no/p.jsonl"],
        "no/p.jsonl",
        {"q.jsonl": QUESTION, "a.txt": TEXT},
    ),
    "predictions over the questions": BadInput(
        ["eval", "q.jsonl", "--articles", "a.txt", "--predictions", "./q.jsonl"],
        "q.jsonl",
        {"q.jsonl": QUESTION, "a.txt": TEXT},
    ),
    "report over the articles": BadInput(
        ["eval", "q.jsonl", "--articles", "a.txt", "--report", "a.txt"],
        "a.txt",
        {"q.jsonl": QUESTION, "a.txt": TEXT},
    ),
    "bot without a token": BadInput(BOT, "没有设置 WENBAO_TELEGRAM_TOKEN；", {"a.txt": TEXT}),
    "bot with an empty token": BadInput(
        BOT, "没有设置 WENBAO_TELEGRAM_TOKEN；", {"a.txt": TEXT}, {"WENBAO_TELEGRAM_TOKEN": ""}
    ),
    "bot with a token that is none": BadInput(
        BOT, "WENBAO_TELEGRAM_TOKEN=…：应为", {"a.txt": TEXT}, {"WENBAO_TELEGRAM_TOKEN": "AAHdqT"}
    ),
    "bot with a bad token in .env": BadInput(
        BOT,
        ".env 第 1 行 WENBAO_TELEGRAM_TOKEN=…：应为",
        {"a.txt": TEXT, ".env": b"WENBAO_TELEGRAM_TOKEN=123456\n"},
    ),
    "token for an option": BadInput(
        [*BOT, "--token", "123456:AAHdqT"], "没有选项 --token", {"a.txt": TEXT}, TOKEN
    ),
    "words after telegram": BadInput(["telegram", "start"], "多出了参数 start", {}, TOKEN),
    "bot with bad articles": BadInput(BOT, "a.txt", {"a.txt": bytes(900)}, TOKEN | STATE),
    "bot without articles": BadInput(BOT, "找不到 a.txt", {}, TOKEN | STATE),
    "webhook without a secret": BadInput(
        BOT, "还要设置 WENBAO_TELEGRAM_WEBHOOK_SECRET", {"a.txt": TEXT}, TOKEN | WEBHOOK
    ),
    "webhook with a bad secret": BadInput(
        BOT,
        "WENBAO_TELEGRAM_WEBHOOK_SECRET=…：应为",
        {"a.txt": TEXT},
        TOKEN | WEBHOOK | {"WENBAO_TELEGRAM_WEBHOOK_SECRET": "with space"},
    ),
    "webhook with the token in its address": BadInput(
        BOT,
        "WENBAO_TELEGRAM_WEBHOOK_URL 里不能有 token",
        {"a.txt": TEXT},
        {
            **TOKEN,
            "WENBAO_TELEGRAM_WEBHOOK_URL": "https://example.org/" + TOKEN["WENBAO_TELEGRAM_TOKEN"],
            "WENBAO_TELEGRAM_WEBHOOK_SECRET": "secret",
        },
    ),
    "webhook without HTTPS": BadInput(
        BOT,
        "WENBAO_TELEGRAM_WEBHOOK_URL=http://example.org：应为",
        {"a.txt": TEXT},
        TOKEN | {"WENBAO_TELEGRAM_WEBHOOK_URL": "http://example.org"},
    ),
    "port without a host": BadInput(
        BOT,
        "WENBAO_TELEGRAM_STATUS_LISTEN=9464：应为",
        {"a.txt": TEXT},
        TOKEN | {"WENBAO_TELEGRAM_STATUS_LISTEN": "9464"},
    ),
    "address of another machine": BadInput(
        BOT,
        "WENBAO_TELEGRAM_STATUS_LISTEN=192.0.2.1:9464 用不了",
        {"a.txt": TEXT},
        # No server is reached: this comes before.
        TOKEN | {"WENBAO_TELEGRAM_STATUS_LISTEN": "192.0.2.1:9464"},
    ),
    "state file that is no database": BadInput(
        BOT,
        "状态文件 state.sqlite3 用不了",
        {"a.txt": TEXT, "state.sqlite3": b"no database, whatever its name says" * 9},
        TOKEN | STATE,
        # Whoever takes a lock away may take another's.
        frozenset({"state.sqlite3.lock"}),
    ),
    "state file that is a folder": BadInput(
        BOT, "状态文件 state.sqlite3 打不开", {"a.txt": TEXT, "state.sqlite3/": b""}, TOKEN | STATE
    ),
    "state file below a file": BadInput(
        BOT,
        "状态文件 a.txt/state.sqlite3 打不开",
        {"a.txt": TEXT},
        TOKEN | {"WENBAO_TELEGRAM_STATE": "a.txt/state.sqlite3"},
    ),
    "unknown command of feedback": BadInput(["feedback", "exprt"], "是不是 export？"),
    "unknown option of feedback export": BadInput(
        ["feedback", "export", "--otu", "a"], "没有选项 --otu，是不是 --out？"
    ),
    "feedback without a state file": BadInput(
        ["feedback", "export"], "找不到状态文件 state.sqlite3；先运行 wenbao telegram", {}, STATE
    ),
    "feedback from a file that is no database": BadInput(
        ["feedback", "export"],
        "状态文件 state.sqlite3 用不了",
        {"state.sqlite3": TEXT * 9},
        STATE,
    ),
    "feedback from another version": BadInput(
        ["feedback", "export"],
        "状态文件 state.sqlite3 是另一个版本的 wenbao 写的",
        {"state.sqlite3": database(version=99)},
        STATE,
    ),
    "feedback from a file with nothing in it": BadInput(
        ["feedback", "export"],
        "状态文件 state.sqlite3 里什么也没有",
        {"state.sqlite3": b""},
        STATE,
    ),
    "feedback from another program's database": BadInput(
        ["feedback", "export"],
        "state.sqlite3 是别的程序的数据库",
        {"state.sqlite3": database(version=0)},
        STATE,
    ),
}


def run(
    args: list[str | bytes], directory: Path, **environment: str
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "bot", *args],
        cwd=directory,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
    )


@pytest.mark.parametrize("name", CASES)
def test_bad_input_gets_one_line(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    for file, data in case.files.items():
        path = tmp_path / file
        if file.endswith("/"):
            path.mkdir()
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)

    result = run(case.args, tmp_path, **case.environment)

    complaint = result.stderr.decode("utf-8")
    assert complaint.startswith("wenbao: ")
    assert case.message in complaint
    assert complaint.count("\n") == 1
    assert result.stdout == b""
    assert result.returncode == 2
    left = {
        str(path.relative_to(tmp_path)): path.read_bytes()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    for name in case.added:
        del left[name]
    assert left == {file: data for file, data in case.files.items() if not file.endswith("/")}


def test_verdicts_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    Store(tmp_path / "state.sqlite3").close()

    result = run(["feedback", "export", "--out", "no/verdicts.jsonl"], tmp_path, **STATE)

    assert result.stderr.decode("utf-8").startswith("wenbao: no/verdicts.jsonl：写不了这个文件")
    assert result.stderr.count(b"\n") == 1
    assert (result.returncode, result.stdout) == (2, b"")


# Odd, but no reason to refuse.
ODD_TEXTS = {
    "a megabyte of one character": "国".encode() * 350_000,
    "a megabyte of digits": b"1" * 1_000_000,
    "a megabyte of line breaks and a word": b"\n" * 1_000_000 + TEXT,
    "escape sequences": b"\x1b[31m" + TEXT + b"\x1b]0;title\x07",
    "one character": "家".encode(),
}


@pytest.mark.parametrize("name", ODD_TEXTS)
def test_odd_texts_get_an_answer_or_one_line(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(ODD_TEXTS[name])

    result = run(["ask", "图书馆有多少家", "--articles", "a.txt"], tmp_path)

    assert result.returncode in (0, 1, 2)
    assert result.stderr.count(b"\n") == (1 if result.returncode == 2 else 0)
    assert (result.stdout == b"") == (result.returncode == 2)
    assert b"\x1b" not in result.stdout + result.stderr


@pytest.mark.parametrize(
    "question", ["图书馆\x1b[31m有多少家", b"\xff\xfe", "\u202e家", "😀" * 900]
)
def test_odd_questions_get_an_answer_or_none(question: str | bytes, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)

    result = run(["ask", question, "--articles", "a.txt", "--json"], tmp_path)

    assert result.stderr == b""
    assert result.returncode in (0, 1)
    assert json.loads(result.stdout)["status"] in ("answered", "no_answer")


def test_a_reader_that_goes_away_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    read_end, write_end = os.pipe()
    os.close(read_end)

    result = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "图书馆有多少家", "--articles", "a.txt"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=write_end,
        stderr=subprocess.PIPE,
        timeout=120,
    )
    os.close(write_end)

    assert result.stderr.decode("utf-8") == "wenbao: 输出没有写完：接收的一方已经关闭\n"
    assert result.returncode == 2
