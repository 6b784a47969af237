"""By how much, which way and against what: found in texts with exact places."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.answering.facts.change import Change
from bot.answering.facts.changes import find_changes
from bot.answering.facts.times import find_quantities_and_times
from retrieval.fold import fold

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "changes.toml").read_text(encoding="utf-8")
)["cases"]
BRACKETS = "⟦⟧【】〔〕"


def _gap(case: dict[str, Any]) -> list[pytest.MarkDecorator]:
    if "known_gap" not in case:
        return []
    return [pytest.mark.xfail(strict=True, reason=case["known_gap"])]


def _marked(text: str, figure: tuple[int, int], change: Change | None) -> str:
    """Put the brackets into `text`."""
    inserts = [(figure[0], "⟦"), (figure[1], "⟧")]
    if change is not None:
        inserts += [(change.word.start, "【"), (change.word.end, "】")]
        if change.basis_span is not None:
            inserts += [(change.basis_span.start, "〔"), (change.basis_span.end, "〕")]
    # What closes at a place stands before what opens there.
    for at, bracket in sorted(inserts, key=lambda i: (i[0], i[1] in "⟦【〔"), reverse=True):
        text = text[:at] + bracket + text[at:]
    return text


@pytest.mark.parametrize("case", [pytest.param(c, id=c["text"], marks=_gap(c)) for c in CASES])
def test_finds_what_the_specification_says(case: dict[str, Any]) -> None:
    text = fold(case["text"].translate(dict.fromkeys(map(ord, BRACKETS))))
    opening = case["text"].split("⟦")[0].translate(dict.fromkeys(map(ord, BRACKETS)))
    quantities, _ = find_quantities_and_times(text)
    at = next(n for n, q in enumerate(quantities) if q.qualified_span.end > len(opening))

    change = find_changes(text, quantities)[at]

    figure = (len(opening), len(opening) + len(case["text"].split("⟦")[1].split("⟧")[0]))
    assert _marked(text, figure, change) == fold(case["text"])
    said = f"{change.direction} {change.role} {change.basis or '-'}" if change else None
    assert said == case.get("is")
