"""The documentation says what the program does."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _names(requirements: list[str]) -> list[str]:
    return [re.split(r"[<>=~!;\[ ]", requirement)[0] for requirement in requirements]


GENERATED = ["docs/cli.md", "docs/screens.md"]


@pytest.mark.parametrize("document", GENERATED)
def test_what_the_program_has_written_is_up_to_date(document: str) -> None:
    check = subprocess.run(
        [sys.executable, "-m", "cogapp", "-I", ".", "--check", document],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert check.returncode == 0, "run `make docs`: " + check.stdout + check.stderr


def test_make_docs_writes_what_is_checked() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    (written,) = re.findall(r"^\t\$\(BIN\)/cog -I \. -r (.+)$", makefile, re.MULTILINE)
    assert written.split() == GENERATED


def test_every_dependency_is_accounted_for() -> None:
    text = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| ([a-z][a-z0-9-]*) \| \S", text, re.MULTILINE)
    declared = _names(PROJECT["dependencies"]) + _names(
        [name for names in PROJECT["optional-dependencies"].values() for name in names]
    )

    assert [name for name in listed if name != "package"] == declared


def test_locks_hold_every_dependency_and_no_machine() -> None:
    extras = PROJECT["optional-dependencies"]
    for file, wanted in (
        ("requirements.lock", PROJECT["dependencies"]),
        ("requirements-dev.lock", extras["dev"] + extras["tune"]),
    ):
        lock = (ROOT / file).read_text(encoding="utf-8")
        pinned = set(re.findall(r"^([a-z0-9-]+)==\S", lock, re.MULTILINE))
        assert set(_names(wanted)) <= pinned
        assert "--hash=sha256:" in lock
        assert not re.search(r"://|^-|^/", lock, re.MULTILINE)


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for document in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        for target in re.findall(r"\]\(([^)#]+)", document.read_text(encoding="utf-8")):
            if "://" not in target and not (document.parent / target).exists():
                broken.append(f"{document.name}: {target}")

    assert broken == []
