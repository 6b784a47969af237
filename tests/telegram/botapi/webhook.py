"""Delivers updates to the bot's webhook, one after the other, until each is taken."""

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from tests.telegram.botapi.world import Webhook, World

_FIRST_PAUSE = 0.02
_LONGEST_PAUSE = 0.5
"""Seconds between attempts: Telegram takes longer, a test cannot."""

_TIMEOUT = 30.0
"""Seconds for one attempt."""


@dataclass(frozen=True)
class Delivery:
    """One attempt to deliver an update."""

    update: dict[str, Any]
    status: int
    """HTTP status of the bot's answer; 0 when it could not be reached."""
    at: float
    """Seconds on the monotonic clock."""


class Deliverer:
    """The task that sends updates while a webhook is set. Lives in the server's thread."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._something_new = asyncio.Event()
        self.deliveries: list[Delivery] = []

    def wake(self) -> None:
        """Look for updates again."""
        self._something_new.set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        client = AsyncHTTPClient(force_instance=True)
        pause = _FIRST_PAUSE
        try:
            while True:
                self._something_new.clear()
                with self._world.changed:
                    webhook, update = self._world.webhook, self._world.updates.first()
                if webhook is None or update is None:
                    await self._something_new.wait()
                elif await self._deliver(client, webhook, update):
                    pause = _FIRST_PAUSE
                else:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, _LONGEST_PAUSE)
        finally:
            client.close()

    async def _deliver(
        self, client: AsyncHTTPClient, webhook: Webhook, update: dict[str, Any]
    ) -> bool:
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        request = HTTPRequest(
            webhook.url,
            method="POST",
            headers=headers,
            body=json.dumps(update).encode(),
            request_timeout=_TIMEOUT,
        )
        try:
            status = (await client.fetch(request, raise_error=False)).code
            error = "" if status // 100 == 2 else f"Wrong response from the webhook: {status}"
        except OSError as refused:
            status, error = 0, f"Connection refused: {refused}"
        if status == 599:
            status = 0
        with self._world.changed:
            webhook.last_error = error
            self.deliveries.append(Delivery(update, status, time.monotonic()))
            if not error:
                self._world.updates.confirm(update)
            self._world.changed.notify_all()
        return not error
