"""Specification files of questions about a made-up page: a `text`, and `cases` to ask of it."""

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from bot.answering.answerer import Answerer
from retrieval.reader import read_page


class PageCases:
    """One such file, or one page of several in a file."""

    def __init__(self, name: str, table: dict[str, Any] | None = None) -> None:
        self.table = table or _read(Path(__file__).parent / name)

    @cached_property
    def answerer(self) -> Answerer:
        """Answers about the page."""
        return Answerer((read_page(self.table["text"].strip() + "\n", "made-up.txt"),))

    def questions(self) -> list[ParameterSet]:
        """Return the single questions as parameters of a test."""
        return [_parameter(case, case["q"]) for case in self.table["cases"]]

    def dialogues(self) -> list[ParameterSet]:
        """Return the dialogues likewise."""
        return [_parameter(case, " / ".join(case["ask"])) for case in self.table["turns"]]


def short_pages(path: Path) -> list[ParameterSet]:
    """Return the questions of a file with several `pages` as parameters, each with its page."""
    return [
        _parameter(case, f"{path.stem}-{case['q']}", PageCases(path.name, table))
        for table in _read(path)["pages"]
        for case in table["cases"]
    ]


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _parameter(case: dict[str, Any], name: str, *page: PageCases) -> ParameterSet:
    """A case with a `known_gap` must fail."""
    gap = case.get("known_gap")
    marks = [pytest.mark.xfail(strict=True, reason=gap)] if gap is not None else []
    return pytest.param(*page, case, id=name, marks=marks)
