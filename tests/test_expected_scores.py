"""The scores are no worse than expected_scores.toml says, and the check of that works."""

from collections.abc import Callable

import pytest

from tests.expected_scores import (
    FILE,
    READING_SETS,
    Comparison,
    Run,
    compare,
    measure,
    missing_file,
    read_runs,
    rewritten,
)

TEXT = FILE.read_text(encoding="utf-8")
RUNS = read_runs(TEXT)


@pytest.mark.parametrize("run", RUNS, ids=[run.command for run in RUNS])
def test_scores_are_no_worse_than_expected(run: Run, tell: Callable[[str], None]) -> None:
    if missing := missing_file(run.command):
        pytest.skip(f"{READING_SETS} names no folder with {missing}")

    changes = compare(run, measure(run.command, list(run.expected)))

    for line in changes.better:
        tell(f"better than expected_scores.toml says, write it anew: {line}")
    assert changes.worse == ()


RUN = Run("wenbao eval q", {"em": 70.0, "number.em": 50.0, "wrong_numbers": 2})


@pytest.mark.parametrize(
    ("found", "worse", "better"),
    [
        ({}, (), ()),
        ({"em": 69.5}, (), ()),
        ({"em": 69.4}, ("em expected 70, found 69.4",), ()),
        ({"em": 70.5}, (), ()),
        ({"em": 70.6}, (), ("em expected 70, found 70.6",)),
        ({"number.em": 40.0}, ("number.em expected 50, found 40",), ()),
        ({"wrong_numbers": 3}, ("wrong_numbers expected 2, found 3",), ()),
        ({"wrong_numbers": 1}, (), ("wrong_numbers expected 2, found 1",)),
        (
            {"em": 60.0, "number.em": 60.0},
            ("em expected 70, found 60",),
            ("number.em expected 50, found 60",),
        ),
    ],
)
def test_comparison(
    found: dict[str, float], worse: tuple[str, ...], better: tuple[str, ...]
) -> None:
    told = compare(RUN, {**RUN.expected, **found})

    def with_command(lines: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"wenbao eval q: {line}" for line in lines)

    assert told == Comparison(with_command(worse), with_command(better))


def test_rewriting_changes_the_figures_of_the_command_alone() -> None:
    one, other = RUNS[0], RUNS[1]
    shared = one.expected.keys() & other.expected.keys()

    text = rewritten(TEXT, {one.command: dict.fromkeys(one.expected, 12.5)})

    changed = read_runs(text)
    assert shared
    assert set(changed[0].expected.values()) == {12.5}
    assert changed[1:] == RUNS[1:]
    assert text.count("\n") == TEXT.count("\n")
    assert rewritten(text, {run.command: run.expected for run in RUNS}) == TEXT


def test_no_command_is_there_twice_and_none_asks_the_hold_out() -> None:
    commands = [run.command for run in RUNS]

    assert len(set(commands)) == len(commands)
    assert all(run.expected for run in RUNS)
    held_out = ("heldout",)
    assert not any(name in command for name in held_out for command in commands)
