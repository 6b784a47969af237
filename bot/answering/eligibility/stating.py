"""Whether a figure states what is asked: the change and not the level, of this and not of another.

A figure of the right unit beside the right words may still say something else: how much there is
where it is asked by how much it grew, a growth where a decline is asked, against the month before
where against the year before is asked, or the second of three that 分别 shares out.
"""

import re
from functools import partial

from bot.answering.annotation import AnnotatedSentence
from bot.answering.datafiles import table_words
from bot.answering.eligibility.figure_changes import changes_as_asked
from bot.answering.eligibility.figure_sorts import is_of_sort
from bot.answering.eligibility.parts import is_part_only
from bot.answering.eligibility.rounds import is_of_the_last_round
from bot.answering.facts import lexicon
from bot.answering.facts.quantities import Quantity
from bot.answering.lexicon.paraphrases import paraphrases
from bot.answering.lexicon.words import time_words
from bot.answering.question import Kind, Question
from bot.answering.stretches import clause_around, clause_before
from retrieval.page import Span
from retrieval.patterns import any_of

_words = partial(table_words, __package__, "stating.toml")

_DENIED = re.compile("(?:没有?|[未不无]|尚未|并未|从未)(?:能|被|曾)?$")
_NOT_DONE = re.compile("[没未](?:能|有|被)?[^有没\\W]{1,3}(?:[的到完成]|$)")
_ANY_DENIAL = re.compile("[没未无不尚仅还剩待]")
_NUMBER_OF = re.compile("(?:人|户|家)数量?$|数量$")
"""What a noun ends with that asks how many there are."""
_ADJECTIVE = 2
"""Characters that may stand between a figure and the noun it counts (3头[肥]牛)."""
_DONE = re.compile(any_of(_words("done")))
_SPENT = re.compile(
    f"{any_of(_words('spent', 'already'))}{any_of(_words('spent', 'verbs'))}"
    f"|{any_of(_words('spent'))}"
)
_WHOLE_SUM = re.compile(f"{any_of(_words('whole_sum'))}{any_of(_words('whole_sum', 'between'))}*$")
_IN_ALL = re.compile(any_of(_words("in_all")))
_THERE_ARE = re.compile("共有|现有")
_ADDED = re.compile(any_of(_words("added")))
_MARKS = frozenset(",;:。")


def states(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure of a sentence may state what is asked."""
    return (
        changes_as_asked(question, sentence, quantity)
        and _is_shared_out_to(question, sentence, quantity)
        and not is_part_only(question, sentence, quantity)
        and not _is_only_planned(question, sentence, quantity)
        and not _is_added_only(question, sentence, quantity)
        and not _is_of_an_age(question, sentence, quantity)
        and not _is_left_over(question, sentence, quantity)
        and not _counts_another(question, sentence, quantity)
        and not is_of_the_last_round(question, sentence, quantity)
        and not _denies(question, sentence, quantity)
        and is_of_sort(question, sentence, quantity)
    )


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


def _counts_another(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a sentence counts what is asked (多少农户) by another figure (3万户农户)."""
    noun, wh = question.head, question.wh
    if question.kind is not Kind.NUMBER or not noun or wh is None:
        return False
    if _NUMBER_OF.search(noun):  # 领导人数: 3名局领导
        noun = _NUMBER_OF.sub("", noun)
        counting = [q for q in sentence.quantities if _is_followed_by(noun, sentence, q)]
        return len(noun) > 1 and len(counting) == 1 and _is_another(quantity, counting, sentence)
    if question.units:
        return False
    if not question.folded.startswith(noun, wh.end):  # 目标是多少
        return False
    if len(noun) > 1 and noun[0] in lexicon.units():  # 头牛, which jieba takes for a word
        noun = noun[1:]
    counting = [q for q in sentence.quantities if _is_followed_by(noun, sentence, q)]
    if not counting and len(noun) > 1 and _goes_on_from(noun, sentence, quantity):
        return True
    return _is_another(quantity, counting, sentence)


def _goes_on_from(noun: str, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure stands beside another that is the noun's (小区5万个、[80万户])."""
    start = quantity.qualified_span.start
    return any(
        q.unit != quantity.unit
        and sentence.folded.endswith(noun, 0, q.qualified_span.start)
        and sentence.folded[q.span.end : start] == "、"
        for q in sentence.quantities
    )


def _is_another(quantity: Quantity, counting: list[Quantity], sentence: AnnotatedSentence) -> bool:
    """Tell whether other figures count what is asked, and a figure does not go on with them.

    (到会的143名代表,[131人]赞成. It counts nothing of its own.)
    """
    end = quantity.qualified_span.end
    counts = any(t.start == end and t.tag.startswith("n") for t in sentence.tokens)
    goes_on = not counts and any(
        q.dimension == quantity.dimension and q.span.end <= quantity.span.start for q in counting
    )
    return bool(counting) and quantity not in counting and not goes_on


def _is_followed_by(noun: str, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure counts what a noun names, a word behind it or the end of one."""
    if quantity.dimension in _COUNT_NOTHING:
        return False
    end = quantity.qualified_span.end
    at = sentence.folded.find(noun, end, end + len(noun) + _ADJECTIVE)
    if at < 0:
        return False
    between = [t for t in sentence.tokens if end <= t.start < at]
    if any(t.tag[0] in "vx" for t in between):  # 七天|接待|游客; 120克,兑|水
        return False
    return len(noun) > 1 or any(t.end == at + 1 for t in sentence.tokens)


_COUNT_NOTHING = frozenset({"level", "time", "calendar", "age", "ratio", "percentage_points"})
"""Dimensions of what counts nothing behind it: 三级护士40名 tells of what level they are."""


def _is_only_planned(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure is of a plan (设计年产能5吨), and it is asked what was done."""
    clause = clause_before(sentence.folded, quantity.span.start)
    if _SPENT.search(question.folded) and _WHOLE_SUM.search(clause):
        return True
    planned = any(word in clause for word in time_words("planned"))
    asked = any(word in question.folded for word in time_words("planned"))
    done = _DONE.search(question.folded) or _THERE_ARE.search(question.folded)
    return planned and not asked and done is not None


def _is_added_only(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure is of what was added (新增3个), and all there are is asked for.

    Where the sentence has another figure of the unit, that is.
    """
    return (
        _IN_ALL.search(question.folded) is not None
        and _ADDED.search(question.folded) is None
        and _ADDED.search(clause_before(sentence.folded, quantity.span.start)) is not None
        and any(q.unit == quantity.unit and q is not quantity for q in sentence.quantities)
    )


_AGE_LIMIT = re.compile(r"\d周?岁及?以[上下][^,;。、\d]*$")
_ASKS_AGE = re.compile("[岁老龄童]|长者|小孩|孩子|青少?年|未成年")


def _is_of_an_age(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure is of those of an age only (65岁以上的有30人), and none is asked."""
    if quantity.dimension == "age" or _ASKS_AGE.search(question.folded):
        return False
    return _AGE_LIMIT.search(clause_before(sentence.folded, quantity.span.start)) is not None


_LEFT = re.compile("还剩|剩[下余]|[尚结]余|余下")
_ASKS_LEFT = re.compile("[剩余还没未缺差待]")


def _is_left_over(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure is what is left (还剩3亩), and it is not asked what is."""
    if _ASKS_LEFT.search(question.folded):
        return False
    return _LEFT.search(clause_before(sentence.folded, quantity.span.start)) is not None


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


def _is_shared_out_to(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether 分别 gives a figure to what is asked, if the question names one of several."""
    for run in sentence.respective:
        own = next((name for number, name in run if number == quantity.span), None)
        if own is None:
            continue
        names = [sentence.folded[name.start : name.end] for _, name in run]
        shares = [
            (name in question.folded, _named_of(question, name, last=at == len(names) - 1))
            for at, name in enumerate(names)
        ]
        mine = shares[[name for _, name in run].index(own)]
        return mine == max(shares) > (False, 0)
    return True


def _named_of(question: Question, name: str, *, last: bool) -> int:
    """Return how much of a name a question has: characters at either end, 2 at least.

    Another wording (女的 for 女性) counts 2; the end of the last name, which may belong to all of
    them (城镇、乡村[居民]), 1.
    """
    for length in range(len(name), 1, -1):
        if name[:length] in question.folded:
            return length
        if not last and name[-length:] in question.folded:
            return length
    if any(p.is_said_in(name) for p in paraphrases(question)):
        return _OTHER_WORDING
    return int(last and name[-_OTHER_WORDING:] in question.folded)


_OTHER_WORDING = 2
