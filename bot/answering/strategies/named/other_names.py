"""Another name of a thing that the question names (甲的别名是什么): all that follow 又名.

(甲(学名乙),又名丙、丁,是…; 戊又称己或庚.)
"""

import re
from collections.abc import Iterator
from functools import cache

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Answer
from bot.answering.datafiles import read_toml
from bot.answering.matching.match import Match
from bot.answering.question import Question
from bot.answering.strategies.base import Context, answer_at
from bot.answering.strategies.explained.clauses import split_clauses, trim
from bot.answering.strategies.passages import matches, opens_with
from retrieval.page import Span
from retrieval.patterns import any_of

_SURE = 0.9
"""Confidence in a name that a text introduces so."""
_QUOTES = '“”‘’《》"'
_BRACKET = r"\([^()]*(?:\([^()]*\)[^()]*)*\)"
_LINK = "(?:的是|是|为|叫做|叫|作|有|:)?"
_EMPTY = re.compile(r"\(\W*\)$")
_OPEN = re.compile("等[人种多]*$")


def answer_other_name(question: Question, context: Context) -> Answer | None:
    """Return the other name asked for, None if none is asked or the text introduces none."""
    asked = next((m for m in (p.match(question.folded) for p in _asked()) if m), None)
    if asked is None:
        return None
    name = asked["name"].strip(_QUOTES + ",的")
    found = [
        (place, match.article, sentence, span)
        for match in matches(question, context.finder)
        for sentence in match.article.sentences
        for place, span in _told(match, sentence, name, asked["what"])
    ]
    sure = [one for one in found if one[0] in _BESIDE or context.always_answer]
    if not sure:
        return None
    _, article, sentence, span = min(sure, key=lambda one: one[0])
    return answer_at(question, article, sentence, span, _SURE)


_OWN, _OWN_OF_TOPIC, _SAME_SORT, _SAME_SORT_OF_TOPIC = range(4)
"""How surely a name is the one asked for: by the question's own word or another of its sort, right
behind what has the name, or where only the article's subject is meant."""
_BESIDE = (_OWN, _SAME_SORT)


def _told(
    match: Match, sentence: AnnotatedSentence, name: str, what: str
) -> Iterator[tuple[int, Span]]:
    """Yield the other names that a sentence has for what is called `name`."""
    for pattern, own in _introducing(name, what):
        for told in pattern.finditer(sentence.folded):
            span = _names_from(sentence, told.end(), what)
            if _may_be_name(sentence.folded, span):
                yield (_OWN if own else _SAME_SORT), span
    if not opens_with(match, name):
        return
    for said in _sort_of(what):
        bare = re.compile(f"(?:^|[,;。:]){re.escape(said)}{_LINK}")
        for told in bare.finditer(sentence.folded):
            span = _names_from(sentence, told.end(), what)
            if _may_be_name(sentence.folded, span):
                yield (_OWN_OF_TOPIC if said == what else _SAME_SORT_OF_TOPIC), span


@cache
def _sorts() -> tuple[tuple[str, ...], ...]:
    tables = read_toml(__package__, "other_names.toml")
    return tuple(tuple(table["words"].split()) for table in tables.values())


def _sort_of(what: str) -> tuple[str, ...]:
    """Return the words for the sort of name that `what` is one of, the longest first."""
    kin = [sort for sort in _sorts() if what in sort] or [_sorts()[0]]
    words = {word for sort in kin for word in sort} | {what}
    return tuple(sorted(words, key=lambda w: (-len(w), w)))


@cache
def _asked() -> tuple[re.Pattern[str], ...]:
    what = f"(?P<what>{any_of({w for sort in _sorts() for w in sort})})"
    which = "(?:什么|哪些|哪个|何|啥|甚么)"
    end = "(?:名字|名)?[?。!呢啊]*$"
    return (
        re.compile(f"^(?P<name>.{{1,24}}?)的{what}(?:分别|都)?(?:是|叫做?|有|为)*{which}?{end}"),
        re.compile(f"^(?P<name>.{{1,24}}?){what}(?:分别|都)?(?:是|叫做?|有|为|作)*{which}{end}"),
        re.compile(f"^(?P<name>.{{1,24}}?)(?P<what>[又也]被?称)(?:之)?(?:为|作|做)?{which}{end}"),
    )


def _introducing(name: str, what: str) -> Iterator[tuple[re.Pattern[str], bool]]:
    for said in _sort_of(what):
        yield (
            re.compile(
                f"(?:^|[^\\w]){re.escape(name)}[{_QUOTES}]?(?:{_BRACKET})?[,(的]*"
                f"(?:[^,;。:]{{2,16}},)?{re.escape(said)}{_LINK}"
            ),
            said == what,
        )


def _names_from(sentence: AnnotatedSentence, start: int, what: str) -> Span:
    """Return the names that begin at a place, to the end of their clause or bracket.

    Of 甲本名丙、乙本名丁 only the first.
    """
    folded = sentence.folded
    clause = next((c for c in split_clauses(folded) if c.span.end > start), None)
    end = clause.span.end if clause else len(folded)
    depth = 0
    for at in range(start, end):
        if folded[at] == "(":
            depth += 1
        elif folded[at] == ")":
            depth -= 1
            if depth < 0:
                end = at
                break
    text = folded[start:end]
    again = min((at for word in _sort_of(what) if (at := text.find(word)) > 0), default=-1)
    if again > 0 and "、" in text[:again]:
        end = start + text.rfind("、", 0, again)
        text = folded[start:end]
    if empty := _EMPTY.search(text):
        end = start + empty.start()
        text = folded[start:end]
    if opened := _OPEN.search(text):
        end = start + opened.start()
    return trim(folded, Span(start, end))


def _may_be_name(folded: str, span: Span) -> bool:
    """Tell whether something stands there, and no mark of a typesetter's."""
    return len(span) > 0 and (folded[span.start].isalnum() or folded[span.start] in _QUOTES)
