"""Persons and teams with another post or another place than is asked (局长 told of as 股长).

A post stands right before the name, or the name stands before 的…职务; a place in a contest stands
in the clause of the name. Texts are folded.
"""

import re
from collections.abc import Callable
from functools import cache

from bot.answering.candidate import Candidate
from bot.answering.datafiles import read_toml, table_words
from bot.answering.question import Kind, Question
from bot.answering.stretches import clause_around
from bot.answering.understanding.kind import head_kind
from retrieval.patterns import any_of

_POST_ASKED = re.compile(
    "(?P<post>[^\\W的]{2,12}?)(?:现在|目前|如今)?(?:是|叫|姓)(?:谁|啥|什么|哪)"
)
_FORMER = re.compile("[原前](?:任)?[^\\W的]{2,12}$")
_ASKS_FORMER = re.compile("[原前老]|以前|过去|上一?任|退休|曾|被免|卸任|谁免|接替|接任")
_DISMISSED = re.compile("的[^,;。]{2,16}?职务")
_ASKS_WINNER = re.compile("冠军|夺冠|第一|头名|赢|胜出|获胜|折桂")
_ASKS_BEATEN = re.compile("(?:赢|胜|打败|击败|淘汰)了?(?:的是)?(?:谁|哪)|[亚季]军|输")
_GROUP = re.compile("[男女老少青幼儿童小初高中低大成人年级专业余]{1,6}组")
"""A group of those who compete (低年级组)."""
_POST = 2
"""Characters at the end of a post by which it is known."""


def is_of_another_post(question: Question, candidate: Candidate) -> bool:
    """Tell whether a person or team has another post, or another place, than is asked."""
    if question.kind not in (Kind.PERSON, Kind.ORGANISATION, Kind.PHRASE):
        return False
    return any(rule(question, candidate) for rule in _RULES)


def _has_another_post(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked who has a post (局长), and another stands before the name (股长)."""
    asked = _POST_ASKED.search(question.folded) if question.kind is Kind.PERSON else None
    post = asked["post"][-_POST:] if asked else ""
    if post not in _posts():
        return False
    folded, span = candidate.sentence.folded, candidate.span
    own = clause_around(folded, span)
    before = folded[own.start : span.start]
    told = before[-_POST:]
    return (
        told in _posts()
        and told != post
        and post not in folded[own.start : own.end]
        and head_kind(before) is Kind.PERSON
    )


def _had_the_post_before(question: Question, candidate: Candidate) -> bool:
    """Tell whether who has a post now is asked, and a name is that of who had it (原局长)."""
    if question.kind is not Kind.PERSON or _ASKS_FORMER.search(question.folded):
        return False
    folded, span = candidate.sentence.folded, candidate.span
    post = question.folded[-_POST:] if not question.wh else ""
    before = _FORMER.search(folded[clause_around(folded, span).start : span.start])
    named = [p for p in _posts() if p in question.folded]
    if before is not None and any(before[0].endswith(p) for p in (*named, post) if p):
        return True
    if _asks_of_now(question) and _left().match(folded, span.end):
        return True
    dismissed = _DISMISSED.match(folded, span.end)
    return dismissed is not None and any(p in dismissed[0] for p in named)


def _asks_of_now(question: Question) -> bool:
    return any(w in question.folded for w in table_words(__package__, "office_forms.toml", "now"))


@cache
def _left() -> re.Pattern[str]:
    """Return a pattern for what stands behind the name of somebody who has left (因病|辞职)."""
    words = any_of(table_words(__package__, "office_forms.toml", "left"))
    return re.compile(f"(?:因[^,;。]{{1,8}})?\\w{{0,6}}?{words}|[^;。]*,免去[其他她]")


def _is_the_post_itself(question: Question, candidate: Candidate) -> bool:
    """Tell whether somebody is asked for by the post, and a candidate only says it again.

    Or is the body that has it (支队长是谁: 某支队).
    """
    if question.kind is not Kind.PERSON or question.kind_rule == "occupation":
        return False
    asked = _POST_ASKED.search(question.folded)
    post = asked["post"][-_POST:] if asked else question.head[-_POST:]
    if post not in _posts() and post not in _members():
        return False
    text = candidate.folded
    return text.endswith(post) or (post[-1] == "长" and head_kind(text) is Kind.ORGANISATION)


@cache
def _members() -> frozenset[str]:
    return frozenset(table_words(__package__, "office_forms.toml", "members"))


@cache
def _posts() -> frozenset[str]:
    return frozenset(table_words(__package__, "office_forms.toml", "posts"))


@cache
def _places() -> tuple[re.Pattern[str], ...]:
    """Return a pattern for each place in a contest, the words for it one group."""
    table = read_toml(__package__, "office_forms.toml")["place"]
    return tuple(re.compile(any_of(words.split())) for words in table.values())


def _took_another_place(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked who came first (冠军), and the text tells who came second (亚军)."""
    asked = [place for place in _places() if place.search(question.folded)]
    if len(asked) != 1:
        return False
    folded = candidate.sentence.folded
    own = clause_around(folded, candidate.span)
    said = folded[own.start : own.end]
    if asked[0].search(said):
        return False
    return any(place.search(said) for place in _places())


def _is_of_another_group(question: Question, candidate: Candidate) -> bool:
    """Tell whether who came where in one group is asked, and another stands before the name."""
    asked = _GROUP.search(question.folded)
    if asked is None:
        return False
    folded, span = candidate.sentence.folded, candidate.span
    told = _GROUP.findall(folded[clause_around(folded, span).start : span.start])
    return bool(told) and not told[-1].endswith(asked[0]) and not asked[0].endswith(told[-1])


def _was_beaten(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked who won, and a candidate is whom the winner beat (甲胜[乙]夺冠)."""
    if not _ASKS_WINNER.search(question.folded) or _ASKS_BEATEN.search(question.folded):
        return False
    before = candidate.sentence.folded[: candidate.span.start]
    return before.endswith(table_words(__package__, "office_forms.toml", "beaten"))


_RULES: tuple[Callable[[Question, Candidate], bool], ...] = (
    _is_of_another_group,
    _was_beaten,
    _has_another_post,
    _had_the_post_before,
    _took_another_place,
    _is_the_post_itself,
)
