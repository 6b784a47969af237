"""Whether a question reads as a person would ask it: what no template can make sure of."""

import re

from bot.answering.suggestions.clauses import is_dangling
from bot.answering.suggestions.draft import Draft
from retrieval.fold import fold
from retrieval.punctuation import PAIRS
from retrieval.tokens import tokenize_folded

LENGTHS = range(6, 29)
"""Characters of a question, the question mark included; more does not fit on a button."""
_MARKS = re.compile(r"[,;:。!?…—\s]")
"""Where a question would be cut in two."""
_LEAST_SAID = {"definition": 2}
"""Letters that a question takes from the text, 4 if not given; fewer say nothing by themselves."""
_SOMEBODY = re.compile("一[名位个只条头辆]")
"""At the front: no reader knows which one is meant."""
_CUT_OFF = ("地", "的", "得")
"""Words with which nothing begins; what does has been cut ([在]地商家)."""
_ASKING = re.compile("多少|什么|哪|谁|几时|怎么|如何|为何")


def is_well_formed(draft: Draft) -> bool:
    """Tell whether a question is of a fair length, whole, and does not hold its own answer."""
    said = fold(draft.said)
    tokens = tokenize_folded(said)
    answer = draft.sentence.folded[draft.fact.start : draft.fact.end]
    return (
        len(draft.text) in LENGTHS
        and sum(char.isalpha() for char in said) >= _LEAST_SAID.get(draft.template, 4)
        and not _MARKS.search(said)
        and not _ASKING.search(said)
        and _is_balanced(said)
        and answer not in said
        and not _SOMEBODY.match(said)
        and not (tokens and tokens[0].text in _CUT_OFF)
        and not is_dangling(tokens)
    )


def _is_balanced(text: str) -> bool:
    awaited: list[str] = []
    for char in text:
        if char in PAIRS:
            awaited.append(PAIRS[char])
        elif char in PAIRS.values() and (not awaited or awaited.pop() != char):
            return False
    return not awaited
