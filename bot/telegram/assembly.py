"""The parts of the bot put together; which update goes to which handler."""

from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.settings import Settings
from bot.telegram.access import Access, RateLimit
from bot.telegram.asking import Asking
from bot.telegram.client import Client
from bot.telegram.conversation import Conversations
from bot.telegram.corpora import Corpora
from bot.telegram.corpus import Corpus
from bot.telegram.delivery import Delivery
from bot.telegram.handlers.commands import Commands
from bot.telegram.handlers.failures import Failures
from bot.telegram.handlers.gate import Gate
from bot.telegram.handlers.inline import Inline
from bot.telegram.handlers.membership import Membership
from bot.telegram.handlers.messages import Messages
from bot.telegram.handlers.presses import Presses
from bot.telegram.health import Health
from bot.telegram.intake import Intake
from bot.telegram.menu import Menu
from bot.telegram.metrics import Metrics
from bot.telegram.ordering import Ordering
from bot.telegram.replies import Replies
from bot.telegram.shared import Context, Shared
from bot.telegram.store.store import Store
from bot.telegram.uploads import Uploads
from bot.telegram.workers import Workers

BEFORE_ALL = -1
"""Handler group of the gate; the library goes through groups in ascending order."""

App = Application[Client, Any, Any, Any, Any, Any]


@dataclass(frozen=True)
class Parts:
    """What the life of the bot deals with."""

    application: App
    intake: Intake
    menu: Menu
    shared: Shared


def assemble(
    settings: Settings,
    client: Client,
    store: Store,
    paper: Corpus,
    conversations: Conversations,
    workers: Workers,
    health: Health,
    metrics: Metrics,
) -> Parts:
    """Put the bot together; `client` must have been initialized, so that it knows its name."""
    ordering = Ordering(store.inbox, metrics)
    delivery = Delivery(metrics, store.move)
    shared = Shared(
        settings,
        client,
        store,
        Corpora(paper, store.texts, conversations, workers, settings.threshold),
        conversations,
        workers,
        ordering,
        delivery,
        Replies(client, delivery),
        RateLimit(settings.telegram_questions_per_minute),
        health,
        metrics,
    )
    menu = Menu(client, delivery, settings.telegram_admins)
    application: App = (
        ApplicationBuilder().bot(client).updater(None).concurrent_updates(ordering).build()
    )
    _add_handlers(application, shared, menu)
    intake = Intake(client, store.inbox, ordering, application.update_queue, health, metrics)
    return Parts(application, intake, menu, shared)


def _add_handlers(application: App, shared: Shared, menu: Menu) -> None:
    settings = shared.settings
    access = Access(
        settings.telegram_allowed_users, settings.telegram_allowed_chats, settings.telegram_admins
    )
    asking, uploads = Asking(shared), Uploads(shared)
    messages = Messages(shared, asking, uploads)
    commands = Commands(shared, asking, uploads, messages)
    presses = Presses(shared, asking, commands, menu)
    membership = Membership(shared)

    new, edited = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
    handlers: tuple[BaseHandler[Update, Context, None], ...] = (
        MessageHandler(new & filters.StatusUpdate.MIGRATE, membership.on_migration),
        MessageHandler(new & filters.COMMAND, commands.on_command),
        MessageHandler(new & ~filters.StatusUpdate.ALL, messages.on_message),
        MessageHandler(edited & filters.TEXT, messages.on_edit),
        CallbackQueryHandler(presses.on_press),
        InlineQueryHandler(Inline(shared).on_query),
        ChatMemberHandler(membership.on_change, ChatMemberHandler.MY_CHAT_MEMBER),
    )
    application.add_handler(TypeHandler(Update, Gate(shared, access).on_update), BEFORE_ALL)
    application.add_handlers(handlers)
    application.add_error_handler(Failures(shared).on_error)
