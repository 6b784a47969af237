"""Whether a figure is of a part of a whole (其中新书3本) that the question does not name.

So are the figures behind 分城乡看 and the like: each statement names its part first.

What a clause behind such a part says without a name of its own is said of the part as well
(其中新书3本,同比增长5%).
"""

import re

from bot.answering.annotation import AnnotatedSentence
from bot.answering.facts.quantities import Quantity
from bot.answering.lexicon.paraphrases import paraphrases
from bot.answering.lexicon.words import light_words
from bot.answering.matching.similarity import SAME_WORD, similarity
from bot.answering.question import Question
from bot.answering.stretches import CLAUSE, STATEMENT, STOPS, clause_before, end_of, start_of
from retrieval.page import Span
from retrieval.stopwords import stop_words

_AMONG = "其中"


def is_part_only(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure is of a part (其中新书3本) of whose name the question has nothing."""
    text = sentence.folded
    part = clause_before(text, quantity.span.start)
    if _AMONG in question.folded:
        return False
    if _is_of_a_division(question, sentence, quantity):
        return True
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
    if end == start + len(_AMONG):
        return _is_of_the_whole(question, sentence, Span(start, quantity.qualified_span.end))
    if any(
        similarity(token.text, word.text) >= SAME_WORD for word in own for token in question.tokens
    ):
        return False
    # Of 其中新书3本、旧书5本 each has a name of its own, of which one character may do (车险).
    ends = [q.qualified_span.end for q in sentence.quantities if q.span.end < end]
    begin = max(ends, default=0)
    # What follows it is of the part before: 其中新书3本,增长[5%].
    of_its_own = [t for t in own if t.start >= begin and t.text.isalnum()] or own
    named = {char for t in of_its_own for char in t.text if char not in whole}
    return bool(own) and named.isdisjoint(question.folded)


def _is_of_the_whole(question: Question, sentence: AnnotatedSentence, part: Span) -> bool:
    """Tell whether only the whole has a word asked about that the part has not.

    The part begins with its figure (已开工50个,其中[21个]完工: not how many 开工).
    """
    text = sentence.folded
    statement = start_of(text, part.start, STATEMENT)
    before = text[statement : part.start]
    behind = text[part.end : end_of(text, part.end, STOPS)]
    asked = [t for t in question.tokens if len(t.text) > 1 and t.tag[0] in "nv"]
    in_whole = [t for t in asked if t.text in before]
    in_part = [t for t in asked if t.text in behind]
    said = any(p.is_said_in(behind) and not p.is_said_in(before) for p in paraphrases(question))
    return len(in_whole) > len(in_part) and all(t in in_whole for t in in_part) and not said


_DIVIDED = re.compile("(?:^|[,;。])[分从按](?:不同)?[^,;。]{1,6}(?:来看|看|分|划分),")
"""What says by what a whole is divided."""
_LEAST_NAME = 2
"""Characters of a part's name."""


def _is_of_a_division(question: Question, sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure behind 分城乡看 is of a part that the question does not name."""
    text = sentence.folded
    divided = _DIVIDED.search(text, 0, quantity.span.start)
    if divided is None or sentence.shares_out(quantity.span):
        return False
    starts = {
        max(divided.end(), start_of(text, quantity.span.start, marks))
        for marks in (STATEMENT, CLAUSE)
    }
    names = [_first_noun(sentence, Span(s, quantity.qualified_span.start)) for s in starts]
    return all(names) and not any(_is_named(question, name) for name in names)


def _first_noun(sentence: AnnotatedSentence, span: Span) -> str:
    """Return the noun that a stretch begins with, times left out; "" if it begins otherwise."""
    inside = [t for t in sentence.tokens_in(span) if t.tag[0] not in "tcxu"]
    is_name = inside and inside[0].tag[0] in "nmbjavsf" and len(inside[0].text) >= _LEAST_NAME
    return inside[0].text if is_name else ""


def _is_named(question: Question, name: str) -> bool:
    """Tell whether a question names a part, if in other words."""
    return (
        name in question.folded
        or any(similarity(t.text, name) >= SAME_WORD for t in question.tokens)
        or any(p.is_said_in(name) for p in paraphrases(question))
    )


def _told_of_part(sentence: AnnotatedSentence, quantity: Quantity) -> Span | None:
    """Return what names the part of which a clause behind it tells, up to the part's figure.

    None if the clause, or one between, has a name of its own.
    """
    text = sentence.folded
    statement = start_of(text, quantity.span.start, STATEMENT)
    among = text.rfind(_AMONG, statement, quantity.span.start)
    if among < 0 or start_of(text, among, CLAUSE) != among:
        return None
    inside = [
        q
        for q in sentence.quantities
        if among < q.span.start <= quantity.span.start and q.dimension != "ordinal"  # 其中,第一产业
    ]
    first = inside[0] if inside else quantity
    if first is quantity:
        return None
    behind = [q for q in inside if start_of(text, q.span.start, CLAUSE) > first.span.start]
    if not behind or not all(_names_nothing(sentence, q, Span(statement, among)) for q in behind):
        return None
    return Span(among, first.qualified_span.start)


def _names_nothing(sentence: AnnotatedSentence, quantity: Quantity, whole: Span) -> bool:
    """Tell whether a clause says before a figure a change at most, or what the whole's says."""
    clause = Span(
        start_of(sentence.folded, quantity.span.start, CLAUSE), quantity.qualified_span.start
    )
    tokens = sentence.tokens_beginning_in(clause)
    if change := sentence.change_by(quantity):
        known = [change.word, *([change.basis_span] if change.basis_span else [])]
        return all(any(k.start < t.end and t.start < k.end for k in known) for t in tokens)
    said = sentence.folded[clause.start : clause.end]
    return bool(tokens) and any(
        q.unit == quantity.unit
        and whole.start <= q.span.start < whole.end
        and sentence.folded.endswith(said, whole.start, q.qualified_span.start)
        for q in sentence.quantities
    )
