"""Finding the number a text gives for each of several things that are compared or computed with.

A number counts for a thing only if the words that set it apart from the other things stand in
its own clause, or in the clause its subject stands in; the words they share may stand further
off, but must stand in the article. Where two different numbers fit equally well, none does.
"""

import re
from collections.abc import Sequence
from itertools import product

from bot.answering.facts.measures import attribute_nouns
from bot.answering.finder import Finder
from bot.answering.strategies.computed.figures import Figure, Found
from bot.answering.strategies.computed.things import YEAR, Term, Thing, has
from bot.answering.strategies.wanted import Wanted
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
        if _told_of_both(thing, other, figure.own):
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


def _told_of_both(thing: Thing, other: Thing, own: str) -> bool:
    """Tell whether a number is said of two things together (来自甲、丙和乙的14家企业)."""
    return any(
        re.search(f"{re.escape(a)}[^\\d,;]*[、和与及][^\\d,;]*{re.escape(b)}", own) is not None
        for one in thing.telling
        for two in other.telling
        if min(len(one.text), len(two.text)) > 1
        for a, b in ((one.text, two.text), (two.text, one.text))
    )


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
    same = figure.article.of_paragraph(figure.sentence.paragraph)
    if any(has(s.folded, term.text) for s in same):
        return PARAGRAPH
    return ARTICLE if any(has(s.folded, term.text) for s in figure.article.sentences) else 0.0


def _ends_with(word: str, noun: str) -> bool:
    return (len(noun) > 1 and word.endswith(noun)) or word == noun


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
        if t.span.start < at and (year := YEAR.match(figure.read(t.span)))
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
