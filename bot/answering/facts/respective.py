"""Which of several numbers 分别 gives to which of several names: 甲、乙分别为3家、5家."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.answering.facts.figure_clauses import MARKS, NAMES_BETWEEN, STRONG, SentenceReader
from bot.answering.facts.quantities import Quantity
from bot.answering.facts.timepoint import Time
from bot.answering.stretches import start_of
from retrieval.page import Span
from retrieval.tokens import Token

_RESPECTIVELY = re.compile("分别|依次")
_BETWEEN_NUMBERS = re.compile(r"[、,\s]*(?:和|与|及|以及)?\s*")


def find_respective(
    text: str,
    quantities: Sequence[Quantity],
    times: Sequence[Time],
    tokens: Sequence[Token],
) -> tuple[tuple[tuple[Span, Span], ...], ...]:
    """Return the runs 甲、乙分别为3家、5家 of a sentence, each as (number, name) pairs.

    The arguments are those of `find_facts`.
    """
    return tuple(respectively(SentenceReader(text, times, tokens), quantities))


def respectively(
    reader: SentenceReader, quantities: Sequence[Quantity]
) -> Iterator[tuple[tuple[Span, Span], ...]]:
    """Yield (number, name) pairs of 甲、乙分别为3家、5家; 同比分别增长… goes on with the names.

    So do 前者 and 后者, with the first and the second of two, and a change right behind.
    """
    text = reader.text
    before: list[Span] = []
    for match in _RESPECTIVELY.finditer(text):
        run = _run(text, match.end(), quantities)
        if len(run) < 2:
            continue
        names = _ranges_before(reader, run, quantities, match.start())
        if not names and len(before) == len(run) and _is_bare(reader, match.start()):
            names = before
        names = names or _names(reader, run, quantities, match.start())
        if names and text.startswith("占", names[-1].start):
            names = []  # 甲增长3%,乙增长5%,占全县的比重分别为
        goes_on = before and STRONG.isdisjoint(text[before[-1].end : run[0].span.start])
        if not names and goes_on and len(before) == len(run):
            names = before
        names = names or _of_figures_before(reader, run, quantities, match.start())
        names = names or _subjects_before(reader, run, quantities, match.start())
        if names := names or _listed_before(text, run, quantities, match.start()):
            before = names
            yield tuple(zip((q.span for q in run), names, strict=True))
            if more := _going_on(reader, run, quantities):
                yield tuple(zip((q.span for q in more), names, strict=True))
    if len(before) == 2:
        told = [_run(text, text.find(word, before[-1].end), quantities) for word in _THE_TWO]
        if all(told) and all(word in text[before[-1].end :] for word in _THE_TWO):
            yield tuple((run[0].span, name) for run, name in zip(told, before, strict=True))


def _names(
    reader: SentenceReader, run: Sequence[Quantity], quantities: Sequence[Quantity], at: int
) -> list[Span]:
    """Return as many names before `at` as there are numbers; [] if there are more or fewer."""
    start = start_of(reader.text, at, ";。:!?")
    while True:
        names = _enumerated(reader, Span(start, at))
        if len(names) > len(run) and "," not in reader.text[start:at]:
            joined = _enumerated(reader, Span(start, at), _AT_MARKS)
            names = joined if len(joined) == len(run) else names  # 甲及乙、丙分别为3家、5家
        if len(names) == len(run) + 1:
            if reader.is_attribute(names[-1]):
                names.pop()  # 甲、乙两地试种,面积分别为
            elif any(q.span.start == names[-1].start and q.value == len(run) for q in quantities):
                names = [
                    reader.noun_before(n.end) or n for n in names[:-1]
                ]  # 看了甲和乙,两种分别为
        names[:1] = [_without_verb(reader, name) for name in names[:1]]
        if len(names) == len(run):
            pointing = reader.text.startswith("这", names[-1].start)  # 这两个数分别是
            of_figures = pointing or any(q.span.end == n.end for n in names for q in quantities)
            told = of_figures and _of_figures_before(reader, run, quantities, at)
            return told or [_without_figure(reader, name, quantities) for name in names]
        comma = reader.text.find(",", start, at)
        if comma < 0:
            return []
        start = comma + 1


_AT_MARKS = re.compile("、")


def _enumerated(
    reader: SentenceReader, span: Span, between: re.Pattern[str] = NAMES_BETWEEN
) -> list[Span]:
    names = (_without_basis(reader, name) for name in reader.names(span, between))
    return [name for name in names if len(name) and not _is_adverb(reader, name)]


def _is_adverb(reader: SentenceReader, name: Span) -> bool:
    """Tell whether what stands between two marks only says when or how (现已分别)."""
    inside = [t for t in reader.tokens if name.start <= t.start and t.end <= name.end]
    return bool(inside) and all(t.tag == "d" for t in inside)


def _ranges_before(
    reader: SentenceReader, run: Sequence[Quantity], quantities: Sequence[Quantity], at: int
) -> list[Span]:
    """Return times or ages that the clause lists, if as many (13时至15时、8时至10时分别为)."""
    start = start_of(reader.text, at, MARKS)
    items = _split(reader.text, Span(start, at), _LISTED)
    told = [t.span for t in reader.times] + [q.span for q in quantities if q.dimension == "age"]
    if len(items) != len(run) or not all(any(t.overlaps(i) for t in told) for i in items):
        return []
    return items


_LISTED = re.compile("、|以及|和|与|及(?!以)")


def _split(text: str, span: Span, mark: re.Pattern[str]) -> list[Span]:
    """Return the parts of a span between marks, without empty ones."""
    ends = [(m.start(), m.end()) for m in mark.finditer(text, span.start, span.end)]
    starts = [span.start, *(end for _, end in ends)]
    parts = [Span(a, b) for a, b in zip(starts, [*(a for a, _ in ends), span.end], strict=True)]
    return [part for part in parts if len(part)]


def _going_on(
    reader: SentenceReader, run: Sequence[Quantity], quantities: Sequence[Quantity]
) -> list[Quantity]:
    """Return as many changes right behind a run, told of no other (…,同比增长5%、7%)."""
    start = run[-1].span.end
    following = next((q.span.start for q in quantities if q.span.start >= start), start)
    clause = Span(start + 1, following)
    if not reader.text.startswith(",", start) or not MARKS.isdisjoint(
        reader.text[clause.start : clause.end]
    ):
        return []
    parts = reader.before(clause, clause)
    more = _run(reader.text, clause.start, quantities)
    return more if parts.change and parts.subject is None and len(more) == len(run) else []


_BASIS = re.compile(
    "(?:同比|环比|[比较](?:去年|上年|上月|上周|前年)(?:同期)?|(?:去年|上年)同期|相比)$"
)
"""What a change is told against, and no name (同比分别增长)."""


def _is_bare(reader: SentenceReader, at: int) -> bool:
    """Tell whether a clause says before `at` at most against what something is told (同比)."""
    start = start_of(reader.text, at, MARKS)
    names = reader.names(Span(start, at))
    return start > 0 and not any(len(_without_basis(reader, name)) for name in names)


def _without_basis(reader: SentenceReader, name: Span) -> Span:
    match = _BASIS.search(reader.text[name.start : name.end])
    return Span(name.start, name.start + match.start()) if match else name


def _without_figure(reader: SentenceReader, name: Span, quantities: Sequence[Quantity]) -> Span:
    """Return what a figure is told of, where it stands in place of a name (产值3亿元 → 产值)."""
    figure = next((q for q in quantities if q.span.end == name.end), None)
    noun = reader.noun_before(figure.qualified_span.start) if figure else None
    return noun or name


def _without_verb(reader: SentenceReader, name: Span) -> Span:
    """Leave out what leads up to the first name (梳理出[甲]、乙)."""
    verbs = [
        t
        for t in reader.tokens
        if name.start <= t.start < t.end < name.end
        and t.tag == "v"
        and reader.text.startswith(_RESULTS, t.end)
    ]
    start = verbs[-1].end + 1 if verbs else name.start
    return Span(start, name.end) if start < name.end else name


_RESULTS = ("出", "了", "到", "过")


def _of_figures_before(
    reader: SentenceReader, run: Sequence[Quantity], quantities: Sequence[Quantity], at: int
) -> list[Span]:
    """Return the nouns of as many figures before `at` of the same units, in order; [] if none.

    (鱼3条、虾5只,去年分别为2条和4只.)
    """
    names: list[Span] = []
    earlier = [q for q in quantities if q.span.end <= at]
    for number in reversed(run):
        while earlier and earlier[-1].unit != number.unit:
            earlier.pop()
        name = reader.noun_before(earlier.pop().qualified_span.start) if earlier else None
        if name is None:
            return []
        names.append(name)
    return _told_apart(reader.text, names[::-1])


def _subjects_before(
    reader: SentenceReader, run: Sequence[Quantity], quantities: Sequence[Quantity], at: int
) -> list[Span]:
    """Return the subjects of the last figures before `at`, as many as there are; [] if none.

    (甲组3人、乙组5人,报名费分别为20元和30元; 甲业增长3%,乙业增长5%,占全县的比重分别为…) They
    are of one unit.
    """
    earlier = [q for q in quantities if q.span.end <= at][-len(run) :]
    if len(earlier) < len(run) or len({q.unit for q in earlier}) > 1:
        return []
    starts = [start_of(reader.text, q.qualified_span.start, ",;。:、") for q in earlier]
    if not STRONG.isdisjoint(reader.text[starts[0] : at]) or len(set(starts)) < len(starts):
        return []
    clauses = [Span(s, q.qualified_span.start) for s, q in zip(starts, earlier, strict=True)]
    subjects = [reader.before(clause, clause).subject for clause in clauses]
    return [s for s in subjects if s is not None] if None not in subjects else []


def _told_apart(text: str, names: list[Span]) -> list[Span]:
    """Return names from where their clauses begin, if one ends as another does (染坊, 老染坊)."""
    said = sorted(text[name.start : name.end][::-1] for name in names)
    if not any(other.startswith(one) for one, other in pairwise(said)):
        return names
    return [Span(start_of(text, n.start, MARKS | {"、"}), n.end) for n in names]


def _listed_before(
    text: str, run: Sequence[Quantity], quantities: Sequence[Quantity], at: int
) -> list[Span]:
    """Return what a clause before lists first, if as many (甲、乙提价6%,上限分别为3元和5元)."""
    end = text.rfind(",", 0, at)
    while end > 0:
        start = start_of(text, end, MARKS)
        first = next((q.span.start for q in quantities if q.span.start >= start), end)
        items = [
            Span(start + m.start(), start + m.end())
            for m in _ITEM.finditer(text[start : min(first, end)])
        ]
        if len(items) == len(run) and all(len(item) > 1 for item in items):
            return items
        end = start - 1 if start and text[start - 1] == "," else 0
    return []


_ITEM = re.compile("[^、和与及]+")
_THE_TWO = ("前者", "后者")


def _run(text: str, start: int, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return the numbers after `start` that stand in a row (3家、5家和7家)."""
    run: list[Quantity] = []
    for quantity in quantities:
        if quantity.span.start < start:
            continue
        between = text[run[-1].span.end if run else start : quantity.span.start]
        if not (_BETWEEN_NUMBERS.fullmatch(between) if run else MARKS.isdisjoint(between)):
            break
        run.append(quantity)
    return run
