"""Cases of the specification files: texts with the expected spans in brackets."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from _pytest.mark import ParameterSet

from retrieval.page import Span

_BRACKETS = "‹⟦⟧›"


class Found(Protocol):
    """A quantity or a time, as far as its place goes."""

    @property
    def span(self) -> Span: ...

    @property
    def qualified_span(self) -> Span: ...


@dataclass(frozen=True)
class Case:
    marked: str
    meanings: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.marked.translate({ord(bracket): None for bracket in _BRACKETS})


def cases(name: str) -> list[ParameterSet]:
    """Read a file of cases as parameters of a test; known gaps must fail."""
    content = tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
    return [_parameter(entry) for entry in content["cases"]]


def _parameter(entry: dict[str, Any]) -> ParameterSet:
    case = Case(entry["text"], tuple(entry.get("is", ())))
    marks = [pytest.mark.xfail(strict=True, reason="known gap")] if entry.get("known_gap") else []
    return pytest.param(case, id=case.text, marks=marks)


def mark(text: str, found: tuple[Found, ...]) -> str:
    """Put the brackets into `text`."""
    inserts: list[tuple[int, int, str]] = []
    for item in found:
        inserts += [(item.span.start, 3, "⟦"), (item.span.end, 0, "⟧")]
        if item.qualified_span != item.span:
            inserts += [(item.qualified_span.start, 2, "‹"), (item.qualified_span.end, 1, "›")]
    for at, _, bracket in sorted(inserts, reverse=True):
        text = text[:at] + bracket + text[at:]
    return text
