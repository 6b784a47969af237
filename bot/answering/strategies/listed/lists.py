"""Which ones: the enumeration of the text that names what the question asks for, whole."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Alternative, Answer, Status
from bot.answering.facts.enumerations import find_enumerations
from bot.answering.facts.names import is_name, is_person_noun
from bot.answering.marking import marked
from bot.answering.matching.match import Match
from bot.answering.question import Kind, Question
from bot.answering.strategies.base import Context, likelihood, no_answer
from bot.answering.strategies.listed.list_place import ListPlace
from bot.answering.strategies.listed.list_question import (
    asks_only,
    expected_count,
    head_of,
    kind_nouns,
)
from bot.answering.strategies.passages import (
    best_sentences,
    matches,
)
from bot.answering.surroundings.places import places
from bot.answering.surroundings.support import support
from bot.answering.understanding.kind import head_kind
from retrieval.fold import fold
from retrieval.page import Span
from retrieval.tokens import Token

_SENTENCES = 15
"""Sentences whose enumerations are compared."""
_ACCEPTED = 0.78
"""Score at which an enumeration answers as likely as not."""
_STEEPNESS = 6.0
_SURE = 0.85
"""Confidence from which an enumeration is better than the best span where all is answered."""
_LEAST = 0.6
"""Share of the question's words without which nothing else makes an enumeration an answer."""
_LEAST_COUNTED = 0.3
"""Likewise, where the noun asked for sums up the items."""
_LEAST_AS_ASKED = 0.45
"""Likewise, where the text gives the number of the items that the question gives."""
_SEVERAL = re.compile("哪(?:[几两二三四五六七八九十]|\\d)")
"""Asks for more than one."""
_JOINED = re.compile("[、和与及跟或,;]|》《|”“")
_MORE = re.compile("[^,;。:!?()”等\\d两二三四五六七八九十]{0,8}?[和及与、]")
"""What follows items of which there are more; a count (三类产业) or 等 closes them."""
_GOES_ON = re.compile("[一-鿿]")
_MAY_LACK = 1
"""Nouns of the question that need not stand around items counted as it counts them."""
_NUMBER = re.compile("[两二三四五六七八九十]|\\d")
_CLAUSE_MARKS = ",;:。"
_POSSIBLE = 0.65
"""Score from which an enumeration may answer where the general strategy points at it."""


@dataclass(frozen=True)
class _Listed:
    """An enumeration that could answer."""

    match: Match
    sentence: AnnotatedSentence
    items: tuple[Span, ...]
    coverage: float
    score: float
    is_counted: bool
    """The noun asked for sums up the items."""
    is_counted_as_asked: bool
    """Their number stands beside them, and is the one that the question gives, if it gives one."""

    @property
    def span(self) -> Span:
        return Span(self.items[0].start, self.items[-1].end)

    @property
    def text(self) -> str:
        return self.sentence.sentence.text[self.span.start : self.span.end]

    def is_as_long_as(self, question: Question) -> bool:
        """Tell whether it has as many items as the question says, or the question says nothing."""
        expected = expected_count(question.folded)
        return expected is None or expected == len(self.items)

    def in_clause(self) -> "_Listed":
        """Return the enumeration with the rest of its clause: what reading tests want quoted."""
        text = self.sentence.folded
        start = max(text.rfind(mark, 0, self.span.start) for mark in _CLAUSE_MARKS) + 1
        ends = (text.find(mark, self.span.end) for mark in _CLAUSE_MARKS)
        end = min((at for at in ends if at >= 0), default=len(text))
        return replace(self, items=(Span(start, end),))

    def is_grounded(self, question: Question) -> bool:
        """Tell whether the text around has every name and time of the question."""
        lacking = support(question, self.match.article, self.sentence)
        head = head_of(question)
        named = places(question.tokens)
        counted = self.is_counted or (
            self.is_counted_as_asked and len(lacking.missing_nouns) <= _MAY_LACK
        )
        lacks = any(not self._is_number(t, question) for t in lacking.missing_names) or any(
            t.text not in head
            and not asks_only(question, t)
            and (not counted or any(p.start <= t.start < p.end for p in named))
            for t in lacking.missing_nouns
        )
        if lacks or lacking.conflicting_times:
            return False
        towns = [t.text for t in question.tokens if t.tag == "ns"]
        if not towns or any(p in self.sentence.folded for p in towns):
            return True
        headline = fold(self.match.article.article.headline or "")
        return any(p in headline for p in towns) or not self._is_elsewhere()

    def _is_number(self, token: Token, question: Question) -> bool:
        """Tell whether a token says how many items are asked for, as many as there are (四条)."""
        number = expected_count(question.folded)
        return number == len(self.items) and _NUMBER.match(token.text) is not None

    def _is_elsewhere(self) -> bool:
        """Tell whether the sentence says of itself where it happened (在甲市，…)."""
        tokens = self.sentence.tokens
        return any(
            token.text in kind_nouns()["locating"] and following.tag == "ns"
            for token, following in itertools.pairwise(tokens)
        )

    def is_torn(self) -> bool:
        """Tell whether the items are not all there is, or not whole.

        More are joined to the last (甲、乙|书和印章), it is the first character of a word
        (甲、[青]山县), or the first is a measure (走9[公里]、停5站).
        """
        folded = self.sentence.folded
        is_measure = folded[: self.items[0].start][-1:].isdigit()
        return is_measure or goes_on(folded, self.items)

    def surrounds(self, answer: Answer) -> bool:
        """Tell whether the answer is part of this enumeration."""
        return answer.status is Status.ANSWERED and any(
            e.sentence is self.sentence.sentence and any(self.span.contains(m) for m in e.marks)
            for e in answer.evidence
        )

    @property
    def confidence(self) -> float:
        least = _LEAST_AS_ASKED if self.is_counted_as_asked else _LEAST
        if self.coverage < (_LEAST_COUNTED if self.is_counted else least):
            return 0.0
        return likelihood(self.score, accepted=_ACCEPTED, steepness=_STEEPNESS)


def answer_list(question: Question, context: Context) -> Answer | None:
    """Return the enumeration asked for; no answer where the text lacks what it is asked of.

    None where nothing is enumerated: one thing, or a clause, may answer as well. Where an answer
    must be given, it is the clause around the enumeration.
    """
    listed = sorted(_candidates(question, context), key=lambda item: -item.score)
    if not listed:
        return _unless_one(question, context)
    if context.always_answer:
        return _best_there_is(question, context, listed)
    grounded = [item for item in listed if item.is_grounded(question)]
    if not grounded:
        return no_answer(question, 0.0, marked(listed[0].match.article, listed[0].sentence))
    best, *others = sorted(grounded, key=_Listed.is_torn)
    if not best.is_torn() and best.confidence >= context.threshold and best.is_as_long_as(question):
        return _answer(question, best, others)
    # The general strategy may know the place better: then all that is enumerated there.
    single = context.span_answer(question)
    elsewhere = any(item.surrounds(single) for item in listed if item not in grounded)
    if elsewhere or not _names(question, single) or not _could_be_several(question, single):
        return no_answer(question, 0.0, marked(best.match.article, best.sentence))
    possible = (
        item
        for item in grounded
        if item.score >= _POSSIBLE and item.is_as_long_as(question) and not item.is_torn()
    )
    around = next((item for item in possible if item.surrounds(single)), None)
    if around is None:
        return _unless_one(question, context)
    others = [item for item in grounded if item is not around]
    return replace(_answer(question, around, others), confidence=single.confidence)


def _unless_one(question: Question, context: Context) -> Answer | None:
    """Return no answer where several are asked for and the general strategy has only one.

    (哪几所学校 is not answered by 甲小学, nor by 三所学校.)
    """
    if context.always_answer or _SEVERAL.search(question.folded) is None:
        return None
    single = context.span_answer(question)
    if single.text is None or _JOINED.search(fold(single.text)):
        return None
    return no_answer(question)


def _best_there_is(question: Question, context: Context, listed: list[_Listed]) -> Answer:
    """Return the clause around an enumeration, a doubtful one only where the best span stands."""
    best = listed[0]
    if best.confidence < _SURE:
        single = context.span_answer(question)
        there = {id(e.sentence) for e in single.evidence}
        beside = next((item for item in listed if id(item.sentence.sentence) in there), None)
        if beside is None:
            return single
        best = beside
    return _answer(question, best.in_clause(), [item for item in listed if item is not best])


def _names(question: Question, answer: Answer) -> bool:
    """Tell whether an answer may be one of the organisations or places asked for by their kind."""
    head = head_of(question)
    kind = head_kind(head)
    if answer.text is None or kind not in (Kind.PLACE, Kind.ORGANISATION):
        return True
    return any(head.endswith(noun) for noun in kind_nouns()[kind]) or head[-1] in answer.text


def _could_be_several(question: Question, answer: Answer) -> bool:
    """Tell whether an answer may be as many things as the question says, where it says so."""
    expected = expected_count(question.folded)
    if answer.text is None or expected is None:
        return True
    return len(_JOINED.findall(fold(answer.text))) + 1 >= expected


def _answer(question: Question, best: _Listed, others: list[_Listed]) -> Answer:
    return Answer(
        question,
        Status.ANSWERED,
        best.text,
        question.kind,
        best.confidence,
        evidence=(marked(best.match.article, best.sentence, best.span),),
        alternatives=tuple(
            Alternative(o.text, o.confidence, marked(o.match.article, o.sentence, o.span))
            for o in others[:4]
        ),
    )


def _candidates(question: Question, context: Context) -> Iterator[_Listed]:
    for match, number in best_sentences(matches(question, context.finder), _SENTENCES):
        sentence = match.article.sentences[number]
        for enumeration in find_enumerations(sentence.folded, sentence.tokens):
            place = ListPlace(match, number, enumeration)
            if (
                _only_adds_ranks(sentence.folded, place.items)
                or _are_numbers(sentence.folded, place.items)
                or _tells_deed(question, sentence, place.items[0])
                or _are_no_people(question, sentence.folded, place.items)
            ):
                continue
            yield _Listed(
                match,
                sentence,
                place.items,
                place.coverage,
                place.score,
                place.is_counted,
                place.is_counted_as_asked,
            )


def goes_on(folded: str, items: tuple[Span, ...]) -> bool:
    """Tell whether what is enumerated goes on behind the items: more are joined to the last, or it
    is the first character of a word."""
    last = items[-1]
    longer = any(len(item) > 1 for item in items[:-1])
    is_part = len(last) == 1 and longer and _GOES_ON.match(folded, last.end) is not None
    return is_part or _MORE.match(folded, last.end) is not None


def _only_adds_ranks(folded: str, items: tuple[Span, ...]) -> bool:
    """Tell whether the items are only the other last characters of a noun (县[(市、区)])."""
    return folded[: items[0].start].endswith("(") and all(len(item) == 1 for item in items)


def _tells_deed(question: Question, sentence: AnnotatedSentence, first: Span) -> bool:
    """Tell whether bodies or places are asked for, and a list begins with a deed (落到甲、乙)."""
    if head_kind(head_of(question)) not in (Kind.PLACE, Kind.ORGANISATION):
        return False
    inside = sentence.tokens_in(first)
    return len(inside) > 1 and inside[0].tag in ("d", "ad", "v") and inside[1].tag in ("d", "v")


def _are_no_people(question: Question, folded: str, items: tuple[Span, ...]) -> bool:
    """Tell whether 哪些人 asks for people, and the items are bodies or deeds (某所、某局)."""
    texts = [folded[item.start : item.end] for item in items]
    return "哪些人" in question.folded and not any(
        is_person_noun(text) or is_name(text) or head_kind(text) is Kind.PERSON for text in texts
    )


def _are_numbers(folded: str, items: tuple[Span, ...]) -> bool:
    """Tell whether the items are bare numbers (30、14), which name nothing."""
    return all(folded[item.start : item.end].isdecimal() for item in items)
