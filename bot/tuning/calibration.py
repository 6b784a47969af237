"""Weights of the confidence: logistic regression on answers that were right and wrong.

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
from bot.answering.confidence import RANKED, Features, features_of
from bot.answering.finder import Candidate, Finder
from bot.answering.question import Question
from bot.answering.strategies.base import Context, no_answer
from bot.answering.strategies.registry import is_general
from bot.answering.strategies.span import JUDGED
from bot.answering.strategies.vetoes import surroundings
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
    {"log_odds", "log_share", "place_share", "score", "margin", "sentence_margin", "coverage"}
)
"""Features that may only raise the confidence."""
LOWERING = frozenset(
    {
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

VETOES = ("conflicting_times", "contrasting", "displaced", "doubted")
"""Features that rule a candidate out, with weight VETO whatever is learnt: of what they speak
against one in seven is right, and a wrong answer is worse than none. They are learnt all the same,
so that the other weights do not have to explain what they explain."""
VETO = -8.0
EXPECTED = {"missing_predicate": -2.0, "apart": -2.0, "bare": -1.0}
"""Weights that the penalty draws features to which few questions have; all others it draws to 0."""

_PENALTY = 2e-3
"""Of the squared weights of features scaled to deviation 1 (not the bias's), against the mean loss
of an answer."""
_LEAST_DEVIATION = 1e-3
_ROUNDS = 3
"""The weights decide which candidate is chosen, and the chosen ones the weights."""


Bounds = tuple[float | None, float | None]
_BOUNDS: tuple[Bounds, ...] = tuple(
    (0, None) if name in RAISING else (None, 0) if name in LOWERING else (None, None)
    for name in Features._fields
)


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

    def chosen(self, weights: Features) -> int:
        """Return the candidate that has the highest confidence."""
        return int((self.features @ np.array(weights)).argmax())

    def outcome(self, weights: Features) -> "Outcome":
        """Return what the general strategy would answer."""
        at = self.chosen(weights)
        confidence = float(expit(self.features[at] @ np.array(weights)))
        return Outcome(self.group[0], confidence, bool(self.right[at]), self.answerable)


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


def fit_confidence(judged: Sequence[Judged]) -> Features:
    """Return the weights under which the chosen candidates' labels are likeliest."""
    penalty = np.full(len(_BOUNDS), _PENALTY)
    bias = Features._fields.index("bias")
    penalty[bias] = 0.0
    weights = Features(*(float(name in RAISING) for name in Features._fields))
    for _ in range(_ROUNDS):
        chosen = [j.chosen(weights) for j in judged]
        rows = np.array([j.features[at] for j, at in zip(judged, chosen, strict=True)])
        right = np.array([j.right[at] for j, at in zip(judged, chosen, strict=True)])
        scale = rows.std(axis=0) + _LEAST_DEVIATION
        scale[bias] = 1.0
        expected = np.array([EXPECTED.get(name, 0.0) for name in Features._fields]) * scale
        found = _logistic(rows / scale, right, penalty, expected, _BOUNDS)
        weights = Features(*(found / scale).tolist())
    return weights._replace(**dict.fromkeys(VETOES, VETO))


def _logistic(
    rows: FloatArray,
    right: BoolArray,
    penalty: FloatArray,
    expected: FloatArray,
    bounds: Sequence[Bounds],
) -> FloatArray:
    """Return the weights that explain `right` best by logistic regression, shape (columns,).

    `penalty` weighs the squares of their distances from `expected`.
    """

    def objective(weights: FloatArray) -> tuple[float, FloatArray]:
        scores = rows @ weights
        loss = np.logaddexp(0, scores) - right * scores
        slope = rows.T @ (expit(scores) - right) / len(right)
        away = weights - expected
        return float(loss.mean() + penalty @ away**2), slope + 2 * penalty * away

    start = np.zeros(rows.shape[1])
    found = minimize(objective, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x, dtype=np.float64)


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
