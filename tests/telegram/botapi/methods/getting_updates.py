"""Updates fetched by the bot, or sent to its webhook ("Getting updates")."""

import re
import time
from typing import Any
from urllib.parse import urlsplit

from tests.telegram.botapi.errors import WEBHOOK_ACTIVE, bad_request, conflict
from tests.telegram.botapi.methods.registry import method, waiting_method
from tests.telegram.botapi.parameters import Parameters
from tests.telegram.botapi.updates import KINDS
from tests.telegram.botapi.world import Webhook, World

MAX_LIMIT = 100
MAX_TIMEOUT = 50
"""Seconds."""

_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_PORTS = {None, 443, 80, 88, 8443}
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@waiting_method("getUpdates", "offset", "limit", "timeout", "allowed_updates")
async def get_updates(world: World, parameters: Parameters) -> list[dict[str, Any]]:
    offset = parameters.integer("offset", 0)
    limit = parameters.integer("limit", MAX_LIMIT)
    seconds = parameters.integer("timeout", 0)
    if not 1 <= limit <= MAX_LIMIT:
        raise bad_request(f'parameter "limit" must be between 1 and {MAX_LIMIT}')
    if seconds < 0:
        raise bad_request('parameter "timeout" must be non-negative')
    with world.changed:
        if world.webhook is not None:
            raise conflict(WEBHOOK_ACTIVE)
        _remember_allowed(world, parameters)
        number = world.poll.begin()
        updates = world.updates.take(offset, limit)
    deadline = time.monotonic() + min(seconds, MAX_TIMEOUT)
    # The lock is not held while waiting; what comes in between wakes the poll, as both the
    # waking and this code run in the server's thread.
    while not updates and (left := deadline - time.monotonic()) > 0:
        await world.poll.wait(number, left)
        with world.changed:
            updates = world.updates.take(max(offset, 0), limit)
    return updates


@method(
    "setWebhook",
    "url",
    "certificate",
    "ip_address",
    "max_connections",
    "allowed_updates",
    "drop_pending_updates",
    "secret_token",
)
def set_webhook(world: World, parameters: Parameters) -> bool:
    url = parameters.string("url")
    secret = parameters.string("secret_token", "")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters or is too long")
    if not 1 <= parameters.integer("max_connections", 40) <= 100:
        raise bad_request('parameter "max_connections" must be between 1 and 100')
    if url:
        _check_url(url)
    _remember_allowed(world, parameters)
    if parameters.boolean("drop_pending_updates"):
        world.updates.clear()
    world.poll.supersede("terminated by setWebhook request")
    world.webhook = Webhook(url, secret) if url else None
    world.updates.announce()
    return True


@method("deleteWebhook", "drop_pending_updates")
def delete_webhook(world: World, parameters: Parameters) -> bool:
    if parameters.boolean("drop_pending_updates"):
        world.updates.clear()
    world.webhook = None
    return True


@method("getWebhookInfo")
def get_webhook_info(world: World, parameters: Parameters) -> dict[str, Any]:
    info: dict[str, Any] = {
        "url": world.webhook.url if world.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if world.updates.allowed:
        info["allowed_updates"] = list(world.updates.allowed)
    if world.webhook and world.webhook.last_error:
        info["last_error_date"] = int(time.time())
        info["last_error_message"] = world.webhook.last_error
    return info


def _remember_allowed(world: World, parameters: Parameters) -> None:
    allowed = parameters.json("allowed_updates", list)
    if allowed is None:
        return
    for kind in allowed:
        if kind not in KINDS:
            raise bad_request(f'parameter "allowed_updates" names no update "{kind}"')
    world.updates.allowed = tuple(allowed)


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.hostname in _LOOPBACK and parts.scheme in ("http", "https"):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.port not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
