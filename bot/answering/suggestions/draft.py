"""A question that could be suggested, and the words it is put together from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any

from bot.answering.annotation import AnnotatedSentence
from bot.answering.datafiles import read_toml
from retrieval.page import Span
from retrieval.script import Script, script_of, to_script


@dataclass(frozen=True)
class Draft:
    """A question about one fact of a sentence, not yet asked."""

    text: str
    template: str
    """Name of the template it was written by, which says what sort of question it is."""
    said: str
    """What the question takes from the text: all but the template's own words and the unit."""
    sentence: AnnotatedSentence
    fact: Span
    """What must answer it, within the sentence."""

    def is_about_same_as(self, other: "Draft") -> bool:
        """Tell whether two questions have the same answer."""
        same = self.sentence.sentence is other.sentence.sentence
        return same and self.fact.overlaps(other.fact)


def draft(
    template: str, sentence: AnnotatedSentence, fact: Span, asked: str = "", **parts: str
) -> Draft:
    """Return the question of a template with `parts` of the text, in the script of the text.

    `asked` is the question word, where the template does not have it.
    """
    script = script_of(sentence.paragraph.text)
    text, said = [], []
    for literal, field, _, _ in Formatter().parse(mapping("templates")[template]):
        text.append(_in_script(literal, script))
        if field == "asked":
            text.append(_in_script(asked, script))
        elif field:
            text.append(parts[field])
            said.append("" if field == "unit" else parts[field])
    return Draft("".join(text), template, "".join(said), sentence, fact)


@cache
def words(table: str, key: str = "words") -> frozenset[str]:
    """Return a word list of `suggestions.toml`, folded."""
    return frozenset(str(_data()[table][key]).split())


@cache
def longest_first(table: str, key: str = "words") -> tuple[str, ...]:
    """Return a word list of `suggestions.toml`, the longest word first."""
    return tuple(sorted(words(table, key), key=lambda word: (-len(word), word)))


def mapping(table: str) -> Mapping[str, str]:
    """Return a table of `suggestions.toml` that gives a word for a word."""
    found: dict[str, str] = _data()[table]
    return found


def _in_script(word: str, script: Script | None) -> str:
    return to_script(word, script, source=Script.SIMPLIFIED) if script else word


@cache
def _data() -> dict[str, Any]:
    return read_toml(__package__, "suggestions.toml")
