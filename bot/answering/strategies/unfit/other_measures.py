"""Figures of another measure than is asked, beside its words: a share, a sum, what all cost."""

import re
from collections.abc import Callable

from bot.answering.candidate import Candidate
from bot.answering.question import Kind, Question
from bot.answering.stretches import STATEMENT, clause_before, start_of

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


RULES: tuple[Callable[[Question, Candidate], bool], ...] = (
    _is_share_of_growth_asked,
    _is_of_both_ways,
    _is_of_all_together,
    _is_of_another_thing,
)
"""Each tells whether a figure measures something else than the question asks."""
