"""Where in a place something is, said behind its name (某山[南麓], 某路[66号], 某区[工业园])."""

import re
from functools import partial

from bot.answering.annotation import AnnotatedSentence
from bot.answering.datafiles import table_words
from retrieval.page import Span
from retrieval.patterns import any_of

_words = partial(table_words, __package__, "spots.toml")

_ENDS = tuple(_words("ends"))
_CITIES = tuple(_words("cities"))
_SIDE = re.compile(f"[东南西北]+{any_of(_words('sides'))}")
_TORN = re.compile("[^\\W\\d的]{2,3}(?=的|[,;。])")
"""A name that is known for one by what stands around it."""
_NUMBER = re.compile(r"(?:[a-z]?\d+|[一二三四五六七八九十]+)号(?:院|楼)?(?![线楼])")
_FLOOR = re.compile(
    rf"(?:\d+|[一二三四五六七八九十]+)[楼层](?:(?:\w(?!举行|召开)){{0,6}}?{any_of(_words('rooms'))})?"
)
_STREETS = tuple("路街巷道")
_NAMES = ("n", "z", "g", "m", "b", "j", "s", "f", "a")
"""How parts of speech begin that the torn characters of a name may have."""
_LONGEST = 5
"""Words of a place within another."""


def is_city(sentence: AnnotatedSentence, span: Span) -> bool:
    """Tell whether a span only says what a place is (港口城市)."""
    return sentence.folded.endswith(_CITIES, span.start, span.end)


def with_spot(sentence: AnnotatedSentence, span: Span) -> Span:
    """Widen a place to the spot within it that follows at once."""
    folded = sentence.folded
    if is_city(sentence, span):
        span = _named(sentence, span)
    elif folded[span.end : span.end + 1] == "的":
        end = _end_of_spot(sentence, span.end + 1)
        after = next((t for t in sentence.tokens if t.start == end), None)
        goes_on = after is not None and after.tag[0] in "nvj" and after.tag != "v"
        # 位于某区的图书馆|新馆 says what stands there.
        return span if not end or goes_on else Span(span.start, end)
    elif end := _end_of_spot(sentence, span.end):
        span = Span(span.start, end)
    if folded.endswith(_STREETS, span.start, span.end):
        return with_number(sentence, span)
    spot = _SIDE.match(folded, span.end) or _FLOOR.match(folded, span.end)
    return Span(span.start, spot.end()) if spot else span


def with_number(sentence: AnnotatedSentence, span: Span) -> Span:
    """Widen a street to the number in it (某路[66号])."""
    folded = sentence.folded
    is_street = folded.endswith(_STREETS, span.start, span.end)
    number = _NUMBER.match(folded, span.end) if is_street else None
    return Span(span.start, number.end()) if number else span


def _named(sentence: AnnotatedSentence, span: Span) -> Span:
    """Widen what only says what a place is to its name (港口城市|[某某])."""
    end = span.end
    for token in sentence.tokens:
        if token.start == end and token.tag[:2] in ("nr", "ns", "nz"):
            end = token.end
    torn = _TORN.match(sentence.folded, span.end)
    return Span(span.start, max(end, torn.end() if torn else end))


def _end_of_spot(sentence: AnnotatedSentence, start: int) -> int:
    """Return where nouns from `start` on end that come to a place; 0 if they come to none."""
    end = 0
    inside = [t for t in sentence.tokens if t.start >= start][:_LONGEST]
    at = start
    for token in inside:
        if token.start != at or not token.tag.startswith(_NAMES) or not token.text[0].isalpha():
            break
        at = token.end
        if at - start > 1 and token.text.endswith(_ENDS):
            end = at
    return end
