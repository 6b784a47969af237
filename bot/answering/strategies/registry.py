"""Which strategy takes which kind of question; the others go to the general one."""

from collections.abc import Mapping

from bot.answering.answer import Answer
from bot.answering.question import Kind, Question
from bot.answering.strategies.base import Context, Strategy
from bot.answering.strategies.compared.comparison import answer_comparison
from bot.answering.strategies.compared.direction import answer_direction
from bot.answering.strategies.computed.added import answer_added
from bot.answering.strategies.computed.arithmetic import answer_arithmetic
from bot.answering.strategies.computed.changed import answer_amount, answer_changed
from bot.answering.strategies.computed.earlier import answer_earlier
from bot.answering.strategies.computed.remaining import answer_remaining
from bot.answering.strategies.computed.rest import answer_rest
from bot.answering.strategies.computed.stated_before import answer_stated_before
from bot.answering.strategies.explained.definition import answer_definition
from bot.answering.strategies.explained.manner import answer_manner
from bot.answering.strategies.explained.reason import answer_reason
from bot.answering.strategies.listed.lists import answer_list
from bot.answering.strategies.listed.several import answer_several
from bot.answering.strategies.named.affiliation import answer_affiliation
from bot.answering.strategies.named.ages import answer_age
from bot.answering.strategies.named.doer import answer_doer
from bot.answering.strategies.named.full_name import answer_full_name
from bot.answering.strategies.named.headline import answer_headline
from bot.answering.strategies.named.held import answer_held
from bot.answering.strategies.named.kin import answer_kin
from bot.answering.strategies.named.organised import answer_organised
from bot.answering.strategies.named.other_names import answer_other_name
from bot.answering.strategies.named.ratio import answer_ratio
from bot.answering.strategies.named.same_frame import answer_in_frame
from bot.answering.strategies.named.school_year import answer_school_year
from bot.answering.strategies.named.telephone import answer_telephone
from bot.answering.strategies.named.who import answer_who
from bot.answering.strategies.said.author import answer_author
from bot.answering.strategies.said.photographer import answer_photographer
from bot.answering.strategies.said.quotation import answer_quotation
from bot.answering.strategies.said.speaker import answer_speaker
from bot.answering.strategies.tabled.cells import answer_cell
from bot.answering.strategies.yes_or_no.yes_no import answer_yes_no


def _first(*strategies: Strategy) -> Strategy:
    """Return the first of several strategies that does not leave the question to the next."""

    def answer(question: Question, context: Context) -> Answer | None:
        found = (strategy(question, context) for strategy in strategies)
        return next((one for one in found if one is not None), None)

    return answer


_OWN: Mapping[Kind, Strategy] = {
    Kind.COMPARISON: answer_comparison,
    Kind.SUM: answer_arithmetic,
    Kind.DIFFERENCE: answer_arithmetic,
    Kind.LIST: _first(answer_several, answer_list),
    Kind.YES_NO: answer_yes_no,
    Kind.SPEAKER: answer_speaker,
    Kind.QUOTATION: answer_quotation,
    Kind.REASON: answer_reason,
    Kind.MANNER: answer_manner,
    Kind.DEFINITION: answer_definition,
    Kind.AUTHOR: answer_author,
    Kind.PHOTOGRAPHER: answer_photographer,
}


_SOME: Mapping[Kind, Strategy] = {
    Kind.PERSON: _first(answer_kin, answer_several, answer_who),
    Kind.PHRASE: _first(answer_direction, answer_several, answer_who),
    Kind.NUMBER: _first(answer_age, answer_added),
    Kind.MONEY: answer_added,
    Kind.PERCENTAGE: answer_amount,
}
"""Strategies for a few questions of a kind, which leave the others to the general one."""
STRATEGIES: Mapping[Kind, Strategy] = {**_OWN, **_SOME}

FOR_ANY_KIND: Strategy = _first(
    answer_full_name,
    answer_other_name,
    answer_headline,
    answer_telephone,
    answer_ratio,
    answer_rest,
    answer_cell,
    answer_affiliation,
    answer_school_year,
    answer_organised,
    answer_held,
    answer_in_frame,
)
"""What is asked first, whatever the kind: what is asked for shows in other words of a question."""
WHERE_NONE_ANSWERS: Strategy = _first(
    answer_stated_before, answer_changed, answer_remaining, answer_earlier, answer_doer
)
"""What is asked last: figures that are reckoned from those that do not answer, and who did it by
the subject of a statement."""


def is_general(kind: Kind) -> bool:
    """Tell whether questions of a kind, or most of them, go to the general strategy at once."""
    return kind is not Kind.NONE and kind not in _OWN
