"""Measures the scores in expected_scores.toml anew, and compares.

    python -m tests.expected_scores [--write] [PART …]

Runs the commands of that file (only those that hold one of the PARTs), says which scores have
dropped and which have risen, and exits with 1 if any has dropped; `--write` puts what was found
into the file. `READING_SETS` is the folder of the data sets that are not in the repository;
commands that need one are left out without it.
"""

import argparse
import json
import os
import shlex
import sys
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot import cli

ROOT = Path(__file__).parent.parent
FILE = Path(__file__).with_suffix(".toml")
READING_SETS = "READING_SETS"
"""The environment variable that names the folder of the data sets."""

TOLERANCE = 0.5
"""Points by which a score may drop unnoticed; counts may not rise at all."""

SHARES = {
    "right": "right_answer_rate",
    "refused": "right_refusal_rate",
    "em": "em",
    "f1": "f1",
    "sentence": "sentence_accuracy",
    "auroc": "auroc",
}
"""What the file calls the shares of `wenbao eval --json`; in points, 0 to 100."""
COUNTS = {"wrong_numbers": "wrong_numbers"}
"""Likewise; the fewer the better."""

Figures = Mapping[str, float]
"""By name; `number.em` is the EM of that kind."""


@dataclass(frozen=True)
class Run:
    """A command and the figures it is held to."""

    command: str
    expected: Figures


@dataclass(frozen=True)
class Comparison:
    """What has changed, a line for each figure."""

    worse: tuple[str, ...]
    better: tuple[str, ...]


def read_runs(text: str) -> tuple[Run, ...]:
    """Return the commands of expected_scores.toml, whose content is `text`."""
    return tuple(Run(run.pop("command"), dict(_flat(run))) for run in tomllib.loads(text)["run"])


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, float]]:
    return [
        pair
        for name, value in table.items()
        for pair in (
            _flat(value, f"{name}.") if isinstance(value, dict) else [(prefix + name, value)]
        )
    ]


def missing_file(command: str) -> str | None:
    """Return the name of a file of `command` that cannot be found here, if there is one."""
    names = (word for word in shlex.split(command) if Path(word).suffix in (".json", ".jsonl"))
    return next((name for name in names if not _place(name).exists()), None)


def _place(name: str) -> Path:
    """Return where a file stands: in the repository, or by its base name among the data sets."""
    here = ROOT / name
    folder = os.environ.get(READING_SETS)
    return here if here.exists() or not folder else Path(folder).resolve() / name


def measure(command: str, names: Sequence[str]) -> Figures:
    """Run `command` (its files must be there) and return the figures `names`."""
    program, *words = shlex.split(command)
    assert program == "wenbao"
    arguments = [str(_place(word)) if _place(word).exists() else word for word in words]
    # Elsewhere, so that no `.env` of the checkout changes the figures.
    with TemporaryDirectory() as own, chdir(own), redirect_stdout(StringIO()) as out:
        code = cli.main([*arguments, "--json"])
    assert code == cli.ANSWERED, command
    scores = json.loads(out.getvalue())
    return {name: _figure(scores, name) for name in names}


def _figure(scores: Mapping[str, Any], name: str) -> float:
    kind, _, name = name.rpartition(".")
    group = scores["kinds"][kind] if kind else scores["overall"]
    if name in COUNTS:
        return int(group[COUNTS[name]])
    return float(round(100 * group[SHARES[name]], 2))


def compare(run: Run, found: Figures) -> Comparison:
    """Say what is worse in `found` than expected, and what is better, beyond the tolerance."""
    worse: list[str] = []
    better: list[str] = []
    for name, expected in run.expected.items():
        gain = found[name] - expected
        if name.rpartition(".")[2] in COUNTS:
            gain, tolerance = -gain, 0.0
        else:
            tolerance = TOLERANCE
        if abs(gain) > tolerance:
            line = f"{run.command}: {name} expected {expected:g}, found {found[name]:g}"
            (better if gain > 0 else worse).append(line)
    return Comparison(tuple(worse), tuple(better))


def rewritten(text: str, found: Mapping[str, Figures]) -> str:
    """Return the file's `text` with the figures `found`, by command; all else stays."""
    lines, command = [], ""
    for line in text.splitlines():
        name, equals, value = line.partition(" = ")
        if equals and name == "command":
            command = json.loads(value)
        elif equals and name in found.get(command, {}):
            line = f"{name} = {found[command][name]:g}"
        lines.append(line)
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="put what was found into the file")
    parser.add_argument("parts", nargs="*", metavar="PART", help="only commands that hold it")
    options = parser.parse_args()
    for name in [name for name in os.environ if name.upper().startswith("WENBAO_")]:
        del os.environ[name]
    found: dict[str, Figures] = {}
    dropped = False
    for run in read_runs(FILE.read_text(encoding="utf-8")):
        if options.parts and not any(part in run.command for part in options.parts):
            continue
        if missing := missing_file(run.command):
            print(f"{run.command}: not run; {READING_SETS} names no folder with {missing}")
            continue
        found[run.command] = measure(run.command, list(run.expected))
        changes = compare(run, found[run.command])
        for word, lines in (("worse", changes.worse), ("better", changes.better)):
            for line in lines:
                print(f"{word}: {line}")
        if not changes.worse and not changes.better:
            print(f"as expected: {run.command}")
        dropped |= bool(changes.worse)
    if options.write:
        text = FILE.read_text(encoding="utf-8")
        FILE.write_text(rewritten(text, found), encoding="utf-8")
        return 0
    return int(dropped)


if __name__ == "__main__":
    sys.exit(main())
