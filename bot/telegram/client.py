"""The Bot API client: the library's, with the bounds and rates this bot wants."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, Defaults, ExtBot
from telegram.request import HTTPXRequest

POLL_SECONDS = 25
"""How long Telegram holds a request for updates open when there is none."""
CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
CONNECTIONS = 64
POLL_CONNECTIONS = 4
"""More than one: with a single half-open connection polling would stop for good."""

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "my_chat_member",
)
"""The updates asked for: exactly those that are handled."""

_Callback = Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]]


class Pace(AIORateLimiter):
    """The library's limiter, with two differences.

    A sign of typing neither waits for it nor uses it up. A request refused with 429 raises
    RetryAfter at once: the library would hold up those for all other chats meanwhile, and say
    nothing; here `Delivery` waits with this one alone.
    """

    async def process_request(
        self,
        callback: _Callback,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """Send a request when its turn has come."""
        if endpoint == "sendChatAction":
            return await callback(*args, **kwargs)
        refusals: list[RetryAfter] = []

        async def attempt(*args: Any, **kwargs: Any) -> bool | dict[str, Any]:
            try:
                return await callback(*args, **kwargs)  # type: ignore[return-value]
            except RetryAfter as refusal:
                refusals.append(refusal)
                return False

        result = await super().process_request(
            attempt, args, kwargs, endpoint, data, rate_limit_args
        )
        for refusal in refusals:
            raise refusal
        return result


class Client(ExtBot[int]):
    """Adds updates as Telegram sent them: one that the library cannot read is then one, not all."""

    async def raw_updates(self, offset: int | None) -> Sequence[Any]:
        """Return the JSON of the updates from `offset` on, waiting up to POLL_SECONDS for one.

        Asking for an offset tells Telegram that all before it need not be kept.
        """
        data: dict[str, Any] = {"timeout": POLL_SECONDS, "allowed_updates": list(ALLOWED_UPDATES)}
        if offset is not None:
            data["offset"] = offset
        updates: object = await self._post(
            "getUpdates", data, read_timeout=POLL_SECONDS + READ_SECONDS
        )
        if not isinstance(updates, list):
            raise TelegramError("Invalid server response: updates are no list")
        return updates

    async def _do_post(
        self, endpoint: str, data: dict[str, Any], **timeouts: Any
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """Post a request; what is JSON but no answer of the Bot API raises TelegramError."""
        try:
            return await super()._do_post(endpoint, data, **timeouts)
        except (AttributeError, KeyError, TypeError) as error:
            raise TelegramError("Invalid server response") from error


def make_client(token: str, api_url: str) -> Client:
    """Return a client for the Bot API at `api_url` (without a slash at its end)."""
    return Client(
        token=token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=_request(CONNECTIONS),
        get_updates_request=_request(POLL_CONNECTIONS),
        defaults=Defaults(
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            allow_sending_without_reply=True,
        ),
        rate_limiter=Pace(),
    )


def _request(connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        write_timeout=READ_SECONDS,
        pool_timeout=READ_SECONDS,
    )
