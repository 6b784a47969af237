"""What a sentence calls the most, read for a question that asks which of a set is.

A superlative in other words than the question's counts where the sentence and what stands around
it have most of the question's other words.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.answer import Answer, Status
from bot.answering.facts.names import is_name
from bot.answering.facts.superlatives import FIRST, Superlative, find_superlatives
from bot.answering.marking import marked
from bot.answering.question import Question
from bot.answering.spans.torn_names import whole_name
from bot.answering.strategies.base import Context
from bot.answering.strategies.compared.asked_sets import AGES, OF_AGE, SetAsked, is_of_sort
from bot.answering.strategies.compared.enumerated import (
    enumerations,
    is_thing,
    may_be_named,
    measure_of,
    most_of,
    place_named,
)
from bot.answering.strategies.computed.decomposition import words
from bot.answering.strategies.computed.figures import articles, figures
from bot.answering.strategies.computed.shares import share_around
from bot.answering.strategies.computed.things import has
from bot.answering.strategies.wanted import Wanted
from retrieval.page import Span

STATED = 0.9
"""Confidence where the text names the one that is the most."""
_LOOSELY, _LOOSELY_OF_MANY, _MANY = 0.6, 0.55, 3
"""Share of the question's other words that must stand in the sentence or around it; beside the
numbers of so many members a little less will do."""
_SHORT = 2
"""Characters of a noun for a sort of thing that says no more (养殖[大户])."""


@dataclass(frozen=True)
class Told:
    """Something that a sentence calls the most."""

    article: AnnotatedArticle
    sentence: AnnotatedSentence
    most: Superlative
    name: Span
    """What is called so, in the sentence: cut as it was asked for."""

    @property
    def clause(self) -> str:
        """What says so, folded."""
        return self.sentence.folded[self.most.clause.start : self.most.clause.end]

    @property
    def whole(self) -> str:
        """All of the noun that is called so."""
        return self.sentence.sentence.text[self.most.subject.start : self.most.subject.end]

    @property
    def text(self) -> str:
        """The name as it stands in the text."""
        return self.sentence.sentence.text[self.name.start : self.name.end]

    def is_of(self, noun: str) -> bool:
        """Tell whether it is of what is compared; a rank, if the sentence speaks of it."""
        if self.most.word != FIRST:
            changes = words("change")
            same = noun in changes and any(word in self.said for word in changes)
            return same or has(self.said, noun)
        return any(has(self.sentence.folded, part) for part in noun.split("的") if part)

    @property
    def said(self) -> str:
        """The clause, from the clause on that names what is called so."""
        start = min(self.most.subject.start, self.most.clause.start)
        return self.sentence.folded[start : self.most.clause.end]

    def answer(self, question: Question, score: float) -> Answer:
        """Return the name as the answer, as sure as the place fits the question (0 to 1)."""
        evidence = marked(self.article, self.sentence, self.name)
        return Answer(
            question,
            Status.ANSWERED,
            self.text,
            question.kind,
            STATED * score,
            evidence=(evidence,),
        )


def told_most(
    question: Question,
    asked: SetAsked,
    article: AnnotatedArticle,
    sentence: AnnotatedSentence,
    *,
    loosely: bool = False,
) -> Iterator[Told]:
    """Yield what a sentence calls the most as the question has it; `loosely` in any word."""
    for most in find_superlatives(
        sentence.folded, sentence.quantities, sentence.times, sentence.tokens
    ):
        subject = sentence.folded[most.subject.start : most.subject.end]
        says = _says(asked, most.word, sentence.folded) or (loosely and _goes(asked, most.word))
        if not says or subject in question.folded:
            continue
        name = _person_named(question, sentence, most.subject)
        name = _without_measure(sentence, _without_asked(question, sentence, name))
        name = place_named(asked, sentence, _until_time(sentence, name))
        if not len(name) or not may_be_named(sentence, name):
            continue
        if is_of_sort(sentence.folded[name.start : name.end], asked):
            yield Told(article, sentence, most, whole_name(article, sentence, name))


def _says(asked: SetAsked, word: str, sentence: str) -> bool:
    """Tell whether the superlative of a text is the one asked for (年龄最大 for 最年长)."""
    of_age = OF_AGE.get(asked.word)
    ranked = word == FIRST and asked.word in words("directions", "more")
    return (
        ranked or word == asked.word or (word == of_age and any(noun in sentence for noun in AGES))
    )


def _goes(asked: SetAsked, word: str) -> bool:
    """Tell whether two superlatives go the same way (最多, 最重)."""
    ways = (words("directions", "more"), words("directions", "less"))
    return any(word in way and asked.word in way for way in ways)


def _person_named(question: Question, sentence: AnnotatedSentence, span: Span) -> Span:
    """Return the name with which a description of the person asked for ends (教师[甲])."""
    if question.wh is None or "谁" not in question.folded[question.wh.start : question.wh.end]:
        return span
    last = next((t for t in sentence.tokens if t.end == span.end and t.start >= span.start), None)
    return Span(last.start, last.end) if last and is_name(last.text) else span


def _until_time(sentence: AnnotatedSentence, span: Span) -> Span:
    """Cut off what begins with a time (甲公司[前三季度净亏损])."""
    starts = [t.span.start for t in sentence.times if span.start < t.span.start < span.end]
    return Span(span.start, min([*starts, span.end]))


def _without_asked(question: Question, sentence: AnnotatedSentence, span: Span) -> Span:
    """Cut off what the question asks about, and the verb before it (甲类企业[招的工人])."""
    owner, of, owned = sentence.folded[span.start : span.end].rpartition("的")
    if not of or not owned or owned not in question.folded:
        return span
    end = span.start + len(owner)
    inside = [t for t in sentence.tokens if span.start < t.start and t.end <= end]
    while inside and inside[-1].tag.startswith("v"):
        end = inside.pop().start
    return Span(span.start, end)


def _without_measure(sentence: AnnotatedSentence, span: Span) -> Span:
    """Cut off the noun that says what is measured (甲大学[成交额]); all, where no noun is left."""
    end = span.end - len(measure_of(sentence, span))
    if end == span.end:
        return span
    last = next((t for t in sentence.tokens if t.start < end <= t.end), None)
    is_name = last is not None and last.start >= span.start and last.tag[0] not in "vdp"
    return Span(span.start, end) if is_name else Span(span.start, span.start)


def answer_loosely(question: Question, asked: SetAsked, context: Context) -> Answer | None:
    """Return what the text calls the most, or has the greatest number, in other words; or None.

    None with `always_answer`: there the general strategy cuts more as asked.
    """
    if context.always_answer:
        return None
    best: tuple[float, Told] | None = None
    for article in articles(context.finder, question):
        for sentence in article.sentences:
            for told in told_most(question, asked, article, sentence, loosely=True):
                if asked.noun in words("shares") and set("占率比").isdisjoint(told.clause):
                    continue
                share = _share(question, asked, article, sentence, context)
                if share >= _LOOSELY and (best is None or share > best[0]):
                    best = (share, told)
    if best is not None:
        return best[1].answer(question, best[0])
    return _greatest(question, asked, context)


def _greatest(question: Question, asked: SetAsked, context: Context) -> Answer | None:
    """Return the member of an enumeration with the greatest (least) number."""
    found = []
    shares = frozenset({"ratio"}) if asked.noun in words("shares") else frozenset[str]()
    wanted = Wanted(dimensions=shares)
    for level, members in enumerations(figures(context.finder, question), wanted, asked):
        first = members[0].figure
        share = _share(question, asked, first.article, first.sentence, context)
        least = _LOOSELY if len(members) < _MANY else _LOOSELY_OF_MANY
        named = all(may_be_named(m.figure.sentence, m.name) for m in members)
        if share >= least and named and (shares or all(map(is_thing, members))):
            found.append((-level, share, members))
    if not found:
        return None
    _, share, members = max(found, key=lambda entry: entry[:2])
    return most_of(question, asked.word, members, share)


def _share(
    question: Question,
    asked: SetAsked,
    article: AnnotatedArticle,
    sentence: AnnotatedSentence,
    context: Context,
) -> float:
    """Return which share of the question's words the sentence and what is around it have, 0 to 1.

    The words for the superlative and for the sort of thing asked count nothing.
    """
    sort = asked.kind_of or question.head
    return share_around(
        question,
        article,
        sentence,
        context,
        lambda word: (
            word == sort
            or (sort.endswith(word) and len(word) <= _SHORT)
            or word.lstrip("最") in (asked.word, "")
        ),
    )
