"""What is answered, or not, from made-up pages of a few sentences: one file a subject.

A file of short_pages/ has `pages`, each with `text` and `cases` like the other specification files
of pages: `a` is the answer, none = true where there is none, `working` how it was computed.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.answering.page_cases import PageCases, short_pages

CASES = [
    case
    for path in sorted((Path(__file__).parent / "short_pages").glob("*.toml"))
    for case in short_pages(path)
]


@pytest.mark.parametrize(("page", "case"), CASES)
def test_answers_from_a_short_page_or_not_at_all(page: PageCases, case: dict[str, Any]) -> None:
    (answer,) = page.answerer.ask(case["q"]).answers

    assert answer.text == (None if case.get("none") else case["a"])
    assert answer.working == case.get("working")
