"""Which time round of what comes again is told of: the last (上届), this one, the next (下届)."""

import re
from functools import partial

from bot.answering.annotation import AnnotatedSentence
from bot.answering.datafiles import table_words
from bot.answering.facts.quantities import Quantity
from bot.answering.question import Question
from bot.answering.stretches import STATEMENT, clause_around, clause_before, start_of
from retrieval.page import Span
from retrieval.patterns import any_of

_words = partial(table_words, __package__, "rounds.toml")

_ROUNDS = any_of((*_words("rounds", "short"), *_words("rounds", "long")))
_SHORT = any_of(_words("rounds", "short"))
_LAST = re.compile(f"(?<![比较同与和跟])上一?个?(?:{_ROUNDS}|[^,;。]季)")
_LAST_OPENS = re.compile(f"{_LAST.pattern},[^,]*$")
"""A clause of the last time round, before the one that ends here."""
_THIS_ROUND = re.compile(f"[这本]一?{_SHORT}")
_THIS = re.compile(any_of(_words("this")))
_NEXT = re.compile(f"下一?个?(?:{_ROUNDS}|[^,;。]季)")
_AFTER_THIS = re.compile(f"下一?(?:{_SHORT}|个)|{any_of(_words('after'))}|20\\d\\d年")
_ONCE_MORE = re.compile(f"[再又]{any_of(_words('once_more', 'verbs'))}")
"""What is done the next time (9月再开一场)."""


def is_of_the_last_round(
    question: Question, sentence: AnnotatedSentence, quantity: Quantity
) -> bool:
    """Tell whether a figure is told of the one before (上届) and that is not asked for.

    Or the other way round, where the sentence speaks of both.
    """
    start = start_of(sentence.folded, quantity.span.start, STATEMENT)
    said = sentence.folded[start : quantity.span.start]
    if _LAST.search(question.folded) is None:
        return _LAST.search(clause_before(sentence.folded, quantity.span.start)) is not None or (
            _LAST_OPENS.search(said) is not None
        )
    return _LAST.search(said) is None and _LAST.search(sentence.folded) is not None


def is_of_another_round(question: Question, sentence: AnnotatedSentence, span: Span) -> bool:
    """Tell whether the one before (上届) or after (下届) is asked about, and this one is told of.

    Or this one is asked about, and the clause of `span` is about the next.
    """
    if _NEXT.search(question.folded):
        own = clause_around(sentence.folded, span)
        if _ONCE_MORE.search(sentence.folded, own.start, own.end):
            return False
        after_this = _AFTER_THIS.search(sentence.folded)
        return after_this is None or after_this.start() >= span.end
    if _THIS_ROUND.search(question.folded):
        own = clause_around(sentence.folded, span)
        return _NEXT.search(sentence.folded[own.start : own.end]) is not None
    return (
        _LAST.search(question.folded) is not None
        and _LAST.search(sentence.folded) is None
        and (question.kind.is_quantity or _THIS.search(sentence.folded) is not None)
    )
