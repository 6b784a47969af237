"""Runs a reader in a process of its own, so that no document can harm this one."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from retrieval.documents.errors import Reason, RefusedError
from retrieval.documents.limits import Limits, max_answer_bytes

_PASSED_ON = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""Variables without which some systems do not start Python. Nothing else is passed on: the
environment may hold secrets and proxies."""
_PACKAGES = Path(__file__).resolve().parents[2]
"""The folder from which `retrieval` is imported."""

# -P and -s: nothing is imported from the working directory or the user's own packages.
READER = (sys.executable, "-P", "-s", "-m", "retrieval.documents.child")
"""The program that reads, before its arguments."""

# Signals that end what uses too much, missing on Windows: from the system, or raised by C and C++
# code itself when it gets no more memory (SIGABRT).
_OVER_BOUNDS = {getattr(signal, n, None) for n in ("SIGXCPU", "SIGKILL", "SIGABRT")} - {None}


@dataclass(frozen=True)
class Finished:
    """What a process left behind."""

    output: bytes
    status: int
    """Its exit code, or less than 0: the signal that ended it."""


def read_apart(data: bytes, suffix: str, limits: Limits, program: Sequence[str] = READER) -> str:
    """Return the text of a document of the kind `suffix` says, read by `program`.

    Raises RefusedError when the reader refuses, fails, crashes or runs over its bounds.
    """
    try:
        finished = run([*program, suffix, json.dumps(asdict(limits))], data, limits)
    except subprocess.TimeoutExpired:
        raise RefusedError(Reason.TOO_SLOW, detail="wall clock") from None
    return _text_of(finished)


def run(command: Sequence[str], data: bytes, limits: Limits) -> Finished:
    """Run `command` with `data` on stdin, at most `limits.seconds` long.

    Files without a name stand in for pipes: neither side can keep the other waiting. Raises
    subprocess.TimeoutExpired after the process, and all it started, has been killed.
    """
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as output:
        source.write(data)
        source.seek(0)
        process = subprocess.Popen(
            command,
            stdin=source,
            stdout=output,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd=Path(sys.executable).anchor,
            start_new_session=True,
        )
        try:
            status = process.wait(limits.seconds)
        finally:
            _kill(process)
        output.seek(0)
        return Finished(output.read(max_answer_bytes(limits)), status)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return kept | {
        "PYTHONPATH": str(_PACKAGES),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill the process, if it still runs, with all that it started."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()


def _text_of(finished: Finished) -> str:
    """Return the text in a reader's answer; raise RefusedError for any other answer, or none."""
    if -finished.status in _OVER_BOUNDS:
        raise RefusedError(Reason.TOO_SLOW, detail=f"status {finished.status}")
    if finished.status:
        raise RefusedError(Reason.DAMAGED, detail=f"status {finished.status}")
    try:
        answer = json.loads(finished.output)
        if "text" in answer:
            return str(answer["text"])
        refusal = RefusedError(**{**answer, "reason": Reason(answer["reason"])})
    except (ValueError, TypeError, KeyError):
        raise RefusedError(Reason.DAMAGED, detail="no answer") from None
    raise refusal
