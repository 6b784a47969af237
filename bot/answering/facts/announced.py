"""Lists that a number before a colon announces: 说了三件事:修路,装灯,建一座冷库.

Their items may be whole clauses, which nothing but that number tells to be items. It must be that
of the parts: of those between semicolons, else between commas, else between 、.
"""

import re
from collections.abc import Iterator

from bot.answering.facts.enumeration_words import SMALL_COUNT, read_count
from retrieval.page import Span

_COLON = re.compile("[:](?!//)")
_NUMBER = re.compile(SMALL_COUNT)
_LEAD = re.compile("[^,;。:]*$")
"""What stands before the colon in its clause."""
_NUMBERED = re.compile("[“‘]?(?:一是|一要|第一|首先,|其一|1[.、]|[(①])")
"""Lists whose items are numbered are read elsewhere."""
_FRAME = re.compile("到\\d|截至|目前|今年|去年|明年")
"""What begins with a time tells something, rather than listing."""
_STOPS = {";": "。", ",": ";。", "、": ",;。"}
"""Where a list ends whose items stand between these."""
_LEAST = {";": 2, ",": 3, "、": 2}
"""Items that a list has at least; two clauses follow a colon by chance."""
_AND = re.compile("以及|[和与及]")
"""What joins the last two items."""
_EDGES = "“”‘’。?!"
_LONGEST = 60
"""Characters in an item at most."""


def announced_lists(folded: str) -> Iterator[tuple[Span, ...]]:
    """Yield the items of each list in a sentence that a number announces, by their places."""
    for colon in _COLON.finditer(folded):
        lead = _LEAD.search(folded, 0, colon.start())
        if lead is None or _NUMBERED.match(folded, colon.end()):
            continue
        numbers = {read_count(found["number"]) for found in _NUMBER.finditer(lead[0])}
        if joined := _joined(folded, colon.end(), numbers):
            yield joined
            continue
        for mark in _STOPS:
            items = _parts(folded, colon.end(), mark)
            if len(items) < _LEAST[mark] or _FRAME.match(folded, items[0].start):
                continue
            if len(items) in numbers and max(map(len, items)) <= _LONGEST:
                yield items
                break


def _joined(folded: str, start: int, numbers: set[int | None]) -> tuple[Span, ...]:
    """Return the items of 甲、乙和丙 where a clause has as many as announced; () otherwise."""
    parts = _parts(folded, start, "、")
    if len(parts) < _LEAST["、"] or len(parts) + 1 not in numbers:
        return ()
    *items, last = parts
    joints = list(_AND.finditer(folded, last.start + 1, last.end - 1))
    if len(joints) != 1:
        return ()
    return (*items, Span(last.start, joints[0].start()), Span(joints[0].end(), last.end))


def _parts(folded: str, start: int, mark: str) -> tuple[Span, ...]:
    """Return what stands between marks from `start` on, to the end of the list."""
    ends = (at for stop in _STOPS[mark] if (at := folded.find(stop, start)) >= 0)
    end = min(ends, default=len(folded))
    items = []
    at = start
    for part in folded[start:end].split(mark):
        bare = part.strip(_EDGES)
        if bare:
            begin = at + part.find(bare)
            items.append(Span(begin, begin + len(bare)))
        at += len(part) + 1
    return tuple(items)
