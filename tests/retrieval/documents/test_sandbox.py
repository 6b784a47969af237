"""Whatever a reader does in its process, the caller gets the text or one error, in time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.documents.errors import DocumentError, Reason, RefusedError
from retrieval.documents.extract import extract_text
from retrieval.documents.limits import MIB, Limits
from retrieval.documents.sandbox import read_apart, run
from tests.retrieval.documents import made

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and resource limits")

BIND = "import sys\nfrom retrieval.documents.child import *\n"

# What a program does instead of reading, and how that is taken.
PROGRAMS = {
    "crashes": ("import os; os.kill(os.getpid(), 11)", Reason.DAMAGED),
    "gets no memory, in C": ("import os; os.abort()", Reason.TOO_SLOW),
    "fails": ("raise ValueError('text of the document')", Reason.DAMAGED),
    "gives up": ("raise SystemExit(3)", Reason.DAMAGED),
    "says nothing": ("", Reason.DAMAGED),
    "says something else": ("print('text')", Reason.DAMAGED),
    "says a list": ("print([])", Reason.DAMAGED),
    "has no reason": ("print('{}')", Reason.DAMAGED),
    "has an unknown reason": ("""print('{"reason": "mood"}')""", Reason.DAMAGED),
    "has unknown fields": ("""print('{"reason": "empty", "mood": 1}')""", Reason.DAMAGED),
    "refuses": ("""print('{"reason": "encrypted"}')""", Reason.ENCRYPTED),
    "is killed": ("import os; os.kill(os.getpid(), 9)", Reason.TOO_SLOW),
    "sleeps": ("import time; time.sleep(60)", Reason.TOO_SLOW),
    "uses its time up": (BIND + "bind(Limits(seconds=1))\nwhile True: pass", Reason.TOO_SLOW),
    "writes without end": (
        BIND + "bind(Limits())\nwhile True: sys.stdout.write('x' * 9999)",
        Reason.DAMAGED,
    ),
    "takes all memory": (BIND + "bind(Limits())\nbytearray(2 << 30)", Reason.DAMAGED),
}


@pytest.mark.parametrize("case", PROGRAMS)
def test_a_bad_reader_is_one_error(case: str, capfd: pytest.CaptureFixture[str]) -> None:
    code, reason = PROGRAMS[case]
    seconds = 1 if case == "sleeps" else 30

    with pytest.raises(RefusedError) as caught:
        read_apart(b"data", ".pdf", Limits(seconds=seconds), (sys.executable, "-c", code))

    assert caught.value.reason is reason
    assert "text of the document" not in str(caught.value.detail)
    assert capfd.readouterr() == ("", "")


def test_a_reader_gets_the_document_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WENBAO_TELEGRAM_TOKEN", "HTTPS_PROXY", "PYTHONSTARTUP", "HOME", "PATH"):
        monkeypatch.setenv(name, "secret")
    code = (
        "import json, os, sys\n"
        "json.dump([dict(os.environ), os.getcwd(), sys.stdin.read()], sys.stdout)"
    )

    finished = run([sys.executable, "-c", code], "文字".encode(), Limits())

    environment, directory, data = json.loads(finished.output)
    assert "secret" not in environment.values()
    assert directory == "/"
    assert data == "文字"


def test_what_a_reader_started_ends_with_it(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(reading, True)
    grandchild = (
        f"import os, time; pipe = os.open({str(pipe)!r}, os.O_WRONLY); os.write(pipe, b'started ');"
        "time.sleep(60); os.write(pipe, b'survived')"
    )
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grandchild!r}])"

    with pytest.raises(subprocess.TimeoutExpired):
        run([sys.executable, "-c", code], b"", Limits(seconds=3))

    # The pipe ends when nobody is left who could write into it.
    with os.fdopen(reading, "rb") as file:
        assert b"survived" not in file.read()


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.execv('/bin/true', ['true'])",
    ],
)
def test_a_reader_has_no_network_and_no_programs(code: str) -> None:
    attempt = (
        f"{BIND}forbid()\ntry:\n    {code}\nexcept PermissionError as error:\n    print(error)"
    )

    finished = run([sys.executable, "-c", attempt], b"", Limits())

    assert finished.output.decode().startswith(("socket.", "subprocess.", "os."))


@pytest.mark.parametrize(
    ("data", "name", "limits", "reason", "said"),
    [
        (made.pdf_of_pages(3), "a.pdf", Limits(max_pages=2), Reason.TOO_MANY_PAGES, "2 页"),
        (made.pdf(), "a.pdf", Limits(max_characters=99), Reason.TOO_LONG, "99 字"),
        (made.word(), "a.docx", Limits(max_characters=99), Reason.TOO_LONG, "99 字"),
        (made.html().encode(), "a.html", Limits(max_characters=99), Reason.TOO_LONG, "99 字"),
        (made.word(), "a.docx", Limits(max_members=5), Reason.BOMB, "展开"),
        (made.word(), "a.docx", Limits(max_unpacked_bytes=9999), Reason.BOMB, "展开"),
        (b"x" * 1025, "a.txt", Limits(max_bytes=1024), Reason.TOO_LARGE, "MB"),
        (made.word(), "a.docx", Limits(seconds=0.01), Reason.TOO_SLOW, "时间"),
    ],
)
def test_limits_hold(data: bytes, name: str, limits: Limits, reason: Reason, said: str) -> None:
    with pytest.raises(DocumentError, match=said) as caught:
        extract_text(data, name, limits)

    assert caught.value.reason is reason
    assert caught.value.limit is None or caught.value.limit in vars(limits).values()


def test_memory_is_bounded() -> None:
    large = made.word_of_body("<w:p><w:r/></w:p>" * 1_000_000)

    with pytest.raises(DocumentError) as caught:
        extract_text(large, "a.docx", Limits(memory_bytes=128 * MIB))

    assert caught.value.reason is Reason.TOO_SLOW
