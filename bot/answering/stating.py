"""Whether a figure states what is asked: the change and not the level, of this and not of another.

A figure of the right unit beside the right words may still say something else: how much there is
where it is asked by how much it grew, a growth where a decline is asked, against the month before
where against the year before is asked, or the second of three that 分别 shares out.
"""

import re

from bot.answering.annotation import AnnotatedSentence
from bot.answering.facts import lexicon
from bot.answering.facts.changes import Basis, Change, Direction, Role, change_words
from bot.answering.facts.quantities import Quantity
from bot.answering.facts.timepoint import TimeKind
from bot.answering.facts.times import find_times
from bot.answering.figure_sorts import is_of_sort
from bot.answering.lexicon import light_words, time_words
from bot.answering.paraphrases import paraphrases
from bot.answering.question import Kind, Question
from bot.answering.similarity import SAME_WORD, similarity
from bot.answering.stretches import CLAUSE, STATEMENT, STOPS, clause_around, start_of
from retrieval.page import Span
from retrieval.stopwords import stop_words

_ORIGINALLY = ("原来", "原先", "起初", "当初")
"""Words that ask for nothing but what there was before a change."""
_THERE_WAS = "原有"
_BEFORE = (*_ORIGINALLY, "之前", "此前", "以前", "过去", "最初")
"""Words that may ask for it."""


def states(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure of a sentence may state what is asked."""
    return (
        _changes_as_asked(question, sentence, quantity)
        and _is_shared_out_to(question, sentence, quantity)
        and not _is_part_only(question, sentence, quantity)
        and not _is_only_planned(question, sentence, quantity)
        and not _is_added_only(question, sentence, quantity)
        and not _counts_another(question, sentence, quantity)
        and not _is_of_the_last(question, sentence, quantity)
        and not _denies(question, sentence, quantity)
        and is_of_sort(question, sentence, quantity)
    )


def _clause_before(sentence: AnnotatedSentence, quantity: Quantity) -> str:
    """Return what the clause of a figure says before it."""
    text, at = sentence.folded, quantity.span.start
    return text[start_of(text, at, CLAUSE) : at]


_DENIED = re.compile("(?:没有?|[未不无]|尚未|并未|从未)(?:能|被|曾)?$")


_NOT_DONE = re.compile("[没未](?:能|有|被)?[^有没\\W]{1,3}(?:[的到完成]|$)")
_ANY_DENIAL = re.compile("[没未无不尚仅还剩待]")


def _denies(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a clause says of a figure what the question denies, or the other way round.

    (已解决90个 for 多少个没解决.)
    """
    around = clause_around(sentence.folded, quantity.span)
    clause = sentence.folded[around.start : around.end]
    if question.head and _NOT_DONE.search(question.folded) and not _ANY_DENIAL.search(clause):
        return True
    for token in question.tokens:
        if len(token.text) < 2 or token.tag[0] != "v" or token.text not in clause:
            continue
        asked = _DENIED.search(question.folded[: token.start]) is not None
        told = {
            _DENIED.search(clause[: match.start()]) is not None
            for match in re.finditer(re.escape(token.text), clause)
        }
        if asked not in told:
            return True
    return False


_LAST = re.compile(
    "(?<![比较同与和跟])上一?个?(?:届|次|回|期|季|轮|批|航次|学期|学年|财年|年度|[^,;。]季)"
)


_LAST_OPENS = re.compile(_LAST.pattern + ",[^,]*$")


def _is_of_the_last(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure is told of the one before (上届) and that is not asked for.

    Or the other way round, where the sentence speaks of both.
    """
    start = start_of(sentence.folded, quantity.span.start, STATEMENT)
    said = sentence.folded[start : quantity.span.start]
    if _LAST.search(question.folded) is None:
        return _LAST.search(_clause_before(sentence, quantity)) is not None or (
            _LAST_OPENS.search(said) is not None
        )
    return _LAST.search(said) is None and _LAST.search(sentence.folded) is not None


_NUMBER_OF = re.compile("(?:人|户|家)数量?$|数量$")
"""What a noun ends with that asks how many there are."""
_THIS_ROUND = re.compile("[这本]一?[届次回期季轮批]")
_THIS = re.compile("本届|本次|本期|本季|本轮|今年")


_NEXT = re.compile("下一?个?(?:届|次|回|期|季|轮|批|航次|学期|学年|财年|年度|[^,;。]季)")
_ONCE_MORE = re.compile("[再又][开办举拍放招推发]")
"""What is done the next time (9月再开一场)."""
_AFTER_THIS = re.compile("下一?[届次回期季轮批个]|明年|后年|今后|将来|20\\d\\d年")


def is_of_another_time_round(question: Question, sentence: AnnotatedSentence, span: Span) -> bool:
    """Tell whether the one before (上届) or after (下届) is asked about, and this one is told of.

    Or this one is asked about, and the clause of `span` is about the next.
    """
    if _NEXT.search(question.folded):
        own = clause_around(sentence.folded, span)
        if _ONCE_MORE.search(sentence.folded, own.start, own.end):
            return False
        after_this = _AFTER_THIS.search(sentence.folded)
        return after_this is None or after_this.start() >= span.end
    if _THIS_ROUND.search(question.folded):
        own = clause_around(sentence.folded, span)
        return _NEXT.search(sentence.folded[own.start : own.end]) is not None
    return (
        _LAST.search(question.folded) is not None
        and _LAST.search(sentence.folded) is None
        and (question.kind.is_quantity or _THIS.search(sentence.folded) is not None)
    )


def _counts_another(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a sentence counts what is asked (多少农户) by another figure (3万户农户)."""
    noun, wh = question.head, question.wh
    if question.kind is not Kind.NUMBER or not noun or wh is None:
        return False
    if _NUMBER_OF.search(noun):  # 领导人数: 3名局领导
        noun = _NUMBER_OF.sub("", noun)
        counting = [q for q in sentence.quantities if _is_followed_by(noun, sentence.folded, q)]
        return len(noun) > 1 and len(counting) == 1 and quantity not in counting
    if question.units:
        return False
    if not question.folded.startswith(noun, wh.end):  # 目标是多少
        return False
    if len(noun) > 1 and noun[0] in lexicon.units():  # 头牛, which jieba takes for a word
        noun = noun[1:]
    counting = [q for q in sentence.quantities if _is_followed_by(noun, sentence.folded, q)]
    return bool(counting) and quantity not in counting


_ADJECTIVE = 2
"""Characters that may stand between a figure and the noun it counts (3头[肥]牛)."""


def _is_followed_by(noun: str, text: str, quantity: Quantity) -> bool:
    end = quantity.qualified_span.end
    return noun in text[end : end + len(noun) + _ADJECTIVE]


_DONE = re.compile("了|过|已|以来|迄今|至今|实际")


def _is_only_planned(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure is of a plan (设计年产能5吨), and it is asked what was done."""
    clause = _clause_before(sentence, quantity)
    if _SPENT.search(question.folded) and _WHOLE_SUM.search(clause):
        return True
    planned = any(word in clause for word in time_words("planned"))
    asked = any(word in question.folded for word in time_words("planned"))
    return planned and not asked and _DONE.search(question.folded) is not None


_SPENT = re.compile("(?:已经?|到现在|目前)(?:投|花|完成|拨|支)|投进去")
_WHOLE_SUM = re.compile("(?:总投资|概算|预算|总造价)(?:额|为|约|达|是)*$")
"""What a thing is to cost altogether, before the sum: not what has been spent."""
_IN_ALL = re.compile("总共|一共|总数|共有|现有|总的|拢共")
_ADDED = re.compile("新[增建开添设]|增加|净增")


def _is_added_only(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure is of what was added (新增3个), and all there are is asked for.

    Where the sentence has another figure of the unit, that is.
    """
    return (
        _IN_ALL.search(question.folded) is not None
        and _ADDED.search(question.folded) is None
        and _ADDED.search(_clause_before(sentence, quantity)) is not None
        and any(q.unit == quantity.unit and q is not quantity for q in sentence.quantities)
    )


def _is_part_only(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure is of a part (其中新书3本) of whose name the question has nothing."""
    text = sentence.folded
    part = _clause_before(sentence, quantity)
    start = quantity.span.start - len(part)
    if not part.startswith("其中") or "其中" in question.folded:
        return False
    if any(p.is_said_in(part) for p in paraphrases(question)):  # 网上: 其中线上3万元
        return False
    whole = text[:start]
    own = [
        t.text
        for t in sentence.tokens
        if start + len("其中") <= t.start < quantity.span.start and t.text not in stop_words()
    ]
    own = [word for word in own if word not in light_words() and word not in whole]
    return (
        any(q.unit == quantity.unit for q in sentence.quantities if q.span.end <= start)
        and bool(own)
        and not any(
            similarity(token.text, word) >= SAME_WORD for word in own for token in question.tokens
        )
    )


def basis_shown(question: Question, sentence: AnnotatedSentence, span: Span) -> str | None:
    """Return the words that say against what a change is counted, where the question does not.

    `span` is that of a quantity of the sentence: 12.5% gives 同比增长12.5%.
    """
    change = sentence.changes.get(span)
    asked = question.change
    if change is None or asked is None or change.basis_span is None or asked.basis is not None:
        return None
    text = sentence.sentence.text
    start, end = min(change.word.start, span.start), max(change.word.end, span.end)
    basis = change.basis_span
    if _MARKS.isdisjoint(sentence.folded[basis.start : start]):
        return text[min(basis.start, start) : end]
    return text[basis.start : basis.end] + text[start:end]


_MARKS = frozenset(",;:。")


def _changes_as_asked(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    asked, told = question.change, sentence.changes.get(quantity.span)
    if asked is None:
        return _may_be_level(question, sentence, quantity, told)
    if told is None:
        return asked.role is Role.TO or asked.direction in _directions_before(sentence, quantity)
    if asked.role is not told.role:
        return False
    fell = quantity.value < 0  # 增速-3% answers what the growth was
    return (asked.direction is told.direction or fell) and _same_basis(question, sentence, told)


def _may_be_level(
    question: Question, sentence: AnnotatedSentence, quantity: Quantity, told: Change | None
) -> bool:
    """Tell whether a figure may answer a question that asks for no change in so many words."""
    if told is None:
        originally = any(word in question.folded for word in _ORIGINALLY)
        if originally:
            return any(word in sentence.folded for word in (*_BEFORE, _THERE_WAS))
        # 原有9种: not how many there are now.
        clause = _clause_before(sentence, quantity)
        was = any(word in clause for word in (*_ORIGINALLY, _THERE_WAS))
        dated = find_times(question.folded) or any(w in question.folded for w in _BEFORE)
        now = any(word in question.folded for word in time_words("present"))
        return not was or (bool(dated) and not now)
    if question.kind is Kind.DIFFERENCE:
        return True
    spoken = {direction for direction, _ in change_words(question.folded)}
    if spoken:  # 增长的幅度多大: a change after all, if in other words
        return told.direction in spoken
    if told.role is Role.BY:
        return False
    if told.role is Role.FROM:
        # 如今 and 今年 ask for what a change has led to.
        times = (t.span for t in find_times(question.folded) if t.kind is not TimeKind.DURATION)
        named = (question.folded[span.start : span.end] for span in times)
        dated = any(time not in time_words("present") for time in named)
        return dated or any(word in question.folded for word in _BEFORE)
    return not _asks_what_was(question, sentence, quantity)


def _asks_what_was(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a question is for the figure from which another changed (由去年底的4%降至3%)."""
    before = [
        q
        for q in sentence.quantities
        if q.unit == quantity.unit
        and q.span.end <= quantity.span.start
        and (change := sentence.changes.get(q.span)) is not None
        and change.role is Role.FROM
    ]
    if not before:
        return False
    named = [question.folded[t.span.start : t.span.end] for t in find_times(question.folded)]
    told = _clause_before(sentence, before[-1])
    originally = any(word in question.folded for word in _BEFORE)
    return originally or any(time in told for time in named)


def _directions_before(sentence: AnnotatedSentence, quantity: Quantity) -> set[Direction]:
    """Return the directions of which the clause speaks up to a figure (新增[岗位]300个).

    A clause that says nothing of its own goes on with the statement (甲县增长8%,乙县5%).
    """
    text, at = sentence.folded, quantity.span.start
    own = text[start_of(text, at, STOPS) : at]
    told = {direction for direction, _ in change_words(own)}
    if told or any(verb in own for verb in _THERE_IS):
        return told
    statement = text[start_of(text, at, STATEMENT) : at]
    return {direction for direction, _ in change_words(statement)}


_THERE_IS = ("有", "为", "达", "共", "是", "占")
"""Verbs that state how much there is."""


def _same_basis(question: Question, sentence: AnnotatedSentence, told: Change) -> bool:
    """Tell whether a change is counted against what is asked; a bare one, against the year."""
    asked = question.change
    if asked is None or asked.basis is None:
        return True
    if told.basis is None:
        return asked.basis is Basis.YEAR_ON_YEAR
    if asked.basis is not told.basis:
        return False
    if asked.basis is Basis.NAMED and asked.basis_span and told.basis_span:
        one, other = asked.basis_span, told.basis_span
        return _when(question.folded, one) == _when(sentence.folded, other)
    return True


def _when(text: str, span: Span) -> str:
    """Return the time that a named basis names."""
    times = find_times(text[span.start : span.end])
    return text[span.start : span.end][times[0].span.start : times[0].span.end] if times else ""


def _is_shared_out_to(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether 分别 gives a figure to what is asked, if the question names one of several."""
    for run in sentence.respective:
        own = next((name for number, name in run if number == quantity.span), None)
        if own is None:
            continue
        names = [sentence.folded[name.start : name.end] for _, name in run]
        shares = [
            (name in question.folded, _named_of(question, name) or _otherwise_named(question, name))
            for name in names
        ]
        mine = shares[[name for _, name in run].index(own)]
        return mine == max(shares) > (False, 0)
    return True


def _otherwise_named(question: Question, name: str) -> int:
    """Return 1 if a question names something in other words (女的 for 女性), else 0."""
    return int(any(p.is_said_in(name) for p in paraphrases(question)))


def _named_of(question: Question, name: str) -> int:
    """Return how many characters at either end the question has of a name, 2 at least."""
    return next(
        (
            length
            for length in range(len(name), 1, -1)
            if name[:length] in question.folded or name[-length:] in question.folded
        ),
        0,
    )
