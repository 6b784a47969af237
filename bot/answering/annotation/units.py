"""The units of an article: which sentence, clause, paragraph and figure each token is of."""

from functools import cached_property

import numpy as np

from bot.answering.annotation.arrays import FloatArray, IntArray, run_starts
from bot.answering.annotation.marks import CLAUSE_ENDS
from bot.answering.annotation.sentence import AnnotatedSentence
from bot.answering.annotation.text import ArticleText
from retrieval.tokens import Token

_STATEMENT_ENDS = frozenset(";；")


class ArticleUnits(ArticleText):
    """The text of an article with its units, which are numbered from 0 in reading order.

    Arrays over tokens have shape (T,).
    """

    def __init__(self, sentences: tuple[AnnotatedSentence, ...]) -> None:
        """Number the units of the sentences."""
        super().__init__(sentences)
        lengths = np.array([len(s.tokens) for s in sentences], dtype=np.intp)
        self.sentence_of = np.repeat(np.arange(len(sentences), dtype=np.intp), lengths)
        paragraphs: dict[int, int] = {}
        numbers = [paragraphs.setdefault(s.paragraph.index, len(paragraphs)) for s in sentences]
        self.paragraph_of = np.repeat(np.array(numbers, dtype=np.intp), lengths)
        self.clause_of = self._clauses_numbered()

    def _clauses_numbered(self) -> IntArray:
        clause_of = []
        clause = -1
        for sentence in self.sentences:
            clause += 1
            titles = 0  # that are open: a mark in 《甲:乙》 ends no clause
            for token in sentence.tokens:
                clause_of.append(clause)
                if token.text in "《〈":
                    titles += 1
                elif token.text in "》〉":
                    titles = max(0, titles - 1)
                elif token.text[0] in CLAUSE_ENDS and not titles and not _in_clock(sentence, token):
                    clause += 1
        # Marks in a row leave numbers unused; count the clauses that hold a token.
        return np.cumsum(np.diff(clause_of, prepend=-1) != 0, dtype=np.intp) - 1

    @cached_property
    def sentence_starts(self) -> IntArray:
        """Index of each sentence's first token, shape (S,)."""
        return run_starts(self.sentence_of)

    @cached_property
    def paragraph_starts(self) -> IntArray:
        """Index of each paragraph's first token."""
        return run_starts(self.paragraph_of)

    @cached_property
    def clause_starts(self) -> IntArray:
        """Index of each clause's first token, shape (number of clauses,)."""
        return run_starts(self.clause_of)

    @cached_property
    def clause_ends(self) -> IntArray:
        """Index of the first token after each clause, shape (number of clauses,)."""
        return np.append(self.clause_starts[1:], len(self))

    @cached_property
    def statement_of(self) -> IntArray:
        """Number of each token's statement, shape (T,): sentences are cut at semicolons."""
        ends = np.array([t.text in _STATEMENT_ENDS for t in self.tokens], dtype=np.intp)
        after = np.concatenate([[0], ends[:-1]]) if len(self) else ends
        begins = (after > 0) | (np.diff(self.sentence_of, prepend=-1) != 0)
        return np.cumsum(begins, dtype=np.intp) - 1

    @cached_property
    def segment_bounds(self) -> tuple[IntArray, IntArray]:
        """For every token the stretch around it that the statement of one figure fills, shape (T,).

        A stretch begins with the clause or after the figure before it, and ends with the clause
        or before the next figure; a 、 beside a figure bounds it too (甲3个、乙2个). First token,
        and one past the last.
        """
        total = len(self)
        opens, closes = self._figure_edges()
        starts, ends = np.zeros(total, dtype=np.intp), np.full(total, total, dtype=np.intp)
        begin = 0
        for at in range(total):
            if at and (self.clause_of[at] != self.clause_of[at - 1] or at - 1 in closes):
                begin = at
            starts[at] = begin
        stop = total
        for at in range(total - 1, -1, -1):
            if at + 1 < total and (self.clause_of[at] != self.clause_of[at + 1] or at + 1 in opens):
                stop = at + 1
            ends[at] = stop
        return starts, ends

    def _figure_edges(self) -> tuple[set[int], set[int]]:
        """Return the tokens that begin a figure (or its 、), and those that end one."""
        opens, closes = set(), set()
        base = 0
        for sentence in self.sentences:
            first = {t.start: base + i for i, t in enumerate(sentence.tokens)}
            last = {t.end: base + i for i, t in enumerate(sentence.tokens)}
            for quantity in sentence.quantities:
                if quantity.span.start not in first or quantity.span.end not in last:
                    continue
                start, end = first[quantity.span.start], last[quantity.span.end]
                opens.add(start)
                closes.add(end)
                if start and self.tokens[start - 1].text == "、":
                    closes.add(start - 1)
                if end + 1 < len(self) and self.tokens[end + 1].text == "、":
                    opens.add(end + 1)
            base += len(sentence.tokens)
        return opens, closes

    @cached_property
    def back_to(self) -> dict[str, FloatArray]:
        """How many tokens before each its segment, clause, statement and sentence begin, (T,)."""
        at = np.arange(len(self))
        first = {
            "segment": self.segment_bounds[0],
            "sentence": np.searchsorted(self.sentence_of, self.sentence_of, side="left"),
            "clause": np.searchsorted(self.clause_of, self.clause_of, side="left"),
            "statement": np.searchsorted(self.statement_of, self.statement_of, side="left"),
        }
        return {unit: (at - begin).astype(np.float32) for unit, begin in first.items()}

    @cached_property
    def on_to(self) -> dict[str, FloatArray]:
        """How many tokens after each its segment, clause and sentence end, shape (T,)."""
        at = np.arange(len(self))
        past = {
            "segment": self.segment_bounds[1],
            "clause": np.searchsorted(self.clause_of, self.clause_of, side="right"),
            "sentence": np.searchsorted(self.sentence_of, self.sentence_of, side="right"),
        }
        return {unit: (end - 1 - at).astype(np.float32) for unit, end in past.items()}


def _in_clock(sentence: AnnotatedSentence, mark: Token) -> bool:
    """Tell whether a mark is the colon of a time of the clock (6:30)."""
    before, after = mark.start - 1, mark.end
    digits = sentence.folded[before : before + 1] + sentence.folded[after : after + 1]
    return mark.text == ":" and len(digits) == 2 and digits.isdecimal()
