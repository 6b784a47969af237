"""The numbers that a text gives for the members of a set, and which of them is the most."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Answer, Evidence, Status, together
from bot.answering.facts.conversion import convert
from bot.answering.facts.measures import attribute_nouns, transitive_verbs
from bot.answering.facts.superlatives import MEASURES
from bot.answering.marking import marked
from bot.answering.question import Question
from bot.answering.spans.torn_names import whole_name
from bot.answering.strategies.compared.asked_sets import (
    IN_ORDER,
    PLACE_ENDINGS,
    SetAsked,
    is_of_sort,
)
from bot.answering.strategies.computed.decomposition import operations, words
from bot.answering.strategies.computed.figures import Figure
from bot.answering.strategies.computed.things import has
from bot.answering.strategies.wanted import Wanted
from bot.answering.surroundings.places import places
from retrieval.page import Span

COMPUTED = 0.95
"""Confidence in a comparison whose numbers are certain."""


@dataclass(frozen=True)
class Member:
    """A number with the name of what it belongs to."""

    figure: Figure
    name: Span
    value: Decimal

    @property
    def text(self) -> str:
        """The name as it stands in the text."""
        return self.figure.sentence.sentence.text[self.name.start : self.name.end]


def enumerations(
    numbers: Sequence[Figure], wanted: Wanted, asked: SetAsked
) -> Iterator[tuple[int, list[Member]]]:
    """Yield numbers that measure the same of several, from clauses, a sentence or a paragraph.

    With each set, how loosely it holds together: 0, 1, 2.
    """
    fitting = [f for f in numbers if wanted.fits(f.fact) and not f.fact.compared]
    generic = operations()["nouns"].get(asked.noun) == "count people" or not asked.noun
    keys: tuple[Callable[[Figure], object], ...] = (
        lambda f: (id(f.sentence), f.sentence.folded.count(";", 0, f.quantity.span.start)),
        lambda f: id(f.sentence),
        lambda f: id(f.sentence.paragraph),
    )
    for level, key in enumerate(keys):
        for _, group in groupby(fitting, key=key):
            together = list(group)
            for unit in dict.fromkeys(f.quantity.unit for f in together):
                same = [f for f in together if f.quantity.unit == unit]
                if not wanted.change and not generic:
                    same = [f for f in same if _measures(f, asked.noun)]
                members = _named_members(_without_whole(same), asked, wanted)
                if asked.count in (0, len(members)) and all(
                    _may_be_left(m, asked) for m in members
                ):
                    members = [
                        m
                        for m in members
                        if is_of_sort(m.figure.read(m.name), asked) and _names_something(m)
                    ]
                    if len({m.text for m in members}) > 1:
                        yield level, members


def _names_something(member: Member) -> bool:
    """Tell whether a name ends as names may: not in a verb (对|23座, 有效消除|23座)."""
    *others, last = member.figure.sentence.tokens_in(member.name) or (None,)
    if last is None:
        return True
    ends_in_verb = last.tag == "v" and len(last.text) > 1 and last.text[-1] not in PLACE_ENDINGS
    return last.tag != "p" and not (ends_in_verb and len(others) > 1)


def _may_be_left(member: Member, asked: SetAsked) -> bool:
    """Tell whether a member is of the sort asked for, or a place of another rank (of 县 and 市)."""
    name = member.figure.read(member.name)
    return is_of_sort(name, asked) or name[-1] in PLACE_ENDINGS


def _measures(figure: Figure, noun: str) -> bool:
    """Tell whether a number measures what is compared (面积; or the words 完成的项目)."""
    attribute = figure.read(figure.fact.attribute)
    if noun in words("shares"):
        return figure.quantity.dimension == "ratio" and "占" in figure.own
    if attribute:
        return attribute.endswith(noun) or noun.endswith(attribute)
    parts = [p for p in noun.split("的") if p]
    if noun in attribute_nouns():
        return False
    return all(has(figure.own, p) or _said_before(figure, p) for p in parts[:1])


def _said_before(figure: Figure, noun: str) -> bool:
    """Tell whether a number has nothing but its name, and a clause before says what it counts.

    (有[助餐点]3个。甲镇2个,乙镇1个。)
    """
    text = figure.sentence.folded[: figure.quantity.span.start]
    whole, of_these, _ = text.rpartition("其中")
    if of_these and noun in whole:  # 作案13起,其中甲县6起
        return True
    if figure.fact.counted is not None or figure.fact.attribute is not None:
        return False
    before = [s.folded for s in figure.article.before_in_paragraph(figure.sentence)[-1:]]
    return has("".join([*before, text]), noun)


def _without_whole(group: list[Figure]) -> list[Figure]:
    """Leave out the whole of which the others are parts (共9家,其中甲5家,乙4家)."""
    if not group:
        return group
    for figure in group:
        at = figure.sentence.folded.rfind("其中", 0, figure.quantity.span.start)
        before = [f for f in group if f.sentence is figure.sentence and f.quantity.span.start < at]
        if at >= 0 and before:
            group = [f for f in group if f not in before]
    values = [f.quantity.value for f in group]
    if len(values) > 2:
        total = sum(values)
        group = [f for f in group if 2 * f.quantity.value != total]
    return group


def _named_members(group: list[Figure], asked: SetAsked, wanted: Wanted) -> list[Member]:
    """Name each number by its subject or by what is counted, whichever tells them apart."""
    if len(group) < 2:
        return []
    ways: list[list[Span | None]] = [
        [f.fact.subject for f in group],
        [f.fact.counted for f in group],
        [f.fact.counted or f.fact.subject for f in group],
    ]
    best: list[Span] = []
    most = -1.0
    for way in ways:
        spans = [s for s in way if s is not None]
        if len(spans) != len(group):
            continue
        names = [f.read(s) for f, s in zip(group, spans, strict=True)]
        score = len(set(names)) / len(names)
        if asked.kind_of and all(n[-1] in asked.kind_of for n in names):
            score += 0.5
        if score > most:
            best, most = spans, score
    if not best:
        return []
    shared = _shared_beginning([f.read(s) for f, s in zip(group, best, strict=True)])
    names_of = (Span(s.start + shared, s.end) for s in best)
    return [
        Member(
            f,
            whole_name(f.article, f.sentence, place_named(asked, f.sentence, name)),
            f.value(decline=wanted.decline),
        )
        for f, name in zip(group, names_of, strict=True)
    ]


_A_PIECE = re.compile("每[^\\W]{1,2}$")
"""What a name of what is priced may end in (甲苗[每剂])."""


_LONG_PLACE = 6
"""Characters of the name of a place; what is longer has others before it."""


def place_named(asked: SetAsked, sentence: AnnotatedSentence, name: Span) -> Span:
    """Return the place that a name has, where a place is asked for (新增企业[甲区])."""
    if piece := _A_PIECE.search(sentence.folded[name.start : name.end]):
        name = Span(name.start, name.start + piece.start()) if piece.start() else name
    folded = sentence.folded
    if asked.kind_of and asked.kind_of in IN_ORDER:  # 三期机柜
        numbered = re.compile(rf"第?[一二三四五六七八九十\d]+{asked.kind_of}")
        found = numbered.search(folded, name.start, name.end)
        return Span(found.start(), found.end()) if found else name
    if not asked.kind_of or not set(asked.kind_of) <= PLACE_ENDINGS:
        return name
    if folded[name.end - 1] in asked.kind_of and len(name) <= _LONG_PLACE:
        return name
    inside = [
        p
        for p in places(sentence.tokens)
        if name.start <= p.start and p.end <= name.end and p.text[-1] in asked.kind_of
    ]
    if inside:
        return Span(inside[-1].start, inside[-1].end)
    torn = re.compile(f"\\w{{1,4}}?[{asked.kind_of}]").match(folded, name.start, name.end)
    return Span(name.start, torn.end()) if torn else name


def _shared_beginning(names: Sequence[str]) -> int:
    """Return how long the verb is that all names begin with (完成甲证, 完成乙证)."""
    verbs = [v for v in transitive_verbs() if all(n.startswith(v) and n != v for n in names)]
    return len(verbs[0]) if verbs else 0


def is_thing(member: Member) -> bool:
    """Tell whether a number belongs to a thing, not to a measure (总里程) or the whole (全省)."""
    sentence, name = member.figure.sentence, member.name
    inside = [t for t in sentence.tokens if name.start < t.end and t.start < name.end]
    tagged = bool(inside) and inside[0].tag[0] not in "vpdcr" and inside[-1].tag[0] not in "vpdu"
    return (
        (tagged or sentence.folded[name.end - 1] in PLACE_ENDINGS)
        and not measure_of(sentence, name)
        and not sentence.folded.startswith(("全", "各", "其他"), name.start)
    )


_SORTS = ("类", "型", "式", "业", "用")
"""What makes a noun of a verb ([铸造]类)."""


def may_be_named(sentence: AnnotatedSentence, name: Span) -> bool:
    """Tell whether a stretch may be a name: no frame (凭合同), no deed (来自甲, 占甲, 折价计算).

    Of a name a verb may be the end (工业[涂装]), unless it has another.
    """
    inside = sentence.tokens_in(name)
    text = sentence.folded[name.start : name.end]
    if not inside or text[0] in "(最占" or inside[0].tag[0] in "pdcu":
        return False
    deeds = [
        t
        for t in inside
        if t.tag == "v" and len(t.text) > 1 and not sentence.folded.startswith(_SORTS, t.end)
    ]
    several = len(deeds) > 1 and (deeds[-1] is inside[-1] or "、" in text)
    return not deeds or (deeds[0] is not inside[0] and not several)


def measure_of(sentence: AnnotatedSentence, span: Span) -> str:
    """Return the noun at the end of a span that says what is measured, "" if none."""
    text = sentence.folded[span.start : span.end]
    known = next((n for n in attribute_nouns() if len(n) > 1 and text.endswith(n)), "")
    last = next((t for t in sentence.tokens if t.end == span.end), None)
    measures = last is not None and len(last.text) > 1 and last.text[-1] in MEASURES
    return known or (last.text if last is not None and measures else "")


def winners(word: str, members: Sequence[Member]) -> set[tuple[int, Span]]:
    """Return which numbers are the most, by sentence and place."""
    pick = max if word in words("directions", "more") else min
    most = pick(m.value for m in members)
    return {(id(m.figure.sentence), m.figure.quantity.span) for m in members if m.value == most}


def most_of(
    question: Question, word: str, members: Sequence[Member], score: float
) -> Answer | None:
    """Return the one with the greatest (or least) value; ties name all."""
    unit = members[0].figure.quantity.unit
    values = []
    for member in members:
        quantity = member.figure.quantity
        converted = quantity.value if quantity.unit == unit else convert(quantity, unit)
        if converted is None:
            return None
        values.append(converted if member.value == quantity.value else -converted)
    largest = word in words("directions", "more")
    if not largest and word not in words("directions", "less"):
        return None
    ranked = sorted(zip(values, members, strict=True), key=lambda p: p[0], reverse=largest)
    best = [m for value, m in ranked if value == ranked[0][0]]
    if len(best) == len(members) > 2:
        return None
    if any(m.text == b.text for b in best for v, m in ranked if v != ranked[0][0]):
        return None  # the text gives the winner two numbers
    sign = " > " if largest else " < "
    steps = [
        sign.join(
            " = ".join(f"{m.text}{m.figure.text}" for _, m in group)
            for _, group in groupby(ranked, key=lambda p: p[0])
        )
    ]
    if len(best) > 1:
        steps.append("并列")
    shown = dict.fromkeys(m.text for m in best)
    return Answer(
        question,
        Status.ANSWERED,
        "、".join(shown),
        question.kind,
        COMPUTED * min(1.0, score),
        evidence=together(evidence_of(best, members)),
        working=",".join(steps),
    )


def evidence_of(best: Sequence[Member], members: Sequence[Member]) -> Iterator[Evidence]:
    """Yield the winners' sentences with the names marked, then the others not yet shown."""
    shown: list[AnnotatedSentence] = []
    for member in [*best, *members]:
        figure = member.figure
        if not any(figure.sentence is s for s in shown):
            shown.append(figure.sentence)
            mark = member.name if member in best else figure.quantity.span
            yield marked(figure.article, figure.sentence, mark)
