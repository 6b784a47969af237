"""Sums and differences of numbers the text gives, with the working shown.

A total or difference that the text states itself comes before a computed one. What cannot be
computed without doubt is not answered: a part not found, units that do not agree, the same number
for two parts, sums of percentages that are not shares of one whole.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.answering.answer import Answer, Status, Value, together
from bot.answering.facts import lexicon
from bot.answering.facts.changes import Direction, Role
from bot.answering.facts.conversion import convert, format_number
from bot.answering.facts.numerals import magnitude_factor
from bot.answering.facts.quantities import Quantity
from bot.answering.facts.timepoint import TimeKind
from bot.answering.question import Kind, Question
from bot.answering.strategies.base import Context, no_answer
from bot.answering.strategies.choosing import candidates, choose, near_enough
from bot.answering.strategies.decomposition import Operands, decompose, operations, words
from bot.answering.strategies.figures import Figure, Found, figures
from bot.answering.strategies.side_by_side import side_by_side
from bot.answering.strategies.things import Thing, has, things
from bot.answering.strategies.wanted import Wanted, wanted_number
from bot.answering.stretches import CLAUSE, start_of
from bot.answering.understanding.understand import understand
from retrieval.page import Span

COMPUTED = 0.95
"""Confidence in a computation whose parts are certain: the question may mean something else."""
STATED = 0.9
"""Confidence in a total or difference that the text states."""
SURE = 0.7
"""Confidence from which a figure of one sentence is a part that stands beside the others."""
MOST_PARTS = 6

_HOW_MANY = re.compile("^(?:多少|几多|几|若干|多(?P<of>[大长重远宽深高]))")
_MAGNITUDE = re.compile("^[十百千万亿]*")
_POINTS = ("个百分点", "百分点")
_CHANGED = frozenset({"增加", "提高", "上升", "增长", "减少", "降低", "下降", "回落"})
"""Verbs of one thing's change, which a text may state in many ways."""
_TRADITIONAL = str.maketrans("亿万", "億萬")
_SHARE = re.compile("占|比重|份额|比例")
_TOTAL = ("合计", "总计", "共计", "一共", "总共", "共有", "共", "总数", "累计", "加起来")


@dataclass(frozen=True)
class Asked:
    """What is asked of each part."""

    unit: str
    """With its magnitude (亿元), "" if the question names none."""
    noun: str
    """What is counted (多少个[项目])."""
    of: str = ""
    """The quality in the question word (多[长])."""


def answer_arithmetic(question: Question, context: Context) -> Answer | None:
    """Answer a SUM or DIFFERENCE; None for a question that is neither after all."""
    ways = [way for way in decompose(question) if len(way.parts) <= MOST_PARTS]
    if not ways:
        return None
    numbers = figures(context.finder, question)
    for way in ways:
        stated = _stated(question, way, numbers, context)
        if stated:
            return stated
    for way in ways:
        asked = asked_of(way.asked)
        wanted = _wanted(way, asked)
        parts = things([f"{part}的{way.noun}的{asked.noun}" for part in way.parts], context.finder)
        fitting = candidates(parts, wanted, numbers, context.finder)
        if all(fitting):
            found = choose(fitting)
        else:
            found = _by_general_strategy(way, parts, wanted, numbers, context)
        answer = found and computed(question, way, asked, found)
        if answer and answer.confidence >= context.threshold:
            return answer
    for way in ways:
        asked = asked_of(way.asked)
        found = _from_one_sentence(way, _wanted(way, asked), numbers, context)
        answer = found and computed(question, way, asked, found)
        if answer and answer.confidence >= context.threshold:
            return answer
    for way in ways[:1]:
        wanted = _wanted(way, asked_of(way.asked))
        parts = things(way.parts, context.finder)
        beside = side_by_side(question, way, parts, wanted, numbers, context)
        found = tuple(Found(b.figure, b.score) for b in beside) if beside else None
        answer = found and computed(question, way, asked_of(way.asked), found)
        if answer and answer.confidence >= context.threshold:
            return answer
    if question.kind is Kind.DIFFERENCE and not context.always_answer:
        told = _told(question, numbers, context)
        if told is not None and all(_goes_as_asked(told[1], way.word) for way in ways):
            return told[0]
    against_time = question.change is not None and question.change.basis is not None
    if context.always_answer or against_time or any(way.word in _CHANGED for way in ways):
        return None
    return no_answer(question)


def asked_of(asked: str) -> Asked:
    """Return the unit and noun of what is asked, from the question word on (多少个项目)."""
    match = _HOW_MANY.match(asked)
    rest = asked[match.end() :] if match else asked
    of = (match["of"] or "") if match else ""
    magnitude = _MAGNITUDE.match(rest)
    start = magnitude.end() if magnitude else 0
    for end in range(len(rest), start, -1):
        if rest[start:end] in lexicon.units():
            return Asked(rest[:end], rest[end:].strip("的了"), of)
    return Asked("", rest.strip("的了"), of)


def _wanted(way: Operands, asked: Asked) -> Wanted:
    text = "".join(way.parts) + asked.noun
    if asked.unit in _POINTS:
        return Wanted(dimensions=frozenset({"ratio"}), change=wanted_number("", (), text).change)
    dimensions = operations()["directions"]["dimensions"].get(asked.of, "")
    if dimensions and not asked.unit:
        return Wanted(dimensions=frozenset(dimensions.split()))
    return wanted_number(asked.unit, [asked.noun or part for part in way.parts], text)


def _by_general_strategy(
    way: Operands,
    parts: Sequence[Thing],
    wanted: Wanted,
    numbers: Sequence[Figure],
    context: Context,
) -> tuple[Found, ...] | None:
    """Ask for each part by itself; None unless every answer is a number that tells it apart."""
    found = []
    for text, part in zip(way.questions, parts, strict=True):
        answered = _asked_by_itself(text, wanted, numbers, context)
        if answered is None:
            return None
        others = [t for p in parts if p is not part for t in p.telling]
        figure = answered.figure
        if any(has(figure.own, t.text) for t in others) or not near_enough(part, figure):
            return None
        found.append(answered)
    spans = {(id(f.figure.sentence), f.figure.quantity.span) for f in found}
    return tuple(found) if _are_comparable(found) and len(spans) == len(found) else None


def _are_comparable(found: Sequence[Found]) -> bool:
    """Tell whether no figure of a whole year is set against one of a part (今年前6个月)."""
    told = [(f.figure.sentence, _clause_before(f.figure)) for f in found]
    if any("同期" in s.folded[before.start : before.end] for s, before in told):
        return True
    of_a_part = {
        any(t.granularity is TimeKind.PERIOD and before.contains(t.span) for t in s.times)
        for s, before in told
    }
    return len(of_a_part) == 1


def _clause_before(figure: Figure) -> Span:
    """Return what stands before a figure in its clause."""
    span = figure.quantity.span
    return Span(start_of(figure.sentence.folded, span.start, CLAUSE), span.start)


def _from_one_sentence(
    way: Operands, wanted: Wanted, numbers: Sequence[Figure], context: Context
) -> tuple[Found, ...] | None:
    """Ask for each part by itself; None unless one sentence surely tells them all in one unit."""
    found = []
    for text in way.questions:
        answered = _asked_by_itself(text, wanted, numbers, context)
        if answered is None or answered.score < SURE:
            return None
        found.append(answered)
    all_of_them = [f.figure for f in found]
    together = len({id(f.sentence) for f in all_of_them}) == 1
    alike = len({f.quantity.unit for f in all_of_them}) == 1
    apart = len({f.quantity.span for f in all_of_them}) == len(all_of_them)
    return tuple(found) if together and alike and apart and _are_comparable(found) else None


def _asked_by_itself(
    text: str, wanted: Wanted, numbers: Sequence[Figure], context: Context
) -> Found | None:
    """Return the figure that the general strategy gives for the question of one part."""
    answer = context.span_answer(understand(text))
    if answer.status is not Status.ANSWERED or len(answer.evidence) != 1:
        return None
    figure = next((f for f in numbers if f.is_marked(answer.evidence[0])), None)
    if figure is None or not wanted.fits(figure.fact) or figure.fact.compared:
        return None
    return Found(figure, answer.confidence)


# --- stated by the text -------------------------------------------------------------------------


_OF_TIME = frozenset("快慢早晚长短久")
"""Words for a difference that is told in days or minutes."""


def _goes_as_asked(figure: Figure, word: str) -> bool:
    """Tell whether a difference goes the way that `word` (多, 低) asks, and is of its dimension."""
    if not _is_of_dimension(figure, word):
        return False
    change = figure.sentence.changes.get(figure.quantity.span)
    if change is None or not word:
        return True
    asked = Direction.DOWN if word in words("directions", "less") else Direction.UP
    return change.direction is asked


def _is_of_dimension(figure: Figure, word: str) -> bool:
    """Tell whether a figure is no time where it is asked how much more or less (快4天)."""
    return not word or figure.quantity.dimension != "time" or bool(_OF_TIME & set(word))


def _told(
    question: Question, numbers: Sequence[Figure], context: Context
) -> tuple[Answer, Figure] | None:
    """Return the difference that the general strategy finds told (同比少13起), None if it is none.

    A change, that is, or what stands after 比; not how much there is of the one or the other.
    """
    answer = context.span_answer(question)
    if answer.status is not Status.ANSWERED or len(answer.evidence) != 1:
        return None
    figure = next((f for f in numbers if f.is_marked(answer.evidence[0])), None)
    if figure is None:
        return None
    change = figure.sentence.changes.get(figure.quantity.span)
    is_change = change is not None and change.role is Role.BY
    return (answer, figure) if is_change or figure.fact.compared is not None else None


def _stated(
    question: Question, way: Operands, numbers: Sequence[Figure], context: Context
) -> Answer | None:
    """Return the total or difference that the text itself gives, if it does."""
    asked = asked_of(way.asked)
    wanted = _wanted(way, asked)
    parts = things([f"{part}的{way.noun}的{asked.noun}" for part in way.parts], context.finder)
    tests = _states_total if question.kind is Kind.SUM else _states_difference
    found = [f for f in numbers if tests(f, way, parts, wanted, asked)]
    if not found or len({(f.quantity.value, f.quantity.unit) for f in found}) > 1:
        return None
    figure = found[0]
    text = figure.text
    opposite = operations()["directions"]["opposite"]
    if question.kind is Kind.DIFFERENCE and way.word:
        compared = figure.fact.compared
        after = (
            figure.sentence.folded[compared.end : figure.quantity.span.start] if compared else ""
        )
        reversed_order = bool(compared) and all(
            has(figure.read(compared), t.text) for t in parts[0].telling
        )
        says_opposite = after.startswith(opposite.get(way.word, "\n"))
        if says_opposite and not (reversed_order and parts[0].telling):
            text = opposite[way.word] + text
    return Answer(
        question,
        Status.ANSWERED,
        text,
        question.kind,
        STATED,
        value=Value(figure.quantity.value, figure.quantity.unit),
        evidence=(figure.evidence(),),
    )


def _states_total(
    figure: Figure, way: Operands, parts: Sequence[Thing], wanted: Wanted, asked: Asked
) -> bool:
    """Tell whether a number is the stated total: 甲和乙共70家, with nothing else counted in."""
    own = figure.own
    before = figure.sentence.folded[: figure.quantity.span.start].rstrip("有为是达约近了到")
    if not before.endswith(_TOTAL) or not wanted.fits(figure.fact):
        return False
    if not all(part.telling and all(has(own, t.text) for t in part.telling) for part in parts):
        return False
    rest = own
    for word in sorted((t.text for p in parts for t in p.terms), key=len, reverse=True):
        rest = rest.replace(word, "")
    return not re.search(
        "[、和与及跟]", re.sub("^[、和与及跟]+|[、和与及跟]+$", "", rest)[1:]
    ) and (own.count("、") + len(re.findall("和|与|及|跟", own)) < len(parts))


def _states_difference(
    figure: Figure, way: Operands, parts: Sequence[Thing], wanted: Wanted, asked: Asked
) -> bool:
    """Tell whether a number is the stated difference: 乙站比甲站多2艘."""
    fact, quantity = figure.fact, figure.quantity
    if fact.compared is None or quantity.dimension == "multiple":
        return False
    if not asked.unit and not _is_of_dimension(figure, way.word):
        return False
    points = quantity.dimension == "percentage_points"
    if asked.unit in _POINTS and not points:
        return False
    same_kind = Wanted(wanted.unit, wanted.dimensions, fact.change, rate=True)
    if asked.unit not in _POINTS and not (points or same_kind.fits(fact)):
        return False
    before = figure.sentence.folded[: fact.compared.start]
    compared = figure.read(fact.compared)
    orders = (parts, parts[::-1]) if parts[0].telling else (parts,)
    for one, other in orders:
        named = other.telling and all(has(compared, t.text) for t in other.telling)
        whole = [t for t in one.terms if t.name]
        nearest_clauses = "\n".join((figure.subject_clauses, before))
        if named and whole and all(has(nearest_clauses, t.text) for t in whole):
            return not any(has(compared, t.text) for t in one.telling)
    return False


# --- computed -----------------------------------------------------------------------------------


def computed(
    question: Question,
    way: Operands,
    asked: Asked,
    found: Sequence[Found],
    *,
    unit: str | None = None,
) -> Answer | None:
    """Compute with the numbers found; None where that makes no sense.

    With `unit` the result is in that unit (per cent, less points of per cent).
    """
    numbers = [f.figure for f in found]
    quantities = [n.quantity for n in numbers]
    in_unit, unit = unit, quantities[0].unit
    relative = quantities[0].dimension in ("ratio", "percentage_points", "multiple")
    values: list[Decimal] = []
    for quantity in quantities:
        same = quantity.unit == unit or (relative and in_unit is not None)
        value = quantity.value if same else convert(quantity, unit)
        if value is None:
            return None
        values.append(value)
    shown_unit = _shown_unit(numbers[0])
    scale = _scale(quantities, asked.unit)
    traditional = any(char in n.sentence.sentence.text for n in numbers for char in "億萬約")
    about = "" if not any(q.qualifier for q in quantities) else "約" if traditional else "约"

    def show(value: Decimal) -> str:
        if scale is None:
            number = format_number(value)
        else:
            number = f"{(value / scale[0]).normalize():f}{scale[1]}"
        return (number.translate(_TRADITIONAL) if traditional else number) + shown_unit

    if question.kind is Kind.SUM:
        if relative and in_unit is None and not _shares_of_one_whole(numbers, sum(values)):
            return None
        result = sum(values, Decimal(0))
        working = " + ".join(n.text for n in numbers) + f" = {about}{show(result)}"
        text = about + show(result)
    else:
        if relative and in_unit is None:
            if quantities[0].dimension == "multiple":
                return None
            shown_unit, unit, scale = "个百分点", "个百分点", (Decimal(1), "")
        text, working, result = _difference(way.word, numbers, values, about, show)
    return Answer(
        question,
        Status.ANSWERED,
        text,
        question.kind,
        COMPUTED * min(1.0, *(f.score for f in found)),
        value=Value(result, unit),
        evidence=together(n.evidence() for n in numbers),
        working=working,
    )


def computed_for(
    question: Question, kind: Kind, word: str, found: Sequence[Found], *, unit: str | None = None
) -> Answer | None:
    """Compute a SUM or DIFFERENCE with numbers that a question does not name one by one.

    `word` says which way a difference goes (多, 少).
    """
    start = question.wh.start if question.wh else len(question.folded)
    asked = question.folded[start:].rstrip("?。 ")
    way = Operands(("", ""), asked, word)
    return computed(question.as_kind(kind), way, asked_of(asked), found, unit=unit)


def _difference(
    word: str,
    numbers: Sequence[Figure],
    values: Sequence[Decimal],
    about: str,
    show: Callable[[Decimal], str],
) -> tuple[str, str, Decimal]:
    """Return text, working and value of a difference; a negative one is told the other way.

    Of more than two numbers the others are taken from the first.
    """
    opposite = operations()["directions"]["opposite"]
    swapped = values[0] < values[1] if not word else word in words("directions", "less")
    pairs = list(zip(numbers, values, strict=True))
    (_, first), *rest = pairs = pairs[::-1] if swapped else pairs
    result = first - sum(value for _, value in rest)
    working = " - ".join(number.text for number, _ in pairs) + " = "
    if result >= 0:
        return about + show(result), working + about + show(result), result
    if word not in opposite:
        text = "-" + show(-result)
        return text, working + text, result
    text = opposite[word] + about + show(-result)
    return text, f"{working}-{show(-result)},即{text}", result


def _shown_unit(figure: Figure) -> str:
    """Return the unit as the text writes it (條), or as units are named."""
    unit, end = figure.quantity.unit, figure.quantity.core_span.end
    start = end - len(unit)
    same = figure.sentence.folded[start:end] == unit
    return figure.sentence.sentence.text[start:end] if same else unit


def _scale(quantities: Sequence[Quantity], asked_unit: str) -> tuple[Decimal, str] | None:
    """Return the magnitude to write the result in: that of the question or of all parts."""
    match = _MAGNITUDE.match(asked_unit) if asked_unit not in lexicon.units() else None
    magnitude = match[0] if match else ""
    if not magnitude:
        written = {q.magnitude for q in quantities}
        if len(written) > 1:
            return None
        magnitude = written.pop()
    return Decimal(magnitude_factor(magnitude)), magnitude


def _shares_of_one_whole(numbers: Sequence[Figure], total: Decimal | int) -> bool:
    """Tell whether percentages are shares of the same thing, so that they may be added."""
    return (
        total <= 100
        and len({id(n.sentence) for n in numbers}) == 1
        and len({n.quantity.unit for n in numbers}) == 1
        and any(_SHARE.search(n.own) for n in numbers)
        and not any(n.fact.change for n in numbers)
    )
