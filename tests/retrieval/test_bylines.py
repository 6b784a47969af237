import tomllib
from pathlib import Path
from typing import Any

import pytest

from retrieval.bylines import Byline, Dateline, read_byline, read_dateline, read_tail
from retrieval.page import MappedText, Span
from retrieval.signed import read_signature, read_signed_tail

CASES = tomllib.loads(Path(__file__).with_name("bylines.toml").read_text(encoding="utf-8"))


def mapped(text: str) -> MappedText:
    return MappedText(text, (Span(0, len(text)),))


def cases(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", CASES[kind], ids=lambda case: case["text"])


def check_names(case: dict[str, Any], found: Byline | Dateline) -> None:
    assert [name.text for name in found.authors] == case.get("authors", [])
    if isinstance(found, Byline):
        assert [name.text for name in found.photographers] == case.get("photographers", [])


@cases("byline")
def test_byline(case: dict[str, Any]) -> None:
    byline = read_byline(mapped(case["text"]))
    assert byline is not None
    check_names(case, byline)
    assert not (byline.is_credit and byline.authors)


@cases("dateline")
def test_dateline(case: dict[str, Any]) -> None:
    dateline = read_dateline(mapped(case["text"]))
    assert dateline is not None
    assert dateline.length == case["length"]
    check_names(case, dateline)


@cases("tail")
def test_tail(case: dict[str, Any]) -> None:
    content = mapped(case["text"])
    tail = read_tail(content) or read_signed_tail(content)
    assert tail is not None
    start, byline = tail
    assert case["text"][:start] == case["left"]
    check_names(case, byline)


@cases("signature")
def test_signature(case: dict[str, Any]) -> None:
    byline = read_signature(mapped(case["text"]), named_above=case.get("named_above", False))
    assert byline is not None
    check_names(case, byline)


@cases("unsigned")
def test_unsigned(case: dict[str, Any]) -> None:
    named_above = case.get("named_above", False)
    assert read_signature(mapped(case["text"]), named_above=named_above) is None


@cases("nothing")
def test_other_text(case: dict[str, Any]) -> None:
    content = mapped(case["text"])
    assert read_byline(content) is None
    assert read_dateline(content) is None
    assert read_tail(content) is None
    assert read_signed_tail(content) is None


def test_a_name_set_wide_maps_to_its_characters() -> None:
    byline = read_byline(mapped("记者 李　明"))
    assert byline is not None
    (name,) = byline.authors
    assert [name.offset(0), name.offset(1)] == [3, 5]
