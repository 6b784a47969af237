"""What a question and an article share, character by character."""

from itertools import pairwise

import numpy as np

from bot.answering.annotation import BoolArray, FloatArray, IntArray
from bot.answering.matching.match import Match, of_match


def _greatest_in(values: FloatArray, starts: IntArray) -> FloatArray:
    """Return the greatest value of each unit, by the first token of each, shape (units,)."""
    return np.maximum.reduceat(values, starts) if len(starts) else np.zeros(0, dtype=np.float32)


@of_match
def bigrams(match: Match) -> frozenset[str]:
    """The question's character bigrams, the question word left out."""
    text = " ".join(match.words)
    return frozenset(a + b for a, b in pairwise(text) if a != " " != b)


@of_match
def bigram_coverage(match: Match) -> FloatArray:
    """Share of the question's character bigrams in each sentence, by rarity, shape (S,).

    What the article is said of is left out, as the sentences after the first leave it out.
    """
    asked = bigrams(match)
    beside = frozenset(pair for pair in asked if pair not in match.subject)
    return match.article.sentence_bigrams.coverage(beside or asked)


@of_match
def new_bigram_coverage(match: Match) -> FloatArray:
    """Share of the bigrams that are not the topic's in each sentence, shape (S,)."""
    return match.article.sentence_bigrams.coverage(bigrams(match) - match.article.topic_bigrams)


@of_match
def character_coverage(match: Match) -> FloatArray:
    """Share of the question's content characters in each sentence, by rarity, shape (S,).

    Likewise without what the article is said of.
    """
    words = [w for w, weight in zip(match.words, match.weights, strict=True) if weight > 0]
    beside = [word for word in words if word not in match.subject]
    asked = frozenset(char for word in (beside or words) for char in word)
    return match.article.sentence_characters.coverage(asked)


@of_match
def _runs(match: Match) -> FloatArray:
    """Root of how many characters up to each token's end stand so in the question, (T,)."""
    wh, places = match.question.wh, match.article.places
    longest = [0] * (len(match.article.text) + 1)
    runs: dict[int, int] = {}
    for at, char in enumerate(match.question.folded):
        asked = wh is not None and wh.start <= at < wh.end
        runs = {} if asked else {p + 1: runs.get(p, 0) + 1 for p in places.get(char, ())}
        for end, length in runs.items():
            if length > longest[end]:
                longest[end] = length
    return np.sqrt(np.array(longest)[match.article.token_bounds[1]]).astype(np.float32)


@of_match
def run_in_sentence(match: Match) -> FloatArray:
    """Root of the most characters in a row that each sentence and the question share, (S,)."""
    return _greatest_in(_runs(match), match.article.sentence_starts)


@of_match
def run_in_clause(match: Match) -> FloatArray:
    """The same of each clause."""
    return _greatest_in(_runs(match), match.article.clause_starts)


def share_of_characters(match: Match, asked: str) -> FloatArray:
    """Return the share of each candidate's characters that `asked` has, shape (C,)."""
    pool = match.pool
    return np.asarray(pool.count(match.article.where_characters(asked)) / pool.characters)


@of_match
def stands_in_question(match: Match) -> BoolArray:
    """Which candidates stand in the question, however either is cut, shape (C,)."""
    article, asked = match.article, match.question.folded
    text = article.text
    starts, ends = (bounds.tolist() for bounds in article.token_bounds)
    met = np.array([word in asked for word in article.types], dtype=bool)[article.type_of]
    # How far what begins with each token stands in the question; so does what ends before.
    reach = np.zeros(len(article), dtype=np.intp)
    for token in np.flatnonzero(met).tolist():
        start, end = starts[token], ends[token]
        while end < len(text) and text[start : end + 1] in asked:
            end += 1
        reach[token] = end
    return match.pool.end <= reach[match.pool.first]
