"""Long polling: asks for updates, and says aloud whatever keeps it from getting them.

The library's own loop retries time-outs without a word and confirms updates before they are
dealt with; this one confirms what is on disk, and knows each way it can fail.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence

from bot.telegram.client import POLL_SECONDS, READ_SECONDS, Client
from bot.telegram.contact import Contact
from bot.telegram.intake import number_of

STORAGE_PAUSE = 5.0
"""Seconds until updates that could not be kept are fetched once more."""
UNNUMBERED_PAUSE = 1.0
"""Seconds until the next request when all that came cannot be confirmed, and will come again."""


class Poller:
    """Fetches updates until it is told to stop; ends by itself only when the token is refused."""

    def __init__(
        self,
        client: Client,
        receive: Callable[[Sequence[object]], Awaitable[None]],
        contact: Contact,
    ) -> None:
        """`receive` may raise sqlite3.Error: what it was given is then fetched once more."""
        self._client = client
        self._receive = receive
        self._contact = contact
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll until cancelled. Raises TokenRefusedError."""
        while True:
            try:
                # Not wait_for: before Python 3.12 it swallows a cancellation that comes together
                # with the result, and the bot would go on polling after SIGTERM.
                async with asyncio.timeout(POLL_SECONDS + 2 * READ_SECONDS):
                    updates = await self._client.raw_updates(self._offset)
            except Exception as error:
                await asyncio.sleep(self._contact.failed(error))
                continue
            self._contact.well()
            try:
                await self._receive(updates)
            except sqlite3.Error:
                # Said and counted by the receiver; not confirmed, so they will come again.
                await asyncio.sleep(STORAGE_PAUSE)
                continue
            numbers = [number for number in map(number_of, updates) if number is not None]
            # What has been received is on disk: Telegram may forget it. When nothing came, this
            # request has confirmed all before it; without an offset the numbers may then begin
            # anew further down, as they do after a week without updates.
            self._offset = max(numbers) + 1 if numbers else None
            if updates and not numbers:
                await asyncio.sleep(UNNUMBERED_PAUSE)
