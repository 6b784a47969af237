"""The user's files: where state is kept, and how a file is written so that none is seen half."""

import os
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


def state_dir() -> Path:
    """Return the user's state directory of wenbao; a relative XDG_STATE_HOME counts as unset."""
    base = os.environ.get("XDG_STATE_HOME", "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".local/state") / "wenbao"
