"""What a question has that a candidate's surroundings lack, or say of something else.

Each veto is a line of a table: for which questions it is asked, and what it finds. One word of the
question told of something else rules a candidate out, or makes it less sure (see confidence.py).
"""

import re
from collections.abc import Callable
from functools import cache

from bot.answering.candidate import Candidate
from bot.answering.eligibility.rounds import is_of_another_round
from bot.answering.question import Kind, Question
from bot.answering.spans.ends import other_end
from bot.answering.strategies.base import Context
from bot.answering.strategies.computed.earlier import is_only_compared
from bot.answering.strategies.computed.remaining import leaves_nothing
from bot.answering.strategies.computed.rest import is_left_out
from bot.answering.strategies.unfit.explanation_forms import is_no_explanation_asked
from bot.answering.strategies.unfit.figure_forms import is_no_figure_asked
from bot.answering.strategies.unfit.forms import is_misshapen
from bot.answering.strategies.unfit.name_forms import is_no_name_asked
from bot.answering.strategies.unfit.office_forms import is_of_another_post
from bot.answering.strategies.unfit.time_forms import is_no_time_asked
from bot.answering.surroundings.constraints import constraint_tokens
from bot.answering.surroundings.displaced import displaced
from bot.answering.surroundings.labels import numbered, told_of_another_label
from bot.answering.surroundings.like_measures import another_measure
from bot.answering.surroundings.listed_before import told_of_another_listed
from bot.answering.surroundings.namesakes import another_named
from bot.answering.surroundings.noun_rivals import told_of_a_rival
from bot.answering.surroundings.numbered_names import told_of_another_number
from bot.answering.surroundings.own_words import done_of_others, told_of_others
from bot.answering.surroundings.roles import (
    is_post_of,
    of_another_body,
    plays_another_part,
    without_owner,
)
from bot.answering.surroundings.same_person import is_person_asked_about, is_place_elsewhere
from bot.answering.surroundings.support import Support, support
from bot.answering.surroundings.told import told_before, told_later
from bot.answering.surroundings.told_elsewhere import (
    told_of_figures_before,
    told_of_figures_elsewhere,
)
from bot.answering.surroundings.unnamed_part import is_unnamed_part
from retrieval.tokens import Token

Asked = Callable[[Kind], bool]
Words = Callable[[Question, Candidate, Support], tuple[Token, ...]]
Test = Callable[[Question, Candidate, Context], bool]


def surroundings(question: Question, candidate: Candidate, context: Context) -> Support:
    """Compare a question with what stands around a candidate."""
    article, sentence, span = candidate.article, candidate.sentence, candidate.span
    found = support(question, article, sentence, span)
    contrasting, displaced_, doubted = (
        tuple(word for rule in rules for word in rule(question, candidate, found))
        for rules in _rules_for(question.kind)
    )
    if any(test(question, candidate, context) for test in _NO_ANSWER):
        contrasting += question.tokens[:1]
    return Support(
        missing=without_owner(question, article, sentence, span, found),
        conflicting_times=found.conflicting_times,
        counted=found.counted,
        contrasting=(*found.contrasting, *contrasting),
        displaced=displaced_,
        doubted=doubted,
    )


def _any(_: Kind) -> bool:
    return True


def _figure(kind: Kind) -> bool:
    return kind.is_quantity


def _no_figure(kind: Kind) -> bool:
    return not kind.is_quantity


def _thing(kind: Kind) -> bool:
    """Tell whether no figure is asked for, and nobody: who says something may stand behind it."""
    return _no_figure(kind) and kind not in (Kind.PERSON, Kind.SPEAKER)


def _figure_or_time(kind: Kind) -> bool:
    return kind.is_quantity or kind is Kind.DATE


def _time(kind: Kind) -> bool:
    return kind is Kind.DATE


_PERIOD = re.compile("时期|时代|年代|朝")


def _all_nouns(question: Question, support: Support) -> tuple[Token, ...]:
    """Return the nouns and names of a question where the surroundings have none of them.

    Which period it was (什么时期) may be told of something else that was then.
    """
    if _PERIOD.search(question.folded):
        return ()
    missing = (*support.missing_names, *support.missing_nouns)
    named = [t for t in constraint_tokens(question) if t.tag[0] in "nj" or t in missing]
    return missing if all(t in missing for t in named) else ()


_TOLD_OF_OTHERS: tuple[tuple[Asked, Words], ...] = (
    (_figure, lambda q, c, _: told_of_figures_before(q, c.article, c.sentence, c.span)),
    (
        _figure,
        lambda q, c, s: told_of_figures_elsewhere(q, s.missing, c.article, c.sentence, c.span),
    ),
    (_figure, lambda q, c, _: done_of_others(q, c.sentence, c.span)),
    (_figure, lambda q, c, _: another_measure(q, c.sentence, c.span)),
    (_any, lambda q, c, _: told_of_another_label(q, c.sentence, c.span)),
    (_figure, lambda q, c, _: told_of_another_number(q, c.sentence, c.span)),
    (_any, lambda q, c, s: numbered(s.missing)),
    (_time, lambda q, _, s: _all_nouns(q, s)),
    (_figure_or_time, lambda q, c, _: told_of_another_listed(q, c.article, c.sentence, c.span)),
    (_no_figure, lambda q, c, s: of_another_body(q, s.missing)),
    (_no_figure, lambda q, c, _: told_later(q, c.sentence, c.span)),
    (_thing, lambda q, c, _: told_before(q, c.sentence, c.span)),
    (_no_figure, lambda q, c, _: told_of_a_rival(q, c.sentence, c.span)),
    (_no_figure, lambda q, c, _: other_end(q, c.sentence, c.span)),
)
"""For which questions, and which of their words are told of something else."""
_DISPLACED: tuple[tuple[Asked, Words], ...] = (
    (_figure, lambda q, c, _: displaced(q, c.article, c.sentence, c.span)),
    (_any, lambda q, c, _: another_named(q, c.article, c.sentence, c.span)),
)
"""The same by weaker signs: of the candidates they speak against a fifth were right all the same,
on pages never seen."""
_DOUBTED: tuple[tuple[Asked, Words], ...] = (
    (_figure_or_time, lambda q, c, _: told_of_others(q, c.article, c.sentence, c.span)),
)
"""The same by the weakest signs: on pages that no rule was made on half of the candidates that
these alone spoke against were right. These and the displaced make less sure; how much is learnt
(see docs/tuning.md)."""


@cache
def _rules_for(kind: Kind) -> tuple[tuple[Words, ...], ...]:
    """Return the rules of the three tables that are asked where a kind of thing is."""
    tables = (_TOLD_OF_OTHERS, _DISPLACED, _DOUBTED)
    return tuple(tuple(words for asked, words in table if asked(kind)) for table in tables)


def _has_lost_its_topic(question: Question, candidate: Candidate, context: Context) -> bool:
    """Tell whether a question that names nothing itself is answered far from the turn before.

    In another paragraph, that is, which has not one of the words that were carried over.
    """
    before = context.evidence_before
    if before is None or not question.leans or not question.carried:
        return False
    if any(t.tag.startswith("n") for t in constraint_tokens(question)):
        return False
    paragraph = candidate.sentence.paragraph
    if paragraph is before.paragraph:
        return False
    said = "".join(s.folded for s in candidate.article.of_paragraph(paragraph))
    return not any(word in said for word in question.carried)


_NO_ANSWER: tuple[Test, ...] = (
    lambda q, c, _: is_no_figure_asked(q, c),
    lambda q, c, _: is_no_time_asked(q, c),
    lambda q, c, _: is_no_name_asked(q, c),
    lambda q, c, _: is_no_explanation_asked(q, c),
    lambda q, c, _: is_of_another_post(q, c),
    lambda q, c, _: is_person_asked_about(q, c.sentence, c.span),
    lambda q, c, _: is_place_elsewhere(q, c.article, c.span, c.folded),
    lambda q, c, _: not is_post_of(q, c.sentence, c.span),
    lambda q, c, _: plays_another_part(q, c.sentence, c.span),
    lambda q, c, _: is_misshapen(q, c),
    lambda q, c, _: leaves_nothing(q, c.sentence, c.span),
    _has_lost_its_topic,
    lambda q, c, _: is_of_another_round(q, c.sentence, c.span),
    lambda q, c, _: is_unnamed_part(q, c.sentence, c.span),
    lambda q, c, _: is_left_out(q, c.sentence, c.span),
    lambda q, c, _: is_only_compared(q, c.sentence, c.span),
)
"""What no answer is, whatever stands around it."""
