import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.answering.question import Question
from bot.answering.strategies.computed.decomposition import decompose
from bot.answering.understanding.understand import understand

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "decomposition.toml").read_text(encoding="utf-8")
)["cases"]


def question(case: dict[str, Any]) -> Question:
    return understand(case["q"])


@pytest.mark.parametrize("case", CASES, ids=[c["q"] for c in CASES])
def test_decompose(case: dict[str, Any]) -> None:
    ways = list(decompose(question(case)))

    assert bool(ways) == ("parts" in case)
    if ways:
        assert list(ways[0].questions) == case["parts"]
        assert ways[0].word == case.get("word", ways[0].word)
        assert ways[0].noun == case.get("noun", ways[0].noun)
