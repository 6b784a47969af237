"""The things a question compares or computes with, in the words that tell them apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.facts.times import find_times
from bot.answering.finder import Finder
from bot.answering.lexicon.words import light_words
from bot.answering.strategies.computed.decomposition import words
from retrieval.page import Span
from retrieval.stopwords import stop_words
from retrieval.tokens import tokenize_folded

_FUNCTION = frozenset("的了着过在是有和与及跟或比被把对从到为以于而但也都就还又共总各其该这那已所")
_PLACES = frozenset("中里内上下外前后间边旁")
"""After a noun: where, not part of the name."""
_NOUNS = ("n", "j", "b", "t", "s", "i", "l", "eng", "vn", "an")
_VERBS = ("v", "d", "p", "c", "u", "r", "y", "zg")
YEAR = re.compile(r"今年|去年|前年|明年|后年|上年|本年|当年|民国\d+年|\d{4}年")


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
            if (year := YEAR.match(text[t.span.start : t.span.end]))
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

    Names are cut short (某某项目 for 某某及某某项目), but a time or a number is not; nor is a word
    there that only ends or begins one of both (出口 in 进出口).
    """
    for both in words("both"):
        if word in both and word != both:
            text = text.replace(both, "")
    if word in text:
        return True
    if len(word) < 4 or any(c.isdigit() for c in word):
        return False
    bigrams = [word[i : i + 2] for i in range(len(word) - 1)]
    return sum(b in text for b in bigrams) >= 0.75 * len(bigrams)
