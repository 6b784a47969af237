"""Messages that are too long for Telegram: cut where a reader would pause, or shortened."""

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

from telegram.constants import MessageLimit
from wcwidth import iter_graphemes

from bot.telegram.markup import END_ISOLATE, ISOLATE, Rich
from retrieval.page import MappedText, Span
from retrieval.punctuation import CLOSERS, OPENERS, PAUSES, STOPS
from retrieval.sentences import split_clauses, split_sentences

MAX_UNITS = int(MessageLimit.MAX_TEXT_LENGTH)
"""Longest message, in UTF-16 code units after the tags are read.

Telegram may count code points; then a message full of emoji has room to spare.
"""
MAX_ENTITIES = int(MessageLimit.MESSAGE_ENTITIES)
"""Most styled stretches in a message; Telegram shows the rest without style."""
MIN_LIMIT = 8
"""Smallest limit, in UTF-16 code units: one character outside the BMP, an isolate, an ellipsis."""
ELLIPSIS = "…"

_LOOK_AHEAD = 200
"""Characters read past the last place for a cut, to see how brackets and quotations there end;
more than `retrieval.sentences` looks at."""

# Characters that Telegram takes for nothing, apart from white space and format characters.
_INVISIBLE = frozenset("\u2800\ufffc\u030a\u0333\u033f")

# Where there is no pause, a cut keeps words and numbers whole (92.4%, 10:30, example.org) and
# signs with what they belong to.
_LETTERS = r"[^\W\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
"""Letters and digits of the scripts that put spaces between words."""
_WORD = re.compile(rf"{_LETTERS}(?:[.,:/@'’·．：-]+{_LETTERS})*[%％‰℃°]?")
_NOT_AT_START = CLOSERS | STOPS | PAUSES | frozenset("：:.．…—\"'")
_NOT_AT_END = OPENERS | {ISOLATE}


def split(rich: Rich, limit: int = MAX_UNITS) -> tuple[Rich, ...]:
    """Cut a message into parts that Telegram takes: `limit` UTF-16 units, 100 entities at most.

    A cut stands at the end of a paragraph, else of a sentence, else of a clause, else between
    words; never inside a character as readers see it (an emoji sequence, a letter and its marks)
    unless that one is too long by itself. What would leave a part less than a quarter full comes
    last, so that a headline does not stand alone. White space at a cut is left out, and so is a
    part in which nothing is to be seen: of an empty message nothing remains. Raises ValueError if
    `limit` is less than MIN_LIMIT.
    """
    _check(limit)
    text = rich.plain()
    parts = []
    start = _after_space(text, 0)
    while start < len(text):
        end = _best_cut(rich, start, limit)
        shown = text[start:end].rstrip()
        if not _is_blank(shown):
            parts.append(rich.slice(start, start + len(shown)))
        start = _after_space(text, end)
    return tuple(parts)


def shorten(rich: Rich, limit: int) -> Rich:
    """Return `rich` if it is at most `limit` UTF-16 units long, else its beginning and `…`.

    The cut stands between words. Raises ValueError if `limit` is less than MIN_LIMIT.
    """
    _check(limit)
    if rich.units <= limit and rich.entities <= MAX_ENTITIES:
        return rich
    text = rich.plain()
    start = _after_space(text, 0)
    furthest = _furthest(rich, start, limit - len(ELLIPSIS))
    end = _cut_between_words(text, start, furthest)
    shown = text[start:end].rstrip()
    return rich.slice(start, start + len(shown)).extended(ELLIPSIS)


def _check(limit: int) -> None:
    if limit < MIN_LIMIT:
        raise ValueError(f"limit must be at least {MIN_LIMIT}, not {limit}")


def _after_space(text: str, at: int) -> int:
    """Return where, from `at` on, a part may begin."""
    # An isolate that ends here has been closed in the part before.
    while at < len(text) and (text[at].isspace() or text[at] == END_ISOLATE):
        at += 1
    return at


def _is_blank(text: str) -> bool:
    """Tell whether Telegram would call a message of `text` empty."""
    return all(
        char.isspace() or char in _INVISIBLE or unicodedata.category(char) == "Cf" for char in text
    )


def _furthest(rich: Rich, start: int, limit: int) -> int:
    """Return the last code point at which a part that begins at `start` may end."""
    text = rich.plain()
    # `Rich.slice` may have to open and to close an isolate.
    room = limit - 2 if ISOLATE in text else limit
    units = text[start : start + room].encode("utf-16-le")[: 2 * room]
    # Half a surrogate pair at the end is ignored.
    end = start + len(units.decode("utf-16-le", errors="ignore"))
    if rich.slice(start, end).entities <= MAX_ENTITIES:
        return end
    ends = range(start + 1, end + 1)
    return start + bisect_right(ends, MAX_ENTITIES, key=lambda at: rich.slice(start, at).entities)


def _best_cut(rich: Rich, start: int, limit: int) -> int:
    """Return the code point at which the part that begins at `start` ends."""
    text = rich.plain()
    furthest = _furthest(rich, start, limit)
    if furthest == len(text):
        return furthest
    boundaries = set(_boundaries(text, start, furthest))
    pauses = [boundaries.intersection(ends) for ends in _pauses(text, start, furthest)]
    for least in (_early(start, furthest), start):
        for ends in pauses:
            late = [end for end in ends if end > least]
            if late:
                return max(late)
    return _cut_between_words(text, start, furthest)


def _early(start: int, furthest: int) -> int:
    """Return up to where a cut would leave the part too short."""
    return start + (furthest - start) // 4


def _boundaries(text: str, start: int, furthest: int) -> list[int]:
    """Return where, after `start` and up to `furthest`, a character as readers see it ends."""
    lengths = map(len, iter_graphemes(text, start, furthest + 1))
    return [end for end in accumulate(lengths, initial=start) if start < end <= furthest]


def _pauses(text: str, start: int, furthest: int) -> tuple[set[int], ...]:
    """Return where paragraphs, sentences and clauses end, in this order; some after `furthest`."""
    paragraphs: set[int] = set()
    sentences: set[int] = set()
    clauses: set[int] = set()
    at = start
    for line in text[start : furthest + _LOOK_AHEAD].split("\n"):
        for sentence in split_sentences(MappedText(line, (Span(at, at + len(line)),))):
            sentences.add(sentence.runs[-1].end)
            clauses.update(clause.runs[-1].end for clause in split_clauses(sentence))
        at += len(line)
        paragraphs.add(at)
        at += 1
    return paragraphs, sentences, clauses


def _cut_between_words(text: str, start: int, furthest: int) -> int:
    """Return the last place from `start` to `furthest` at which no word is cut.

    If there is none that is not too early, the last boundary of characters; failing that,
    `furthest`.
    """
    boundaries = _boundaries(text, start, furthest)
    within_words = {
        at
        for word in _WORD.finditer(text, start, min(furthest + _LOOK_AHEAD, len(text)))
        for at in range(word.start() + 1, word.end())
    }
    for at in reversed(boundaries):
        if at <= _early(start, furthest):
            break
        if (
            at not in within_words
            and text[at : at + 1] not in _NOT_AT_START
            and text[at - 1] not in _NOT_AT_END
        ):
            return at
    return boundaries[-1] if boundaries else furthest
