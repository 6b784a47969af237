"""`wenbao telegram`: settings checked, the state file opened, the bot run."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress

from bot.settings import Settings
from bot.telegram.corpus import paper_corpus
from bot.telegram.logs import set_up_logs
from bot.telegram.paths import state_file
from bot.telegram.service import Service
from bot.telegram.store.store import Store
from retrieval.errors import UserFacingError
from retrieval.page import Page


def run_bot(settings: Settings, load_pages: Callable[[], tuple[Page, ...]]) -> None:
    """Run the bot until it is told to stop.

    `load_pages` reads the operator's pages. Raises UserFacingError for wrong settings, unreadable
    pages, a state file that cannot be used, and a token that Telegram refuses.
    """
    token, secret = settings.telegram_token, settings.telegram_webhook_secret
    if token is None:
        raise UserFacingError(
            "没有设置 WENBAO_TELEGRAM_TOKEN；向 @BotFather 要一个 token，写进环境变量或 .env"
        )
    if settings.telegram_webhook_url is not None:
        if secret is None:
            raise UserFacingError(
                "设置了 WENBAO_TELEGRAM_WEBHOOK_URL，还要设置 WENBAO_TELEGRAM_WEBHOOK_SECRET"
            )
        if token.get_secret_value() in settings.telegram_webhook_url:
            raise UserFacingError("WENBAO_TELEGRAM_WEBHOOK_URL 里不能有 token；请换一个路径")
    set_up_logs(
        settings.log_level if "log_level" in settings.model_fields_set else "INFO",
        settings.telegram_log_format,
        [value.get_secret_value() for value in (token, secret) if value is not None],
        show_texts=settings.telegram_log_questions,
    )
    load_pages()  # Before anything is started: bad pages are the likeliest mistake.
    store = Store(state_file(settings))
    try:
        asyncio.run(_run(settings, store, load_pages))
    finally:
        store.close()


async def _run(
    settings: Settings, store: Store, load_pages: Callable[[], tuple[Page, ...]]
) -> None:
    service = Service(settings, store, lambda: paper_corpus(load_pages(), settings.threshold))
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):  # Windows: Ctrl-C ends the loop by an exception.
        loop.add_signal_handler(signal.SIGTERM, service.stop)
        loop.add_signal_handler(signal.SIGINT, service.stop)
        loop.add_signal_handler(signal.SIGHUP, service.reload)
    await service.run()
