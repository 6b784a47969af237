"""The model of the confidence: logistic regression on answers that were right and wrong.

What is learnt from are the candidates `bot.answering.strategies.span` would choose from: of each
question in its own text, and in that of a hard negative (see `bot.evaluation.negatives`), where no
answer is right. Only the general strategy's questions count; the others have confidences of their
own.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from bot.answering.annotation import BoolArray, FloatArray
from bot.answering.answer import Answer, Reply, Status, Value
from bot.answering.answerer import THRESHOLD
from bot.answering.candidate import Candidate
from bot.answering.confidence.additive import AdditiveModel, Curve
from bot.answering.confidence.features import RANKED, Features, features_of
from bot.answering.finder import Finder
from bot.answering.question import Question
from bot.answering.strategies.base import Context, no_answer
from bot.answering.strategies.registry import is_general
from bot.answering.strategies.span import JUDGED
from bot.answering.strategies.unfit.vetoes import surroundings
from bot.answering.understanding.split import split_message
from bot.answering.understanding.understand import understand
from bot.evaluation import cmrc
from bot.evaluation.judge import judge
from bot.evaluation.negatives import with_hard_negatives
from bot.evaluation.questions import GoldQuestion, read_questions
from bot.evaluation.squad import Passage
from bot.prediction import to_prediction
from retrieval.library import load_pages
from retrieval.reader import read_page

RIGHT = 0.6
"""F1 from which an answer to a reading comprehension question counts as right."""
RAISING = frozenset(
    {
        "log_odds",
        "log_share",
        "place_share",
        "score",
        "margin",
        "sentence_margin",
        "coverage",
        "sentence_characters",
        "passage_characters",
        "sentence_pairs",
        "passage_pairs",
    }
)
"""Features that may only raise the confidence."""
LOWERING = frozenset(
    {
        "uncovered",
        "missing_share",
        "rarest_missing",
        "missing_names",
        "missing_nouns",
        "missing_others",
        "missing_places",
        "names_of_figure",
        "nouns_of_figure",
        "known_of_figure",
        "missing_known",
        "missing_predicate",
        "conflicting_times",
        "contrasting",
        "displaced",
        "doubted",
        "apart",
        "bare",
    }
)
"""Features that may only lower it; all others may do both."""

VETOES = ("conflicting_times", "contrasting")
"""Features that rule a candidate out: VETO is added to what is learnt of them. Of what they speak
against one in ten is right, and a wrong answer is worse than none. They are learnt all the same,
so that the other features do not have to explain what they explain."""
VETO = -8.0
STEPS = 16
"""Into how many parts, of as many candidates each, the values of a feature are cut at most."""
_PENALTY = 1e-4
"""Of the squared steps (not of the constant), against the mean loss of a candidate."""


Bounds = tuple[float, float]
_BOUNDS: tuple[Bounds, ...] = tuple(
    (0.0 if name in RAISING else -np.inf, 0.0 if name in LOWERING else np.inf)
    for name in Features._fields
)
"""Of the steps of each feature."""


@dataclass(frozen=True)
class Judged:
    """The candidates of one question in one text, in the order of their scores."""

    group: tuple[str, int | str]
    """File, and what in it belongs to one fold: an article of a SQuAD file, or a question."""
    features: FloatArray
    """Shape (candidates, number of features)."""
    right: BoolArray
    """Which candidates answer, shape (candidates,)."""
    answerable: bool
    """Whether the text answers the question at all."""

    def outcome(self, model: AdditiveModel) -> "Outcome":
        """Return what the general strategy would answer."""
        confidences = [model.probability(row) for row in self.features.tolist()]
        best = max(range(len(confidences)), key=confidences.__getitem__)
        return Outcome(self.group[0], confidences[best], bool(self.right[best]), self.answerable)


@dataclass(frozen=True)
class Outcome:
    """The answer to one question."""

    file: str
    confidence: float
    right: bool
    answerable: bool


def judge_passages(passages: Sequence[Passage], *, jobs: int = 1) -> Iterator[Judged]:
    """Judge the questions of a SQuAD file, each in its own and in another article's text."""
    asked = with_hard_negatives(passages)
    if jobs == 1:
        found: Iterable[list[Judged]] = map(_judge_passage, asked)
        yield from (judged for some in found for judged in some)
        return
    with ProcessPoolExecutor(jobs) as pool:
        for some in pool.map(_judge_passage, asked, chunksize=8):
            yield from some


def judge_file(questions: Path, articles: Path) -> Iterator[Judged]:
    """Judge the questions of a JSONL file that stand for themselves and ask one thing."""
    finder = Finder(load_pages(articles))
    for gold in read_questions(questions):
        if not gold.has_gold or gold.after is not None or len(split_message(gold.question)) > 1:
            continue
        question, candidates = _candidates(gold, finder)
        right = [
            judge(gold, to_prediction(_reply(question, c), id="", elapsed_ms=0)).right
            for c in candidates
        ]
        yield from _judged(
            (str(questions), gold.id), question, candidates, right, finder, gold.answerable
        )


def fit_confidence(judged: Sequence[Judged]) -> AdditiveModel:
    """Return the model under which the labels of all judged candidates are likeliest."""
    rows = np.concatenate([j.features for j in judged])
    right = np.concatenate([j.right for j in judged])
    starts = [_starts(column) for column in rows.T]
    reached = [column[:, None] >= at for column, at in zip(rows.T, starts, strict=True)]
    columns = np.hstack([*reached, np.ones((len(rows), 1))]).astype(np.float64)
    bounds = [b for b, at in zip(_BOUNDS, starts, strict=True) for _ in at] + [(-np.inf, np.inf)]
    steps = _logistic(columns, right, bounds)
    parts = np.split(steps, np.cumsum([len(at) for at in starts]))
    curves = {
        name: Curve.of(at.tolist(), part.tolist())
        for name, at, part in zip(Features._fields, starts, parts[:-1], strict=True)
    }
    ruling_out = {name: _lowered(curves[name]) for name in VETOES}
    return AdditiveModel(float(steps[-1]), curves | ruling_out)


def _starts(values: FloatArray) -> FloatArray:
    """Return where the steps of a feature begin: between parts of as many values each."""
    found = np.unique(values)
    if len(found) > STEPS:
        parts = np.quantile(values, np.linspace(0, 1, STEPS + 1)[1:-1])
        found = np.unique([found[0], *parts])
    starts: FloatArray = found[1:]
    return starts


def _lowered(curve: Curve) -> Curve:
    """Return the curve of a veto: its first step rules out."""
    if not curve.starts:
        return Curve.of((1.0,), (VETO,))
    return Curve.of(curve.starts, (curve.steps[0] + VETO, *curve.steps[1:]))


def _logistic(columns: FloatArray, right: BoolArray, bounds: Sequence[Bounds]) -> FloatArray:
    """Return the weights that explain `right` best by logistic regression, shape (columns,).

    The squares of all but the last, the constant, are drawn to zero.
    """
    penalty = np.full(columns.shape[1], _PENALTY)
    penalty[-1] = 0.0

    def objective(weights: FloatArray) -> tuple[float, FloatArray]:
        scores = columns @ weights
        loss = np.logaddexp(0, scores) - right * scores
        slope = columns.T @ (expit(scores) - right) / len(right)
        return float(loss.mean() + penalty @ weights**2), slope + 2 * penalty * weights

    start = np.zeros(columns.shape[1])
    found = minimize(objective, start, jac=True, method="L-BFGS-B", bounds=bounds)
    # By rounding, a weight may be out of bounds by some 1e-18.
    weights: FloatArray = np.clip(found.x, *np.transpose(bounds))
    return weights


def _judge_passage(passage: Passage) -> list[Judged]:
    group = (passage.source.rpartition("#")[0], passage.article)
    finder = Finder((read_page(passage.context, passage.source),))
    found: list[Judged] = []
    for gold in passage.questions:
        if gold.answers is None:
            continue
        question, candidates = _candidates(gold, finder)
        answers = gold.answers
        right = [bool(answers) and cmrc.f1(c.answer_text, answers) >= RIGHT for c in candidates]
        found += _judged(group, question, candidates, right, finder, gold.answerable)
    return found


def _candidates(gold: GoldQuestion, finder: Finder) -> tuple[Question, tuple[Candidate, ...]]:
    """Return the question as understood, and what the general strategy would choose from."""
    question = understand(gold.question, finder.known)
    if not is_general(question.kind):
        return question, ()
    return question, finder.rank(question).candidates[:RANKED]


def _judged(
    group: tuple[str, int | str],
    question: Question,
    candidates: Sequence[Candidate],
    right: Sequence[bool],
    finder: Finder,
    answerable: bool,
) -> Iterator[Judged]:
    """Yield the candidates with their features, if there are any."""
    if not candidates:
        return
    context = Context(finder, THRESHOLD, False, no_answer)
    found = [(c, surroundings(question, c, context)) for c in candidates[:JUDGED]]
    rows = features_of(question, found, candidates, finder)
    yield Judged(group, np.array(rows), np.array(right[:JUDGED], dtype=bool), answerable)


def _reply(question: Question, candidate: Candidate) -> Reply:
    quantity = candidate.quantity
    answer = Answer(
        question,
        Status.ANSWERED,
        candidate.answer_text,
        question.kind,
        confidence=1.0,
        value=Value(quantity.value, quantity.unit) if quantity else None,
        evidence=(candidate.evidence(),),
    )
    return Reply(question.text, (answer,))
