"""Who may use the bot, and how much."""

import time
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass

from cachetools import LRUCache

MINUTE = 60.0
DAY = 24 * 3600.0
TRACKED = 100_000
"""Users who are remembered for a limit."""


@dataclass(frozen=True)
class Access:
    """Who may ask; with no user and no chat named, everybody."""

    users: Collection[int] = ()
    chats: Collection[int] = ()
    admins: Collection[int] = ()

    def allows(self, user_id: int, chat_id: int | None) -> bool:
        """Tell whether a user may use the bot in a chat (None: inline, in no chat of the bot)."""
        if not self.users and not self.chats:
            return True
        return user_id in self.users or user_id in self.admins or chat_id in self.chats


class RateLimit:
    """At most so many of something by each user within any stretch of so many seconds."""

    def __init__(
        self, most: int, seconds: float = MINUTE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._times: LRUCache[int, deque[float]] = LRUCache(TRACKED)

    def take(self, user_id: int) -> float:
        """Count one more; return 0.0, or how many seconds it came too early (then uncounted)."""
        now = self._clock()
        times = self._times.setdefault(user_id, deque(maxlen=self._most))
        if self._most == 0:
            return self._seconds
        if len(times) == self._most and now - times[0] < self._seconds:
            return self._seconds - (now - times[0])
        times.append(now)
        return 0.0


class Seldom:
    """Lets something be said once in a while for each of many."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._said: LRUCache[object, float] = LRUCache(TRACKED)

    def now(self, key: object) -> bool:
        """Tell whether it is time to say it to `key`, and count it as said."""
        now = self._clock()
        if key in self._said and now - self._said[key] < self._seconds:
            return False
        self._said[key] = now
        return True
