"""Whether a candidate is said of another person, body or rank than the question names.

A figure or time belongs to the person its clause begins with, or whom it describes (种稻30年的
农民甲), and to the body named last before it: of 乙医院12月1日开诊 nothing follows for 甲医院.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.datafiles import table_words
from bot.answering.facts.names import is_courtesy, is_name
from bot.answering.question import Kind, Question
from bot.answering.spans.sorts import RANKS
from bot.answering.stretches import CLAUSE, clause_around, start_of, statement_around
from bot.answering.surroundings.places import ANY_PLACE, places
from bot.answering.surroundings.wording import found
from bot.answering.understanding.kind import head_kind
from retrieval.page import Span
from retrieval.patterns import any_of
from retrieval.tokens import Token

_NAME_TAGS = ("n", "j", "b", "vn")
_PLACED = (
    *(
        re.compile(
            any_of(table_words(__package__, "contest.toml", place))
            + f"|第(?:{digit}|{numeral})名|[列获居排]第{numeral}"
        )
        for place, digit, numeral in zip(
            ("first", "second", "third", "fourth"), "1234", "一二三四", strict=True
        )
    ),
    re.compile("第(?:[5-9]|[五六七八九十]|[1-9]\\d+|十[一-九])名"),
)
"""How places of a contest are told, the first of them first."""
_SHORTEST_ENDING = 2
"""Characters of the noun in which two bodies must end alike (医院)."""


def another_named(
    question: Question, article: AnnotatedArticle, sentence: AnnotatedSentence, span: Span
) -> tuple[Token, ...]:
    """Return the names of the question in whose place the text has another's beside `span`."""
    by_name = question.kind is Kind.PERSON
    if not (by_name or question.kind.is_quantity or question.kind is Kind.DATE):
        return ()
    clause = clause_around(sentence.folded, span)
    if by_name:
        return (
            *_other_rank(question, sentence.folded[clause.start : clause.end]),
            *_relative(question, sentence, span, clause),
            *_no_spouse(question, sentence, span),
            *_other_body(question, sentence, Span(0, span.start)),
            *_other_place(question, article, sentence, span),
        )
    statement = statement_around(sentence.folded, span)
    return (
        *_other_person(question, sentence, span, clause),
        *_other_body(question, sentence, Span(statement.start, span.start)),
    )


_COUPLE = re.compile("夫[妻妇]|妻子|丈夫|爱人|老[婆公伴]")
_TWO = re.compile("(?P<one>[^,;:。、]{2,6}?)[和与](?P<other>[^,;:。、]{2,6}?)夫[妇妻]")


def _no_spouse(question: Question, sentence: AnnotatedSentence, span: Span) -> Iterator[Token]:
    """Yield the first word asked where a candidate is none of a couple asked about (甲和乙夫妇)."""
    couple = _TWO.search(sentence.folded) if _COUPLE.search(question.folded) else None
    if couple is None:
        return
    named = [side for side in ("one", "other") if couple[side] in question.folded]
    if named and not couple.start() <= span.start < couple.end():
        yield from question.tokens[:1]


def _other_rank(question: Question, clause: str) -> Iterator[Token]:
    """Yield the rank asked for (亚军, 第二名) where the clause gives its person another (夺冠)."""
    asked = [t for t in question.tokens if t.text in RANKS and t.text in question.head]
    for token in asked:
        if not found(token.text, clause) and any(found(rank, clause) for rank in RANKS):
            yield token
    rank = _rank(question.folded)
    told = _rank(clause)
    if rank and rank != told and (told or rank > 1) and not _IN_ORDER.search(clause):
        yield from question.tokens[:1]


_IN_ORDER = re.compile("前[两二三四五六八十\\d]名|分[列获]|依次|[一二三]至[三四五六八]名")


def _rank(text: str) -> int:
    """Return the one place of a contest that a text tells (1: 冠军), 0 for none or several."""
    told = [place for place, pattern in enumerate(_PLACED, start=1) if pattern.search(text)]
    return told[0] if len(told) == 1 else 0


def _relative(
    question: Question, sentence: AnnotatedSentence, span: Span, clause: Span
) -> Iterator[Token]:
    """Yield the first word asked where a candidate only says whose relative the one named is.

    (开店的是甲的女儿乙: not 甲.)
    """
    if not sentence.folded.startswith("的", span.end):
        return
    after = [t for t in sentence.tokens if span.end < t.start and t.end <= clause.end]
    for noun, name in pairwise(after):
        if head_kind(noun.text) is Kind.PERSON and noun.end == name.start and is_name(name.text):
            yield from question.tokens[:1]
            return


# --- persons -------------------------------------------------------------------------------------


def _other_person(
    question: Question, sentence: AnnotatedSentence, span: Span, clause: Span
) -> Iterator[Token]:
    text = sentence.folded[clause.start : clause.end]
    asked = [p for p in _persons(question.tokens) if p.text not in text]
    if not asked:
        return
    here = sentence.tokens_in(clause)
    described = sentence.folded.startswith("的", span.end)
    for person in _persons(here):
        before = [t for t in here if t.end <= person.start]
        leads = person.end <= span.start and _say_who(before)
        if (leads or (described and person.start >= span.end)) and not any(
            p.text == person.text for p in asked
        ):
            yield from asked
            return
    # A clause that names no one goes on from the person the one before began with.
    said = sentence.folded[: clause.start]
    if any(_persons(here)) or any(p.text in said for p in asked):
        return
    while (end := len(said) - 1) > 0 and said[end] == ",":
        start = start_of(said, end, CLAUSE)
        told = sentence.tokens_in(Span(start, end))
        first = next(_persons(told), None)
        if first is not None:
            if _say_who([t for t in told if t.end <= first.start]):
                yield from asked
            return
        said = said[:start]


def _say_who(before: Sequence[Token]) -> bool:
    """Tell whether what stands before a name only says who that is (“老把式”甲, 社员甲)."""
    quoted = bool(before) and before[0].text == "“" and before[-1].text == "”"
    return quoted or all(head_kind(t.text) is Kind.PERSON for t in before)


def _persons(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the full names among tokens, put together where the surname was cut off."""
    for at, token in enumerate(tokens):
        if len(token.text) > 2 and is_name(token.text) and token.tag.startswith("nr"):
            yield token
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if after and len(token.text) == 1 and len(after.text) == 2 and token.end == after.start:
            joined = token.text + after.text
            if (
                is_name(joined)
                and not is_courtesy(after.text)
                and token.tag.startswith(("nr", "n"))
            ):
                yield Token(joined, token.start, after.end, "nr")


# --- bodies --------------------------------------------------------------------------------------


def _other_body(question: Question, sentence: AnnotatedSentence, before: Span) -> Iterator[Token]:
    here = sentence.tokens_in(before)
    named = list(_bodies(tuple(here)))
    for asked in _bodies(question.tokens):
        same_sort = [b for b in named if b[1] == asked[1]]
        if same_sort and asked[0].text not in sentence.folded:
            last = same_sort[-1][0].text
            own = asked[0].text.removesuffix(asked[1]).rstrip("里")  # 县里医院, 县级医院
            if len(last) > len(asked[1]) and own[-2:] not in last:
                yield asked[0]


def _other_place(
    question: Question, article: AnnotatedArticle, sentence: AnnotatedSentence, span: Span
) -> Iterator[Token]:
    """Yield the place of a post (甲县粮库主任) where the paragraph has another of its rank."""
    asked = [p for p in places(question.tokens) if p.text[0] not in ANY_PLACE]
    if not asked or any(p.text in sentence.folded for p in asked):
        return
    said = [p for s in article.before_in_paragraph(sentence) for p in places(s.tokens)]
    said += [p for p in places(sentence.tokens) if p.end <= span.start]
    for place in asked:
        rank = [p for p in said if p.text[-1] == place.text[-1] and p.text[0] not in ANY_PLACE]
        if rank and rank[-1].text != place.text and place.text not in rank[-1].text:
            yield place


@lru_cache(maxsize=1024)
def _bodies(tokens: tuple[Token, ...]) -> tuple[tuple[Token, str], ...]:
    """Return the bodies with a name of their own, each with the noun that it ends in."""
    found = []
    start: Token | None = None
    for at, token in enumerate(tokens):
        if not token.tag.startswith(_NAME_TAGS):
            start = None
            continue
        if start is None or tokens[at - 1].end != token.start:
            start = token
        ending = _ending(token.text)
        if ending and (start is not token or token.tag == "nt"):  # more than a noun
            text = "".join(t.text for t in tokens if start.start <= t.start <= token.start)
            found.append((Token(text, start.start, token.end, "nt"), ending))
            start = None
    return tuple(found)


def _ending(word: str) -> str:
    """Return the noun for a body that a word ends in (中医院 → 医院), "" if none."""
    ending = word[-_SHORTEST_ENDING:]
    if len(word) >= _SHORTEST_ENDING and head_kind(ending) is Kind.ORGANISATION:
        return ending
    return ""
