"""How much it says that a text and a question share a token."""

import math
from functools import lru_cache

from retrieval.fold import fold
from retrieval.page import Page
from retrieval.stopwords import stop_words
from retrieval.tokens import word_probability

# The background counts as so many sentences of general Chinese, each of so many words. Few: the
# page's own sentences tell best what is common on it (docs/search.md has the figures).
BACKGROUND_SENTENCES = 30
_WORDS_PER_SENTENCE = 20


class Idf:
    """Inverse document frequency over the sentences of pages and a background of general text.

    On a page of some thirty paragraphs nearly every word is in one or two, be it a name or an
    everyday verb; the frequencies of jieba's dictionary tell them apart.
    """

    def __init__(self, pages: tuple[Page, ...]) -> None:
        """Take the sentences of prose of all `pages`."""
        self.sentences = tuple(
            fold(sentence.text)
            for page in pages
            for article in page.articles
            for paragraph in article.prose()
            for sentence in paragraph.sentences
        )
        """The folded sentences, in order."""
        self._total = len(self.sentences) + BACKGROUND_SENTENCES
        self._cached = lru_cache(maxsize=65536)(self._rarity)
        self._standing = lru_cache(maxsize=65536)(self._stands)

    def stands(self, word: str) -> bool:
        """Tell whether a folded word stands in some sentence, other than right after a digit.

        (300家规模以上 does not have the word 家规.)
        """
        return self._standing(word)

    def rarity(self, token: str) -> float:
        """Return the rarity of a folded token, from 0 (says nothing) to 1 (met nowhere).

        Stop words and punctuation have 0. For any other token it is ln((N + 1) / (n + ½)),
        divided by its greatest value (n = 0): N counts the sentences, those of the pages and the
        background's; n those of them with the token, where the background's share is expected
        from the token's probability. A token is in a sentence if the sentence contains it
        as a string, so that it does not matter how either was cut into words.
        """
        return self._cached(token)

    def _stands(self, word: str) -> bool:
        return any(word in sentence and _stands_in(sentence, word) for sentence in self.sentences)

    def _rarity(self, token: str) -> float:
        if token in stop_words() or not any(char.isalnum() for char in token):
            return 0.0
        on_pages = sum(token in sentence for sentence in self.sentences)
        absent = (1 - word_probability(token)) ** _WORDS_PER_SENTENCE
        holders = on_pages + BACKGROUND_SENTENCES * (1 - absent)
        greatest = math.log((self._total + 1) / 0.5)
        return max(0.0, math.log((self._total + 1) / (holders + 0.5)) / greatest)


def _stands_in(sentence: str, word: str) -> bool:
    """Tell whether a sentence has a word other than right after a digit.

    Searched for as a string: a pattern for each word would be compiled for one use.
    """
    at = sentence.find(word)
    while at > 0 and sentence[at - 1].isdecimal():
        at = sentence.find(word, at + 1)
    return at >= 0
