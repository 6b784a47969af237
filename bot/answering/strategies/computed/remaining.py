"""How much of a thing is left, where the text only says how much there is and how much is done.

(计划修路168公里,已完成141公里: 还差27公里; 毕业32人,其中29人留下: 没留下的3人.) The words of the
question, but for those that deny the deed, must stand around the figure of what is done; where more
than one pair fits as well, none does.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Answer
from bot.answering.datafiles import table_words
from bot.answering.eligibility.fitting import unit_fits
from bot.answering.question import Kind, Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.computed.changed import RELATIVE
from bot.answering.strategies.computed.computing import computed_for
from bot.answering.strategies.computed.figures import Figure, Found, figures
from bot.answering.strategies.computed.shares import share_of_figure
from bot.answering.stretches import CLAUSE, clause_around, start_of, statement_around
from retrieval.page import Span
from retrieval.patterns import any_of

_words = partial(table_words, __package__, "remaining.toml")

_ASKS = re.compile(
    "还(?:差|剩|缺)下?(?:多少|几)|还有(?:多少|几)[^,;。]{1,12}?[没未]|剩下?(?:多少|几)|[离距].{2,16}?差(?:多少|几)"
)
"""How a question asks for what is left."""
_DENIED = re.compile("(?:没有?能?|未能?|不是|不在|尚未)(?P<deed>[^\\W的]{1,3})")
"""What a question says of that part of a whole that it asks about (没[动工]的有几个)."""
_DONE = re.compile(any_of(_words("done")))
_WHOLE = re.compile(any_of(_words("whole")))
_PLANNED = re.compile(any_of(_words("whole", "elsewhere")))
"""What a whole may be called that is told in another paragraph, in the question as in the text."""
_LEFT = re.compile(f"{any_of(_words('left'))}|^{any_of(_words('left', 'alone'))}$")
"""Words that ask for what is left."""
_MARGIN = 0.1
"""By how much a pair of figures must fit better than the next."""
_LEAST = 0.5
"""Share of the question's words, by rarity, that must stand around what is done."""


def answer_remaining(question: Question, context: Context) -> Answer | None:
    """Return the whole less what is done of it; None if it is not asked or not told."""
    left = _ASKS.search(question.folded) is not None
    denied = _DENIED.search(question.folded)
    if question.wh is None or not question.kind.is_quantity or not (left or denied):
        return None
    numbers = [
        f
        for f in figures(context.finder, question)
        if f.quantity.dimension not in RELATIVE and unit_fits(question, f.quantity)
    ]
    pairs = {
        (whole.quantity.value, done.quantity.value): (whole, done, score)
        for done in numbers
        if _is_done(question, done, left=left)
        and (score := _fit(question, done, context)) >= _LEAST
        for whole in _wholes(question, done, numbers, left=left)
    }
    fits = [
        (score + _MARGIN * _is_whole(w), w, d, score)
        for w, d, score in pairs.values()
        if not any(
            _is_part_of(d, more, score, best) for w2, more, best in pairs.values() if w2 is w
        )
    ]
    fits.sort(key=lambda fit: -fit[0])
    if not fits or (len(fits) > 1 and fits[0][0] - fits[1][0] < _MARGIN):
        return None
    _, whole, done, score = fits[0]
    both = (Found(done, score), Found(whole, score))
    return computed_for(question, Kind.DIFFERENCE, "少", both)


def _is_part_of(done: Figure, more: Figure, score: float, best: float) -> bool:
    """Tell whether more is done of the same whole, and that fits as well: this is a part of it."""
    return more.quantity.value > done.quantity.value and best >= score


_TOLD_LEFT = re.compile("[剩余还差没未待]|缺(?!陷)|不到")


def leaves_nothing(question: Question, sentence: AnnotatedSentence, span: Span) -> bool:
    """Tell whether it is asked what is left, and the clause of a figure says nothing of that."""
    if not question.kind.is_quantity or not _ASKS.search(question.folded):
        return False
    own = clause_around(sentence.folded, span)
    return _TOLD_LEFT.search(sentence.folded, own.start, own.end) is None


def _fit(question: Question, done: Figure, context: Context) -> float:
    """Return the share of the question found around what is done, 0 if a constraint is broken."""
    denied = _denied(question)
    return share_of_figure(
        question,
        done,
        context,
        counts=lambda t: not _LEFT.search(t.text) and not denied.overlaps(Span(t.start, t.end)),
    )


def _denied(question: Question) -> Span:
    """Return where a question denies a deed; an empty span where it does not."""
    found = _DENIED.search(question.folded)
    return Span(*found.span()) if found else Span(0, 0)


def _is_done(question: Question, figure: Figure, *, left: bool) -> bool:
    """Tell whether a figure says how much is done, or how many the deed asked about is said of."""
    folded, span = figure.sentence.folded, figure.quantity.span
    clause = clause_around(folded, span)
    if _WHOLE.search(folded, max(clause.start, span.start - _NEAR), span.start):
        return False
    if _SAYS_LEFT.search(folded, clause.start, span.start):
        return False
    said = folded[clause.start : clause.end]
    deed = _DENIED.search(question.folded)
    statement = statement_around(folded, span)
    if deed is not None and not set(deed["deed"]) & set(folded[statement.start : statement.end]):
        return False
    if left and _DONE.search(folded, clause.start, span.start):
        return not folded.startswith("其中", clause.start)
    if deed is None or deed["deed"][0] not in said or _DENIED.search(said) is not None:
        return False
    if len(deed["deed"]) > 1 and folded.startswith(deed["deed"], clause.start):
        return True  # 受理12件,[办结]9件
    return _IS_PART.search(folded, start_of(folded, span.start, ";。"), span.start) is not None


_SAYS_LEFT = re.compile("(?:剩[余下]?|还剩|余下|尚余|其余)(?:的)?$")
"""What stands before a figure of what is left (剩余5个将于年底完工)."""
_NEAR = 6
"""Characters before a figure in which it is said to be planned."""
_IS_PART = re.compile("其中|[^\\W]中[,有]|里[,有]|已|[只才仅]")
"""What stands before the figure of a part."""


def _wholes(
    question: Question, done: Figure, numbers: Sequence[Figure], *, left: bool
) -> Iterator[Figure]:
    """Yield the figures that may be the whole: so called, or else the last before in the sentence.

    What is planned may be told in another sentence, or in another paragraph where the question
    calls it so too (总投资还剩多少).
    """
    greater = [
        f
        for f in numbers
        if f.article is done.article
        and f.quantity.unit == done.quantity.unit
        and f.quantity.value > done.quantity.value
    ]
    near = [f for f in greater if f.sentence.paragraph is done.sentence.paragraph]
    same = [f for f in near if f.sentence is done.sentence]
    called = [f for f in (same or near if left else same) if _is_whole(f)]
    before = [f for f in same if f.quantity.span.end <= done.quantity.span.start]
    planned = [f for f in greater if left and _is_planned(question, f)]
    yield from called[-1:] or before[-1:] or planned[-1:]


def _is_whole(figure: Figure) -> bool:
    """Tell whether a figure is said to be planned, or all there is."""
    folded, start = figure.sentence.folded, figure.quantity.span.start
    return _WHOLE.search(folded, start_of(folded, start, CLAUSE), start) is not None


def _is_planned(question: Question, figure: Figure) -> bool:
    """Tell whether the question calls the whole so as the text does: by a word and the next."""
    folded, start = figure.sentence.folded, figure.quantity.span.start
    said = folded[start_of(folded, start, CLAUSE) : start]
    return any(
        question.folded[m.start() : m.end() + 1] in said
        for m in _PLANNED.finditer(question.folded)
        if m.end() < len(question.folded)
    )
