"""Weights by multinomial logistic regression over the candidates of each question.

The probability of a candidate is the softmax of the scores of all candidates of its question;
what is maximised is the probability that one of the right candidates is drawn (marginal
likelihood, as Clark and Gardner 2018 have it for answers that stand in several places), less a
penalty on the squared weights. Every family of kinds has its own weights: shared ones plus a
deviation, which is penalised more, so that a family with few questions stays near the others
(Daumé 2007, Evgeniou and Pontil 2004). A family with a parent deviates from that instead.

A question has about a thousand candidates and nearly all are easily wrong: the first round draws
the wrong ones at random, the next takes those that the first scores highest.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bot.answering.annotation import BoolArray, FloatArray, IntArray
from bot.answering.rules import RULES, TRAITS
from bot.answering.scoring import FAMILIES, PARENTS
from bot.tuning.examples import Context, Example
from retrieval.errors import UserFacingError

Pair = tuple[Context, Example]
Weights64 = npt.NDArray[np.float64]

_ROUNDS = 2
_ITERATIONS = 150
_LEAST_DEVIATION = 1e-3
"""Added to standard deviations: a column that hardly varies must not get a huge weight."""


@dataclass(frozen=True)
class Options:
    """What may be varied in a fit."""

    shared_penalty: float = 3.5e-4
    """Of the squared weights all families share, against the mean loss of a question."""
    family_penalty: float = 3.5e-3
    """Of the squared deviations of each family."""
    child_penalty: float = 3.5e-4
    """Of those of a family from its parent: so small since a child has some hundred questions,
    and the loss is the mean over some ten thousand."""
    wrong: int = 200
    """Wrong candidates taken for each question."""
    least_share: float = 0.02
    """Share of the contexts that must have a label's class for it to get a weight: what is rarer
    would be learnt by heart."""
    page_times: int = 3
    """How often a question about a page counts where one of a reading comprehension set counts
    once: there are few of them, and they are what is asked in use."""
    seed: int = 0
    left_out: frozenset[str] = frozenset()
    """Names of rules, traits and labels that get no weight."""


@dataclass(frozen=True)
class Model:
    """Fitted weights, a column for each of FAMILIES."""

    numeric: Weights64
    """Of rules, then traits: shape (number of rules + number of traits, len(FAMILIES))."""
    classes: dict[str, Weights64]
    """Of each `label:class`, shape (len(FAMILIES),)."""

    def scores(self, context: Context, example: Example) -> FloatArray:
        """Return the score of every candidate, shape (C,)."""
        family = FAMILIES.index(example.family)
        none = np.zeros(len(FAMILIES))
        numeric = self.numeric[:, family].astype(np.float32)
        rules = example.rules.shape[1]
        classes = np.array([self.classes.get(name, none)[family] for name in context.classes])
        return (
            example.rules @ numeric[:rules]
            + context.traits @ numeric[rules:]
            + classes[context.class_of].sum(axis=1)
        )


def fit(contexts: Sequence[Context], options: Options, pages: Sequence[Context] = ()) -> Model:
    """Fit weights to the questions of `contexts` and of `pages` that have a right candidate.

    Raises UserFacingError if there are none.
    """
    # By family, so that the rows of each are one block.
    pairs = sorted(
        (
            (c, e)
            for c in (*contexts, *tuple(pages) * options.page_times)
            for e in c.examples
            if e.teaches
        ),
        key=lambda pair: FAMILIES.index(pair[1].family),
    )
    if not pairs:
        raise UserFacingError("没有一题的答案在文中找得到，无从学习；请检查题目文件")
    classes = _common_classes(contexts, options)
    classes += tuple(name for name in _common_classes(pages, options) if name not in set(classes))
    model, theta, scale = None, None, None
    for round_ in range(_ROUNDS):
        rng = np.random.default_rng((options.seed, round_))
        rows = [_drawn(pair, model, options.wrong, rng) for pair in pairs]
        sample = _Sample.gather(pairs, rows, classes, scale, options.left_out)
        scale = sample.scale
        theta = _minimise(sample, options, theta)
        model = _model(sample, theta, classes)
    assert model is not None
    return model


def _common_classes(contexts: Sequence[Context], options: Options) -> tuple[str, ...]:
    """Return the classes to be weighed: of no label left out, and met often enough."""
    met = Counter(name for context in contexts for name in set(context.classes))
    return tuple(
        name
        for name in dict.fromkeys(name for context in contexts for name in context.classes)
        if met[name] >= options.least_share * len(contexts)
        and name.partition(":")[0] not in options.left_out
    )


def _drawn(pair: Pair, model: Model | None, wrong: int, rng: np.random.Generator) -> IntArray:
    """Return the candidates of a question to learn from: all right ones, and some wrong ones."""
    right = pair[1].right
    count = len(right)
    if model is None:
        taken = rng.choice(count, min(wrong, count), replace=False)
    else:
        best = np.argsort(-model.scores(*pair), kind="stable")[: wrong // 2]
        others = rng.choice(count, min(wrong // 2, count), replace=False)
        taken = np.concatenate([best, others])
    return np.union1d(np.flatnonzero(right), taken).astype(np.intp)


@dataclass(frozen=True)
class _Sample:
    """The drawn candidates of all questions as arrays of n rows, question after question."""

    numeric: FloatArray
    """Standardised rules and traits, float32, shape (n, columns)."""
    classes: csr_matrix
    """1 for each class of each row, shape (n, number of classes)."""
    right: BoolArray
    first: IntArray
    """First row of each question."""
    blocks: tuple[slice, ...]
    """The rows of each family."""
    scale: FloatArray
    """What the columns of `numeric` were divided by."""

    @classmethod
    def gather(
        cls,
        pairs: Sequence[Pair],
        rows: Sequence[IntArray],
        classes: tuple[str, ...],
        scale: FloatArray | None,
        left_out: frozenset[str],
    ) -> "_Sample":
        """Collect `rows` of each question; the columns are scaled by `scale`, or to deviation 1.

        Rules and traits that are `left_out` are 0 in every row: there the loss does not depend on
        the weight, and the penalty leaves it at 0. A class that is not among `classes` is none.
        """
        number = {name: at for at, name in enumerate(classes)}
        numeric = np.concatenate(
            [
                np.hstack([example.rules[taken], context.traits[taken]])
                for (context, example), taken in zip(pairs, rows, strict=True)
            ]
        )
        numeric[:, [name in left_out for name in (*RULES, *TRAITS)]] = 0.0
        if scale is None:
            scale = (numeric.std(axis=0, dtype=np.float64) + _LEAST_DEVIATION).astype(np.float32)
        # The softmax does not see what is added to all candidates: centring only helps rounding.
        numeric -= numeric.mean(axis=0, dtype=np.float64).astype(np.float32)
        numeric /= scale
        indices = np.concatenate(
            [
                np.array([number.get(n, -1) for n in context.classes])[context.class_of[taken]]
                for (context, _), taken in zip(pairs, rows, strict=True)
            ]
        )
        pointers = np.arange(0, indices.size + 1, indices.shape[1])
        counts = np.array([len(taken) for taken in rows])
        of_family = np.repeat([FAMILIES.index(e.family) for _, e in pairs], counts)
        edges = np.searchsorted(of_family, np.arange(len(FAMILIES) + 1))
        return cls(
            numeric=numeric,
            classes=csr_matrix(
                (
                    (indices >= 0).ravel().astype(np.float64),
                    np.maximum(indices, 0).ravel(),
                    pointers,
                ),
                shape=(len(indices), len(classes)),
            ),
            right=np.concatenate(
                [e.right[taken] for (_, e), taken in zip(pairs, rows, strict=True)]
            ),
            first=(np.cumsum(counts) - counts).astype(np.intp),
            blocks=tuple(slice(*pair) for pair in pairwise(edges.tolist())),
            scale=scale,
        )


def _minimise(sample: _Sample, options: Options, start: Weights64 | None) -> Weights64:
    """Return the best weights, shape (1 + families, columns + classes): shared, deviations."""
    columns = sample.numeric.shape[1]
    shape = (1 + len(sample.blocks), columns + sample.classes.shape[1])
    penalty = np.full((shape[0], 1), options.family_penalty)
    penalty[0] = options.shared_penalty
    for child in PARENTS:
        penalty[1 + FAMILIES.index(child)] = options.child_penalty
    parts = [(sample.numeric[block], sample.classes[block]) for block in sample.blocks]

    def objective(flat: Weights64) -> tuple[float, Weights64]:
        theta = flat.reshape(shape)
        scores = np.concatenate(
            [
                numeric @ weights[:columns].astype(np.float32) + classes @ weights[columns:]
                for (numeric, classes), weights in zip(parts, _by_family(theta), strict=True)
            ]
        )
        loss, slope = loss_and_slope(scores, sample.right, sample.first)
        gradient = 2 * penalty * theta
        for (numeric, classes), block, rows in zip(parts, sample.blocks, _MADE_OF, strict=True):
            part = slope[block]
            found = np.concatenate([part.astype(np.float32) @ numeric, classes.T @ part])
            gradient[rows] += found
        return loss + float((penalty * theta**2).sum()), gradient.ravel()

    begin = np.zeros(shape) if start is None else start
    found = minimize(
        objective, begin.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS}
    )
    return np.asarray(found.x, dtype=np.float64).reshape(shape)


_MADE_OF = [
    [0, *(1 + FAMILIES.index(name) for name in (PARENTS.get(family), family) if name is not None)]
    for family in FAMILIES
]
"""For each family the rows of shared weights (0) and deviations (the others, as in FAMILIES) that
its weights add up to."""


def _by_family(theta: Weights64) -> Weights64:
    """Return the weights of each family, shape (families, columns + classes)."""
    return np.stack([theta[rows].sum(axis=0) for rows in _MADE_OF])


def loss_and_slope(
    scores: FloatArray, right: BoolArray, first: IntArray
) -> tuple[float, FloatArray]:
    """Return the mean loss of a question, and its derivative by each row's score.

    `scores` and `right` have shape (n,), the rows of each question together; `first` is each
    question's first row. Every question must have a right row.
    """
    question = np.repeat(np.arange(len(first)), np.diff(first, append=len(scores)))
    powers = np.exp(scores - np.maximum.reduceat(scores, first)[question])
    total = np.add.reduceat(powers, first)
    kept = powers * right
    # Far from the optimum a right candidate's share may be too small for a float.
    total_right = np.maximum(np.add.reduceat(kept, first), 1e-300)
    slope = (powers / total[question] - kept / total_right[question]) / len(first)
    return -float(np.log(total_right / total).mean()), slope


def _model(sample: _Sample, theta: Weights64, classes: tuple[str, ...]) -> Model:
    weights = _by_family(theta).T
    columns = sample.numeric.shape[1]
    return Model(
        weights[:columns] / sample.scale[:, None],
        dict(zip(classes, weights[columns:], strict=True)),
    )
