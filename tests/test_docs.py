"""The documentation says what the program does."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.telegram.health import Trouble
from bot.telegram.metrics import Metrics

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _names(requirements: list[str]) -> list[str]:
    return [re.split(r"[<>=~!;\[ ]", requirement)[0] for requirement in requirements]


LARGEST_PICTURE = 150_000
"""Bytes; readers of the documentation load them all."""

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


TELEGRAM = (ROOT / "docs/telegram.md").read_text(encoding="utf-8")
BOT_SOURCES = [
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "bot/telegram").rglob("*.py"))
]


def _first_cells(names: str) -> set[str]:
    """Return the names in the first cell of those rows in docs/telegram.md that have any."""
    return {
        name
        for row in re.findall(r"^\| (`[^|]+) \|", TELEGRAM, re.MULTILINE)
        for name in re.findall(f"`({names})`", row)
    }


def test_every_metric_of_the_bot_is_explained() -> None:
    metrics = {
        # Counters are shown with this ending, which their names here do not have.
        metric.name + "_total" * (metric.type == "counter")
        for metric in Metrics().registry.collect()
    }

    assert _first_cells("wenbao_[a-z_]+") == metrics


def test_every_kind_of_failure_is_explained() -> None:
    calls = r"""(?:failures\.labels|_count|_failed)\(\s*"([a-z_]+)\""""
    counted = {kind for source in BOT_SOURCES for kind in re.findall(calls, source)}
    polling = {f"poll_{trouble}" for trouble in ("network", "conflict", "token", "flood")}

    assert {"forbidden", "undelivered", "storage"} <= counted
    explained = _first_cells("[a-z]+(?:_[a-z]+)*")
    assert counted | polling <= explained


def test_every_table_of_the_state_file_is_explained() -> None:
    schema = (ROOT / "bot/telegram/store/schema.sql").read_text(encoding="utf-8")
    tables = set(re.findall(r"^CREATE TABLE (\w+)", schema, re.MULTILINE))

    assert tables
    assert tables <= _first_cells("[a-z_]+")


def test_every_trouble_that_makes_the_bot_unready_is_explained() -> None:
    (row,) = re.findall(r"^\| `/readyz`.+$", TELEGRAM, re.MULTILINE)

    assert {f"`{trouble}`" for trouble in Trouble} <= set(re.findall("`[a-z]+`", row))


def test_every_setting_of_the_bot_that_documents_name_is_there() -> None:
    known = {f"WENBAO_{name.upper()}" for name in Settings.model_fields}
    files = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "docs/deploy").iterdir(), ROOT / "Dockerfile"]
    named = {
        name
        for file in files
        for name in re.findall(r"\bWENBAO_[A-Z_]+[A-Z]\b", file.read_text(encoding="utf-8"))
    }

    # Misspelt on purpose, and variables of container platforms.
    assert named - known == {"WENBAO_ARTICELS", "WENBAO_PORT", "WENBAO_SERVICE_HOST"}


def test_every_file_of_the_bot_has_its_row() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    section = text.split("## The files of `bot/telegram/`")[1].split("\n## ")[0]
    listed = {
        name
        for row in re.findall(r"^\| (`.+?) \|", section, re.MULTILINE)
        for name in re.findall("`(.+?)`", row)
    }
    folder = ROOT / "bot/telegram"
    files = {
        str(path.relative_to(folder))
        for path in [*folder.glob("*.py"), *folder.glob("handlers/*.py")]
        if path.name != "__init__.py"
    }

    assert files == {name for name in listed if name.endswith(".py")}
    assert all((folder / name).exists() for name in listed)


def test_pictures_are_shown_and_small() -> None:
    pictures = list((ROOT / "docs/images").glob("*.png"))

    assert pictures
    for picture in pictures:
        assert f"(images/{picture.name})" in TELEGRAM
        assert picture.stat().st_size < LARGEST_PICTURE
