"""An enumeration in its sentence, seen from a question: how far it is what is asked for."""

import re
from functools import cached_property

import numpy as np

from bot.answering.annotation import OPENERS, FloatArray
from bot.answering.facts.enumerations import IN_ALL, Enumeration
from bot.answering.lexicon.words import light_words
from bot.answering.matching.match import Match
from bot.answering.matching.similarity import similarity
from bot.answering.question import Kind
from bot.answering.strategies.listed.list_counts import is_counted_as_asked
from bot.answering.strategies.listed.list_question import expected_count, head_of, kind_nouns
from bot.answering.strategies.passages import surroundings, whole_words
from bot.answering.understanding.kind import head_kind
from retrieval.page import Span
from retrieval.patterns import any_of
from retrieval.stopwords import stop_words
from retrieval.tokens import Token

_SAME = 0.6
"""Similarity from which two words count as the same."""
_NEAR = 14
"""Characters before and after an enumeration in which the noun asked for is sought."""
_COUNTED = re.compile(r"(?:[两二三四五六七八九十]|\d)\w{1,3}$")
"""A number with what it counts, before a colon (三招:)."""
_ORDINAL = re.compile("[“‘]?(?:一是|第一|首先|其一|一要|1[.、])")
"""What only numbers the first item (一是甲)."""
_LEAD = 4
"""Characters by which an enumeration may begin after a colon."""
_CLAUSE_END = frozenset(",;。、")
_QUOTED_LAST = re.compile("“[^”]+”$")
_SPELT_OUT = 0.95
"""Coverage of an enumeration that spells out the name which is asked about."""

# What a word of the question is worth by where it stands: in the clause of the enumeration, in
# its sentence, in its paragraph, anywhere in the article (the headline included).
_CLAUSE, _SENTENCE, _PARAGRAPH, _ARTICLE = 1.0, 0.9, 0.7, 0.45

# What speaks for an enumeration beside the words of the question, on the same scale (1 for all).
_COUNT_AGREES, _COUNT_DIFFERS, _COUNT_DIFFERS_CLOSED = 0.3, -0.4, -0.7
_HEAD_COUNTED = 0.25
"""What it adds where the noun asked for stands right after, with the number of items or 等."""
_HEAD_NEXT, _HEAD_BEFORE, _HEAD_ENDING, _KIND_AGREES, _KIND_DIFFERS = 0.3, 0.2, 0.25, 0.2, -0.2
_NEIGHBOUR = 0.2
_UNMARKED = -0.3
_ASKED_INSIDE = -0.15
_NOUN = 2
"""Characters of a noun that sums up an enumeration."""
_SUMS_UP = (
    f"(?:等|(?:仍|都|均)?[是为]|{any_of(IN_ALL)}?(?=[两二三四五六七八九十\\d]))"
    "(?:(?:[两二三四五六七八九十]|\\d+)[个大类种项家条名位座所块处批]?(?:方面)?)?"
    "(?:主要|重点|不同|常见)?的?{}"
)
_VAGUE = frozenset({"地方"})
"""Nouns that are of a kind by their form only (网站 answers 哪些地方)."""


class ListPlace:
    """An enumeration in its sentence, seen from a question."""

    def __init__(self, match: Match, number: int, enumeration: Enumeration) -> None:
        self.match = match
        self.number = number
        self.sentence = match.article.sentences[number]
        self.enumeration = enumeration
        self.asked = tuple(w for w in match.words if w not in stop_words())
        self.weights = _weights(match)
        self.head = head_of(match.question)
        self.items = self._trimmed()
        if (opening := self._opening()) is not None:
            self.items = (Span(opening, self.items[0].end), *self.items[1:])

    @property
    def span(self) -> Span:
        """From the first item to the last."""
        return Span(self.items[0].start, self.items[-1].end)

    def _is_asked(self, token: Token) -> bool:
        return any(similarity(word, token.text) >= _SAME for word in self.asked)

    def _tokens(self, item: Span) -> list[Token]:
        return self.sentence.tokens_in(item)

    def _trimmed(self) -> tuple[Span, ...]:
        """Cut words of the question off the outer ends: the verb before, the noun after."""
        if self.enumeration.is_announced:
            return self.enumeration.items
        first, *middle, last = self.enumeration.items
        others = self._text(*middle, last)
        tokens = self._tokens(first)
        verb = self._verb_before()
        for at, token in enumerate(tokens[:-1]):
            if token.text in OPENERS:
                break
            if verb and verb in token.text and verb not in others:
                rest = [t for t in tokens[at + 1 :] if t.tag[0] != "u"]
                first = Span(rest[0].start, first.end) if rest else first
        others = self._text(first, *middle)
        tokens = self._tokens(last)
        for at in range(1, len(tokens)):
            if tokens[at].text in self.asked and tokens[at].text not in others:
                kept = [t for t in tokens[:at] if t.tag[0] != "u"]
                last = Span(last.start, kept[-1].end) if kept else last
                break
        return (first, *middle, last)

    def _text(self, *items: Span) -> str:
        return "".join(self.sentence.folded[item.start : item.end] for item in items)

    def _verb_before(self) -> str | None:
        """Return the last verb before the question word."""
        wh = self.match.question.wh
        verbs = [
            t.text
            for t in self.match.question.tokens
            if wh and t.end <= wh.start and t.tag.startswith("v") and t.text not in stop_words()
        ]
        return verbs[-1] if verbs else None

    def _word_before(self) -> str | None:
        """Return the content word before the question word: the verb, most often."""
        rows = np.flatnonzero((self.weights > 0) & self.match.before_wh)
        word = self.match.words[rows[-1]] if len(rows) else None
        return None if word is None or word in self.head else word

    def _word_after(self) -> str | None:
        """Return the first content word after the question word and its noun."""
        rows = np.flatnonzero((self.weights > 0) & ~self.match.before_wh)
        words = (self.match.words[row] for row in rows)
        return next((w for w in words if w not in self.head), None)

    @cached_property
    def coverage(self) -> float:
        """Return the share of the question's weight around the enumeration."""
        share = self._coverage(head_found=self.head_fit > 0)
        return max(share, _SPELT_OUT) if self._spells_out() else share

    def _spells_out(self) -> bool:
        """Tell whether it follows the quoted name that is asked about (“三改”:甲、乙)."""
        before = self.sentence.folded[: self.span.start].rstrip("“:,即指是就")
        name = _QUOTED_LAST.search(before)
        if name is not None:
            return name[0] in self.match.question.folded
        return self._opening() is not None

    def _opening(self) -> int | None:
        """Return where what a colon leads up to begins, if it follows the number asked for.

        (说了[三招]:甲、乙、丙 for 三招是什么.)
        """
        text = self.sentence.folded
        at = text.rfind(":", 0, self.items[0].end)
        counted = _COUNTED.search(text[: max(at, 0)])
        if counted is None or counted[0] not in self.match.question.folded:
            return None
        near = self.span.start - (at + 1) <= _LEAD and not _ORDINAL.match(text, at + 1)
        return at + 1 if near and _CLAUSE_END.isdisjoint(text[at + 1 : self.span.start]) else None

    @cached_property
    def head_fit(self) -> float:
        """Return how far the items are what the noun of the question names."""
        head = self.head
        if not head:
            return _HEAD_NEXT if self.is_counted_as_asked else 0.0
        folded = self.sentence.folded
        before = re.split("[,;。]", folded[max(0, self.span.start - _NEAR) : self.span.start])[-1]
        items = [folded[i.start : i.end] for i in self.items]
        score = 0.0
        if self.is_counted:
            return _HEAD_NEXT + _HEAD_COUNTED
        if self.is_counted_as_asked:
            return _HEAD_NEXT
        if head in self._noun_after() or head in before[-len(head) - 3 :]:
            score = _HEAD_NEXT
        elif 2 * sum(_ends_as(item, head) for item in items) > len(items):
            score = _HEAD_ENDING
        elif head in before:
            score = _HEAD_BEFORE
        return score + self._kind(head) if score == 0.0 or head in before else score

    @property
    def score(self) -> float:
        """Return how well the enumeration answers; 1 for one whose clause has all words."""
        unmarked = 0.0 if self.enumeration.is_marked else _UNMARKED
        return self.coverage + self._count() + self.head_fit + self._neighbours() + unmarked

    def _coverage(self, *, head_found: bool) -> float:
        """Return the share of the question's weight around the enumeration, by nearness."""
        match, article = self.match, self.match.article
        if not len(match.words):
            return 0.0
        start = int(article.sentence_starts[self.number])
        places = range(start, start + len(self.sentence.tokens))
        inside = np.array(
            [self.span.start <= t.start and t.end <= self.span.end for t in self.sentence.tokens]
        )
        sims = whole_words(match, self.number)[:, places.start : places.stop]
        clauses = article.clause_of[places.start : places.stop]
        own = np.isin(clauses, clauses[inside])
        own |= np.isin(clauses, (clauses[inside].min() - 1, clauses[inside].max() + 1))
        paragraph = surroundings(match, self.number)
        parts = np.cumsum([t.text in ";；" for t in self.sentence.tokens])
        same_part = parts == parts[inside][0]
        best = np.zeros(len(match.words))
        for mask, worth in (
            (own & ~inside & same_part, _CLAUSE),
            (~inside & same_part, _SENTENCE),
            (inside, _SENTENCE),
        ):
            if mask.any():
                best = np.maximum(best, worth * sims[:, mask].max(axis=1))
        best = np.maximum(best, _PARAGRAPH * match.at_token[:, paragraph].max(axis=1))
        best = np.maximum(best, _ARTICLE * match.at_token.max(axis=1))
        of_head = np.array([word in self.head for word in match.words])
        best[of_head] = _CLAUSE if head_found else np.minimum(best[of_head], _ARTICLE)
        inner = sum(1 for item in self.items for t in self._tokens(item)[:-1] if self._is_asked(t))
        return float(self.weights @ best) + _ASKED_INSIDE * min(inner, 2)

    def _count(self) -> float:
        expected = expected_count(self.match.question.folded)
        if expected is None:
            return 0.0
        if expected == len(self.items):
            return _COUNT_AGREES
        return _COUNT_DIFFERS if self.enumeration.is_open else _COUNT_DIFFERS_CLOSED

    @cached_property
    def is_counted(self) -> bool:
        """Tell whether the noun asked for sums up the items right after them (甲、乙两个领域)."""
        if len(self.head) < _NOUN:
            return False
        after = self.sentence.folded[self.span.end : self.span.end + _NEAR]
        return re.match(_SUMS_UP.format(re.escape(self.head)), after) is not None

    @cached_property
    def is_counted_as_asked(self) -> bool:
        """Tell whether the text gives the number of the items, which the question may give too."""
        folded = self.sentence.folded
        return is_counted_as_asked(self.match.question, folded, self.enumeration, self.items)

    def _kind(self, head: str) -> float:
        """Return what it is worth that the items are persons, places or organisations."""
        asked = head_kind(head)
        if asked not in (Kind.PERSON, Kind.PLACE, Kind.ORGANISATION) or head in _VAGUE:
            return 0.0
        if not any(head.endswith(noun) for noun in kind_nouns()[asked]):
            return _KIND_DIFFERS
        fits = sum(self._is_kind(item, asked) for item in self.items)
        if 2 * fits > len(self.items):
            return _KIND_AGREES
        if fits:
            return 0.0
        # What an organisation is called does not always end in what it is.
        return _KIND_DIFFERS / 2 if asked is Kind.ORGANISATION else _KIND_DIFFERS

    def _noun_after(self) -> str:
        """Return the words after the items that say what they are (等企业, 两项任务)."""
        words: list[str] = []
        for token in self.sentence.tokens:
            if token.start < self.span.end or (not words and token.text in IN_ALL):
                continue
            verb = token.tag == "v" and not self.enumeration.is_open
            if token.text in ",;:。" or token.tag[0] in "pdc" or verb:
                break
            words.append(token.text)
        return "".join(words)[:_NEAR]

    def _is_kind(self, item: Span, kind: Kind) -> bool:
        tokens = self._tokens(item)
        if not tokens:
            return False
        if kind is Kind.PERSON:
            return tokens[-1].tag.startswith("nr") or tokens[0].tag.startswith("nr")
        ending = head_kind(self.sentence.folded[item.start : item.end])
        tag = tokens[-1].tag
        if kind is Kind.PLACE:
            return ending is Kind.PLACE or tag.startswith(("ns", "s", "f"))
        return ending is Kind.ORGANISATION or tag.startswith(("nt", "nz"))

    def _neighbours(self) -> float:
        """Return what it is worth that the question word's neighbours are the enumeration's."""
        before = [t for t in self.sentence.tokens if t.end <= self.span.start][-3:]
        after = [t for t in self.sentence.tokens if t.start >= self.span.end][:3]
        agree = sum(
            word is not None and any(similarity(word, t.text) >= _SAME for t in tokens)
            for word, tokens in ((self._word_before(), before), (self._word_after(), after))
        )
        return _NEIGHBOUR * agree


def _ends_as(item: str, head: str) -> bool:
    """Tell whether an item ends in the noun, its first character, or as what is numbered (18路)."""
    numbered = item[0].isdigit() and item.endswith(head[-1])
    return numbered or item.endswith((head[-2:], head[-2:][0]))


def _weights(match: Match) -> FloatArray:
    """Return the weights of the question's words, those that ask for nothing in particular 0."""
    head = head_of(match.question)
    generic = any(head in nouns for nouns in kind_nouns().values())
    weights = np.array(
        [
            0.0 if w in light_words() or (generic and w == head) else x
            for w, x in zip(match.words, match.weights, strict=True)
        ],
        dtype=np.float32,
    )
    total = weights.sum()
    return weights / total if total > 0 else weights
