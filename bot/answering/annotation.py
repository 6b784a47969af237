"""What can be said of an article before any question is asked, ready for fast scoring."""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.answering.facts.changes import Change, find_changes
from bot.answering.facts.names import names_freed, names_joined
from bot.answering.facts.numerals import written_number
from bot.answering.facts.parallel import Fact, find_facts
from bot.answering.facts.quantities import Quantity
from bot.answering.facts.respective import find_respective
from bot.answering.facts.timepoint import Time, TimeKind
from bot.answering.facts.times import find_quantities_and_times, reference_date
from bot.answering.masthead import page_date
from bot.answering.timeline import Told, times_told
from retrieval.fold import fold
from retrieval.page import Article, Page, Paragraph, Role, Sentence, Span
from retrieval.stopwords import stop_words
from retrieval.tokens import Token, tokenize_folded

IntArray = npt.NDArray[np.intp]  # what numpy takes from arrays by, without converting first
FloatArray = npt.NDArray[np.floating[Any]]
BoolArray = npt.NDArray[np.bool_]

CLAUSE_ENDS = frozenset(",，;；:：。?!…—")
_JOINING = frozenset({"和", "与", "及", "跟", "、", "以及", "或", "暨"})
LONGEST_SENTENCE = 3_000
"""Characters of a sentence that are looked at; what is longer is no sentence."""
OPENERS, CLOSERS = "“‘《〈(（[【「『", "”’》〉)）]】」』"


_NAMED_AGAIN = 3
"""Sentences in which the topic of an article is named at least."""


@dataclass(frozen=True, eq=False)
class AnnotatedSentence:
    """A sentence with its folded text and tokens; token offsets count in the sentence.

    Each is equal to itself alone: the same words elsewhere are another sentence.
    """

    paragraph: Paragraph
    sentence: Sentence
    folded: str
    tokens: tuple[Token, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[Time, ...]

    @property
    def points_in_time(self) -> tuple[Time, ...]:
        """The times that are no durations."""
        return tuple(t for t in self.times if t.kind is not TimeKind.DURATION)

    @cached_property
    def changes(self) -> dict[Span, Change | None]:
        """For each quantity, by its span, the change it tells of."""
        found = find_changes(self.folded, self.quantities)
        return {q.span: change for q, change in zip(self.quantities, found, strict=True)}

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What each number is said of, in order."""
        return find_facts(self.folded, self.quantities, self.times, self.tokens)

    @cached_property
    def respective(self) -> tuple[tuple[tuple[Span, Span], ...], ...]:
        """The runs 甲、乙分别为3家、5家: (number, name) pairs, by the spans of the quantities."""
        return find_respective(self.folded, self.quantities, self.times, self.tokens)

    def quantity_at(self, span: Span) -> Quantity | None:
        """Return the quantity that a span of the sentence overlaps, the first of several."""
        return next((q for q in self.quantities if q.span.overlaps(span)), None)

    def fact_at(self, span: Span) -> Fact | None:
        """Return the fact whose number a span of the sentence overlaps, the first of several."""
        return next((f for f in self.facts if f.quantity.span.overlaps(span)), None)

    def shares_out(self, span: Span) -> bool:
        """Tell whether the quantity at exactly `span` is one of a run that 分别 shares out."""
        return any(number == span for run in self.respective for number, _ in run)

    @cached_property
    def bigrams(self) -> frozenset[str]:
        """The character bigrams of the folded text."""
        return frozenset(a + b for a, b in pairwise(self.folded))


def annotate(paragraph: Paragraph, sentence: Sentence) -> AnnotatedSentence:
    """Fold and cut a sentence, and find its quantities and times."""
    folded = fold(sentence.text[:LONGEST_SENTENCE])
    quantities, times = find_quantities_and_times(folded)
    spans = [s for q in quantities for s in (q.span, q.core_span, q.number_span)]
    spans += [s for t in times for s in (t.span, *(p.span for p in t.parts))]
    borders = {at for span in spans for at in (span.start, span.end)}
    tokens = tuple(split_at(names_joined(names_freed(tokenize_folded(folded))), borders))
    return AnnotatedSentence(paragraph, sentence, folded, tokens, quantities, times)


def split_at(tokens: Iterable[Token], borders: set[int]) -> Iterator[Token]:
    """Cut tokens once more where a quantity or time begins or ends inside one."""
    for token in tokens:
        start = token.start
        for border in range(token.start + 1, token.end):
            if border in borders:
                yield Token(
                    token.text[start - token.start : border - token.start], start, border, token.tag
                )
                start = border
        if start == token.start:
            yield token
        else:
            yield Token(token.text[start - token.start :], start, token.end, token.tag)


def _joins(sentence: AnnotatedSentence, mark: Token) -> bool:
    """Tell whether a colon stands within a time of the clock (6:30)."""
    before, after = mark.start - 1, mark.end
    digits = sentence.folded[before : before + 1] + sentence.folded[after : after + 1]
    return mark.text == ":" and len(digits) == 2 and digits.isdecimal()


class AnnotatedArticle:
    """The sentences of an article and their tokens as parallel arrays.

    Arrays over tokens have shape (T,), T being the number of tokens of the article in reading
    order; `sentence_of`, `clause_of` and `paragraph_of` number their units from 0 within it.
    """

    def __init__(
        self, page: Page, article: Article, paragraphs: frozenset[int] | None = None
    ) -> None:
        """Annotate an article, or of a long one the headline and the paragraphs named."""
        self.page = page
        self.article = article
        self.sentences = tuple(
            annotate(p, s)
            for p in article.paragraphs
            if p.role in (Role.PROSE, Role.CAPTION, Role.HEADLINE, Role.SUBHEAD)
            and (paragraphs is None or p.index in paragraphs or p.role is Role.HEADLINE)
            for s in p.sentences
        )
        self.tokens = tuple(t for s in self.sentences for t in s.tokens)
        self._number_units()

    def _number_units(self) -> None:
        sentence_of, clause_of, paragraph_of = [], [], []
        clause = -1
        paragraphs: dict[int, int] = {}
        for number, sentence in enumerate(self.sentences):
            clause += 1
            paragraph = paragraphs.setdefault(sentence.paragraph.index, len(paragraphs))
            depth = 0
            for token in sentence.tokens:
                sentence_of.append(number)
                clause_of.append(clause)
                paragraph_of.append(paragraph)
                if token.text in "《〈":
                    depth += 1
                elif token.text in "》〉":
                    depth = max(0, depth - 1)
                elif token.text[0] in CLAUSE_ENDS and not depth and not _joins(sentence, token):
                    clause += 1
        self.sentence_of = np.array(sentence_of, dtype=np.intp)
        # Marks in a row leave numbers unused; count the clauses that hold a token.
        self.clause_of = np.cumsum(np.diff(clause_of, prepend=-1) != 0, dtype=np.intp) - 1
        self.paragraph_of = np.array(paragraph_of, dtype=np.intp)

    def __len__(self) -> int:
        return len(self.tokens)

    def before_in_paragraph(self, sentence: AnnotatedSentence) -> list[AnnotatedSentence]:
        """Return the sentences that its paragraph has before a sentence, in reading order."""
        same = self.of_paragraph(sentence.paragraph)
        return same[: same.index(sentence)]

    def of_paragraph(self, paragraph: Paragraph) -> list[AnnotatedSentence]:
        """Return the sentences of a paragraph, in reading order."""
        return [s for s in self.sentences if s.paragraph is paragraph]

    def sentence_at(self, token: int) -> AnnotatedSentence:
        """Return the sentence that holds a token."""
        return self.sentences[int(self.sentence_of[token])]

    @cached_property
    def reference_date(self) -> date | None:
        """The day the page came out, else the article's as its own dates tell (`facts.times`)."""
        return page_date(self.page) or reference_date(s.folded for s in self.sentences)

    @cached_property
    def text(self) -> str:
        """The folded sentences, a line break before, between and after them."""
        return "\n" + "".join(s.folded + "\n" for s in self.sentences)

    @cached_property
    def codes(self) -> IntArray:
        """The code points of `text`."""
        return code_points(self.text)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where in `text` each character stands."""
        found: dict[str, list[int]] = {}
        for at, char in enumerate(self.text):
            found.setdefault(char, []).append(at)
        return found

    @cached_property
    def characters(self) -> tuple[tuple[str, ...], IntArray]:
        """The distinct characters of `text`, and which of them stands at each place."""
        distinct, number = np.unique(self.codes, return_inverse=True)
        return tuple(map(chr, distinct.tolist())), number.astype(np.intp)

    def where(self, test: Callable[[str], bool]) -> BoolArray:
        """Return where in `text` a character stands that passes `test`."""
        characters, number = self.characters
        return np.array([test(char) for char in characters], dtype=bool)[number]

    def where_characters(self, asked: Iterable[str]) -> BoolArray:
        """Return where in `text` one of the characters of `asked` stands."""
        characters, number = self.characters
        stands = np.zeros(len(characters), dtype=bool)
        stands[[at for char in asked if (at := self._place_of.get(char)) is not None]] = True
        return stands[number]

    @cached_property
    def _place_of(self) -> dict[str, int]:
        """Place of each distinct character in `characters`."""
        return {char: place for place, char in enumerate(self.characters[0])}

    @cached_property
    def sentence_bounds(self) -> tuple[IntArray, IntArray]:
        """Where every sentence begins and ends in `text`, two arrays of shape (S,)."""
        lengths = np.array([len(s.folded) for s in self.sentences], dtype=np.intp)
        ends = np.cumsum(lengths + 1, dtype=np.intp)
        return ends - lengths, ends

    @cached_property
    def token_bounds(self) -> tuple[IntArray, IntArray]:
        """Where every token begins and ends in `text`, two arrays of shape (T,)."""
        starts, ends = self._token_bounds
        return np.array(starts, dtype=np.intp), np.array(ends, dtype=np.intp)

    @cached_property
    def _token_bounds(self) -> tuple[list[int], list[int]]:
        """The same as lists, which are faster to look single tokens up in."""
        starts: list[int] = []
        ends: list[int] = []
        base = 1
        for sentence in self.sentences:
            starts += [base + t.start for t in sentence.tokens]
            ends += [base + t.end for t in sentence.tokens]
            base += len(sentence.folded) + 1
        return starts, ends

    @cached_property
    def token_beginning(self) -> dict[int, int]:
        """The token that begins at a place in `text`."""
        return {start: token for token, start in enumerate(self._token_bounds[0])}

    @cached_property
    def token_ending(self) -> dict[int, int]:
        """The token that ends at a place in `text`."""
        return {end: token for token, end in enumerate(self._token_bounds[1])}

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """Part of speech of every token."""
        return tuple(t.tag for t in self.tokens)

    @cached_property
    def sentence_starts(self) -> IntArray:
        """Index of each sentence's first token, shape (S,)."""
        return _starts(self.sentence_of)

    @cached_property
    def paragraph_starts(self) -> IntArray:
        """Index of each paragraph's first token."""
        return _starts(self.paragraph_of)

    @cached_property
    def clause_starts(self) -> IntArray:
        """Index of each clause's first token, shape (number of clauses,)."""
        return _starts(self.clause_of)

    @cached_property
    def segment_bounds(self) -> tuple[IntArray, IntArray]:
        """For every token the stretch around it that the statement of one figure fills, shape (T,).

        A stretch begins with the clause or after the figure before it, and ends with the clause
        or before the next figure; a 、 beside a figure bounds it too (甲3个、乙2个). First token,
        and one past the last.
        """
        total = len(self)
        opens, closes = self._figure_edges()
        starts, ends = np.zeros(total, dtype=np.intp), np.full(total, total, dtype=np.intp)
        begin = 0
        for at in range(total):
            if at and (self.clause_of[at] != self.clause_of[at - 1] or at - 1 in closes):
                begin = at
            starts[at] = begin
        stop = total
        for at in range(total - 1, -1, -1):
            if at + 1 < total and (self.clause_of[at] != self.clause_of[at + 1] or at + 1 in opens):
                stop = at + 1
            ends[at] = stop
        return starts, ends

    @cached_property
    def back_to(self) -> dict[str, FloatArray]:
        """How many tokens before each its segment, clause, statement and sentence begin, (T,)."""
        at = np.arange(len(self))
        first = {
            "segment": self.segment_bounds[0],
            "sentence": np.searchsorted(self.sentence_of, self.sentence_of, side="left"),
            "clause": np.searchsorted(self.clause_of, self.clause_of, side="left"),
            "statement": np.searchsorted(self.statement_of, self.statement_of, side="left"),
        }
        return {unit: (at - begin).astype(np.float32) for unit, begin in first.items()}

    @cached_property
    def on_to(self) -> dict[str, FloatArray]:
        """How many tokens after each its segment, clause and sentence end, shape (T,)."""
        at = np.arange(len(self))
        past = {
            "segment": self.segment_bounds[1],
            "clause": np.searchsorted(self.clause_of, self.clause_of, side="right"),
            "sentence": np.searchsorted(self.sentence_of, self.sentence_of, side="right"),
        }
        return {unit: (end - 1 - at).astype(np.float32) for unit, end in past.items()}

    def _figure_edges(self) -> tuple[set[int], set[int]]:
        """Return the tokens that begin a figure (or its 、), and those that end one."""
        opens, closes = set(), set()
        base = 0
        for sentence in self.sentences:
            first = {t.start: base + i for i, t in enumerate(sentence.tokens)}
            last = {t.end: base + i for i, t in enumerate(sentence.tokens)}
            for quantity in sentence.quantities:
                if quantity.span.start not in first or quantity.span.end not in last:
                    continue
                start, end = first[quantity.span.start], last[quantity.span.end]
                opens.add(start)
                closes.add(end)
                if start and self.tokens[start - 1].text == "、":
                    closes.add(start - 1)
                if end + 1 < len(self) and self.tokens[end + 1].text == "、":
                    opens.add(end + 1)
            base += len(sentence.tokens)
        return opens, closes

    @cached_property
    def statement_of(self) -> IntArray:
        """Number of each token's statement, shape (T,): sentences are cut at semicolons."""
        ends = np.array([t.text in ";；" for t in self.tokens], dtype=np.intp)
        after = np.concatenate([[0], ends[:-1]]) if len(self) else ends
        begins = (after > 0) | (np.diff(self.sentence_of, prepend=-1) != 0)
        return np.cumsum(begins, dtype=np.intp) - 1

    @cached_property
    def headlines(self) -> BoolArray:
        """Which sentences are the headline, shape (S,)."""
        roles = [s.paragraph.role is Role.HEADLINE for s in self.sentences]
        return np.array(roles, dtype=bool)

    @cached_property
    def topic_sentences(self) -> IntArray:
        """Numbers of the headline and the first sentence after it, which say the topic."""
        roles = [s.paragraph.role for s in self.sentences]
        heads = [n for n, role in enumerate(roles) if role is Role.HEADLINE]
        prose = [n for n, role in enumerate(roles) if role is Role.PROSE]
        return np.array(sorted({*heads, *prose[:1]}), dtype=np.intp)

    @cached_property
    def topics(self) -> frozenset[str]:
        """The nouns that the article opens with and keeps coming back to."""
        opening = [self.sentences[n] for n in self.topic_sentences]
        return frozenset(
            token.text
            for sentence in opening
            for token in sentence.tokens
            if len(token.text) > 1
            and token.tag[0] == "n"
            and token.text not in stop_words()
            and sum(token.text in s.folded for s in self.sentences) >= _NAMED_AGAIN
        )

    @cached_property
    def is_joining(self) -> BoolArray:
        """Which tokens join two things (和, 、), shape (T,)."""
        return np.array([t.text in _JOINING for t in self.tokens], dtype=bool)

    @cached_property
    def is_noun(self) -> BoolArray:
        """Which tokens are nouns or names, shape (T,)."""
        return np.array([tag[0] == "n" for tag in self.tags], dtype=bool)

    @cached_property
    def time_starts(self) -> IntArray:
        """The first token of every point in time."""
        starts: list[int] = []
        base = 0
        for sentence in self.sentences:
            number = {t.start: base + i for i, t in enumerate(sentence.tokens)}
            starts += [number[t.span.start] for t in sentence.points_in_time]
            base += len(sentence.tokens)
        return np.array(starts, dtype=np.intp)

    @cached_property
    def time_bounds(self) -> IntArray:
        """The tokens before which a point in time or a paragraph begins, and the article's end."""
        ends = np.array([len(self)], dtype=np.intp)
        return np.unique(np.concatenate([self.time_starts, self.paragraph_starts, ends]))

    @cached_property
    def times_told(self) -> tuple[Told, ...]:
        """The points in time, in the order of `time_starts`."""
        return tuple(t for s in self.sentences for t in times_told(s.folded, s.points_in_time))

    @cached_property
    def time_of(self) -> IntArray:
        """Which of `times_told` each token is told of, -1 for none, shape (T,)."""
        ends = np.append(self.clause_starts[1:], len(self))
        last = np.searchsorted(self.time_starts, ends, side="left") - 1
        found = last[self.clause_of].astype(np.intp)
        begins = self.time_starts[np.maximum(found, 0)] if len(self.time_starts) else found
        same = self.paragraph_of[np.maximum(begins, 0)] == self.paragraph_of
        return np.where((found >= 0) & same, found, -1).astype(np.intp)

    @cached_property
    def sentence_bigrams(self) -> "Inventory":
        """Which character bigrams each sentence has."""
        return Inventory([s.bigrams for s in self.sentences])

    @cached_property
    def sentence_characters(self) -> "Inventory":
        """Which characters each sentence has."""
        return Inventory([frozenset(s.folded) for s in self.sentences])

    @cached_property
    def topic_bigrams(self) -> frozenset[str]:
        """The character bigrams of the sentences that say the topic."""
        return frozenset().union(*(self.sentences[n].bigrams for n in self.topic_sentences))

    @cached_property
    def types(self) -> tuple[str, ...]:
        """Distinct token texts, in order of first appearance."""
        return tuple(dict.fromkeys(t.text for t in self.tokens))

    @cached_property
    def type_of(self) -> IntArray:
        """Index into `types` of every token, shape (T,)."""
        number = {text: i for i, text in enumerate(self.types)}
        return np.array([number[t.text] for t in self.tokens], dtype=np.intp)

    @cached_property
    def types_by_number(self) -> dict[Decimal, list[int]]:
        """For each number the types that write it (23, 二十三)."""
        table: dict[Decimal, list[int]] = defaultdict(list)
        for number, text in enumerate(self.types):
            if (value := written_number(text)) is not None:
                table[value].append(number)
        return table

    @cached_property
    def types_by_text(self) -> dict[str, list[int]]:
        """For each token text the type that it is."""
        return {text: [number] for number, text in enumerate(self.types)}

    def tokens_of(self, word: str) -> list[int]:
        """Return the tokens that a string stands in, however the text was cut."""
        starts, ends = self._token_bounds
        found: list[int] = []
        at = self.text.find(word)
        while at >= 0:
            end = at + len(word)
            found += range(bisect_left(starts, at), bisect_right(ends, end))
            at = self.text.find(word, end)
        return found

    @cached_property
    def goes_on(self) -> BoolArray:
        """Which sentences go on from the one before (其中, …), shape (S,)."""
        return np.array([s.folded.startswith("其中") for s in self.sentences], dtype=bool)

    @cached_property
    def types_by_char(self) -> dict[str, list[int]]:
        """For each character the types that hold it."""
        table: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self.types):
            for char in set(text):
                table[char].append(number)
        return table


class Inventory:
    """Which features (characters, bigrams) each of S units has, and how rare each of them is."""

    def __init__(self, units: Sequence[Set[str]]) -> None:
        """Count in how many of `units` each feature stands."""
        self._size = len(units)
        self._having: dict[str, list[int]] = defaultdict(list)
        for number, unit in enumerate(units):
            for feature in unit:
                self._having[feature].append(number)

    def _idf(self, count: int) -> float:
        return math.log(1 + (self._size - count + 0.5) / (count + 0.5))

    def coverage(self, asked: Set[str]) -> FloatArray:
        """Return the share of `asked`, by rarity, that each unit has, shape (S,)."""
        having = [self._having.get(feature, ()) for feature in sorted(asked)]
        weights = [self._idf(len(units)) for units in having]
        total = sum(weights) or 1.0
        found = [0.0] * self._size
        for units, weight in zip(having, weights, strict=True):
            for number in units:
                found[number] += weight
        return np.array([weight / total for weight in found], dtype=np.float32)


def code_points(text: str) -> IntArray:
    """Return the code points of a string, shape (characters,)."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.int32)
    return codes.astype(np.intp)


def _starts(unit_of: IntArray) -> IntArray:
    if not len(unit_of):
        return np.zeros(0, dtype=np.intp)
    return np.flatnonzero(np.diff(unit_of, prepend=-1)).astype(np.intp)
