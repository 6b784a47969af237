"""Waiting for what a test cannot be told of."""

import time
from collections.abc import Callable
from typing import TypeVar

from tests.telegram.botapi.chat_record import WAIT

LOOK_AGAIN_SECONDS = 0.01

T = TypeVar("T")


def wait_until(look: Callable[[], T], what: str, timeout: float = WAIT) -> T:
    """Return what `look` returns once that is true; fail after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited {timeout} s in vain for {what}"
        time.sleep(LOOK_AGAIN_SECONDS)
    return found
