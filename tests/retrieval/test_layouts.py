"""Pages of many layouts, each with the articles that reading must make of it.

A new case is two files in `layouts/`: `name.txt` and `name.expected.toml`.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from retrieval.decode import read_text
from retrieval.page import Page
from retrieval.reader import read_page

LAYOUTS = Path(__file__).with_name("layouts")
SEED = Path(__file__).parents[2] / "seeds" / "000_48865125a075bebd.txt"
CASES = {path.stem: path for path in sorted(LAYOUTS.glob("*.txt"))} | {"seed_page": SEED}


def as_data(page: Page) -> list[dict[str, Any]]:
    """Return the page in the form of the expectation files: what is empty is left out."""
    articles = []
    for article in page.articles:
        data: dict[str, Any] = {
            "headline": article.headline,
            "label": article.label,
            "authors": [name.text for name in article.authors],
            "photographers": [name.text for name in article.photographers],
            "paragraphs": [[p.role.value, p.text] for p in article.paragraphs],
        }
        articles.append({key: value for key, value in data.items() if value})
    return articles


def test_every_expectation_has_its_page() -> None:
    expected = {path.name.removesuffix(".expected.toml") for path in LAYOUTS.glob("*.toml")}
    assert expected == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_layout(name: str) -> None:
    page = read_page(read_text(CASES[name]), name)
    expected = tomllib.loads((LAYOUTS / f"{name}.expected.toml").read_text(encoding="utf-8"))
    assert as_data(page) == expected["articles"]


@pytest.mark.parametrize("name", CASES)
def test_line_ends_change_nothing(name: str) -> None:
    text = read_text(CASES[name]).replace("\r\n", "\n").replace("\r", "\n")
    articles = as_data(read_page(text, name))
    for line_end in ("\r\n", "\r", "\u2028"):
        assert as_data(read_page(text.replace("\n", line_end), name)) == articles
