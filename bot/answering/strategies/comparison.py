"""Which of several is the most: as the text says it, or by comparing the numbers it gives."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.answer import Answer, Evidence, Status
from bot.answering.facts.conversion import convert
from bot.answering.facts.measures import attribute_nouns, transitive_verbs
from bot.answering.facts.names import is_name
from bot.answering.facts.numerals import parse_chinese
from bot.answering.facts.superlatives import FIRST, Superlative, find_superlatives
from bot.answering.finder import Finder
from bot.answering.places import places
from bot.answering.question import Question
from bot.answering.strategies.base import Context, no_answer
from bot.answering.strategies.dates import dated
from bot.answering.strategies.decomposition import (
    Operands,
    cleaned,
    decompose,
    operations,
    words,
)
from bot.answering.strategies.figures import (
    LEAST,
    MARGIN,
    Figure,
    Thing,
    Wanted,
    articles,
    candidates,
    choose,
    cover,
    figures,
    has,
    things,
    wanted_number,
)
from bot.answering.torn_names import whole_name
from bot.answering.understanding.kind import head_kind
from retrieval.page import Span

COMPUTED = 0.95
"""Confidence in a comparison whose numbers are certain."""
STATED = 0.9
"""Confidence where the text names the one that is the most."""
LOOSER = 0.03
"""What is taken off where a set is put together from several clauses, from several sentences."""
SAME_CLAUSE, SAME_SENTENCE, SAME_PARAGRAPH, SAME_ARTICLE = 1.0, 0.95, 0.8, 0.6
"""What a word of the question is worth where it stands, seen from the set compared."""

_AGE = ("年龄", "年纪", "岁数")
_OF_AGE = {"年长": "大", "年轻": "小"}
"""What is said of an age for what is said of a person."""
_PLACE_ENDINGS = frozenset("省市县区镇乡村州国街道旗盟")
_CLASSIFIERS = "个类种样项家方边所座条位届名"
_SET = (
    re.compile(
        rf"^(?P<frame>.*?)(?:(?:里面|里头|当中|之中|中|里|内)的?)?,?"
        rf"(?:哪一?[{_CLASSIFIERS}]?|谁)(?P<about>.*?)得?最为?(?P<word>\w{{1,2}}?)的?$"
    ),
    re.compile(
        rf"^(?P<frame>.*?(?:里面|里头|当中|之中|中|里|内)的?)?,?(?P<about>.*?)最为?(?P<word>\w{{1,2}}?)的"
        rf"(?P<kind>\w*?)(?:(?:是|为)(?:哪一?[{_CLASSIFIERS}]?(?P<sort>\w*)|谁|什么))?$"
    ),
)
_SORT_OF = re.compile("(?:类别|类型|种类|一[个种类项家条座所])$")
"""What a question adds to the noun for the members (企业[类别])."""
_MEMBERS = re.compile(rf"^[这那]?(?P<count>[两二三四五六七八九十]|\d+)(?:大类|[{_CLASSIFIERS}大])")


@dataclass(frozen=True)
class _Set:
    """The most of a set is asked for that the text, not the question, enumerates."""

    frame: str
    """What the set is part of, and its conditions: 四类企业, 上半年."""
    kind_of: str
    """What its members are (哪个[乡镇]), "" if the question does not say."""
    noun: str
    """What is compared: 增速, 完成的项目."""
    word: str
    """多, 快 …"""
    count: int
    """How many members it has (四类企业), 0 if the question does not say."""


@dataclass(frozen=True)
class _Member:
    """A number with the name of what it belongs to."""

    figure: Figure
    name: Span
    value: Decimal

    @property
    def text(self) -> str:
        """The name as it stands in the text."""
        return self.figure.sentence.sentence.text[self.name.start : self.name.end]


def answer_comparison(question: Question, context: Context) -> Answer | None:
    """Answer a COMPARISON; None where it is left to the general strategy."""
    ways = list(decompose(question))
    if ways:
        found = _of_named(question, ways, context)
        if found is None and not context.always_answer:
            return no_answer(question)
        return found
    asked = _set_asked(question)
    if asked is None:
        return None
    return (
        _stated(question, asked, context)
        or _of_set(question, asked, context)
        or _loosely_stated(question, asked, context)
    )


# --- things the question names ------------------------------------------------------------------


def _of_named(question: Question, ways: Sequence[Operands], context: Context) -> Answer | None:
    numbers = figures(context.finder, question)
    for way in ways:
        parts = things([f"{part}的{way.noun}" for part in way.parts], context.finder)
        if way.word in (*words("dates", "earlier"), *words("dates", "later")):
            return _of_dates(question, way, parts, context)
        wanted = _wanted(way.noun, way.word, question.folded)
        found = choose(candidates(parts, wanted, numbers, context.finder))
        if found is None:
            continue
        members = [
            _Member(f.figure, _name(f.figure, part), f.figure.value(decline=wanted.decline))
            for f, part in zip(found, parts, strict=True)
        ]
        answer = _most(question, way.word, members, min(f.score for f in found))
        if answer and answer.confidence >= context.threshold:
            return answer
    return None


def _of_dates(
    question: Question, way: Operands, parts: Sequence[Thing], context: Context
) -> Answer | None:
    """Compare the days on which things happened."""
    found = [dated(part, question, context) for part in parts]
    if any(f is None for f in found):
        return None
    days = [f for f in found if f is not None]
    earlier = way.word in words("dates", "earlier")
    ranked = sorted(days, key=lambda d: d.day, reverse=not earlier)
    if ranked[0].day == ranked[1].day:
        return None
    best = ranked[0]
    return Answer(
        question,
        Status.ANSWERED,
        best.text(best.name),
        question.kind,
        COMPUTED * 0.9,
        evidence=tuple(d.evidence(d.name if d is best else d.time.span) for d in ranked),
        working=" < ".join(
            f"{d.text(d.name)}{d.text(d.time.span)}" for d in sorted(days, key=lambda d: d.day)
        ),
    )


def _wanted(noun: str, word: str, text: str) -> Wanted:
    wanted = wanted_number("", (noun,), text if "增" in text or "降" in text else noun)
    dimensions = operations()["directions"]["dimensions"].get(word, "")
    if dimensions and not wanted.dimensions and not wanted.change:
        return Wanted(dimensions=frozenset(dimensions.split()))
    return wanted


def _name(figure: Figure, thing: Thing) -> Span:
    """Return where the thing's name stands: from its first telling word to the noun's end."""
    texts = [t.text for t in thing.telling]
    for span in (figure.fact.subject, figure.fact.counted):
        read = figure.read(span)
        if span and all(has(read, text) for text in texts):
            start = min((at for text in texts if (at := read.find(text)) >= 0), default=0)
            while start > 0 and read[start - 1 : start + 1] in thing.text:
                start -= 1
            return Span(span.start + start, span.end)
    return cover(figure.sentence.folded, texts, figure.quantity.span.start) or figure.quantity.span


# --- a set the text enumerates ------------------------------------------------------------------


def _set_asked(question: Question) -> _Set | None:
    text = cleaned(question.folded)
    for pattern in _SET:
        match = pattern.match(text)
        if match is None:
            continue
        frame, about = match["frame"] or "", match["about"]
        named = match.groupdict()
        kind_of = _SORT_OF.sub("", named.get("kind") or named.get("sort") or "")
        count = 0
        if members := _MEMBERS.match(frame):
            number = members["count"]
            numeral = None if number.isdecimal() else parse_chinese(number.replace("两", "二"))
            count = int(numeral.value) if numeral else int(number) if number.isdecimal() else 0
            frame = frame[members.end() :]
            kind_of = kind_of or frame
        nouns = (*words("change"), *attribute_nouns())
        noun = max((n for n in nouns if about.endswith(n)), key=len, default="")
        head = question.head
        if head and about.startswith(head) and about.endswith("的人"):  # 哪个工种|培训|的人
            deed = about.removeprefix(head).removesuffix("的人")
            return _Set(frame + deed, head, "人数", match["word"], count)
        deed = [t for t in question.tokens if t.text == about.removeprefix(head)]
        if head and about.startswith(head) and deed and deed[0].tag == "v":  # 哪个县|种得最多
            return _Set(frame + deed[0].text, head, "", match["word"], count)
        if set(about) <= _PLACE_ENDINGS:  # 哪个县(区)
            return _Set(frame, about, "", match["word"], count)
        if head and about.startswith(head) and about != head and not noun:
            noun = about.removeprefix(head).strip("的")
            return _Set(frame, head, noun, match["word"], count)
        rest = about[: len(about) - len(noun)].strip("的")
        if not noun and ("的" in rest or pattern is _SET[1]):
            owner, _, owned = rest.partition("的")
            is_sort = set(owner) <= _PLACE_ENDINGS or head_kind(owner) is not None
            rest, noun = (owner, owned) if owned and is_sort else ("", rest)
        word = match["word"]
        if noun in _AGE and word in ("大", "小"):
            noun, word = "", "年长" if word == "大" else "年轻"
        return _Set(frame, rest or kind_of, noun, word, count)
    return None


def _stated(question: Question, asked: _Set, context: Context) -> Answer | None:
    """Return the one that the text itself calls the most (以甲镇为最多, 甲镇增速最快)."""
    thing = _set_thing(asked, context.finder)
    best: list[tuple[float, AnnotatedArticle, AnnotatedSentence, Span]] = []
    for article in articles(context.finder, question):
        for sentence in article.sentences:
            for most in find_superlatives(
                sentence.folded, sentence.quantities, sentence.times, sentence.tokens
            ):
                clause = sentence.folded[most.clause.start : most.clause.end]
                if not _says(asked, most.word, sentence.folded):
                    continue
                if asked.noun and not _is_of(asked.noun, most, clause, sentence.folded):
                    continue
                score = _fit(thing, article, sentence, (clause,))
                subject = sentence.folded[most.subject.start : most.subject.end]
                if score >= LEAST and subject not in question.folded and _is_a(subject, asked):
                    best.append((score, article, sentence, most.subject))
    best.sort(key=lambda entry: -entry[0])
    if not best:
        return None
    score, article, sentence, name = best[0]
    name = _person_named(question, sentence, name)
    text = sentence.sentence.text[name.start : name.end]
    if any(
        s > score - MARGIN and text not in other.sentence.text[n.start : n.end]
        for s, _, other, n in best[1:]
    ):
        return None
    evidence = Evidence(
        article.page, article.article, sentence.paragraph, sentence.sentence, (name,)
    )
    return Answer(
        question, Status.ANSWERED, text, question.kind, STATED * score, evidence=(evidence,)
    )


def _loosely_stated(question: Question, asked: _Set, context: Context) -> Answer | None:
    """Return the one that the text calls the most, told in other words than the question's."""
    best: tuple[float, AnnotatedArticle, AnnotatedSentence, Span] | None = None
    for article in articles(context.finder, question):
        match = context.finder.match(question, article.page, article.article)
        shares = match.weights @ match.in_sentence
        for sentence, share in zip(article.sentences, shares.tolist(), strict=True):
            if share < _LOOSELY or (best is not None and share <= best[0]):
                continue
            for most in find_superlatives(
                sentence.folded, sentence.quantities, sentence.times, sentence.tokens
            ):
                subject = sentence.folded[most.subject.start : most.subject.end]
                says = _says(asked, most.word, sentence.folded)
                if says and subject not in question.folded and _is_a(subject, asked):
                    best = (share, article, sentence, most.subject)
    if best is None:
        return None
    share, article, sentence, name = best
    name = _without_asked(question, sentence, _person_named(question, sentence, name))
    name = whole_name(article, sentence, name)
    evidence = Evidence(
        article.page, article.article, sentence.paragraph, sentence.sentence, (name,)
    )
    text = sentence.sentence.text[name.start : name.end]
    return Answer(
        question, Status.ANSWERED, text, question.kind, STATED * share, evidence=(evidence,)
    )


def _without_asked(question: Question, sentence: AnnotatedSentence, span: Span) -> Span:
    """Cut off what the question asks about, and the verb before it (甲类企业[招的工人])."""
    owner, of, owned = sentence.folded[span.start : span.end].rpartition("的")
    if not of or not owned or owned not in question.folded:
        return span
    end = span.start + len(owner)
    inside = [t for t in sentence.tokens if span.start < t.start and t.end <= end]
    while inside and inside[-1].tag.startswith("v"):
        end = inside.pop().start
    return Span(span.start, end)


_LOOSELY = 0.6
"""Share of the question's words that a sentence must have, in whatever words."""


def _is_of(noun: str, most: Superlative, clause: str, sentence: str) -> bool:
    """Tell whether a superlative is of what is compared; a rank, if the sentence speaks of it."""
    if most.word != FIRST:
        return has(clause, noun)
    return any(has(sentence, part) for part in noun.split("的") if part)


def _says(asked: _Set, word: str, sentence: str) -> bool:
    """Tell whether the superlative of a text is the one asked for (年龄最大 for 最年长)."""
    of_age = _OF_AGE.get(asked.word)
    ranked = word == FIRST and asked.word in words("directions", "more")
    return (
        ranked or word == asked.word or (word == of_age and any(noun in sentence for noun in _AGE))
    )


def _person_named(question: Question, sentence: AnnotatedSentence, span: Span) -> Span:
    """Return the name with which a description of the person asked for ends (教师[甲])."""
    if question.wh is None or "谁" not in question.folded[question.wh.start : question.wh.end]:
        return span
    last = next((t for t in sentence.tokens if t.end == span.end and t.start >= span.start), None)
    return Span(last.start, last.end) if last and is_name(last.text) else span


def _of_set(question: Question, asked: _Set, context: Context) -> Answer | None:
    """Compare the numbers of an enumeration in the text."""
    wanted = _wanted(asked.noun, asked.word, asked.noun)
    thing = _set_thing(replace(asked, noun="") if wanted.change else asked, context.finder)
    ranked: list[tuple[float, list[_Member]]] = []
    for level, members in _enumerations(figures(context.finder, question), wanted, asked):
        first = members[0].figure
        score = -LOOSER * level + _fit(
            thing, first.article, first.sentence, [m.figure.own for m in members]
        )
        if score >= LEAST:
            ranked.append((score, members))
    ranked.sort(key=lambda entry: (-entry[0], -len(entry[1])))
    if not ranked:
        return None
    best_score, best = ranked[0]
    answer = _most(question, asked.word, best, best_score)
    winners = _winners(asked.word, best)
    for score, members in ranked[1:]:
        if score < best_score - MARGIN:
            break
        if not _winners(asked.word, members) & winners:
            return None
    return answer


def _set_thing(asked: _Set, finder: Finder) -> Thing:
    return things([f"{asked.frame}的{asked.kind_of}的{asked.noun}"], finder)[0]


def _fit(
    thing: Thing, article: AnnotatedArticle, sentence: AnnotatedSentence, own: Sequence[str]
) -> float:
    """Return how well a place of the text fits what is asked, 0 to 1."""
    paragraph = "\n".join(s.folded for s in article.sentences if s.paragraph is sentence.paragraph)
    whole = "\n".join(s.folded for s in article.sentences)
    total = score = 0.0
    for term in thing.terms:
        if all(has(text, term.text) for text in own):
            worth = SAME_CLAUSE
        elif has(sentence.folded, term.text):
            worth = SAME_SENTENCE
        elif has(paragraph, term.text):
            worth = SAME_PARAGRAPH
        elif has(whole, term.text):
            worth = SAME_ARTICLE
        elif term.name and not _made_of_last_characters(term.text, own):
            return 0.0
        else:
            worth = SAME_PARAGRAPH if term.name else 0.0
        total += term.weight
        score += term.weight * worth
    return score / total if total else SAME_PARAGRAPH


def _made_of_last_characters(kind: str, own: Sequence[str]) -> bool:
    """Tell whether a collective noun names the members by last characters (区县: 甲区, 乙县)."""
    return len(kind) == 2 and all(any(char in text for char in kind) for text in own)


def _enumerations(
    numbers: Sequence[Figure], wanted: Wanted, asked: _Set
) -> Iterator[tuple[int, list[_Member]]]:
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
                    members = [m for m in members if _is_a(m.figure.read(m.name), asked)]
                    if len({m.text for m in members}) > 1:
                        yield level, members


def _may_be_left(member: _Member, asked: _Set) -> bool:
    """Tell whether a member is of the sort asked for, or a place of another rank (of 县 and 市)."""
    name = member.figure.read(member.name)
    return _is_a(name, asked) or name[-1] in _PLACE_ENDINGS


def _is_a(name: str, asked: _Set) -> bool:
    """Tell whether a name may be what is asked for: of a place, its last character tells."""
    kind_of = asked.kind_of
    return not kind_of or not set(kind_of) <= _PLACE_ENDINGS or name[-1] in kind_of


def _measures(figure: Figure, noun: str) -> bool:
    """Tell whether a number measures what is compared (面积; or the words 完成的项目)."""
    attribute = figure.read(figure.fact.attribute)
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
    if figure.fact.counted is not None or figure.fact.attribute is not None:
        return False
    before = [s.folded for s in figure.article.before_in_paragraph(figure.sentence)[-1:]]
    return has("".join([*before, figure.sentence.folded[: figure.quantity.span.start]]), noun)


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


def _named_members(group: list[Figure], asked: _Set, wanted: Wanted) -> list[_Member]:
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
        _Member(
            f,
            whole_name(f.article, f.sentence, _place_of(f, name, asked)),
            f.value(decline=wanted.decline),
        )
        for f, name in zip(group, names_of, strict=True)
    ]


def _place_of(figure: Figure, name: Span, asked: _Set) -> Span:
    """Return the place with which a name ends, where a place is asked for (新增企业[甲区])."""
    if not asked.kind_of or not set(asked.kind_of) <= _PLACE_ENDINGS:
        return name
    inside = [
        p
        for p in places(figure.sentence.tokens)
        if name.start <= p.start and p.end <= name.end and p.text[-1] in asked.kind_of
    ]
    return Span(inside[-1].start, inside[-1].end) if inside else name


def _shared_beginning(names: Sequence[str]) -> int:
    """Return how long the verb is that all names begin with (完成甲证, 完成乙证)."""
    verbs = [v for v in transitive_verbs() if all(n.startswith(v) and n != v for n in names)]
    return len(verbs[0]) if verbs else 0


def _winners(word: str, members: Sequence[_Member]) -> set[tuple[int, Span]]:
    """Return which numbers are the most, by sentence and place."""
    pick = max if word in words("directions", "more") else min
    most = pick(m.value for m in members)
    return {(id(m.figure.sentence), m.figure.quantity.span) for m in members if m.value == most}


# --- the most -----------------------------------------------------------------------------------


def _most(question: Question, word: str, members: Sequence[_Member], score: float) -> Answer | None:
    """Return the one with the greatest (or least) value; ties name all."""
    unit = members[0].figure.quantity.unit
    values = []
    for member in members:
        quantity = member.figure.quantity
        converted = quantity.value if quantity.unit == unit else convert(quantity, unit)
        if converted is None:
            return None
        values.append(converted if member.value >= 0 else -converted)
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
        evidence=tuple(_evidence(best, members)),
        working=",".join(steps),
    )


def _evidence(best: Sequence[_Member], members: Sequence[_Member]) -> Iterator[Evidence]:
    """Yield the winners' sentences with the names marked, then the others not yet shown."""
    shown: list[AnnotatedSentence] = []
    for member in [*best, *members]:
        figure = member.figure
        if not any(figure.sentence is s for s in shown):
            shown.append(figure.sentence)
            mark = member.name if member in best else figure.quantity.span
            yield Evidence(
                figure.article.page,
                figure.article.article,
                figure.sentence.paragraph,
                figure.sentence.sentence,
                (mark,),
            )
