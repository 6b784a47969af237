"""How likely an answer is right, 0 to 1."""

import math
from collections.abc import Callable

from bot.answering.finder import Candidate
from bot.answering.question import Question
from bot.answering.support import Support, constraint_tokens


def confidence(
    question: Question, candidate: Candidate, support: Support, rarity: Callable[[str], float]
) -> float:
    """Return the probability that the candidate answers, by a logistic model of its features."""
    score = sum(
        w * v for w, v in zip(_WEIGHTS, features(question, candidate, support, rarity), strict=True)
    )
    return 1.0 / (1.0 + math.exp(-score))


def features(
    question: Question, candidate: Candidate, support: Support, rarity: Callable[[str], float]
) -> tuple[float, ...]:
    """Return what the model looks at."""
    probability = min(max(candidate.probability, 0.01), 0.99)
    words = constraint_tokens(question)
    total = sum(rarity(t.text) for t in words)
    missing = [rarity(t.text) for t in support.missing]
    return (
        1.0,
        math.log(probability / (1 - probability)),
        candidate.coverage,
        sum(missing) / total if total else 1.0,
        max((m for m in missing), default=0.0),
        float(len(support.missing_names)),
        float(len(support.missing_nouns)),
        float(len(support.missing_others)),
        float(len(support.conflicting_times)),
        float(not words and not question.leans),
    )


_WEIGHTS = (0.8, 0.4, 2.5, -4.0, -2.0, -3.0, -2.0, -0.5, -5.0, -1.0)
