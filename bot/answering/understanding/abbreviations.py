"""Abbreviations that a reader typed for names that the texts spell out (环评 for 环境影响评价).

Or the other way round: names that the texts have only abbreviated. Chinese abbreviates a name of
several words by a character of most of them, in their order: the first of a word, and of the last
word also its last. So what is meant is looked for in the texts, not in a list.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, product

from bot.answering.question import Reading
from bot.answering.understanding.kind import QUESTION_WORD
from bot.answering.understanding.soundalikes import CHARACTER, NUMERALS
from retrieval.fold import fold
from retrieval.stopwords import stop_words
from retrieval.tokens import LONGEST_GUESSED, Token, tokenize_folded, word_probability

_LENGTHS = range(2, 5)
"""Characters of an abbreviation."""
_COMMON = 5e-6
"""How often a word is met in running text from which it is no abbreviation, unless so tagged."""
_KNOWN = 2e-7
"""Likewise for a word of the texts, which only a name of the question may say otherwise (夜班)."""
_ABBREVIATION = "j"
"""The tag of an abbreviation in the dictionary."""
_NO_ABBREVIATION = ("m", "q", "r", "p", "c", "u", "d", "y", "f", "t")
"""Tags of words that no abbreviation has."""
_NAME_TAGS = ("n", "vn", "v", "a", "b", "j", "l", "z", "s", "h")
"""Parts of speech of the words of a name; verbs stand in it as nouns."""
_FIRST_TAGS = ("n", "vn", "a", "b", "j", "l", "s", "h")
_LAST_TAGS = ("n", "vn", "j", "l", "zg")
_OF_BODIES = "局部厅委院署会"
"""Last characters of what may have 和 in its name (人力资源[和]社会保障局)."""
_AND = "和"
_DENIALS = "不没未"
"""First characters of words that no name has."""
_LEAST_WORDS = 2
_MOST_WORDS = 7
_MOST_LEFT_OUT = 3
"""Words of a name of which an abbreviation has nothing ([高新]技术产业开发[区])."""
_WITHIN = 14
"""Characters of a name at most."""
_MOST_LINES = 100
"""Sentences looked at for an abbreviation; where more have its characters, they tell little."""
_MOST_NAMES = 4
"""Names that an abbreviation may stand for, likewise."""
_PIECE = 2
"""Characters of most words of Chinese."""


class Abbreviations:
    """Spells out what the texts have only spelled out; thread-safe."""

    def __init__(self, sentences: Iterable[str]) -> None:
        """Take the folded sentences of the texts."""
        self._lines = tuple(line for line in sentences if len(line) <= LONGEST_GUESSED)
        self._text = "\n".join(self._lines)
        self._names = lru_cache(maxsize=4096)(self._find_names)

    def readings(self, message: str) -> Iterator[tuple[str, Reading]]:
        """Yield `message` with a name as the texts have it, once for each that may be meant."""
        folded = fold(message)
        tokens = tokenize_folded(folded)
        for at, first in enumerate(tokens):
            for stop in range(at + 1, min(at + _MOST_WORDS, len(tokens)) + 1):
                words, end = tokens[at:stop], tokens[stop - 1].end
                if end - first.start > _WITHIN:
                    break
                typed = folded[first.start : end]
                for read in self._meant(typed, words):
                    yield (
                        message[: first.start] + read + message[end:],
                        Reading(message[first.start : end], read),
                    )

    def _meant(self, typed: str, words: Sequence[Token]) -> tuple[str, ...]:
        """Return what the texts have for `typed`, words of a question that they do not have."""
        may_be_short = _may_be_short(typed, words)
        pieces = tuple(piece for token in words for piece in _pieces(token))
        may_be_name = len(pieces) <= _MOST_WORDS and _is_name(pieces)
        if not (may_be_short or may_be_name) or typed in self._text:
            return ()
        names = self._names(typed) if may_be_short else ()
        shorter = _abbreviations(tuple(p.text for p in pieces)) if may_be_name else ()
        found = (s for s in shorter if s not in typed and s in self._text and self._is_word(s))
        return (*names, *sorted(found))

    def _is_word(self, short: str) -> bool:
        """Tell whether an abbreviation stands in the texts as a word or as whole words."""
        lines = (line for line in self._lines if short in line)
        return any(_stands(short, line) for line in islice(lines, _MOST_LINES))

    def _find_names(self, word: str) -> tuple[str, ...]:
        """Return the names in the texts that a word may be short for; of one within another it."""
        lines = [line for line in self._lines if _is_within_reach(word, line)]
        if len(lines) > _MOST_LINES:
            return ()
        names = {name for line in lines for name in _names(word, line, _short_words(line))}
        shortest = (n for n in names if not any(o in n for o in names - {n}))
        found = tuple(sorted(shortest))
        return found if len(found) <= _MOST_NAMES else ()


def _is_within_reach(word: str, line: str) -> bool:
    """Tell whether a line has the characters of a word in order, within the length of a name."""
    if word[0] not in line or word[-1] not in line:
        return False
    starts = (at for at, char in enumerate(line) if char == word[0])
    return any(has_in_order(word, line[at : at + _WITHIN]) for at in starts)


def has_in_order(word: str, text: str) -> bool:
    """Tell whether a text has the characters of a word in their order (企业合作社: 企社)."""
    rest = iter(text)
    return all(char in rest for char in word)


def _stands(short: str, line: str) -> bool:
    """Tell whether a line has an abbreviation as a word, or as whole words."""
    tokens = tokenize_folded(line)
    for at, first in enumerate(tokens):
        if line.startswith(short, first.start):
            end = first.start + len(short)
            words = [t for t in tokens[at : at + len(short)] if t.end <= end]
            if words and words[-1].end == end and _may_be_short(short, words, _KNOWN):
                return True
    return False


def _may_be_short(word: str, tokens: Sequence[Token], common: float = _COMMON) -> bool:
    """Tell whether words, run together as `word`, may be an abbreviation, and no `common` word."""
    if len(word) not in _LENGTHS or any(not CHARACTER.match(c) or c in NUMERALS for c in word):
        return False
    if any(t.text in stop_words() or t.tag.startswith(_NO_ABBREVIATION) for t in tokens):
        return False
    if QUESTION_WORD.search(word):
        return False
    if len(tokens) == 1:
        return word_probability(word) < common or tokens[0].tag == _ABBREVIATION
    # 棚改, but 工资|发 is no name.
    deed = len(word) > _PIECE and any(t.tag == "v" for t in tokens)
    return not deed and any(len(t.text) == 1 for t in tokens)


def _names(word: str, line: str, tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the names among the words of a line that a word is short for."""
    for first, token in enumerate(tokens):
        if token.text[0] != word[0] or not token.tag.startswith(_FIRST_TAGS):
            continue
        for stop in range(first + 2, min(first + _MOST_WORDS, len(tokens)) + 1):
            words = tokens[first:stop]
            last = words[-1]
            if last.start != words[-2].end or last.end - token.start > _WITHIN:
                break
            if not last.tag.startswith(_NAME_TAGS) and last.text != _AND:
                break
            if _is_name(words) and _is_short_for(word, [w.text for w in words]):
                # 科技型中小|企业 is one name: it ends with a word of the text.
                end = min(t.end for t in tokenize_folded(line) if t.end >= last.end)
                yield line[token.start : end]
                break


def _is_name(words: Sequence[Token]) -> bool:
    """Tell whether words are a name, which has at most one verb and ends in a noun."""
    last = words[-1]
    if len(words) < _LEAST_WORDS or not words[0].tag.startswith(_FIRST_TAGS):
        return False
    if not all(w.tag.startswith(_NAME_TAGS) or w.text == _AND for w in words):
        return False
    if sum(w.tag == "v" for w in words) > 1 or any(w.text[0] in _DENIALS for w in words):
        return False
    if any(w.text == _AND for w in words) and last.text[-1] not in _OF_BODIES:
        return False
    return last.tag.startswith(_LAST_TAGS) or (last.tag == "v" and len(last.text) > 1)


def _abbreviations(words: Sequence[str]) -> set[str]:
    """Return what several words may be abbreviated to, none if the first ones say little each."""
    if any(len(full) == 1 for full in words[:-1]):
        return set()
    *rest, last = words
    firsts = [{full[0], ""} if number else {full[0]} for number, full in enumerate(rest)]
    runs = {"".join(parts) for parts in product(*firsts, {last[0], last[-1]})}
    # 疾病预防控制中心: 疾控[中心], whose first words alone are cut.
    runs |= {"".join((*parts, last)) for parts in product(*firsts) if sum(map(bool, parts)) > 1}
    return {r for r in runs if len(r) in _LENGTHS and _is_short_for(r, words)}


def _is_short_for(word: str, words: Sequence[str]) -> bool:
    """Tell whether an abbreviation has of each word nothing, its first character or all of it.

    Of the first word and of the last it has something, of the last word maybe its last character;
    of one of them it has only a part.
    """
    # Characters of the abbreviation read so far, words it has nothing of, whether one was cut.
    ends = {(0, 0, False)}
    for number, full in enumerate(words):
        last = number == len(words) - 1
        parts = {full[0], full, *([full[-1]] if last else [])}
        reached = {
            (at + len(part), left_out, cut or len(part) < len(full))
            for at, left_out, cut in ends
            for part in parts
            if word.startswith(part, at)
        }
        if number and not last:
            reached |= {(at, out + 1, cut) for at, out, cut in ends if out < _MOST_LEFT_OUT}
        ends = reached
    return any(at == len(word) and cut for at, _, cut in ends)


@lru_cache(maxsize=256)
def _short_words(line: str) -> tuple[Token, ...]:
    """Cut a folded text into words that have no other words in them (高新|技术, 委员|会)."""
    return tuple(piece for token in tokenize_folded(line) for piece in _pieces(token))


def _pieces(token: Token) -> Iterator[Token]:
    """Cut two characters after two from a longer word, as long as they are words."""
    start = token.start
    while token.end - start > _PIECE:
        piece = token.text[start - token.start :][:_PIECE]
        if not word_probability(piece):
            break
        yield Token(piece, start, start + _PIECE, token.tag)
        start += _PIECE
    yield Token(token.text[start - token.start :], start, token.end, token.tag)
