"""Whether something is open on a day of the week (周一开门吗): the text says when it is, or is not.

A text that gives the days on which something is open says of the others that it is not.
"""

import re
from collections.abc import Iterator
from functools import cache

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Answer, Status
from bot.answering.datafiles import read_toml
from bot.answering.matching.match import Match
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.computed.shares import share_around
from bot.answering.strategies.passages import best_sentences, matches
from bot.answering.strategies.stated import Stated, undisputed
from bot.answering.strategies.yes_or_no.polarity import answer_form
from bot.answering.surroundings.support import support
from retrieval.page import Span

_SENTENCES = 12
"""Sentences that are read."""
_LEAST = 0.55
"""Share of the question's words that must stand in the sentence or around it."""
_WEEK = "一二三四五六日"
_WORK, _WEEKEND = frozenset(_WEEK[:5]), frozenset(_WEEK[5:])
_NAMED = re.compile("(?:周|星期|礼拜)?(?P<day>[一二三四五六日天])")
_TO = re.compile("^(?:至|到|—+|-|~)")
_WHOLE = (
    (re.compile("工作日"), _WORK),
    (re.compile("双休日|(?:周|星期|礼拜)末"), _WEEKEND),
    (re.compile("每天|天天|全年无休"), frozenset(_WEEK)),
)
"""Words for several days, and which they are."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = read_toml(__package__, "opening.toml")
    return {
        name: re.compile(p.replace("<days>", f"(?P<days>{table['days']})"))
        for name, p in table.items()
    }


def asks_of_days(question: Question) -> bool:
    """Tell whether a yes-or-no question names a day of the week."""
    return _patterns()["asks"].search(question.folded) is not None


def answer_opening(question: Question, context: Context) -> Answer | None:
    """Return whether it is open on the day asked about; None where the text does not say."""
    asked = days_named(question.folded)
    best = undisputed(_stated(question, asked, context)) if asked else None
    if best is None:
        return None
    yes, no = answer_form(question)
    return Answer(
        question,
        Status.ANSWERED,
        yes if best.holds else no,
        question.kind,
        best.score,
        evidence=(best.evidence(),),
    )


def _stated(question: Question, asked: frozenset[str], context: Context) -> Iterator[Stated]:
    for match, number in best_sentences(matches(question, context.finder), _SENTENCES):
        sentence = match.article.sentences[number]
        said = _says(sentence.folded, asked)
        if said is None or not _is_meant(question, match, sentence):
            continue
        score = share_around(question, match.article, sentence, context, _says_nothing)
        if score >= _LEAST:
            yield Stated(match, sentence, *said, score)


def _says(folded: str, asked: frozenset[str]) -> tuple[Span, bool] | None:
    """Return what says that it is open, or closed, on all the days asked about, and which."""
    for name in ("closed_after", "closed_before"):
        for match in _patterns()[name].finditer(folded):
            if asked <= days_named(match["days"]):
                return Span(*match.span()), False
    told = list(_patterns()["open"].finditer(folded))
    for match in told:
        if asked <= days_named(match["days"]):
            return Span(*match.span()), True
    opened = frozenset().union(*(days_named(match["days"]) for match in told))
    if len(opened) > 1 and not asked & opened:
        return Span(told[0].start(), told[-1].end()), False
    return None


def days_named(text: str) -> frozenset[str]:
    """Return the days of the week that a folded text names (周二至周四 → 二三四)."""
    days: set[str] = set()
    for pattern, several in _WHOLE:
        if pattern.search(text):
            days |= several
    named = [m for m in _NAMED.finditer(text) if m[0] != m["day"] or days or _is_listed(text, m)]
    for at, match in enumerate(named):
        day = match["day"].replace("天", "日")
        days.add(day)
        if at and _TO.match(text[named[at - 1].end() : match.start()]):
            first = _WEEK.index(named[at - 1]["day"].replace("天", "日"))
            days |= set(_WEEK[first : _WEEK.index(day) + 1])
    return frozenset(days)


def _is_listed(text: str, match: re.Match[str]) -> bool:
    """Tell whether a day without 周 goes on with the days before (周一[、三])."""
    return bool(
        re.search(
            "(?:周|星期|礼拜)[一二三四五六日天](?:[、至到—-][一二三四五六日天])*[、至到—-]$",
            text[: match.start()],
        )
    )


def _is_meant(question: Question, match: Match, sentence: AnnotatedSentence) -> bool:
    """Tell whether the names and nouns of a question stand around a sentence."""
    around = support(question, match.article, sentence)
    missing = (*around.missing_names, *around.missing_nouns)
    return all(_says_nothing(t.text) for t in missing)


def _says_nothing(word: str) -> bool:
    """Tell whether a word is a day of the week, or says that something is open or visited."""
    rest = _patterns()["asks"].sub("", word)
    return not _patterns()["doing"].sub("", rest)
