"""An article with all that can be said of it before any question is asked."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cached_property

import numpy as np

from bot.answering.annotation.arrays import BoolArray, IntArray
from bot.answering.annotation.inventory import Inventory
from bot.answering.annotation.sentence import AnnotatedSentence, annotate
from bot.answering.annotation.tables import Table, find_tables
from bot.answering.annotation.units import ArticleUnits
from bot.answering.facts.numerals import written_number
from bot.answering.facts.times import reference_date
from bot.answering.masthead import page_date
from bot.answering.timeline import Told, times_told
from retrieval.page import Article, Page, Paragraph, Role
from retrieval.stopwords import stop_words

_ROLES = (Role.PROSE, Role.CAPTION, Role.HEADLINE, Role.SUBHEAD)
"""Paragraphs that are read for answers."""
_JOINING = frozenset({"和", "与", "及", "跟", "、", "以及", "或", "暨"})
_NAMED_AGAIN = 3
"""Sentences in which the topic of an article is named at least."""


class AnnotatedArticle(ArticleUnits):
    """An article's text with its units, words, times and topic.

    Arrays over its S sentences have shape (S,), arrays over its T tokens (T,), both in reading
    order.
    """

    def __init__(
        self, page: Page, article: Article, paragraphs: frozenset[int] | None = None
    ) -> None:
        """Annotate an article, or of a long one the headline and the paragraphs named."""
        super().__init__(
            tuple(
                annotate(p, s)
                for p in article.paragraphs
                if p.role in _ROLES
                and (paragraphs is None or p.index in paragraphs or p.role is Role.HEADLINE)
                for s in p.sentences
            )
        )
        self.page = page
        self.article = article

    def before_in_paragraph(self, sentence: AnnotatedSentence) -> list[AnnotatedSentence]:
        """Return the sentences that its paragraph has before a sentence, in reading order."""
        same = self.of_paragraph(sentence.paragraph)
        return same[: same.index(sentence)]

    def of_paragraph(self, paragraph: Paragraph) -> list[AnnotatedSentence]:
        """Return the sentences of a paragraph, in reading order."""
        return [s for s in self.sentences if s.paragraph is paragraph]

    def of_turn(self, paragraph: Paragraph) -> list[AnnotatedSentence]:
        """Return the sentences of a paragraph, after those of the question that it answers."""
        own = self.of_paragraph(paragraph)
        at = self.sentences.index(own[0])
        before = self.sentences[at - 1] if at else None
        asked = self.of_paragraph(before.paragraph) if before and _answers(before, own[0]) else []
        return [*asked, *own]

    def sentence_at(self, token: int) -> AnnotatedSentence:
        """Return the sentence that holds a token."""
        return self.sentences[int(self.sentence_of[token])]

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables it has, in reading order."""
        return find_tables(self.sentences)

    @cached_property
    def reference_date(self) -> date | None:
        """The day the page came out, else the article's as its own dates tell (`facts.times`)."""
        return page_date(self.page) or reference_date(s.folded for s in self.sentences)

    @cached_property
    def headlines(self) -> BoolArray:
        """Which sentences are the headline, shape (S,)."""
        roles = [s.paragraph.role is Role.HEADLINE for s in self.sentences]
        return np.array(roles, dtype=bool)

    @cached_property
    def goes_on(self) -> BoolArray:
        """Which sentences go on from the one before (其中 …; the answer to it), shape (S,)."""
        return np.array(
            [
                sentence.folded.startswith("其中") or _answers(before, sentence)
                for before, sentence in zip((None, *self.sentences), self.sentences, strict=False)
            ],
            dtype=bool,
        )

    @cached_property
    def topic_sentences(self) -> IntArray:
        """Numbers of the headline and the first sentence after it, which say the topic."""
        roles = [s.paragraph.role for s in self.sentences]
        heads = [n for n, role in enumerate(roles) if role is Role.HEADLINE]
        prose = [n for n, role in enumerate(roles) if role is Role.PROSE]
        return np.array(sorted({*heads, *prose[:1]}), dtype=np.intp)

    @cached_property
    def topics(self) -> frozenset[str]:
        """The nouns that the article opens with and keeps coming back to."""
        opening = [self.sentences[n] for n in self.topic_sentences]
        return frozenset(
            token.text
            for sentence in opening
            for token in sentence.tokens
            if len(token.text) > 1
            and token.tag[0] == "n"
            and token.text not in stop_words()
            and sum(token.text in s.folded for s in self.sentences) >= _NAMED_AGAIN
        )

    @cached_property
    def topic_bigrams(self) -> frozenset[str]:
        """The character bigrams of the sentences that say the topic."""
        return frozenset().union(*(self.sentences[n].bigrams for n in self.topic_sentences))

    @cached_property
    def sentence_bigrams(self) -> Inventory:
        """Which character bigrams each sentence has."""
        return Inventory([s.bigrams for s in self.sentences])

    @cached_property
    def sentence_characters(self) -> Inventory:
        """Which characters each sentence has."""
        return Inventory([frozenset(s.folded) for s in self.sentences])

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """Part of speech of every token."""
        return tuple(t.tag for t in self.tokens)

    @cached_property
    def is_joining(self) -> BoolArray:
        """Which tokens join two things (和, 、), shape (T,)."""
        return np.array([t.text in _JOINING for t in self.tokens], dtype=bool)

    @cached_property
    def is_noun(self) -> BoolArray:
        """Which tokens are nouns or names, shape (T,)."""
        return np.array([tag[0] == "n" for tag in self.tags], dtype=bool)

    @cached_property
    def types(self) -> tuple[str, ...]:
        """Distinct token texts, in order of first appearance."""
        return tuple(dict.fromkeys(t.text for t in self.tokens))

    @cached_property
    def type_of(self) -> IntArray:
        """Index into `types` of every token, shape (T,)."""
        number = {text: i for i, text in enumerate(self.types)}
        return np.array([number[t.text] for t in self.tokens], dtype=np.intp)

    @cached_property
    def types_by_text(self) -> dict[str, list[int]]:
        """For each token text the type that it is."""
        return {text: [number] for number, text in enumerate(self.types)}

    @cached_property
    def types_by_char(self) -> dict[str, list[int]]:
        """For each character the types that hold it."""
        table: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self.types):
            for char in set(text):
                table[char].append(number)
        return table

    @cached_property
    def types_by_number(self) -> dict[Decimal, list[int]]:
        """For each number the types that write it (23, 二十三)."""
        table: dict[Decimal, list[int]] = defaultdict(list)
        for number, text in enumerate(self.types):
            if (value := written_number(text)) is not None:
                table[value].append(number)
        return table

    @cached_property
    def time_starts(self) -> IntArray:
        """The first token of every point in time."""
        starts: list[int] = []
        base = 0
        for sentence in self.sentences:
            number = {t.start: base + i for i, t in enumerate(sentence.tokens)}
            starts += [number[t.span.start] for t in sentence.points_in_time]
            base += len(sentence.tokens)
        return np.array(starts, dtype=np.intp)

    @cached_property
    def time_bounds(self) -> IntArray:
        """The tokens before which a point in time or a paragraph begins, and the article's end."""
        ends = np.array([len(self)], dtype=np.intp)
        return np.unique(np.concatenate([self.time_starts, self.paragraph_starts, ends]))

    @cached_property
    def times_told(self) -> tuple[Told, ...]:
        """The points in time, in the order of `time_starts`."""
        return tuple(t for s in self.sentences for t in times_told(s.folded, s.points_in_time))

    @cached_property
    def time_of(self) -> IntArray:
        """Which of `times_told` each token is told of, -1 for none, shape (T,)."""
        last = np.searchsorted(self.time_starts, self.clause_ends, side="left") - 1
        found = last[self.clause_of].astype(np.intp)
        begins = self.time_starts[np.maximum(found, 0)] if len(self.time_starts) else found
        same = self.paragraph_of[np.maximum(begins, 0)] == self.paragraph_of
        return np.where((found >= 0) & same, found, -1).astype(np.intp)


def _answers(before: AnnotatedSentence | None, sentence: AnnotatedSentence) -> bool:
    """Tell whether a paragraph begins with a sentence after one that ends with a question."""
    return (
        before is not None
        and before.paragraph is not sentence.paragraph
        and before.folded.endswith("?")
        and sentence.paragraph.role is Role.PROSE
    )
