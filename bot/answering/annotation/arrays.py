"""The arrays that answering works with: numbers, weights, truths."""

from typing import Any

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.intp]  # what numpy takes from arrays by, without converting first
FloatArray = npt.NDArray[np.floating[Any]]
BoolArray = npt.NDArray[np.bool_]


def code_points(text: str) -> IntArray:
    """Return the code points of a string, shape (characters,)."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.int32)
    return codes.astype(np.intp)


def run_starts(numbers: IntArray) -> IntArray:
    """Return where in ascending `numbers` each run of the same number begins."""
    if not len(numbers):
        return np.zeros(0, dtype=np.intp)
    return np.flatnonzero(np.diff(numbers, prepend=-1)).astype(np.intp)
