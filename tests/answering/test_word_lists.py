"""The word lists, patterns and tables that answering reads hold what they say they hold."""

import csv
import subprocess
import sys
import tomllib
from collections import Counter
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from bot.answering.facts import lexicon as facts_lexicon
from bot.answering.lexicon import words as lexicon
from bot.answering.question import Kind
from bot.answering.rules import LABELS, RULES, TRAITS
from bot.answering.rules.lexicon import context_words
from bot.answering.scoring import FAMILIES, FAMILY_OF, read_weights
from retrieval.fold import fold

ROOT = Path(__file__).parents[2]
UNDERSTANDING = "bot.answering.understanding"


def _read(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text(encoding="utf-8")


def _lines(package: str, name: str) -> list[list[str]]:
    """Return the words of each line of a list, as the file has them."""
    words = (line.partition("#")[0].split() for line in _read(package, name).splitlines())
    return [line for line in words if line]


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(_read(UNDERSTANDING, name))


LISTS = {
    **{name: _lines("bot.answering.lexicon", f"synonyms/{name}") for name in lexicon.SYNONYMS},
    "contrasts.txt": _lines("bot.answering.lexicon", "contrasts.txt"),
    "light_words.txt": _lines("bot.answering.lexicon", "light_words.txt"),
    "vague_times.txt": _lines("bot.answering.lexicon", "vague_times.txt"),
    "context_words.txt": _lines("bot.answering.rules", "context_words.txt"),
    "heads.toml": list(_toml("heads.toml").values()),
}
FLAT = ("light_words.txt", "vague_times.txt", "context_words.txt", "heads.toml")
"""Lists whose groups are for the reader only: a word is in one of them."""


def _repeated(words: list[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]


@pytest.mark.parametrize("name", LISTS)
def test_words_are_folded(name: str) -> None:
    words = [word for group in LISTS[name] for word in group]

    assert [word for word in words if fold(word) != word] == []


@pytest.mark.parametrize("name", LISTS)
def test_no_word_is_twice_in_a_group(name: str) -> None:
    assert [word for group in LISTS[name] for word in _repeated(group)] == []


@pytest.mark.parametrize("name", FLAT)
def test_no_word_is_in_two_groups(name: str) -> None:
    assert _repeated([word for group in LISTS[name] for word in group]) == []


def test_each_group_of_synonyms_says_what_no_other_does() -> None:
    groups = [group for name in lexicon.SYNONYMS for group in LISTS[name]]
    pairs = Counter(frozenset(pair) for group in groups for pair in combinations(group, 2))

    assert [
        group
        for group in groups
        if all(pairs[frozenset(pair)] > 1 for pair in combinations(group, 2))
    ] == []


def test_synonyms_hold_both_ways_and_never_of_oneself() -> None:
    found = lexicon.synonyms()

    for word, others in found.items():
        assert word not in others
        assert all(word in found[other] for other in others)


def test_contrasts_hold_both_ways_and_are_of_single_characters() -> None:
    pairs = lexicon.contrasts()

    assert all(len(group) == 1 for group in LISTS["contrasts.txt"])
    assert pairs == {(other, one) for one, other in pairs}
    assert all(len(one) == len(other) == 1 and one != other for one, other in pairs)


def test_heads_name_kinds() -> None:
    assert {Kind(kind) for kind in _toml("heads.toml")} <= set(Kind)


def test_dimensions_are_those_of_quantities() -> None:
    # A number without a unit has the dimension "number".
    known = {unit.dimension for unit in facts_lexicon.units().values()} | {"number"}
    table = _toml("dimensions.toml")
    named = {
        dimension
        for group in ("question_word", "noun", "kind")
        for dimensions in table[group].values()
        for dimension in dimensions
    }

    assert named <= known
    assert {Kind(kind) for kind in table["kind"]} <= set(Kind)


def test_interchangeable_measure_words_are_units() -> None:
    groups = _toml("dimensions.toml")["interchangeable"].values()

    assert {word for group in groups for word in group} <= set(facts_lexicon.units())


# --- weights.csv ---------------------------------------------------------------------------------

ROWS = list(
    csv.reader(
        line
        for line in _read("bot.answering", "weights.csv").splitlines()
        if not line.startswith("#")
    )
)
NAMES = [row[0] for row in ROWS[1:]]
CLASSES = {
    "ending": {*map(str, Kind), "none"},
    "previous_word": context_words() | {"other"},
    "next_word": context_words() | {"other"},
    "length": {*"123456", "7-10", "11-20", "21-"},
    "size": {*"1234567", "8-11", "12-19", "20-35", "36-"},
}
"""All classes of the labels that have a closed list of them."""


def test_every_rule_and_trait_has_a_weight_and_every_weight_a_rule() -> None:
    assert {name for name in NAMES if ":" not in name} == {*RULES, *TRAITS}
    assert not RULES.keys() & TRAITS.keys()
    assert _repeated(NAMES) == []


def test_every_weighed_class_is_one_of_a_label() -> None:
    classes = [name.split(":", 1) for name in NAMES if ":" in name]

    assert {label for label, _ in classes} == set(LABELS)
    assert [c for c in classes if c[0] in CLASSES and c[1] not in CLASSES[c[0]]] == []


def test_there_is_a_column_for_every_family() -> None:
    assert sorted(ROWS[0][1:]) == sorted(FAMILIES)
    assert set(FAMILY_OF) == set(Kind)
    assert all(len(row) == len(ROWS[0]) for row in ROWS)


def test_a_rule_that_the_table_does_not_name_weighs_nothing() -> None:
    weights = read_weights("# a comment\nrule," + ",".join(FAMILIES) + "\n")

    assert not weights.rules.any()
    assert not weights.traits.any()
    assert weights.classes.shape == (1, len(FAMILIES))


# --- patterns ------------------------------------------------------------------------------------

ADVERSARIAL = (
    "和",
    "谁",
    "谁说",
    "报道",
    "比较",
    "最多",
    "多少",
    "几",
    "的",
    "呀",
    "?",
    " ",
    "率达",
)
"""Pieces that the patterns for questions repeat or look for."""
HUNG_AFTER = 120
"""Seconds; the work takes a few. A pattern that tries every way of matching would take years."""


def test_no_pattern_hangs_on_a_long_question() -> None:
    code = f"""
from bot.answering.understanding.ellipsis import what_about
from bot.answering.understanding.kind import kind_rules
from bot.answering.understanding.split import split_message

for piece in {ADVERSARIAL!r}:
    text = piece * (10_000 // len(piece))
    for long in (text, text + "x", "多少" + text + "x", text + "谁?"):
        for rule in kind_rules():
            for pattern in rule.patterns:
                pattern.search(long)
        what_about(long)
        split_message(long)
"""

    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=HUNG_AFTER)
