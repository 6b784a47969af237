"""Slips in what a reader typed: words that the texts write with other characters of the same sound.

Most slips come from choosing the wrong word of an input method's list, and so sound like what was
meant. Nothing is mended that stands in the texts as it was typed, no digit or numeral, no place or
body of the dictionary, and no person of it that many know: it may just as well be another one.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from bot.answering.datafiles import read_toml
from bot.answering.question import Reading
from bot.answering.understanding.asked_words import as_asked
from bot.answering.understanding.kind import QUESTION_WORD
from bot.answering.understanding.soundalikes import CHARACTER, NUMERALS, Soundalikes
from bot.answering.understanding.trusted_slips import is_function_word, trusted
from retrieval.fold import fold
from retrieval.patterns import any_of
from retrieval.tokens import Token, tokenize_folded

_OTHER_NUMERAL = {
    one: other
    for pair in zip("一二三四五六七八九", "123456789", strict=True)
    for one, other in (pair, pair[::-1])
}
_NUMBERED = re.compile(
    "(?<![\\d.一二三四五六七八九十百千万亿])第?(?P<number>[1-9一二三四五六七八九])"
    f"(?P<sort>{any_of(read_toml(__package__, 'spelling.toml')['numbered'])})"
)
"""What is told from others of its sort by a number below ten."""
_DAY = re.compile(
    r"(?<![\d第.])(?P<day>[12]\d|3[01]|[1-9])号(?![楼线馆院店厂车门井桥路台机坝库坑墓码房院字文病])"
)
"""A day as one says it, who writes 31日."""
_POINTING_TAGS = ("r", "m", "t")


class Spelling:
    """Mends messages by the words of the texts; thread-safe."""

    def __init__(self, sentences: Iterable[str]) -> None:
        """Take the folded sentences of the texts."""
        text = "\n".join(sentences)
        self._stands = lru_cache(maxsize=65536)(text.__contains__)
        self._soundalikes = Soundalikes(text)

    def mend(self, message: str) -> tuple[str, tuple[Reading, ...]]:
        """Return `message` as it is to be read, as long as it was, and what is read otherwise."""
        folded = fold(message)
        told = self._with_numerals_told(folded)
        mended = self._mend_by_sound(self._mend_question_words(told))
        text = "".join(
            new if new != old else char
            for char, old, new in zip(message, folded, mended, strict=True)
        )
        return text, tuple(_readings(message, told, mended)) if mended != told else ()

    def _with_numerals_told(self, folded: str) -> str:
        """Return a message with the numerals of what is numbered as the texts have them (四号线).

        They say the same: nobody need be told that it was read so.
        """
        for match in _NUMBERED.finditer(folded):
            at = match.start("number")
            other = _OTHER_NUMERAL[match["number"]]
            written = folded[match.start() : at] + other + match["sort"]
            if self._stands(written) and not self._stands(match[0]):
                folded = folded[:at] + other + folded[at + 1 :]
        return _DAY.sub(self._day_told, folded)

    def _day_told(self, match: re.Match[str]) -> str:
        """Return a day (31号) as the texts have it (31日), else as it was typed."""
        told = any(self._stands(f"{before}{match['day']}日") for before in "月,。;至到-\n")
        return f"{match['day']}日" if told and not self._stands(match[0]) else match[0]

    def _mend_question_words(self, folded: str) -> str:
        for pattern, meant in _question_words():
            if pattern.search(folded) is None:
                continue
            found = list(pattern.finditer(folded))
            for start, end in (match.span("slip") for match in found):
                if end - start == 1 or not self._stands(folded[start:end]):
                    folded = folded[:start] + meant + folded[end:]
        return folded

    def _mend_by_sound(self, folded: str) -> str:
        tokens = tokenize_folded(folded, guess=False)
        unknown = {at for token in tokens for at in self._unknown(token, folded)}
        if not unknown or not (unknown := unknown - as_asked(folded, tokens)):
            return folded
        words = {at: token for token in tokens for at in range(token.start, token.end)}
        content = {at for at, word in words.items() if not is_function_word(word)}
        alike = self._soundalikes.alignments(folded, unknown, content)
        found = [a for a in alike if trusted(a, folded, words)]
        chars = list(folded)
        done: set[int] = set()
        for alignment in sorted(found, key=lambda a: -a.same):
            if done.isdisjoint(alignment.changed):
                rivals = (a for a in found if a.same == alignment.same and a.differs(alignment))
                done.update(alignment.changed)
                if not any(rivals):
                    for at in alignment.changed:
                        chars[at] = alignment.at(at)
        return "".join(chars)

    def _unknown(self, token: Token, folded: str) -> range:
        """Return the places of a word that the texts do not have, an empty range if they do."""
        words: tuple[str, ...] = (token.text,)
        if len(token.text) == 1:
            pairs = (folded[token.start - 1 : token.end], folded[token.start : token.end + 1])
            words = tuple(pair for pair in pairs if len(pair) > 1)
        if any(map(self._stands, words)) or not _may_be_mended(token):
            return range(0)
        return range(token.start, token.end)


def _may_be_mended(token: Token) -> bool:
    return (
        all(CHARACTER.match(char) and char not in NUMERALS for char in token.text)
        and not (len(token.text) > 1 and token.tag.startswith(_POINTING_TAGS))
        and not QUESTION_WORD.search(token.text)
    )


@cache
def _question_words() -> tuple[tuple[re.Pattern[str], str], ...]:
    entries = read_toml(__package__, "spelling.toml")["slip"]
    return tuple((re.compile(entry["pattern"]), entry["meant"]) for entry in entries)


def _readings(message: str, folded: str, mended: str) -> Iterator[Reading]:
    """Yield each word of the mended message that was typed otherwise."""
    tokens = tokenize_folded(mended)
    for at, token in enumerate(tokens):
        if folded[token.start : token.end] == mended[token.start : token.end]:
            continue
        start, end = token.start, token.end
        if end - start == 1:  # a character alone says little
            before, after = (
                other if other and not is_function_word(other) else None
                for other in (
                    tokens[at - 1] if at and tokens[at - 1].end == start else None,
                    tokens[at + 1] if at + 1 < len(tokens) else None,
                )
            )
            if before and (len(before.text) == 1 or not after):
                start = before.start
            elif after and after.start == end and CHARACTER.match(after.text):
                end = after.end
        yield Reading(message[start:end], mended[start:end])
