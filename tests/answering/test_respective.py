import tomllib
from pathlib import Path

import pytest

from bot.answering.facts.respective import find_respective
from bot.answering.facts.times import find_quantities_and_times
from retrieval.tokens import tokenize_folded

CASES = tomllib.loads((Path(__file__).parent / "respective.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["text"])
def test_figures_that_are_shared_out(case: dict[str, list[str]]) -> None:
    text = str(case["text"])
    quantities, times = find_quantities_and_times(text)

    runs = find_respective(text, quantities, times, tokenize_folded(text))

    assert [
        f"{text[number.start : number.end]} = {text[name.start : name.end]}"
        for run in runs
        for number, name in run
    ] == case["is"]
