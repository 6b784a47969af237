"""What fitted weights are worth on articles they were not fitted to."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import fmean
from typing import TypeVar

import numpy as np

from bot.answering.scoring import FIGURES
from bot.answering.sentence_share import sentence_shares
from bot.evaluation import cmrc
from bot.evaluation.judge import normalise
from bot.tuning.examples import Context, Example
from bot.tuning.fitting import Model, Options, fit
from retrieval.errors import UserFacingError

Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True)
class Grade:
    """One question's answer, graded as `wenbao eval --format squad` does."""

    family: str
    of_page: bool
    """Whether it was asked of a whole page, not of one paragraph."""
    known: bool
    """Whether any candidate is right."""
    em: float
    f1: float
    sentence: float
    """1 if the answer's sentence holds a gold answer, else 0."""


@dataclass(frozen=True)
class Means:
    """Mean grades of a group of questions, 0 to 1."""

    questions: int
    em: float
    f1: float
    sentence: float
    oracle: float
    """Share of questions that have a right candidate."""

    @classmethod
    def of(cls, grades: Sequence[Grade]) -> "Means":
        """Average `grades`, at least one."""
        return cls(
            len(grades),
            fmean(g.em for g in grades),
            fmean(g.f1 for g in grades),
            fmean(g.sentence for g in grades),
            fmean(g.known for g in grades),
        )


def assign_folds(groups: Iterable[Group], folds: int, seed: int) -> dict[Group, int]:
    """Return the fold of each group, from 0; as many groups in each as can be, drawn at random.

    Raises UserFacingError if there are fewer groups than folds.
    """
    known = list(dict.fromkeys(groups))
    if len(known) < folds:
        raise UserFacingError(f"只有 {len(known)} 篇文章，分不成 {folds} 份；请减小 --folds")
    order = np.random.default_rng(seed).permutation(len(known)).tolist()
    return {known[number]: at % folds for at, number in enumerate(order)}


def cross_validate(
    contexts: Sequence[Context],
    more: Sequence[Context],
    folds: int,
    options: Options,
    *,
    pages: Sequence[Context] = (),
    share: float = 1.0,
) -> Iterator[list[Grade]]:
    """Yield the grades of each fold of `contexts` and `pages`, fitted to the others and to `more`.

    Whole articles go to a fold: two contexts of one article share names and phrases. With a
    `share` below 1 only that part of the other folds' articles is learnt from, drawn so that a
    smaller share is part of a greater one.
    """
    fold_of = assign_folds((context.article for context in contexts), folds, options.seed)
    if pages:
        fold_of |= assign_folds((page.article for page in pages), folds, options.seed)
    articles = dict.fromkeys(context.article for context in contexts)
    for fold in range(folds):
        others = [article for article in articles if fold_of[article] != fold]
        order = np.random.default_rng((options.seed, fold)).permutation(len(others)).tolist()
        taken = {others[number] for number in order[: ceil(share * len(others))]}
        learnt = [*(c for c in contexts if c.article in taken), *more]
        model = fit(learnt, options, [p for p in pages if fold_of[p.article] != fold])
        yield [
            *grade([c for c in contexts if fold_of[c.article] == fold], model),
            *grade([p for p in pages if fold_of[p.article] == fold], model, of_page=True),
        ]


def grade(contexts: Sequence[Context], model: Model, *, of_page: bool = False) -> list[Grade]:
    """Answer every question that has gold answers with the weights of `model`."""
    return [
        _grade(context, example, _winner(context, example, model), of_page=of_page)
        for context in contexts
        for example in context.examples
        if example.question.answers
    ]


def _winner(context: Context, example: Example, model: Model) -> int:
    """Return the best candidate; as in `Finder`, sentences and equal texts stand together."""
    scores = model.scores(context, example)
    if example.family != FIGURES:
        scores = scores + sentence_shares([scores], [context.sentence])[0]
    best = int(np.bincount(context.same, weights=np.exp(scores - scores.max())).argmax())
    return int(np.where(context.same == best, scores, -np.inf).argmax())


def _grade(context: Context, example: Example, winner: int, *, of_page: bool) -> Grade:
    answers = example.question.answers or ()
    text = context.text(winner)
    sentence = normalise(context.sentences[context.sentence[winner]])
    return Grade(
        example.family,
        of_page,
        known=example.teaches,
        em=cmrc.exact_match(text, answers),
        f1=cmrc.f1(text, answers),
        sentence=float(any(normalise(answer) in sentence for answer in answers)),
    )
