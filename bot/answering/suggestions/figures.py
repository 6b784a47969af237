"""Questions for the numbers of a sentence: how many, how much, by how much."""

import re
from collections.abc import Iterator

from bot.answering.facts.measures import attribute_nouns, transitive_verbs
from bot.answering.facts.parallel import Fact, find_facts
from bot.answering.lexicon.words import PLACE_ENDINGS
from bot.answering.suggestions.clauses import (
    Clause,
    Clauses,
    begins_predicate,
    hangs,
    has_predicate,
    is_noun_phrase,
    is_whole,
    names,
)
from bot.answering.suggestions.draft import Draft, draft, words
from retrieval.page import Span
from retrieval.tokens import Token, word_probability

_RATIOS = ("ratio", "percentage_points")
_NO_COUNTS = ("ordinal", "score", "number")
"""Dimensions of numbers that are not asked for by how many of what."""
_MAGNITUDE_KEPT = ("money",)
"""Dimensions asked for in the order of magnitude they are given in (多少亿元, but 多少人)."""
_COUNTS = ("count", "people")
"""Dimensions of which a noun by itself has so many (甲县有多少家)."""
_ONE = "一"
"""Counts nothing worth asking for: 一天, 一个价."""
_FEW = 3
"""Words of a clause that says nothing but what was measured (面积约, 同比增长)."""
_SOME = "余多来几"
"""Between a number and its unit: 20余个."""
_EACH = re.compile(r"每[\u4e00-\u9fff]{1,3}$")
_PLACE_TAGS = ("ns", "nr")
_DESCRIBING = ("n", "j", "l", "vn", "b", "a")
"""Beginnings of the tags of nouns and what describes them."""
_NO_SUBJECT = ("d", "p", "c", "u", "y", "v", "t", "s", "f", "r", "a", "x", "z")
"""Beginnings of the tags with which a clause begins that has no subject of its own."""


def figure_drafts(clauses: Clauses) -> Iterator[Draft]:
    """Yield a question for each number of which the sentence says what it is the number of."""
    sentence = clauses.sentence
    measured = ""
    for fact in find_facts(sentence.folded, sentence.quantities, sentence.times, sentence.tokens):
        clause = clauses.at(fact.quantity.qualified_span.start)
        stem = _stem(clauses, clause, fact, measured) if clause else None
        if clause is None or stem is None:
            measured = measured if fact.change else ""
            continue
        figure = _Figure(clauses, clause, fact, stem)
        if not fact.change and not figure.after and figure.names_what:
            # What the number before measured is what a change after it changes: 产量3吨,增长5%.
            measured = figure.bare
        if found := figure.question():
            yield found


def _stem(clauses: Clauses, clause: Clause, fact: Fact, measured: str) -> str | None:
    """Return what the question has before its question word, None if its subject is unclear."""
    end = fact.quantity.qualified_span.start
    own = clause.tokens_in(clause.front, end)
    if not own or clauses.in_marks(fact.quantity.span) or fact.quantity.span.start < clause.front:
        return None
    text = clauses.text(clause.front, end)
    if fact.inherited and fact.change and own[0].text not in words("rates"):
        only_change = fact.attribute is not None and own[-1].end <= fact.attribute.end
        return measured + text if measured and only_change and len(own) <= _FEW else None
    if fact.inherited and (begins_predicate(own) or own[0].text in transitive_verbs()):
        subject = _inherited(clauses, clause, fact) or clauses.topic(clause)
        return subject + text if subject else None
    only_attribute = own[0].text in attribute_nouns() and len(own) <= _FEW
    if only_attribute or (fact.inherited and _begins_attribute(fact, own)):
        subject = _inherited(clauses, clause, fact) or clauses.topic(clause)
        return subject + text if subject else None
    if _begins_attribute(fact, own):
        return None
    if not _may_be_subject(own[0]) or clauses.is_duration(own[0]):
        return None
    return clauses.text(clause.span.start, end)


def _may_be_subject(token: Token) -> bool:
    """Tell whether a clause that begins with a token has a subject of its own."""
    if token.text in words("attributive"):
        return True
    if token.text in transitive_verbs() or token.text in words("no_subject"):
        return False
    nominal = not token.tag.startswith(_NO_SUBJECT) or token.tag == "vn"
    return nominal and not token.text.endswith("有")


def _begins_attribute(fact: Fact, own: tuple[Token, ...]) -> bool:
    return fact.attribute is not None and fact.attribute.start <= own[0].start


def _inherited(clauses: Clauses, clause: Clause, fact: Fact) -> str | None:
    """Return the subject of a clause before, if it is the one the number is said of."""
    subject = fact.subject
    if subject is None:
        return None
    for earlier in clauses.before(clause):
        if earlier.front != subject.start or earlier.is_noun_phrase:
            continue
        end = subject.end
        if earlier.subject and earlier.subject.start == subject.start:
            end = min(end, earlier.subject.end)
        tokens = clauses.tokens(Span(subject.start, end))
        following = earlier.tokens_in(end, earlier.span.end)[:1]
        counted = bool(following) and following[0].tag[0] in "mt"
        if (
            is_noun_phrase(tokens)
            and not counted
            and tokens[-1].tag != "vn"
            and not is_whole(tokens)
        ):
            return clauses.text(subject.start, end)
    return None


class _Figure:
    """A number with what the question has before and after its question word."""

    def __init__(self, clauses: Clauses, clause: Clause, fact: Fact, stem: str) -> None:
        self.clauses, self.clause, self.fact = clauses, clause, fact
        self.quantity = fact.quantity
        self.before = clause.tokens_in(clause.front, self.quantity.qualified_span.start)
        self.after = clause.tokens_in(self.quantity.qualified_span.end, clause.span.end)
        self.stem, self.before = _without(stem, self.before, "about")
        self.bare, self.named = _without(stem, self.before, "links")

    @property
    def names_what(self) -> bool:
        """Whether a noun stands before the number: what it is the number of."""
        return bool(self.named) and names(self.named[-1])

    def question(self) -> Draft | None:
        """Return the question, None where it would read badly."""
        if not self.before or self.before[-1].text in ("的", *words("pronouns", "kept")):
            return None
        if self.before[-1].text in words("denials") or self._in_a_row():
            return None
        if self.quantity.dimension in _RATIOS:
            return None if self.after else self._ratio()
        unit = self._unit()
        if unit is None:
            return None
        return self._with_rest(unit) if self.after else self._at_end(unit)

    def _in_a_row(self) -> bool:
        """Tell whether other things or numbers stand beside it: 甲5艘、乙3艘, 甲和乙两家."""
        joints = [t for t in self.before if t.text in words("joints")]
        others = any(t.tag == "m" for t in self.before)
        of_two = any(t.text != "、" for t in joints)
        return len(joints) > 1 or of_two or (bool(joints) and (others or not self.after))

    def _draft(self, template: str, stem: str, unit: str = "", rest: str = "") -> Draft:
        fact = self.quantity.core_span
        return draft(template, self.clauses.sentence, fact, stem=stem, unit=unit, rest=rest)

    def _ratio(self) -> Draft | None:
        last = self.named[-1].text if self.named else ""
        if last.endswith(tuple(words("rates"))):
            return self._draft("rate", self.bare)
        if self.fact.change:
            return self._draft("change", self.stem)
        if self.before[-1].text in words("shares"):
            return self._draft("share", self.stem)
        return None

    def _unit(self) -> str | None:
        """Return the unit as the text writes it; None if it cannot be asked how many there are."""
        quantity, sentence = self.quantity, self.clauses.sentence
        number = sentence.folded[quantity.number_span.start : quantity.number_span.end]
        start, end = quantity.number_span.end, quantity.core_span.end
        unit = quantity.magnitude + quantity.unit
        written = sentence.folded[start:end].lstrip(_SOME) == unit
        if quantity.dimension in _NO_COUNTS or not quantity.unit or not written or number == _ONE:
            return None
        if quantity.dimension == "time" and not (has_predicate(self.named) or self.fact.attribute):
            return None  # an era: 贞观三年
        if quantity.unit in words("small_coins"):
            return None
        if quantity.unit == "°":
            return None  # of an angle or of warmth: 多少° is not said
        if quantity.dimension == "count" and quantity.unit not in words("measure_words"):
            return None  # a name: 九州, 三星, 查理五世
        kept = unit if quantity.dimension in _MAGNITUDE_KEPT else quantity.unit
        unit = self.clauses.text(end - len(kept), end)
        # 落 belongs to the unit: 座落.
        goes_on = word_probability(quantity.unit + sentence.folded[end : end + 1]) > 0
        return None if self.stem.endswith(unit) or (goes_on and self.after) else unit

    def _with_rest(self, unit: str) -> Draft | None:
        """Return the question for 甲县有[3家]企业开工."""
        after = self.after
        if _numbers_in(self.clause, self.quantity.qualified_span.end):
            # What follows is about the next number; keep what this one counts.
            counted = self.fact.counted
            if counted is None or counted.start != self.quantity.qualified_span.end:
                return None
            after = self.clauses.tokens(counted)
            said_of_it = self.clause.tokens_in(counted.end, self.clause.span.end)
            if not is_noun_phrase(after) or begins_predicate(said_of_it):
                return None
        if hangs(after) or after[0].text in words("after_number") or not any(map(names, after)):
            return None
        rest = self.clauses.text(after[0].start, after[-1].end)
        noun = names(self.before[-1]) and not has_predicate(self.before)
        named = after[0].tag.startswith(_DESCRIBING)
        counts = noun and named and self.quantity.unit not in words("times_done")
        return self._draft("count_of_noun" if counts else "figure", self.stem, unit, rest)

    def _at_end(self, unit: str) -> Draft | None:
        """Return the question for 企业达到[3家]."""
        has = any(t.text.endswith("有") for t in self.named)
        if has or has_predicate(self.named) or self.fact.compared or _EACH.search(self.stem):
            return self._draft("figure", self.stem, unit)
        if not self.names_what or all(t.tag == "vn" for t in self.named):
            return None
        last, attribute = self.named[-1], self.fact.attribute
        if attribute is None and (last.tag in _PLACE_TAGS or last.text[-1] in PLACE_ENDINGS):
            return None
        if attribute is None and self.quantity.dimension in _COUNTS:
            return self._draft("count_of_noun", self.bare, unit)
        if len(last.text) == 1 or (attribute is None and self.quantity.dimension != "money"):
            return self._draft("figure", self.bare, unit)
        return self._draft("figure_of_noun", self.bare, unit)


def _numbers_in(clause: Clause, start: int) -> bool:
    return any(start <= q.span.start < clause.span.end for q in clause.sentence.quantities)


def _without(stem: str, tokens: tuple[Token, ...], table: str) -> tuple[str, tuple[Token, ...]]:
    """Leave out the words of a table at the end of a stem, which ends with `tokens`."""
    end = len(tokens)
    while end and tokens[end - 1].text in words(table):
        end -= 1
    cut = tokens[-1].end - tokens[end].start if end < len(tokens) else 0
    return stem[: len(stem) - cut], tokens[:end]
