"""Bylines, datelines and photographers' credits: recognised by their form, the names taken out.

A byline is a row of chunks that must all be of a known sort (a name, a writer's title, a deed
such as 摄, a field such as 来源：…, a date); one chunk of any other sort and the line is no byline.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from retrieval.layout import words
from retrieval.page import MappedText, Span
from retrieval.patterns import any_of

MAX_BYLINE = 80
"""Longest byline, in characters; longer lines are not tried."""

_HAN = "[\u3400-\u4dbf\u4e00-\u9fff〇]"
_DOTTED = rf"(?:[·•・]{_HAN}{{1,8}}){{0,3}}"
# Several names may be run together; beside a title even three of them are sure to be names.
_NAME = rf"{_HAN}{{1,4}}{_DOTTED}"
_NAMES_BESIDE_TITLE = rf"{_HAN}{{1,9}}{_DOTTED}"

_TITLE_WORD = any_of(words("byline", "titles"))
# 本报, 某某日报特约, 本报驻某地
_TITLE_PREFIX = (
    rf"{_HAN}{{0,6}}?{any_of(words('byline', 'title_prefixes'))}{{1,4}}(?:[驻駐]{_HAN}{{1,4}}?)?"
)
_TITLE = re.compile(rf"(?P<prefix>{_TITLE_PREFIX})?{_TITLE_WORD}(?P<colon>[:：]?)")

_PHOTOGRAPHED = any_of(words("byline", "photographed"))
_WROTE = any_of(words("byline", "wrote"))
_DID_BOTH = any_of(words("byline", "did_both"))
_DEED = rf"(?:(?P<both>{_DID_BOTH})|(?P<photo>{_PHOTOGRAPHED})|(?P<text>{_WROTE}))"
_ONLY_DEED = re.compile(rf"[/／]?{_DEED}")
_DEED_AFTER_SLASH = re.compile(rf"(?P<name>{_NAME})[/／]{_DEED}")
# Without a slash only words that end no ordinary word, or almost none (蓝图, 论文, 拍摄).
_GLUED_DEED = re.compile(rf"(?P<name>{_NAME}?)(?<![拍航])(?P<photo>[摄攝])")
_GLUED_DEED_BESIDE_TITLE = re.compile(rf"(?P<name>{_NAMES_BESIDE_TITLE}?)(?<![拍航]){_DEED}")
_DEED_FIELD = re.compile(rf"{_DEED}[:：/／]")
_STAFF = rf"{any_of(words('byline', 'staff_prefixes'))}?{any_of(words('byline', 'staff'))}"
_OTHER_FIELD = re.compile(rf"(?:{any_of(words('byline', 'other_fields'))}|{_STAFF})[:：]")
_STAFF_FIELD = re.compile(_STAFF)
_ANONYMOUS = re.compile(
    rf"{any_of(words('byline', 'anonymous_credits'))}|[^。！？，,]{{1,16}}(?:供图|供圖)"
    rf"|{any_of(words('byline', 'picture_agencies'))}[发發]"
)
# 馆方提供; only where brackets set it off, else it may be a headline.
_ANONYMOUS_SET_OFF = re.compile(r"[^。！？，,]{1,16}提供")
_FULL_DATE = r"\d{4}(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})"
_WIRED = rf"{_HAN}{{1,12}}\d{{1,2}}月\d{{1,2}}日[电電]"
_CLOCK = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_DATE = re.compile(
    rf"(?P<full>{_FULL_DATE})(?:T?{_CLOCK})?|{_CLOCK}|(?:星期|周|週)[一二三四五六日天]"
)
# What else stands in a page's head: 第3版, A07, 农历九月十四; the paper's name, the section.
_FOLIO = re.compile(
    rf"(?P<folio>第?[A-Z]?(?:\d{{1,3}}|[一二三四五六七八九十]+){any_of(words('label', 'folio'))}"
    rf"(?:[·•・]{_HAN}{{1,8}})*"
    rf"|[A-Z]\d{{1,3}}|{any_of(words('label', 'calendars'))}{_HAN}{{2,8}})"
    rf"|{_HAN}{{1,10}}(?:[·•・]{_HAN}{{1,8}})*"
)
_SENT = re.compile(_WIRED)
_CHUNK = re.compile(r"[^\s,，、;；|｜（）()【】〔〕\[\]]+")
_MARKER = re.compile(rf"[{re.escape(''.join(words('byline', 'markers')))}—]+\s*")
_SECTION_MARKER = re.compile(rf"[{re.escape(''.join(words('label', 'markers')))}]\s*")
_SPLIT_NAME_GAP = re.compile(r"[ \u3000]{1,4}")

_OPEN, _CLOSE = r"[（(【〔\[]", r"[）)】〕\]]"
_IN_BRACKETS = rf"{_OPEN}(?P<inside>[^（）()【】〔〕\[\]\n]{{1,40}}){_CLOSE}"
_AGENCY = any_of(words("dateline", "agencies"))
_AGENCY_END = any_of(words("dateline", "ends"))
_REPORTS = any_of(words("dateline", "reports"))
# 本报讯, 某报讯; 某社某地3月5日电; 【本报讯】. The longer forms must be set off from the text.
_AGENCY_PART = re.compile(
    rf"{_OPEN}?(?:{_HAN}{{1,5}}[报報][讯訊](?=[\s（(【〔:：])|{_HAN}{{1,5}}社{_WIRED}|{_AGENCY}"
    rf"(?:[讯訊]|[^，。,；;：:（）()【】〔〕\[\]\n]{{0,20}}?{_AGENCY_END}(?=[\s（(【〔）)】〕\]:：—-]|$)))"
    rf"{_CLOSE}?"
)
_REPORTER_PART = re.compile(_IN_BRACKETS)
# 记者甲、乙报道; 記者甲／某地報導
_REPORT = re.compile(
    rf"(?P<names>(?:{_TITLE_PREFIX})?{_TITLE_WORD}[^，。,；;：:（）()【】〔〕\[\]\n]{{1,40}}?)"
    rf"(?:[/／]{_HAN}{{1,6}})?{_REPORTS}(?=[\s:：，,]|$)"
)
# In brackets also with a place and a day: 某社記者甲台北5日電
_REPORT_ENDS = re.compile(rf"(?:[/／]{_HAN}{{1,6}})?(?:{_REPORTS}|\d{{1,2}}日[电電])$")
_AFTER_DATELINE = re.compile(r"[\s:：—]*")
_BRACKETED = re.compile(rf"{_OPEN}.*{_CLOSE}")
_TAIL = re.compile(rf"{_IN_BRACKETS}\s*$")
_SENTENCE_END = re.compile(r"[。！？!?…][”’」』）)]*")
_LONGEST_TAIL = 48


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
    lone_end: int = -1
    """End of the one-character chunk just read as a name, else -1."""

    def add_name(self, start: int, end: int) -> None:
        part = self.part or _Part.WROTE
        name = self.content.slice(start, end)
        gap = self.content.text[self.lone_end : start] if self.lone_end >= 0 else ""
        if end - start == 1 and _SPLIT_NAME_GAP.fullmatch(gap):
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
        """Begin a field: its value comes after it."""
        self.evidence, self.lone_end = True, -1
        self.part = part
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
    reading = _Reading(content, set_off=set_off or _BRACKETED.fullmatch(text) is not None)
    start = 0
    if marker := _MARKER.match(text):
        start, reading.evidence = marker.end(), marker[0].strip("— ") != ""
    elif marker := _SECTION_MARKER.match(text):
        start = marker.end()
    chunks = [Span(m.start(), m.end()) for m in _CHUNK.finditer(text, start)]
    has_title = any(_TITLE.match(text, chunk.start) for chunk in chunks)
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
    for chunk in _CHUNK.findall(text):
        if date := _DATE.fullmatch(chunk):
            dated |= date["full"] is not None
            numbered |= chunk[0] in "星周週"
        elif folio := _FOLIO.fullmatch(chunk):
            numbered |= folio["folio"] is not None
        else:
            return False
    return dated and numbered


def read_dateline(content: MappedText) -> Dateline | None:
    """Return the dateline with which `content` begins, if it does."""
    text = content.text
    at = 0
    if agency := _AGENCY_PART.match(text):
        at = _after(text, agency.end())
    opens_story = at > 0
    authors: tuple[MappedText, ...] = ()
    if bracket := _REPORTER_PART.match(text, at):
        inside = content.slice(*bracket.span("inside"))
        byline = _read_report(inside)
        if byline is not None:
            authors, at = byline.authors, _after(text, bracket.end())
            opens_story |= _REPORT_ENDS.search(inside.text) is not None
    elif report := _REPORT.match(text, at):
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
    lowest = max(0, len(text) - _LONGEST_TAIL)
    if match := _TAIL.search(text, lowest):
        byline = read_byline(content.slice(*match.span("inside")), set_off=True)
        before = text[lowest : match.start()].rstrip()
        if byline is not None and before and (byline.photographers or _ends_sentence(before)):
            return match.start(), byline
    ends = [match.end() for match in _SENTENCE_END.finditer(text, lowest)]
    if ends and ends[-1] < len(text):
        byline = read_byline(content.slice(ends[-1], len(text)).strip())
        if byline is not None:
            return len(text) - len(text[ends[-1] :].lstrip()), byline
    return None


def _ends_sentence(text: str) -> bool:
    return any(match.end() == len(text) for match in _SENTENCE_END.finditer(text))


def _after(text: str, at: int) -> int:
    match = _AFTER_DATELINE.match(text, at)
    return match.end() if match else at


def _read_report(inside: MappedText) -> Byline | None:
    """Read what stands in a dateline's brackets: a byline, or one ending in 报道 or 5日電."""
    end = _REPORT_ENDS.search(inside.text)
    return read_byline(inside.slice(0, end.start()) if end else inside, set_off=True)


def _names(reading: _Reading, parts: Iterable[_Part]) -> tuple[MappedText, ...]:
    return tuple(name for name, part in reading.named if part in parts)


def _part_of(deed: re.Match[str]) -> _Part:
    groups = deed.groupdict()
    if groups.get("both"):
        return _Part.BOTH
    return _Part.PHOTOGRAPHED if groups.get("photo") else _Part.WROTE


def _ends_in_deed(text: str, chunk: Span) -> bool:
    return any(
        pattern.fullmatch(text, chunk.start, chunk.end)
        for pattern in (_ONLY_DEED, _DEED_AFTER_SLASH, _GLUED_DEED)
    )


def _read_chunk(reading: _Reading, chunk: Span, has_title: bool, ends_in_name: bool) -> bool:
    """Read one chunk; False when it belongs in no byline."""
    text, start, end = reading.content.text, chunk.start, chunk.end
    if date := _DATE.fullmatch(text, start, end):
        reading.dated |= date["full"] is not None
        reading.lone_end = -1
        return True
    if reading.evidence and _SENT.fullmatch(text, start, end):
        reading.lone_end = -1
        return True
    if _ANONYMOUS.fullmatch(text, start, end) or (
        reading.set_off and _ANONYMOUS_SET_OFF.fullmatch(text, start, end)
    ):
        reading.evidence = reading.anonymous = True
        reading.lone_end = -1
        return True
    if title := _TITLE.match(text, start, end):
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
    if deed := _ONLY_DEED.fullmatch(text, start, end):
        if ends_in_name and text[start] not in "/／":
            reading.set_field(_part_of(deed))
        else:
            reading.set_deed(_part_of(deed))
        return True
    if deed := _DEED_FIELD.match(text, start, end):
        reading.set_field(_part_of(deed))
        return deed.end() == end or _read_names(reading, Span(deed.end(), end), has_title)
    if _STAFF_FIELD.fullmatch(text, start, end) and (start == 0 or reading.part is _Part.OTHER):
        reading.set_field(_Part.OTHER)
        return True
    if other := _OTHER_FIELD.match(text, start, end):
        reading.set_field(_Part.OTHER)
        return other.end() <= end
    return _read_names(reading, chunk, has_title)


def _read_names(reading: _Reading, chunk: Span, has_title: bool) -> bool:
    """Read a chunk of names, perhaps with a deed behind them."""
    text, start, end = reading.content.text, chunk.start, chunk.end
    if reading.part is _Part.OTHER:
        return True
    patterns = [_DEED_AFTER_SLASH, _GLUED_DEED]
    if has_title:
        patterns.append(_GLUED_DEED_BESIDE_TITLE)
    for pattern in patterns:
        if deed := pattern.fullmatch(text, start, end):
            reading.add_name(*deed.span("name"))
            reading.set_deed(_part_of(deed))
            return True
    name = _NAMES_BESIDE_TITLE if has_title else _NAME
    if re.fullmatch(name, text[start:end]):
        reading.add_name(start, end)
        return True
    return False
