"""How likely an answer is right, 0 to 1."""

import math
from collections.abc import Callable

from bot.answering.facts.names import is_name
from bot.answering.finder import Candidate
from bot.answering.question import Kind, Question
from bot.answering.support import Support, constraint_tokens
from bot.answering.understanding.kind import head_kind


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
    doubtful = {id(t): VERB for t in support.missing_others}
    return (
        1.0,
        math.log(probability / (1 - probability)),
        candidate.coverage,
        sum(missing) / total if total else 1.0,
        max((rarity(t.text) * doubtful.get(id(t), 1.0) for t in support.missing), default=0.0),
        float(len(support.missing_names)),
        float(len(support.missing_nouns)),
        float(len(support.missing_others)),
        float(len(support.conflicting_times)),
        float(len(support.contrasting)),
        float(_is_apart(question, candidate)),
        float(not words and not question.leans),
    )


VERB = 0.6
"""What a missing verb or quality counts against a missing noun: others may say it."""
_WEIGHTS = (0.8, 0.4, 2.5, -4.0, -2.0, -3.0, -2.0, -0.5, -5.0, -3.0, -3.0, -1.0)


def _is_apart(question: Question, candidate: Candidate) -> bool:
    """Tell whether a person is asked for by a post, and the candidate stands apart from it."""
    if question.kind is not Kind.PERSON or head_kind(question.head) is not Kind.PERSON:
        return False
    post = question.head[-POST:]
    near = candidate.sentence.folded[
        max(candidate.span.start - REACH, 0) : candidate.span.end + REACH
    ]
    return post not in near or not is_name(candidate.folded)


POST = 2
"""Characters at the end of a post that must stand beside the name (局长)."""
REACH = 4
