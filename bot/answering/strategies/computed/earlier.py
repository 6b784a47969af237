"""What a figure was before, where the text says what it is and by how much it has changed since.

(今年28支,比上届多6支: 上届22支.) The figure of now must answer the question without its time.
"""

import re
from collections.abc import Iterator
from functools import partial

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Answer, Status
from bot.answering.datafiles import read_toml, table_words
from bot.answering.eligibility.fitting import unit_fits
from bot.answering.facts.change import Direction
from bot.answering.question import Kind, Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.computed.computing import computed_for
from bot.answering.strategies.computed.figures import Figure, Found, figures
from bot.answering.stretches import STATEMENT, end_of, start_of
from bot.answering.understanding.understand import understand
from retrieval.page import Span
from retrieval.patterns import any_of

_words = partial(table_words, __package__, "earlier.toml")

TIME_BEFORE = (
    r"(?:去年|上年|前年)(?![\d一二三四五六七八九十上下前])(?:全年|同期|同月)?|上一?[届期批轮次季个年][度月季]?(?:同期)?|上月(?:同期)?|前一[周天日月年届季]|"
    r"\d{4}年(?:底|末|全年|同期)?|(?:年度|全年)?(?:目标|计划)|"
    rf"{any_of(_words('then'))}|{any_of(_words('turns'))}之?前"
)
"""Times before now, and what was to be reached."""
_ASKED = re.compile(TIME_BEFORE)
_CHANGED = re.compile(
    rf"(?:比|较|同|高于|低于|多于|少于|超出|超过)(?:[^\d,;:。]{{0,5}}?)(?P<then>{TIME_BEFORE})(?P<word>[^\d,;:。]{{0,8}}?)$"
)
"""What stands before the figure of a change: 比上届多了, 高于年度目标."""
_UP = re.compile(any_of(_words("up")))
_DOWN = re.compile(any_of(_words("down")))
_SAME: dict[str, str] = read_toml(__package__, "earlier.toml")["same"]


def answer_earlier(question: Question, context: Context) -> Answer | None:
    """Return the figure of now less (or plus) its change since; None if that is not asked."""
    asked = time_before_asked(question)
    if asked is None:
        return None
    found = {
        (now.quantity.value, by.quantity.value): (now, by, direction, score)
        for now, by, direction in _changes(
            question, question.folded[asked.start : asked.end], context
        )
        if (score := _sure(question, asked, now, context)) > 0
    }
    if len(found) != 1:
        return None
    ((now, by, direction, score),) = found.values()
    kind = Kind.DIFFERENCE if direction is Direction.UP else Kind.SUM
    word = "多" if direction is Direction.UP else ""
    both = (Found(now, score), Found(by, score))
    return computed_for(question, kind, word, both, as_they_stand=True)


def time_before_asked(question: Question) -> Span | None:
    """Return the time before now of which a question asks a figure, and no change since."""
    asked = _ASKED.search(question.folded)
    if asked is None or not question.kind.is_quantity or question.wh is None:
        return None
    if question.change is not None or question.kind is Kind.DIFFERENCE:
        return None
    return Span(*asked.span())


def is_only_compared(question: Question, sentence: AnnotatedSentence, span: Span) -> bool:
    """Tell whether a figure's statement has the time asked about only as what is compared with.

    (上周进货1860吨,比前一周多210吨: neither is of 前一周.)
    """
    if not question.kind.is_quantity or question.kind is Kind.DIFFERENCE:
        return False
    if question.change is not None or _COMPARES.search(question.folded):
        return False
    start = start_of(sentence.folded, span.start, STATEMENT)
    told = sentence.folded[start : end_of(sentence.folded, span.end, STATEMENT)]
    before = sentence.folded[: span.start]
    for asked in _ASKED.finditer(question.folded):
        time = re.escape(asked[0].removeprefix("年度").removeprefix("全年") or asked[0])
        places = [told[: m.start()] for m in re.finditer(time, told)]
        own = re.search(f"{time}(?:全年|同期|同月)?的$", before)
        if places and own is None and all(map(_COMPARED.search, places)):
            return True
    return False


_COMPARES = re.compile("比(?![例重率赛])|较|[高低多少超]于|超[出过]")
_COMPARED = re.compile("(?:[比较]|[高低多少]于|超[出过])(?:年度|全年)?$")


def _changes(
    question: Question, asked: str, context: Context
) -> Iterator[tuple[Figure, Figure, Direction]]:
    """Yield the figures of now with their changes since the time asked about."""
    numbers = figures(context.finder, question)
    for at, by in enumerate(numbers):
        folded, start = by.sentence.folded, by.quantity.span.start
        said = _CHANGED.search(folded[:start])
        if said is None or not is_same_time(asked, said["then"]):
            continue
        word = said[0]
        up, down = bool(_UP.search(word)), bool(_DOWN.search(word))
        before = [
            n
            for n in numbers[:at]
            if n.sentence is by.sentence
            and _may_change_by(n, by)
            and unit_fits(question, n.quantity)
        ]
        if up is not down and before:
            yield before[-1], by, Direction.UP if up else Direction.DOWN


def _may_change_by(now: Figure, by: Figure) -> bool:
    """Tell whether a figure may have changed by another: of its unit, or by points of per cent."""
    points = now.quantity.dimension == "ratio" and by.quantity.dimension == "percentage_points"
    same = now.quantity.unit == by.quantity.unit and now.quantity.dimension != "ratio"
    return (points or same) and not now.fact.change and now.fact.compared is None


def is_same_time(asked: str, told: str) -> bool:
    """Tell whether two times before now are the same (去年, 上年; no 去年同期 for 去年)."""
    one, other = (text.removesuffix("全年").rstrip("末底") for text in (asked, told))
    return _SAME.get(one, one) == _SAME.get(other, other)


def _sure(question: Question, asked: Span, now: Figure, context: Context) -> float:
    """Return how sure a figure is the answer to the question without its time, 0 if it is not."""
    text = question.folded[: asked.start] + question.folded[asked.end :]
    answer = context.span_answer(understand(text.removeprefix("的"), context.finder.known))
    if answer.status is not Status.ANSWERED or not answer.evidence:
        return 0.0
    return answer.confidence if now.is_marked(answer.evidence[0]) else 0.0
