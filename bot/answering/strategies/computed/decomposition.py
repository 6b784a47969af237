"""Taking a question apart into the parts that are added, subtracted or compared.

What two parts share is said once and belongs to both: 完成甲证和乙证的项目 is 完成甲证的项目 and
完成乙证的项目. Word lists are in `operations.toml`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.answering.datafiles import read_toml
from bot.answering.facts.measures import attribute_nouns, transitive_verbs
from bot.answering.facts.times import find_times
from bot.answering.question import Kind, Question
from retrieval.patterns import any_of
from retrieval.tokens import Token, tokenize_folded


@dataclass(frozen=True)
class Operands:
    """One way of taking a question apart."""

    parts: tuple[str, ...]
    """What each part is about, in the order of the question: 甲类企业, 乙类企业."""
    asked: str
    """What is asked of each: 多少家."""
    word: str = ""
    """多, 少, 快 …; "" where the question has none (相差, 一共)."""
    noun: str = ""
    """What is compared (投资, 增长); what happened (建成) or was done (一共[打]了几口)."""

    @property
    def questions(self) -> tuple[str, ...]:
        """The question for each part."""
        return tuple(part + self.asked for part in self.parts)


@cache
def operations() -> dict[str, Any]:
    """Return the tables of operations.toml."""
    return read_toml(__package__, "operations.toml")


def words(table: str, key: str = "words") -> tuple[str, ...]:
    """Return the words of a table, longest first."""
    return tuple(sorted(operations()[table][key].split(), key=lambda w: (-len(w), w)))


def _any(*tables: tuple[str, str]) -> str:
    found = {w for table, key in tables for w in words(table, key)}
    return any_of(found)


_MORE = (("directions", "more"), ("directions", "less"))
_WHEN = (("dates", "earlier"), ("dates", "later"))
_HOW_MANY = r"(?:多少|几多|几|若干|多[大长重远宽深高])"
_POLITE = re.compile(r"^(?:请问|那么?|我想知道|想问一下|问一下|文中|据报道)[,:]?")
_END = re.compile(r"[?!。.\s]*(?:呢|啊|呀|嘛)?[?!。.\s]*$")
_LINK = "(?:的|是|有|为|达到|达|约|大约|大概|到底|究竟)*"
_LOCATIVE = re.compile(
    "^(?P<frame>.{2,24}?(?:当中|里面|里头|中|里|内|方面)(?:的|,)?)(?P<rest>.{2,})$"
)


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    total, more, when = _any(("total", "words")), _any(*_MORE), _any(*_WHEN)
    changed = _any(("changed", "words"))
    which = r"(?:哪一?[个类种项家方边所座条位届]?(?P<class>\w*?)|谁|边个)"
    among = r"(?:这[两三四几]\w)?(?:之中|当中|中|里|之间|相比)?,?的?"
    return {
        "sum": (
            re.compile(
                rf"^(?P<list>.+?)的?(?:{_LINK}{total})+{_LINK}(?P<verb>\w{{0,10}}?)(?P<asked>{_HOW_MANY}.*)$"
            ),
            re.compile(
                rf"^(?P<list>.+?(?:加上|加).+?)(?:等于|得)?{_LINK}(?P<asked>{_HOW_MANY}.*)$"
            ),
            re.compile(rf"^(?P<list>.+?)的?(?:{total})(?P<asked>)$"),
        ),
        "difference": (
            re.compile(  # how much more one grew than the other
                r"^(?P<one>.+?)(?:(?<![同环占对相])比|较)(?P<other>.+?)"
                rf"(?P<word>多|少)(?P<verb>{changed})了?(?P<asked>{_HOW_MANY}.*)$"
            ),
            re.compile(
                rf"^(?P<one>.+?)(?:比起|(?<![同环占对相])比(?!例|重(?!点)|率)|(?<![相比])较(?!于))(?P<other>.+?)(?P<tail>要|更|还)*"
                rf"(?P<word>{more})(?:出|了|咗)?(?P<asked>{_HOW_MANY}.*)$"
            ),
            re.compile(
                r"^(?P<one>.+?)(?:(?<![同环占对相])比|较)(?P<other>.+?)"
                rf"(?P<word>多|少)(?P<verb>\w{{1,3}}?)了?(?P<asked>{_HOW_MANY}.*)$"
            ),
            re.compile(
                r"^(?P<list>.+?)(?:之间)?的?(?:相差|差距|差额|差)"
                rf"(?:了|是|为|有)*(?P<asked>{_HOW_MANY}.*)$"
            ),
            re.compile(r"^(?P<list>.+?)(?:之差|的差额|的差距)(?:是|为)?(?P<asked>)$"),
        ),
        "comparison": (
            re.compile(
                rf"^(?P<list>.+?){among}{which}的?(?P<noun>[\w.]*?)"
                rf"(?:得)?(?:更|比较|较|最|要)*(?P<word>{more})(?:一些|一点|些)?(?:的)?$"
            ),
            re.compile(
                rf"^(?P<list>.+?){among}{which}(?P<noun>\w*?)(?:更|最|较|要)?"
                rf"(?P<word>{when})(?P<event>\w{{0,6}}?)(?:一些|一点|些|的)?$"
            ),
            re.compile(
                rf"^(?P<one>.+?)(?P<noun>)(?:更|比较|较)?(?P<word>{more}),?(?:还是|或者?)"
                rf"(?P<other>.+?)(?:更|比较|较)?(?P=word)(?:一些|一点|些)?$"
            ),
            re.compile(
                rf"^(?P<list>.+?还是.+?)(?P<noun>)(?:更|比较|较)(?P<word>{more})(?:一些|一点|些)?$"
            ),
        ),
    }


_BRACKETS = re.compile("[()]")
"""哪个县(区)."""


def cleaned(text: str) -> str:
    """Return a question without polite words and marks at its ends."""
    return _BRACKETS.sub("", _END.sub("", _POLITE.sub("", text)))


def decompose(question: Question) -> Iterator[Operands]:
    """Yield the ways of taking a sum, difference or comparison apart, the likeliest first."""
    text = cleaned(question.folded)
    for pattern in _patterns().get(question.kind, ()):
        match = pattern.match(text)
        if match is None:
            continue
        found = match.groupdict()
        if any(re.search(_HOW_MANY, found.get(part) or "") for part in ("one", "list")):
            return  # two questions in one
        asked = _asked(found.get("asked"))
        noun = (found.get("noun") or "").rpartition("的")[2]
        rest = {
            "word": found.get("word") or "",
            "noun": found.get("event") or found.get("verb") or noun,
        }
        if found.get("other"):
            ways = _shared_out(("", (found["one"], found["other"])), compared=True)
        else:
            ways = (
                way
                for frame, parts in _enumerated(found["list"], added=question.kind is Kind.SUM)
                for way in _shared_out((frame, parts), compared=False)
            )
        yield from (Operands(way, asked, **rest) for way in dict.fromkeys(ways) if len(way) > 1)
        return


def _asked(asked: str | None) -> str:
    """Return 多少家 of 多少家, 多少 where the unit is not said."""
    return asked or "多少"


def _enumerated(text: str, *, added: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (frame, parts): the enumeration cut at its separators, the frame before it.

    `added`: its parts are to be added, and 加 is a separator wherever it stands.
    """
    frame = ""
    borders = {token.end for token in tokenize_folded(text)}
    match = next((m for m in _LOCATIVE.finditer(text) if m.end("frame") in borders), None)
    if match and not _separators(match["frame"]) and _separators(match["rest"]):
        frame, text = match["frame"], match["rest"]
    else:  # 第三批公寓,甲路和乙路哪边多
        before, comma, rest = text.rpartition(",")
        if comma and before and not _separators(before) and _separators(rest):
            frame, text = before, rest
    suffix = ""
    total = operations()["total"]
    at_end = re.search(total["at_end"], text) if added else None
    if match := re.search(total["appositive"], text) or at_end:
        rest = text[match.end() :]
        text, suffix = text[: match.start()], "的" + rest if rest else ""
    cuts = _separators(text) or (_only_join(text) if added else [])
    if not cuts:
        return
    # 甲校和乙校[今年]一共: the time is of both.
    times = find_times(text)
    if times and times[-1].span.end == len(text) and times[-1].span.start > cuts[-1][1]:
        frame, text = frame + text[times[-1].span.start :], text[: times[-1].span.start]
    ways = [cuts]
    # 和 inside a name: with several, any one of them may be the one that separates.
    if len(cuts) > 1 and not any(text[a:b] == "、" for a, b in cuts):
        ways += [[cut] for cut in cuts]
    for way in ways:
        starts = [0, *(b for _, b in way)]
        ends = [*(a for a, _ in way), len(text)]
        parts = tuple(text[a:b].strip(",、") for a, b in zip(starts, ends, strict=True))
        if all(parts):
            yield frame, tuple(part + suffix for part in parts)


def _separators(text: str) -> list[tuple[int, int]]:
    """Return where the separators stand: words by themselves, not at an end."""
    found: list[tuple[int, int]] = []
    single = frozenset(words("separators"))
    for token in tokenize_folded(text):
        if token.text in single and token.start > 0 and token.end < len(text):
            if found and found[-1][1] == token.start:
                found[-1] = (found[-1][0], token.end)
            else:
                found.append((token.start, token.end))
    return found or _between_alike(text)


_JOINS = re.compile("[和与跟同]")


def _between_alike(text: str) -> list[tuple[int, int]]:
    """Return where one word joins two names of a sort (甲湖水库|和|乙湖水库), however cut."""
    places = [m.span() for m in _JOINS.finditer(text) if m.start()]
    alike = [
        (a, b)
        for a, b in places
        if len(text) - b > _SORT < a and text[a - _SORT : a] == text[-_SORT:]
    ]
    return alike if len(alike) == 1 else []


_SORT = 2
"""Characters at the end of a name that say of what sort it is."""
_ADDS = re.compile("[\\w》”]{2,}?(?P<join>加|和|跟)(?![起入上工的])[\\w《“]{2,}")


def _only_join(text: str) -> list[tuple[int, int]]:
    """Return where the one 加 or 和 of an enumeration stands that was cut into a word."""
    found = list(_ADDS.finditer(text))
    return [found[0].span("join")] if len(found) == 1 else []


def _shared_out(
    enumeration: tuple[str, tuple[str, ...]], *, compared: bool
) -> Iterator[tuple[str, ...]]:
    """Yield the parts with what they share given to each, then as they stand."""
    frame, parts = enumeration
    if compared and parts[-1].endswith("的") and "的" not in parts[0]:
        # 改建小学比新建的[小学]
        words_of_first = tokenize_folded(parts[0])
        if len(words_of_first) > 1:
            other = parts[-1].removesuffix("的") + words_of_first[-1].text
            yield from _shared_out((frame, (parts[0], other)), compared=compared)
    if all("的" not in part[:-1] for part in parts):
        parts = tuple(part.removesuffix("的") for part in parts)
    first, last = parts[0], parts[-1]
    last_given = _completed(first, last, compared=compared)
    for given in last_given:
        full = [
            *(_completed_first(part, last) for part in parts[:-1]),
            given,
        ]
        full[1:-1] = [_with_prefix(full[0], part) for part in full[1:-1]]
        yield tuple(frame + part for part in full)
    yield tuple(frame + part for part in parts)


def _completed_first(part: str, last: str) -> str:
    """Give an earlier part the head that only the last one names."""
    if part.endswith("的"):  # 拿到甲证的 + 完成乙证的[项目]
        return part + last.rpartition("的")[2] if "的" in last[:-1] else part
    if "的" in last[:-1] and "的" not in part:
        return part + "的" + last.rpartition("的")[2]
    tail = _attribute(last)
    if tail and not _attribute(part) and tail != last:
        return part + tail
    return part


def _completed(first: str, last: str, *, compared: bool) -> list[str]:
    """Give the last part what only the first one says; several ways where it is not clear."""
    first_times, last_times = find_times(first), find_times(last)
    if last_times and first_times and len(last_times[0].span) == len(last):
        time = first_times[0].span
        return [last + first[time.end :]]
    if last_times and last_times[0].span.end == len(last) and last_times[0].span.start == 0:
        return [last + "的" + first]
    if last.endswith("的") and "的" in first[:-1]:
        return [last + first.rpartition("的")[2]]
    modifier, _, head = first.rpartition("的")
    if compared and modifier and head and "的" not in last:
        owner = last + "的" + head
        same_kind = modifier + "的" + last
        if last[-1] == head[-1]:
            return [same_kind, owner]
        return [owner, same_kind]
    if modifier and "的" not in last and not first.endswith("的"):
        return [modifier + "的" + last]
    given = _with_prefix(first, last)
    if compared and given == last and (alike := _in_its_place(first, last)):
        return [alike]
    return [given]


def _in_its_place(first: str, last: str) -> str:
    """Return the first part with the last in the place of what it is like; "" where nothing is.

    (县城居民收入比农村: 农村居民收入; 甲口岸出口比进口: 甲口岸进口.) Words are alike that share a
    character, or at the beginning are of one part of speech.
    """
    words_of_first, own = tokenize_folded(first), tokenize_folded(last)
    count = len(own)
    if not own or len(words_of_first) <= count:
        return ""
    begins, ends = words_of_first[:count], words_of_first[-count:]
    if _are_alike(begins, own):
        return last + first[begins[-1].end :]
    if _are_alike(ends, own):
        return first[: ends[0].start] + last
    if begins[0].tag[:1] == own[0].tag[:1] and count == 1:
        return last + first[begins[-1].end :]
    return ""


def _are_alike(some: tuple[Token, ...], others: tuple[Token, ...]) -> bool:
    """Tell whether words are as long as others, and share a character with them."""
    one, two = ("".join(t.text for t in words) for words in (some, others))
    return len(one) == len(two) and bool(set(one) & set(two))


def _with_prefix(first: str, other: str) -> str:
    """Give a part the time, the verb or the modifier at the front of the first part."""
    prefix = ""
    times = find_times(first)
    if times and times[0].span.start == 0 and not find_times(other):
        prefix = first[: times[0].span.end]
    rest = first[len(prefix) :]
    first_tokens, other_tokens = tokenize_folded(rest), tokenize_folded(other)
    if not first_tokens or not other_tokens:
        return prefix + other
    verb = next((v for v in transitive_verbs() if rest.startswith(v)), "")
    if verb and len(rest) > len(verb) and not other.startswith(transitive_verbs()):
        return prefix + verb + other
    return prefix + _modifier(first_tokens, other_tokens) + other


def _modifier(first: tuple[Token, ...], other: tuple[Token, ...]) -> str:
    """Return what stands in `first` before a phrase of the mould of `other`.

    工业[新建项目] and [续建项目]: the last words agree and those before share a character.
    """
    count = len(other)
    if len(first) <= count or count < 2 or first[-1].text != other[-1].text:
        return ""
    aligned = zip(first[-count:-1], other[:-1], strict=True)
    if all(len(a.text) == len(b.text) and set(a.text) & set(b.text) for a, b in aligned):
        return "".join(token.text for token in first[:-count])
    return ""


def _attribute(text: str) -> str:
    """Return the attribute noun at the end of `text` (甲产业[增加值]), "" if none."""
    return next((noun for noun in attribute_nouns() if len(noun) > 1 and text.endswith(noun)), "")
