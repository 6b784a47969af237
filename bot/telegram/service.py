"""The life of the bot: started, kept running, stopped."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import structlog
from telegram.error import InvalidToken, TelegramError
from tornado.httpserver import HTTPServer

from bot.settings import Settings, address
from bot.telegram.access import Seldom
from bot.telegram.assembly import Parts, assemble
from bot.telegram.client import make_client
from bot.telegram.contact import Contact, TokenRefusedError
from bot.telegram.conversation import Conversations
from bot.telegram.corpora import Corpora
from bot.telegram.corpus import Corpus
from bot.telegram.delivery import StoppingError, UnreachableError
from bot.telegram.health import Health
from bot.telegram.language import Language
from bot.telegram.metrics import Metrics
from bot.telegram.people import Place
from bot.telegram.poller import Poller
from bot.telegram.store.store import Store
from bot.telegram.webhook import Webhook
from bot.telegram.webserver import listen_for_status, listen_for_updates
from bot.telegram.workers import Workers
from retrieval.errors import UserFacingError

GRACE_SECONDS = 8.0
"""How long what is in work may take to end after SIGTERM; container platforms wait for ten."""
BEAT_SECONDS = 1.0
TIDY_SECONDS = 6 * 3600.0
NOTICE_SECONDS = 3600.0
"""The operators are told of the same trouble no more often."""

log = structlog.stdlib.get_logger(__name__)


class Service:
    """One running bot."""

    def __init__(self, settings: Settings, store: Store, load_paper: Callable[[], Corpus]) -> None:
        """`load_paper` reads the operator's pages; called at the start and by `reload`."""
        assert settings.telegram_token is not None
        self._settings = settings
        self._store = store
        self._load_paper = load_paper
        self._health = Health()
        self._metrics = Metrics()
        self._client = make_client(
            settings.telegram_token.get_secret_value(), settings.telegram_api_url
        )
        self._workers = Workers(settings.telegram_workers, self._health)
        self._conversations = Conversations()
        self._notices = Seldom(NOTICE_SECONDS)
        self._stop = asyncio.Event()
        self._corpora: Corpora | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._status_server: HTTPServer | None = None
        self._webhook_server: HTTPServer | None = None

    async def run(self) -> None:
        """Run until `stop`. Raises UserFacingError for what the operator can mend."""
        try:
            self._start_status_server()
            self._in_background(self._beat())
            paper = await self._workers.read(self._load_paper)
            # Loads jieba's dictionary, and has the questions for /start ready.
            await self._workers.read(lambda: self._conversations.openers(paper))
            await self._unless_stopped(self._connect())
            if not self._stop.is_set():
                await self._serve(paper)
        finally:
            for server in (self._status_server, self._webhook_server):
                if server is not None:
                    server.stop()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self._client.shutdown()
            self._workers.close()

    async def _connect(self) -> None:
        """Get to know the bot's name; keep trying while Telegram cannot be reached.

        Raises TokenRefusedError.
        """
        contact = Contact(self._health, self._metrics)
        while True:
            try:
                await self._client.initialize()
            except InvalidToken:
                # The library's words hold the token.
                raise TokenRefusedError from None
            except Exception as error:
                await asyncio.sleep(contact.failed(error))
            else:
                contact.over()
                return

    async def _unless_stopped(self, work: Coroutine[Any, Any, None]) -> None:
        """Await `work`, but cancel it when told to stop. Raises what it raises."""
        working = asyncio.create_task(work)
        stopped = asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                working.result()
        finally:
            stopped.cancel()
            # Again and again: what is under way in a library may swallow a cancellation.
            while not working.done():
                working.cancel()
                await asyncio.wait({working}, timeout=1)

    async def _serve(self, paper: Corpus) -> None:
        parts = assemble(
            self._settings,
            self._client,
            self._store,
            paper,
            self._conversations,
            self._workers,
            self._health,
            self._metrics,
        )
        self._corpora = parts.shared.corpora
        async with parts.application:
            await parts.application.start()
            log.info(
                "started",
                bot=self._client.username,
                articles=len(paper.articles),
                reads_all_group_messages=self._client.can_read_all_group_messages,
                inline=self._client.supports_inline_queries,
            )
            self._in_background(parts.menu.register())
            self._in_background(self._tidy())
            try:
                await self._unless_stopped(self._receive(parts))
            finally:
                await self._finish(parts)

    async def _receive(self, parts: Parts) -> None:
        """Deal with what the last run left, then take updates in until cancelled."""
        await parts.intake.recover()
        contact = Contact(
            self._health,
            self._metrics,
            lambda: self._in_background(self._notify(parts, "operator_conflict")),
        )
        url, secret = (
            self._settings.telegram_webhook_url,
            self._settings.telegram_webhook_secret,
        )
        if url is not None and secret is not None:
            self._listen(parts, url, secret.get_secret_value())
            await Webhook(
                self._client, url, secret.get_secret_value(), contact, self._metrics
            ).run()
        # One that is left from another way of running would keep updates from the poller.
        if await parts.shared.delivery.try_briefly(lambda: self._client.delete_webhook()):
            # A quiet long poll is answered only when it ends: until then this is the word.
            self._health.word()
        await Poller(self._client, parts.intake.receive, contact).run()

    def _listen(self, parts: Parts, url: str, secret: str) -> None:
        self._health.listens = True
        self._webhook_server = listen_for_updates(
            address(self._settings.telegram_webhook_listen),
            urlsplit(url).path or "/",
            parts.intake.receive,
            secret,
            self._health,
            self._metrics,
        )

    async def _finish(self, parts: Parts) -> None:
        """Let what is in work end, within GRACE_SECONDS; the rest stays in the inbox."""
        self._health.stopping = True
        log.info("stopping")
        if self._webhook_server is not None:
            self._webhook_server.stop()
        parts.shared.ordering.close()
        try:
            await asyncio.wait_for(self._wait_for_work(parts), GRACE_SECONDS)
        except TimeoutError:
            parts.shared.ordering.abandon()
            log.warning("stopped before everything was sent; it will be after the next start")
        log.info("stopped", waiting=len(self._store.inbox.waiting()))

    async def _wait_for_work(self, parts: Parts) -> None:
        # Calls that wait for another attempt would not get through in time: they end at once.
        parts.shared.delivery.stop()
        await parts.application.stop()

    def _start_status_server(self) -> None:
        if self._settings.telegram_status_listen is not None:
            where = address(self._settings.telegram_status_listen)
            self._status_server = listen_for_status(where, self._health, self._metrics)

    async def _notify(self, parts: Parts, key: str) -> None:
        """Tell the operators of a trouble, each in their own chat with the bot."""
        if not self._notices.now(key):
            return
        for admin in self._settings.telegram_admins:
            language = self._store.readers.language(admin) or Language.SIMPLIFIED
            with suppress(UnreachableError, StoppingError, TelegramError):
                await parts.shared.replies.say(Place(admin, True), language, key)

    async def _beat(self) -> None:
        while True:
            self._health.turn()
            await asyncio.sleep(BEAT_SECONDS)

    async def _tidy(self) -> None:
        while True:
            try:
                self._store.tidy(self._settings.telegram_keep_days)
            except sqlite3.Error as error:
                self._metrics.failures.labels("storage").inc()
                log.error("nothing old could be deleted", error=str(error))
            await asyncio.sleep(TIDY_SECONDS)

    async def _reload(self) -> None:
        """Read the operator's pages anew; with bad ones the old stay."""
        try:
            paper = await self._workers.read(self._load_paper)
        except UserFacingError as error:
            log.error("articles not read anew, the old ones stay", error=str(error))
            return
        assert self._corpora is not None
        self._corpora.paper = paper
        log.info("articles read anew", articles=len(paper.articles))

    def stop(self) -> None:
        """Finish what is in work, then end `run`."""
        self._stop.set()

    def reload(self) -> None:
        """Read the operator's pages anew in the background."""
        if self._corpora is not None:
            self._in_background(self._reload())

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        async def watched() -> None:
            try:
                await work
            except Exception as error:
                self._metrics.failures.labels("defect").inc()
                log.error("background task failed", exc_info=error)

        task = asyncio.create_task(watched())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
