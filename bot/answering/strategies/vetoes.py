"""What a question has that a candidate's surroundings lack, or say of something else.

Each veto is a line of a table: for which questions it is asked, and what it finds. One word of the
question told of something else rules a candidate out, or makes it less sure (see confidence.py).
"""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.answering.constraints import constraint_tokens
from bot.answering.displaced import (
    displaced,
    told_before,
    told_later,
    told_of_a_rival,
)
from bot.answering.ends import other_end
from bot.answering.facts.timepoint import TimeKind
from bot.answering.finder import Candidate
from bot.answering.labels import numbered, told_of_another_label
from bot.answering.namesakes import another_named
from bot.answering.own_words import told_of_others
from bot.answering.question import Kind, Question
from bot.answering.roles import is_post_of, of_another_body, plays_another_part, without_owner
from bot.answering.same_person import is_person_asked_about, is_place_elsewhere
from bot.answering.stating import is_of_another_time_round
from bot.answering.strategies.asked_sets import PLACE_ENDINGS, set_asked
from bot.answering.strategies.base import Context
from bot.answering.strategies.definition import terms_asked
from bot.answering.strategies.earlier import is_only_compared
from bot.answering.strategies.figure_forms import is_no_figure_asked
from bot.answering.strategies.forms import is_misshapen
from bot.answering.strategies.reason import denied_reason
from bot.answering.strategies.remaining import leaves_nothing
from bot.answering.strategies.rest import is_left_out
from bot.answering.stretches import STOPS, clause_around, end_of, is_question
from bot.answering.support import Support, support
from bot.answering.told_elsewhere import told_of_figures_before, told_of_figures_elsewhere
from bot.answering.understanding.grain import asked_grain
from bot.answering.unnamed_part import is_unnamed_part
from retrieval.page import Span
from retrieval.tokens import Token

Asked = Callable[[Question], bool]
Words = Callable[[Question, Candidate, Support], tuple[Token, ...]]
Test = Callable[[Question, Candidate, Context], bool]


def surroundings(question: Question, candidate: Candidate, context: Context) -> Support:
    """Compare a question with what stands around a candidate; with `always_answer`, no veto."""
    article, sentence, span = candidate.article, candidate.sentence, candidate.span
    found = support(question, article, sentence, span)
    if context.always_answer:
        return found
    contrasting, displaced_, doubted = (
        tuple(
            word
            for asked, words in table
            if asked(question)
            for word in words(question, candidate, found)
        )
        for table in (_TOLD_OF_OTHERS, _DISPLACED, _DOUBTED)
    )
    if any(test(question, candidate, context) for test in _NO_ANSWER):
        contrasting += question.tokens[:1]
    return replace(
        found,
        contrasting=(*found.contrasting, *contrasting),
        displaced=displaced_,
        doubted=doubted,
        missing=without_owner(question, article, sentence, span, found),
    )


def _any(_: Question) -> bool:
    return True


def _figure(question: Question) -> bool:
    return question.kind.is_quantity


def _no_figure(question: Question) -> bool:
    return not question.kind.is_quantity


def _thing(question: Question) -> bool:
    """Tell whether no figure is asked for, and nobody: who says something may stand behind it."""
    return _no_figure(question) and question.kind not in (Kind.PERSON, Kind.SPEAKER)


def _figure_or_time(question: Question) -> bool:
    return question.kind.is_quantity or question.kind is Kind.DATE


_TOLD_OF_OTHERS: tuple[tuple[Asked, Words], ...] = (
    (_figure, lambda q, c, _: told_of_figures_before(q, c.article, c.sentence, c.span)),
    (
        _figure,
        lambda q, c, s: told_of_figures_elsewhere(q, s.missing, c.article, c.sentence, c.span),
    ),
    (_any, lambda q, c, _: told_of_another_label(q, c.sentence, c.span)),
    (_any, lambda q, c, s: numbered(s.missing)),
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


def _is_of_another_sort(question: Question, candidate: Candidate) -> bool:
    """Tell whether a place of some rank is compared (哪个县…最), and the candidate is none."""
    asked = set_asked(question) if question.kind is Kind.COMPARISON else None
    return (
        asked is not None
        and bool(asked.kind_of)
        and set(asked.kind_of) <= PLACE_ENDINGS
        and not candidate.folded.endswith(tuple(asked.kind_of))
    )


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


def _is_no_member(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked which of several is the most, and a candidate cannot be one.

    That is a time, or what begins with no noun (来自甲省, 在五县).
    """
    if question.kind is not Kind.COMPARISON:
        return False
    sentence, span = candidate.sentence, candidate.span
    first = next((t for t in sentence.tokens if t.start == span.start), None)
    is_time = not _ASKS_WHEN.search(question.folded) and any(
        t.span.overlaps(span) for t in sentence.times
    )
    asks_sort = _ASKS_SORT.search(question.folded) is not None
    is_person = asks_sort and any(
        t.tag.startswith("nr") for t in sentence.tokens if span.start <= t.start < span.end
    )
    is_told = any(
        t.text in _ASPECTS for t in sentence.tokens if span.start < t.start and t.end < span.end
    )
    begins_wrongly = first is not None and first.tag[0] in "vpdcux"
    return is_time or is_person or is_told or begins_wrongly


_ASPECTS = ("了", "着", "过")
"""Particles of a verb: no name has one inside (某公司添[了]机器)."""


_ASKS_SORT = re.compile("哪一?[类种样项]")


_ASKS_WHEN = re.compile("哪一?[年月天日次]|什么时候|何时")


_PARTICLES = re.compile("[得了着过]")


def _is_repeated(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate only says again what is asked about, and is none of two offered."""
    return (
        not question.kind.is_quantity
        and _PARTICLES.sub("", candidate.folded) in question.folded
        and "还是" not in question.folded
    )


_TELLING = {
    TimeKind.YEAR: re.compile("年|世纪|届|时期|朝"),
    TimeKind.CLOCK: re.compile(r"[时点分刻]|\d:\d"),
}
"""What a time has that is as fine as asked for."""


def _is_too_coarse(question: Question, candidate: Candidate) -> bool:
    """Tell whether a year or an hour is asked for (哪年, 几点), and a time has none."""
    if question.kind is not Kind.DATE:
        return False
    grain = TimeKind.CLOCK if "几点" in question.folded else asked_grain(question)
    told = _TELLING.get(grain) if grain else None
    return told is not None and told.search(candidate.folded) is None


_WEEKDAY = re.compile("(?:周|星期|礼拜)几")
_TELLS_WEEKDAY = re.compile("周[一二三四五六日天末]|星期|礼拜|每天|[工双休]{1,2}日")


def _is_no_weekday(question: Question, candidate: Candidate) -> bool:
    """Tell whether a day of the week is asked for, and a candidate is none."""
    return (
        _WEEKDAY.search(question.folded) is not None
        and _TELLS_WEEKDAY.search(candidate.folded) is None
    )


_TITLE = re.compile("《[^《》]+》")


def _is_torn_from_title(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate is a part of a title, which the question does not speak of."""
    span = candidate.span
    return any(
        title.start() < span.start
        and span.end < title.end()
        and len(span) < len(title[0]) - len("《》")
        and title[0].strip("《》") not in question.folded
        for title in _TITLE.finditer(candidate.sentence.folded)
    )


def _is_asked_itself(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate stands in a question that the text puts (该找谁?)."""
    folded = candidate.sentence.folded
    end = end_of(folded, candidate.span.end, f"{STOPS}?")
    own = Span(clause_around(folded, candidate.span).start, end)
    return question.kind is not Kind.QUOTATION and is_question(folded, own)


_OFFICE = "当上|当选|担任|出任|接任|就任|上任|任"
_ASKS_OFFICE = re.compile(f"(?:什么时候|何时|几时|哪[一年月天]+)(?:{_OFFICE})")
_TOOK_OFFICE = re.compile("任|当选|当上|选为|履新|升为")


def _took_no_office(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked when somebody took office, and a sentence says nothing of it."""
    return (
        question.kind is Kind.DATE
        and _ASKS_OFFICE.search(question.folded) is not None
        and _TOOK_OFFICE.search(candidate.sentence.folded.replace("主任", "")) is None
    )


_POINTING = re.compile("(?:[这那该本此其]|上述|后者|前者)[家个位名所座条项]?")


def _only_points(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate names nothing, but points at what was named (这家公司)."""
    pointing = None if question.kind.is_quantity else _POINTING.match(candidate.folded)
    rest = candidate.folded[pointing.end() :] if pointing else ""
    return bool(rest) and (rest == question.head or rest in _ANY_BODY)


_ANY_BODY = frozenset({"公司", "企业", "单位", "集团", "机构", "学校", "医院", "厂", "人", "地方"})
_BOTH_RUNS = re.compile("首末班[^,;。]*?(?P<first>[\\d:点时分半]+)(?:和|、|与|至|—|-|,)[\\d:]")
_RUNS = (("首班", "头班", "第一班"), ("末班", "最后一班", "尾班"))


def _is_of_the_other_run(question: Question, candidate: Candidate) -> bool:
    """Tell whether the last run (末班车) is asked about, and a clause tells of the first alone."""
    runs = [
        (asked, other)
        for asked, other in (_RUNS, _RUNS[::-1])
        if any(word in question.folded for word in asked)
    ]
    if not runs:
        return False
    folded = candidate.sentence.folded
    own = clause_around(folded, candidate.span)
    said = folded[own.start : own.end]
    if both := _BOTH_RUNS.search(said):  # 首末班车为6点和22点
        comes_first = candidate.span.end <= own.start + both.end("first")
        return comes_first is not any(word in question.folded for word in _RUNS[0])
    return any(
        any(word in said for word in other) and not any(word in said for word in asked)
        for asked, other in runs
    )


_PLACED = re.compile("(?P<what>[^\\W]+?)(?:现在|如今|具体|的?位置)*[位设坐落建开]*[在于]$")


def _is_what_is_placed(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked where something is, and a candidate only names it in full."""
    if question.kind is not Kind.PLACE or question.asks_sort or question.wh is None:
        return False
    asked = _PLACED.search(question.folded[: question.wh.start])
    return asked is not None and candidate.folded.endswith(asked["what"][-_NAMED:])


_NAMED = 4
"""Characters at the end of what is asked about by which a longer name of it is known."""


def _is_denied(question: Question, candidate: Candidate) -> bool:
    """Tell whether a reason is taken back where it stands (不能因为路远就…)."""
    if question.kind not in (Kind.REASON, Kind.MANNER):
        return False
    clause = clause_around(candidate.sentence.folded, candidate.span)
    before = candidate.sentence.folded[clause.start : candidate.span.start]
    return denied_reason().search(before + candidate.folded) is not None


def _explains_another_term(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked what a thing is, and the text around names no such thing."""
    if question.kind is not Kind.DEFINITION:
        return False
    at = int(candidate.match.sentence[candidate.index])
    near = "".join(s.folded for s in candidate.article.sentences[max(at - 1, 0) : at + 1])
    terms = terms_asked(question.folded)
    return bool(terms) and not any(term in near for term in terms)


def _is_mere_figure(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked what a thing is, and a candidate tells its figure (去年为九成)."""
    if question.kind is not Kind.DEFINITION:
        return False
    sentence, span = candidate.sentence, candidate.span
    figures = [q.span for q in sentence.quantities if span.overlaps(q.span)]
    return bool(figures) and not any(
        t.tag[0] in "na" and len(t.text) > 1
        for t in sentence.tokens
        if span.start <= t.start < span.end
        and not any(figure.contains(Span(t.start, t.end)) for figure in figures)
    )


_NO_ANSWER: tuple[Test, ...] = (
    lambda q, c, _: _is_denied(q, c),
    lambda q, c, _: _explains_another_term(q, c),
    lambda q, c, _: _is_mere_figure(q, c),
    lambda q, c, _: is_no_figure_asked(q, c),
    lambda q, c, _: _is_what_is_placed(q, c),
    lambda q, c, _: _is_of_the_other_run(q, c),
    lambda q, c, _: _is_too_coarse(q, c),
    lambda q, c, _: _is_no_weekday(q, c),
    lambda q, c, _: _is_torn_from_title(q, c),
    lambda q, c, _: _is_asked_itself(q, c),
    lambda q, c, _: is_person_asked_about(q, c.sentence, c.span),
    lambda q, c, _: is_place_elsewhere(q, c.article, c.span, c.folded),
    lambda q, c, _: _took_no_office(q, c),
    lambda q, c, _: _only_points(q, c),
    lambda q, c, _: not is_post_of(q, c.sentence, c.span),
    lambda q, c, _: plays_another_part(q, c.sentence, c.span),
    lambda q, c, _: _is_repeated(q, c),
    lambda q, c, _: _is_of_another_sort(q, c),
    lambda q, c, _: _is_no_member(q, c),
    lambda q, c, _: is_misshapen(q, c),
    lambda q, c, _: leaves_nothing(q, c.sentence, c.span),
    _has_lost_its_topic,
    lambda q, c, _: is_of_another_time_round(q, c.sentence, c.span),
    lambda q, c, _: is_unnamed_part(q, c.sentence, c.span),
    lambda q, c, _: is_left_out(q, c.sentence, c.span),
    lambda q, c, _: is_only_compared(q, c.sentence, c.span),
)
"""What no answer is, whatever stands around it."""
