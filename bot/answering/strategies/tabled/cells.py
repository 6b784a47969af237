"""The figure of a table where the line that a question names crosses the column it asks for.

(甲镇的白菜多少钱: the line 甲镇, the column 白菜; of 本周, 上周 the one of the time asked.)
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from bot.answering.annotation import AnnotatedArticle
from bot.answering.annotation.tables import Row, Table
from bot.answering.answer import Answer, Status, Value
from bot.answering.datafiles import table_words
from bot.answering.eligibility.fitting import unit_fits
from bot.answering.facts import lexicon
from bot.answering.facts.change import Direction
from bot.answering.facts.change import Role as ChangeRole
from bot.answering.facts.quantities import Quantity, find_quantities
from bot.answering.facts.timepoint import Time
from bot.answering.lexicon.paraphrases import is_said
from bot.answering.lexicon.words import time_words
from bot.answering.marking import marked
from bot.answering.question import Kind, Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.computed.figures import articles
from bot.answering.surroundings.asked_times import asked_times, has_time
from bot.answering.surroundings.constraints import constraint_tokens
from bot.answering.surroundings.wording import found
from retrieval.page import Role, Span
from retrieval.patterns import any_of
from retrieval.stopwords import stop_words
from retrieval.tokens import Token

_SURE = 0.85
"""Confidence in a cell whose line and column are both named, and no other could be meant."""
_BRACKETS = re.compile(r"\((?P<unit>[^)]*)\)")
_UNIT_ABOVE = re.compile(r"单位[:为]?(?P<unit>[^\s)]+)")
_FIGURE = re.compile(r"(?<![^+])[^+(/]+(?=$|[(/])")
"""What stands in a cell before a bracket or a stroke: 5.8(6.2), 8元/份."""
_words = partial(table_words, __package__, "cells.toml")
_RATE, _CHANGE, _FALLS, _EARLIER = (
    re.compile(any_of(_words(table))) for table in ("rate", "change", "falls", "earlier")
)
_LAST = re.compile(f"上一?个?{any_of(_words('last'))}")
_COUNTED = ("count", "people", "score", "money")
"""Dimensions of what a figure may be of that has no unit."""
_LABEL = 2
"""Cells of a line that it is called by, and characters of one that a question has at least."""
_BEFORE = 3
"""Sentences before a table that may say what it is about."""


@dataclass(frozen=True, slots=True)
class _Crossing:
    """A cell that is a figure, with its line and what stands over it."""

    table: Table
    row: Row
    label: str
    """What the question has of the line's label."""
    heading: str
    """What stands over it; over a change also what changed, the column before."""
    span: Span
    """Of the figure, in its line."""
    read: Quantity
    """The figure with its unit, which may be told over the column or the table."""
    text: str
    """What was read."""


def answer_cell(question: Question, context: Context) -> Answer | None:
    """Return the figure of a table that a question asks for; None if there is not just one."""
    if not question.kind.is_quantity or question.wh is None or question.leans:
        return None
    if context.always_answer or question.kind in (Kind.SUM, Kind.DIFFERENCE):
        return None
    answers = [
        _answer(question, article, crossing)
        for article in articles(context.finder, question)
        for table in article.tables
        if (crossing := _crossing(question, article, table)) is not None
    ]
    return answers[0] if len({a.text for a in answers}) == 1 else None


def _answer(question: Question, article: AnnotatedArticle, at: _Crossing) -> Answer:
    return Answer(
        question,
        Status.ANSWERED,
        at.text,
        question.kind,
        _SURE,
        value=Value(at.read.value, at.read.unit),
        evidence=(
            marked(article, at.row.sentence, at.span),
            marked(article, at.table.headings.sentence),
        ),
    )


def _crossing(question: Question, article: AnnotatedArticle, table: Table) -> _Crossing | None:
    """Return the one cell of a table that answers, if the question says nothing beside it."""
    named = _row_named(question, table)
    if named is None:
        return None
    row, label = named
    headings = [_heading(table, at) for at, c in enumerate(row.cells) if label not in c.text]
    said = max((_said_of(question, label, heading) for heading in headings), default=0)
    fitting = [c for c in _crossings(table, row, label) if _fits(question, c)]
    if not said and sum(not _EARLIER.search(c.heading) for c in fitting) > 1:
        return None
    best = [c for c in fitting if _said_of(question, label, c.heading) == said]
    chosen = _of_time_asked(question, best)
    return None if chosen is None or _lacks(question, article, chosen) else chosen


# --- lines ---------------------------------------------------------------------------------------


def _row_named(question: Question, table: Table) -> tuple[Row, str] | None:
    """Return the line whose label a question has more of than any other's, with what it has."""
    headings = table.headings.sentence.folded
    scored = [(_said(question.folded, row), row) for row in table.rows]
    best = max(scored, key=lambda pair: len(pair[0]))[0]
    rows = [row for said, row in scored if len(said) == len(best)]
    if len(rows) != 1 or not best or best in headings:
        return None
    return rows[0], best


def _said(text: str, row: Row) -> str:
    """Return the most that a text has of what a line is called by."""
    labels = [_BRACKETS.sub("", c.text).strip("《》“”") for c in row.cells if not c.is_number]
    return max((_shared(label, text) for label in labels[:_LABEL]), key=len, default="")


def _shared(label: str, text: str) -> str:
    """Return the longest piece of a label that a text has: the whole, or enough of it."""
    if label in text:
        return label
    pieces = (
        label[start:end]
        for start in range(len(label))
        for end in range(start + _LABEL, len(label) + 1)
        if label[start:end] in text
    )
    return max(pieces, key=len, default="")


# --- columns -------------------------------------------------------------------------------------


def _crossings(table: Table, row: Row, label: str) -> Iterator[_Crossing]:
    """Yield the cells of a line that are figures, each read with the unit told for it."""
    for column, cell in enumerate(row.cells):
        number, heading = _FIGURE.search(cell.text), _heading(table, column)
        if number is None or not heading or label in cell.text:
            continue
        unit = next(filter(_is_unit, _units_told(heading, table.above)), "")
        start = cell.span.start + number.start()
        span = Span(start, start + len(number[0]))
        for text in (number[0], number[0] + unit):
            read = find_quantities(text)
            if len(read) == 1 and len(read[0].span) == len(text) and (read[0].unit or not unit):
                yield _Crossing(table, row, label, heading, span, read[0], text)
                break


def _heading(table: Table, column: int) -> str:
    """Return what stands over a column; over a change also what changed, the column before."""
    own = table.heading(column)
    if own is None:
        return ""
    before = table.heading(column - 1) if column and _CHANGE.search(own.text) else None
    return f"{own.text} {before.text}" if before else own.text


def _units_told(heading: str, above: str) -> Iterator[str]:
    """Yield what may be the unit of a column: in brackets behind its heading, or over the table."""
    for match in (*_BRACKETS.finditer(heading), *_UNIT_ABOVE.finditer(above)):
        yield match["unit"].split("/")[0]


def _is_unit(text: str) -> bool:
    return text.lstrip("百千万亿") in lexicon.units()


def _fits(question: Question, at: _Crossing) -> bool:
    """Tell whether a cell may be what is asked for: its unit, and a change or none."""
    change = question.change
    is_change = _CHANGE.search(at.heading) is not None
    asks_change = change is not None and change.role is ChangeRole.BY
    if is_change is not asks_change:
        return False
    if change is not None and asks_change and change.direction is not None:
        falls = at.read.value < 0 or _FALLS.search(at.heading) is not None
        if falls is not (change.direction is Direction.DOWN):
            return False
    if at.read.unit:
        return unit_fits(question, at.read)
    if question.kind is Kind.PERCENTAGE:
        return is_change or _RATE.search(at.heading) is not None
    counted = all(lexicon.units()[unit].dimension in _COUNTED for unit in question.units[:1])
    return counted and question.kind is not Kind.DURATION


def _of_time_asked(question: Question, alike: Sequence[_Crossing]) -> _Crossing | None:
    """Return the only one of some cells, or the only one of the time asked (本周, not 上周)."""
    earlier = [c for c in alike if _EARLIER.search(c.heading)]
    if earlier and (len(alike) > 1 or _asks_earlier(question)):
        alike = earlier if _asks_earlier(question) else [c for c in alike if c not in earlier]
    return alike[0] if len(alike) == 1 else None


def _asks_earlier(question: Question) -> bool:
    """Tell whether a question asks for a time gone by (去年; but not 比去年)."""
    return any(_is_past(question, time) for time in asked_times(question)) or any(
        t.text in (*time_words("originally"), *time_words("before")) for t in question.tokens
    )


def _is_past(question: Question, time: Time) -> bool:
    said = question.folded[time.span.start : time.span.end]
    return said in time_words("past") or _LAST.fullmatch(said) is not None


def _said_of(question: Question, label: str, heading: str) -> int:
    """Return how many characters of a question, beside the line's label, a heading says."""
    return sum(
        len(t.text)
        for t in question.tokens
        if t.text not in label and t.text not in stop_words() and _says(question, t, heading)
    )


def _says(question: Question, token: Token, text: str) -> bool:
    return found(token.text, text) or is_said(question, token, text)


def _lacks(question: Question, article: AnnotatedArticle, at: _Crossing) -> bool:
    """Tell whether a question has a noun, or a time gone by, of which nothing stands around."""
    place = article.sentences.index(at.table.headings.sentence)
    heads = [s.folded for s in article.sentences if s.paragraph.role is not Role.PROSE]
    before = [s.folded for s in article.sentences[max(place - _BEFORE, 0) : place]]
    around = "\n".join([*heads, *before, at.heading, at.row.sentence.folded])
    headings, told = at.table.headings.sentence, f"{at.heading}\n{at.table.above}"
    if not all(has_time(question, t, article, headings, told) for t in _times(question, at)):
        return True
    if _names_another(question, at) or _names_another_column(question, at):
        return True
    return any(
        t.tag[0] not in "vad" and t.text not in at.label and not _says(question, t, around)
        for t in constraint_tokens(question)
        if not any(time.span.contains(Span(t.start, t.end)) for time in asked_times(question))
        and at.label not in t.text
    )


def _times(question: Question, at: _Crossing) -> Iterator[Time]:
    """Yield the times asked that are no present, nor said by the heading in a word (去年同期)."""
    for time in asked_times(question):
        present = question.folded[time.span.start : time.span.end] in time_words("present")
        if not present and not (_is_past(question, time) and _EARLIER.search(at.heading)):
            yield time


def _names_another(question: Question, at: _Crossing) -> bool:
    """Tell whether a noun right behind what names the line makes it another thing's name.

    (甲镇[小学] for the line 甲镇; but 甲[机场] where the headings begin with 机场.)
    """
    end = question.folded.find(at.label) + len(at.label)
    behind = next((t for t in question.tokens if t.start == end and t.tag[0] == "n"), None)
    around = f"{at.table.headings.sentence.folded}\n{at.table.above}\n{at.row.sentence.folded}"
    return behind is not None and not _says(question, behind, around)


def _names_another_column(question: Question, at: _Crossing) -> bool:
    """Tell whether a question has a word that stands over other columns only."""
    figures = {c.heading for c in _crossings(at.table, at.row, at.label)}
    others = "\n".join(figures - {at.heading})
    return any(
        t.tag[0] == "n"
        and t.text not in at.label
        and _says(question, t, others)
        and not _says(question, t, at.heading)
        for t in constraint_tokens(question)
    )
