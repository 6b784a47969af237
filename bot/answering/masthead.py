"""The day a newspaper page came out, as its masthead says (2024年5月28日 星期二 第3版)."""

import re
from datetime import date
from itertools import islice

from bot.answering.facts.times import find_times
from retrieval.fold import fold
from retrieval.page import Page

_LINE = re.compile("[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""What `str.splitlines` takes for a line."""
_LINES = 8
"""Lines from the top, empty ones not counted, among which the masthead is."""
_LONGEST = 80
"""Characters of such a line."""
_MARKS = re.compile("星期|周[一二三四五六日]|农历|版|期|报|责编|责任编辑|编辑|主编")
"""What a masthead has beside its date; a date that has its line for itself needs none."""


_SENTENCE = re.compile("[,。!?]|本报讯|记者")
"""What a masthead does not have."""


def page_date(page: Page) -> date | None:
    """Return the day in the masthead of a page, None if it has none with year, month and day."""
    # Line after line: a page may be a book, and each of its articles asks.
    lines = (match[0].strip() for match in _LINE.finditer(page.text))
    for line in islice(filter(None, lines), _LINES):
        folded = fold(line)
        if len(line) > _LONGEST or _SENTENCE.search(folded):
            continue
        for time in find_times(folded):
            alone = len(time.span) == len(folded)
            day = time.resolved
            if day and time.complete and day.start == day.end and (alone or _MARKS.search(folded)):
                return day.start
    return None
