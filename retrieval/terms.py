"""Index terms: what search compares a query and a paragraph by."""

import re

from retrieval.fold import fold
from retrieval.stopwords import stop_words
from retrieval.tokens import words

# A Latin word or a number, or a run of any other letters: in Chinese text, of Han characters.
_RUN = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*|[^\W\d_a-z]+")
_LETTER_OR_DIGIT = re.compile(r"\w")


def index_terms(text: str) -> list[str]:
    """Return the words and the character bigrams of `text`, stop words and punctuation left out.

    A word of two characters comes twice, as word and as bigram, and so weighs more than two
    characters that merely meet. docs/search.md has the figures for either alone.
    """
    folded = fold(text)
    terms = [word for word in words(folded) if _LETTER_OR_DIGIT.search(word)] + bigrams(folded)
    return [term for term in terms if term not in stop_words()]


def bigrams(folded: str) -> list[str]:
    """Return each two neighbouring characters of a folded text's Han runs, and every Latin word
    and number whole; a run of one character stands for itself.
    """
    found = []
    for run in _RUN.findall(folded):
        if run.isascii() or len(run) == 1:
            found.append(run)
        else:
            found.extend(run[at : at + 2] for at in range(len(run) - 1))
    return found
