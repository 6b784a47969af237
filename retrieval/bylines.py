"""Bylines, datelines and photographers' credits: recognised by their form, the names taken out.

A byline is a row of chunks that must all be of a known sort (a name, a writer's title, a deed
such as 摄, a field such as 来源：…, a date); one chunk of any other sort and the line is no byline.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from itertools import zip_longest

from retrieval import byline_forms as forms
from retrieval.fold import fold
from retrieval.page import MappedText, Span
from retrieval.surnames import LONGEST_NAME, has_name_shape
from retrieval.tokens import tokenize_folded, word_probability

MAX_BYLINE = 80
"""Longest byline, in characters; longer lines are not tried."""


class _Part(Enum):
    """What a person in a byline did."""

    WROTE = "wrote"
    PHOTOGRAPHED = "photographed"
    BOTH = "both"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote and who took the pictures; names as they stand, run-together ones kept whole."""

    authors: tuple[MappedText, ...] = ()
    photographers: tuple[MappedText, ...] = ()
    is_credit: bool = False
    """Whether it speaks of a picture only."""
    is_folio: bool = False
    """Whether it is the head of a page: the day, with the weekday or the page's number."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of a story: agency, place, day, reporter; not part of its first sentence."""

    length: int
    """Number of characters it takes, white space after it included."""
    authors: tuple[MappedText, ...]
    opens_story: bool
    """Whether it says who reports (本报讯, 记者甲报道), as only the first line of a story does."""


@dataclass
class _Reading:
    """A byline as far as it is read."""

    content: MappedText
    set_off: bool
    part: _Part | None = None
    """What the names to come did."""
    named: list[tuple[MappedText, _Part]] = field(default_factory=list)
    group: int = 0
    """Where in `named` the names begin to which a deed still to come belongs."""
    evidence: bool = False
    """Whether anything but names and dates was seen."""
    dated: bool = False
    """Whether a full date was seen."""
    anonymous: bool = False
    opened: int = -1
    """Where in `named` the value of the last field begins."""
    lone_end: int = -1
    """End of the one-character chunk just read as a name, else -1."""

    def add_name(self, start: int, end: int) -> None:
        part = self.part or _Part.WROTE
        name = self.content.slice(start, end)
        gap = self.content.text[self.lone_end : start] if self.lone_end >= 0 else ""
        if end - start == 1 and forms.SPLIT_NAME_GAP.fullmatch(gap):
            # A name of two characters set wide, so that it is as long as those of three.
            self.named[-1] = (MappedText.join((self.named[-1][0], name)), part)
            self.lone_end = -1
            return
        self.named.append((name, part))
        self.lone_end = end if end - start == 1 else -1

    def set_deed(self, part: _Part) -> None:
        """Give the deed to the names before it or, when there are none, to those after it."""
        self.evidence, self.lone_end = True, -1
        if len(self.named) > self.group:
            self.named[self.group :] = [(name, part) for name, _ in self.named[self.group :]]
            self.part = None
        else:
            self.part = part
        self.group = len(self.named)

    def set_field(self, part: _Part | None) -> None:
        """Begin a field: its value comes after it. Two at once are both (文、图/甲)."""
        self.evidence, self.lone_end = True, -1
        deeds = {_Part.WROTE, _Part.PHOTOGRAPHED}
        if {self.part, part} == deeds and self.opened == self.group == len(self.named):
            part = _Part.BOTH
        self.part, self.opened = part, len(self.named)
        self.group = len(self.named)


def read_byline(content: MappedText, *, set_off: bool = False) -> Byline | None:
    """Return the byline that `content` is, all of it, or None when it is something else.

    `set_off` says that brackets or a verb of reporting enclose it; then a bare title may be run
    together with the name (记者甲), which otherwise may begin any headline (记者节…).
    """
    text = content.text
    if not 1 < len(text) <= MAX_BYLINE:
        return None
    if _is_folio(text):
        return Byline(is_folio=True)
    if line := forms.REPORTED_LINE.fullmatch(text):
        return read_byline(content.slice(*line.span("names")), set_off=True)
    reading = _Reading(content, set_off=set_off or forms.BRACKETED.fullmatch(text) is not None)
    start = 0
    if marker := forms.MARKER.match(text):
        start, reading.evidence = marker.end(), marker[0].strip("— ") != ""
    elif marker := forms.SECTION_MARKER.match(text):
        start = marker.end()
    elif agency := forms.AGENCY_PART.match(text):
        start = agency.end()
    chunks = [Span(m.start(), m.end()) for m in forms.CHUNK.finditer(text, start)]
    has_title = any(forms.TITLE.match(text, chunk.start) for chunk in chunks)
    ends_in_name = bool(chunks) and not _ends_in_deed(text, chunks[-1])
    for chunk in chunks:
        if not _read_chunk(reading, chunk, has_title, ends_in_name):
            return None
    if not reading.evidence:
        # A page's head: the paper, perhaps, and the day.
        return Byline() if reading.dated else None
    authors = _names(reading, (_Part.WROTE, _Part.BOTH))
    photographers = _names(reading, (_Part.PHOTOGRAPHED, _Part.BOTH))
    return Byline(
        authors, photographers, (bool(photographers) or reading.anonymous) and not authors
    )


def _is_folio(text: str) -> bool:
    """Tell whether a line is the head of a page: the day, its weekday or the page's number."""
    dated = numbered = False
    for chunk in forms.CHUNK.findall(text):
        if date := forms.DATE.fullmatch(chunk):
            dated |= date["full"] is not None
            numbered |= chunk[0] in "星周週"
        elif folio := forms.FOLIO.fullmatch(chunk):
            numbered |= folio["folio"] is not None
        else:
            return False
    return dated and numbered


def read_dateline(content: MappedText) -> Dateline | None:
    """Return the dateline with which `content` begins, if it does."""
    text = content.text
    at = 0
    if agency := forms.AGENCY_PART.match(text):
        at = _after(text, agency.end())
    opens_story = at > 0
    # 某社記者甲某地5日電: the agency's part has the reporter in it.
    wired = _read_report(content.slice(*_inside(text, agency.span()))) if agency else None
    authors: tuple[MappedText, ...] = wired.authors if wired is not None else ()
    if bracket := forms.REPORTER_PART.match(text, at):
        inside = content.slice(*bracket.span("inside"))
        byline = _read_report(inside)
        reports = forms.REPORT_ENDS.search(inside.text) is not None
        if byline is not None and (at or byline.authors or reports):
            authors, at = byline.authors, _after(text, bracket.end())
            opens_story |= reports
    elif at and (spaced := forms.SPACED.match(text, at)):
        byline = read_byline(content.slice(*spaced.span()).strip(), set_off=True)
        if byline is not None:
            authors, at = byline.authors, spaced.end()
    elif report := forms.REPORT.match(text, at):
        byline = read_byline(content.slice(*report.span("names")), set_off=True)
        if byline is not None:
            authors, at = byline.authors, _after(text, report.end())
            opens_story = True
    return Dateline(at, authors, opens_story) if at else None


def read_tail(content: MappedText) -> tuple[int, Byline] | None:
    """Return the byline or credit at the end of a paragraph and where it begins, if there is one.

    `… 。（记者甲）`, `… 。 甲摄`; a credit in brackets also without the full stop before it.
    """
    text = content.text
    lowest = max(0, len(text) - forms.LONGEST_TAIL)
    if match := forms.TAIL.search(text, lowest):
        byline = read_byline(content.slice(*match.span("inside")), set_off=True)
        before = text[lowest : match.start()].rstrip()
        if byline is not None and before and (byline.photographers or _ends_sentence(before)):
            return match.start(), byline
    ends = [match.end() for match in forms.SENTENCE_END.finditer(text, lowest)]
    if ends and ends[-1] < len(text):
        byline = read_byline(content.slice(ends[-1], len(text)).strip())
        if byline is not None:
            return len(text) - len(text[ends[-1] :].lstrip()), byline
    return None


def _ends_sentence(text: str) -> bool:
    return any(match.end() == len(text) for match in forms.SENTENCE_END.finditer(text))


def _after(text: str, at: int) -> int:
    match = forms.AFTER_DATELINE.match(text, at)
    return match.end() if match else at


def _inside(text: str, part: tuple[int, int]) -> tuple[int, int]:
    """Return what of a part of `text` stands between brackets, all of it where it has none."""
    start, end = part
    inside = forms.REPORTER_PART.fullmatch(text[start:end].rstrip())
    return (start + inside.start("inside"), start + inside.end("inside")) if inside else part


def _read_report(inside: MappedText) -> Byline | None:
    """Read what stands in a dateline's brackets: a byline, or one ending in 报道 or 5日電."""
    end = forms.REPORT_ENDS.search(inside.text)
    if end is None:
        return read_byline(inside, set_off=True)
    names = inside.slice(0, end.start())
    sent = "日" in end[0]
    return read_byline(names.slice(0, _end_of_name(names.text, has_place=sent)), set_off=True)


def _end_of_name(text: str, *, has_place: bool) -> int:
    """Return where the last name of `text` ends that a place may be run together with (甲[某地]).

    The longest personal name behind which nothing but places of the dictionary stands; where a
    place is certain, even one that it has not.
    """
    last = forms.LAST_NAME.search(text)
    start = last.start("name") if last else len(text)
    ends = [
        start + length
        for length in range(LONGEST_NAME, 1, -1)
        if len(text) - start - length > 1 and has_name_shape(fold(text[start : start + length]))
    ]
    known = [end for end in ends if _may_be_place(fold(text[end:]))]
    return (known or (ends if has_place else []) or [len(text)])[0]


def _may_be_place(folded: str) -> bool:
    """Tell whether all words are names of the dictionary, which takes some places for persons."""
    return all(
        token.tag in ("ns", "nr") and word_probability(token.text) > 0
        for token in tokenize_folded(folded)
    )


def _names(reading: _Reading, parts: Iterable[_Part]) -> tuple[MappedText, ...]:
    """Return the names of those who did one of `parts`, without what body they belong to."""
    names = [name for name, part in reading.named if part in parts]
    return tuple(
        name
        for name, following in zip_longest(names, names[1:])
        if following is None or not forms.BODY.fullmatch(name.text) or _ends_given_name(name.text)
    )


def _ends_given_name(text: str) -> bool:
    """Tell whether what looks like a body is a name, by what may end one as well (甲志[村])."""
    return len(text) == _NAME and text[-1] in "村路州" and has_name_shape(fold(text))


def _part_of(deed: re.Match[str]) -> _Part:
    groups = deed.groupdict()
    if groups.get("both"):
        return _Part.BOTH
    return _Part.PHOTOGRAPHED if groups.get("photo") else _Part.WROTE


def _ends_in_deed(text: str, chunk: Span) -> bool:
    return any(
        pattern.fullmatch(text, chunk.start, chunk.end)
        for pattern in (forms.ONLY_DEED, forms.DEED_AFTER_SLASH, forms.GLUED_DEED)
    )


def _read_chunk(reading: _Reading, chunk: Span, has_title: bool, ends_in_name: bool) -> bool:
    """Read one chunk; False when it belongs in no byline."""
    text, start, end = reading.content.text, chunk.start, chunk.end
    if date := forms.DATE.fullmatch(text, start, end):
        reading.dated |= date["full"] is not None
        reading.lone_end = -1
        return True
    if reading.evidence and forms.SENT.fullmatch(text, start, end):
        reading.lone_end = -1
        return True
    if forms.ANONYMOUS.fullmatch(text, start, end) or (
        reading.set_off and forms.ANONYMOUS_SET_OFF.fullmatch(text, start, end)
    ):
        reading.evidence = reading.anonymous = True
        reading.lone_end = -1
        return True
    if title := forms.TITLE.match(text, start, end):
        is_sure = (
            title["prefix"]
            or title["colon"]
            or reading.evidence
            or reading.set_off
            or text[end - 1] in "摄攝"
        )
        if title.end() < end and not is_sure:
            return False
        reading.evidence, reading.lone_end = True, -1
        if reading.part is _Part.OTHER:
            reading.set_field(None)
        return title.end() == end or _read_names(reading, Span(title.end(), end), has_title)
    if deed := forms.ONLY_DEED.fullmatch(text, start, end):
        if ends_in_name and text[start] not in "/／":
            reading.set_field(_part_of(deed))
        else:
            reading.set_deed(_part_of(deed))
        return True
    if deed := forms.DEED_FIELD.match(text, start, end):
        reading.set_field(_part_of(deed))
        return deed.end() == end or _read_chunk(
            reading, Span(deed.end(), end), has_title, ends_in_name
        )
    if forms.STAFF_FIELD.fullmatch(text, start, end) and (
        start == 0 or reading.part is _Part.OTHER
    ):
        reading.set_field(_Part.OTHER)
        return True
    if other := forms.OTHER_FIELD.match(text, start, end):
        reading.set_field(_Part.OTHER)
        return other.end() <= end
    return _read_names(reading, chunk, has_title)


def _read_names(reading: _Reading, chunk: Span, has_title: bool) -> bool:
    """Read a chunk of names, perhaps with a deed behind them."""
    text, start, end = reading.content.text, chunk.start, chunk.end
    if reading.part is _Part.OTHER:
        return True
    patterns = [forms.DEED_AFTER_SLASH, forms.GLUED_DEED]
    if has_title:
        patterns.append(forms.GLUED_DEED_BESIDE_TITLE)
    for pattern in patterns:
        deed = pattern.fullmatch(text, start, end)
        if deed is not None and not _ends_as_name(text[start:end], deed):
            reading.add_name(*deed.span("name"))
            reading.set_deed(_part_of(deed))
            return True
    name = forms.NAMES_BESIDE_TITLE if has_title else forms.NAME
    if re.fullmatch(name, text[start:end]):
        reading.add_name(start, end)
        return True
    return False


def _ends_as_name(chunk: str, deed: re.Match[str]) -> bool:
    """Tell whether the deed glued to a name is its last character rather (甲乙|文)."""
    glued = deed.end("name") == deed.end() - 1
    return glued and deed[0].endswith("文") and len(chunk) == _NAME and has_name_shape(fold(chunk))


_NAME = 3
"""Characters of most names."""
