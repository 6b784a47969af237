"""What a candidate is, whatever the question: its type, shape and place."""

import math
from collections.abc import Iterable

import numpy as np

from bot.answering.annotation import CLAUSE_ENDS, CLOSERS, OPENERS, FloatArray
from bot.answering.candidates import CandidatePool
from bot.answering.rules.lexicon import transcription_characters
from bot.answering.rules.registry import trait
from retrieval.tokens import word_probability


def _array(values: Iterable[float]) -> FloatArray:
    return np.array(list(values), dtype=np.float32)


@trait
def is_quantity(pool: CandidatePool) -> FloatArray:
    """Exactly a quantity with its unit."""
    return _array(q is not None and bool(q.unit) for q in pool.quantities)


@trait
def is_core_quantity(pool: CandidatePool) -> FloatArray:
    """A quantity without the qualifiers around it."""
    return _array(
        c is not None and q is None for c, q in zip(pool.cores, pool.quantities, strict=True)
    )


@trait
def is_numeral(pool: CandidatePool) -> FloatArray:
    """The numeral of a quantity without its unit."""
    return _array(
        n is not None and q is None for n, q in zip(pool.numerals, pool.quantities, strict=True)
    )


@trait
def is_part_of_time(pool: CandidatePool) -> FloatArray:
    """The year, month or day of a longer time."""
    return _array(g is not None and t is None for g, t in zip(pool.grains, pool.times, strict=True))


@trait
def is_bare_number(pool: CandidatePool) -> FloatArray:
    """Exactly a number without a unit."""
    return _array(q is not None and not q.unit for q in pool.quantities)


@trait
def is_time(pool: CandidatePool) -> FloatArray:
    """Exactly a point in time."""
    return _array(t is not None for t in pool.times)


@trait
def is_ratio(pool: CandidatePool) -> FloatArray:
    """Exactly a percentage or share."""
    return _array(q is not None and q.dimension == "ratio" for q in pool.quantities)


@trait
def is_money(pool: CandidatePool) -> FloatArray:
    """Exactly an amount of money."""
    return _array(q is not None and q.dimension == "money" for q in pool.quantities)


@trait
def is_period(pool: CandidatePool) -> FloatArray:
    """Exactly a length of time."""
    return _array(q is not None and q.dimension == "time" for q in pool.quantities)


@trait
def is_ordinal(pool: CandidatePool) -> FloatArray:
    """Exactly an ordinal."""
    return _array(q is not None and q.dimension == "ordinal" for q in pool.quantities)


@trait
def has_digit(pool: CandidatePool) -> FloatArray:
    """Holds a digit."""
    return _array(any(c.isdigit() for c in t) for t in pool.texts)


@trait
def quoted(pool: CandidatePool) -> FloatArray:
    """Stands exactly between quotation marks."""
    return _array(b in "“‘" and a in "”’" and b != "" for b, a in pool.outside)


@trait
def with_quotes(pool: CandidatePool) -> FloatArray:
    """Begins and ends with its own quotation marks."""
    return _array(t[0] in "“‘" and t[-1] in "”’" for t in pool.texts)


@trait
def titled(pool: CandidatePool) -> FloatArray:
    """Stands exactly between title marks 《》."""
    return _array(b in "《〈" and b != "" for b, a in pool.outside)


@trait
def with_title_marks(pool: CandidatePool) -> FloatArray:
    """Is a title with its marks."""
    return _array(t[0] in "《〈" and t[-1] in "》〉" for t in pool.texts)


@trait
def bracketed(pool: CandidatePool) -> FloatArray:
    """Stands exactly between brackets."""
    return _array(b in "(（[" and a in ")）]" and b != "" for b, a in pool.outside)


@trait
def holds_mark(pool: CandidatePool) -> FloatArray:
    """Holds a mark that ends a clause."""
    return _array(any(c in CLAUSE_ENDS for c in t) for t in pool.texts)


@trait
def enumerates(pool: CandidatePool) -> FloatArray:
    """Holds an enumeration comma."""
    return _array("、" in t for t in pool.texts)


@trait
def holds_bracket(pool: CandidatePool) -> FloatArray:
    """Holds a bracket or quotation mark inside."""
    return _array(any(c in OPENERS or c in CLOSERS for c in t[1:-1]) for t in pool.texts)


@trait
def enumeration_goes_on(pool: CandidatePool) -> FloatArray:
    """Is cut out of an enumeration: 、 stands next to it."""
    return _array(("、" in (b, a)) for b, a in pool.outside)


@trait
def foreign_name(pool: CandidatePool) -> FloatArray:
    """Holds the dot of a transcribed name."""
    return _array("·" in t for t in pool.texts)


@trait
def name_goes_on(pool: CandidatePool) -> FloatArray:
    """Is cut out of a transcribed name: · stands next to it."""
    return _array("·" in (b, a) for b, a in pool.outside)


@trait
def fills_clause(pool: CandidatePool) -> FloatArray:
    """Begins and ends with its clause(s)."""
    return (pool.begins_clause & pool.ends_clause).astype(np.float32)


@trait
def cuts_name(pool: CandidatePool) -> FloatArray:
    """Ends where a run of nouns goes on, or begins inside one."""
    tags = [t.tag for t in pool.article.tokens]
    nouns = np.array([*(t.startswith("n") or t == "eng" for t in tags), False])
    inside = (nouns[pool.first] & nouns[pool.first - 1]).astype(np.float32)
    return inside + (nouns[pool.last] & nouns[pool.last + 1])


@trait
def all_nouns(pool: CandidatePool) -> FloatArray:
    """Holds nothing but nouns and what stands before nouns."""
    tags = [t.tag for t in pool.article.tokens]
    return _array(
        all(
            tags[i][0] in "nbjaslm" or tags[i] in ("vn", "eng", "l", "i")
            for i in range(f, last + 1)
        )
        for f, last in zip(pool.first.tolist(), pool.last.tolist(), strict=True)
    )


@trait
def has_verb(pool: CandidatePool) -> FloatArray:
    """Holds a verb."""
    tags = [t.tag for t in pool.article.tokens]
    return _array(
        any(tags[i] == "v" for i in range(f, last + 1))
        for f, last in zip(pool.first.tolist(), pool.last.tolist(), strict=True)
    )


@trait
def holds_de(pool: CandidatePool) -> FloatArray:
    """Holds 的."""
    return _array("的" in t for t in pool.texts)


@trait
def characters(pool: CandidatePool) -> FloatArray:
    """Length in characters, on a logarithmic scale."""
    return np.log(np.array([len(t) for t in pool.texts], dtype=np.float32))


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
    whole = "".join(s.folded for s in pool.article.sentences)
    counts = {t: whole.count(t) for t in set(pool.texts)}
    return np.log(np.array([max(counts[t], 1) for t in pool.texts], dtype=np.float32))


@trait
def cut_of_repeated(pool: CandidatePool) -> FloatArray:
    """Stands more than once, and every time beside the same word: a piece of a longer name."""
    article = pool.article
    whole = article.text
    counts = {text: whole.count(text) for text in set(pool.texts)}
    before = ["", *(t.text for t in article.tokens)]
    after = [*(t.text for t in article.tokens[1:]), ""]

    def sides(first: int, last: int, text: str) -> int:
        count = counts[text]
        if count < 2:
            return 0
        pieces = (before[first] + text, text + after[last])
        return sum(len(p) > len(text) and whole.count(p) == count for p in pieces)

    return _array(map(sides, pool.first.tolist(), pool.last.tolist(), pool.texts))


@trait
def rarest_word(pool: CandidatePool) -> FloatArray:
    """How rare the candidate's rarest word is in general Chinese (0 common, 1 unknown)."""
    rare = [_general_rarity(t.text) for t in pool.article.tokens]
    spans = zip(pool.first.tolist(), pool.last.tolist(), strict=True)
    return _array(max(rare[first : last + 1]) for first, last in spans)


@trait
def mean_rarity(pool: CandidatePool) -> FloatArray:
    """How rare its words are on the whole."""
    rare = np.array([0.0, *(_general_rarity(t.text) for t in pool.article.tokens)])
    total = np.cumsum(rare)
    mean = (total[pool.last + 1] - total[pool.first]) / (pool.last - pool.first + 1)
    return np.asarray(mean, dtype=np.float32)


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
    known = transcription_characters()
    return _array(sum(c in known for c in t) / len(t) for t in pool.texts)


@trait
def transcription_goes_on(pool: CandidatePool) -> FloatArray:
    """Begins or ends within a run of such characters: is cut out of a foreign name."""
    known = transcription_characters()
    return _array(
        _run(before, text[:2], known) + _run(after, text[-2:], known)
        for text, (before, after) in zip(pool.texts, pool.outside, strict=True)
    )


def _run(beside: str, edge: str, known: frozenset[str]) -> bool:
    return beside in known and all(c in known for c in edge)
