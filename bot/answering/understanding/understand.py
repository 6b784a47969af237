"""One question of a reader's message, understood."""

from collections.abc import Iterator
from itertools import pairwise

from bot.answering.annotation import split_at
from bot.answering.facts import lexicon
from bot.answering.facts.changes import change_asked
from bot.answering.facts.conversion import MAGNITUDES
from bot.answering.facts.names import is_courtesy
from bot.answering.facts.times import find_quantities_and_times
from bot.answering.question import Kind, Question
from bot.answering.understanding.kind import find_asked
from bot.answering.understanding.recut import Known, recut
from bot.answering.understanding.units import asked_dimensions, asked_units, of_things, unit_in_noun
from retrieval.fold import fold
from retrieval.page import Span
from retrieval.stopwords import stop_words
from retrieval.surnames import is_surname
from retrieval.tokens import Token, tokenize_folded, word_probability

_MODALS = "能可要会想该"


def understand(text: str, known: Known | None = None) -> Question:
    """Return the question in `text` (one question; see split.py for messages with several).

    `known` settles where a measure word ends: of 多少家中试基地, 家中 is no word of the text.
    """
    folded = fold(text)
    asked = find_asked(folded, tokenize_folded(folded))
    wh = asked.wh
    head = folded.find(asked.head, wh.end) if asked.names_sort and asked.head else -1
    noun = None if head < 0 else Span(head, head + len(asked.head))
    tokens = _cut(folded, wh, known, noun, counts=asked.kind.is_quantity)
    units: tuple[str, ...] = ()
    if asked.kind.is_quantity:
        units = asked_units(asked.kind, folded, tokens, wh.start, wh.end) or unit_in_noun(
            asked.head
        )
        tokens = _with_unit_whole(tokens, folded, wh, units)
        if asked.kind is Kind.NUMBER:
            units = of_things(units)
    change = change_asked(folded, wh.start) if asked.kind.is_quantity else None
    if change:  # 营收涨了: no 收涨
        tokens = tuple(split_at(tokens, {change.word.start, change.word.end}))
    return Question(
        text=text,
        folded=folded,
        kind=asked.kind,
        wh=wh,
        head=asked.head,
        asks_sort=asked.names_sort,
        units=units,
        dimensions=asked_dimensions(
            asked.kind,
            folded[: wh.start],
            folded[wh.start : wh.end],
            folded[wh.end :],
            asked.head,
            units,
        ),
        tokens=tokens,
        focus=tuple(t.text for t in content_tokens(tokens, wh)),
        kind_rule=asked.rule,
        change=change,
    )


def _with_unit_whole(
    tokens: tuple[Token, ...], folded: str, wh: Span, units: tuple[str, ...]
) -> tuple[Token, ...]:
    """Put the unit after the question word together, with its magnitude (多少[万千瓦时])."""
    start = wh.end
    end = start + len(folded[start:]) - len(folded[start:].lstrip(MAGNITUDES))
    if not units or not folded.startswith(units[0], end):
        return tokens
    end += len(units[0])
    if end not in {t.end for t in tokens}:
        return tokens
    before = tuple(t for t in tokens if t.end <= start)
    after = tuple(t for t in tokens if t.start >= end)
    return (*before, Token(folded[start:end], start, end, "q"), *after)


def content_tokens(tokens: tuple[Token, ...], wh: Span | None = None) -> tuple[Token, ...]:
    """Return the tokens a question is about: no question word, no function word, no mark."""
    return tuple(
        t
        for t in tokens
        if not (wh and t.start < wh.end and wh.start < t.end)
        and t.text not in stop_words()
        and any(map(str.isalnum, t.text))
    )


def _cut(
    folded: str, wh: Span, known: Known | None, noun: Span | None, *, counts: bool
) -> tuple[Token, ...]:
    """Cut a question into tokens, the question word and its noun apart from what they touch."""
    borders = [0, wh.start, wh.end, len(folded)]
    if noun and not counts:
        borders[3:3] = [noun.start, noun.end]
    after = next(iter(tokenize_folded(folded[wh.end :])), None) if counts else None
    if after and after.text[0] in lexicon.units() and _is_two_words(after, known):
        borders.insert(3, wh.end + after.start + 1)
    tokens = (
        Token(t.text, t.start + start, t.end + start, t.tag)
        for start, end in pairwise(borders)
        for t in tokenize_folded(folded[start:end])
    )
    # As in a text, so that 三十五岁 is found where it says 35岁; 第二期 and 一斤 are words.
    quantities, _ = find_quantities_and_times(folded)
    numbers = [q.number_span for q in quantities if q.dimension != "ordinal"]
    borders_of = {at for n in numbers if len(n) > 1 for at in (n.start, n.end)}
    pieces = (piece for t in split_at(tokens, borders_of) for piece in _without_modal(t))
    apart = [piece for t in pieces for piece in _without_courtesy(t)]
    if known is None:
        return tuple(apart)
    return recut(apart, known)


def _without_modal(token: Token) -> Iterator[Token]:
    """Cut a modal verb off a guessed word (能卖, 可查)."""
    if len(token.text) == 2 and token.text[0] in _MODALS and not word_probability(token.text):
        yield Token(token.text[0], token.start, token.start + 1, "v")
        yield Token(token.text[1], token.start + 1, token.end, token.tag)
    else:
        yield token


def _without_courtesy(token: Token) -> Iterator[Token]:
    """Cut a surname from how one speaks of its bearer (甲老师): the text may have the full name."""
    surname, courtesy = token.text[:1], token.text[1:]
    if not (is_surname(surname) and is_courtesy(courtesy)):
        yield token
        return
    yield Token(surname, token.start, token.start + 1, "nr")
    yield Token(courtesy, token.start + 1, token.end, "n")


def _is_two_words(token: Token, known: Known | None) -> bool:
    """Tell whether a word behind 多少 is none of the dictionary's (个村), or a unit with a noun.

    (多少家中试基地, 多少套房; but 多少股份 asks for 股份, even where the text has only 占股.)
    """
    likely = word_probability(token.text)
    if not likely or known is None or known(token.text):
        return not likely
    rest = [t for t in tokenize_folded(token.text[1:]) if t.tag == "n"]
    noun = any(word_probability(t.text) > _LIKELIER * likely for t in rest)
    return noun or token.tag != "n"


_LIKELIER = 10
"""How many times likelier than a word its last character is as a noun of its own."""
