"""Whose daughter, wife or pupil somebody is (甲是谁的女儿): 甲,某官乙之女; 甲嫁乙为妻."""

import re
from collections.abc import Iterator
from functools import cache

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Answer
from bot.answering.datafiles import read_toml
from bot.answering.matching.match import Match
from bot.answering.question import Question
from bot.answering.strategies.base import Context, answer_at
from bot.answering.strategies.passages import matches, opens_with
from retrieval.page import Span
from retrieval.patterns import any_of

_SURE = 0.85
"""Confidence in what a text says so of somebody it names right before."""
_QUOTES = "“”‘’《》"
_MARRIED = re.compile(
    r"(?:^|[,;:。])(?:后来?|初)?嫁(?:给)?(?P<who>[^,;:。、()]{2,16}?)(?:为妻|为妇)?(?=[,;。]|$)"
)


def answer_kin(question: Question, context: Context) -> Answer | None:
    """Return whose kin somebody is whom the question names; None if that is not asked or told."""
    asked = _asked().match(question.folded)
    if asked is None:
        return None
    name = asked["name"].strip(_QUOTES)
    found = [
        (far, match.article, sentence, span)
        for match in matches(question, context.finder)
        for sentence in match.article.sentences
        for far, span in _told(match, sentence, name, asked["kin"])
        if not far or context.always_answer
    ]
    if not found:
        return None
    _, article, sentence, span = min(found, key=lambda one: one[0])
    return answer_at(question, article, sentence, span, _SURE)


def _told(
    match: Match, sentence: AnnotatedSentence, name: str, kin: str
) -> Iterator[tuple[bool, Span]]:
    """Yield whose kin a sentence says that somebody is, and whether it leaves out who."""
    at = sentence.folded.find(name)
    if at < 0 and not opens_with(match, name):
        return
    patterns = [_of(kin)]
    if kin in _WIVES:
        patterns.append(_MARRIED)
    for pattern in patterns:
        for told in pattern.finditer(sentence.folded, max(at, 0)):
            who = Span(*told.span("who"))
            if name not in told["who"]:
                yield at < 0, who


_WIVES = ("妻子", "妻", "夫人", "太太", "老婆")


@cache
def _table() -> tuple[tuple[tuple[str, ...], ...], str]:
    table = read_toml(__package__, "kin.toml")
    return tuple(tuple(line.split()) for line in table["groups"]), table["ranks"]


@cache
def _asked() -> re.Pattern[str]:
    kin = any_of({word for group in _table()[0] for word in group if len(word) > 1})
    return re.compile(
        rf"^(?P<name>[^,]{{2,24}}?)(?:是|为)(?:谁|哪一?[位个名]\w{{0,4}}?)(?:家|的)的?(?:\w{{0,2}})"
        rf"(?P<kin>{kin})[?。!呢啊]*$"
    )


@cache
def _of(kin: str) -> re.Pattern[str]:
    """Return what says whose `kin` somebody is, in a clause of its own or after 是."""
    words = {word for group in _table()[0] if kin in group[:2] for word in group} or {kin}
    return re.compile(
        rf"(?:^|[,;:。)(]|(?<![不也])[是为])(?:已故|时任)?(?P<who>[^,;:。、()是为]{{2,20}}?)"
        rf"(?:(?:之|的)(?:{_table()[1]})?|(?:{_table()[1]})){any_of(words)}(?=[,;。()]|$)"
    )
