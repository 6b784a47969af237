"""Why a question gets no answer: nothing of it in the text, only the figure lacking, no question.

What a question is about are its words without those that only say what is measured or what
happened to it (某河的[全长], own_topic.py). A sentence mentions it that has these words, itself or
just before, and nothing that contrasts with them, nor only other times. Where it gives a fitting
figure for them all the same, that is the figure of something else, and what is asked is not
mentioned.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from bot.answering.annotation import AnnotatedSentence, FloatArray
from bot.answering.answer import Answer, Evidence, Refusal
from bot.answering.eligibility.fitting import fitting, stating, unit_fits
from bot.answering.facts import lexicon
from bot.answering.facts.times import find_times
from bot.answering.finder import Finder
from bot.answering.lexicon.words import PLACE_ENDINGS
from bot.answering.marking import marked
from bot.answering.matching import scopes, shared_text
from bot.answering.matching.match import Match
from bot.answering.matching.scopes import SCOPES
from bot.answering.own_topic import is_secondary, measuring_words
from bot.answering.question import Kind, Question
from bot.answering.strategies.passages import matches
from bot.answering.surroundings.asked_times import SOME_DAY
from bot.answering.surroundings.constraints import (
    constraint_tokens,
    leans_wholly,
    tokens_beside_times,
)
from bot.answering.surroundings.support import support
from bot.answering.surroundings.wording import found
from retrieval.page import Role, Span
from retrieval.tokens import Token, word_probability

MENTIONED = 0.6
"""Share of what a question is about, by weight, that a sentence must have to mention it."""
ITSELF = 0.3
"""Share of it, places left out, that the sentence itself must have."""
AROUND = 0.5
"""What a word counts that stands not in the sentence, but in a headline or just before."""
JUST_BEFORE = 2
"""Sentences of the paragraph before one with a figure that may say what it is about."""
POST = 2
"""Characters at the end of a post (局长) that must stand in the sentence."""
LOOKED_AT = 8
"""Sentences looked at."""
HEADLINE = 0.2
"""What is taken off the nearness of a headline, which says less than the sentence below it."""
FIGURE = 0.15
"""What is added where a figure is asked and the sentence has one in the unit asked."""
NAMED = 0.2
"""Share of a question, by weight, below which a passage is not near to it at all."""

_LACKING = {
    Kind.NUMBER: Refusal.NO_FIGURE,
    Kind.PERCENTAGE: Refusal.NO_FIGURE,
    Kind.MONEY: Refusal.NO_FIGURE,
    Kind.SUM: Refusal.NO_FIGURE,
    Kind.DIFFERENCE: Refusal.NO_FIGURE,
    Kind.DATE: Refusal.NO_TIME,
    Kind.DURATION: Refusal.NO_TIME,
    Kind.PERSON: Refusal.NO_NAME,
    Kind.ORGANISATION: Refusal.NO_NAME,
    Kind.TITLE: Refusal.NO_NAME,
    Kind.PLACE: Refusal.NO_PLACE,
    Kind.REASON: Refusal.NO_REASON,
}
"""What the text lacks where it mentions a thing; of other kinds it has to be in the text."""


def explained(answer: Answer, finder: Finder, before: Answer | None) -> Answer:
    """Return an answer without text, with the reason and the nearest passage, if one is near.

    A passage that a strategy offered is kept unless another mentions what is asked. `before` is
    the turn before, if there is one.
    """
    question = answer.question
    if before and before.refusal and _asks_the_same(question, before.refusal):
        return replace(answer, refusal=before.refusal, nearest=before.nearest)
    if not _is_question(question, finder):
        return replace(answer, refusal=Refusal.NOT_UNDERSTOOD, nearest=None)
    about = _about(question)
    ranked = _ranked(question, about, matches(question, finder))
    lacking = _LACKING.get(question.kind)
    if lacking is not None:
        for passage in ranked[:LOOKED_AT]:
            if _gives(question, passage):
                break
            if _mentions(question, about, passage):
                return replace(answer, refusal=lacking, nearest=passage.evidence())
    nearest = answer.nearest or next((p.evidence() for p in ranked), None)
    return replace(answer, refusal=Refusal.NOT_MENTIONED, nearest=nearest)


def _asks_the_same(question: Question, refusal: Refusal) -> bool:
    """Tell whether a question only goes on asking about what the turn before was refused for.

    One that names a thing itself (门票多少钱) has a reason of its own, and so has one to which the
    reason before says nothing (a figure is asked, where a name was lacking).
    """
    fits = refusal in (Refusal.NOT_MENTIONED, _LACKING.get(question.kind))
    named = any(not is_secondary(question, token) for token in constraint_tokens(question))
    return leans_wholly(question) and fits and not named


@dataclass(frozen=True)
class _Passage:
    """A sentence with what it has of the question."""

    match: Match
    number: int
    """Of the sentence in its article."""
    share: float
    """Of what the question is about, 0 to 1; what stands only around the sentence counts less."""
    own: float
    """The share that the sentence itself has, places left out."""

    @property
    def sentence(self) -> AnnotatedSentence:
        return self.match.article.sentences[self.number]

    def evidence(self) -> Evidence:
        return marked(self.match.article, self.sentence)


def _is_question(question: Question, finder: Finder) -> bool:
    """Tell whether something was asked that a text could answer."""
    if question.kind is Kind.NONE or not (question.focus or question.carried):
        return False
    said = any(finder.known(word) or word_probability(word) for word in question.focus)
    return said or bool(question.carried) or question.kind_rule != "bare"


def _about(question: Question) -> tuple[Token, ...]:
    """Return the words that say what a question is about."""
    carried = [Token(word, -1, -1, "n") for word in question.carried]
    asked = tuple(
        token
        for token in (*tokens_beside_times(question), *carried)
        if token.text.lstrip(_MAGNITUDES) not in question.units
        and not (token.text[0] in "一每" and token.text[1:] in lexicon.units())  # 多少钱一斤
    )
    things = tuple(t for t in asked if not is_secondary(question, t))
    # A town or county is what many things are said of: 某县的产量 is not mentioned with the county.
    return things if any(not _is_place(t, things) for t in things) else asked


def _is_place(token: Token, tokens: Iterable[Token]) -> bool:
    """Tell whether a token is a place with its rank, or the beginning of one that was cut."""
    if token.text[-1] in PLACE_ENDINGS:
        return True
    after = next((t.text for t in tokens if t.start == token.end), "")
    return after in _RANKS or (len(token.text) == 1 and after.endswith(_RANKS))


_RANKS = tuple(PLACE_ENDINGS)
_MAGNITUDES = "百千万亿"


def _weights(words: Iterable[str], match: Match) -> FloatArray:
    """Return the weight of each word of the question that is one of `words`, else 0."""
    wanted = frozenset(words)
    rows = np.array([word in wanted for word in match.words], dtype=bool)
    return np.where(rows, match.weights, np.float32(0))


def _ranked(
    question: Question, about: tuple[Token, ...], laid: tuple[Match, ...]
) -> list[_Passage]:
    """Return the sentences that are near to a question, the nearest first.

    Nearest is what has most of what is asked about, places last; a headline after the sentence
    that says the same.
    """
    scored = []
    for order, match in enumerate(laid):
        weights = _weights((t.text for t in about), match)
        things = _weights((t.text for t in about if not _is_place(t, about)), match)
        total, of_things = float(weights.sum()) or 1.0, float(things.sum()) or 1.0
        around = _around(question, match)
        for number, held in enumerate(match.in_sentence.T):
            share = float(weights @ np.maximum(held, AROUND * around[number])) / total
            own = float(things @ held) / of_things
            if max(float(weights @ held) / total, float(match.sentence_coverage[number])) < NAMED:
                continue
            # In the bigrams, what was carried over would count as much as what is asked.
            bigrams = 0.0 if question.carried else float(shared_text.bigram_coverage(match)[number])
            near = share + own + bigrams
            sentence = match.article.sentences[number]
            head = sentence.paragraph.role in _HEADS
            figure = question.kind.is_quantity and any(
                (q.unit == question.units[0] if question.units else unit_fits(question, q))
                for q in sentence.quantities
            )
            passage = _Passage(match, number, share, own)
            scored.append(((near - HEADLINE * head + FIGURE * figure, -order, -number), passage))
    return [passage for _, passage in sorted(scored, key=lambda pair: pair[0], reverse=True)]


def _around(question: Question, match: Match) -> list[FloatArray]:
    """Return for each sentence what the headlines and the sentences before it have, shape (Q,)."""
    sentences = match.article.sentences
    none = np.zeros(len(match.words), dtype=np.float32)
    heads = [match.in_sentence[:, n] for n, s in enumerate(sentences) if s.paragraph.role in _HEADS]
    reach = JUST_BEFORE if question.kind.is_quantity else len(sentences)
    around = []
    for number, sentence in enumerate(sentences):
        first = max(0, number - reach)
        before = [
            match.in_sentence[:, at]
            for at in range(first, number)
            if sentences[at].paragraph is sentence.paragraph
        ]
        around.append(np.max([none, *heads, *before], axis=0))
    return around


_HEADS = (Role.HEADLINE, Role.SUBHEAD)


def _mentions(question: Question, about: tuple[Token, ...], passage: _Passage) -> bool:
    """Tell whether a sentence mentions what is asked."""
    if not about or passage.share < MENTIONED or passage.own < ITSELF:
        return False
    sentence, article = passage.sentence, passage.match.article
    whole = Span(0, max(len(sentence.folded), 1))
    lacking = support(question, article, sentence, whole)
    if lacking.contrasting or {t.text for t in lacking.missing} & {t.text for t in about}:
        return False
    if _counts_another(question, sentence) or _of_another_time(question, passage):
        return False
    if question.kind is Kind.PERSON and question.head[-POST:] not in sentence.folded:
        return False
    return _has_names(about, passage)


def _has_names(about: tuple[Token, ...], passage: _Passage) -> bool:
    """Tell whether names stand where they must: whole, and not beside another person's."""
    sentence = passage.sentence
    text = "\n".join(s.folded for s in passage.match.article.sentences)
    joined = [
        one.text + other.text
        for one, other in pairwise(about)
        if one.end == other.start and one.tag == other.tag and one.tag in ("nr", "nt", "nz")
    ]
    if not all(found(name, text) for name in joined):
        return False
    persons = [t.text for t in about if t.tag == "nr"]
    others = any(t.tag == "nr" and t.text not in persons for t in sentence.tokens)
    return not others or all(name in sentence.folded for name in persons)


def _counts_another(question: Question, sentence: AnnotatedSentence) -> bool:
    """Tell whether what is to be counted is no noun of the sentence (几本[书]: 书展 is none)."""
    if not (question.kind.is_quantity and question.asks_sort):
        return False
    last = next((t.text for t in reversed(question.tokens) if question.head.endswith(t.text)), "")
    return len(last) == 1 and not any(t.text.endswith(last) for t in sentence.tokens)


def _of_another_time(question: Question, passage: _Passage) -> bool:
    """Tell whether a sentence names times, but none that the question asks for."""
    reference = passage.match.article.reference_date or SOME_DAY
    asked = [t.resolved for t in find_times(question.folded, reference) if t.resolved]
    asked = [a for a in asked if not any(a != b and a.contains(b) for b in asked)]
    named = [t.resolved for t in find_times(passage.sentence.folded, reference) if t.resolved]
    return bool(asked and named) and not any(a.contains(n) for a in asked for n in named)


def _gives(question: Question, passage: _Passage) -> bool:
    """Tell whether a sentence has a fitting figure (time) with all the words in its clause."""
    match = passage.match
    if not (question.kind.is_quantity or question.kind is Kind.DATE):
        return False
    tokens = constraint_tokens(question)
    places = {t.text for t in tokens if _is_place(t, tokens)}
    left_out = places | _times_in(question) | measuring_words()
    words = [t.text for t in tokens if t.text not in left_out]
    rows = (_weights([*words, *question.carried], match) > 0) & ~match.names
    fits = stating(match, fitting(match)) & (match.sentence == passage.number)
    near = scopes.scope(match)[rows][:, fits] >= SCOPES["clause"]
    return bool(rows.any() and np.all(near, axis=0).any())


def _times_in(question: Question) -> frozenset[str]:
    """Return the tokens of a question that are part of a time."""
    times = [t.span for t in find_times(question.folded)]
    return frozenset(
        t.text for t in question.tokens if any(s.start <= t.start < s.end for s in times)
    )
