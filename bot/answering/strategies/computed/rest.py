"""The rest of a whole, where the text tells the whole and its other parts.

(总投资9亿元,其中省里出5亿元、市里出3亿元,其余由县里自筹: 1亿元.) Or what is left without one part
that the question leaves out (除了甲镇还有多少户).
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
from bot.answering.strategies.computed.figures import Figure, Found, articles, figures_in
from bot.answering.strategies.computed.shares import share_of_figure
from bot.answering.stretches import CLAUSE, STATEMENT, STOPS, end_of, start_of
from bot.answering.surroundings.constraints import constraint_tokens
from bot.answering.surroundings.told import told
from retrieval.page import Span
from retrieval.patterns import any_of
from retrieval.tokens import Token

_words = partial(table_words, __package__, "rest.toml")

_REST = re.compile(f"{any_of(_words('rest'))}的?{any_of(_words('rest', 'of'))}?")
_OF_WHICH = "其中"
_JOINED = re.compile("[、和与及]|以及")
_TOTAL = re.compile(any_of(_words("total")))
_EXCEPT = any_of(_words("except", "before"))
_WITHOUT = re.compile(
    f"{_EXCEPT}(?P<part>[^,]{{1,14}}?){any_of(_words('except', 'behind'))}?"
    f",?(?:全[省市县区镇村国])?的?(?={any_of(_words('except', 'left'))})"
)
_IS_NOT = re.compile("(?:不是(?P<part>[^,的用做由被]{2,6}?)的|的非(?P<local>本[地省市县]))")
"""How a question leaves out a part."""
_LEFT_OUT = re.compile(f"{_EXCEPT}[^,]+")
_SAYS_REST = frozenset(_words("says_rest"))
_LEAST = 0.5
"""Share of the question's words, by rarity, that must stand around the whole or at the rest."""


def answer_rest(question: Question, context: Context) -> Answer | None:
    """Return a whole less its parts that are told; None if that is not asked, or not told."""
    if not question.kind.is_quantity or question.wh is None or context.always_answer:
        return None
    found: dict[tuple[object, ...], tuple[Sequence[Figure], float]] = {}
    for same in _told_together(question, context):
        for whole, parts, said in (*_rests(question, same), *_without_part(question, same)):
            score = _fit(question, whole, said, context)
            left = whole.quantity.value - sum(p.quantity.value for p in parts)
            if score >= _LEAST and left > 0:
                values = (whole.quantity.value, *(p.quantity.value for p in parts))
                found[values] = ((whole, *parts), score)
    if len(found) != 1:
        return None
    ((operands, score),) = found.values()
    return computed_for(question, Kind.DIFFERENCE, "多", [Found(f, score) for f in operands])


def _told_together(question: Question, context: Context) -> Iterator[list[Figure]]:
    """Yield the figures that may be asked for, of each sentence that may tell of a rest."""
    leaves_out = bool(_left_out(question))
    for article in articles(context.finder, question):
        for sentence in article.sentences:
            if leaves_out or _REST.search(sentence.folded):  # few do: no other is looked at
                yield [
                    f
                    for f in figures_in(article, sentence)
                    if f.quantity.dimension not in RELATIVE and unit_fits(question, f.quantity)
                ]


def _rests(
    question: Question, numbers: Sequence[Figure]
) -> Iterator[tuple[Figure, Sequence[Figure], tuple[Token, ...]]]:
    """Yield wholes with all their parts but the rest, and the words asked that are said of it."""
    if not numbers:
        return
    folded = numbers[0].sentence.folded
    for match in _REST.finditer(folded):
        end = end_of(folded, match.end(), STOPS)
        if any(match.start() <= f.quantity.span.start < end for f in numbers):
            continue  # the text tells it
        rest = folded[match.end() : end]
        said = _said(question, rest)
        start = start_of(folded, match.start(), STATEMENT)
        before = [f for f in numbers if start <= f.quantity.span.start < match.start()]
        whole = _whole(folded, start, before)
        if not said or whole is None:
            continue
        parts = [
            f
            for f in before
            if f.quantity.span.start > whole.quantity.span.start
            and f.quantity.unit == whole.quantity.unit
        ]
        if parts and not any(_is_asked(question, said, part) for part in parts):
            yield whole, parts, said


def _said(question: Question, rest: str) -> tuple[Token, ...]:
    """Return the words of a question that are said of a rest, () if it is another's as well.

    What is done with it must be said in the same words (负担 is no 掏).
    """
    asked = [t for t in constraint_tokens(question) if len(t.text) > 1]
    said = tuple(
        t for t in asked if t.text in rest or (t.tag[0] != "v" and told(question, t, rest))
    )
    items = _JOINED.split(rest)
    return said if all(any(told(question, t, item) for t in said) for item in items) else ()


def _is_asked(question: Question, said: Sequence[Token], part: Figure) -> bool:
    """Tell whether a noun of a question is said of a part, not of the rest, and not left out."""
    out = _LEFT_OUT.search(question.folded)
    return any(
        t.tag[0] == "n"
        and len(t.text) > 1
        and t not in said
        and t.text in part.own
        and not (out and out.start() <= t.start < out.end())
        for t in constraint_tokens(question)
    )


def _whole(folded: str, start: int, numbers: Sequence[Figure]) -> Figure | None:
    """Return the last figure before 其中, or without it the first if it is said to be a total."""
    at = folded.find(_OF_WHICH, start)
    if at >= 0:
        return next((f for f in reversed(numbers) if f.quantity.span.end <= at), None)
    first = numbers[0] if numbers else None
    if first is None:
        return None
    begin = start_of(folded, first.quantity.span.start, CLAUSE)
    return first if _TOTAL.search(folded, begin, first.quantity.span.start) else None


def _without_part(
    question: Question, numbers: Sequence[Figure]
) -> Iterator[tuple[Figure, Sequence[Figure], tuple[Token, ...]]]:
    """Yield wholes with the one part that the question leaves out, and the words that name it."""
    named, head = _left_out(question), question.head
    if not named or (head and any(_counts(f, head) for f in numbers)):
        return
    for at, part in enumerate(numbers):
        whole = next(
            (f for f in reversed(numbers[:at]) if f.quantity.unit == part.quantity.unit), None
        )
        folded, span = part.sentence.folded, part.quantity.span
        own = folded[start_of(folded, span.start, CLAUSE) : end_of(folded, span.end, STOPS)]
        if (
            whole is not None
            and all(told(question, t, own) for t in named)
            and whole.quantity.value > part.quantity.value
        ):
            yield whole, (part,), named


def _left_out(question: Question) -> tuple[Token, ...]:
    """Return the words that name the part a question leaves out, () if it leaves out none."""
    match = _WITHOUT.search(question.folded) or _IS_NOT.search(question.folded)
    if match is None:
        return ()
    span = Span(*match.span("part"))
    if span.start < 0:
        span = Span(*match.span("local"))
    return tuple(t for t in constraint_tokens(question) if span.contains(Span(t.start, t.end)))


def is_left_out(question: Question, sentence: AnnotatedSentence, span: Span) -> bool:
    """Tell whether a figure is that of the very part that the question leaves out."""
    named = _left_out(question) if question.kind.is_quantity and not question.leans else ()
    folded = sentence.folded
    own = folded[start_of(folded, span.start, CLAUSE) : end_of(folded, span.end, STOPS)]
    if not named or "非" in own or (question.head and folded.startswith(question.head, span.end)):
        return False
    return all(told(question, t, own) for t in named)


def _counts(figure: Figure, noun: str) -> bool:
    """Tell whether a figure counts a noun."""
    return figure.sentence.folded.startswith(noun, figure.quantity.span.end)


def _fit(question: Question, whole: Figure, said: Sequence[Token], context: Context) -> float:
    """Return the share of the question found around a whole or at its rest, 0 if of another."""
    return share_of_figure(
        question,
        whole,
        context,
        counts=lambda t: t.text not in _SAYS_REST,
        said=lambda t: _is_in(t, said),
    )


def _is_in(word: Token, said: Sequence[Token]) -> bool:
    """Tell whether a word of the question is one of some, or has one of them (河东|村)."""
    return any(word.start < t.end and t.start < word.end for t in said)
