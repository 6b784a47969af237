"""The words that say what a number measures, and the verbs before what is counted.

They are part of `parallel.toml`, which has all words around a number.
"""

import re
from functools import cache

from bot.answering.facts import lexicon
from retrieval.patterns import any_of


@cache
def words_of(table: str, key: str = "words") -> tuple[str, ...]:
    """Return the words of a table of parallel.toml, longest first."""
    words: str = lexicon.read_toml("parallel.toml")[table][key]
    return tuple(sorted(words.split(), key=lambda w: (-len(w), w)))


@cache
def set_against() -> re.Pattern[str]:
    """Return the pattern of what a number is set against right before it: 高于[全省平均]3%."""
    verbs = any_of((*words_of("comparatives", "above"), *words_of("comparatives", "below")))
    return re.compile(rf"(?:{verbs})了?(?P<other>[^\W\d]{{2,14}})$")


def attribute_nouns() -> tuple[str, ...]:
    """Return the nouns that say what is measured, longest first."""
    return words_of("attributes")


def attribute_modifiers() -> tuple[str, ...]:
    """Return the words before such a noun that are part of what is measured, longest first."""
    return words_of("attributes", "modifiers")


def transitive_verbs() -> tuple[str, ...]:
    """Return the verbs that stand between who and what is counted, longest first."""
    return words_of("verbs")
