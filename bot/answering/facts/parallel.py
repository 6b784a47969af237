"""What each number of a sentence is said of: 甲站有船3艘,乙站5艘 gives 甲站 3艘 and 乙站 5艘.

The words that cut a clause into subject, verb and number are in `parallel.toml`. The order of
number and noun decides on which side of the number the subject is sought; a clause without a
subject of its own takes over that of the clause before it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from bot.answering.facts import lexicon
from bot.answering.facts.points import Time, TimeKind
from bot.answering.facts.quantities import Quantity
from retrieval.page import Span
from retrieval.tokens import Token


@dataclass(frozen=True, slots=True)
class Fact:
    """A number and what it is said of; spans are code points in the text given, half-open."""

    quantity: Quantity
    own: tuple[Span, ...]
    """What the clause says around this number and no other: before it, after it."""
    scope: tuple[Span, ...]
    """The clauses before in which its subject may stand, nearest first."""
    subject: Span | None
    """The noun phrase whose number it is (甲站), maybe in a clause before; None if not found."""
    counted: Span | None
    """What is counted, where that is another noun phrase (船) or a predicate (5艘[停航])."""
    attribute: Span | None
    """The noun or verb that says what is measured (面积, 增长)."""
    inherited: bool
    """Whether `subject` stands in a clause before."""
    change: bool
    """Whether the number says how much something changed (增长5%), not how much there is."""
    compared: Span | None
    """With what, where the number is a difference the text states (比[去年]多3家)."""


@dataclass(frozen=True, slots=True)
class Superlative:
    """What a clause says is the most; spans are code points in the text given."""

    subject: Span
    word: str
    """多, 快, 年轻 …"""
    clause: Span


@dataclass(frozen=True, slots=True)
class _Clause:
    """A part of the sentence with the numbers in it."""

    span: Span
    mark: str
    """The mark before it, "" at the start or where an enumeration goes on without comma."""
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What stands before a number, taken apart."""

    subject: Span | None
    counted: Span | None
    attribute: Span | None
    change: bool = False
    compared: Span | None = None


_MARKS = frozenset(",;:。?!…—\n")
_STRONG = frozenset(";。?!\n")
_ENUMERATION = re.compile("、|以及|和|与|及|或")
_RESPECTIVELY = re.compile("分别|依次")
_NAMES_BETWEEN = re.compile("[、,]|以及|和|与|及")
_BETWEEN_NUMBERS = re.compile(r"[、,\s]*(?:和|与|及|以及)?\s*")
_OUTER = " 　\t()“”‘’\"'「」『』[]【】·、"
_PAIRS = {"“": "”", "‘": "’", "(": ")", "「": "」", "『": "』", "[": "]", "【": "】"}
_CONDITION = re.compile("[^,;。]+(?:(?:以上|以下|以内)(?![左的])[一-鿿]|(?:以上|以下|以内)的)")
_NAMING = frozenset({"期", "届", "级", "批", "大"})
"""Units that after a Chinese numeral make a name (二期工程), not a count."""
_COUNTS = frozenset({"count", "people", "number"})
_SUPERLATIVE = re.compile("最|居首|居第|排在|位居|领先|领跑|之首|之冠")
_MOST = re.compile(
    "最为?(?P<word>[多少高低大小快慢早晚长短重轻远近强弱深浅厚薄好差]|年轻|年长|便宜|年老)"
)
FIRST = "第一"
"""The word of a superlative that ranks without saying by what."""
_FIRST = re.compile(
    "(?:居|排名?|名列|位列|位居|高居|排在)[^,;。]{0,4}?(?:第一|首位|榜首|之首|之冠|首)"
)
_MOST_IS = re.compile("的[^,;。]{0,8}?(?:就|正)?(?:是|为|当属|要数)")
_IS_MOST = re.compile("([^,;。]+?)(?:就|也)?是(?!以)")
_TOPICS = (re.compile("[^,]*的(?:就|正)?是(.+)$"), re.compile("(?:以|由|与)(.+?)(?:为|合作|居)"))
"""Where the subject stands further back: 最大的是甲站, 以甲站为最大."""
_NOT_AFTER_NUMBER = frozenset("的,。;、)居左上多了")
"""After the number: it is not followed by what it counts."""
_NOUN_ENDINGS = ("率", "量", "数", "额", "的", "单", "者", "价")
"""After a verb: it is part of a noun."""


@cache
def _words(table: str, key: str = "words") -> tuple[str, ...]:
    words: str = lexicon.read_toml("parallel.toml")[table][key]
    return tuple(sorted(words.split(), key=lambda w: (-len(w), w)))


@cache
def _verb_pattern() -> re.Pattern[str]:
    return re.compile(f"({'|'.join(map(re.escape, _words('verbs')))})[了过到出]?")


def attribute_nouns() -> tuple[str, ...]:
    """Return the nouns that say what is measured, longest first."""
    return _words("attributes")


def attribute_modifiers() -> tuple[str, ...]:
    """Return the words before such a noun that are part of what is measured, longest first."""
    return _words("attributes", "modifiers")


def transitive_verbs() -> tuple[str, ...]:
    """Return the verbs that stand between who and what is counted, longest first."""
    return _words("verbs")


def find_facts(
    text: str,
    quantities: Sequence[Quantity],
    times: Sequence[Time],
    tokens: Sequence[Token],
) -> tuple[Fact, ...]:
    """Return what each of `quantities` is said of, in order; ordinals and scores are left out.

    `text` is one folded sentence; the others are what was found in it.
    """
    reader = _Reader(text, times, tokens)
    named = dict(pair for run in _respectively(reader, quantities) for pair in run)
    figures = [q for q in quantities if _is_figure(text, q)]
    clauses = list(_clauses(text, figures, times))
    facts: list[Fact] = []
    topic = _Parts(None, None, None)
    for number, clause in enumerate(clauses):
        if clause.mark in _STRONG:
            topic = _Parts(None, None, None)
        if not clause.quantities:
            found = reader.topic(clause.span)
            topic = found if found.subject else topic
        for at, quantity in enumerate(clause.quantities):
            before = clause.quantities[at - 1].span.end if at else clause.span.start
            last = at + 1 == len(clause.quantities)
            after = clause.span.end if last else clause.quantities[at + 1].span.start
            left = Span(before, max(before, quantity.span.start))
            right = Span(min(quantity.span.end, after), after)
            parts = reader.before(Span(clause.span.start, left.end), left)
            counted = reader.after(right, quantity, last=last) or parts.counted
            name = named.get(quantity.span)
            own = name or parts.subject
            goes_on = own is None and counted is None and parts.attribute is None
            parallel = parts.attribute is None and counted is None and bool(facts)
            if parallel and facts[-1].quantity.unit == quantity.unit:
                attribute, change = facts[-1].attribute, facts[-1].change
            elif goes_on and parts.compared is None:
                attribute, change = topic.attribute, topic.change
            else:
                attribute, change = parts.attribute, parts.change
            facts.append(
                Fact(
                    quantity,
                    (name,) if name else _worded(text, left, right),
                    tuple(_scope(clauses, number)),
                    own or (None if counted and topic.counted else topic.subject),
                    counted,
                    attribute,
                    own is None,
                    change,
                    parts.compared,
                )
            )
            if own is not None:
                topic = _Parts(own, None, None)
            elif counted is not None and (topic.subject is None or topic.counted):
                topic = _Parts(counted, counted, None)
    return tuple(facts)


def find_superlatives(
    text: str,
    quantities: Sequence[Quantity],
    times: Sequence[Time],
    tokens: Sequence[Token],
) -> tuple[Superlative, ...]:
    """Return what a sentence says is the most: 甲站最大, 最大的(是)甲站, 以甲站为最大.

    `text` is one folded sentence; the others are what was found in it.
    """
    reader = _Reader(text, times, tokens)
    found: list[Superlative] = []
    found_before: Span | None = None
    for clause in _clauses(text, quantities, times):
        match = _MOST.search(text, clause.span.start, clause.span.end)
        if match is None:
            first = _FIRST.search(text, clause.span.start, clause.span.end)
            name = first and _ranked(reader, clause, first.start(), found_before)
            if name:
                found.append(Superlative(name, FIRST, clause.span))
            ends = [q.qualified_span.start for q in clause.quantities] or [clause.span.end]
            said = Span(clause.span.start, max(clause.span.start, ends[0]))
            found_before = reader.topic(said).subject or found_before
            continue
        found_before = None
        named = _MOST_IS.match(text, match.end(), clause.span.end)
        before = _IS_MOST.match(text, clause.span.start, match.start())
        if named:  # 最高的(塔)是东塔
            name = reader.topic(Span(named.end(), clause.span.end)).subject
        elif before:  # 东塔是全城最高的塔
            name = reader.topic(Span(clause.span.start, before.end(1))).subject
        elif text.startswith("的", match.end()):  # 最年轻的陈小鱼才24岁
            numbers = [q.span.start for q in clause.quantities if q.span.start > match.end()]
            rest = Span(match.end() + 1, min([*numbers, clause.span.end]))
            name = reader.before(rest, rest).subject if numbers else None
        else:
            name = reader.topic(clause.span).subject
        if name:
            found.append(Superlative(name, match["word"], clause.span))
    return tuple(found)


def _ranked(reader: "_Reader", clause: _Clause, at: int, before: Span | None) -> Span | None:
    """Return what a clause ranks first: its own subject, or that of the clause before."""
    if at > clause.span.start:
        own = reader.topic(Span(clause.span.start, at)).subject
        if own is not None:
            return own
    return before


def _is_figure(text: str, quantity: Quantity) -> bool:
    """Tell whether a number says something of a subject.

    It does not if it ranks or names (3:1, 二期) or is a condition (500万元以上项目).
    """
    naming = quantity.unit in _NAMING and not text[quantity.number_span.start].isdecimal()
    scored = quantity.dimension == "score" and quantity.upper is not None
    condition = _CONDITION.match(text, quantity.span.start, quantity.span.end + 2)
    return quantity.dimension != "ordinal" and not (naming or scored or condition)


def _worded(text: str, *spans: Span) -> tuple[Span, ...]:
    """Return the spans that hold more than white space and brackets."""
    return tuple(s for s in spans if text[s.start : s.end].strip(_OUTER))


def _clauses(text: str, quantities: Sequence[Quantity], times: Sequence[Time]) -> Iterator[_Clause]:
    """Cut at marks, and at 、 or 和 between two numbers."""
    solid = [*(q.span for q in quantities), *(t.span for t in times)]
    cuts: list[tuple[int, int, str]] = []  # start and end of the mark, the mark
    depth = 0
    for at, char in enumerate(text):
        depth = max(0, depth + (char in "《〈") - (char in "》〉"))
        if char in _MARKS and not depth and not any(s.start < at < s.end for s in solid):
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
            yield _Clause(span, mark, inside)
            mark = char
        elif char in _STRONG:
            mark = char
        start = high


def _enumeration(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the 、 or 和 that parts two numbers: at an edge between them, or the only one."""
    found = list(_ENUMERATION.finditer(text, start, end))
    inside = _stripped(text, Span(start, end))
    for match in found:
        if match.start() <= inside.start or match.end() >= inside.end:
            return match.span()
    marks = [m for m in found if m[0] == "、"]
    return marks[0].span() if len(marks) == 1 else None


def _scope(clauses: Sequence[_Clause], number: int) -> Iterator[Span]:
    """Yield the clauses before, back to a strong mark or to another number of the same unit."""
    units = {q.unit for q in clauses[number].quantities}
    for at in range(number, 0, -1):
        if clauses[at].mark in _STRONG:
            return
        if units & {q.unit for q in clauses[at - 1].quantities}:
            return
        yield clauses[at - 1].span


def find_respective(
    text: str,
    quantities: Sequence[Quantity],
    times: Sequence[Time],
    tokens: Sequence[Token],
) -> tuple[tuple[tuple[Span, Span], ...], ...]:
    """Return the runs 甲、乙分别为3家、5家 of a sentence, each as (number, name) pairs.

    The arguments are those of `find_facts`.
    """
    return tuple(_respectively(_Reader(text, times, tokens), quantities))


def _respectively(
    reader: "_Reader", quantities: Sequence[Quantity]
) -> Iterator[tuple[tuple[Span, Span], ...]]:
    """Yield (number, name) pairs of 甲、乙分别为3家、5家; 同比分别增长… goes on with the names.

    So do 前者 and 后者, with the first and the second of two.
    """
    text = reader.text
    before: list[Span] = []
    for match in _RESPECTIVELY.finditer(text):
        run = _run(text, match.end(), quantities)
        start = max(text.rfind(mark, 0, match.start()) for mark in ";。:!?") + 1
        while len(run) > 1:
            names = reader.names(Span(start, match.start()))
            if len(names) == len(run) + 1 and reader.is_attribute(names[-1]):
                names.pop()  # 甲、乙两地试种,面积分别为
            if len(names) == len(run):
                before = names
                yield tuple(zip((q.span for q in run), names, strict=True))
                break
            comma = text.find(",", start, match.start())
            if comma < 0:
                if len(before) == len(run) and _STRONG.isdisjoint(
                    text[before[-1].end : run[0].span.start]
                ):
                    yield tuple(zip((q.span for q in run), before, strict=True))
                break
            start = comma + 1
    if len(before) == 2:
        told = [_run(text, text.find(word, before[-1].end), quantities) for word in _THE_TWO]
        if all(told) and all(word in text[before[-1].end :] for word in _THE_TWO):
            yield tuple((run[0].span, name) for run, name in zip(told, before, strict=True))


_THE_TWO = ("前者", "后者")


def _run(text: str, start: int, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return the numbers after `start` that stand in a row (3家、5家和7家)."""
    run: list[Quantity] = []
    for quantity in quantities:
        if quantity.span.start < start:
            continue
        between = text[run[-1].span.end if run else start : quantity.span.start]
        if not (_BETWEEN_NUMBERS.fullmatch(between) if run else _MARKS.isdisjoint(between)):
            break
        run.append(quantity)
    return run


@dataclass(frozen=True)
class _Reader:
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

    def names(self, span: Span) -> list[Span]:
        """Return the nouns of an enumeration."""
        found, at = [], span.start
        for match in [*_NAMES_BETWEEN.finditer(self.text, span.start, span.end), None]:
            name = self._without_lead_ins(Span(at, match.start() if match else span.end))
            found.append(_stripped(self.text, name))
            at = match.end() if match else span.end
        return [name for name in found if len(name)]

    def is_attribute(self, span: Span) -> bool:
        """Tell whether a part of the sentence is a noun that says what is measured."""
        return self.text[span.start : span.end] in attribute_nouns()

    def before(self, clause: Span, left: Span) -> _Parts:
        """Take apart what stands before a number; `clause` begins where its clause begins."""
        compared = self._compared(clause)
        if compared:
            rest = self._without_lead_ins(Span(left.start, max(left.start, compared.start - 1)))
            return _Parts(rest if len(rest) else None, None, None, compared=compared)
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
            tail = _stripped(self.text, Span(verb.end, rest.end))
            rest = self._without_links(Span(rest.start, verb.start))
            measured = None if change else self._measured(tail)
            if measured and measured.start == tail.start and len(rest):
                attribute = measured
            elif len(tail):
                counted = tail
        elif measured := self._measured(rest):
            attribute = attribute or measured
            rest = self._without_links(Span(rest.start, measured.start))
        rest = _stripped(self.text, rest)
        return _Parts(rest if len(rest) else None, counted, attribute, change)

    def after(self, right: Span, quantity: Quantity, *, last: bool) -> Span | None:
        """Return what a count counts, where that stands after it."""
        span = _stripped(self.text, right)
        if not len(span) or quantity.dimension not in _COUNTS or span.start != right.start:
            return None
        if self.text[span.start] in _NOT_AFTER_NUMBER:
            return None
        if not last and (measured := self._measured(span)):  # 9个站[总长]30公里
            span = _stripped(self.text, Span(span.start, measured.start))
        verb = self._verb(span)
        if verb and verb.start > span.start:
            span = _stripped(self.text, Span(span.start, verb.start))
        return span if len(span) else None

    def topic(self, clause: Span) -> _Parts:
        """Take apart a clause without number; its subject may be that of the clauses after."""
        rest = self._without_lead_ins(clause)
        inside = self.text[rest.start : rest.end]
        for pattern in _TOPICS:
            if match := pattern.match(inside):
                name = Span(rest.start + match.start(1), rest.start + match.end(1))
                return _Parts(_stripped(self.text, name), None, None)
        if match := _SUPERLATIVE.search(inside):
            rest = Span(rest.start, rest.start + match.start())
        return self.before(rest, rest)

    def _compared(self, clause: Span) -> Span | None:
        """Return with what a number is compared: 比[去年]多3家."""
        end = self._without_links(clause).end
        word = self._ending(Span(clause.start, end), "comparatives")
        if not word:
            return None
        starts = [
            self.text.rfind(w, clause.start, end - len(word)) + len(w)
            for w in _words("comparatives", "introduced_by")
            if self.text.rfind(w, clause.start, end - len(word)) >= 0
        ]
        compared = Span(max(starts), end - len(word)) if starts else Span(0, 0)
        return compared if len(compared) else None

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
        start = _stripped(self.text, span).start
        while start < span.end:
            if start in self._time_ends:
                start = self._time_ends[start]
                continue
            word = next(
                (
                    w
                    for w in _words("lead_ins")
                    if self.text.startswith(w, start, span.end)
                    and self._is_word(start, start + len(w))
                ),
                "",
            )
            outer = self.text[start] in _OUTER and not _opens(self.text, start, span.end)
            if word or outer:
                start += max(len(word), 1)
            else:
                break
        return Span(min(start, span.end), span.end)

    def _without_links(self, span: Span) -> Span:
        """Leave out words such as 达到 and 只有, and times, at the end."""
        span = _stripped(self.text, span)
        while True:
            start = self._time_starts.get(span.end, span.end - len(self._ending(span, "links")))
            if not span.start <= start < span.end:
                return span
            span = _stripped(self.text, Span(span.start, start))

    def _ending(self, span: Span, table: str, key: str = "words") -> str:
        """Return the longest word of a table at the end of `span`, "" if none."""
        for word in _words(table, key):
            at = span.end - len(word)
            if self.text.endswith(word, span.start, span.end) and self._is_word(at, span.end):
                return word
        return ""


def _stripped(text: str, span: Span) -> Span:
    """Leave out white space, and quotation marks or brackets without partner, at both ends."""
    start, end = span.start, span.end
    while start < end and text[start] in _OUTER and not _opens(text, start, end):
        start += 1
    while start < end and text[end - 1] in _OUTER and not _closes(text, start, end):
        end -= 1
    return Span(start, max(start, end))


def _opens(text: str, start: int, end: int) -> bool:
    partner = _PAIRS.get(text[start])
    return partner is not None and text.find(partner, start, end) > start


def _closes(text: str, start: int, end: int) -> bool:
    opener = next((o for o, c in _PAIRS.items() if c == text[end - 1]), None)
    return opener is not None and text.find(opener, start, end - 1) >= 0
