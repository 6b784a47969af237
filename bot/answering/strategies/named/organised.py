"""Who is behind an event or a building: 由谁主办, 哪些单位承办, 谁出资 (甲[主办],乙[承办])."""

import re
from collections.abc import Iterator
from functools import cache, partial

from bot.answering.answer import Answer
from bot.answering.datafiles import read_toml, table_words
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.explained.reading import Reading, readings
from bot.answering.strategies.explained.told_clauses import Found, answer_found
from bot.answering.surroundings.labels import numbered, told_of_another_label
from bot.answering.surroundings.support import support
from retrieval.page import Span
from retrieval.patterns import any_of

_words = partial(table_words, __package__, "events.toml")
_HOW = f"{any_of(_words('how'))}*"
_NOT_BY = "[^,;。:!?()由]"
_ACCEPTED = 0.6
"""Score at which who did it answers as likely as not."""
_LEAST = 0.3
"""Share of the question's words that the sentence itself must have."""


def answer_organised(question: Question, context: Context) -> Answer | None:
    """Return who did what is asked; None if that is not asked or not told so."""
    asked = _asked().search(question.folded)
    if asked is None or context.always_answer:
        return None
    silent = frozenset({*_words("how"), *_deeds(), *_words("silent"), asked["deed"]})
    found = (
        Found(reading, span, reading.worth(reading.found(reading.whole)), reading)
        for reading in readings(question, context, silent)
        if reading.share(reading.whole) >= _LEAST
        for span in _told(reading, asked["deed"])
        if reading.folded[span.start : span.end] not in question.folded
        and not _is_of_another(question, reading, span)
    )
    return answer_found(question, context, found, _ACCEPTED)


def _is_of_another(question: Question, reading: Reading, span: Span) -> bool:
    """Tell whether a sentence speaks of another of several that are numbered (二期 for 一期)."""
    sentence = reading.sentence
    lacking = support(question, reading.match.article, sentence, span)
    return bool(numbered(lacking.missing) or told_of_another_label(question, sentence, span))


def _told(reading: Reading, deed: str) -> Iterator[Span]:
    """Yield who a sentence says did a deed: behind 由, behind another's deed, or first of all."""
    meant = _deeds()[deed]
    folded = reading.folded
    for match in (*_done_by().finditer(folded), *_doer_first().finditer(folded)):
        if match.re is _done_by() or _is_name(reading, Span(*match.span("by"))):
            yield from _of(match, meant)
        at = match.end()
        while following := _done_too().match(folded, at):
            yield from _of(following, meant)
            at = following.end()


def _is_name(reading: Reading, span: Span) -> bool:
    """Tell whether a stretch has nothing but words that names are made of."""
    tokens = reading.sentence.tokens_in(span)
    return bool(tokens) and all(t.tag[0] in "nbjcxz" or t.tag == "eng" for t in tokens)


def _of(match: re.Match[str], meant: tuple[str, ...]) -> Iterator[Span]:
    if match["deed"] in meant:
        yield Span(*match.span("by"))


@cache
def _deeds() -> dict[str, tuple[str, ...]]:
    table: dict[str, str] = read_toml(__package__, "events.toml")["deeds"]
    return {asked: tuple(told.split()) for asked, told in table.items()}


def _deed() -> str:
    return f"(?P<deed>{any_of(_deeds())})(?!{any_of(_words('how', 'no_deed'))})"


@cache
def _asked() -> re.Pattern[str]:
    return re.compile(
        rf"(?:谁|哪一?(?:些|几|个|家|[两三四五])?(?:单位|部门|机构|公司|企业|组织|团体|人)?)(?:来)?"
        rf"{_HOW}(?P<deed>{any_of(_deeds())})(?:的|了)?[呢啊?。]*$"
    )


@cache
def _done_by() -> re.Pattern[str]:
    return re.compile(rf"由(?P<by>{_NOT_BY}{{2,60}}?){_HOW}{_deed()}")


@cache
def _done_too() -> re.Pattern[str]:
    name = "[^,;。:!?()由、]{2,30}"
    return re.compile(
        rf"[、,](?:并?由)?(?P<by>{name}(?:、{name})*?){_HOW}{_deed()}(?=[、,;。的]|$)"
    )


@cache
def _doer_first() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[,;。:]))(?P<by>{_NOT_BY}{{2,40}}?){_HOW}{_deed()}")
