"""Words of a question in whose place a statement has another: 第一期 for 第二期, another town."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.lexicon.paraphrases import is_said
from bot.answering.lexicon.words import contrasts
from bot.answering.question import Kind, Question
from bot.answering.stretches import STATEMENT, STOPS, end_of, start_of
from bot.answering.surroundings.constraints import constraint_tokens
from bot.answering.surroundings.places import ANY_PLACE, PLACE, places
from bot.answering.surroundings.rivals import rivals
from bot.answering.surroundings.wording import found
from bot.answering.understanding.kind import head_kind
from retrieval.page import Span
from retrieval.tokens import Token

_COMPARISON = re.compile(
    "[比较][去前上]年(?:同期)?|[由从][去前上]年的?(?=[^,;。]{0,9}[增升提扩降减涨调跌])"
)
_THE_SAME = {"一", "首"}
"""Characters that differ from the others of their line and not from one another (第一批, 首批)."""
_THE_YEAR_BEFORE = ("去年", "上年")
_RANKS = {"省": 0, "州": 1, "市": 1, "区": 2, "县": 2, "镇": 3, "乡": 3, "村": 4}
"""Of places, by their last character: the lower is a part of the higher."""


@dataclass(frozen=True)
class _Told:
    """What a sentence tells up to a candidate."""

    statement: str
    """The candidate's statement, to the end of its clause."""
    sentence: str
    """The sentence, to there."""
    own: Span
    """Where the statement stands in the sentence."""


def contrasting(
    question: Question, article: AnnotatedArticle, sentence: AnnotatedSentence, span: Span
) -> tuple[Token, ...]:
    """Return the question's words that the statement up to the candidate has another for."""
    told = _told(sentence, span)
    posts = _posts(question)
    return rivals(question, article, sentence, span) + tuple(
        token
        for token in _asked_about(question)
        if _has_another_for(token, question, sentence, told)
        or _is_of_all_others(token, question.folded, told.statement)
        or (token in posts and _is_of_another_rank(token, question.folded, told.statement))
        or _is_only_compared_with(token, question, article, sentence)
    )


def _told(sentence: AnnotatedSentence, span: Span) -> _Told:
    start = start_of(sentence.folded, span.start, STATEMENT)
    end = end_of(sentence.folded, span.end, STOPS)
    return _Told(sentence.folded[start:end], sentence.folded[:end], Span(start, end))


def _has_another_for(
    token: Token, question: Question, sentence: AnnotatedSentence, told: _Told
) -> bool:
    """Tell whether a word of the question is not said, but its opposite or another place is."""
    word, statement = token.text, told.statement
    return (
        _has_opposite(word, statement, told.sentence)
        or (token.tag == PLACE and _is_elsewhere(word, question, sentence, told.own))
    ) and not (
        found(word, _without_compared(word, statement))
        or _is_said_otherwise(word, statement)
        or is_said(question, token, statement)
        or _is_compared_with(token, question, statement)
    )


def _is_elsewhere(
    place: str, question: Question, sentence: AnnotatedSentence, statement: Span
) -> bool:
    """Tell whether a statement is told of another place than the one asked about."""
    own = places(sentence.tokens_in(statement))
    if own or not question.kind.is_quantity:
        return _is_told_of_another(place, own)
    # Of a figure the place is that of the statements before.
    start = statement.start
    earlier = (p for p in places(sentence.tokens) if p.end <= start)
    named = tuple(p for p in earlier if p.text[0] not in ANY_PLACE)
    return not found(place, sentence.folded[:start]) and _is_told_of_another(place, named)


@lru_cache(maxsize=64)  # asked for every candidate that is judged
def _asked_about(question: Question) -> tuple[Token, ...]:
    """Return the longer words of a question in whose place a statement may have another."""
    # What was carried over has no place in this question, but is asked about all the same.
    carried = [Token(word, -1, -1, "") for word in question.carried]
    asked = (*constraint_tokens(question), *carried)
    # 东|岗区: the first character of a place may look like where something is.
    words = [t for t in question.tokens if t in asked or (len(t.text) == 1 and t.tag == "f")]
    named = (*places(words), *(place for word in carried for place in places((word,))))
    return tuple(t for t in (*asked, *named) if len(t.text) > 1)


@lru_cache(maxsize=64)
def _posts(question: Question) -> tuple[Token, ...]:
    """Return those of them that are what somebody may be (镇长, 副镇长)."""
    return tuple(
        t for t in _asked_about(question) if head_kind(t.text.removeprefix("副")) is Kind.PERSON
    )


def _without_compared(word: str, text: str) -> str:
    """Return a text without a word where something is compared with it."""
    # No pattern: it would be compiled for one use.
    return text.replace(f"比{word}", "").replace(f"较{word}", "")


def _is_of_all_others(token: Token, question: str, statement: str) -> bool:
    """Tell whether others than such are asked about (非会员) and such told of, or the reverse."""
    word = token.text.removeprefix(_OTHER_THAN)
    if len(word) < 2 or not token.tag.startswith("n") or word not in statement:
        return False
    asked = word != token.text or question.endswith(_OTHER_THAN, 0, token.start)
    return asked != statement.endswith(_OTHER_THAN, 0, statement.rfind(word))


_OTHER_THAN = "非"


def _has_opposite(word: str, statement: str, before: str) -> bool:
    """Tell whether a statement has the opposite of a word, or the sentence has it before."""
    if not (opposites := _opposites(word)):
        return False
    own = _without_compared(word, before)  # 比一期快: not of the 一期
    text = _COMPARISON.sub("", statement if word in own else before)  # nor 比去年多 of 去年
    return any(other in text for other in opposites)


@lru_cache(maxsize=4096)
def _opposites(word: str) -> frozenset[str]:
    """Return the words that differ from `word` in one contrasting character (第一期, 第二期)."""
    return frozenset(
        word[:at] + other + word[at + 1 :]
        for at, char in enumerate(word)
        for one, other in contrasts()
        if one == char and {one, other} != _THE_SAME
    )


def _is_of_another_rank(post: Token, question: str, statement: str) -> bool:
    """Tell whether a post is asked for and only its deputy is told of, or the other way round."""
    return _is_deputy_only(post.text, question, statement) or _is_no_deputy(
        post, question, statement
    )


def _is_no_deputy(post: Token, question: str, statement: str) -> bool:
    """Tell whether a deputy is asked for (副镇长) and a statement has only the post itself."""
    name = post.text.removeprefix("副")
    return (
        (post.text != name or question.startswith("副", post.start - 1))
        and name in statement
        and f"副{name}" not in statement
    )


def _is_deputy_only(post: str, question: str, statement: str) -> bool:
    """Tell whether a statement has the post asked for only as its deputy's (镇长, 副镇长)."""
    deputy = f"副{post}"
    return (
        deputy in statement and deputy not in question and post not in statement.replace(deputy, "")
    )


def _is_compared_with(token: Token, question: Question, statement: str) -> bool:
    """Tell whether a question compares with a word (比全市), and a statement does too."""
    asked = question.folded.endswith(("比", "较"), 0, token.start)
    return asked and any(f"{sign}{token.text}" in statement for sign in "比较")


def _is_only_compared_with(
    token: Token, question: Question, article: AnnotatedArticle, sentence: AnnotatedSentence
) -> bool:
    """Tell whether a figure's paragraph has a word only as what it is compared with (比平日高)."""
    word = token.text
    if not question.kind.is_quantity or question.change is not None:
        return False
    own = sentence.folded
    compared = f"比{word}" in own or f"较{word}" in own
    return (
        compared
        and not question.folded.endswith(("比", "较"), 0, token.start)
        and not any(
            word in _without_compared(word, s.folded)
            for s in article.of_paragraph(sentence.paragraph)
        )
    )


def _is_said_otherwise(word: str, statement: str) -> bool:
    """Tell whether a statement has the year asked about by its other name (上年同期)."""
    return word in _THE_YEAR_BEFORE and any(year in statement for year in _THE_YEAR_BEFORE)


def _is_told_of_another(place: str, others: tuple[Token, ...]) -> bool:
    """Tell whether another place of the same rank (两个区) is spoken of, or the whole of a higher.

    全市 may be any city, but no county of it; and 全市 is asked of the one city there is.
    """
    if place[0] in ANY_PLACE:
        return False
    return any(
        _RANKS[o.text[-1]] < _RANKS[place[-1]] and len(place) > 2  # 城镇 is no name
        if o.text[0] == "全"
        else o.text[0] not in ANY_PLACE and o.text[-1] == place[-1] and o.text != place
        for o in others
    )
