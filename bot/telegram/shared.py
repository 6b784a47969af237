"""What the handlers share."""

from dataclasses import dataclass
from typing import Any

from telegram.ext import CallbackContext

from bot.settings import Settings
from bot.telegram.access import RateLimit
from bot.telegram.client import Client
from bot.telegram.conversation import Conversations
from bot.telegram.corpora import Corpora
from bot.telegram.delivery import Delivery
from bot.telegram.health import Health
from bot.telegram.metrics import Metrics
from bot.telegram.ordering import Ordering
from bot.telegram.replies import Replies
from bot.telegram.store.store import Store
from bot.telegram.workers import Workers

Context = CallbackContext[Any, Any, Any, Any]
"""What the library hands to every handler beside the update; nothing is kept in it."""


@dataclass(frozen=True)
class Shared:
    """The parts of one running bot."""

    settings: Settings
    client: Client
    """Initialized: it knows its number and name."""
    store: Store
    corpora: Corpora
    conversations: Conversations
    workers: Workers
    ordering: Ordering
    delivery: Delivery
    replies: Replies
    limit: RateLimit
    health: Health
    metrics: Metrics
