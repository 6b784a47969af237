"""What no place, person, body or title looks like: vetoes on the form of a candidate alone."""

import re
from collections.abc import Callable, Mapping
from functools import cache

from bot.answering.candidate import Candidate
from bot.answering.datafiles import read_toml
from bot.answering.question import Kind, Question
from bot.answering.stretches import clause_around
from retrieval.tokens import Token

_NUMBER = re.compile(r"\d")
_NO_PLACES = ("anywhere", "several", "unnamed", "elsewhere", "held")
"""Patterns of what is no place that is asked for."""


@cache
def _patterns(sort: str) -> dict[str, re.Pattern[str]]:
    """Return the patterns that forms.toml has of a sort of thing, by name."""
    table = read_toml(__package__, "forms.toml")[sort]
    return {name: re.compile(p) for name, p in table.items() if isinstance(p, str)}


@cache
def _done_by() -> frozenset[str]:
    return frozenset(read_toml(__package__, "forms.toml")["body"]["done_by"])


@cache
def _all_of_it() -> frozenset[str]:
    return frozenset(read_toml(__package__, "forms.toml")["body"]["all_of_it"])


def is_misshapen(question: Question, candidate: Candidate) -> bool:
    """Tell whether a place, person, body or title is asked for and a candidate cannot be one."""
    rule = _RULES.get(question.kind)
    return rule is not None and rule(question, candidate)


def _tokens(candidate: Candidate) -> list[Token]:
    span = candidate.span
    return candidate.sentence.tokens_in(span)


def _begins_with_time(candidate: Candidate) -> bool:
    return any(t.span.start == candidate.span.start for t in candidate.sentence.times)


def _is_no_place(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate is a time, a deed, a person, or a place that does not say which."""
    inside, place, text = _tokens(candidate), _patterns("place"), candidate.folded
    asks_road = question.asks_sort and place["asks_road"].search(question.head)
    return (
        any(place[name].search(text) for name in _NO_PLACES)
        or bool(asks_road and not place["road"].search(text))
        or _begins_with_time(candidate)
        or (bool(inside) and all(t.tag[0] in "vd" and t.tag != "vn" for t in inside))
        or _is_who_does(candidate)
        or candidate.sentence.folded[: candidate.span.start].endswith("姓")
    )


def _is_who_does(candidate: Candidate) -> bool:
    """Tell whether an authority begins its clause and does what follows (市局|将举行): no place."""
    if not _patterns("body")["authority"].search(candidate.folded):
        return False
    sentence, span = candidate.sentence, candidate.span
    after = next((t for t in sentence.tokens if t.start == span.end), None)
    does = after is not None and (after.tag in ("v", "d") or after.text == "将")
    return does and clause_around(sentence.folded, span).start == span.start


def _is_no_person(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate begins with a verb and has a number (建于1936年), or counts."""
    inside, person = _tokens(candidate), _patterns("person")
    if any(pattern.search(candidate.folded) for pattern in person.values()):
        return True
    return bool(inside) and inside[0].tag == "v" and _NUMBER.search(candidate.folded) is not None


def _is_no_body(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate is a body of another sort, one without its name, or more than one.

    A firm is no authority (甲市公安局); 甲厂 does not begin with a time.
    """
    body, text = _patterns("body"), candidate.folded
    asks_name = body["asks_name"].search(question.folded)
    return bool(
        (
            body["asks_firm"].search(question.head)
            and body["authority"].search(text)
            and not body["firm"].search(text)
        )
        or (body["asks_school"].search(question.head) and not body["school"].search(text))
        or _is_of_another_level(question, text)
        or body["nameless"].search(text)
        or (asks_name and body["one_of_many"].search(text))
        or body["deed"].search(text)
        or body["going"].search(text)
        or _begins_with_time(candidate)
        or any(t.text in _done_by() for t in _tokens(candidate))
        or _names_nothing(candidate)
    )


def _is_of_another_level(question: Question, text: str) -> bool:
    """Tell whether it is asked which school of a level somebody went to, and `text` is another."""
    asked = _patterns("body")["asks_level"].search(question.folded)
    return asked is not None and not any(
        asked["level"] in level and text.endswith(level) for level in _levels()
    )


@cache
def _levels() -> tuple[tuple[str, ...], ...]:
    levels: list[str] = read_toml(__package__, "forms.toml")["body"]["levels"]
    return tuple(tuple(level.split()) for level in levels)


def _names_nothing(candidate: Candidate) -> bool:
    """Tell whether a candidate ends in how much of it, or counts, and so is no name (9家单位)."""
    inside, body = _tokens(candidate), _patterns("body")
    return bool(inside) and (
        inside[-1].text in _all_of_it() or body["counted"].search(candidate.folded) is not None
    )


def _is_no_title(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate is what somebody says, a sentence in quotation marks."""
    return _patterns("title")["said"].search(candidate.folded) is not None


_RULES: Mapping[Kind, Callable[[Question, Candidate], bool]] = {
    Kind.PLACE: _is_no_place,
    Kind.PERSON: _is_no_person,
    Kind.ORGANISATION: _is_no_body,
    Kind.TITLE: _is_no_title,
}
