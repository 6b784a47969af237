"""jieba's likeliest way to cut a text into words of its dictionary: the same result, in one pass.

jieba first lists the words that begin at each place, then looks each of them up again to find the
likeliest way from there to the end.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import inf, log
from typing import Any

Routes = dict[int, tuple[float, int]]
"""For each place the logarithm of the likelihood of the best way from there to the end, and where
the first word on it has its last character."""

_KEPT = 200
"""Code points: a question is cut with and without guesses at words; longer texts are cut once."""


def use_in(cutter: Any) -> None:
    """Let a `jieba.Tokenizer` find its ways so, whose words stay as they are from now on."""
    routes = _routes_by(cutter.FREQ, cutter.total)
    cutter.get_DAG = routes
    cutter.calc = lambda _, found, route: route.update(found)


def _routes_by(frequencies: Mapping[str, int], total: int) -> Callable[[str], Routes]:
    log_total = log(total)

    def find(text: str) -> Routes:
        size = len(text)
        routes: Routes = {size: (0.0, 0)}
        for start in range(size - 1, -1, -1):
            best, last, end = -inf, -1, start + 1
            frequency = frequencies.get(text[start])
            while frequency is not None:  # 0: only the beginning of a word
                if frequency:
                    # The terms are added in jieba's order; of words as likely the longest counts.
                    likelihood = log(frequency) - log_total + routes[end][0]
                    if likelihood >= best:
                        best, last = likelihood, end - 1
                if end == size:
                    break
                end += 1
                frequency = frequencies.get(text[start:end])
            if last < 0:  # no word begins here
                best, last = -log_total + routes[start + 1][0], start
            routes[start] = best, last
        return routes

    kept = lru_cache(maxsize=16)(find)
    return lambda text: kept(text) if len(text) <= _KEPT else find(text)
