"""A sign of life while something slow runs."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 1.0
"""Seconds before anything is shown: quick work stays silent."""


@contextmanager
def spinner(text: str) -> Iterator[None]:
    """Show `text` with a spinner on stderr once the block has taken longer than PATIENCE.

    Without a terminal on stderr nothing is shown.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    done = threading.Event()

    def spin() -> None:
        if done.wait(PATIENCE):
            return
        from rich.console import Console

        with Console(stderr=True).status(text):
            done.wait()

    thread = threading.Thread(target=spin, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
