"""Pronouns (他, 该党, 这里), and what they may stand for: what the sentence before is said of.

An article names its subject once and then goes on with a pronoun. Asked 谁 did something, the
sentence that says it has but the pronoun; the name stands where the sentence before begins (the
subject comes first among antecedents: Hobbs, "Resolving pronoun references", 1978).
"""

import re
from collections.abc import Iterator
from functools import partial
from weakref import WeakKeyDictionary

from bot.answering.annotation import AnnotatedArticle, BoolArray
from bot.answering.datafiles import table_words
from bot.answering.spans.candidates import CandidatePool
from retrieval.page import Role
from retrieval.patterns import any_of

_words = partial(table_words, __package__, "pointing.toml")
_PRONOUN = re.compile(rf"{any_of(_words('pronoun'))}|{any_of(_words('pointing'))}[^\W\d]{{1,3}}")
_SUBJECT_CLAUSES = 2
"""Clauses of a sentence in which its subject may stand (1990年,甲…)."""
_FARTHEST = 3
"""Sentences that are looked at before a pronoun."""
_OPENING: WeakKeyDictionary[AnnotatedArticle, str] = WeakKeyDictionary()
"""The opening subjects found, which every question asks for anew, as long as their articles."""
_NOMINAL = ("n", "eng", "j", "b", "l", "i")
"""Parts of speech of what a name is made of."""


def pronouns(pool: CandidatePool) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the candidates that are a pronoun, with the candidates that each may stand for."""
    subjects: dict[int, tuple[int, ...]] = {}
    for index, text in enumerate(pool.texts):
        if _PRONOUN.fullmatch(text) is None:
            continue
        sentence = int(pool.sentence[index])
        if sentence not in subjects:
            subjects[sentence] = subjects_before(pool, sentence)
        if subjects[sentence]:
            yield index, subjects[sentence]


def points_back(text: str) -> bool:
    """Tell whether a folded word is a pronoun, or begins what points back (该, 这座)."""
    return text in _words("pronoun") or text.startswith(_words("pointing"))


def subjects_before(
    pool: CandidatePool, sentence: int, no_subjects: tuple[str, ...] = ()
) -> tuple[int, ...]:
    """Return the ways to cut the subject of the nearest sentence before that names one.

    What begins or ends with one of `no_subjects` (面积, 海岸线总长) is none.
    """
    sentences = pool.article.sentences
    for number in range(sentence - 1, max(sentence - 1 - _FARTHEST, -1), -1):
        if sentences[number].paragraph is not sentences[sentence].paragraph:
            break
        subjects = _subjects(pool, number)
        none = {pool.first[i] for i in subjects if _holds(pool.texts[i], no_subjects)}
        if found := tuple(i for i in subjects if pool.first[i] not in none):
            return found
    return ()


def _holds(text: str, words: tuple[str, ...]) -> bool:
    """Tell whether a text begins or ends with one of some words of two characters or more."""
    longer = tuple(word for word in words if len(word) > 1)
    return text.startswith(longer) or text.endswith(longer)


def opening_subject(pool: CandidatePool) -> str:
    """Return what the first sentence of the text begins with, "" if that is no noun or name.

    Nor where only one of several paragraphs may be about it, and the headline does not name it.
    """
    if pool.article not in _OPENING:
        _OPENING[pool.article] = _opening_subject(pool)
    return _OPENING[pool.article]


def _opening_subject(pool: CandidatePool) -> str:
    opening = next(reversed(pool.article.topic_sentences.tolist()), None)
    if opening is None:
        return ""
    first = pool.article.sentence_starts[opening]
    found = [i for i in _subjects(pool, opening) if pool.first[i] == first]
    subject = max((pool.texts[i] for i in found), key=len, default="")
    sentences = pool.article.sentences
    paragraphs = {s.paragraph.index for s in sentences if s.paragraph.role is Role.PROSE}
    named = any(subject in s.folded for s in sentences if s.paragraph.role is Role.HEADLINE)
    return subject if named or len(paragraphs) == 1 else ""


def _subjects(pool: CandidatePool, sentence: int) -> tuple[int, ...]:
    """Return the candidates that begin a sentence, or its second clause, and are but nouns."""
    article = pool.article
    clause = int(article.clause_of[article.sentence_starts[sentence]])
    begins = pool.begins_clause & (pool.sentence == sentence)
    return _nouns(pool, begins & (article.clause_of[pool.first] < clause + _SUBJECT_CLAUSES))


def subjects_of(pool: CandidatePool, clause: int) -> tuple[int, ...]:
    """Return the candidates that begin a clause and are but nouns."""
    return _nouns(pool, pool.begins_clause & (pool.article.clause_of[pool.first] == clause))


def _nouns(pool: CandidatePool, begins: BoolArray) -> tuple[int, ...]:
    """Return which of some candidates are but nouns, and no pronoun."""
    article = pool.article
    return tuple(
        index
        for index in begins.nonzero()[0].tolist()
        if index not in pool.grains
        and index not in pool.quantities
        and _PRONOUN.fullmatch(pool.texts[index]) is None
        and all(
            tag.startswith(_NOMINAL) or token.text == "·"
            for tag, token in zip(
                article.tags[pool.first[index] : pool.last[index] + 1],
                article.tokens[pool.first[index] : pool.last[index] + 1],
                strict=True,
            )
        )
    )
