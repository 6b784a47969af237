"""jieba's guess at words that are not in its dictionary: the same result, by arrays.

jieba tags a run of unknown characters with the likeliest path through a hidden Markov model of some
250 states (place in a word, part of speech). It compares the states two by two in plain Python,
which takes a millisecond a character and a quarter of the time of answering.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

State = tuple[str, str]
"""Place in the word (B, M, E, S) and part of speech."""
States = npt.NDArray[np.intp]
"""Indices of states."""
Scores = npt.NDArray[np.float64]
"""Logarithms of probabilities."""

_IMPOSSIBLE = -3.14e100
"""jieba's logarithm for a character that a state does not have."""


class Model:
    """The tables of `jieba.posseg` as arrays over its N states, in their order as tuples."""

    def __init__(
        self,
        states_of: Mapping[str, Sequence[State]],
        start: Mapping[State, float],
        transitions: Mapping[State, Mapping[State, float]],
        emissions: Mapping[State, Mapping[str, float]],
    ) -> None:
        """Take the states by character, and logarithms of probabilities."""
        self.states = sorted(transitions)
        number = {state: at for at, state in enumerate(self.states)}
        self._start = np.array([start[state] for state in self.states])
        self._moves = np.full((len(self.states), len(self.states)), -np.inf)
        for before, after in transitions.items():
            for state, value in after.items():
                self._moves[number[before], number[state]] = value

        @cache  # one entry for each character that is ever met
        def of_character(char: str) -> tuple[States, Scores]:
            may = sorted(number[state] for state in states_of.get(char, self.states))
            emitted = [emissions[state].get(char, _IMPOSSIBLE) for state in self.states]
            return np.array(may), np.array(emitted)

        self._of_character = of_character

    def path(self, text: str) -> tuple[float, list[State]]:
        """Return the logarithm of the likeliest path's probability, and its state per character.

        Of equally likely ones, the path whose last states come last in order.
        """
        now, emitted = self._of_character(text[0])
        score = self._start[now] + emitted[now]
        steps: list[tuple[States, States]] = []
        for char in text[1:]:
            may, emitted = self._of_character(char)
            after, came_from, found = self._follow(now, score, may, emitted)
            if not len(after):  # the character has no state that can follow
                every = np.arange(len(self.states))
                after, came_from, found = self._follow(now, score, every, emitted)
            steps.append((now, came_from))
            now, score = after, found
        at = _last_best(score)
        likelihood, path = float(score[at]), [self.states[now[at]]]
        for before, came_from in reversed(steps):
            at = int(came_from[at])
            path.append(self.states[before[at]])
        return likelihood, path[::-1]

    def _follow(
        self, now: States, score: Scores, may: States, emitted: Scores
    ) -> tuple[States, States, Scores]:
        """Return the states of `may` that can follow, the best place in `now` before each, scores.

        The terms are added in jieba's order, so that what is equal there is equal here.
        """
        found = score[:, None] + self._moves[now[:, None], may] + emitted[may]
        best = _last_best(found)
        reached = found[best, np.arange(len(may))]
        can = reached > -np.inf
        return may[can], best[can], reached[can]


def _last_best(scores: Scores) -> Any:
    """Return where the greatest value along the first axis stands, the last of equal ones."""
    return len(scores) - 1 - scores[::-1].argmax(axis=0)


@cache
def _model() -> Model:
    from jieba import posseg

    return Model(posseg.char_state_tab_P, posseg.start_P, posseg.trans_P, posseg.emit_P)


def viterbi(text: str, *_tables: Any) -> tuple[float, list[State]]:
    """Stand in for `jieba.posseg.viterbi`, which gets jieba's own tables at each call."""
    return _path(text)


# A question is cut again and again, whole and in pieces, and has the same unknown words each time.
@lru_cache(maxsize=256)
def _path(text: str) -> tuple[float, list[State]]:
    return _model().path(text)
