"""By how much a figure changed, which way, against what: 同比增长5%, 较上年末减少3家, 增至120家.

Read off the words just before the figure (or 的增长 after it); a figure that follows another in a
row (分别增长5%和3%) is of the same change. Word lists are in `changes.toml`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.answering.facts import lexicon
from bot.answering.facts.change import Basis, Change, Direction, Role
from bot.answering.facts.quantities import Quantity
from bot.answering.stretches import start_of
from retrieval.page import Span
from retrieval.patterns import any_of


@dataclass(frozen=True, slots=True)
class _Words:
    verbs: dict[str, Direction]
    nouns: dict[str, Direction]
    loose: dict[str, Direction]
    comparatives: dict[str, Direction]
    bases: dict[str, Basis]


_STRONG = ";。?!\n"
_MARKS = ",:" + _STRONG
_BETWEEN = re.compile(r"[、,\s]*(?:和|与|及|以及)?\s*")
_BARE_BASIS = re.compile(r"(?:来看|来说|相比|看|计算|口径)?")
_GOES_ON = re.compile(r"(?:达到|达|为|是|高达)?$")
_LED_TO = re.compile(
    r"[^\d,;:。]{0,4}?(?P<verb>[^\W\d的、和](?:到|至|为|成)了?)[^\d,;:。到至]{0,8}"
)
_COMPARED = re.compile(r"[比较][^\d,;。]*\d{0,4}[^\d,;。]*的$")
_FROM = re.compile(r"(?:由|从)[^,;。]{0,14}$")


@cache
def _data() -> dict[str, Any]:
    return lexicon.read_toml("changes.toml")


@cache
def _words() -> _Words:
    data = _data()

    def directed(table: str) -> dict[str, Direction]:
        return {w: d for d in Direction for w in data[table][d].split()}

    bases = {word: Basis(name) for name, words in data["bases"].items() for word in words.split()}
    return _Words(
        directed("verbs"), directed("nouns"), directed("loose"), directed("comparatives"), bases
    )


@cache
def _alternatives(*tables: str) -> re.Pattern[str]:
    words = {w for table in tables for w in getattr(_words(), table)}
    return re.compile(any_of(words))


@cache
def _links() -> re.Pattern[str]:
    return re.compile(f"{any_of(_data()['links']['words'].split())}*$")


@cache
def _before() -> re.Pattern[str]:
    """Return what may stand right before a figure: verb or noun, 到 or 至, links."""
    words, data = _words(), _data()

    links = any_of(data["links"]["words"].split())
    to = any_of(data["verbs"]["to"].split())
    return re.compile(
        f"(?:(?P<verb>{any_of(words.verbs)})(?P<to>{to})?|(?P<noun>{any_of(words.nouns)})){links}*$"
    )


def _is_listed(text: str, word: Span, quantity: Quantity) -> bool:
    """Tell whether a figure counts nouns before it (增速、增长率[两项]) and measures none."""
    noun = text[word.start : word.end]
    amount = noun.endswith(("量", "额"))
    return noun in _words().nouns and quantity.dimension in ("count", "people") and not amount


@cache
def _introducing() -> re.Pattern[str]:
    return re.compile(_data()["comparatives"]["introduced_by"])


def find_changes(text: str, quantities: Sequence[Quantity]) -> tuple[Change | None, ...]:
    """Return for each of `quantities`, which stand in `text` in order, the change it tells of.

    `text` is one folded sentence. None for a figure that tells of none.
    """
    found: list[Change | None] = []
    for number, quantity in enumerate(quantities):
        start = quantity.qualified_span.start
        change = change_before(text, start) or _change_after(text, quantity)
        if change is not None and _is_listed(text, change.word, quantity):
            change = None
        if change is None and number and found[-1] is not None:
            between = text[quantities[number - 1].qualified_span.end : start]
            if _BETWEEN.fullmatch(between) and found[-1].role is not Role.FROM:
                change = found[-1]
        if change is None:
            change = _from(text, quantity, quantities[number + 1 : number + 2])
            change = change or _compared_level(text, quantity)
        if change is None and number:
            change = _led_to(text, quantities[number - 1], quantity)
        if change is not None and quantity.value < 0 and change.role is Role.BY:
            change = _turned(change)
        found.append(change)
    return tuple(found)


def change_before(text: str, at: int) -> Change | None:
    """Return the change of which the words just before `at` tell, None if there is none."""
    start = _clause_start(text, at)
    for begin in range(start, at):
        match = _before().match(text, begin, at)
        if match is None or not _stands_alone(text, match):
            continue
        word = Span(*match.span("noun" if match["noun"] else "verb"))
        said = text[word.start : word.end]
        words = _words()
        direction = words.nouns[said] if match["noun"] else words.verbs[said]
        role = Role.BY
        if match["verb"] and _goes_to(text, word.end, at):
            role = Role.TO
        return Change(direction, role, word, *_basis(text, word))
    return (
        _comparison(text, start, at)
        or _done_more(text, start, at)
        or _noun_in_clause_before(text, start, at)
    )


def change_asked(text: str, at: int) -> Change | None:
    """Return the change that a question asks for before its question word at `at`.

    A question may ask 少了多少 without saying than what.
    """
    change = change_before(text, at)
    if change is not None or text[at - 1 : at] != "了":
        return change
    words = _words().comparatives
    word = max((w for w in words if text.endswith(w, 0, at) and w[-1] == "了"), key=len, default="")
    span = Span(at - len(word), at)
    if not word or text[max(span.start - 1, 0)] in "偏过":  # 偏高了: a state
        return None
    return Change(words[word], Role.BY, span, *_basis(text, span))


def _goes_to(text: str, end: int, at: int) -> bool:
    """Tell whether 到, 至 or 为 follows a verb (增至, 降为; not 增长分别为)."""
    if text.startswith(("至少", "至多"), end, at):
        return False
    return any(text.startswith(word, end, at) for word in _data()["verbs"]["to"].split())


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Tell whether a word is no part of another ([晋]升, 增[值])."""
    return _is_word(text, *match.span("noun" if match["noun"] else "verb"))


def _is_word(text: str, start: int, end: int) -> bool:
    word, data = text[start:end], _data()
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return not (
        (before and before in data["not_after"].get(word, ""))
        or (after and after in data["not_before"].get(word, ""))
    )


def _noun_in_clause_before(text: str, start: int, at: int) -> Change | None:
    """Return the change of a clause that only goes on: 增速居首,为5%."""
    if not start or text[start - 1] != "," or not _GOES_ON.fullmatch(text[start:at]) or start == at:
        return None
    begin = _clause_start(text, start - 1)
    clause = text[begin : start - 1]
    if any(char.isdigit() for char in clause):
        return None
    nouns = list(_alternatives("nouns").finditer(text, begin, start - 1))
    if not nouns:
        return None
    word = Span(*nouns[-1].span())
    direction = _words().nouns[nouns[-1][0]]
    return Change(direction, Role.BY, word, *_basis(text, word))


def _comparison(text: str, start: int, at: int) -> Change | None:
    """Return the change of 比去年多[3家]; the comparison must be in the same clause."""
    at = start + _links().search(text[start:at]).start()  # type: ignore[union-attr]  # may be empty
    for word in sorted(_words().comparatives, key=lambda w: -len(w)):
        begin = at - len(word)
        if begin <= start or not text.startswith(word, begin, at):
            continue
        introduced = list(_introducing().finditer(text, start, begin))
        if introduced and begin > introduced[-1].end():
            span = Span(begin, at)
            return Change(_words().comparatives[word], Role.BY, span, *_basis(text, span))
    return None


@cache
def _more() -> re.Pattern[str]:
    done, links = _data()["done"], any_of(_data()["links"]["words"].split())
    return re.compile(
        f"(?<![{done['other']}])"
        f"(?P<word>(?P<more>[多少高])(?:{any_of(done['verbs'].split())}|(?=了)))[了的]?{links}*$"
    )


def _done_more(text: str, start: int, at: int) -> Change | None:
    """Return the change of more or less done than else (多打了[60斤], 少缴的[5万元])."""
    match = _more().search(text[start:at])
    if match is None:
        return None
    direction = Direction.DOWN if match["more"] == "少" else Direction.UP
    word = Span(start + match.start("word"), start + match.end("word"))
    return Change(direction, Role.BY, word, *_basis(text, word))


def _change_after(text: str, quantity: Quantity) -> Change | None:
    """Return the change of a figure that stands before its noun: 5%的增长."""
    at = quantity.span.end
    if not text.startswith("的", at):
        return None
    for word in sorted(_data()["nouns"]["after"].split(), key=lambda w: -len(w)):
        if text.startswith(word, at + 1):
            span = Span(at + 1, at + 1 + len(word))
            words = _words()
            direction = words.nouns.get(word) or words.verbs[word]
            basis = _basis(text, Span(quantity.qualified_span.start, quantity.span.end))
            return Change(direction, Role.BY, span, *basis)
    return None


def _from(text: str, quantity: Quantity, after: Sequence[Quantity]) -> Change | None:
    """Return the change that begins with a figure: 由[20万元]提高到30万元."""
    start = _clause_start(text, quantity.qualified_span.start)
    if not after or not _FROM.search(text[start : quantity.qualified_span.start]):
        return None
    change = change_before(text, after[0].qualified_span.start)
    change = change or _led_to(text, quantity, after[0])
    if change is None or change.role is not Role.TO or change.word.start < quantity.span.end:
        return None
    return Change(change.direction, Role.FROM, change.word, change.basis, change.basis_span)


def _compared_level(text: str, quantity: Quantity) -> Change | None:
    """Return the change of which a figure was the beginning: 较去年同期的[20元]下跌近两成."""
    start = _clause_start(text, quantity.qualified_span.start)
    if not _COMPARED.search(text[start : quantity.qualified_span.start]):
        return None
    verb = _alternatives("verbs").match(text, quantity.span.end)
    if verb is None or not _is_word(text, *verb.span()):
        return None
    word = Span(*verb.span())
    return Change(_words().verbs[verb[0]], Role.FROM, word, *_basis(text, word))


def _led_to(text: str, before: Quantity, quantity: Quantity) -> Change | None:
    """Return the change that ends with a figure, by any verb: 由20万元提到今年的[30万元]."""
    start = _clause_start(text, quantity.qualified_span.start)
    end = before.span.end
    if end <= start or before.unit != quantity.unit or before.value == quantity.value:
        return None
    led = _LED_TO.fullmatch(text[end : quantity.qualified_span.start])
    if led is None or not _FROM.search(text[start : before.qualified_span.start]):
        return None
    direction = Direction.UP if quantity.value > before.value else Direction.DOWN
    return Change(direction, Role.TO, Span(end + led.start("verb"), end + led.end("verb")))


def _turned(change: Change) -> Change:
    """Return a change the other way: 增速为-3% is a decline."""
    other = Direction.DOWN if change.direction is Direction.UP else Direction.UP
    return Change(other, change.role, change.word, change.basis, change.basis_span)


def _clause_start(text: str, at: int) -> int:
    return start_of(text, at, _MARKS)


def _basis(text: str, word: Span) -> tuple[Basis | None, Span | None]:
    """Return against what a change is counted; a clause before may say just that."""
    start = _clause_start(text, word.start)
    found = _last_basis(text, start, word.end)
    if found is not None:
        return found
    named = re.search(_data()["named"]["pattern"], text[start : word.start])
    if named:
        return Basis.NAMED, Span(start + named.start(), start + named.end())
    while start and text[start - 1] == ",":
        end = start - 1
        start = _clause_start(text, end)
        found = _last_basis(text, start, end)
        if (
            found is not None
            and found[1].start == start
            and _BARE_BASIS.fullmatch(text[found[1].end : end])
        ):
            return found
    return None, None


def _last_basis(text: str, start: int, end: int) -> tuple[Basis, Span] | None:
    """Return the last basis that stands between `start` and `end`."""
    matches = _alternatives("bases").finditer(text, start, end)
    found = [match for match in matches if _is_word(text, *match.span())]
    if not found:
        return None
    return _words().bases[found[-1][0]], Span(*found[-1].span())


def change_words(text: str) -> Iterator[tuple[Direction, Span]]:
    """Yield every word of `text` that tells of a change, whatever stands beside it."""
    words = _words()
    told = words.verbs | words.nouns | words.loose
    for match in _alternatives("verbs", "nouns", "loose").finditer(text):
        if _is_word(text, *match.span()):
            yield told[match[0]], Span(*match.span())
