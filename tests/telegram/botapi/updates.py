"""Updates waiting for the bot, and the one request that may be waiting for them."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from tests.telegram.botapi.errors import OTHER_POLLER, ApiError, conflict

KINDS = frozenset(
    [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "managed_bot",
        "guest_message",
    ]
)
"""The fields of Update that `allowed_updates` may name."""

UNASKED = KINDS - {"chat_member", "message_reaction", "message_reaction_count"}
"""What comes when `allowed_updates` is empty or was never given."""

FIRST_ID = 700_000_001


class UpdateQueue:
    """Updates by id, kept until the bot confirms them. Used under the world's lock."""

    def __init__(self) -> None:
        self._pending: deque[dict[str, Any]] = deque()
        self._next_id = FIRST_ID
        self._listeners: list[Callable[[], None]] = []
        self.allowed: Sequence[str] = ()
        """As given by the bot last; empty stands for the default."""
        self.created = 0
        """Updates ever queued."""

    def on_new(self, listener: Callable[[], None]) -> None:
        """Have `listener` called, in whatever thread, when there is a new update."""
        self._listeners.append(listener)

    def put(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queue an update of `kind` and return its id; None when the bot does not want any."""
        if kind not in (self.allowed or UNASKED):
            return None
        return self.put_raw({"update_id": self._next_id, kind: content})

    def put_raw(self, update: dict[str, Any]) -> int:
        """Queue `update` as it is; the id is added when there is none."""
        update = {"update_id": self._next_id, **update}
        self._next_id = max(self._next_id, update["update_id"]) + 1
        self._pending.append(update)
        self.created += 1
        self.announce()
        return int(update["update_id"])

    def announce(self) -> None:
        """Have the listeners look at what is pending."""
        for listener in self._listeners:
            listener()

    def take(self, offset: int, limit: int) -> list[dict[str, Any]]:
        """Confirm what `offset` confirms and return the next `limit` updates."""
        if offset > 0:
            while self._pending and self._pending[0]["update_id"] < offset:
                self._pending.popleft()
        elif offset < 0:
            # "All previous updates will be forgotten."
            while len(self._pending) > -offset:
                self._pending.popleft()
        return [update for update, _ in zip(self._pending, range(limit), strict=False)]

    def first(self) -> dict[str, Any] | None:
        """Return the update to deliver next."""
        return self._pending[0] if self._pending else None

    def confirm(self, update: dict[str, Any]) -> None:
        """Drop the first update, if it is `update` still."""
        if self._pending and self._pending[0] is update:
            self._pending.popleft()

    def clear(self) -> None:
        """Forget all that is pending."""
        self._pending.clear()

    def __len__(self) -> int:
        return len(self._pending)


class Poll:
    """Lets one getUpdates request at a time wait. Used in the server's thread only.

    `changed` is told when one begins to wait.
    """

    def __init__(self, changed: threading.Condition) -> None:
        self._changed = changed
        self._waiting: asyncio.Future[None] | None = None
        self._newest = 0

    @property
    def is_waiting(self) -> bool:
        """Whether a request waits now."""
        return self._waiting is not None

    def begin(self) -> int:
        """Return the number of a new request, the only one that may wait from now on."""
        self.supersede(OTHER_POLLER)
        return self._newest

    def supersede(self, reason: str) -> None:
        """Refuse the request that waits, saying why."""
        self._newest += 1
        self._settle(conflict(reason))

    def wake(self) -> None:
        """Let the request that waits look again."""
        self._settle(None)

    async def wait(self, number: int, seconds: float) -> None:
        """Let request `number` wait until woken, at most `seconds`.

        Raises ApiError when a newer request has come.
        """
        if number != self._newest:
            raise conflict(OTHER_POLLER)
        waiting = asyncio.get_running_loop().create_future()
        with self._changed:
            self._waiting = waiting
            self._changed.notify_all()
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            pass
        finally:
            if self._waiting is waiting:
                self._waiting = None

    def _settle(self, error: ApiError | None) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is None or waiting.done():
            return
        if error is None:
            waiting.set_result(None)
        else:
            waiting.set_exception(error)
