"""To what school, team, firm or place somebody belongs: what stands before his post and name.

(哪个学校的: 某高商|学生甲, 某队|中锋乙, 某园|研究员丙; 哪里人: 丁(某省).)
"""

import re
from collections.abc import Iterator
from functools import cache, partial

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Answer
from bot.answering.datafiles import table_words
from bot.answering.lexicon.words import PLACE_ENDINGS
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.named.naming import (
    answer_beside_name,
    is_a_person,
    is_personal,
    phrase_before,
)
from retrieval.page import Span
from retrieval.patterns import any_of

_words = partial(table_words, __package__, "affiliation.toml")
_SORTS = ("school", "team", "firm", "body", "same")
_SURE = 0.8
"""Confidence in what stands right beside a name."""
_SHORTEST = 2
_ANY, _SAME = "any", "same"
_END = "[呀啊呢?。]*$"
_FROM_WHERE = re.compile(
    r"^(?:请问)?(?P<name>[^,的是]{2,8}?)(?:是|来自|是来自)"
    rf"(?:(?:哪里|哪儿|什么地方)的?\w{{0,3}}|哪个?(?:省|市|国家|国|州|地区|地方)\w{{0,3}}){_END}"
)
_IN_BRACKETS = re.compile(r"”?\((?P<inside>[^(),;:。]{2,12})\)")
_BEGINS_NAME = tuple("上下东西南北中")
"""With what the name of a place may begin that is a word by itself ([上]甲村)."""
_BEFORE = re.compile(f"^(?:{any_of(_words('words', 'before'))})+")
_AGE = re.compile("^.*?岁的?")


def answer_affiliation(question: Question, context: Context) -> Answer | None:
    """Return what body or place somebody belongs to; None if that is not asked or not told."""
    asked = _asked().match(question.folded)
    where = None if asked else _FROM_WHERE.match(question.folded)
    match = asked or where
    if match is None or (asked is not None and not is_personal(match["name"])):
        return None
    name = match["name"].strip("“”")
    beside = partial(_bodies, name, asked["noun"]) if asked else partial(_places, name)
    return answer_beside_name(name, question, context, beside, _SURE)


def _bodies(name: str, noun: str, sentence: AnnotatedSentence, at: int) -> Iterator[Span]:
    """Yield the body named before the post of whom a sentence names, or in brackets behind him."""
    sort = next(s for s in _SORTS if noun in _words(s, "asked"))
    phrase = phrase_before(sentence, at)
    if phrase is not None and (span := _cut(sentence, phrase, sort, noun)) is not None:
        yield span
    if inside := _IN_BRACKETS.match(sentence.folded, at + len(name)):
        text = inside["inside"]
        ending = _name_of(sort, noun).match(text) if sort != "body" else None
        if ending is not None and ending.end() == len(text):
            yield Span(*inside.span("inside"))


def _cut(sentence: AnnotatedSentence, phrase: Span, sort: str, noun: str) -> Span | None:
    """Return the body with which a description begins (某校|三年级学生)."""
    start = phrase.start - (sentence.folded[phrase.start - 1 : phrase.start] in _BEGINS_NAME)
    text = sentence.folded[start : phrase.end]
    for pattern in (_AGE, _BEFORE):
        if lead := pattern.match(text):
            start, text = start + lead.end(), text[lead.end() :]
    if _words(sort, "endings") == (_ANY,):
        torn = any(t.end == start and t.tag[0] == "v" for t in sentence.tokens)
        if torn:  # 某中心免疫|规划科
            return None
        end = _before_post(sentence, Span(start, phrase.end))
        return Span(start, end) if end - start > _SHORTEST else None
    match = _name_of(sort, noun).match(text)
    return Span(start, start + match.end()) if match else None


def _before_post(sentence: AnnotatedSentence, phrase: Span) -> int:
    """Return where the post begins with which a description ends; its start if it has none."""
    inside = [t for t in sentence.tokens if phrase.start < t.start and t.end <= phrase.end]
    posts = [t.start for t in inside if is_a_person(sentence.folded[t.start : phrase.end])]
    last = max(posts, default=phrase.start)
    # 副|主任, 高级|工程师: what rank the post has is no part of the body.
    while (
        rank := next((t for t in inside if t.end == last and t.tag[0] in "ba"), None)
    ) is not None:
        last = rank.start
    return last


def _places(name: str, sentence: AnnotatedSentence, at: int) -> Iterator[Span]:
    """Yield the place that stands in brackets right behind a name (甲(某省))."""
    inside = _IN_BRACKETS.match(sentence.folded, at + len(name))
    if inside is None:
        return
    span = Span(*inside.span("inside"))
    tokens = sentence.tokens_in(span)
    if tokens and all(t.tag == "ns" or t.text[-1] in PLACE_ENDINGS for t in tokens):
        yield span


@cache
def _name_of(sort: str, noun: str) -> re.Pattern[str]:
    endings = _words(sort, "endings")
    ends = (noun,) if endings == (_SAME,) else endings
    return re.compile(rf"[^\W\d_][^、,]*(?:{any_of(ends)})(?![生员长人])")


@cache
def _asked() -> re.Pattern[str]:
    nouns = any_of({noun for sort in _SORTS for noun in _words(sort, "asked")})
    return re.compile(
        rf"^(?:请问)?(?P<name>[^,的是]{{2,4}}?)(?:{any_of(_words('words', 'belongs'))})"
        rf"哪一?(?:[个所家支名座]|间)?(?P<noun>{nouns})的?"
        rf"(?:{any_of(_words('words', 'does'))})?的?(?:{any_of(_words('words', 'people'))})?{_END}"
    )
