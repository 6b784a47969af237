"""The three sorts of rules, and how one registers itself under its name.

A *rule* looks at question and candidates, a *trait* at candidates alone; both give an array of
shape (C,). A *label* names one of several classes for each candidate (`first_tag` → "n"), each
class having its own weight.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.answering.annotation import FloatArray, IntArray
from bot.answering.matching.match import Match
from bot.answering.spans.candidates import CandidatePool


@dataclass(frozen=True)
class Classes:
    """Which class each of C candidates is of."""

    names: Sequence[str]
    """Of the classes; one may be named more than once."""
    number: IntArray
    """Place in `names` of each candidate's class, shape (C,)."""

    def __getitem__(self, index: int) -> str:
        """Return the class of one candidate."""
        return self.names[int(self.number[index])]

    def __iter__(self) -> Iterator[str]:
        """Yield the class of each candidate."""
        return map(self.names.__getitem__, self.number.tolist())


Rule = Callable[[Match], FloatArray]
Trait = Callable[[CandidatePool], FloatArray]
Label = Callable[[CandidatePool], Classes]

RULES: dict[str, Rule] = {}
TRAITS: dict[str, Trait] = {}
LABELS: dict[str, Label] = {}


def rule(function: Rule) -> Rule:
    """Register a rule under its function's name."""
    RULES[function.__name__] = function
    return function


def trait(function: Trait) -> Trait:
    """Register a trait under its function's name."""
    TRAITS[function.__name__] = function
    return function


def label(function: Label) -> Label:
    """Register a label under its function's name."""
    LABELS[function.__name__] = function
    return function
