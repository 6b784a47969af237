"""Who speaks, in a noun phrase that has more than the speaker, or points at one named before.

(局长[某某]对记者说; 镇长[某某]旁听后说; 她要求他…; 老人说.) Texts are folded.
"""

import re
from functools import cache

from bot.answering.datafiles import read_toml
from bot.answering.facts.names import is_name
from bot.answering.facts.speech_words import is_pronoun
from retrieval.page import Span
from retrieval.patterns import any_of
from retrieval.tokens import Token

_NAMES = (3, 2)
"""Characters of a name, the longer first."""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Return a pattern of the file's by name, `<persons>` in it being its nouns for persons."""
    table = read_toml(__package__, "speaker_named.toml")
    return re.compile(table[name].replace("<persons>", any_of(table["persons"].split())))


def points_back(phrase: str, tokens: tuple[Token, ...]) -> bool:
    """Tell whether a speaker's noun phrase is 他, or begins with it and goes on to what he does."""
    if is_pronoun(phrase) or not is_pronoun(phrase[:1]):
        return is_pronoun(phrase)
    return len(tokens) > 1 and tokens[0].text == phrase[:1] and tokens[1].tag[0] in "vdp"


def is_description(phrase: str) -> bool:
    """Tell whether a speaker's noun phrase says only what sort of person speaks (老人)."""
    return _pattern("described").fullmatch(phrase) is not None


def speaker_alone(folded: str, speaker: Span, tokens: tuple[Token, ...]) -> Span:
    """Return a speaker's noun phrase without what is no part of it, and with the whole name."""
    phrase = folded[speaker.start : speaker.end]
    if (end := _end_of_name(phrase)) is not None:
        speaker = Span(speaker.start, speaker.start + end)
    elif _pattern("post_at_last").search(phrase):
        speaker = _with_name_behind(folded, speaker, tokens)
    phrase = folded[speaker.start : speaker.end]
    post = _pattern("post").search(phrase)
    if post and is_name(phrase[post.end() :]):
        return Span(speaker.start + post.end(), speaker.end)
    return speaker


def _end_of_name(phrase: str) -> int | None:
    """Return where the name ends behind which it is said to whom or when somebody speaks."""
    for at in range(len(phrase) - 1, _NAMES[-1] - 1, -1):
        if _pattern("beside").fullmatch(phrase, at) and any(
            is_name(phrase[at - size : at]) for size in _NAMES if at >= size
        ):
            return at
    return None


def _with_name_behind(folded: str, speaker: Span, tokens: tuple[Token, ...]) -> Span:
    """Widen a post to the name behind it that jieba takes for words (律师|米|长河)."""
    ends = {t.end for t in tokens}
    end = speaker.end + _NAMES[0]
    if end in ends and is_name(folded[speaker.end : end]):
        return Span(speaker.start, end)
    return speaker
