"""Sentences and clauses of a paragraph."""

import re
from collections.abc import Iterator

from retrieval.layout import words
from retrieval.page import MappedText
from retrieval.punctuation import CLOSERS, OPENERS, PAIRS, PAUSES, QUOTES, STOPS

MAX_EMBEDDED = 60
"""Longest bracket or title, in characters, in which a stop does not end the sentence."""
MAX_SHORT_QUOTE = 24
"""Longest quotation, in characters, in which ？ and ！ do not end the sentence."""

_OPENER_OF = {closer: opener for opener, closer in PAIRS.items()}
_BRACKET_CLOSERS = frozenset(closer for opener, closer in PAIRS.items() if opener not in QUOTES)
_AFTER_STOP = CLOSERS | STOPS | frozenset("…~～")
# Particles that tie a quotation to what follows it: “怎么办？”的问题.
_PARTICLES = frozenset("的地得之")
# What follows the closing sign of a stop when the sentence goes on after it.
_GOES_ON = _PARTICLES | PAUSES | frozenset("：:")
# Signs before a quotation whose speaker has been named.
_INTRODUCES = frozenset("：:，,")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_WORD_BEFORE = re.compile(r"[A-Za-zÀ-ɏ.]*$")
_ABBREVIATIONS = frozenset(words("sentence", "abbreviations"))
_LONGEST_WORD = 24
_LONGEST_ITEM_NUMBER = 4
_CLAUSE_ENDS = frozenset("，,；;：:") | STOPS


def split_sentences(paragraph: MappedText) -> tuple[MappedText, ...]:
    """Split a paragraph into sentences, white space between them left out.

    A sentence ends at 。！？ (and at a Latin full stop that is neither decimal point nor
    abbreviation) with the closing signs behind it; not inside a title or short bracket, nor at
    ？！ inside a short quotation. What follows a quotation that began its sentence (`“甲。”乙说。`)
    belongs to it; a quotation after a colon ends its sentence with its own stop. Time is linear.
    """
    text = paragraph.text
    sentences = []
    start = 0
    for end in _sentence_ends(text):
        sentence = paragraph.slice(start, end).strip()
        if sentence.text:
            sentences.append(sentence)
        start = end
    return tuple(sentences)


def split_clauses(sentence: MappedText) -> tuple[MappedText, ...]:
    """Split a sentence into clauses at ，；： outside brackets, each with the sign that ends it."""
    text = sentence.text
    closes = _matching_signs(text)
    clauses = []
    start, at = 0, 0
    while at < len(text):
        if text[at] not in QUOTES and 0 < closes.get(at, at) - at <= MAX_EMBEDDED:
            at = closes[at]
        elif text[at] in _CLAUSE_ENDS and not _is_inside_number(text, at):
            while at + 1 < len(text) and text[at + 1] in _AFTER_STOP:
                at += 1
            clauses.append(sentence.slice(start, at + 1).strip())
            start = at + 1
        at += 1
    clauses.append(sentence.slice(start, len(text)).strip())
    return tuple(clause for clause in clauses if clause.text)


def _sentence_ends(text: str) -> Iterator[int]:
    """Yield where each sentence of `text` ends, the last at the end of `text`."""
    closes = _matching_signs(text)
    opens = {closer: opener for opener, closer in closes.items()}
    sentence_start = _skip_space(text, 0)
    embedded_until = short_quote_until = -1
    at = sentence_start
    while at < len(text):
        char = text[at]
        if at in closes:
            length = closes[at] - at - 1
            if char in QUOTES or char == '"':
                if length <= MAX_SHORT_QUOTE:
                    short_quote_until = max(short_quote_until, closes[at])
            elif length <= MAX_EMBEDDED:
                embedded_until = max(embedded_until, closes[at])
        end = at + 1
        if at <= embedded_until:
            # A sentence wholly in brackets ends with them: （详见附表。）
            ends = (
                char in _BRACKET_CLOSERS
                and char not in "》〉"
                and opens.get(at) == sentence_start
                and text[at - 1] in STOPS
            )
        elif _is_stop(text, at, sentence_start):
            while end < len(text) and (
                text[end] in _AFTER_STOP or (text[end] == '"' and end in opens)
            ):
                end += 1
            in_short_quote = char in "！？!?" and end <= short_quote_until
            ends = not in_short_quote and not _goes_on(text, at + 1, end, sentence_start, opens)
        else:
            ends = False
        if ends:
            yield end
            sentence_start = _skip_space(text, end)
        at = end
    if sentence_start < len(text):
        yield len(text)


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _matching_signs(text: str) -> dict[int, int]:
    """Map each opening sign's position to that of its closing sign; unmatched ones are absent.

    Straight quotation marks are taken to open and close in turn.
    """
    waiting: dict[str, list[int]] = {opener: [] for opener in OPENERS}
    straight = -1
    matches = {}
    for at, char in enumerate(text):
        if char in OPENERS:
            waiting[char].append(at)
        elif char in CLOSERS and waiting[_OPENER_OF[char]]:
            matches[waiting[_OPENER_OF[char]].pop()] = at
        elif char == '"':
            if straight >= 0:
                matches[straight] = at
                straight = -1
            else:
                straight = at
    return matches


def _goes_on(text: str, after: int, end: int, sentence_start: int, opens: dict[int, int]) -> bool:
    """Tell whether the sentence goes on behind the closing signs `text[after:end]` of a stop."""
    following = _skip_space(text, end)
    if following == len(text):
        return False
    closers = [i for i in range(after, end) if text[i] in CLOSERS or text[i] == '"']
    if text[following] in _GOES_ON:
        return text[following] not in _PARTICLES or bool(closers)
    if not closers:
        return False
    last = closers[-1]
    opener = opens.get(last)
    if opener is None:
        return True
    if text[last] in _BRACKET_CLOSERS:
        return opener > sentence_start
    # Who speaks stands before the quotation (他说：“甲。”) or after it (“甲。”他说。).
    before = text[max(0, opener - 4) : opener].rstrip()[-1:]
    if opener > sentence_start and before not in _INTRODUCES:
        # Within a sentence: 他喊“来！”就走了; but a statement is complete: 他说“来了。”
        return text[after - 1] in "！？!?"
    return before not in _INTRODUCES and not (text[following] in QUOTES or following in opens)


def _is_stop(text: str, at: int, sentence_start: int) -> bool:
    """Tell whether the sign at `at` may end a sentence by itself."""
    char = text[at]
    if char not in STOPS and char not in ".．":
        return False
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if char in "!?":
        # The query of an address is no question.
        return not (_is_ascii_word(before) and _is_ascii_word(after))
    if char in STOPS:
        return True
    if not before or after in (".", "．") or before in (".", "．"):
        return False
    if before.isdigit():
        # 92.4, 1. 甲; a full stop only where a new Latin or Han sentence stands off.
        is_number_of_item = text[sentence_start:at][:_LONGEST_ITEM_NUMBER].isdigit()
        return after.isspace() and not is_number_of_item
    if _LATIN.match(before):
        if after and not (after.isspace() or after in _AFTER_STOP or after == '"'):
            return False
        match = _WORD_BEFORE.search(text, max(0, at - _LONGEST_WORD), at)
        word = match[0] if match else ""
        return len(word) > 1 and "." not in word and word not in _ABBREVIATIONS
    return not _is_ascii_word(after)


def _is_ascii_word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in "/_")


def _is_inside_number(text: str, at: int) -> bool:
    """Tell whether the sign at `at` joins digits or letters (23,876, 10:30, http:)."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not before or not after:
        return False
    if text[at] in "：，":
        return before.isdigit() and after.isdigit() and text[at] == "："
    return _is_ascii_word(before) and _is_ascii_word(after)
