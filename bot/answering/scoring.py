"""Scores for every candidate: the rules' values weighed by one table (weights.csv)."""

import csv
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files

import numpy as np

from bot.answering.annotation import AnnotatedArticle, FloatArray, IntArray
from bot.answering.answer import RuleShare, Trace
from bot.answering.matching.match import Match
from bot.answering.matching.shared_text import stands_in_question
from bot.answering.matching.weighing import weighted_sum
from bot.answering.question import EXPLANATIONS, Kind
from bot.answering.rules import LABELS, RULES, TRAITS
from bot.answering.spans.candidates import CandidatePool, generate
from bot.answering.spans.pointing import pronouns

FAMILY_OF = {
    Kind.NUMBER: "number",
    Kind.PERCENTAGE: "number",
    Kind.MONEY: "number",
    Kind.DURATION: "number",
    Kind.SUM: "number",
    Kind.DIFFERENCE: "number",
    Kind.DATE: "date",
    Kind.PERSON: "person",
    Kind.SPEAKER: "person",
    Kind.AUTHOR: "person",
    Kind.PHOTOGRAPHER: "person",
    Kind.PLACE: "place",
    Kind.ORGANISATION: "organisation",
    Kind.TITLE: "title",
    Kind.LIST: "list",
    Kind.REASON: "clause",
    Kind.MANNER: "clause",
    Kind.DEFINITION: "clause",
    Kind.QUOTATION: "clause",
    Kind.YES_NO: "clause",
    Kind.COMPARISON: "phrase",
    Kind.PHRASE: "phrase",
    Kind.NONE: "phrase",
}
"""Kinds that share a column of weights."""

FIGURES = "figure"
"""The family for choosing among the figures of whole pages."""
PARENTS = {kind.value: FAMILY_OF[kind] for kind in EXPLANATIONS}
"""The families for explanations on whole pages, each of its kind's name, and the family whose
weights each starts from."""
FAMILIES = (*sorted(set(FAMILY_OF.values())), FIGURES, *PARENTS)


def family_of(kind: Kind, *, of_page: bool) -> str:
    """Return the family that chooses the answer to a question, on a whole page or in a passage."""
    if of_page and kind.is_quantity:
        return FIGURES
    return kind.value if of_page and kind.is_explanation else FAMILY_OF[kind]


@dataclass(frozen=True)
class Weights:
    """The table: a row for each rule, trait and label class, a column for each family."""

    rules: FloatArray
    """Shape (number of rules, families)."""
    traits: FloatArray
    """Shape (number of traits, families)."""
    classes: FloatArray
    """Shape (number of classes + 1, families); the last row is 0, for classes never seen."""
    class_row: dict[str, int]
    """Row of `label:class` in `classes`."""


@cache
def default_weights() -> Weights:
    """Read weights.csv; a rule the table does not name weighs nothing."""
    text = files(__package__).joinpath("weights.csv").read_text(encoding="utf-8")
    return read_weights(text)


def read_weights(text: str) -> Weights:
    """Parse a weights table."""
    rows = list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))
    columns = [rows[0].index(family) for family in FAMILIES]
    values = {row[0]: [float(row[c]) for c in columns] for row in rows[1:]}
    none = [0.0] * len(FAMILIES)
    names = [name for name in values if ":" in name]
    return Weights(
        rules=np.array([values.get(name, none) for name in RULES], dtype=np.float32),
        traits=np.array([values.get(name, none) for name in TRAITS], dtype=np.float32),
        classes=np.array([*(values[name] for name in names), none], dtype=np.float32),
        class_row={name: row for row, name in enumerate(names)},
    )


def trait_values(pool: CandidatePool) -> FloatArray:
    """Return the traits as an array of shape (C, number of traits)."""
    return np.stack([fn(pool) for fn in TRAITS.values()], axis=1).astype(np.float32)


def rule_values(match: Match) -> FloatArray:
    """Return the rules as an array of shape (C, number of rules)."""
    return np.stack([fn(match) for fn in RULES.values()], axis=1).astype(np.float32)


def label_classes(pool: CandidatePool) -> list[list[str]]:
    """Return for each label the class of every candidate, as `label:class`."""
    return [[f"{name}:{c}" for c in fn(pool)] for name, fn in LABELS.items()]


def class_rows(pool: CandidatePool, weights: Weights) -> IntArray:
    """Return the rows of `weights.classes` for the labels, shape (C, number of labels)."""
    unseen = len(weights.class_row)
    columns = []
    for name, fn in LABELS.items():
        classes = fn(pool)
        rows = [weights.class_row.get(f"{name}:{c}", unseen) for c in classes.names]
        columns.append(np.array(rows, dtype=np.intp)[classes.number])
    return np.stack(columns).T


_LEAST_GAIN = 0.05
"""Score points below which two sums of the same shares may differ."""


@dataclass
class ScoredArticle:
    """An article ready to be asked: its candidates and what they score before any question."""

    annotated: AnnotatedArticle
    pool: CandidatePool
    weights: Weights
    traits: FloatArray
    classes: IntArray
    """Row of `weights.classes` for each label of each candidate, shape (C, number of labels)."""
    _static: dict[str, FloatArray] = field(default_factory=dict)

    @classmethod
    def prepare(
        cls, annotated: AnnotatedArticle, weights: Weights | None = None
    ) -> "ScoredArticle":
        """List the candidates of an article and compute all that needs no question."""
        weights = weights or default_weights()
        pool = generate(annotated)
        return cls(annotated, pool, weights, trait_values(pool), class_rows(pool, weights))

    def score(self, match: Match, *, of_page: bool = False) -> FloatArray:
        """Return the score of every candidate for the question of `match`, shape (C,).

        `of_page` tells whether it is chosen among the figures of a whole page, if one is asked for.
        """
        family = FAMILIES.index(family_of(match.question.kind, of_page=of_page))
        weights = self.weights.rules[:, family]
        rules = [fn for fn, weight in zip(RULES.values(), weights.tolist(), strict=True) if weight]
        static = self.static(family)
        shares = np.array([static, *(fn(match) for fn in rules)], dtype=np.float32)
        score = weighted_sum(np.append(np.float32(1.0), weights[weights != 0]), shares)
        return score if of_page else self._without_pronoun(match, score, static)

    def _without_pronoun(self, match: Match, score: FloatArray, static: FloatArray) -> FloatArray:
        """Return scores in which a pronoun that is best has left its score to what it stands for.

        That is what the sentence before is said of, if the question has it not itself.
        """
        best = int(score.argmax()) if len(score) else -1
        subjects = [s for s in self.pronouns.get(best, ()) if not stands_in_question(match)[s]]
        if subjects:
            score[subjects] = np.maximum(
                score[subjects], score[best] - static[best] + static[subjects]
            )
            score[best] = -np.inf
        return score

    @cached_property
    def pronouns(self) -> dict[int, tuple[int, ...]]:
        """The candidates that are a pronoun, and what each may stand for."""
        return dict(pronouns(self.pool))

    def static(self, family: int) -> FloatArray:
        """Return the traits' and labels' part of the score, shape (C,)."""
        name = FAMILIES[family]
        if name not in self._static:
            labels = self.weights.classes[:, family][self.classes].sum(axis=1)
            self._static[name] = self.traits @ self.weights.traits[:, family] + labels
        return self._static[name]

    def trace(self, match: Match, index: int, *, of_page: bool = False) -> Trace:
        """Explain the score of candidate `index`, the largest shares first."""
        family = FAMILIES.index(family_of(match.question.kind, of_page=of_page))
        rules = rule_values(match)[index] * self.weights.rules[:, family]
        traits = self.traits[index] * self.weights.traits[:, family]
        shares = [
            *zip(RULES, rules.tolist(), strict=True),
            *zip(TRAITS, traits.tolist(), strict=True),
        ]
        for (name, fn), row in zip(LABELS.items(), self.classes[index].tolist(), strict=True):
            shares.append(
                (f"{name}:{fn(self.pool)[index]}", float(self.weights.classes[row, family]))
            )
        shares = [(name, share) for name, share in shares if abs(share) >= 0.005]
        shares.sort(key=lambda pair: -abs(pair[1]))
        score = float(rules.sum() + self.static(family)[index])
        if (gained := float(self.score(match, of_page=of_page)[index]) - score) > _LEAST_GAIN:
            shares.insert(0, ("for_pronoun", gained))
            score += gained
        return Trace(self.pool.texts[index], score, tuple(RuleShare(*pair) for pair in shares))
