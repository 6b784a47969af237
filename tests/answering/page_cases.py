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
    """One such file."""

    def __init__(self, name: str) -> None:
        text = (Path(__file__).parent / name).read_text(encoding="utf-8")
        self.table: dict[str, Any] = tomllib.loads(text)

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


def _parameter(case: dict[str, Any], name: str) -> ParameterSet:
    """A case with a `known_gap` must fail."""
    gap = case.get("known_gap")
    marks = [pytest.mark.xfail(strict=True, reason=gap)] if gap is not None else []
    return pytest.param(case, id=name, marks=marks)
