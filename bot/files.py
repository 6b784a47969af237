"""Writing files so that none is ever seen half written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from retrieval.errors import UserFacingError


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """Open `<path>.partial`, which takes the place of `path` once it is written to the end.

    It stays behind when the run is broken off, so that a long run is not lost. Raises
    UserFacingError if it cannot be opened.
    """
    unfinished = path.with_name(path.name + ".partial")
    try:
        file = unfinished.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise UserFacingError(f"{path}：写不了这个文件（{error.strerror}）") from error
    with file:
        yield file
    unfinished.replace(path)
