"""Who did what is asked, by the subject of the statement that says it (甲教书,同时[负责做饭])."""

import re
from collections.abc import Iterator

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Answer
from bot.answering.facts.names import is_name, is_person_noun
from bot.answering.question import Kind, Question
from bot.answering.strategies.base import Context, answer_at
from bot.answering.strategies.explained.clauses import Clause
from bot.answering.strategies.explained.reading import Reading, readings
from bot.answering.strategies.explained.told_clauses import Found, is_grounded
from bot.answering.understanding.kind import head_kind
from retrieval.page import Role, Span
from retrieval.tokens import Token

_ASKED = re.compile(
    "^(?:请问|是)*谁(?:最先|首先|最早|第一个|先)?(?P<deed>(?![是有的在能会说讲最]|可以)[^,?。谁]{3,16}?)[的了]?[呢啊?。]*$"
)
_LIKELY = 0.7
"""Confidence in the subject of a statement that has all the words asked."""
_CONTENT = "nvaizj"
_SUBJECT = "nbamqjxzsif"
"""First letters of the parts of speech in a run of nouns."""
_LEADING = ("t", "d", "c", "f")
"""Parts of speech that stand before a subject."""
_FAR = 3
"""Clauses before its own in which the subject of a deed may stand."""
_COUNTED = re.compile("^(?:[一两二三四五六七八九十]+|\\d+)[名位个]")


def answer_doer(question: Question, context: Context) -> Answer | None:
    """Return the subject of what is asked who did it; None if no statement says just that."""
    asked = _ASKED.match(question.folded) if question.kind is Kind.PERSON else None
    if asked is None or context.always_answer:
        return None
    at = asked.start("deed")
    deed = [
        t
        for t in question.tokens
        if at <= t.start < asked.end("deed") and t.tag[0] in _CONTENT and t.tag != "ud"
    ]
    if not any(t.tag[0] == "v" for t in deed) or len("".join(t.text for t in deed)) < _LEAST:
        return None
    for reading in readings(question, context):
        for span in _doers(reading, deed):
            if is_grounded(Found(reading, span, 1.0, reading), question, context):
                article = reading.match.article
                return answer_at(question, article, reading.sentence, span, _LIKELY)
    return None


def _doers(reading: Reading, deed: list[Token]) -> Iterator[Span]:
    """Yield the subjects of the clauses of a sentence of prose that say the deed."""
    if reading.sentence.paragraph.role is not Role.PROSE:
        return
    for unit in reading.units:
        for number, clause in enumerate(unit):
            if _says(reading, clause, deed):
                span = _subject(reading.sentence, unit[max(0, number - _FAR) : number + 1])
                if span is not None:
                    yield span


_DENIED = re.compile("[没未]|不(?!仅|但|只|断|少|同|久|过)|拒绝|无法")
_LEAST = 3
"""Characters of a deed from which it is told apart."""


def _says(reading: Reading, clause: Clause, deed: list[Token]) -> bool:
    """Tell whether a clause has every word of the deed, and does not take it back."""
    text = reading.folded[clause.span.start : clause.span.end]
    denied = _DENIED.search(text) is not None
    asked = _DENIED.search(reading.match.question.folded) is not None
    return denied == asked and all(t.text in text for t in deed)


def _subject(sentence: AnnotatedSentence, clauses: tuple[Clause, ...]) -> Span | None:
    """Return the person or body with which the last clause that has a subject begins."""
    for clause in reversed(clauses):
        tokens = sentence.tokens_in(clause.span)
        while tokens and (tokens[0].tag[0] in _LEADING or _is_time(sentence, tokens[0])):
            tokens.pop(0)
        run: list[Token] = []
        for token in tokens:
            if not (token.tag[0] in _SUBJECT or token.tag == "uj" or token.tag == "vn"):
                break
            run.append(token)
        if run:
            if len(run) == len(tokens) or not _is_someone(run):
                return None
            counted = _COUNTED.match(sentence.folded[run[0].start : run[-1].end])
            return Span(run[0].start + (counted.end() if counted else 0), run[-1].end)
        if tokens and tokens[0].tag[0] not in "vp":
            return None
    return None


def _is_time(sentence: AnnotatedSentence, token: Token) -> bool:
    return any(time.span.start <= token.start < time.span.end for time in sentence.times)


_MEASURED = re.compile("[体身全周边]长$")


def _is_someone(run: list[Token]) -> bool:
    last = run[-1].text
    text = "".join(t.text for t in run)
    return _MEASURED.search(text) is None and (
        is_person_noun(text)
        or head_kind(last) in (Kind.PERSON, Kind.ORGANISATION)
        or (run[-1].tag.startswith("nr") and is_name(last))
    )
