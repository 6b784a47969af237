"""What a question names itself, and what only says what is asked of that."""

from functools import cache

from bot.answering.datafiles import table_words
from bot.answering.facts.measures import attribute_modifiers, attribute_nouns
from bot.answering.lexicon.words import PLACE_ENDINGS
from bot.answering.question import Kind, Question
from bot.answering.surroundings.constraints import tokens_beside_times
from retrieval.tokens import Token

_HAPPENING = (Kind.DATE, Kind.DURATION, Kind.PLACE)


def names_a_thing(question: Question) -> bool:
    """Tell whether a question says itself what it is about (茶馆多少家), not only where or when.

    增长多少, 去年呢 and 某县有多少 are about what was spoken of before.
    """
    return any(
        not is_secondary(question, token)
        and token.tag != "ns"
        and token.text[-1] not in PLACE_ENDINGS
        for token in tokens_beside_times(question)
    )


def is_secondary(question: Question, token: Token) -> bool:
    """Tell whether a word only says what is measured of a thing, or what happened to it."""
    measured = question.kind.is_quantity and _measures(token.text)
    return measured or (question.kind in _HAPPENING and token.text in events())


def _measures(word: str) -> bool:
    """Tell whether a word only says what is measured: 岁数, 面积, 销售收入."""
    noun = next((n for n in attribute_nouns() if word.endswith(n)), "")
    return word in measuring_words() or (
        bool(noun) and word[: len(word) - len(noun)] in ("", *attribute_modifiers())
    )


@cache
def measuring_words() -> frozenset[str]:
    """Return the words that only say what a figure measures, beside the nouns of measures.py."""
    return frozenset(table_words(__package__, "own_topic.toml", "figures"))


@cache
def events() -> frozenset[str]:
    """Return the words for what happens to a thing once."""
    return frozenset(table_words(__package__, "own_topic.toml", "events"))
