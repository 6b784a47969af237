"""Whether a figure is of a part of a whole (其中新书3本) that the question does not name.

What a clause behind such a part says without a name of its own is said of the part as well
(其中新书3本,同比增长5%).
"""

from bot.answering.annotation import AnnotatedSentence
from bot.answering.facts.quantities import Quantity
from bot.answering.lexicon.paraphrases import paraphrases
from bot.answering.lexicon.words import light_words
from bot.answering.matching.similarity import SAME_WORD, similarity
from bot.answering.question import Question
from bot.answering.stretches import CLAUSE, STATEMENT, clause_before, start_of
from retrieval.page import Span
from retrieval.stopwords import stop_words

_AMONG = "其中"


def is_part_only(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure is of a part (其中新书3本) of whose name the question has nothing."""
    text = sentence.folded
    part = clause_before(text, quantity.span.start)
    if _AMONG in question.folded:
        return False
    start = quantity.span.start - len(part)
    end = quantity.span.start
    if not part.startswith(_AMONG):
        part_told = _told_of_part(sentence, quantity)
        if part_told is None:
            return False
        start, end = part_told.start, part_told.end
        part = text[start:end]
    whole = text[:start]
    if any(p.is_said_in(part) and not p.is_said_in(whole) for p in paraphrases(question)):
        return False  # 网上: 其中线上3万元
    own = [
        t
        for t in sentence.tokens
        if start + len(_AMONG) <= t.start < end and t.text not in stop_words()
    ]
    own = [t for t in own if t.text not in light_words() and t.text not in whole]
    if any(
        similarity(token.text, word.text) >= SAME_WORD for word in own for token in question.tokens
    ):
        return False
    # Of 其中新书3本、旧书5本 each has a name of its own, of which one character may do (车险).
    ends = [q.qualified_span.end for q in sentence.quantities if q.span.end < end]
    begin = max(ends, default=0)
    named = {char for t in own if t.start >= begin for char in t.text if char not in whole}
    return bool(own) and named.isdisjoint(question.folded)


def _told_of_part(sentence: AnnotatedSentence, quantity: Quantity) -> Span | None:
    """Return what names the part of which a clause behind it tells, up to the part's figure.

    None if the clause, or one between, has a name of its own.
    """
    text = sentence.folded
    statement = start_of(text, quantity.span.start, STATEMENT)
    among = text.rfind(_AMONG, statement, quantity.span.start)
    if among < 0 or start_of(text, among, CLAUSE) != among:
        return None
    inside = [q for q in sentence.quantities if among < q.span.start <= quantity.span.start]
    first = inside[0]
    if first is quantity:
        return None
    behind = [q for q in inside if start_of(text, q.span.start, CLAUSE) > first.span.start]
    if not behind or not all(_names_nothing(sentence, q, Span(statement, among)) for q in behind):
        return None
    return Span(among, first.qualified_span.start)


def _names_nothing(sentence: AnnotatedSentence, quantity: Quantity, whole: Span) -> bool:
    """Tell whether a clause says before a figure a change at most, or what the whole has too."""
    clause = Span(
        start_of(sentence.folded, quantity.span.start, CLAUSE), quantity.qualified_span.start
    )
    tokens = sentence.tokens_beginning_in(clause)
    if change := sentence.change_by(quantity):
        known = [change.word, *([change.basis_span] if change.basis_span else [])]
        return all(any(k.start < t.end and t.start < k.end for k in known) for t in tokens)
    said = sentence.folded[whole.start : whole.end]
    return (
        bool(tokens)
        and any(
            q.unit == quantity.unit and whole.start <= q.span.start < whole.end
            for q in sentence.quantities
        )
        and all(t.text in said or t.text in light_words() for t in tokens)
    )
