"""Chooses the questions to suggest, and asks each to see that it is answered."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, zip_longest
from typing import TypeVar

from bot.answering.annotation import annotate
from bot.answering.answer import Answer, Evidence, Status
from bot.answering.likeness import bare, likeness
from bot.answering.suggestions.clauses import Clauses
from bot.answering.suggestions.draft import Draft
from bot.answering.suggestions.figures import figure_drafts
from bot.answering.suggestions.moments import place_drafts, time_drafts
from bot.answering.suggestions.people import deed_drafts, post_drafts, quotation_drafts
from bot.answering.suggestions.things import (
    definition_drafts,
    list_drafts,
    object_drafts,
    reason_drafts,
)
from bot.answering.suggestions.wellformed import is_well_formed
from retrieval.fold import fold
from retrieval.page import Article, Page, Sentence, Span

T = TypeVar("T")
Ask = Callable[[str], Answer]
"""Answers one question, without any turn before."""

CONFIDENT = 0.75
"""Confidence from which an answer is sure enough to be offered."""
QUESTIONS_ASKED = 12
"""Questions asked at most to find those that are answered."""
MANY_SENTENCES, QUESTIONS_OF_MANY = 2_000, 6
"""On pages of so many sentences a question takes some tenths of a second: so many are asked."""
SENTENCES_NEAR = 40
"""Sentences around an answer in which facts are sought."""
_ANOTHER_PARAGRAPH = 3.0
"""How many sentences further another paragraph counts."""
_BACK = 0.5
"""How many sentences further one counts that stands before."""
_SAME_SORT = 2.0
"""What it costs, in sentences of distance, to be of a sort that a nearer question is of."""
_ALIKE = 0.95
"""Likeness from which two questions are the same to a reader; 增长多少 is not 是多少."""
_MARK_SHARE = 0.8
"""Of a fact of several clauses, the share that the answer must have."""
REMEMBERED = 4096
"""Sentences whose questions are kept."""
SAID_TO_OPEN = 5
"""Characters of the text in a question to begin with: no context tells what a short one means."""
DRAFTS = 30
"""Questions written at most, of which those to ask are chosen."""
ARTICLES_OPENED = 12
"""Articles looked at for questions to begin with."""
PARAGRAPHS_OPENED = 4
"""Paragraphs of each of them; of a single long one, as many as of all."""
SENTENCES_OPENED = 6
"""Sentences of each paragraph."""

_SORTS = (
    figure_drafts,
    time_drafts,
    place_drafts,
    post_drafts,
    quotation_drafts,
    deed_drafts,
    list_drafts,
    reason_drafts,
    definition_drafts,
    object_drafts,
)


class Suggester:
    """Suggests questions about pages that `ask` answers.

    Thread-safe once built: it remembers what it has written, nothing else.
    """

    def __init__(self, pages: tuple[Page, ...], ask: Ask) -> None:
        self._pages = pages
        self._ask = ask
        self._sentences = {
            id(sentence): (paragraph, sentence)
            for page in pages
            for article in page.articles
            for paragraph in article.prose()
            for sentence in paragraph.sentences
        }
        many = len(self._sentences) >= MANY_SENTENCES
        self._most_asked = QUESTIONS_OF_MANY if many else QUESTIONS_ASKED
        self._written = lru_cache(maxsize=REMEMBERED)(self._write)

    def follow_ups(self, answer: Answer, count: int) -> tuple[str, ...]:
        """Return up to `count` questions about facts near an answer.

        With no answer, near the passage that was offered; without one, `openers` of all articles.
        """
        anchors = answer.evidence or ((answer.nearest,) if answer.nearest else ())
        if not anchors:
            return self.openers([a for page in self._pages for a in page.articles], count)
        drafts: list[tuple[float, Draft]] = []
        for distance, sentence in _near(anchors[0]):
            drafts += [(distance, d) for d in self._of(sentence) if not _is_told(d, anchors)]
            if len(drafts) >= DRAFTS:
                break
        return tuple(self._answered(_spread(drafts), count, answer.question.text))

    def openers(self, articles: Sequence[Article], count: int) -> tuple[str, ...]:
        """Return up to `count` questions about `articles`, as different as can be."""
        opened = _evenly(articles, ARTICLES_OPENED)
        paragraphs = PARAGRAPHS_OPENED * ARTICLES_OPENED // max(1, len(opened))
        drafts = []
        for article in opened:
            written = (
                (float(number), draft)
                for number, paragraph in enumerate(_evenly(article.prose(), paragraphs))
                for sentence in paragraph.sentences[:SENTENCES_OPENED]
                for draft in self._of(sentence)
                if len(draft.said) >= SAID_TO_OPEN
            )
            drafts.append(_spread(islice(written, DRAFTS)))
        # The first of each article, then the second of each.
        turns = [d for turn in zip_longest(*drafts) for d in turn if d is not None]
        return tuple(self._answered(_spread(enumerate(turns)), count))

    def _of(self, sentence: Sentence) -> tuple[Draft, ...]:
        return self._written(id(sentence)) if id(sentence) in self._sentences else ()

    def _write(self, key: int) -> tuple[Draft, ...]:
        """Return the well-formed questions about a sentence of the pages, by its `id`."""
        clauses = Clauses.of(annotate(*self._sentences[key]))
        return tuple(d for sort in _SORTS for d in sort(clauses) if is_well_formed(d))

    def _answered(self, drafts: Iterable[Draft], count: int, asked: str = "") -> Iterator[str]:
        """Yield the first `count` questions that are answered with their fact.

        None is like another or like the one `asked`.
        """
        taken = [bare(fold(asked))]
        kept: list[Draft] = []
        tried = 0
        for draft in drafts:
            if len(kept) == count or tried == self._most_asked:
                return
            text = bare(fold(draft.text))
            repeats = any(max(likeness(text, t), likeness(t, text)) >= _ALIKE for t in taken)
            if repeats or any(draft.is_about_same_as(other) for other in kept):
                continue
            tried += 1
            if is_answered(draft, self._ask(draft.text)):
                taken.append(text)
                kept.append(draft)
                yield draft.text


def _evenly(things: Sequence[T], count: int) -> list[T]:
    """Return at most `count` things, the first among them, spread over all."""
    step = max(1.0, len(things) / count)
    return [things[int(n * step)] for n in range(min(count, len(things)))]


def _near(anchor: Evidence) -> list[tuple[float, Sentence]]:
    """Return the sentences of the article nearest to a piece of evidence, the nearest first."""
    sentences = [(p, s) for p in anchor.article.prose() for s in p.sentences]
    at = next((n for n, (_, s) in enumerate(sentences) if s is anchor.sentence), None)
    if at is None:
        # A headline or a byline: what comes after it.
        after = (n for n, (p, _) in enumerate(sentences) if p.index > anchor.paragraph.index)
        at = next(after, 0)
    first = max(0, at - SENTENCES_NEAR)
    found = []
    for number, (paragraph, sentence) in enumerate(sentences[first : at + SENTENCES_NEAR], first):
        distance = abs(number - at) + _ANOTHER_PARAGRAPH * (paragraph is not anchor.paragraph)
        # Of two equally near, the one further on: reading goes that way.
        found.append((distance + _BACK * (number < at), sentence))
    return sorted(found, key=lambda entry: entry[0])[:SENTENCES_NEAR]


def _is_told(draft: Draft, anchors: Sequence[Evidence]) -> bool:
    """Tell whether a fact is what has just been answered, or the same words elsewhere."""
    sentence, fact = draft.sentence.sentence, draft.fact
    words = sentence.text[fact.start : fact.end]
    return any(
        (sentence is e.sentence and fact.overlaps(mark)) or words == e.text[mark.start : mark.end]
        for e in anchors
        for mark in e.marks
    )


def _spread(drafts: Iterable[tuple[float, Draft]]) -> list[Draft]:
    """Order drafts by distance, those of a sort that is there already further back."""
    before: Counter[str] = Counter()
    ranked = []
    for number, (distance, draft) in enumerate(drafts):
        ranked.append((distance + _SAME_SORT * before[draft.template], number, draft))
        before[draft.template] += 1
    return [draft for *_, draft in sorted(ranked, key=lambda entry: entry[:2])]


def is_answered(draft: Draft, answer: Answer) -> bool:
    """Tell whether an answer is sure and is the fact that the question was written for."""
    if answer.status is not Status.ANSWERED or answer.confidence < CONFIDENT:
        return False
    if len(answer.evidence) != 1 or answer.evidence[0].sentence is not draft.sentence.sentence:
        return False
    return any(_covers(mark, draft.fact) for mark in answer.evidence[0].marks)


def _covers(mark: Span, fact: Span) -> bool:
    shared = min(mark.end, fact.end) - max(mark.start, fact.start)
    return mark.contains(fact) or shared >= _MARK_SHARE * len(fact)
