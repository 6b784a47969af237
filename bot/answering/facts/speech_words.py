"""The words by which speech is told: verbs, openings, bodies that speak (speech.toml)."""

import re
from dataclasses import dataclass
from functools import cache

from bot.answering.facts.lexicon import read_toml
from retrieval.patterns import any_of


@dataclass(frozen=True, slots=True)
class SpeechWords:
    """The word lists of speech.toml."""

    verb: re.Pattern[str]
    before_pause: frozenset[str]
    reporting: frozenset[str]
    bodies: tuple[str, ...]
    adverbs: frozenset[str]
    prepositions: frozenset[str]
    openings: frozenset[str]
    pronouns: frozenset[str]
    nobody: frozenset[str]
    way_of_putting: re.Pattern[str]


@cache
def speech_words() -> SpeechWords:
    """Return speech.toml, its verbs as a pattern."""
    table = read_toml("speech.toml")
    verbs, endings = any_of(table["verbs"]), any_of(table["verb_endings"])
    ways = any_of(table["ways_of_putting"])
    return SpeechWords(
        verb=re.compile(rf"(?P<verb>{verbs}){endings}*"),
        way_of_putting=re.compile(
            rf"^(?:(?:按照?|依|照|用)(?P<who>[^,]{{2,20}}?)的?{ways}|(?P<whose>[^,]{{2,20}}?)的{ways}是)[,:]?$"
        ),
        before_pause=frozenset(table["before_pause"]),
        reporting=frozenset(table["reporting"]),
        bodies=tuple(table["bodies"]),
        adverbs=frozenset(table["adverbs"]),
        prepositions=frozenset(table["prepositions"]),
        openings=frozenset(table["openings"]),
        pronouns=frozenset(table["pronouns"]),
        nobody=frozenset(table["nobody"]),
    )


def is_pronoun(phrase: str) -> bool:
    """Tell whether a speaker's folded noun phrase is 他 or 她."""
    return phrase in speech_words().pronouns
