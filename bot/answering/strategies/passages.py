"""The articles a question leads to, for the strategies that look at whole clauses."""

from collections.abc import Iterator

import numpy as np

from bot.answering.annotation import BoolArray, FloatArray
from bot.answering.finder import Finder
from bot.answering.matching.match import Match
from bot.answering.question import Question
from retrieval.page import Role


def matches(question: Question, finder: Finder) -> tuple[Match, ...]:
    """Return the question laid over each article that the search finds, the nearest first."""
    hits = finder.search(" ".join((question.folded, *question.carried)))
    articles = {id(hit.article): hit for hit in hits}
    return tuple(finder.match(question, hit.page, hit.article) for hit in articles.values())


def opens_with(match: Match, name: str) -> bool:
    """Tell whether an article begins with a name: its other sentences may leave it out."""
    sentences = match.article.sentences
    return match.subject == name or (bool(sentences) and sentences[0].folded.startswith(name))


def paragraph_coverage(match: Match) -> FloatArray:
    """Return the share of the question's weight in the paragraph of each sentence, shape (S,)."""
    article = match.article
    paragraph_of = article.paragraph_of[article.sentence_starts]
    best = [
        match.in_sentence[:, paragraph_of == p].max(axis=1) for p in range(paragraph_of[-1] + 1)
    ]
    return (match.weights @ np.stack(best, axis=1))[paragraph_of]


def whole_words(match: Match, sentence: int) -> FloatArray:
    """Return the match of every word with every token, shape (Q, T), 1 in the tokens of `sentence`
    over which a word of the question stands in full, however they were cut.
    """
    article = match.article
    start = int(article.sentence_starts[sentence])
    held = article.sentences[sentence]
    sims = match.at_token.copy()
    for row, word in enumerate(match.words):
        at = held.folded.find(word) if len(word) > 1 else -1
        while at >= 0:
            for number, token in enumerate(held.tokens, start):
                if token.start < at + len(word) and at < token.end:
                    sims[row, number] = 1.0
            at = held.folded.find(word, at + 1)
    return sims


def surroundings(match: Match, sentence: int) -> BoolArray:
    """Return which tokens are in the paragraph of a sentence or in a headline, shape (T,)."""
    article = match.article
    own = article.paragraph_of[article.sentence_starts[sentence]]
    heads = [s.paragraph.role in (Role.HEADLINE, Role.SUBHEAD) for s in article.sentences]
    same: BoolArray = article.paragraph_of == own
    return same | np.array(heads, dtype=bool)[article.sentence_of]


def best_sentences(found: tuple[Match, ...], count: int) -> Iterator[tuple[Match, int]]:
    """Yield the `count` sentences (match, number) that hold most of the question's weight.

    What the paragraph around a sentence holds counts half.
    """
    ranked = [
        (float(own + around), number, match)
        for match in found
        if len(match.article.sentences)
        for number, (own, around) in enumerate(
            zip(match.sentence_coverage, paragraph_coverage(match) / 2, strict=True)
        )
    ]
    ranked.sort(key=lambda entry: -entry[0])
    for _, number, match in ranked[:count]:
        yield match, number
