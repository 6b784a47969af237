"""Imports run one way: channels → bot.answering → retrieval."""

import ast
import re
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "retrieval")

CHANNELS = ("bot.evaluation", "bot.repl", "bot.telegram", "bot.tuning")

# From the bottom up: a module may import from its own line and from those above it.
LAYERS = (
    ("retrieval",),
    ("bot.answering",),
    (
        "bot.commandline",
        "bot.complaints",
        "bot.excerpt",
        "bot.files",
        "bot.folding",
        "bot.message",
        "bot.others",
        "bot.plain",
        "bot.prediction",
        "bot.progress",
        "bot.settings",
        "bot.startup",
    ),
    ("bot.rendering",),
    ("bot.completion",),
    CHANNELS,
    ("bot.cli_eval", "bot.cli_tune"),
    ("bot.cli",),
    ("bot.__main__",),
)

# Import name → name on the package index, where the two differ.
DISTRIBUTIONS = {
    "docx": "python-docx",
    "dotenv": "python-dotenv",
    "telegram": "python-telegram-bot",
}


def _module(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {
    _module(file): file for name in PACKAGES for file in sorted(ROOT.glob(f"{name}/**/*.py"))
}


def _imports(module: str) -> set[str]:
    """Return every module imported anywhere in `module`, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            assert node.module is not None
            for alias in node.names:
                submodule = f"{node.module}.{alias.name}"
                found.add(submodule if submodule in MODULES else node.module)
    return found


def _within(module: str, name: str) -> bool:
    return module == name or module.startswith(f"{name}.")


def _layer(module: str) -> int:
    if module == "bot":
        return 0  # Holds the version only.
    for number, names in enumerate(LAYERS):
        if any(_within(module, name) for name in names):
            return number
    raise LookupError(f"{module} has no place in LAYERS")


def _ours(module: str) -> bool:
    return module.split(".")[0] in PACKAGES


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    upward = [name for name in _imports(module) if _ours(name) and _layer(name) > _layer(module)]

    assert upward == []


@pytest.mark.parametrize("channel", CHANNELS)
def test_channels_do_not_know_each_other(channel: str) -> None:
    # Weights are fitted to what the evaluation measures.
    allowed = {"bot.tuning": {"bot.evaluation"}}.get(channel, set())
    others = set(CHANNELS) - {channel} - allowed
    modules = [module for module in MODULES if _within(module, channel)]
    imported = {name for module in modules for name in _imports(module)}

    assert modules
    assert [name for name in imported if any(_within(name, other) for other in others)] == []


def test_no_import_goes_round_in_a_circle() -> None:
    graph = {module: {n for n in _imports(module) if n in MODULES} for module in MODULES}

    # Raises CycleError, which names the circle.
    order = list(TopologicalSorter(graph).static_order())

    assert set(order) == set(MODULES)


def test_dependencies_declared_are_those_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["tune"]
    declared = {re.split(r"[<>=~!;\[ ]", name)[0] for name in wanted}
    imported = {name.split(".")[0] for module in MODULES for name in _imports(module)}
    third_party = {name for name in imported if not _ours(name)} - sys.stdlib_module_names

    assert {DISTRIBUTIONS.get(name, name.replace("_", "-")) for name in third_party} == declared


def test_only_tuning_imports_what_answering_does_not_need() -> None:
    importing = {module for module in MODULES if any("scipy" in n for n in _imports(module))}

    assert all(module.startswith("bot.tuning.") for module in importing)


def test_there_is_no_other_package() -> None:
    tracked_dirs = {
        path.parent.name
        for path in ROOT.glob("*/__init__.py")
        if not path.parent.name.startswith(".")
    }

    assert tracked_dirs == {*PACKAGES, "tests"}
