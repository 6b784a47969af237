"""Which words of a question stand beside a figure, but are said of another figure.

A sentence has figures of several things (甲站产值3亿元;乙站产值5亿元). That it has all the words of
a question does not make each of its figures the one asked: a word belongs to a figure that stands
in its statement, or before it with no other subject in between.
"""

from collections.abc import Sequence
from itertools import pairwise

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.antecedents import antecedents
from bot.answering.constraints import constraint_tokens, times_and_ordinals
from bot.answering.facts.measures import attribute_modifiers, attribute_nouns
from bot.answering.facts.times import find_times
from bot.answering.lexicon import light_words
from bot.answering.paraphrases import Paraphrase, is_said, paraphrases
from bot.answering.places import ANY_PLACE, PLACE, places
from bot.answering.question import Kind, Question
from bot.answering.similarity import SAME_WORD, similarity
from bot.answering.stretches import CLAUSE, clause_around, start_of, statement_around
from bot.answering.support import found
from retrieval.page import Span
from retrieval.stopwords import stop_words
from retrieval.tokens import Token

_NOUNS = ("n", "vn", "j", "l", "b")
"""Parts of speech of the words that say of what a figure is."""


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
    away = [t for t in lacking if t.tag.startswith(_NOUNS)]
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
        if _is_of_a_later_figure(question, t, sentence, clause, span)
        or (_may_qualify(t) and _has_rival(t, question, asked, sentence, statement))
    )


def told(question: Question, token: Token, text: str) -> bool:
    """Tell whether a folded text has a word of the question, or says it otherwise."""
    return found(token.text, text) or is_said(question, token, text)


def told_later(question: Question, sentence: AnnotatedSentence, span: Span) -> tuple[Token, ...]:
    """Return the words of a question that only a statement after that of `span` has."""
    statement = statement_around(sentence.folded, span)
    before, after = sentence.folded[: statement.end], sentence.folded[statement.end :]
    return tuple(
        t
        for t in constraint_tokens(question)
        if len(t.text) > 1
        and t.tag.startswith(_NOUNS)
        and t.text in after
        and not told(question, t, before)
    )


def told_before(question: Question, sentence: AnnotatedSentence, span: Span) -> tuple[Token, ...]:
    """Return the words of a question if one statement before that of `span` has all of them.

    And that of `span` has none (急事当天办;难事先报告: asked about what is 当天办).
    """
    own = statement_around(sentence.folded, span)
    here = sentence.folded[own.start : own.end]
    asked = tuple(t for t in constraint_tokens(question) if len(t.text) > 1)
    if not asked or any(told(question, t, here) for t in asked):
        return ()
    before = sentence.folded[: own.start].split(";")
    has_all = any(all(told(question, t, statement) for t in asked) for statement in before)
    return asked if has_all else ()


def told_of_a_rival(
    question: Question, sentence: AnnotatedSentence, span: Span
) -> tuple[Token, ...]:
    """Return the words of a question in whose place the statement of `span` has others.

    That is where another statement of the sentence has the words (甲县基地项目;乙县纤维项目).
    """
    statement = statement_around(sentence.folded, span)
    own = sentence.folded[statement.start : statement.end]
    asked = [t for t in constraint_tokens(question) if len(t.text) > 1]
    return tuple(
        t
        for t in asked
        if t.tag.startswith(_NOUNS)
        and t.text in sentence.folded
        and not told(question, t, own)
        and (
            _has_rival(t, question, asked, sentence, statement)
            or _has_rival_of_sort(t, question, sentence, statement)
        )
    )


def _has_rival_of_sort(
    word: Token, question: Question, sentence: AnnotatedSentence, statement: Span
) -> bool:
    """Tell whether another noun stands before the character that says of what sort (物理类)."""
    sort = question.folded[word.end : word.end + 1]
    if not sort.isalnum() or word.text + sort not in sentence.folded:
        return False
    return any(
        before.end == token.start and token.text.startswith(sort) and before.tag.startswith("n")
        for before, token in pairwise(sentence.tokens)
        if statement.start <= before.start < statement.end and before.text not in question.folded
    )


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
    return word.tag.startswith((*_NOUNS, PLACE)) and any(
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


_LIGHT_VERBS = frozenset(
    {"要", "想", "能", "会", "有", "为", "是", "可", "可以", "应", "应该", "得", "占"}
)


def _goes_on_with_noun_or_deed(question: Question, word: Token) -> bool:
    """Tell whether a word of the question is part of more, or something is done with it."""
    after = next((t for t in question.tokens if t.start == word.end), None)
    return after is not None and after.tag[0] in "navjlbsg" and after.text not in _LIGHT_VERBS


_POINTS_BACK = frozenset({"项目", "工程", "公司", "企业", "单位", "活动", "全程", "整个", "总"})
"""Nouns by which a sentence goes on with what was named before it ([项目]总投资3亿元)."""


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
    if all(found(a.text, said_before) for a in asked if a.tag.startswith(_NOUNS)):
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
    told = [t for t in sentence.tokens if clause.start <= t.start and t.end <= clause.end]
    return any(t.text in verbs for t in told) and not _nouns(sentence, clause)


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


def _may_qualify(word: Token) -> bool:
    """Tell whether a word may say of which of several a noun speaks (一般 in 一般地区)."""
    return word.tag.startswith((*_NOUNS, "a"))


def _has_rival(
    word: Token,
    question: Question,
    asked: Sequence[Token],
    sentence: AnnotatedSentence,
    statement: Span,
) -> bool:
    """Tell whether another noun stands where the question has `word`.

    That is before the noun that follows it, or after the 的 of the noun before.
    """
    following = next((t for t in asked if t.start >= word.end), None)
    previous = next((t for t in reversed(asked) if t.end <= word.start), None)
    tokens = [t for t in sentence.tokens if statement.start <= t.start < statement.end]
    if following and _joined(question.folded[word.end : following.start]):
        pairs = [(t, before) for before, t in pairwise(tokens) if t.text == following.text]
        if any(_is_rival(before, asked) for _, before in pairs):
            return True
    if previous is None or question.folded[previous.end : word.start] != "的":
        return False
    return any(
        one.text == previous.text and de.text == "的" and _is_rival(after, asked)
        for one, de, after in zip(tokens, tokens[1:], tokens[2:], strict=False)
    )


def _joined(between: str) -> bool:
    """Tell whether nothing but times and 的 stands between two words."""
    for time in find_times(between):
        between = between.replace(between[time.span.start : time.span.end], "")
    return between in ("", "的")


def _is_rival(token: Token, asked: Sequence[Token]) -> bool:
    """Tell whether a token is a noun that could stand in the place of one that is asked about."""
    return (
        token.tag.startswith(_NOUNS)
        and token.tag != "vn"  # 免费|体检
        and len(token.text) > 1
        and token.text[0] not in ANY_PLACE
        and token.text not in (*light_words(), *attribute_modifiers())
        and not any(similarity(a.text, token.text) >= SAME_WORD for a in asked)
    )
