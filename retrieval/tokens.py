"""Words of a text with their place and part of speech."""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from retrieval.likeliest import use_in
from retrieval.viterbi import viterbi
from retrieval.word_lists import read_tagged_words, read_word_list

# jieba splits 23,876 at the comma (and without its HMM 92.4 at the point); each is one number. A
# comma or point without a digit on its other side is punctuation, not part of the number.
_NUMBER = re.compile(
    r"(?<!\d)(?<!\d[,.])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?![,.]?\d)", re.ASCII
)

LONGEST_GUESSED = 1000
"""Code points. A longer piece is no sentence; in it jieba does not guess words that are not in its
dictionary, which takes about a millisecond a character (minutes for a megabyte of one)."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `text` is folded, `start`/`end` are code points of the text it was cut from."""

    text: str
    start: int
    end: int
    tag: str
    """Part of speech in the ICTCLAS/jieba tag set (n, v, nr, ns, m, …)."""


@cache
def _tagger() -> Any:
    import jieba.posseg

    _cutter()  # the tagger cuts with its dictionary
    jieba.posseg.viterbi = viterbi  # looked up by jieba at each call
    return jieba.posseg.dt


@cache
def _cutter() -> Any:
    # Imported on first use: the dictionary takes a second to load.
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.dt.initialize()
    total = jieba.dt.total
    for tag, words_of_tag in read_tagged_words(__package__, "newer_words.txt").items():
        for word in words_of_tag:
            jieba.dt.add_word(word, tag=tag)  # as often as it takes for it not to be cut
    for phrase in read_word_list(__package__, "phrases.txt"):
        jieba.dt.del_word(phrase)
    jieba.dt.total = total  # the words that it had stay as rare as they were
    use_in(jieba.dt)
    return jieba.dt


# A question is cut again and again by those who look at it from different sides.
@lru_cache(maxsize=256)
def tokenize_folded(folded: str, *, guess: bool = True) -> tuple[Token, ...]:
    """Cut a folded text into tokens, white space left out; the offsets count in it, and so in the
    text it was folded from. Unless `guess`, every longer word is one of the dictionary."""
    tokens = []
    for start, end, is_number in _pieces(folded):
        if is_number:
            tokens.append(Token(folded[start:end], start, end, "m"))
            continue
        hmm = guess and end - start <= LONGEST_GUESSED
        for word, tag in _function_words_cut_off(_tagger().cut(folded[start:end], HMM=hmm)):
            if not word.isspace():
                tokens.append(Token(word, start, start + len(word), _mended_tag(word, tag)))
            start += len(word)
    return tuple(tokens)


_FUNCTION_WORDS = {"由": "p", "被": "p", "把": "p", "在": "p", "将": "p", "了": "ul", "还": "d"}
"""Those that are no surname and begin and end no name, with their part of speech."""
_FIRST_CUT_OFF = _FUNCTION_WORDS | {
    "经": "p", "从": "p", "因": "p", "按": "p",
    "请": "v", "已": "d", "与": "c", "及": "c", "和": "c",
}  # fmt: skip
_SURNAMES = frozenset("和")
"""Those of the first that are surnames, too."""
_LAST_CUT_OFF = _FUNCTION_WORDS | {"则": "d", "才": "d", "是": "v"}


def _function_words_cut_off(tagged: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield words with their tags, with no function word guessed into a name (由甲|公司, 行由)."""
    for word, tag in tagged:
        may_be_name = tag == "nr" and word[0] in _SURNAMES
        if (
            len(word) > 1
            and word[0] in _FIRST_CUT_OFF
            and not (may_be_name or word_probability(word))
        ):
            yield word[0], _FIRST_CUT_OFF[word[0]]
            yield word[1:], tag
        elif len(word) > 1 and word[-1] in _LAST_CUT_OFF and not word_probability(word):
            yield word[:-1], tag
            yield word[-1], _LAST_CUT_OFF[word[-1]]
        elif _is_doubled(word):
            yield word[0], tag
            yield word[1:], tag
        else:
            yield word, tag


_SHORTEST_DOUBLED, _LIKELIER = 3, 10


def _is_doubled(word: str) -> bool:
    """Tell whether a word is the end of one and the beginning of the next (教育局|局长)."""
    if len(word) != _SHORTEST_DOUBLED or word[0] != word[1]:
        return False
    return word_probability(word[1:]) > _LIKELIER * word_probability(word)


def _mended_tag(word: str, tag: str) -> str:
    """Tag a lone digit or Latin letter as jieba tags longer ones; it says x, a symbol."""
    if tag == "x" and word.isascii():
        return "m" if word.isdecimal() else "eng" if word.isalpha() else tag
    return tag


def words(folded: str) -> list[str]:
    """Cut a folded text into words of the dictionary, white space left out; for indexing.

    Unlike `tokenize_folded` it knows no tags and guesses no words that are not in the dictionary
    (jieba's HMM), so that a string is cut alike in a question and in a text, and some ten times
    as fast.
    """
    found: list[str] = []
    for start, end, is_number in _pieces(folded):
        piece = folded[start:end]
        found.extend([piece] if is_number else _cutter().cut(piece, HMM=False))
    return [word for word in found if not word.isspace()]


def word_probability(word: str) -> float:
    """Return how often a word of running text is this one, 0 if the dictionary has it not."""
    cutter = _cutter()
    return float(cutter.FREQ.get(word, 0) / cutter.total)


def _pieces(folded: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, is a number with a comma or point) for the whole text, in order."""
    at = 0
    for match in _NUMBER.finditer(folded):
        yield at, match.start(), False
        yield *match.span(), True
        at = match.end()
    yield at, len(folded), False
