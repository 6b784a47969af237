"""Which of several is the most: as the text says it, or by comparing the numbers it gives."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.answer import Answer, Status, together
from bot.answering.facts.superlatives import FIRST
from bot.answering.facts.times import find_times
from bot.answering.finder import Finder
from bot.answering.question import Question
from bot.answering.strategies.base import Context, no_answer
from bot.answering.strategies.compared.asked_sets import SetAsked, set_asked
from bot.answering.strategies.compared.dates import dated
from bot.answering.strategies.compared.enumerated import (
    COMPUTED,
    Member,
    enumerations,
    most_of,
    winners,
)
from bot.answering.strategies.compared.most_told import answer_loosely, told_most
from bot.answering.strategies.computed.choosing import LEAST, MARGIN, candidates, choose
from bot.answering.strategies.computed.decomposition import (
    Operands,
    decompose,
    operations,
    words,
)
from bot.answering.strategies.computed.figures import Figure, articles, figures
from bot.answering.strategies.computed.side_by_side import side_by_side
from bot.answering.strategies.computed.things import Thing, cover, has, things
from bot.answering.strategies.wanted import Wanted, wanted_number
from retrieval.page import Span

LOOSER = 0.03
"""What is taken off where a set is put together from several clauses, from several sentences."""
SAME_CLAUSE, SAME_SENTENCE, SAME_PARAGRAPH, SAME_ARTICLE = 1.0, 0.95, 0.8, 0.6
"""What a word of the question is worth where it stands, seen from the set compared."""


def answer_comparison(question: Question, context: Context) -> Answer | None:
    """Answer a COMPARISON; None where it is left to the general strategy."""
    ways = list(decompose(question))
    if ways:
        found = _of_named(question, ways, context)
        if found is None and not context.always_answer:
            return no_answer(question)
        return found
    asked = set_asked(question)
    if asked is None:
        return None
    says_of_what = bool(_set_thing(asked, context.finder).terms or question.carried)
    if not says_of_what and not context.always_answer:  # 哪里最贵
        return no_answer(question)
    return (
        _stated(question, asked, context)
        or _of_set(question, asked, context)
        or answer_loosely(question, asked, context)
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
            Member(
                f.figure,
                _as_asked(f.figure, _name(f.figure, part, way.noun), way.parts[at]),
                f.figure.value(decline=wanted.decline),
            )
            for at, (f, part) in enumerate(zip(found, parts, strict=True))
        ]
        answer = most_of(question, way.word, members, min(f.score for f in found))
        if answer and answer.confidence >= context.threshold:
            return answer
    for way in ways[:1]:
        parts = things(way.parts, context.finder)
        wanted = _wanted(way.noun, way.word, question.folded)
        beside = side_by_side(question, way, parts, wanted, numbers, context)
        if beside is not None:
            members = [
                Member(
                    b.figure,
                    _as_asked(b.figure, b.name, part),
                    b.figure.value(decline=wanted.decline),
                )
                for b, part in zip(beside, way.parts, strict=True)
            ]
            return most_of(question, way.word, members, beside[0].score)
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
        evidence=together(d.evidence(d.name if d is best else d.time.span) for d in ranked),
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


def _name(figure: Figure, thing: Thing, noun: str) -> Span:
    """Return where the thing's name stands: from its first telling word to the noun's end.

    What is compared (甲县[PM2.5浓度], 玉米[参保]) is no part of it.
    """
    texts = [t.text for t in thing.telling]
    for span in (figure.fact.subject, figure.fact.counted):
        read = figure.read(span)
        if span and all(has(read, text) for text in texts):
            start = min((at for text in texts if (at := read.find(text)) >= 0), default=0)
            while start > 0 and read[start - 1 : start + 1] in thing.text:
                start -= 1
            named = max((read.find(text, start) + len(text) for text in texts), default=0)
            begun = {t.start - span.start for t in figure.sentence.tokens if t.tag[0] in "tv"}
            ends = (
                at
                for at in range(named, len(read))
                if (at in begun and named)
                or read[at:] in noun
                or read[at] == "每"
                or (noun and read[at:].endswith(noun))
            )
            end = next(ends, len(read))
            return Span(span.start + start, span.start + end)
    return cover(figure.sentence.folded, texts, figure.quantity.span.start) or figure.quantity.span


def _as_asked(figure: Figure, name: Span, asked: str) -> Span:
    """Return the name as the question has it, where the text does too (甲指数[报])."""
    for time in find_times(asked)[::-1]:
        asked = asked[: time.span.start] + asked[time.span.end :]
    at = figure.sentence.folded.find(asked, name.start, name.end) if len(asked) > 1 else -1
    return name if at < 0 else Span(at, at + len(asked))


# --- a set the text enumerates ------------------------------------------------------------------


def _stated(question: Question, asked: SetAsked, context: Context) -> Answer | None:
    """Return the one that the text itself calls the most (以甲镇为最多, 甲镇增速最快)."""
    thing = _set_thing(asked, context.finder)
    best = [
        (score, told)
        for article in articles(context.finder, question)
        for sentence in article.sentences
        for told in told_most(question, asked, article, sentence)
        if (not asked.noun or told.is_of(asked.noun))
        and (score := _fit(thing, article, sentence, (told.clause,))) >= LEAST
    ]
    # 乙县增速最快, though 甲县 is said to rank first, by something else.
    best.sort(key=lambda entry: (entry[1].most.word == FIRST, -entry[0]))
    if not best:
        return None
    score, told = best[0]
    if told.most.word != FIRST:
        best = [entry for entry in best if entry[1].most.word != FIRST]
    if any(s > score - MARGIN and told.text not in other.whole for s, other in best[1:]):
        return None
    return told.answer(question, score)


def _of_set(question: Question, asked: SetAsked, context: Context) -> Answer | None:
    """Compare the numbers of an enumeration in the text."""
    wanted = _wanted(asked.noun, asked.word, asked.noun)
    thing = _set_thing(replace(asked, noun="") if wanted.change else asked, context.finder)
    ranked: list[tuple[float, list[Member]]] = []
    for level, members in enumerations(figures(context.finder, question), wanted, asked):
        first = members[0].figure
        score = -LOOSER * level + _fit(
            thing, first.article, first.sentence, [m.figure.own for m in members]
        )
        if score >= LEAST and not any(m.text.startswith("最") for m in members):
            ranked.append((score, members))
    ranked.sort(key=lambda entry: (-entry[0], -len(entry[1])))
    if not ranked:
        return None
    best_score, best = ranked[0]
    best = next((members for _, members in ranked if _holds(members, best)), best)
    answer = most_of(question, asked.word, best, best_score)
    winning = winners(asked.word, best)
    for score, members in ranked[1:]:
        if score < best_score - MARGIN:
            break
        if not winners(asked.word, members) & winning:
            return None
    return answer


def _holds(members: Sequence[Member], others: Sequence[Member]) -> bool:
    """Tell whether members are all of others, by the same names, and more of their sentence."""
    sentence = others[0].figure.sentence
    named = {(m.figure.quantity.span, m.text) for m in members if m.figure.sentence is sentence}
    return len(named) == len(members) > len(others) and all(
        m.figure.sentence is sentence and (m.figure.quantity.span, m.text) in named for m in others
    )


def _set_thing(asked: SetAsked, finder: Finder) -> Thing:
    return things([f"{asked.frame}的{asked.kind_of}的{asked.noun}"], finder)[0]


def _fit(
    thing: Thing, article: AnnotatedArticle, sentence: AnnotatedSentence, own: Sequence[str]
) -> float:
    """Return how well a place of the text fits what is asked, 0 to 1."""
    paragraph = "\n".join(s.folded for s in article.of_paragraph(sentence.paragraph))
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
