"""Which words of a question stand beside a figure, but are said of another figure.

A sentence has figures of several things (甲站产值3亿元;乙站产值5亿元). That it has all the words of
a question does not make each of its figures the one asked: a word belongs to a figure that stands
in its statement, or before it with no other subject in between.
"""

from collections.abc import Sequence
from functools import partial

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.datafiles import table_words
from bot.answering.facts.measures import attribute_nouns
from bot.answering.facts.times import find_times
from bot.answering.lexicon.paraphrases import Paraphrase, paraphrases
from bot.answering.lexicon.words import light_words
from bot.answering.matching.similarity import SAME_WORD, similarity
from bot.answering.question import Kind, Question
from bot.answering.stretches import CLAUSE, clause_around, start_of, statement_around
from bot.answering.surroundings.antecedents import antecedents
from bot.answering.surroundings.constraints import constraint_tokens, times_and_ordinals
from bot.answering.surroundings.noun_rivals import has_rival, may_qualify
from bot.answering.surroundings.places import ANY_PLACE, PLACE, places
from bot.answering.surroundings.told import NOUNS, told
from bot.answering.surroundings.wording import found
from retrieval.page import Span
from retrieval.stopwords import stop_words
from retrieval.tokens import Token

_words = partial(table_words, __package__, "displaced.toml")
_LIGHT_VERBS = frozenset(_words("light_verbs"))
_POINTS_BACK = frozenset(_words("points_back"))


def displaced(
    question: Question, article: AnnotatedArticle, sentence: AnnotatedSentence, span: Span
) -> tuple[Token, ...]:
    """Return the words of a question that are said of another figure than the one at `span`."""
    times = [t.span for t in find_times(question.folded)]
    words = constraint_tokens(question)
    named = [*times_and_ordinals(question), *(Span(p.start, p.end) for p in places(words))]
    pointed_at = antecedents(article, sentence)
    asked = tuple(
        t
        for t in words
        if len(t.text) > 1
        and not any(s.start <= t.start < s.end for s in named)
        and not (found(t.text, pointed_at) and not found(t.text, sentence.folded))
    )
    statement = statement_around(sentence.folded, span)
    clause = clause_around(sentence.folded, span)
    here = sentence.folded[statement.start : clause.end]
    lacking = [t for t in asked if not told(question, t, here)]
    away = [t for t in lacking if t.tag.startswith(NOUNS)]
    before = Span(statement.start, span.start)
    if away and (
        _measures_another(question, sentence.folded[clause.start : span.start])
        or (not question.leans and _is_of_another(question, asked, article, sentence, before))
    ):
        return tuple(away)
    when = [question.folded[t.start : t.end] for t in times]
    single = [t for t in words if len(t.text) == 1 and t.tag[0] == "n"]  # 税
    lost = tuple(t for t in single if not told(question, t, here))
    if lost and _measures_another(question, sentence.folded[clause.start : span.start]):
        return lost
    counted = _counted_by_another(question, asked, when, sentence, clause, span)
    towns = [p for p in places(words) if p.text[0] not in ANY_PLACE and not told(question, p, here)]
    return counted or tuple(
        t
        for t in (*lacking, *towns)
        if (
            not _goes_on_with(question, t, article, sentence, span)
            and _is_of_a_later_figure(question, t, sentence, clause, span)
        )
        or (may_qualify(t) and has_rival(t, question, asked, sentence, statement))
    )


def _goes_on_with(
    question: Question,
    word: Token,
    article: AnnotatedArticle,
    sentence: AnnotatedSentence,
    span: Span,
) -> bool:
    """Tell whether a sentence begins to tell of parts of what the one before has a word of.

    (进出口9亿元。其中,出口5亿元.) The part must be asked about, and be nothing with a name.
    """
    before = article.before_in_paragraph(sentence)
    if not (sentence.folded.startswith("其中") and before and word.text in before[-1].folded):
        return False
    if ";" in sentence.folded[: span.start]:
        return False
    first = min((q.span.start for q in sentence.quantities), default=span.start)
    names = _nouns(sentence, Span(len("其中"), min(first, span.start)))
    return all(t.text in question.folded for t in names)


def _measures_another(question: Question, before: str) -> bool:
    """Tell whether a sum of money ([总投资]3亿元) is of a sort the question does not speak of.

    Of other figures the unit says what they measure.
    """
    if question.kind is not Kind.MONEY:
        return False
    noun = next((n for n in attribute_nouns() if len(n) > 1 and before.endswith(n)), "")
    asked = any(noun[-2:] in said for p in paraphrases(question) for said in p.said)
    return bool(noun) and noun[-2:] not in question.folded and not asked


def _counted_by_another(
    question: Question,
    asked: Sequence[Token],
    when: Sequence[str],
    sentence: AnnotatedSentence,
    clause: Span,
    span: Span,
) -> tuple[Token, ...]:
    """Return the words beside another figure of the same unit, if the clause of this has none.

    (有[队员]30人, 受过训练的8人: of the 8 it is not said that they are all there are.)
    What is told of the time asked, `when`, goes on from what it was (原有鱼9种,[今年]为14种).
    """
    text = sentence.folded
    if any(told(question, t, text[clause.start : clause.end]) for t in asked):
        return ()
    own = sentence.quantity_at(span)
    if sentence.changes.get(span) is not None:  # 有店8家,比去年多3家
        return ()
    between = [t.text for t in constraint_tokens(question) if len(t.text) > 1]
    others = [
        q
        for q in sentence.quantities
        if own
        and q.unit == own.unit
        and not (clause.start <= q.span.start < clause.end)
        and not any(
            word in text[min(q.span.end, clause.start) : clause.end] for word in (*when, *between)
        )
    ]
    beside = {
        t.text
        for t in sentence.tokens
        for q in others
        if q.qualified_span.start == t.end or q.span.end == t.start
    }
    return tuple(t for t in asked if t.text in beside)


def _is_of_a_later_figure(
    question: Question, word: Token, sentence: AnnotatedSentence, clause: Span, span: Span
) -> bool:
    """Tell whether a word stands first in a later clause that has a figure of its own.

    A figure of the same unit further on is the word's too, if it is a noun.
    """
    text = sentence.folded
    if found(word.text, text[: clause.end]):
        return _stands_at_a_later_figure(word, sentence, clause, span)
    at = text.find(word.text, clause.end)
    end = at + len(word.text)
    if at < 0 or any(t.start < end < t.end and t.start > at for t in sentence.tokens):
        return False  # 一个月租金 has no 月租
    if ";" in text[clause.end : at]:
        return True
    goes_on = question.folded[word.end : word.end + 1]
    own = clause_around(text, Span(at, end))
    if (
        word.tag != PLACE
        and goes_on.isalpha()
        and not text.startswith(goes_on, end)
        and _goes_on_with_noun_or_deed(question, word)
    ):
        return False  # 光伏基地 is asked about, and this is a 光伏板
    if any(own.start <= q.span.start < own.end for q in sentence.quantities):
        return True
    figure = sentence.quantity_at(span)
    unit = figure.unit if figure else None
    return word.tag.startswith((*NOUNS, PLACE)) and any(
        q.unit == unit and q.span.start > at for q in sentence.quantities
    )


def _stands_at_a_later_figure(
    word: Token, sentence: AnnotatedSentence, clause: Span, span: Span
) -> bool:
    """Tell whether a word stands right before another figure of the unit, later in the statement.

    (甲8批次,[不合格]1批次: not the 8.) The statement of the figure at `span` has it nowhere else.
    """
    text = sentence.folded
    figure = sentence.quantity_at(span)
    statement = statement_around(text, span)
    if figure is None or found(word.text, text[statement.start : clause.end]):
        return False
    return any(
        q.unit == figure.unit
        and clause.end <= q.span.start < statement.end
        and text.endswith(word.text, 0, q.qualified_span.start)
        for q in sentence.quantities
    )


def _goes_on_with_noun_or_deed(question: Question, word: Token) -> bool:
    """Tell whether a word of the question is part of more, or something is done with it."""
    after = next((t for t in question.tokens if t.start == word.end), None)
    if after is not None and word.tag[0] == "v" and after.tag[0] == "a":  # 整改[好]
        return False
    return after is not None and after.tag[0] in "navjlbsg" and after.text not in _LIGHT_VERBS


def _is_of_another(
    question: Question,
    asked: Sequence[Token],
    article: AnnotatedArticle,
    sentence: AnnotatedSentence,
    before: Span,
) -> bool:
    """Tell whether a figure has a subject, and none of its nouns is asked about."""
    own = [t for t in _nouns(sentence, before) if t.text not in attribute_nouns()]
    said_before = "\n".join(s.folded for s in article.before_in_paragraph(sentence))
    if all(found(a.text, said_before) for a in asked if a.tag.startswith(NOUNS)):
        own = [t for t in own if t.text not in _POINTS_BACK]
    said = sentence.folded[before.start : before.end]
    if any(place.text in said for place in places(question.tokens)):
        return False  # 甲县山多,只修了3公里
    if any(p.is_said_in(said) and not _is_measure(p, said) for p in paraphrases(question)):
        return False
    if _is_bare_deed(question, sentence, before):
        return False
    return bool(own) and not any(
        told(question, a, said) or any(similarity(a.text, t.text) >= SAME_WORD for t in own)
        for a in asked
        if a.tag != "v"
    )


def _is_measure(paraphrase: Paraphrase, said: str) -> bool:
    """Tell whether a text says words of a question otherwise only in what it measures (造价)."""
    nouns = tuple(noun for noun in attribute_nouns() if len(noun) > 1)
    return all(word.endswith(nouns) for word in paraphrase.said if word in said)


def _is_bare_deed(question: Question, sentence: AnnotatedSentence, before: Span) -> bool:
    """Tell whether the clause of a figure has a verb asked for, and no noun (一次最多[借]4册)."""
    start = start_of(sentence.folded, before.end, CLAUSE)
    clause = Span(max(start, before.start), before.end)
    verbs = {t.text for t in constraint_tokens(question) if t.tag == "v"}
    inside = sentence.tokens_in(clause)
    return any(t.text in verbs for t in inside) and not _nouns(sentence, clause)


def _nouns(sentence: AnnotatedSentence, within: Span) -> list[Token]:
    """Return the nouns that say of what a part of a sentence speaks."""
    times = [t.span for t in sentence.times]
    return [
        t
        for t in sentence.tokens
        if within.start <= t.start
        and t.end <= within.end
        and len(t.text) > 1
        and t.tag.startswith(("n", "j"))
        and t.text not in light_words()
        and t.text not in stop_words()
        and not any(s.start <= t.start < s.end for s in times)
    ]
