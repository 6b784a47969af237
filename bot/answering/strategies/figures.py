"""Finding the number a text gives for each of several things that are compared or computed with.

A number counts for a thing only if the words that set it apart from the other things stand in
its own clause, or in the clause its subject stands in; the words they share may stand further
off, but must stand in the article. Where two different numbers fit equally well, none does.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import product

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.answer import Evidence
from bot.answering.facts import lexicon
from bot.answering.facts.conversion import convert
from bot.answering.facts.measures import attribute_nouns
from bot.answering.facts.parallel import Fact
from bot.answering.facts.quantities import Quantity
from bot.answering.facts.times import find_times
from bot.answering.finder import Finder
from bot.answering.lexicon import light_words
from bot.answering.question import Question
from bot.answering.strategies.decomposition import operations, words
from retrieval.page import Span
from retrieval.stopwords import stop_words
from retrieval.tokens import tokenize_folded

OWN, SUBJECT_CLAUSE, SENTENCE, PARAGRAPH, ARTICLE = 1.0, 0.9, 0.6, 0.45, 0.35
"""What a word of the question is worth where it stands."""
LEAST = 0.6
"""Score below which a number is not taken for the thing asked."""
MARGIN = 0.04
"""Two numbers whose scores are nearer than this cannot be told apart."""
SAME_SENTENCE, SAME_PARAGRAPH, SAME_ATTRIBUTE = 0.2, 0.1, 0.05
"""What it is worth that the numbers of two things stand together."""
SURPLUS = 0.1
"""What is taken off where the number's clause speaks of other things too."""
_TRIED = 4
"""Numbers tried for each thing; those of all things are tried together."""
_VAGUE = frozenset({"count", "people", "number"})
_FUNCTION = frozenset("的了着过在是有和与及跟或比被把对从到为以于而但也都就还又共总各其该这那已所")
_PLACES = frozenset("中里内上下外前后间边旁")
"""After a noun: where, not part of the name."""
_NOUNS = ("n", "j", "b", "t", "s", "i", "l", "eng", "vn", "an")
_VERBS = ("v", "d", "p", "c", "u", "r", "y", "zg")
_YEAR = re.compile(r"今年|去年|前年|明年|后年|上年|本年|当年|民国\d+年|\d{4}年")


@dataclass(frozen=True)
class Term:
    """A word of the question that the text should have."""

    text: str
    weight: float
    name: bool
    """Whether an article without it cannot be meant: a noun, a name, a time, a number."""
    time: bool = False


@dataclass(frozen=True)
class Thing:
    """One of the things asked about, in words."""

    text: str
    terms: tuple[Term, ...]
    telling: tuple[Term, ...]
    """Those that the other things do not share."""
    years: tuple[str, ...]
    """The years it names: 今年, 2021年."""


@dataclass(frozen=True)
class Wanted:
    """What kind of number is asked for."""

    unit: str = ""
    dimensions: frozenset[str] = frozenset()
    change: bool = False
    rate: bool = False
    """Whether a share or rate may answer although no unit says so."""
    decline: bool = False
    """Whether the growth asked for is a decline (下降, 降幅)."""

    def fits(self, fact: Fact) -> bool:
        """Tell whether a number may answer by its unit and by what it says."""
        quantity = fact.quantity
        if fact.change is not self.change or quantity.upper is not None:
            return False
        if self.unit:
            if quantity.unit == self.unit or convert(quantity, self.unit) is not None:
                return True
            loose = {"个", "项", "家", "名", "位", "人"}
            counts = {quantity.dimension, _dimension(self.unit)} <= _VAGUE
            return counts and self.unit in loose and self.unit in ("个", "人")
        if self.dimensions:
            return quantity.dimension in self.dimensions
        relative = quantity.dimension in ("ratio", "percentage_points", "multiple")
        return (self.rate or self.change) if relative else not self.change


def _dimension(unit: str) -> str:
    found = lexicon.units().get(unit) or lexicon.units().get(unit.lstrip("百千万亿"))
    return found.dimension if found else ""


@dataclass(frozen=True)
class Figure:
    """A number of the text with all that stands around it."""

    article: AnnotatedArticle
    sentence: AnnotatedSentence
    fact: Fact

    @property
    def quantity(self) -> Quantity:
        """The number."""
        return self.fact.quantity

    @property
    def text(self) -> str:
        """The number as it stands in the text, qualifier and unit included."""
        span = self.quantity.qualified_span
        return self.sentence.sentence.text[span.start : span.end]

    def evidence(self) -> Evidence:
        """Return the sentence with the number marked."""
        return Evidence(
            self.article.page,
            self.article.article,
            self.sentence.paragraph,
            self.sentence.sentence,
            (self.quantity.qualified_span,),
        )

    def is_marked(self, evidence: Evidence) -> bool:
        """Tell whether it is what a piece of evidence marks in its sentence."""
        same = evidence.sentence is self.sentence.sentence
        return same and any(mark.overlaps(self.quantity.span) for mark in evidence.marks)

    def value(self, *, decline: bool) -> Decimal:
        """Return the number, below zero for a decline (下降3%) unless declines are asked for."""
        word = self.read(self.fact.attribute)
        falls = self.fact.change and word.startswith(words("change", "declines"))
        return -self.quantity.value if falls and not decline else self.quantity.value

    @cached_property
    def own(self) -> str:
        """What its clause says around it."""
        return self._read(self.fact.own)

    @cached_property
    def dated(self) -> bool:
        """Whether its own clause names a time."""
        return any(s.contains(t.span) for s in self.fact.own for t in self.sentence.times)

    def is_of_time(self, time: str) -> bool:
        """Tell whether its clause, or the one before, is dated so: 今年, but not 今年前3个月."""
        spans = self.fact.own if self.dated else (*self.fact.own, *self.fact.scope)
        starts = {t.span.start for t in self.sentence.times}
        return any(
            self.read(t.span).endswith(time) and t.span.end not in starts
            for span in spans
            for t in self.sentence.times
            if span.contains(t.span)
        )

    @cached_property
    def subject_clauses(self) -> str:
        """The clauses before in which its subject may stand."""
        return self._read(self.fact.scope)

    def _read(self, spans: Iterable[Span]) -> str:
        return "\n".join(self.sentence.folded[s.start : s.end] for s in spans)

    def read(self, span: Span | None) -> str:
        """Return a part of the sentence, folded; "" for None."""
        return self.sentence.folded[span.start : span.end] if span else ""


@dataclass(frozen=True)
class Found:
    """A number taken for a thing, with its score, 0 to 1."""

    figure: Figure
    score: float


def things(texts: Sequence[str], finder: Finder) -> tuple[Thing, ...]:
    """Return what is asked about, each with the words that tell it from the others."""
    terms = [tuple(_terms(text, finder)) for text in texts]
    found = []
    for text, own in zip(texts, terms, strict=True):
        others = {t.text for other in terms if other is not own for t in other}
        telling = [t for t in own if t.text not in others]
        years = tuple(
            year[0]
            for t in find_times(text)
            if (year := _YEAR.match(text[t.span.start : t.span.end]))
        )
        found.append(Thing(text, own, tuple(telling), years))
    return tuple(found)


def _terms(text: str, finder: Finder) -> Iterator[Term]:
    """Yield the words of a thing: times whole, function words and the unspoken left out."""
    times = find_times(text)
    unspoken = light_words() | {*words("unspoken"), *words("change")}
    seen = set()
    for time in times:
        word = text[time.span.start : time.span.end]
        yield Term(word, max(finder.rarity(word), 0.5), name=True, time=True)
    for start, end in _without(text, [t.span for t in times]):
        for word, tag in _whole_words(text[start:end]):
            if word in stop_words() or word in unspoken or word in seen or not word[0].isalnum():
                continue
            seen.add(word)
            name = not tag.startswith(_VERBS) or len(word) > 2
            yield Term(word, max(finder.rarity(word), 0.1), name)


def _whole_words(text: str) -> list[tuple[str, str]]:
    """Return (word, tag) pairs; a lone character goes with the noun beside it (某+山村, 某山+村).

    A name that is not in the dictionary is cut anyhow, and one character may be all that tells
    it from another.
    """
    found: list[tuple[str, str]] = []
    prefix = ""
    for token in tokenize_folded(text):
        word, tag = token.text, token.tag
        if not word[0].isalnum() or word in _FUNCTION:
            prefix = ""
            found.append((word, "x"))
        elif len(word) == 1 and not tag.startswith("v"):
            before = found[-1] if found and not prefix else ("", "x")
            if before[1].startswith(_NOUNS) and word in _PLACES:
                continue
            if before[1].startswith(_NOUNS):
                found[-1] = (before[0] + word, "n")
            else:
                prefix += word
        else:
            found.append((prefix + word, "n" if prefix else tag))
            prefix = ""
    return [*found, (prefix, "n")] if prefix else found


def _without(text: str, taken: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield the parts of `text` between `taken`, cut at 的 too, which joins no words."""
    at = 0
    for span in [*taken, Span(len(text), len(text))]:
        for match in re.finditer("[^的]+", text[at : span.start]):
            yield at + match.start(), at + match.end()
        at = max(at, span.end)


def articles(finder: Finder, question: Question) -> Iterator[AnnotatedArticle]:
    """Yield the articles in which the passages nearest to a question stand, the nearest first."""
    seen: set[int] = set()
    for hit in finder.search(question.folded):
        if id(hit.article) not in seen:
            seen.add(id(hit.article))
            yield finder.scored(hit.page, hit.article, question).pool.article


def figures(finder: Finder, question: Question) -> tuple[Figure, ...]:
    """Return the numbers of those articles, with what they are said of."""
    return tuple(
        Figure(article, sentence, fact)
        for article in articles(finder, question)
        for sentence in article.sentences
        for fact in sentence.facts
    )


def candidates(
    asked: Sequence[Thing], wanted: Wanted, numbers: Sequence[Figure], finder: Finder
) -> list[list[Found]]:
    """Return for each thing the numbers that fit it, best first."""
    found = []
    for thing in asked:
        others = [t for t in asked if t is not thing]
        scored = [
            Found(figure, score)
            for figure in numbers
            if wanted.fits(figure.fact)
            and (score := _score(thing, others, figure, finder)) >= LEAST
        ]
        found.append(sorted(scored, key=lambda f: -f.score)[:_TRIED])
    return found


def choose(found: Sequence[Sequence[Found]]) -> tuple[Found, ...] | None:
    """Choose a number for each thing, all different; None where others would do as well."""
    ranked = sorted(
        (
            (sum(f.score for f in way) + _together(way), way)
            for way in product(*found)
            if len({(id(f.figure.sentence), f.figure.quantity.span) for f in way}) == len(way)
        ),
        key=lambda pair: -pair[0],
    )
    if not ranked:
        return None
    best_score, best = ranked[0]
    for score, way in ranked[1:]:
        if score < best_score - MARGIN:
            break
        if any(_differ(a.figure, b.figure) for a, b in zip(best, way, strict=True)):
            return None
    return best


def _differ(one: Figure, other: Figure) -> bool:
    a, b = one.quantity, other.quantity
    return (a.value, a.unit) != (b.value, b.unit)


def _together(way: Sequence[Found]) -> float:
    """Return what it is worth that the numbers stand together and measure the same."""
    first, score = way[0].figure, 0.0
    for other in (found.figure for found in way[1:]):
        if other.sentence is first.sentence:
            score += SAME_SENTENCE
        elif other.sentence.paragraph is first.sentence.paragraph:
            score += SAME_PARAGRAPH
        if other.read(other.fact.attribute) == first.read(first.fact.attribute):
            score += SAME_ATTRIBUTE
        if other.quantity.unit == first.quantity.unit:
            score += SAME_ATTRIBUTE
    return score


def near_enough(thing: Thing, figure: Figure) -> bool:
    """Tell whether what sets a thing apart stands where a number's subject may stand."""
    near = figure.own
    if _subject_may_stand_before(thing, figure):
        near += "\n" + figure.subject_clauses
    return all(
        figure.is_of_time(term.text) if term.time else has(near, term.text)
        for term in thing.telling
    )


def _score(thing: Thing, others: Sequence[Thing], figure: Figure, finder: Finder) -> float:
    """Return how well a number fits a thing, 0 to 1; 0 where it is of something else."""
    if not thing.terms or figure.fact.compared or _other_year(thing, figure):
        return 0.0
    if not _measures_what_is_asked(thing, figure) or not near_enough(thing, figure):
        return 0.0
    near = figure.own
    if _subject_may_stand_before(thing, figure):
        near += "\n" + figure.subject_clauses
    when = figure.own if figure.dated else figure.own + "\n" + figure.subject_clauses
    for other in others:
        in_own = [has(figure.own, t.text) for t in other.telling]
        mine = [has(figure.own, t.text) for t in thing.telling]
        if in_own and all(in_own) and not (mine and all(mine)):
            return 0.0
    total = score = 0.0
    for term in thing.terms:
        worth = _worth(term, figure, when if term.time else near)
        if worth == 0.0 and term.name:
            return 0.0
        weight = term.weight if worth or term.name else term.weight / 2
        total += weight
        score += weight * worth
    return score / total - SURPLUS * _surplus(thing, figure, finder)


def _measures_what_is_asked(thing: Thing, figure: Figure) -> bool:
    """Tell whether the noun that says what is measured agrees: no 面积 for a 人口."""
    measured = figure.read(figure.fact.attribute)
    asked = [t.text for t in thing.terms if t.text in attribute_nouns()]
    if not asked or not measured or figure.fact.change:
        return True
    return any(measured.endswith(a) or a.endswith(measured) for a in asked)


def _worth(term: Term, figure: Figure, near: str) -> float:
    if term.text in attribute_nouns():  # 经济总量: the text may say 总量
        short = min((n for n in attribute_nouns() if _ends_with(term.text, n)), key=len)
        term = Term(short, term.weight, term.name)
    if has(figure.own, term.text):
        return OWN
    if has(near, term.text):
        return SUBJECT_CLAUSE
    if has(figure.sentence.folded, term.text):
        return SENTENCE
    paragraph = figure.sentence.paragraph
    same = [s for s in figure.article.sentences if s.paragraph is paragraph]
    if any(has(s.folded, term.text) for s in same):
        return PARAGRAPH
    return ARTICLE if any(has(s.folded, term.text) for s in figure.article.sentences) else 0.0


def _ends_with(word: str, noun: str) -> bool:
    return (len(noun) > 1 and word.endswith(noun)) or word == noun


def cover(folded: str, texts: Sequence[str], at: int) -> Span | None:
    """Return the stretch of a sentence that holds all of `texts` nearest to `at`; None if none."""
    places = []
    for text in texts:
        starts = [m.start() for m in re.finditer(re.escape(text), folded)]
        if starts:
            start = min(starts, key=lambda s: abs(s - at))
            places.append(Span(start, start + len(text)))
    if not places:
        return None
    return Span(min(p.start for p in places), max(p.end for p in places))


def has(text: str, word: str) -> bool:
    """Tell whether a text has a word; of one with four characters or more, most of it will do.

    Names are cut short (某某项目 for 某某及某某项目), but a time or a number is not.
    """
    if word in text:
        return True
    if len(word) < 4 or any(c.isdigit() for c in word):
        return False
    bigrams = [word[i : i + 2] for i in range(len(word) - 1)]
    return sum(b in text for b in bigrams) >= 0.75 * len(bigrams)


def _subject_may_stand_before(thing: Thing, figure: Figure) -> bool:
    """Tell whether a number's subject may stand in the clause before.

    Not if its own clause has a subject that the question does not name: of 甲站有船,乙站5艘 the
    5艘 are not those of 甲站.
    """
    fact = figure.fact
    if fact.inherited:
        return True
    named = [t.text for t in thing.terms]
    subject = figure.read(fact.subject)
    rest = [t.text for t in tokenize_folded(subject) if t.text not in stop_words()]
    return all(any(w in n or n in w for n in named) or w in attribute_nouns() for w in rest)


def _other_year(thing: Thing, figure: Figure) -> bool:
    """Tell whether the number is of another year than the one asked."""
    at = figure.quantity.span.start
    before = [
        year[0]
        for t in sorted(figure.sentence.times, key=lambda t: t.span.start)
        if t.span.start < at and (year := _YEAR.match(figure.read(t.span)))
    ]
    # 今年 and 2023年 may be the same year.
    return any(
        before and before[-1] != year and before[-1][0].isdigit() == year[0].isdigit()
        for year in thing.years
    )


def _surplus(thing: Thing, figure: Figure, finder: Finder) -> float:
    """Return the share of rare words in the number's noun phrases that the question lacks."""
    fact = figure.fact
    spans = [s for s in (None if fact.inherited else fact.subject, fact.counted) if s]
    weights = {
        t.text: finder.rarity(t.text)
        for span in spans or fact.own
        for t in figure.sentence.tokens
        if span.start <= t.start < span.end
    }
    total = sum(weights.values())
    return sum(w for word, w in weights.items() if word not in thing.text) / total if total else 0.0


def wanted_number(unit: str, nouns: Sequence[str], text: str) -> Wanted:
    """Return what kind of number a question asks for.

    By its unit; else by the nouns that are compared, if all of them say so (…资金); and by words
    of growth or of shares in `text`.
    """
    change = any(w in text for w in words("change"))
    dimensions = [frozenset(_dimensions(noun)) for noun in nouns]
    return Wanted(
        unit=unit,
        dimensions=frozenset() if unit or not dimensions else frozenset.intersection(*dimensions),
        change=change,
        rate=bool(re.search("率|占|比例|比重|份额", text)),
        decline=change
        and (
            any(w in text for w in words("change", "declines") if len(w) > 1)
            or text.startswith(words("change", "declines"))
        ),
    )


def _dimensions(noun: str) -> Sequence[str]:
    """Return the dimensions (see facts/units.toml) a noun is measured in, () if any."""
    table: dict[str, str] = operations()["nouns"]
    ending = max((w for w in table if noun.endswith(w)), key=len, default="")
    return table.get(ending, "").split()
