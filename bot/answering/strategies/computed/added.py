"""What several figures come to that a question asks for together without naming each.

(退还1000元,并赔偿3000元: together 4000元; 三座水库分别蓄水8万、2万和1万立方米; 每针300元,须打两针.)
Only where the question asks for a whole (一共, 加起来) and the sentence states none itself.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from bot.answering.answer import Answer, Status, Value
from bot.answering.eligibility.fitting import unit_fits
from bot.answering.facts.conversion import format_number
from bot.answering.facts.numerals import parse_chinese
from bot.answering.question import Kind, Question
from bot.answering.strategies.base import Context, no_answer
from bot.answering.strategies.computed.computing import COMPUTED, computed_for
from bot.answering.strategies.computed.decomposition import operations
from bot.answering.strategies.computed.figures import Figure, Found, figures
from bot.answering.strategies.computed.shares import share_around
from bot.answering.stretches import CLAUSE, start_of
from retrieval.patterns import any_of

_COUNT = re.compile(
    r"(?:(?P<number>[2-9两三四五六七八九十]|1\d)(?P<sort>[个家座所处条项类种样块边地位名人口只台辆船村镇县区市校])"
    r"|(?P<both>两)[期批级])"
)
"""How many things a question asks about together (三座水库)."""
_PRIZES = re.compile("(?P<all>[一二三四五]{2,5})等")
"""一二三等奖: as many as are named."""
_JOINS = re.compile(
    r"^[^;。\d]{0,12}[,;](?:并|另外|还|再|又|加上|同时|外加|[^,;。\d]{0,4}另)(?!有的)[^,;。\d]{0,10}$"
)
"""What stands between a figure and another that comes on top (…元,另付…元)."""
_EXCEPT = re.compile(r"^[^,;。\d]{0,10}外,(?:另|还|再|又)[^,;。\d]{0,10}$")
"""The same after 除 (除3万元奖金外,另得2万元)."""
_EACH = re.compile(
    "(?:每一?(?P<sort>[^\\W\\d])[^\\d,;。]{0,6}|各(?![级类地自界种项])[^\\d,;。]{0,2})$"
)
"""What stands before a figure that is one of many alike (每针300元, 各补10万元)."""
_FEWEST = 2
"""Things that may be counted together."""
_LEAST = 0.6
"""Share of the question's words that must stand in the sentence or around it."""
_SURE = 0.75
_LIKELY = 0.65
"""Confidences in a sum and in a product: the text does not say that they belong together."""


def answer_added(question: Question, context: Context) -> Answer | None:
    """Return the whole of several figures; no answer where one of them would be given for it.

    None where no whole is asked for, or nothing tells which figures make it up.
    """
    asked = _total_asked().search(question.folded)
    if asked is None or context.always_answer:
        return None
    numbers = [
        f
        for f in figures(context.finder, question)
        if unit_fits(question, f.quantity) and not f.fact.change and f.fact.compared is None
    ]
    general = context.span_answer(question)
    marked = general.evidence[0] if general.status is Status.ANSWERED else None
    ranked = [
        (share, run)
        for run, told_together in (*_groups(question, numbers), *_on_top(numbers))
        # What is answered must be one of them; only where nothing is, what 分别 or 另 joins.
        if (told_together if marked is None else any(f.is_marked(marked) for f in run))
        and (share := _share(question, run[0], context)) >= _LEAST
    ]
    ranked.sort(key=lambda entry: -entry[0])
    if ranked:
        share, run = ranked[0]
        if not any(s >= share and _values(r) != _values(run) for s, r in ranked[1:]):
            found = [Found(f, _SURE / COMPUTED) for f in run]
            return computed_for(question, Kind.SUM, "", found)
    return _product(question, numbers, general)


@cache
def _total_asked() -> re.Pattern[str]:
    return re.compile(any_of(operations()["whole"]["words"].split()))


def _values(run: Sequence[Figure]) -> list[tuple[Decimal, str]]:
    return [(f.quantity.value, f.quantity.unit) for f in run]


def _share(question: Question, figure: Figure, context: Context) -> float:
    ignored = {*operations()["total"]["words"].split(), *operations()["whole"]["words"].split()}
    return share_around(
        question,
        figure.article,
        figure.sentence,
        context,
        lambda word: word in ignored or _COUNT.fullmatch(word) is not None,
    )


def _by_sentence(numbers: Sequence[Figure]) -> Iterator[list[Figure]]:
    found: dict[tuple[int, str], list[Figure]] = {}
    for figure in numbers:
        key = (id(figure.sentence), figure.quantity.unit)
        found.setdefault(key, []).append(figure)
    return iter(found.values())


def _groups(question: Question, numbers: Sequence[Figure]) -> Iterator[tuple[list[Figure], bool]]:
    """Yield the figures of a sentence that are as many as the things asked about together.

    Each with whether the text tells them as one (分别).
    """
    count = _count(question.folded)
    if count < 2:
        return
    for run in _by_sentence(numbers):
        shared_out = [f for f in run if f.sentence.shares_out(f.quantity.span)]
        chosen = shared_out or run
        if len(chosen) != count or any(_is_total(f) or _is_each(f) for f in chosen):
            continue
        values = [f.quantity.value for f in chosen]
        if 2 * max(values) <= sum(values) or shared_out or count == 2:
            yield chosen, bool(shared_out)


def _count(folded: str) -> int:
    if prizes := _PRIZES.search(folded):
        return len(prizes["all"])
    match = _COUNT.search(folded)
    if match is None:
        return 0
    number = match["number"] or match["both"]
    value = Decimal(number) if number.isdecimal() else None
    numeral = parse_chinese(number) if value is None else None
    return int(value if value is not None else numeral.value if numeral else 0)


def _on_top(numbers: Sequence[Figure]) -> Iterator[tuple[list[Figure], bool]]:
    """Yield two figures of a sentence of which the second comes on top of the first."""
    for run in _by_sentence(numbers):
        joined = [pair for pair in pairwise(run) if _comes_on_top(*pair)]
        if len(joined) == 1 and len(run) == 2 and not any(map(_is_total, run)):
            yield list(joined[0]), True


def _comes_on_top(one: Figure, other: Figure) -> bool:
    folded = one.sentence.folded
    end = one.quantity.qualified_span.end
    between = folded[end : other.quantity.qualified_span.start]
    if _JOINS.match(between):
        return True
    before = folded[start_of(folded, one.quantity.span.start, CLAUSE) : one.quantity.span.start]
    return "除" in before and _EXCEPT.match(between) is not None


def _is_total(figure: Figure) -> bool:
    """Tell whether a figure is told to be a whole itself (总投资, 合计)."""
    folded, start = figure.sentence.folded, figure.quantity.span.start
    before = folded[start_of(folded, start, CLAUSE) : start]
    return re.search("[总共]|合计|累计", before) is not None


def _is_each(figure: Figure) -> bool:
    return _each(figure) is not None


def _each(figure: Figure) -> re.Match[str] | None:
    folded, start = figure.sentence.folded, figure.quantity.span.start
    return _EACH.search(folded[start_of(folded, start, CLAUSE) : start])


def _product(question: Question, numbers: Sequence[Figure], general: Answer) -> Answer | None:
    """Return one figure of many alike times how many there are, where it is what is answered."""
    if general.status is not Status.ANSWERED or len(general.evidence) != 1:
        return None
    figure = next((f for f in numbers if f.is_marked(general.evidence[0])), None)
    each = _each(figure) if figure else None
    if figure is None or each is None or _EACH.search(question.folded):
        return None
    times = [
        q
        for q in figure.sentence.quantities
        if each["sort"] and q.unit in (each["sort"], f"个{each['sort']}")
        if q.upper is None and q.value >= _FEWEST
    ]
    if len({q.value for q in times}) != 1:
        return no_answer(question, 1 - general.confidence)
    quantity, count = figure.quantity, times[0]
    value = quantity.value * count.value
    result = format_number(value) + quantity.unit
    count_text = figure.sentence.sentence.text[count.span.start : count.span.end]
    return replace(
        general,
        text=result,
        confidence=min(general.confidence, _LIKELY),
        value=Value(value, quantity.unit),
        working=f"{figure.text} × {count_text} = {result}",
    )
