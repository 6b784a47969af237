"""What can be said of an article before any question is asked, ready for fast scoring.

A sentence has its tokens, figures and times (`sentence.py`); an article puts its sentences
together as a text (`text.py`), numbers its units (`units.py`) and knows its words, times and
topic (`article.py`).
"""

from bot.answering.annotation.arrays import BoolArray, FloatArray, IntArray, code_points
from bot.answering.annotation.article import AnnotatedArticle
from bot.answering.annotation.marks import CLAUSE_ENDS, CLOSERS, OPENERS
from bot.answering.annotation.sentence import AnnotatedSentence, annotate, split_at

__all__ = [
    "CLAUSE_ENDS",
    "CLOSERS",
    "OPENERS",
    "AnnotatedArticle",
    "AnnotatedSentence",
    "BoolArray",
    "FloatArray",
    "IntArray",
    "annotate",
    "code_points",
    "split_at",
]
