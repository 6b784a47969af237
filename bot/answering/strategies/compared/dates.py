"""The day on which something the question names happened, where the text leaves no doubt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.answering.annotation import CLAUSE_ENDS, AnnotatedArticle, AnnotatedSentence
from bot.answering.answer import Evidence
from bot.answering.facts.times import Time, TimeKind, find_times
from bot.answering.marking import marked
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.computed.figures import articles
from bot.answering.strategies.computed.things import Thing, cover, has
from retrieval.page import Span


@dataclass(frozen=True)
class Dated:
    """A thing and its day; spans count in the sentence."""

    article: AnnotatedArticle
    sentence: AnnotatedSentence
    name: Span
    time: Time
    day: date

    def text(self, span: Span) -> str:
        """Return a part of the sentence as it stands."""
        return self.sentence.sentence.text[span.start : span.end]

    def evidence(self, mark: Span) -> Evidence:
        """Return the sentence with a part marked."""
        return marked(self.article, self.sentence, mark)


def dated(thing: Thing, question: Question, context: Context) -> Dated | None:
    """Return the day of `thing`; None if the text gives none or several."""
    found = [
        entry
        for article in articles(context.finder, question)
        for entry in _in_article(thing, article)
    ]
    return found[0] if found and len({entry.day for entry in found}) == 1 else None


def _in_article(thing: Thing, article: AnnotatedArticle) -> Iterator[Dated]:
    reference = article.reference_date
    names = [t.text for t in thing.telling]
    for sentence in article.sentences:
        if not names or not all(has(sentence.folded, t.text) for t in thing.terms if t.name):
            continue
        place = sentence.folded.find(names[0])
        if place < 0:
            continue
        times = [
            t
            for t in find_times(sentence.folded, reference)
            if t.resolved and t.kind is not TimeKind.DURATION
        ]
        clause = _clause(sentence.folded, place)
        near = [t for t in times if clause.contains(t.span)] or times
        if len(near) == 1 and (resolved := near[0].resolved):
            name = cover(sentence.folded, names, near[0].span.start)
            if name:
                yield Dated(article, sentence, name, near[0], resolved.start)


def _clause(text: str, place: int) -> Span:
    """Return the clause around `place`."""
    start, end = place, place
    while start > 0 and text[start - 1] not in CLAUSE_ENDS:
        start -= 1
    while end < len(text) and text[end] not in CLAUSE_ENDS:
        end += 1
    return Span(start, end)
