"""Personal names, told by their surname, what stands before them and how jieba tags them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.answering.facts.lexicon import read_toml
from retrieval.page import Span
from retrieval.surnames import LONGEST_NAME, has_name_shape, is_surname
from retrieval.tokens import Token, tokenize_folded, word_probability

_DOTTED = re.compile(r"[\u4e00-\u9fffa-z]+(?:·[\u4e00-\u9fffa-z]+)+$")
_FAMILIAR = re.compile(r"[老小阿大][\u4e00-\u9fff]$")
_AFTER_NAME = dict.fromkeys("以在把被对向与和为给从将", "p") | dict.fromkeys("任说称获", "v")
"""Prepositions and verbs that stand right after a name, with their part of speech."""
_NO_END = frozenset("将把被在给由")
"""Function words with which no name ends."""


@dataclass(frozen=True, slots=True)
class _Words:
    persons: tuple[str, ...]
    verbs: frozenset[str]
    courtesies: tuple[str, ...]


@cache
def _words() -> _Words:
    table = read_toml("speech.toml")
    return _Words(
        tuple(sorted(table["persons"], key=len, reverse=True)),
        frozenset(table["verbs"]),
        tuple(sorted(table["courtesies"], key=len, reverse=True)),
    )


def is_courtesy(text: str) -> bool:
    """Tell whether a folded word is how one speaks of a person by the surname (老师, 阿姨)."""
    return text in _words().courtesies


def is_person_noun(text: str) -> bool:
    """Tell whether a folded noun phrase ends in a noun for a person (副主任, 农民)."""
    return text.removesuffix("们").endswith(_words().persons)


def is_name(text: str) -> bool:
    """Tell whether a folded string may be a name and is no ordinary word (马上, 高校)."""
    return has_name_shape(text) and text[-1] not in _NO_END and not _is_ordinary_word(text)


@cache
def _is_ordinary_word(text: str) -> bool:
    tokens = tokenize_folded(text)
    return len(tokens) == 1 and not tokens[0].tag.startswith("nr") and word_probability(text) > 0


def names_freed(tokens: Sequence[Token]) -> Iterator[Token]:
    """Give a name its last character back that was guessed to begin a word (甲乙|丙以)."""
    before: Token | None = None
    for token in tokens:
        joined = (before.text if before else "") + token.text[0]
        if (
            before
            and before.tag == "nr"
            and len(before.text) == len(token.text) == 2
            and token.text[1] in _AFTER_NAME
            and before.end == token.start
            and not word_probability(token.text)
            and has_name_shape(joined)
        ):
            yield Token(joined, before.start, token.start + 1, "nr")
            tag = _AFTER_NAME[token.text[1]]
            before = Token(token.text[1], token.start + 1, token.end, tag)
            continue
        if before:
            yield before
        before = token
    if before:
        yield before


_GIVEN = 2
"""Characters of the given name that may be a word of the dictionary (甲|景山)."""


def names_joined(tokens: Iterable[Token]) -> Iterator[Token]:
    """Put a surname together with a given name that is a word.

    After what a person is (果农|甲|满仓 → 甲满仓) or where a clause begins; and any words that read
    as a name between what a person is and what the person says (主任|甲连|城|介绍 → 甲连城).
    """
    waiting = list(tokens)
    before: Token | None = None
    at = 0
    while at < len(waiting):
        token = waiting[at]
        after_post = bool(before and before.end == token.start and is_person_noun(before.text))
        count = _told_of(waiting, at) if after_post else 1
        opens = after_post or (token.tag == "nr" and _begins_clause(before))
        if count == 1 and opens and _may_be_surname(token) and at + 1 < len(waiting):
            given = waiting[at + 1]
            # After a surname of two characters one may be enough (甲乙|庆).
            enough = _GIVEN if len(token.text) == 1 else 1
            whole = enough <= len(given.text) <= _GIVEN and given.start == token.end
            whole = whole and (len(given.text) > 1 or given.tag[0] not in "pcdurx")
            if whole and not _goes_with_surname(given) and is_name(token.text + given.text):
                count = 2
        if count == 1 and after_post and _goes_on_with_deed(waiting, at):
            count = 2  # 校长|甲乙|和|带着: 甲乙和
        if count > 1 or (after_post and _is_guessed_noun(waiting, at)):
            text = "".join(t.text for t in waiting[at : at + count])
            token = Token(text, token.start, token.start + len(text), "nr")
        yield token
        before = token
        at += count


def _goes_on_with_deed(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether 和 stands between a name of two characters and a verb: it joins nothing."""
    name, *after = tokens[at : at + 3]
    if len(after) < 2 or name.tag != "nr" or after[0].text != "和":
        return False
    return after[1].tag == "v" and is_name(name.text + after[0].text)


def _begins_clause(before: Token | None) -> bool:
    """Tell whether nothing, or a mark, stands before a token."""
    return before is None or not before.text[0].isalnum()


def _may_be_surname(token: Token) -> bool:
    """Tell whether a token is a surname, and no function word."""
    return token.tag[0] not in "pcdurm" and is_surname(token.text)


def _told_of(tokens: Sequence[Token], at: int) -> int:
    """Return how many tokens from `at` name whoever says or does what follows; 1 if none."""
    text = ""
    for number, token in enumerate(tokens[at : at + LONGEST_NAME]):
        if number > 1 and is_name(text):
            does = token.tag == "v" and len(token.text) > 1 and _is_torn(tokens[at : at + number])
            if does or token.text in _words().verbs:
                return number
        text += token.text
        if len(text) > LONGEST_NAME or token.tag[0] in "xpcu":
            break
    return 1


def _is_torn(tokens: Sequence[Token]) -> bool:
    """Tell whether tokens may be a torn name: no word begins it (查验|时), no adverb ends it."""
    first, last = tokens[0].text, tokens[-1]
    known = len(first) > 1 and not tokens[0].tag.startswith("nr")
    is_word = known and word_probability(first) > _RARE
    return not is_word and last.tag[0] not in "dfv" and "某" not in first


_RARE = 1e-6
"""How often a word is met, of those that are met so seldom that pieces of names are more often."""


def _is_guessed_noun(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word of no dictionary behind what a person is (设计师|甲果) is a name."""
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return (
        token.tag[0] == "n"
        and not token.tag.startswith("nr")
        and not word_probability(token.text)
        and is_name(token.text)
        and not (following and following.start == token.end and following.tag.startswith("n"))
    )


def _goes_with_surname(token: Token) -> bool:
    """Tell whether a word says what the bearer of a surname is or does (甲|主任, 甲|表示)."""
    return is_person_noun(token.text) or is_courtesy(token.text) or token.text in _words().verbs


def name_at_end(text: str, span: Span, tokens: Sequence[Token]) -> Span | None:
    """Return the personal name with which the noun phrase `span` of folded `text` ends.

    `tokens` are those of the phrase. A title may follow the name (甲教授: the name is returned);
    surname and title (李主任), or surname and courtesy (张阿姨) count as a name.
    """
    phrase = text[span.start : span.end]
    if dotted := _DOTTED.search(phrase):
        start = span.start + dotted.start()
        inside = [
            t for t in tokens if t.start < start + dotted.group().index("·") and t.end > start
        ]
        # The first part of a dotted name is one word; what stands before it is a title.
        return Span(max(start, inside[-1].start), span.end) if inside else Span(start, span.end)
    if courtesy := next((c for c in _words().courtesies if phrase.endswith(c)), None):
        before = phrase[: -len(courtesy)]
        for length in (3, 2, 1):
            candidate = before[-length:]
            if len(candidate) == length and (
                is_name(candidate) or (is_surname(candidate) and length < LONGEST_NAME - 1)
            ):
                return Span(span.end - len(courtesy) - length, span.end)
    for length in range(LONGEST_NAME, 1, -1):
        candidate, before = phrase[-length:], phrase[:-length]
        if (
            len(candidate) == length
            and is_name(candidate)
            and (not before or is_person_noun(before))
        ):
            return Span(span.end - length, span.end)
    if name := _tagged_name(span, tokens):
        return name
    if _FAMILIAR.search(phrase) and (len(phrase) == 2 or is_person_noun(phrase[:-2])):
        return Span(span.end - 2, span.end)
    return _name_before_title(text, span)


def _tagged_name(span: Span, tokens: Sequence[Token]) -> Span | None:
    """Return the tokens at the end that jieba takes for a name."""
    first = len(tokens)
    while first and tokens[first - 1].tag.startswith("nr"):
        first -= 1
    if first == len(tokens):
        # A surname by itself and a given name that is a word: 王 大力.
        if len(tokens) > 1 and tokens[-2].tag.startswith("nr") and len(tokens[-2].text) == 1:
            joined = tokens[-2].text + tokens[-1].text
            if has_name_shape(joined):
                return Span(tokens[-2].start, span.end)
        return None
    name = "".join(t.text for t in tokens[first:])
    if len(name) > 1 and not is_person_noun(name):
        return Span(tokens[first].start, span.end)
    return None


def _name_before_title(text: str, span: Span) -> Span | None:
    phrase = text[span.start : span.end]
    for title in _words().persons:
        if len(title) > 1 and phrase.endswith(title):
            before = phrase[: -len(title)]
            if is_name(before):
                return Span(span.start, span.start + len(before))
            if is_surname(before):
                return span
    return None
