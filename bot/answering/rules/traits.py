"""What a candidate is, whatever the question: its type, shape and place."""

import math
from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np

from bot.answering.annotation import (
    CLAUSE_ENDS,
    CLOSERS,
    OPENERS,
    BoolArray,
    FloatArray,
)
from bot.answering.facts.quantities import Quantity
from bot.answering.rules.lexicon import transcription_characters
from bot.answering.rules.registry import trait
from bot.answering.spans.candidates import CandidatePool
from bot.answering.spans.token_spans import EDGE
from retrieval.tokens import word_probability


def _flags(flags: BoolArray) -> FloatArray:
    return flags.astype(np.float32)


def _where(pool: CandidatePool, indices: Iterable[int]) -> FloatArray:
    """Return 1 for the candidates with these indices."""
    return _flags(pool.which(indices))


def _where_quantity(pool: CandidatePool, test: Callable[[Quantity], bool]) -> FloatArray:
    """Return 1 for the candidates that are exactly a quantity which passes `test`."""
    return _where(pool, (index for index, q in pool.quantities.items() if test(q)))


@trait
def is_quantity(pool: CandidatePool) -> FloatArray:
    """Exactly a quantity with its unit."""
    return _where_quantity(pool, lambda q: bool(q.unit))


@trait
def is_core_quantity(pool: CandidatePool) -> FloatArray:
    """A quantity without the qualifiers around it."""
    return _where(pool, pool.cores.keys() - pool.quantities.keys())


@trait
def is_numeral(pool: CandidatePool) -> FloatArray:
    """The numeral of a quantity without its unit."""
    return _where(pool, pool.numerals.keys() - pool.quantities.keys())


@trait
def is_part_of_time(pool: CandidatePool) -> FloatArray:
    """The year, month or day of a longer time."""
    return _where(pool, pool.grains.keys() - pool.times.keys())


@trait
def is_bare_number(pool: CandidatePool) -> FloatArray:
    """Exactly a number without a unit."""
    return _where_quantity(pool, lambda q: not q.unit)


@trait
def is_time(pool: CandidatePool) -> FloatArray:
    """Exactly a point in time."""
    return _flags(pool.is_time)


@trait
def is_ratio(pool: CandidatePool) -> FloatArray:
    """Exactly a percentage or share."""
    return _where_quantity(pool, lambda q: q.dimension == "ratio")


@trait
def is_money(pool: CandidatePool) -> FloatArray:
    """Exactly an amount of money."""
    return _where_quantity(pool, lambda q: q.dimension == "money")


@trait
def is_period(pool: CandidatePool) -> FloatArray:
    """Exactly a length of time."""
    return _where_quantity(pool, lambda q: q.dimension == "time")


@trait
def is_ordinal(pool: CandidatePool) -> FloatArray:
    """Exactly an ordinal."""
    return _where_quantity(pool, lambda q: q.dimension == "ordinal")


def _begins_with(pool: CandidatePool, characters: str) -> BoolArray:
    """Return which candidates begin with one of some characters, shape (C,)."""
    return pool.article.where_characters(characters)[pool.start]


def _ends_with(pool: CandidatePool, characters: str) -> BoolArray:
    """Return which candidates end with one of some characters, shape (C,)."""
    return pool.article.where_characters(characters)[pool.end - 1]


def _stands_after(pool: CandidatePool, characters: str) -> BoolArray:
    """Return which candidates have one of some characters before them, shape (C,)."""
    return pool.article.where_characters(characters)[pool.start - 1] & (pool.before != EDGE)


def _stands_before(pool: CandidatePool, characters: str) -> BoolArray:
    """Return which candidates have one of some characters after them, shape (C,)."""
    return pool.article.where_characters(characters)[pool.end] & (pool.after != EDGE)


@trait
def has_digit(pool: CandidatePool) -> FloatArray:
    """Holds a digit."""
    return _flags(pool.count(pool.article.where(str.isdigit)) > 0)


@trait
def quoted(pool: CandidatePool) -> FloatArray:
    """Stands exactly between quotation marks, or after one at the sentence's end."""
    closed = _stands_before(pool, "”’") | (pool.after == EDGE)
    return _flags(_stands_after(pool, "“‘") & closed)


@trait
def with_quotes(pool: CandidatePool) -> FloatArray:
    """Begins and ends with its own quotation marks."""
    return _flags(_begins_with(pool, "“‘") & _ends_with(pool, "”’"))


@trait
def titled(pool: CandidatePool) -> FloatArray:
    """Stands exactly between title marks 《》."""
    return _flags(_stands_after(pool, "《〈"))


@trait
def with_title_marks(pool: CandidatePool) -> FloatArray:
    """Is a title with its marks."""
    return _flags(_begins_with(pool, "《〈") & _ends_with(pool, "》〉"))


@trait
def bracketed(pool: CandidatePool) -> FloatArray:
    """Stands exactly between brackets, or after one at the sentence's end."""
    closed = _stands_before(pool, ")）]") | (pool.after == EDGE)
    return _flags(_stands_after(pool, "(（[") & closed)


@trait
def holds_mark(pool: CandidatePool) -> FloatArray:
    """Holds a mark that ends a clause."""
    return _flags(pool.holding(CLAUSE_ENDS))


@trait
def enumerates(pool: CandidatePool) -> FloatArray:
    """Holds an enumeration comma."""
    return _flags(pool.holding("、"))


@trait
def holds_bracket(pool: CandidatePool) -> FloatArray:
    """Holds a bracket or quotation mark inside."""
    where = pool.article.where_characters(OPENERS + CLOSERS)
    at_edges = where[pool.start].astype(np.intp) + where[pool.end - 1]
    return _flags((pool.characters > 1) & (pool.count(where) > at_edges))


def _stands_beside(pool: CandidatePool, char: str) -> FloatArray:
    """Return 1 where a character stands next to the candidate."""
    return _flags(_stands_after(pool, char) | _stands_before(pool, char))


@trait
def enumeration_goes_on(pool: CandidatePool) -> FloatArray:
    """Is cut out of an enumeration: 、 stands next to it."""
    return _stands_beside(pool, "、")


@trait
def foreign_name(pool: CandidatePool) -> FloatArray:
    """Holds the dot of a transcribed name."""
    return _flags(pool.holding("·"))


@trait
def name_goes_on(pool: CandidatePool) -> FloatArray:
    """Is cut out of a transcribed name: · stands next to it."""
    return _stands_beside(pool, "·")


@trait
def fills_clause(pool: CandidatePool) -> FloatArray:
    """Begins and ends with its clause(s)."""
    return _flags(pool.begins_clause & pool.ends_clause)


@trait
def cuts_name(pool: CandidatePool) -> FloatArray:
    """Ends where a run of nouns goes on, or begins inside one."""
    tags = pool.article.tags
    nouns = np.array([*(t.startswith("n") or t == "eng" for t in tags), False])
    inside = (nouns[pool.first] & nouns[pool.first - 1]).astype(np.float32)
    return inside + (nouns[pool.last] & nouns[pool.last + 1])


@trait
def all_nouns(pool: CandidatePool) -> FloatArray:
    """Holds nothing but nouns and what stands before nouns."""
    tags = pool.article.tags
    nominal = np.array(
        [t[0] in "nbjaslm" or t in ("vn", "eng", "l", "i") for t in tags], dtype=bool
    )
    return _flags(pool.count_tokens(nominal) == pool.tokens)


@trait
def has_verb(pool: CandidatePool) -> FloatArray:
    """Holds a verb."""
    verbs = np.array([tag == "v" for tag in pool.article.tags], dtype=bool)
    return _flags(pool.count_tokens(verbs) > 0)


@trait
def holds_de(pool: CandidatePool) -> FloatArray:
    """Holds 的."""
    return _flags(pool.holding("的"))


@trait
def characters(pool: CandidatePool) -> FloatArray:
    """Length in characters, on a logarithmic scale."""
    return np.log(pool.characters.astype(np.float32))


@trait
def headline(pool: CandidatePool) -> FloatArray:
    """Stands in a headline."""
    roles = [s.paragraph.role in ("headline", "subhead") for s in pool.article.sentences]
    return np.array(roles, dtype=np.float32)[pool.article.sentence_of[pool.first]]


@trait
def early(pool: CandidatePool) -> FloatArray:
    """Stands early in the article (1 for the first sentence, falling)."""
    return 1.0 / (1.0 + pool.article.sentence_of[pool.first].astype(np.float32))


@trait
def repeated(pool: CandidatePool) -> FloatArray:
    """Stands more than once in the article (a name, not a chance cut)."""
    counts = _counts(pool, "".join(s.folded for s in pool.article.sentences))
    return np.log(np.array(counts, dtype=np.float32))


@trait
def cut_of_repeated(pool: CandidatePool) -> FloatArray:
    """Stands more than once, and every time beside the same word: a piece of a longer name."""
    whole = pool.article.text
    before = ["", *(t.text for t in pool.article.tokens)]
    after = [*(t.text for t in pool.article.tokens[1:]), ""]
    sides = np.zeros(len(pool), dtype=np.float32)
    for index, count in enumerate(_counts(pool, whole)):
        if count > 1:
            text = pool.texts[index]
            pieces = before[pool.first[index]] + text, text + after[pool.last[index]]
            sides[index] = sum(len(p) > len(text) and whole.count(p) == count for p in pieces)
    return sides


def _counts(pool: CandidatePool, whole: str) -> list[int]:
    """Return how often each candidate stands in a text that holds them all, overlaps left out."""
    counts: list[int] = []
    known: dict[str, int] = {}
    before, count = -1, 0
    for first, text in zip(pool.first.tolist(), pool.texts, strict=True):
        # In reading order the shorter comes first. What stands but once, goes on but in one way.
        if first != before or count > 1:
            count = known.get(text) or whole.count(text)
            known[text] = count
        before = first
        counts.append(count)
    return counts


@trait
def rarest_word(pool: CandidatePool) -> FloatArray:
    """How rare the candidate's rarest word is in general Chinese (0 common, 1 unknown)."""
    rare = np.append(_general_rarities(pool), 0.0)
    # Of the stretches from each bound to the next, every other one is a candidate.
    bounds = np.stack([pool.first, pool.last + 1], axis=1).ravel()
    return np.maximum.reduceat(rare, bounds)[::2].astype(np.float32)


@trait
def mean_rarity(pool: CandidatePool) -> FloatArray:
    """How rare its words are on the whole."""
    total = np.cumsum(np.concatenate([[0.0], _general_rarities(pool)]))
    mean = (total[pool.last + 1] - total[pool.first]) / pool.tokens
    return np.asarray(mean, dtype=np.float32)


def _general_rarities(pool: CandidatePool) -> FloatArray:
    """Return how rare each token of the article is in general Chinese, shape (T,)."""
    rare = [_general_rarity(text) for text in pool.article.types]
    return np.array(rare, dtype=np.float64)[pool.article.type_of]


@lru_cache(maxsize=65536)
def _general_rarity(word: str) -> float:
    """Return -log10 of the word's probability in general Chinese, 0 to 1 for 1 to 1e-8."""
    probability = word_probability(word)
    return min(-math.log10(probability) / 8, 1.0) if probability > 0 else 1.0


@trait
def sentence_length(pool: CandidatePool) -> FloatArray:
    """Tokens of its sentence, on a logarithmic scale."""
    counts = np.bincount(pool.article.sentence_of)
    return np.log(counts[pool.article.sentence_of[pool.first]]).astype(np.float32)


@trait
def clause_length(pool: CandidatePool) -> FloatArray:
    """Tokens of its clause, on a logarithmic scale."""
    counts = np.bincount(pool.article.clause_of)
    return np.log(counts[pool.article.clause_of[pool.first]]).astype(np.float32)


@trait
def topic_sentence(pool: CandidatePool) -> FloatArray:
    """Stands in the headline or the first sentence after it."""
    sentence = pool.article.sentence_of[pool.first]
    return np.isin(sentence, pool.article.topic_sentences).astype(np.float32)


@trait
def transcribed(pool: CandidatePool) -> FloatArray:
    """Share of characters that foreign names are written with."""
    count = pool.count(pool.article.where_characters(transcription_characters()))
    return (count / pool.characters).astype(np.float32)


@trait
def transcription_goes_on(pool: CandidatePool) -> FloatArray:
    """Begins or ends within a run of such characters: is cut out of a foreign name."""
    known = pool.article.where_characters(transcription_characters())
    start, last, single = pool.start, pool.end - 1, pool.characters == 1
    on_left = known[start - 1] & known[start] & (known[start + 1] | single)
    on_right = known[last + 1] & known[last] & (known[last - 1] | single)
    return (on_left & (pool.before != EDGE)).astype(np.float32) + (on_right & (pool.after != EDGE))
