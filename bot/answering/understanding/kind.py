"""Find the question word and what it asks for, by kinds.toml, heads.toml and nouns.toml."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from bot.answering.datafiles import read_toml, table_words
from bot.answering.question import Kind
from retrieval.page import Span
from retrieval.tokens import Token, tokenize_folded, word_probability

_CLASSIFIERS = (
    "一个些种类项条部座艘支场次件届款门派段句颗份所间家名位本只样块片处首幅张棵台辆户头匹封盏"
    "几两三四五六七八九十"
)
_MAYBE_NOUN_TAGS = ("v", "t", "f")
_NOUN_TAGS = ("n", "vn", "an", "j", "l", "i", "b", "eng")
_words = partial(table_words, __package__, "nouns.toml")
_COPULAS = frozenset(_words("copulas"))
# Kinds that a noun alone may ask for (面积?); reasons too (原因?).
_BARE = frozenset({Kind.NUMBER, Kind.MONEY, Kind.PERCENTAGE, Kind.DURATION, Kind.DATE, Kind.REASON})
QUESTION_WORD = re.compile(
    r"多少|多[久大长高远重宽深快厚]|几(?!乎|何[^?,。])|哪|什么|甚么|谁|何(?![必况])|怎|如何|吗|啥|咋"
    r"|点[解样]|乜|咩|(?<![旁海河江湖路身周两左右])边[个位度处间]"
)


@dataclass(frozen=True, slots=True)
class KindRule:
    """One entry of kinds.toml, its patterns compiled."""

    name: str
    kind: Kind
    patterns: tuple[re.Pattern[str], ...]
    by_head: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the question word says: the rule, the word's place, and its noun ("" if none)."""

    rule: str
    kind: Kind
    wh: Span
    head: str
    names_sort: bool
    """Whether the noun only names the sort: after the question word, or as in 中标的[公司]."""


@cache
def kind_rules() -> tuple[KindRule, ...]:
    """Return the rules of kinds.toml in order."""
    table = read_toml(__package__, "kinds.toml")
    fragments: dict[str, str] = table["fragments"]
    rules = []
    for entry in table["rule"]:
        patterns = tuple(re.compile(_fill(p, fragments)) for p in entry["patterns"])
        kind = Kind(entry["kind"])
        rules.append(KindRule(entry["name"], kind, patterns, entry.get("by_head", False)))
    return tuple(rules)


def _fill(pattern: str, fragments: dict[str, str]) -> str:
    """Put the fragments in place of their names; `(?P<wh>` is a group, not a fragment."""
    return re.sub(
        r"(?<!\?P)<(\w+)>", lambda m: "(?:" + _fill(fragments[m[1]], fragments) + ")", pattern
    )


@cache
def _head_endings() -> tuple[tuple[str, Kind], ...]:
    """Return (ending, kind) pairs, longest ending first."""
    table = read_toml(__package__, "heads.toml")
    pairs = [(e, Kind(kind)) for kind, endings in table.items() for e in endings]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _kind_by_ending() -> tuple[dict[str, Kind], tuple[int, ...]]:
    """Return the kind of each ending, and the lengths of the endings, longest first."""
    kinds = dict(reversed(_head_endings()))  # of an ending listed twice the first counts
    return kinds, tuple(sorted({len(ending) for ending in kinds}, reverse=True))


def sort_endings() -> Iterable[str]:
    """Return the endings by which `head_kind` tells."""
    return _kind_by_ending()[0]


@lru_cache(maxsize=65536)
def head_kind(head: str) -> Kind | None:
    """Return the kind of answer a noun calls for (国家 → place), None if it does not say."""
    kinds, lengths = _kind_by_ending()
    for length in lengths:  # asked of every candidate: looked up, not searched for
        if length <= len(head) and (kind := kinds.get(head[-length:])):
            return kind
    return None


def measured_noun(text: str) -> str:
    """Return the noun at the end of a folded text that asks for a quantity (家数), "" if none."""
    for ending, kind in _head_endings():
        if text.endswith(ending):
            return ending if kind.is_quantity else ""
    return ""


def find_asked(folded: str, tokens: tuple[Token, ...]) -> Asked:
    """Return what is asked in `folded`; the last rule of kinds.toml matches any text."""
    has_question_word = QUESTION_WORD.search(folded) is not None
    for rule in kind_rules():
        for pattern in rule.patterns:
            if pattern.search(folded) is None:  # most of them: sooner than an iterator is made
                continue
            for match in pattern.finditer(folded):
                wh = Span(*match.span("wh" if "wh" in pattern.groupindex else 0))
                if wh.start < 0:  # its noun alone asks: 负责人的原话
                    wh = Span(match.end(), match.end())
                if len(wh) == 0 or not _is_no_question(wh, folded, tokens):
                    break
            else:
                continue
            if has_question_word and not QUESTION_WORD.search(match[0]) and rule.kind in _BARE:
                continue  # 人口? is asked only where nothing else is
            # 谁 and 何时 stand alone
            which = rule.kind is Kind.COMPARISON and folded.startswith(("哪", "边"), wh.start)
            takes_noun = rule.by_head or rule.kind.is_quantity or which
            after = _noun_after(folded, tokens, wh) if takes_noun else ""
            before = _noun_before(tokens, wh.start)
            if rule.by_head and (after or before) in _words(
                "names"
            ):  # 负责人叫什么名字 asks for a person
                after = ""
                kind = Kind.PERSON if head_kind(before) is Kind.PERSON else Kind.TITLE
            elif rule.by_head and folded.startswith("哪", wh.start) and _is_measure(after):
                kind = Kind.PHRASE  # 哪种温度: one of several
            elif rule.by_head:
                kind = _by_head(rule.kind, after or before)
            else:
                kind = rule.kind
            if not kind.is_quantity and (after or folded[wh.start : wh.end].endswith("哪")):
                wh = Span(wh.start, _after_classifiers(folded, tokens, wh.end))
            sort = bool(after) or (wh.start == wh.end and _is_restricted(tokens, before))
            return Asked(rule.name, kind, wh, after or before, sort)
    raise AssertionError("kinds.toml has no rule that matches any text")


def _is_no_question(wh: Span, folded: str, tokens: tuple[Token, ...]) -> bool:
    """Tell whether something only looks like a question word, and another word asks.

    That is 几 for "some" (几千年来), and what is torn out of a word ([许多高]校, [任何]人).
    """
    word = folded[wh.start : wh.end]
    torn = [
        t
        for t in tokens
        if (t.start < wh.start < t.end or (word[0] == "多" and wh.start < t.start < wh.end < t.end))
        and word_probability(t.text)
        and not _SURE.search(t.text)
    ]
    if not torn and word[0] != "几":
        return False
    start = min([wh.start, *(t.start for t in torn)])
    end = max([wh.end, *(t.end for t in torn)])
    return _SURE.search(f"{folded[:start]},{folded[end:]}") is not None


_SURE = re.compile("哪|谁|什么|甚么|怎|如何|为何|何[人时地处]")
"""What asks wherever it stands."""


def _is_noun(token: Token) -> bool:
    # jieba tags 县 and 村 as zg.
    return token.tag.startswith(_NOUN_TAGS) or (token.tag == "zg" and bool(head_kind(token.text)))


def _names_sort(token: Token) -> bool:
    return len(token.text) > 1 and head_kind(token.text) is not None


def _by_head(kind: Kind, head: str) -> Kind:
    """Return the kind with what the noun says: 什么职务, 多少成本 (money)."""
    said = head_kind(head) or kind
    if kind is Kind.LIST or (kind.is_quantity and not said.is_quantity):
        return kind
    return said


def _is_measure(noun: str) -> bool:
    """Tell whether a noun says what is measured (温度); a telephone number is none."""
    kind = head_kind(noun)
    return kind is not None and kind.is_quantity and not noun.endswith(_words("numbers"))


def _after_classifiers(folded: str, tokens: tuple[Token, ...], at: int) -> int:
    """Return where the number and measure word after a question word end (哪[一条]河).

    The beginning of a noun is no measure word (什么[名字], 哪个[部门]). jieba may take
    a measure word and its noun for one word (哪[本]书, 多少[个]村).
    """
    for token in tokens:
        if token.end <= at:
            continue
        rest = folded[max(token.start, at) : token.end]
        if all(char in _CLASSIFIERS for char in rest):
            if len(rest) > 1 and token.tag.startswith("n"):
                break
            at = token.end
        elif rest[0] in _CLASSIFIERS and (token.tag == "r" or not word_probability(token.text)):
            return token.end - len(rest) + 1
        else:
            break
    return at


def _noun_after(folded: str, tokens: tuple[Token, ...], wh: Span) -> str:
    """Return the run of nouns after the question word and its measure word (哪个[国家]).

    It ends with the last that says what sort of thing it is, if one does (哪家公司[投资]).
    """
    at = _after_classifiers(folded, tokens, wh.end)
    run = head = ""
    for token in tokens:
        if token.end <= at:
            continue
        rest = folded[max(token.start, at) : token.end]
        cut = token if rest == token.text else tokenize_folded(rest)[0]
        if not word_probability(cut.text):  # guessed: 市成, of 哪个市成了试点
            known = tokenize_folded(rest, guess=False)[0]
            if head_kind(known.text) or (len(known.text) < len(rest) and known.tag == "n"):
                return run + known.text  # 市|成了, 价|交
        if rest == "人为":  # 哪个[人]为首领
            return run + rest[0]
        if rest.endswith(_words("done")) and head_kind(rest[:-2]):
            return run + rest[:-2]
        if token.tag == "s" and not run and head_kind(rest[:-1]) is Kind.PLACE:
            return rest[:-1]  # 哪条[路]上
        if not run and token.tag in _MAYBE_NOUN_TAGS and _names_sort(token):
            return rest  # 哪个[组织], a verb to jieba
        if not (_is_noun(token) or _is_noun(cut)):
            break
        if run and token.tag.startswith("v") and _says_more(folded, token, wh):
            break
        run += rest
        head = run if head_kind(run) else head
    return head or run


def _says_more(folded: str, token: Token, wh: Span) -> bool:
    """Tell whether a verb is no part of the nouns before it (哪种手艺[培训]的人)."""
    return (
        token.text in _words("related")
        or folded.startswith(_words("behind_verbs"), token.end)
        or (token.text in _words("suffered") and "受" in folded[: wh.start])
    )


def _is_restricted(tokens: tuple[Token, ...], head: str) -> bool:
    """Tell whether a clause says which `head` is meant, the noun that ends a question."""
    words = [token for token in tokens if token.tag != "x"]
    if len(words) < 3 or words[-1].text != head or words[-2].text != "的":
        return False
    return words[-3].tag == "v"


def _noun_before(tokens: tuple[Token, ...], at: int) -> str:
    """Return the noun before the copula that stands just before `at` ([职务]是什么).

    With nothing but a mark after `at`, the noun that ends the question ([职务]?).
    """
    before = [token for token in tokens if token.end <= at]
    bare = not any(token.tag != "x" for token in tokens if token.end > at)
    if not before or (before[-1].text not in _COPULAS and not bare):
        return ""
    if before[-1].text in _COPULAS:
        before.pop()
        if before and before[-1].text in _words("about"):
            before.pop()
    words: list[str] = []
    while before and len(words) < 2 and (_is_noun(before[-1]) or _names_sort(before[-1])):
        words.append(before.pop().text)
    return "".join(reversed(words))
