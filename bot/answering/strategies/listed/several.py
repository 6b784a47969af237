"""Several things asked for by words that ask for one as well: 要带什么证件, 哪些人免费."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from bot.answering.answer import Answer, Status
from bot.answering.datafiles import table_words
from bot.answering.facts.enumerations import find_enumerations
from bot.answering.question import Kind, Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.explained.reading import Reading, readings
from bot.answering.strategies.explained.told_clauses import Found, answer_found
from bot.answering.strategies.listed.lists import answer_list, goes_on
from retrieval.fold import fold
from retrieval.page import Span
from retrieval.patterns import any_of

_words = partial(table_words, __package__, "several.toml")
_PAPERS = any_of(_words("papers"))
_WHAT = "(?:什么|啥|哪些)"
_ASKS_WHAT_TO_BRING = re.compile(
    f"(?<![{''.join(_words('allowed'))}]){any_of(_words('asked'))}"
    f"{any_of(_words('asked', 'ends'))}?{_WHAT}{_PAPERS}?[?呢啊呀。]*$"
    f"|{any_of(_words('needed'))}{_WHAT}{_PAPERS}[?呢啊呀。]*$"
)
_MAY_ASK_SEVERAL = re.compile(f"{_ASKS_WHAT_TO_BRING.pattern}|{any_of(_words('people'))}")
_BRING = re.compile(any_of(_words("notice")))
_BRING_ONE = re.compile(
    f"{any_of(_words('notice', 'strong'))}(?:了|着)?(?P<what>[^,;。:!?、]{{2,20}}?)"
    "(?=[,;。]|即可|就可|方可|便可|可以?|前往|到|去|办理|申请|入场|领取|入内|报名|登记|$)"
)
_SAYS_NOTHING = frozenset(_words("silent"))
_ACCEPTED = 0.55
"""Score at which what is to be brought answers as likely as not."""


def answer_several(question: Question, context: Context) -> Answer | None:
    """Return an enumeration that answers; None where one thing may be the answer as well."""
    if context.always_answer or _MAY_ASK_SEVERAL.search(question.folded) is None:
        return None
    asks_to_bring = _ASKS_WHAT_TO_BRING.search(question.folded) is not None
    listed = answer_list(replace(question, kind=Kind.LIST), context)
    is_told = listed is not None and listed.status is Status.ANSWERED
    if listed is not None and is_told and (not asks_to_bring or _tells_to_bring(listed)):
        return listed
    if not asks_to_bring:
        return None
    for told in (_to_bring, _one_to_bring):
        found = (f for r in readings(question, context, _SAYS_NOTHING) for f in told(r))
        if (brought := answer_found(question, context, found, _ACCEPTED)) is not None:
            return brought
    return None


def _tells_to_bring(listed: Answer) -> bool:
    """Tell whether the sentence of an enumeration speaks of what one has to bring."""
    return any(_BRING.search(fold(evidence.text)) for evidence in listed.evidence)


def _one_to_bring(reading: Reading) -> Iterator[Found]:
    """Yield the one thing that is told right after a word for bringing (须出示[甲]).

    Of several that are told in a sentence, for some and for others, it is the one in whose clause
    most of the question stands.
    """
    folded = reading.folded
    told = [
        (reading.share(clause.span), Span(*match.span("what")))
        for clause in reading.clauses
        for match in _BRING_ONE.finditer(folded, clause.span.start, clause.span.end)
    ]
    most = max((share for share, _ in told), default=0.0)
    for share, span in told:
        inside = reading.sentence.tokens_in(span)
        is_thing = (
            inside
            and not any(t.tag in ("v", "m") for t in inside[1:])
            and inside[0].tag[0] not in "pcdu"
            and inside[-1].tag[0] in "nlja"
        )
        if is_thing and share == most:
            score = reading.worth(reading.found(reading.whole))
            yield Found(reading, span, score, reading)


def _to_bring(reading: Reading) -> Iterator[Found]:
    """Yield what is enumerated right after a word for bringing (须带[甲和乙])."""
    whole = reading.whole
    score = reading.worth(reading.found(whole))
    for listed in find_enumerations(reading.folded, reading.sentence.tokens):
        first, last = listed.items[0], listed.items[-1]
        for match in _BRING.finditer(reading.folded, 0, last.start):
            if first.start <= match.end() <= first.end or match.end() == first.start:
                start = max(first.start, match.end())
                end = last.end
                if goes_on(reading.folded, listed.items):
                    end = next(c.span.end for c in reading.clauses if c.span.end >= end)
                yield Found(reading, Span(start, end), score, reading)
