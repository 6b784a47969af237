"""Figures of another measure than is asked, beside its words: a share, a sum, what all cost."""

import re
from collections.abc import Callable

from bot.answering.candidate import Candidate
from bot.answering.facts.measures import set_against
from bot.answering.facts.times import find_times
from bot.answering.question import Kind, Question
from bot.answering.stretches import STATEMENT, clause_around, clause_before, start_of

_ASKS_GROWTH = re.compile("增速|增幅|涨幅|降幅|跌幅|增长率|增长速度")
_SHARE_OF = re.compile("占[^,;。]*$")


def _is_share_of_growth_asked(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked how fast something grew, and a figure is its share (占全县的5%)."""
    return (
        _ASKS_GROWTH.search(question.folded) is not None
        and "占" not in question.folded
        and _SHARE_OF.search(clause_before(candidate.sentence.folded, candidate.span.start))
        is not None
    )


_SET_AGAINST = re.compile(
    "(?<![同环占对相])比(?P<other>[^,]{2,12}?)(?:要|更|还)?[多少高低快慢大小贵长短重轻]"
)
_COMPARED = re.compile("[比较高低多少快慢差超]|倍|领先|落后")


def _is_not_compared(question: Question, candidate: Candidate) -> bool:
    """Tell whether one thing is set against another, and the clause of a figure compares nothing.

    (甲比乙快多少: no 增长9%, which is against the time before.)
    """
    asked = _SET_AGAINST.search(question.folded)
    if question.kind is not Kind.DIFFERENCE or asked is None or find_times(asked["other"]):
        return False
    clause = clause_around(candidate.sentence.folded, candidate.span)
    return _COMPARED.search(candidate.sentence.folded[clause.start : clause.end]) is None


_RATE = "(?P<not>[不未非]?)(?P<rate>[^\\W\\d不未非]{2}率)"
_ASKED_RATE = re.compile(_RATE)
_TOLD_RATE = re.compile(f"{_RATE}(?:仅|只|已|也|约|高|低)?(?:为|是|达到?|至|:)?$")


def _is_of_the_others(question: Question, candidate: Candidate) -> bool:
    """Tell whether a rate is asked (不合格率) and a figure is that of all others (合格率97%)."""
    told = _TOLD_RATE.search(candidate.sentence.folded[: _start(candidate)])
    if told is None:
        return False
    asked = {m["not"] for m in _ASKED_RATE.finditer(question.folded) if m["rate"] == told["rate"]}
    return bool(asked) and told["not"] not in asked


def _start(candidate: Candidate) -> int:
    """Return where a figure begins, with what says how exact it is."""
    quantity = candidate.quantity
    return quantity.qualified_span.start if quantity else candidate.span.start


_BOTH_WAYS = "进出口"
_ONE_WAY = re.compile("(?<!进)出口|进口")
_ANY_WAY = re.compile("进出口|出口|进口")


def _is_of_both_ways(question: Question, candidate: Candidate) -> bool:
    """Tell whether a figure is of what goes both ways (进出口5亿元), and one of them is asked."""
    asked = _ONE_WAY.search(question.folded) is not None and _BOTH_WAYS not in question.folded
    if not asked:
        return False
    start = start_of(candidate.sentence.folded, candidate.span.start, STATEMENT)
    told = _ANY_WAY.findall(candidate.sentence.folded, start, candidate.span.start)
    return bool(told) and told[-1] == _BOTH_WAYS


_EACH = re.compile("每一?(?P<unit>[座个家台套辆只栋间所条艘架株棵头支])")
_TELLS_EACH = re.compile("[每均单各/]")


def _is_of_all_together(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked what each costs, and a sum is for several (投资90万元建棚6座)."""
    asked = _EACH.search(question.folded)
    if (
        asked is None
        or question.kind is not Kind.MONEY
        or _TELLS_EACH.search(candidate.sentence.folded)
    ):
        return False
    return any(q.unit == asked["unit"] and q.value > 1 for q in candidate.sentence.quantities)


def _is_of_another_thing(question: Question, candidate: Candidate) -> bool:
    """Tell whether a figure counts a thing (90个床位), and another what is asked (几个班: 6班)."""
    noun = question.head
    if question.units[:1] != (_PIECE,) or not noun or candidate.quantity is None:
        return False
    if candidate.quantity.unit != _PIECE:
        return False
    after = next((t for t in candidate.sentence.tokens if t.start == candidate.span.end), None)
    if after is None or after.tag[0] != "n" or set(after.text) & set(noun):
        return False
    return any(
        q.unit == noun or candidate.sentence.folded.startswith(noun, q.span.end)
        for q in candidate.sentence.quantities
    )


_PIECE = "个"


_COMPARES = re.compile("[比较高低快慢多少超差于]|领先|落后|倍")


def _is_only_against(question: Question, candidate: Candidate) -> bool:
    """Tell whether a figure says by how much one is above another, and that is not asked.

    (高于全省平均3个百分点 says neither how much the one nor how much the other grew.)
    """
    quantity = candidate.quantity
    if quantity is None or quantity.dimension != "percentage_points" or question.wh is None:
        return False
    rest = question.folded[: question.wh.start] + question.folded[question.wh.end :]
    if _COMPARES.search(rest):
        return False
    before = clause_before(candidate.sentence.folded, _start(candidate))
    return set_against().search(before) is not None


RULES: tuple[Callable[[Question, Candidate], bool], ...] = (
    _is_share_of_growth_asked,
    _is_not_compared,
    _is_of_the_others,
    _is_of_both_ways,
    _is_of_all_together,
    _is_of_another_thing,
    _is_only_against,
)
"""Each tells whether a figure measures something else than the question asks."""
