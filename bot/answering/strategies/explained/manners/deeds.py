"""What a question asks how to do (怎么[测流速]), and the clause that states it."""

import re

import numpy as np

from bot.answering.annotation import FloatArray
from bot.answering.matching.similarity import SAME_WORD
from bot.answering.strategies.explained.clauses import Clause
from bot.answering.strategies.explained.reading import BESIDE, Reading

QUOTED = re.compile(r"“[^”]+”")


def _weights_of_deed(reading: Reading) -> FloatArray:
    """Return the weight of each word after the question word (怎么测流速), zero for the others.

    Zero too for one that a name in quotation marks has already (“稻鱼共养”怎么养).
    """
    names = "".join(QUOTED.findall(reading.match.question.folded))
    in_name = np.array([word in names for word in reading.match.words], dtype=bool)
    weights: FloatArray = np.where(reading.match.before_wh | in_name, 0.0, reading.weights)
    return weights


def lacks_deed(reading: Reading) -> bool:
    """Tell whether what the question asks how to do stands neither here nor right before."""
    weights = _weights_of_deed(reading)
    return bool(weights.any()) and not (weights * (reading.around() >= BESIDE * SAME_WORD)).any()


def stated_clause(reading: Reading, unit: tuple[Clause, ...]) -> int | None:
    """Return the clause that has most of what is asked how to do, then most of the question.

    The first of equals; None if none has any.
    """
    weights = _weights_of_deed(reading)
    shares = []
    for clause in unit:
        found = reading.found(clause.span)
        shares.append((round(float(weights @ found), 2), round(float(reading.weights @ found), 2)))
    best = max(shares)
    return shares.index(best) if best[1] > 0 else None
