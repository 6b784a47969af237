"""Whether the text counts the items of an enumeration, as many as there are: 甲、乙[两处]."""

import re

from bot.answering.facts.enumeration_words import SMALL_COUNT, read_count
from bot.answering.facts.enumerations import IN_ALL, Enumeration
from bot.answering.question import Question
from bot.answering.strategies.listed.list_question import expected_count, head_of
from retrieval.page import Span
from retrieval.patterns import any_of

_AFTER = re.compile(
    rf"[”’]?(?:等|(?:这|仍|都|均|共)?[是为]?|{any_of(IN_ALL)})?{SMALL_COUNT}(?P<counted>\w{{1,6}})"
)
_BEFORE = re.compile(
    rf"{SMALL_COUNT}(?P<counted>\w{{1,6}}?)(?:,|:|-+|—+|\()?"
    r"(?:主要|分别|依次)?(?:是|为|位于|在|即|有|叫)?[“‘]?$"
)
_COUNT = re.compile(rf"{SMALL_COUNT}(?P<counted>\w{{1,6}})")
_LEAD = re.compile("[^,;。:]*:[“‘]?$")
_PERSONS = "位名人"
"""Measures of persons, who are counted by nothing else."""
_ASKED = re.compile(r"(?:哪[几两二三四五六七八九十\d]|[两二三四五六七八九十]|\d+)(?P<measure>\w)")
"""What is asked for, with its measure word (哪三[条])."""
_QUOTED = re.compile("“(?P<name>[两二三四五六七八九十][^”]+)”")
"""A name with a number in it (“三新”), which says which list is asked for."""
_REACH = 16
"""Characters before and after an enumeration in which its number is looked for."""


def is_counted_as_asked(
    question: Question, folded: str, enumeration: Enumeration, items: tuple[Span, ...]
) -> bool:
    """Tell whether a sentence gives the number of the items, and so does the question.

    What is counted must be what the question asks for, by its measure word or its noun.
    """
    expected = expected_count(question.folded)
    start, end = items[0].start, items[-1].end
    if expected not in (None, len(items)):
        return False
    named = _QUOTED.search(question.folded)
    if named is not None and named["name"] not in folded:
        return False
    if enumeration.is_announced:
        lead = _LEAD.search(folded, 0, enumeration.items[0].start)
        counts = [] if lead is None else [*_COUNT.finditer(lead[0])]
    else:
        around = (
            _AFTER.match(folded, end, end + _REACH),
            _BEFORE.search(folded, max(0, start - _REACH), start),
        )
        counts = [found for found in around if found is not None]
    return any(
        read_count(found["number"]) == len(items) and _is_of(question, found["counted"])
        for found in counts
    )


def _is_of(question: Question, counted: str) -> bool:
    """Tell whether what is counted is what is asked for, by its measure word or its noun."""
    asked = _ASKED.search(question.folded)
    measure = "" if asked is None else asked["measure"]
    if (measure in _PERSONS) != (counted[0] in _PERSONS) and measure:
        return False
    head = head_of(question)
    if asked is not None and asked[0][0] != "哪" and question.head:
        return question.head in counted or counted[0] in question.head  # 三种苗哪些[厂家]产
    return counted[0] == measure or (bool(head) and (head in counted or counted[0] in head))
