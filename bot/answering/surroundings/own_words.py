"""Which words of a question a sentence says of one figure (time) and not of the next.

A sentence with several figures of a unit says of each what it is: 销往甲国5吨、乙国3吨. The words
in the figure's own part of the sentence tell it from the others: one that has fewer of the
question's than another has, and none that the other lacks, is not the one asked for.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.facts.change import Role
from bot.answering.facts.measures import attribute_nouns
from bot.answering.facts.timepoint import TimeKind
from bot.answering.lexicon.paraphrases import is_said, paraphrases
from bot.answering.lexicon.words import light_words, synonyms
from bot.answering.matching.similarity import SAME_WORD, similarity
from bot.answering.question import Kind, Question
from bot.answering.stretches import clause_around
from bot.answering.surroundings.constraints import constraint_tokens, times_and_ordinals
from bot.answering.surroundings.places import PLACE, places
from retrieval.page import Span
from retrieval.tokens import Token

NUMERALS = frozenset("一二两三四五六七八九十首")
"""First characters of what is told by its number (一期)."""
_COUNTS = ("count", "people", "number", "ordinal", "money")
"""Dimensions in which only figures of one unit are told apart."""
_PARTICULAR = ("nr", "ns", "nt", "nz")
_NOUNS = ("n", "vn", "j", "b", "l", "s", "eng")
"""Parts of speech of the words that tell figures apart."""


def told_of_others(
    question: Question, article: AnnotatedArticle, sentence: AnnotatedSentence, span: Span
) -> tuple[Token, ...]:
    """Return the words of a question that the sentence has of another figure than that at `span`.

    None where its own part has a word of the question that the other's lacks.
    """
    parts = _times(sentence) if question.kind is Kind.DATE else _figures(sentence, span)
    own = next((words for at, words in parts if at.overlaps(span)), None)
    if own is None or len(parts) < 2 or _is_one_of_a_run(sentence, span):
        return ()
    if deed := _deed_of_others(question, sentence, span):
        return deed
    asked = tuple(t for t in _telling(question) if t.text not in article.topics)
    # What is done (进口) has rivals, but need not stand beside each figure.
    nouns = {t.text for t in asked if t.tag != "vn"}
    mine = _met(question, asked, sentence, own)
    goes_on = not has_own_subject(sentence, own, question)
    for at, words in parts:
        other = _met(question, asked, sentence, words)
        if at.overlaps(span):
            continue
        fewer = mine & nouns < other & nouns and not (goes_on and at.start < span.start)
        if fewer or _has_rival(asked, other - mine, sentence, own):
            return tuple(t for t in asked if t.text in other - mine)
        parts_own = _told_of_a_part(asked, sentence, words)
        if lost := tuple(t for t in parts_own if t.text not in sentence.folded[: span.start]):
            return lost
    return ()


def done_of_others(
    question: Question, sentence: AnnotatedSentence, span: Span
) -> tuple[Token, ...]:
    """Return the verb asked about ([报名]多少人) that the sentence has of another figure only.

    That is where the figure at `span` has a verb or a measure of its own (录取30人). A verb of one
    character says too little (see `told_of_others`).
    """
    return tuple(t for t in _deed_of_others(question, sentence, span) if len(t.text) > 1)


@lru_cache(maxsize=256)  # asked twice for a figure: to rule out, and to doubt
def _deed_of_others(
    question: Question, sentence: AnnotatedSentence, span: Span
) -> tuple[Token, ...]:
    deed = _deed(question)
    if deed is None or not _says_another(question, sentence, span):
        return ()
    parts = _figures(sentence, span)
    own = next((words for at, words in parts if at.overlaps(span)), None)
    if own is None or _is_one_of_a_run(sentence, span) or _does(deed, question, sentence, own):
        return ()
    others = (words for at, words in parts if not at.overlaps(span))
    return (deed,) if any(_does(deed, question, sentence, words) for words in others) else ()


def has_own_deed(sentence: AnnotatedSentence, span: Span, question: Question) -> bool:
    """Tell whether a verb that is not asked about says what a figure is of (受灾9人)."""
    fact = sentence.fact_at(span)
    own = fact.own if fact else ()
    return any(
        t.tag == "v"
        and len(t.text) > 1
        and t.text not in light_words()
        and t.text not in question.folded
        for t in sentence.tokens
        if any(s.start <= t.start and t.end <= s.end for s in own)
    )


def _deed(question: Question) -> Token | None:
    """Return the verb right before the question word for a figure ([破]了多少起), or behind it.

    (多少人[报名].)
    """
    if not question.kind.is_quantity or question.wh is None:
        return None
    end = question.folded.find(question.head, question.wh.end) + len(question.head)
    after = [t for t in question.tokens if t.start >= end and t.tag[0] in "vd"]
    while after and after[0].tag[0] == "d":
        after.pop(0)
    if after and question.head and len(after[0].text) > 1 and after[0].text not in light_words():
        return after[0]
    before = [t for t in question.tokens if t.end <= question.wh.start]
    while before and before[-1].text in _AFTER_VERB:
        before.pop()
    last = before[-1] if before else None
    deed = last is not None and last.tag == "v" and last.text not in light_words()
    return last if deed else None


def _says_another(question: Question, sentence: AnnotatedSentence, span: Span) -> bool:
    """Tell whether a figure has a verb or a measure of its own that is not asked about."""
    fact = sentence.fact_at(span)
    measure = fact.attribute if fact else None
    of_its_own = fact and measure and any(o.start <= measure.start < o.end for o in fact.own)
    if (
        measure
        and of_its_own
        and sentence.folded[measure.start : measure.end] not in question.folded
    ):
        return True
    return has_own_deed(sentence, span, question)


_AFTER_VERB = ("了", "过", "到", "出", "掉")


def _does(
    deed: Token, question: Question, sentence: AnnotatedSentence, parts: Sequence[Span]
) -> bool:
    """Tell whether parts of a sentence have a word that begins with a verb, or say it otherwise."""
    return any(
        t.text.startswith(deed.text) and any(p.start <= t.start and t.end <= p.end for p in parts)
        for t in sentence.tokens
    ) or any(is_said(question, deed, sentence.folded[p.start : p.end]) for p in parts)


def _told_of_a_part(
    asked: Sequence[Token], sentence: AnnotatedSentence, parts: Sequence[Span]
) -> tuple[Token, ...]:
    """Return the words of a question by which a sentence tells of a part (其中新建5公里)."""
    texts = [sentence.folded[p.start : p.end] for p in parts]
    return tuple(
        t for t in asked if any(text.startswith("其中") and t.text in text for text in texts)
    )


def _has_rival(
    asked: Sequence[Token],
    lacking: frozenset[str],
    sentence: AnnotatedSentence,
    own: Sequence[Span],
) -> bool:
    """Tell whether a figure's part has a name (二期) where another's has the one asked for."""
    text = "".join(sentence.folded[p.start : p.end] for p in own)
    numbered = {t.text[1:] for t in asked if t.text in lacking and t.text[0] in NUMERALS}
    if any(number + sort in text for sort in numbered for number in NUMERALS):
        return True
    here = [t for t in sentence.tokens if any(p.start <= t.start and t.end <= p.end for p in own)]
    if any(set(word) < set(t.text) for word in lacking for t in here):  # 进出口 for 进口
        return True
    tags = {t.tag for t in asked if t.text in lacking and t.tag in _PARTICULAR}
    return any(t.tag in tags and all(t.text != a.text for a in asked) for t in here)


def _is_one_of_a_run(sentence: AnnotatedSentence, span: Span) -> bool:
    """Tell whether a figure is what something was or came to, or is shared out by 分别."""
    change = sentence.changes.get(span)
    changed = change is not None and change.role in (Role.FROM, Role.TO)
    return changed or sentence.shares_out(span)


def has_own_subject(sentence: AnnotatedSentence, own: Sequence[Span], question: Question) -> bool:
    """Tell whether a figure's part has a noun that is not asked about: 去年为5件 goes on."""
    return any(
        t.tag.startswith(_NOUNS)
        and len(t.text) > 1
        and t.text not in attribute_nouns()
        and t.text not in light_words()
        and t.text not in question.folded
        for t in sentence.tokens
        if any(p.start <= t.start and t.end <= p.end for p in own)
        and not any(s.span.start <= t.start < s.span.end for s in sentence.times)
    )


@lru_cache(maxsize=64)  # asked for every candidate that is judged
def _telling(question: Question) -> tuple[Token, ...]:
    """Return the nouns and names of a question, its times and numbered things left out.

    Points in time are told apart by what is done then, too.
    """
    dated = question.kind is Kind.DATE
    times = times_and_ordinals(question)
    words = constraint_tokens(question)
    joined = (
        Token(one.text + other.text, one.start, other.end, "n")
        for one, other in pairwise(words)
        if len(one.text) == len(other.text) == 1 and one.end == other.start
    )  # 全|血
    return tuple(
        t
        for t in (*words, *joined, *(p for p in places(question.tokens) if p not in words))
        if len(t.text) > 1
        and (
            t.tag.startswith(_NOUNS)
            or t.tag == PLACE
            or t.text[0] in NUMERALS
            or (dated and t.tag[0] == "v")
        )
        and not any(s.start <= t.start < s.end for s in times)
    )


def _figures(sentence: AnnotatedSentence, span: Span) -> list[tuple[Span, tuple[Span, ...]]]:
    """Return the figures of the unit of the one at `span`, each with what is said of it alone."""
    facts = sentence.facts
    mine = sentence.fact_at(span)
    if mine is None:
        return []
    return [
        (f.quantity.span, (*f.own, *((s,) if (s := f.subject) else ()), *f.scope[: f.inherited]))
        for f in facts
        if f.quantity.unit == mine.quantity.unit
        or (f.quantity.dimension == mine.quantity.dimension not in _COUNTS)
    ]


def _times(sentence: AnnotatedSentence) -> list[tuple[Span, tuple[Span, ...]]]:
    """Return the points in time of a sentence, each with what stands up to the next.

    A time that ends its clause is told of what stands before it there (首班6:10,末班20:30).
    """
    points = [t.span for t in sentence.times if t.kind is not TimeKind.DURATION]
    if not points:
        return []
    clauses = [clause_around(sentence.folded, p) for p in points]
    ends = [*(p.start for p in points[1:]), len(sentence.folded)]
    own = [
        Span(clause.start, p.start) if _is_labelled(p, clause) else Span(p.end, max(p.end, end))
        for p, clause, end in zip(points, clauses, ends, strict=True)
    ]
    return [(p, (words,)) for p, words in zip(points, own, strict=True)]


def _is_labelled(time: Span, clause: Span) -> bool:
    """Tell whether a time ends its clause and something stands before it there."""
    return clause.start < time.start and time.end == clause.end


def _met(
    question: Question, asked: Sequence[Token], sentence: AnnotatedSentence, parts: Sequence[Span]
) -> frozenset[str]:
    """Return the words of a question that parts of a sentence have, or say otherwise."""
    told = [t for t in sentence.tokens if any(p.start <= t.start and t.end <= p.end for p in parts)]
    texts = [sentence.folded[p.start : p.end] for p in parts]
    return frozenset(
        a.text
        for a in asked
        if any(similarity(a.text, t.text) >= SAME_WORD for t in told)
        or any(other in text for other in synonyms().get(a.text, ()) for text in texts)
        or any(p.covers(a) and p.is_said_in(text) for p in paraphrases(question) for text in texts)
    )
