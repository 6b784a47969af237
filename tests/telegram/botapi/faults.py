"""Faults that a test lets the server have."""

import random
from dataclasses import dataclass
from typing import Literal

from tests.telegram.botapi.errors import ApiError

_DESCRIPTIONS = {
    429: "Too Many Requests: retry after {retry_after}",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}

DROPPED_BEFORE = "dropped before it took effect"
DROPPED_AFTER = "dropped after it took effect"
"""What the record of a call says when its connection was closed instead of an answer."""


@dataclass
class Fault:
    """What goes wrong with requests of one method, or of all."""

    method: str | None
    """None: any method but getUpdates."""
    status: int | None
    description: str | None
    retry_after: int | None
    """Seconds."""
    times: int | None
    """How many requests are still struck; None: all."""
    probability: float
    drop: Literal["before", "after"] | None
    """Close the connection before or after the method has taken effect."""
    delay: float
    """Seconds before the request is worked on."""
    body: bytes | None
    """Sent in place of the answer; the method takes no effect."""
    chat_id: int | None
    """Only requests for this chat."""
    struck: int = 0
    """Requests struck so far."""

    def error(self) -> ApiError | None:
        """Return the refusal, if it is one."""
        if self.status is None or self.body is not None:
            return None
        retry_after = self.retry_after or 1
        known = _DESCRIPTIONS.get(self.status, "Bad Request: something is wrong")
        description = self.description or known.format(retry_after=retry_after)
        if self.status == 429:
            return ApiError(self.status, description, retry_after=retry_after)
        return ApiError(self.status, description)

    def concerns(self, method: str, chat_id: str | None) -> bool:
        if self.chat_id is not None and str(self.chat_id) != chat_id:
            return False
        if self.method is None:
            return method != "getUpdates"
        return self.method.lower() == method.lower()


class Faults:
    """The faults in force; used under the world's lock."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def clear(self) -> None:
        self._faults.clear()

    def take(self, method: str, chat_id: str | None) -> Fault | None:
        """Return the fault that strikes this request, the oldest in force, if any."""
        for fault in self._faults:
            if not fault.concerns(method, chat_id):
                continue
            if fault.times == 0 or self._chance.random() >= fault.probability:
                continue
            if fault.times is not None:
                fault.times -= 1
            fault.struck += 1
            return fault
        return None
