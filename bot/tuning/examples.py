"""Questions with gold answers as arrays: what the rules say of every candidate, and which is right.

Nothing here knows a rule by name: the columns are those of `bot.answering.rules`, in its order.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from bot.answering.annotation import AnnotatedArticle, BoolArray, FloatArray, IntArray
from bot.answering.matching.match import Match
from bot.answering.scoring import FAMILY_OF, label_classes, rule_values, trait_values
from bot.answering.spans.candidates import generate
from bot.answering.understanding.understand import understand
from bot.evaluation.oracle import Places
from bot.evaluation.questions import GoldQuestion
from bot.evaluation.squad import Passage
from retrieval.idf import Idf
from retrieval.reader import read_page


@dataclass(frozen=True)
class Example:
    """A question laid over the C candidates of its context."""

    question: GoldQuestion
    family: str
    """The column of weights that decides (see `scoring.FAMILY_OF`)."""
    rules: FloatArray
    """What each rule says of each candidate, shape (C, number of rules)."""
    right: BoolArray
    """Which candidates answer the question, shape (C,)."""

    @property
    def teaches(self) -> bool:
        """Tell whether any candidate is right."""
        return bool(self.right.any())


@dataclass(frozen=True)
class Context:
    """A context with its C candidates, all that needs no question, and its questions.

    What is learnt from a whole page has a context for each question (see pages.py).
    """

    article: tuple[str, int]
    """File and position in it of the article the context is from; several may share one."""
    sentences: tuple[str, ...]
    sentence: IntArray
    """Sentence of each candidate, shape (C,)."""
    spans: IntArray
    """Where in its sentence each candidate stands, shape (C, 2)."""
    same: IntArray
    """Number of each candidate's text: equal for candidates of equal (folded) text, shape (C,)."""
    traits: FloatArray
    """Shape (C, number of traits)."""
    classes: tuple[str, ...]
    """The `label:class` names met in this context."""
    class_of: IntArray
    """Index into `classes` of each label of each candidate, shape (C, number of labels)."""
    examples: tuple[Example, ...]

    def text(self, candidate: int) -> str:
        """Return a candidate as it stands in the text."""
        start, end = self.spans[candidate].tolist()
        return self.sentences[self.sentence[candidate]][start:end]


def read_examples(
    passages: Iterable[Passage], *, sentences_only: bool = False, jobs: int = 1
) -> Iterator[Context]:
    """Yield the contexts in the order given; passages of several articles, or none, are left out.

    With `sentences_only`, for sets whose answers are cut loosely, each question teaches twice: that
    the answer stands in a sentence that holds a gold answer, and that it stands within it. `jobs`
    processes work at once.
    """
    build = partial(_context, sentences_only=sentences_only)
    if jobs == 1:
        yield from filter(None, map(build, passages))
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from filter(None, pool.map(build, passages, chunksize=8))


def _context(passage: Passage, *, sentences_only: bool) -> Context | None:
    page = read_page(passage.context, passage.source)
    if len(page.articles) != 1:
        return None
    pool = generate(AnnotatedArticle(page, page.articles[0]))
    if not len(pool):
        return None
    idf = Idf((page,))
    places = Places(passage.context, pool)
    examples = []
    for gold in passage.questions:
        question = understand(gold.question, idf.stands)
        rules = rule_values(Match(question, pool, idf.rarity))
        right = [places.right(gold)]
        if sentences_only:
            right = [places.in_sentences(gold), places.within(gold)]
        examples += [Example(gold, FAMILY_OF[question.kind], rules, r) for r in right]
    classes, class_of = numbered(label_classes(pool))
    return Context(
        article=(passage.source.rpartition("#")[0], passage.article),
        sentences=tuple(s.sentence.text for s in pool.article.sentences),
        sentence=places.sentence,
        spans=places.spans,
        same=np.unique(np.array(pool.texts), return_inverse=True)[1].astype(np.intp),
        traits=trait_values(pool),
        classes=classes,
        class_of=class_of,
        examples=tuple(examples),
    )


def numbered(columns: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], IntArray]:
    """Return all classes met, and which each candidate has of each label, shape (C, labels).

    `columns` has for each label the class of every candidate.
    """
    number = {name: at for at, name in enumerate(dict.fromkeys(c for col in columns for c in col))}
    rows = [[number[name] for name in column] for column in columns]
    return tuple(number), np.array(rows, dtype=np.intp).T
