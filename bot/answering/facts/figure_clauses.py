"""The clauses of a sentence with numbers, taken apart into subject, verb, noun and number."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from bot.answering.facts.measures import attribute_nouns, set_against, words_of
from bot.answering.facts.points import Time, TimeKind
from bot.answering.facts.quantities import Quantity
from retrieval.page import Span
from retrieval.tokens import Token


@dataclass(frozen=True, slots=True)
class FigureClause:
    """A part of the sentence with the numbers in it."""

    span: Span
    mark: str
    """The mark before it, "" at the start or where an enumeration goes on without comma."""
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands before a number, taken apart."""

    subject: Span | None
    counted: Span | None
    attribute: Span | None
    change: bool = False
    compared: Span | None = None


MARKS = frozenset(",;:。?!…—\n")
STRONG = frozenset(";。?!\n")
_ENUMERATION = re.compile("、|以及|和|与|及|或")
NAMES_BETWEEN = re.compile("[、,]|以及|和|与|及")
OUTER = " 　\t()“”‘’\"'「」『』[]【】·、"
_PAIRS = {"“": "”", "‘": "’", "(": ")", "「": "」", "『": "』", "[": "]", "【": "】"}
_COUNTS = frozenset({"count", "people", "number"})
_SUPERLATIVE = re.compile("最|居首|居第|排在|位居|领先|领跑|之首|之冠")
_TOPICS = (re.compile("[^,]*的(?:就|正)?是(.+)$"), re.compile("(?:以|由|与)(.+?)(?:为|合作|居)"))
"""Where the subject stands further back: 最大的是甲站, 以甲站为最大."""
_NOUNS = ("n", "j", "l", "b", "vn", "an")
_NOT_AFTER_NUMBER = frozenset("的,。;、)居左上多了")
"""After the number: it is not followed by what it counts."""
_NOUN_ENDINGS = ("率", "量", "数", "额", "的", "单", "者", "价")
"""After a verb: it is part of a noun."""


@cache
def _by_last_character(table: str, key: str) -> dict[str, tuple[str, ...]]:
    """Return the words of a table, longest first, by the character they end with."""
    found: dict[str, list[str]] = {}
    for word in words_of(table, key):
        found.setdefault(word[-1], []).append(word)
    return {character: tuple(words) for character, words in found.items()}


@cache
def _verb_pattern() -> re.Pattern[str]:
    return re.compile(f"({'|'.join(map(re.escape, words_of('verbs')))})[了过到出]?")


def figure_clauses(
    text: str, quantities: Sequence[Quantity], times: Sequence[Time]
) -> Iterator[FigureClause]:
    """Cut at marks, and at 、 or 和 between two numbers."""
    solid = [*(q.span for q in quantities), *(t.span for t in times)]
    cuts: list[tuple[int, int, str]] = []  # start and end of the mark, the mark
    depth = 0
    for at, char in enumerate(text):
        depth = max(0, depth + (char in "《〈") - (char in "》〉"))
        if char in MARKS and not depth and not any(s.start < at < s.end for s in solid):
            cuts.append((at, at + 1, char))
    for one, other in pairwise(quantities):
        if not any(one.span.end <= c[0] < other.span.start for c in cuts):
            cut = _enumeration(text, one.span.end, other.span.start)
            if cut:
                cuts.append((*cut, ""))
    start, mark = 0, ""
    for low, high, char in [*sorted(cuts), (len(text), len(text), "")]:
        span = Span(start, max(start, low))
        inside = tuple(q for q in quantities if span.start <= q.span.start < span.end)
        if text[span.start : span.end].strip():
            yield FigureClause(span, mark, inside)
            mark = char
        elif char in STRONG:
            mark = char
        start = high


def _enumeration(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the 、 or 和 that parts two numbers: at an edge between them, or the only one."""
    found = list(_ENUMERATION.finditer(text, start, end))
    inside = stripped(text, Span(start, end))
    for match in found:
        if match.start() <= inside.start or match.end() >= inside.end:
            return match.span()
    marks = [m for m in found if m[0] == "、"]
    return marks[0].span() if len(marks) == 1 else None


@dataclass(frozen=True)
class SentenceReader:
    """Takes the clauses of one sentence apart."""

    text: str
    times: Sequence[Time]
    tokens: Sequence[Token]

    @cached_property
    def _borders(self) -> frozenset[int]:
        """Where words begin and end."""
        return frozenset(at for t in self.tokens for at in (t.start, t.end))

    @cached_property
    def _time_ends(self) -> dict[int, int]:
        ends = {t.span.start: t.span.end for t in self.times}
        return ends | {t.qualified_span.start: t.qualified_span.end for t in self.times}

    @cached_property
    def _time_starts(self) -> dict[int, int]:
        return {t.span.end: t.span.start for t in self.times if t.kind is not TimeKind.DURATION}

    def names(self, span: Span, between: re.Pattern[str] = NAMES_BETWEEN) -> list[Span]:
        """Return the nouns of an enumeration, which `between` finds the marks and words of."""
        found, at = [], span.start
        for match in [*between.finditer(self.text, span.start, span.end), None]:
            name = self._without_lead_ins(Span(at, match.start() if match else span.end))
            found.append(stripped(self.text, name))
            at = match.end() if match else span.end
        return [name for name in found if len(name)]

    def noun_before(self, end: int) -> Span | None:
        """Return the nouns that end at `end` with nothing between them."""
        start = end
        for token in reversed(self.tokens):
            if token.end == start and token.tag.startswith(_NOUNS):
                start = token.start
        return Span(start, end) if start < end else None

    def is_attribute(self, span: Span) -> bool:
        """Tell whether a part of the sentence is a noun that says what is measured."""
        return self.text[span.start : span.end] in attribute_nouns()

    def before(self, clause: Span, left: Span) -> Parts:
        """Take apart what stands before a number; `clause` begins where its clause begins."""
        if found := self._compared(clause):
            start, compared = found
            rest = self._without_lead_ins(Span(left.start, max(left.start, start)))
            return Parts(rest if len(rest) else None, None, None, compared=compared)
        rest = self._without_links(self._without_lead_ins(left))
        change, attribute = False, None
        if word := self._ending(rest, "changes"):
            change, attribute = True, Span(rest.end - len(word), rest.end)
            rest = Span(rest.start, attribute.start)
            while against := self._ending(rest, "changes", "against"):
                rest = Span(rest.start, rest.end - len(against))
            rest = self._without_links(rest)
        verb = self._verb(rest)
        counted = None
        if verb:
            tail = stripped(self.text, Span(verb.end, rest.end))
            rest = self._without_links(Span(rest.start, verb.start))
            measured = None if change else self._measured(tail)
            if measured and measured.start == tail.start and len(rest):
                attribute = measured
            elif len(tail):
                counted = tail
        elif measured := self._measured(rest):
            attribute = attribute or measured
            rest = self._without_links(Span(rest.start, measured.start))
        rest = stripped(self.text, rest)
        return Parts(rest if len(rest) else None, counted, attribute, change)

    def after(self, right: Span, quantity: Quantity, *, last: bool) -> Span | None:
        """Return what a count counts, where that stands after it."""
        span = stripped(self.text, right)
        if not len(span) or quantity.dimension not in _COUNTS or span.start != right.start:
            return None
        if self.text[span.start] in _NOT_AFTER_NUMBER:
            return None
        if not last and (measured := self._measured(span)):  # 9个站[总长]30公里
            span = stripped(self.text, Span(span.start, measured.start))
        verb = self._verb(span)
        if verb and verb.start > span.start:
            span = stripped(self.text, Span(span.start, verb.start))
        return span if len(span) else None

    def topic(self, clause: Span) -> Parts:
        """Take apart a clause without number; its subject may be that of the clauses after."""
        rest = self._without_lead_ins(clause)
        inside = self.text[rest.start : rest.end]
        for pattern in _TOPICS:
            if match := pattern.match(inside):
                name = Span(rest.start + match.start(1), rest.start + match.end(1))
                return Parts(stripped(self.text, name), None, None)
        if match := _SUPERLATIVE.search(inside):
            rest = Span(rest.start, rest.start + match.start())
        return self.before(rest, rest)

    def _compared(self, clause: Span) -> tuple[int, Span] | None:
        """Return with what a number is compared, and where that begins: 比[去年]多3家.

        Likewise 高于[全省平均]3家.
        """
        end = self._without_links(clause).end
        word = self._ending(Span(clause.start, end), "comparatives")
        if not word:
            against = set_against().search(self.text, clause.start, end)
            return (against.start(), Span(*against.span("other"))) if against else None
        starts = [
            self.text.rfind(w, clause.start, end - len(word)) + len(w)
            for w in words_of("comparatives", "introduced_by")
            if self.text.rfind(w, clause.start, end - len(word)) >= 0
        ]
        compared = Span(max(starts), end - len(word)) if starts else Span(0, 0)
        return (compared.start - 1, compared) if len(compared) else None

    def _measured(self, span: Span) -> Span | None:
        """Return the attribute noun at the end of `span`, its modifiers included."""
        word = self._ending(span, "attributes")
        if not word:
            return None
        start = span.end - len(word)
        while modifier := self._ending(Span(span.start, start), "attributes", "modifiers"):
            start -= len(modifier)
        return Span(start, span.end)

    def _verb(self, span: Span) -> Span | None:
        """Return the verb of the list in `span` that parts subject and object.

        Of two, the one further on, where the first begins the noun before it ([收储]点收购…).
        """
        found: list[Span] = []
        for match in _verb_pattern().finditer(self.text, span.start, span.end):
            end = match.end() if match.end() in self._borders else match.end(1)
            inside_noun = self.text[end : end + 1] in _NOUN_ENDINGS
            if not inside_noun and self._is_word(match.start(), end):
                found.append(Span(match.start(), end))
        if len(found) > 1 and found[0].start == span.start and found[0].end < found[1].start:
            return found[1]
        return found[0] if found else None

    def _is_word(self, start: int, end: int) -> bool:
        """Tell whether a word begins at `start` and, if it is one character, ends at `end`."""
        return start in self._borders and (end - start > 1 or end in self._borders)

    def _without_lead_ins(self, span: Span) -> Span:
        """Leave out times and words such as 其中 at the front."""
        start = stripped(self.text, span).start
        while start < span.end:
            if start in self._time_ends:
                start = self._time_ends[start]
                continue
            word = next(
                (
                    w
                    for w in words_of("lead_ins")
                    if self.text.startswith(w, start, span.end)
                    and self._is_word(start, start + len(w))
                ),
                "",
            )
            outer = self.text[start] in OUTER and not _opens(self.text, start, span.end)
            if word or outer:
                start += max(len(word), 1)
            else:
                break
        return Span(min(start, span.end), span.end)

    def _without_links(self, span: Span) -> Span:
        """Leave out words such as 达到 and 只有, and times, at the end."""
        span = stripped(self.text, span)
        while True:
            start = self._time_starts.get(span.end, span.end - len(self._ending(span, "links")))
            if not span.start <= start < span.end:
                return span
            span = stripped(self.text, Span(span.start, start))

    def _ending(self, span: Span, table: str, key: str = "words") -> str:
        """Return the longest word of a table at the end of `span`, "" if none."""
        if not len(span):
            return ""
        for word in _by_last_character(table, key).get(self.text[span.end - 1], ()):
            at = span.end - len(word)
            if self.text.endswith(word, span.start, span.end) and self._is_word(at, span.end):
                return word
        return ""


def stripped(text: str, span: Span) -> Span:
    """Leave out white space, and quotation marks or brackets without partner, at both ends."""
    start, end = span.start, span.end
    while start < end and text[start] in OUTER and not _opens(text, start, end):
        start += 1
    while start < end and text[end - 1] in OUTER and not _closes(text, start, end):
        end -= 1
    return Span(start, max(start, end))


def _opens(text: str, start: int, end: int) -> bool:
    partner = _PAIRS.get(text[start])
    return partner is not None and text.find(partner, start, end) > start


def _closes(text: str, start: int, end: int) -> bool:
    opener = next((o for o, c in _PAIRS.items() if c == text[end - 1]), None)
    return opener is not None and text.find(opener, start, end - 1) >= 0
