"""The webhook: set, and looked after, since Telegram tells only when asked what is wrong with it.

Without that a token revoked, a certificate run out or another program that has taken the updates
would look like a quiet day.
"""

import asyncio

import structlog
from telegram import WebhookInfo
from telegram.error import BadRequest

from bot.telegram.client import ALLOWED_UPDATES, Client
from bot.telegram.contact import Contact
from bot.telegram.metrics import Metrics
from retrieval.errors import UserFacingError

CONNECTIONS = 20
"""Requests Telegram may have open to the webhook at the same time."""
LOOK_SECONDS = 60.0
"""Between two looks at how Telegram gets on with the webhook."""

log = structlog.stdlib.get_logger(__name__)


class Webhook:
    """Keeps the webhook set until it is told to stop."""

    def __init__(
        self, client: Client, url: str, secret: str, contact: Contact, metrics: Metrics
    ) -> None:
        self._client = client
        self._url = url
        self._secret = secret
        self._contact = contact
        self._metrics = metrics
        self._last_error: object = None

    async def run(self) -> None:
        """Set it and look after it until cancelled.

        Raises UserFacingError when Telegram does not take the address, TokenRefusedError.
        """
        is_set = False
        while True:
            try:
                if not is_set:
                    await self._set()
                    is_set = True
                info = await self._client.get_webhook_info()
            except BadRequest as error:
                raise UserFacingError(
                    f"Telegram 不接受 WENBAO_TELEGRAM_WEBHOOK_URL（{error}）；请换一个网址"
                ) from None
            except Exception as error:
                await asyncio.sleep(self._contact.failed(error))
                continue
            self._contact.well()
            is_set = self._is_ours(info)
            if is_set:
                self._say_last_error(info)
                await asyncio.sleep(LOOK_SECONDS)

    async def _set(self) -> None:
        await self._client.set_webhook(
            self._url,
            secret_token=self._secret,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=CONNECTIONS,
        )
        log.info("webhook set")

    def _is_ours(self, info: WebhookInfo) -> bool:
        if info.url == self._url:
            return True
        self._metrics.failures.labels("webhook_taken").inc()
        log.error("another program has changed the webhook; it is set again")
        return False

    def _say_last_error(self, info: WebhookInfo) -> None:
        """Log what Telegram met at the webhook, unless that was logged before."""
        if info.last_error_date is not None and info.last_error_date != self._last_error:
            self._metrics.failures.labels("webhook_unreached").inc()
            log.error(
                "Telegram could not deliver to the webhook",
                error=info.last_error_message,
                pending=info.pending_update_count,
            )
        self._last_error = info.last_error_date
