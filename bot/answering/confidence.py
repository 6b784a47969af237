"""How likely an answer is right, 0 to 1."""

import csv
import math
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from bot.answering.constraints import constraint_tokens
from bot.answering.facts.names import is_name
from bot.answering.finder import Candidate
from bot.answering.question import Kind, Question
from bot.answering.stretches import statement_around
from bot.answering.support import Support, found
from bot.answering.understanding.kind import head_kind


class Features(NamedTuple):
    """What the model looks at."""

    bias: float
    log_odds: float
    """Of the candidate's share among all candidates."""
    coverage: float
    """How much of the question the scopes around the candidate have."""
    missing_share: float
    """Weight of the missing words, of all words the text must have."""
    rarest_missing: float
    """Rarity of the rarest missing word."""
    missing_names: float
    missing_nouns: float
    missing_others: float
    missing_predicate: float
    """A time is asked for, and what happened then is missing (哪年[成立])."""
    conflicting_times: float
    contrasting: float
    apart: float
    """A person is asked for by a post or a rank, and the candidate stands apart from it."""
    bare: float
    """The question has no word that the text must have."""


def confidence(
    question: Question, candidate: Candidate, support: Support, rarity: Callable[[str], float]
) -> float:
    """Return the probability that the candidate answers, by a logistic model of its features."""
    return probability_of(features(question, candidate, support, rarity), default_weights())


def probability_of(features: Features, weights: Features) -> float:
    """Return the logistic function of the weighed features."""
    score = sum(w * v for w, v in zip(weights, features, strict=True))
    # A long message may lack hundreds of words: exp must not overflow.
    return (
        1.0 / (1.0 + math.exp(-score)) if score > 0 else math.exp(score) / (1.0 + math.exp(score))
    )


@cache
def default_weights() -> Features:
    """Read confidence.csv; raises TypeError if it lacks a feature or names an unknown one."""
    text = files(__package__).joinpath("confidence.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return Features(**{row["feature"]: float(row["weight"]) for row in rows})


def features(
    question: Question, candidate: Candidate, support: Support, rarity: Callable[[str], float]
) -> Features:
    """Return what the model looks at."""
    probability = min(max(candidate.probability, 0.01), 0.99)
    words = constraint_tokens(question)
    total = sum(rarity(t.text) for t in words)
    missing = [rarity(t.text) for t in support.missing]
    doubtful = {id(t): VERB for t in support.missing_others}
    return Features(
        bias=1.0,
        log_odds=math.log(probability / (1 - probability)),
        coverage=candidate.coverage,
        missing_share=sum(missing) / total if total else float(question.change is None),
        rarest_missing=max(
            (rarity(t.text) * doubtful.get(id(t), 1.0) for t in support.missing), default=0.0
        ),
        missing_names=float(len(support.missing_names)),
        missing_nouns=float(len(support.missing_nouns)),
        missing_others=float(len(support.missing_others)),
        missing_predicate=float(_lacks_predicate(question, support)),
        conflicting_times=float(len(support.conflicting_times)),
        contrasting=float(len(support.contrasting)),
        apart=float(_is_apart(question, candidate)),
        bare=float(not words and not question.leans),
    )


VERB = 0.6
"""What a missing verb or quality counts against a missing noun: others may say it."""


_BEGINNING = ("开始", "起")
"""Verbs that a time itself may stand for (9月起)."""


def _lacks_predicate(question: Question, support: Support) -> bool:
    """Tell whether the verb is missing that stands after a question word for a time."""
    if question.kind not in (Kind.DATE, Kind.DURATION) or question.wh is None:
        return False
    after = (t for t in question.tokens if t.start >= question.wh.end and t.tag[0] == "v")
    verb = next((t for t in after if t.text not in _BEGINNING), None)
    return verb in support.missing


def _is_apart(question: Question, candidate: Candidate) -> bool:
    """Tell whether a person is asked for by a post, and the candidate stands apart from it."""
    if question.kind is not Kind.PERSON:
        return False
    if head_kind(question.head) is not Kind.PERSON:
        return _is_in_another_statement(question.head, candidate)
    post = question.head[-POST:]
    near = candidate.sentence.folded[
        max(candidate.span.start - REACH, 0) : candidate.span.end + REACH
    ]
    return post not in near or not (is_name(candidate.folded) or "·" in candidate.folded)


def _is_in_another_statement(head: str, candidate: Candidate) -> bool:
    """Tell whether what a person is asked for (亚军) is said in another statement beside."""
    noun = head[-POST:]
    if not noun:
        return False
    folded, span = candidate.sentence.folded, candidate.span
    own = statement_around(folded, span)
    said = found(noun, folded[own.start : own.end])
    return not said and (found(noun, folded) or noun[-1] in _OF_RANK)


_OF_RANK = "军名奖"
"""Last characters of what only the statement itself gives somebody (亚军, 一等奖)."""
POST = 2
"""Characters at the end of a post that must stand beside the name (局长)."""
REACH = 4
