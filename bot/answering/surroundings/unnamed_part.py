"""Whether a figure is that of one part of a whole, and the question names another part or none.

(其中全程600人、半程500人、欢乐跑400人: of 跑马拉松的有多少人 the 400人 are no answer.)
"""

import re

from bot.answering.annotation import AnnotatedSentence
from bot.answering.facts.quantities import Quantity
from bot.answering.lexicon.words import light_words
from bot.answering.question import Question
from bot.answering.stretches import STATEMENT, end_of, start_of
from retrieval.page import Span

_AMONG = "其中"
_NAME = re.compile(r"[,、:和及]*(?P<name>[^\W\d]{2,6}?)(?:占|为|有|达|约)?$")
"""What stands between two parts' figures: the name of the second."""


def is_unnamed_part(question: Question, sentence: AnnotatedSentence, span: Span) -> bool:
    """Tell whether the figure at `span` is one of several parts, by a name that is not asked for.

    Two characters of the name in a row must stand in the question, or its first (老年人, 老人).
    """
    quantity = sentence.quantity_at(span)
    if quantity is None or question.leans:
        return False
    statement = start_of(sentence.folded, quantity.span.start, STATEMENT)
    among = sentence.folded.rfind(_AMONG, statement, quantity.span.start)
    if among < 0:
        return False
    end = end_of(sentence.folded, quantity.span.end, STATEMENT)
    parts = [
        q
        for q in sentence.quantities
        if among < q.span.start < end and q.unit == quantity.unit and _name(sentence, among, q)
    ]
    name = _name(sentence, among, quantity)
    if len(parts) <= 1 or not name or name[0] in question.folded:
        return False
    return not any(name[at : at + 2] in question.folded for at in range(len(name) - 1))


def _name(sentence: AnnotatedSentence, among: int, quantity: Quantity) -> str:
    """Return the noun that stands between a part's figure and what is before it, "" if none."""
    start = among + len(_AMONG)
    before = [q.span.end for q in sentence.quantities if q.span.end <= quantity.span.start]
    start = max([start, *before])
    match = _NAME.fullmatch(sentence.folded, start, quantity.qualified_span.start)
    if match is None or match["name"] in light_words() or match["name"] in ("其余", "其他"):
        return ""
    inside = [t for t in sentence.tokens if match.start("name") <= t.start < match.end("name")]
    is_noun = bool(inside) and all(t.tag[0] not in "pcdu" for t in inside)
    return match["name"] if is_noun and inside[0].tag != "v" else ""
