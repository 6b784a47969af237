"""Classes of a candidate's edges and neighbours; the fitted weights say which are good."""

from collections.abc import Sequence

import numpy as np

from bot.answering.annotation import BoolArray, IntArray
from bot.answering.rules.lexicon import context_words
from bot.answering.rules.registry import Classes, label
from bot.answering.spans.candidates import MAX_LONG_TOKENS, CandidatePool
from bot.answering.spans.sorts import KINDS, NO_KIND
from bot.answering.spans.token_spans import EDGE
from retrieval.tokens import Token


def _tag(tag: str, text: str) -> str:
    """Return a coarse part of speech; marks by themselves."""
    if tag == "x":
        return text[0] if text[0] in ",。、;:()《》“”·" else "x"
    return tag if tag in _KEPT_TAGS else tag[0]


_KEPT_TAGS = frozenset(
    {"nr", "nrt", "nrfg", "ns", "nt", "nz", "vn", "uj", "ul", "eng", "ad", "an", "mq", "ng"}
)


def _tags(tokens: Sequence[Token]) -> list[str]:
    """Return each token's part of speech."""
    return [_tag(t.tag, t.text) for t in tokens]


def _words(tokens: Sequence[Token]) -> list[str]:
    """Return each token's text if it is common or a function word, else "other"."""
    common = context_words()
    return [
        (t.text[0] if t.tag == "x" else t.text)
        if t.text in common or t.tag[0] in _FUNCTION_TAGS
        else "other"
        for t in tokens
    ]


_FUNCTION_TAGS = frozenset("pucdfrqyzkesx")


def _before(pool: CandidatePool, values: list[str]) -> Classes:
    """Return the value of the token before each candidate; "border" at the sentence's edge."""
    return _or_border(values, pool.first - 1, _begins_sentence(pool)[pool.first])


def _after(pool: CandidatePool, values: list[str]) -> Classes:
    """Return the value of the token after each candidate, likewise."""
    return _or_border(values, pool.last + 1, _begins_sentence(pool)[pool.last + 1])


def _begins_sentence(pool: CandidatePool) -> BoolArray:
    """Return before which tokens a sentence begins, one past the last too, shape (T + 1,)."""
    begins = np.zeros(len(pool.article) + 1, dtype=bool)
    begins[pool.article.sentence_starts] = True
    begins[-1] = True
    return begins


def _or_border(values: list[str], tokens: IntArray, is_border: BoolArray) -> Classes:
    """Return the values of some tokens, "border" where there is none."""
    return Classes([*values, "border"], np.where(is_border, len(values), tokens))


@label
def first_tag(pool: CandidatePool) -> Classes:
    """Part of speech of the first token."""
    return Classes(_tags(pool.article.tokens), pool.first)


@label
def last_tag(pool: CandidatePool) -> Classes:
    """Part of speech of the last token."""
    return Classes(_tags(pool.article.tokens), pool.last)


@label
def previous_tag(pool: CandidatePool) -> Classes:
    """Part of speech before the candidate; "border" at the edge of the sentence."""
    return _before(pool, _tags(pool.article.tokens))


@label
def next_tag(pool: CandidatePool) -> Classes:
    """Part of speech after the candidate."""
    return _after(pool, _tags(pool.article.tokens))


@label
def first_word(pool: CandidatePool) -> Classes:
    """The first word of the candidate, if it is a function word or a common verb."""
    return Classes(_words(pool.article.tokens), pool.first)


@label
def last_word(pool: CandidatePool) -> Classes:
    """The last word of the candidate, likewise."""
    return Classes(_words(pool.article.tokens), pool.last)


@label
def word_before(pool: CandidatePool) -> Classes:
    """The word before the candidate, likewise; "border" at the edge of the sentence."""
    return _before(pool, _words(pool.article.tokens))


@label
def word_after(pool: CandidatePool) -> Classes:
    """The word after the candidate."""
    return _after(pool, _words(pool.article.tokens))


@label
def last_character(pool: CandidatePool) -> Classes:
    """The last character: endings tell names and things (国, 山, 党, 性)."""
    return _characters(pool.last_code)


@label
def first_character(pool: CandidatePool) -> Classes:
    """The first character."""
    return _characters(pool.first_code)


@label
def character_after(pool: CandidatePool) -> Classes:
    """The character after the candidate; "" at the edge of the sentence."""
    return _characters(pool.after)


@label
def character_before(pool: CandidatePool) -> Classes:
    """The character before the candidate."""
    return _characters(pool.before)


def _characters(codes: IntArray) -> Classes:
    """Return characters by their code points, "" for EDGE."""
    distinct, number = np.unique(codes, return_inverse=True)
    return Classes(["" if c == EDGE else chr(c) for c in distinct.tolist()], number)


@label
def sentence_opening(pool: CandidatePool) -> Classes:
    """The first word of the candidate's sentence, as above."""
    return _openings(pool, pool.article.sentence_starts, pool.article.sentence_of)


@label
def clause_opening(pool: CandidatePool) -> Classes:
    """The first word of the candidate's clause."""
    return _openings(pool, pool.article.clause_starts, pool.article.clause_of)


def _openings(pool: CandidatePool, starts: IntArray, unit_of: IntArray) -> Classes:
    """Return the first word of the unit each candidate begins in."""
    return Classes(_words([pool.article.tokens[at] for at in starts]), unit_of[pool.first])


@label
def ending(pool: CandidatePool) -> Classes:
    """What the candidate's ending says it is (大学 → organisation), by heads.toml."""
    return Classes(_ENDINGS, pool.sorts.kinds - NO_KIND)


_ENDINGS = ("none", *map(str, KINDS))


@label
def length(pool: CandidatePool) -> Classes:
    """Length in tokens, by class."""
    return Classes(_LENGTHS, pool.tokens)


_LENGTHS = tuple(
    str(n) if n < 7 else "7-10" if n < 11 else "11-20" if n < 21 else "21-"
    for n in range(MAX_LONG_TOKENS + 1)
)


@label
def size(pool: CandidatePool) -> Classes:
    """Length in characters, by class."""
    return Classes(_SIZES, np.minimum(pool.characters, len(_SIZES) - 1))


_SIZES = tuple(
    str(n) if n < 8 else "8-11" if n < 12 else "12-19" if n < 20 else "20-35" if n < 36 else "36-"
    for n in range(37)
)
