"""Figures that cannot be the one asked for, by what stands right beside them."""

import re
from collections.abc import Callable
from functools import partial

from bot.answering.candidate import Candidate
from bot.answering.datafiles import table_words
from bot.answering.facts.change import Role
from bot.answering.facts.lexicon import units
from bot.answering.question import Kind, Question
from bot.answering.spans.records import asks_record, whole_record
from bot.answering.strategies.computed.changed import asks_difference
from bot.answering.strategies.unfit import other_measures
from bot.answering.stretches import clause_around
from bot.answering.understanding.kind import head_kind
from retrieval.patterns import any_of

_words = partial(table_words, __package__, "figure_forms.toml")

_NUMERAL = re.compile(r"[\d一二三四五六七八九十百千两半几零〇]")
_POINTED = re.compile(f"[一二两]{any_of(_words('stands_for', 'measures'))}")
_SIDE = f"(?P<side>{any_of(_words('sides'))})"
_SIDE_BEHIND = re.compile(f"{_SIDE}的")
"""What a figure before it measures (15米[深]的)."""
_SIDE_ASKED = re.compile(f"多{_SIDE}")
_SIDE_TOLD = re.compile(f"{_SIDE}{any_of(_words('sides', 'between'))}*$")
_NOUN = 8
"""Characters before a figure in which the noun stands that says what it measures."""
_CORRECTED = re.compile("[^,。;“”‘’]{0,6}[”’]?(?:应为|应是|有误|更正为|系[^,。;]{0,4}误)")
_MISTAKEN = re.compile("[误错][^,。;、]{0,4}[为成作]$")

_HOW_OFTEN = re.compile(r"(?:多久|多长时间|隔多久|几天)\w{0,5}?一[次回趟班]")
_EVERY = re.compile("[每隔](?:隔|间隔)?$")


def is_no_figure_asked(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate is no number, or one that another question asks for."""
    return any(rule(question, candidate) for rule in _RULES)


def _has_no_number(question: Question, candidate: Candidate) -> bool:
    """Tell whether a figure is asked for and a candidate is a unit alone (亿元以上)."""
    asked = question.kind.is_quantity or candidate.folded in units()
    return asked and _NUMERAL.search(candidate.folded) is None


_ORDINAL_ASKED = re.compile("第(?:几|多少)(?P<measure>[次届名位个代任季集期批轮站场天条座句章节])")
_ORDINAL = re.compile(
    "第[\\d一二三四五六七八九十百]+(?P<measure>[次届名位个代任季集期批轮站场天条座句章节])"
)


def _counts_other_things(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked which of one sort something is, and a candidate is one of another.

    (第几次: 第一[名].)
    """
    asked = _ORDINAL_ASKED.search(question.folded)
    told = _ORDINAL.search(candidate.folded) if asked else None
    if asked is None or told is None:
        return False
    places = {asked["measure"], told["measure"]}
    return len(places) > 1 and not places <= set("名位个")


def _points_at_so_many(question: Question, candidate: Candidate) -> bool:
    """Tell whether a number counts nothing, but stands for who was named before (两家当场签字)."""
    if not question.kind.is_quantity or not _POINTED.fullmatch(candidate.folded):
        return False
    end = candidate.span.end
    after = next((t for t in candidate.sentence.tokens if t.start >= end), None)
    before = candidate.sentence.folded[: candidate.span.start]
    doubled = candidate.folded * 2 in candidate.sentence.folded  # 一个一个
    return (doubled or not before or before[-1] in ",。;:“") and not (
        after is not None and after.tag.startswith("n")
    )


def _measures_another_side(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked how wide something is, and a figure is how long it is (长3公里)."""
    asked = _SIDE_ASKED.search(question.folded) if question.kind.is_quantity else None
    if asked is None:
        return False
    folded = candidate.sentence.folded
    behind = _SIDE_BEHIND.match(folded, candidate.span.end)
    told = behind or _SIDE_TOLD.search(folded[: candidate.span.start])
    return told is not None and asked["side"] != told["side"]


def _is_no_sum_of_money(question: Question, candidate: Candidate) -> bool:
    """Tell whether money is asked for, and a figure without a unit counts or measures (人数2万)."""
    quantity = candidate.quantity
    if question.kind is not Kind.MONEY or quantity is None or quantity.unit:
        return False
    start = quantity.qualified_span.start
    measured = head_kind(candidate.sentence.folded[max(start - _NOUN, 0) : start])
    return measured is not None and measured.is_quantity and measured is not Kind.MONEY


def _is_no_interval(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked how often something is (多久一次), and how long it takes is told."""
    if not _HOW_OFTEN.search(question.folded):
        return False
    return _EVERY.search(candidate.sentence.folded[: candidate.span.start]) is None


def _is_no_difference(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked how much less is done, and a figure is what was or what came."""
    if not question.kind.is_quantity or not asks_difference(question):
        return False
    change = candidate.sentence.changes.get(candidate.span)
    return change is not None and change.role in (Role.FROM, Role.TO)


def _was_mistaken(_: Question, candidate: Candidate) -> bool:
    """Tell whether a correction says that this was wrong (误写为[48公顷],应为18公顷)."""
    folded, span = candidate.sentence.folded, candidate.span
    return (
        _MISTAKEN.search(folded[: span.start]) is not None
        or _CORRECTED.match(folded, span.end) is not None
    )


def _is_no_sum(_: Question, candidate: Candidate) -> bool:
    """Tell whether a sum only stands for none at all (一分钱没涨)."""
    folded, end = candidate.sentence.folded, candidate.span.end
    return candidate.folded in _LEAST_SUMS and folded.startswith(
        ("没", "不", "也", "都", "未"), end
    )


_LEAST_SUMS = ("一分钱", "一毛钱", "一块钱", "一分", "一文")


_WAS_DONE = re.compile("[罚奖补赔判]了")


def _may_be_done(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked what was paid (罚了多少), and a figure is the bounds of a rule."""
    quantity = candidate.quantity
    return (
        _WAS_DONE.search(question.folded) is not None
        and quantity is not None
        and quantity.upper is not None
        and quantity.dimension == "money"
        and candidate.folded.endswith(("以下", "以内"))
    )


_OPENING, _CLOSING = '“‘"《「『', '”’"》」』'


def _is_title(question: Question, candidate: Candidate) -> bool:
    """Tell whether a figure fills its quotation marks: a name (“八条”明确), and no count."""
    text, span = candidate.sentence.folded, candidate.span
    before, after = text[max(span.start - 1, 0) : span.start], text[span.end : span.end + 1]
    quoted = before != "" and after != "" and before in _OPENING and after in _CLOSING
    return quoted and question.kind.is_quantity


_ASKS_YIELD = re.compile("亩产|单产")
_OF_AN_ACRE = re.compile("亩|垧|公顷|单产")


def _is_no_yield(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked what an acre bears, and a figure is of acres or of all of them."""
    quantity = candidate.quantity
    if _ASKS_YIELD.search(question.folded) is None or quantity is None or quantity.unit is None:
        return False
    clause = clause_around(candidate.sentence.folded, candidate.span)
    said = candidate.sentence.folded[clause.start : clause.end]
    return quantity.dimension not in ("weight", "money") or _OF_AN_ACRE.search(said) is None


def _is_no_record(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked how games ended (几胜几负), and a figure tells of the won only."""
    return asks_record(question) and (
        whole_record(candidate.sentence.folded, candidate.span) is None
    )


_RULES: tuple[Callable[[Question, Candidate], bool], ...] = (
    _has_no_number,
    _counts_other_things,
    _points_at_so_many,
    _measures_another_side,
    _is_no_sum_of_money,
    _is_no_interval,
    _is_no_difference,
    _was_mistaken,
    _is_no_sum,
    _may_be_done,
    _is_no_yield,
    _is_no_record,
    _is_title,
    *other_measures.RULES,
)
