"""How far every word of a question agrees with every token of an article."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from bot.answering.annotation import AnnotatedArticle, FloatArray
from bot.answering.facts import lexicon
from bot.answering.facts.numerals import written_number
from bot.answering.lexicon.paraphrases import paraphrases
from bot.answering.lexicon.words import synonyms
from bot.answering.matching.similarity import SYNONYM, similarity
from bot.answering.question import Kind, Question
from retrieval.tokens import Token

_EACH = ("每", "/")
_ONE = "一"


def similarities(
    question: Question,
    tokens: Sequence[Token],
    words: Sequence[str],
    article: AnnotatedArticle,
) -> FloatArray:
    """Return the similarity of every word with every token of an article, shape (Q, T).

    `words` (Q of them) are the texts of `tokens`, those of the question that count, and then what
    was carried over from the turn before.
    """
    by_type = np.zeros((len(words), len(article.types)), dtype=np.float32)
    for row, word in enumerate(words):
        numbers = set().union(*[article.types_by_char.get(char, ()) for char in word])
        for other in synonyms().get(word, ()):
            numbers.update(article.types_by_text.get(other, ()))
        for number in numbers:
            by_type[row, number] = similarity(word, article.types[number])
        if (value := written_number(word)) is not None:
            for number in article.types_by_number.get(value, ()):
                by_type[row, number] = 1.0
    at_token = by_type[:, article.type_of]
    rows, columns = [], []
    for row, word in enumerate(words):
        if len(word) > 1:
            held = article.tokens_of(word)
            rows += [row] * len(held)
            columns += held
    at_token[rows, columns] = 1.0
    for row, told in _rates(question, tokens):
        for number in (n for each in told for n in article.types_by_text.get(each, ())):
            at_token[row, article.type_of == number] = 1.0
    for paraphrase in paraphrases(question):
        asked = [row for row, t in enumerate(tokens) if paraphrase.covers(t)]
        places = [at for said in paraphrase.said for at in article.tokens_of(said)]
        if asked and places:
            place = np.ix_(asked, places)
            at_token[place] = np.maximum(at_token[place], np.float32(SYNONYM))
    return at_token


def _rates(question: Question, tokens: Sequence[Token]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the rows of the 一 of a unit by which a price is asked, and how it may be told.

    (多少钱[一]公斤: 每公斤, 元/公斤; 1斤, where the question's words are cut so: 一斤.)
    """
    if question.kind is not Kind.MONEY:
        return
    for row, (one, unit) in enumerate(pairwise(tokens)):
        if one.text == _ONE and unit.tag == "q" and one.end == unit.start:
            yield row, _EACH
    for row, word in enumerate(t.text for t in tokens):
        if len(word) > 1 and word[0] == _ONE and word[1:] in lexicon.units():
            yield row, (word[1:], *(f"{each}{word[1:]}" for each in (*_EACH, "1")))
