"""The life of the bot: started, kept running, stopped."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import structlog
from telegram.error import InvalidToken, RetryAfter, TelegramError
from tornado.httpserver import HTTPServer

from bot.settings import Settings, address
from bot.telegram.access import Seldom
from bot.telegram.assembly import Parts, assemble
from bot.telegram.client import ALLOWED_UPDATES, make_client
from bot.telegram.corpora import Corpora
from bot.telegram.corpus import Corpus
from bot.telegram.delivery import StoppingError, UnreachableError, seconds_of
from bot.telegram.health import Health, Trouble
from bot.telegram.language import Language, say
from bot.telegram.markup import plain
from bot.telegram.metrics import Metrics
from bot.telegram.people import Place
from bot.telegram.poller import FIRST_PAUSE, LONGEST_PAUSE, Poller, TokenRefusedError
from bot.telegram.store.store import Store
from bot.telegram.uploads import OPENERS
from bot.telegram.views import View
from bot.telegram.webserver import listen_for_status, listen_for_updates
from bot.telegram.workers import Workers
from retrieval.errors import UserFacingError

GRACE_SECONDS = 8.0
"""How long what is in work may take to end after SIGTERM; container platforms wait for ten."""
BEAT_SECONDS = 1.0
TIDY_SECONDS = 6 * 3600.0
NOTICE_SECONDS = 3600.0
"""The operators are told of the same trouble no more often."""
WEBHOOK_CONNECTIONS = 20
"""Requests Telegram may have open to the webhook at the same time."""

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
        self._notices = Seldom(NOTICE_SECONDS)
        self._stop = asyncio.Event()
        self._corpora: Corpora | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._servers: list[HTTPServer] = []

    async def run(self) -> None:
        """Run until `stop`. Raises UserFacingError for what the operator can mend."""
        try:
            self._start_status_server()
            self._in_background(self._beat())
            paper = await self._workers.read(self._load_paper)
            # Loads jieba's dictionary, and has the questions for /start ready.
            await self._workers.read(lambda: paper.answerer.openers(OPENERS))
            if await self._connect():
                await self._serve(paper)
        finally:
            for server in self._servers:
                server.stop()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            self._workers.close()

    async def _connect(self) -> bool:
        """Get to know the bot's name; keep trying while Telegram cannot be reached.

        Return False when told to stop before that. Raises TokenRefusedError.
        """
        pause = FIRST_PAUSE
        while not self._stop.is_set():
            try:
                await self._client.initialize()
            except InvalidToken:
                raise TokenRefusedError from None
            except TelegramError as error:
                seconds = self._health.begin(Trouble.NETWORK)
                log.error(
                    "Telegram cannot be reached",
                    error=f"{type(error).__name__}: {error}",
                    seconds=round(seconds),
                    next_try=pause,
                )
                wait = seconds_of(error) if isinstance(error, RetryAfter) else pause
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), wait)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                self._health.end(Trouble.NETWORK)
                return True
        return False

    async def _serve(self, paper: Corpus) -> None:
        parts = assemble(
            self._settings,
            self._client,
            self._store,
            paper,
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
            source = asyncio.create_task(self._receive(parts))
            stopped = asyncio.create_task(self._stop.wait())
            try:
                await asyncio.wait({source, stopped}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                ended = source.done() and not source.cancelled()
                source.cancel()
                stopped.cancel()
                await asyncio.gather(source, stopped, return_exceptions=True)
                await self._finish(parts)
            if ended:
                source.result()  # Raises what ended it.

    async def _receive(self, parts: Parts) -> None:
        """Deal with what the last run left, then take updates in until cancelled."""
        await parts.intake.recover()
        if self._settings.telegram_webhook_url is not None:
            await self._listen(parts)
            await asyncio.Event().wait()

        async def conflict() -> None:
            await self._notify(parts, "operator_conflict")

        # One that is left from another way of running would keep updates from the poller.
        await parts.shared.delivery.try_once(lambda: self._client.delete_webhook())
        poller = Poller(self._client, parts.intake.receive, self._health, self._metrics, conflict)
        await poller.run()

    async def _listen(self, parts: Parts) -> None:
        settings = self._settings
        url, secret = settings.telegram_webhook_url, settings.telegram_webhook_secret
        assert url is not None and secret is not None
        self._health.listens = True
        self._servers.append(
            listen_for_updates(
                address(settings.telegram_webhook_listen),
                urlsplit(url).path or "/",
                parts.intake.receive,
                secret.get_secret_value(),
                self._health,
                self._metrics,
            )
        )
        await parts.shared.delivery.call(
            0,
            lambda _: self._client.set_webhook(
                url,
                secret_token=secret.get_secret_value(),
                allowed_updates=ALLOWED_UPDATES,
                max_connections=WEBHOOK_CONNECTIONS,
            ),
        )
        self._health.word()
        log.info("webhook set", listen=settings.telegram_webhook_listen)

    async def _finish(self, parts: Parts) -> None:
        """Let what is in work end, within GRACE_SECONDS; the rest stays in the inbox."""
        self._health.stopping = True
        log.info("stopping")
        for server in self._servers[1 if self._settings.telegram_status_listen else 0 :]:
            server.stop()
        parts.shared.ordering.close()
        try:
            await asyncio.wait_for(self._wait_for_work(parts), GRACE_SECONDS)
        except TimeoutError:
            log.warning("stopped before everything was sent; it will be after the next start")
        log.info("stopped", waiting=len(self._store.inbox.waiting()))

    async def _wait_for_work(self, parts: Parts) -> None:
        # Calls that wait for another attempt would not get through in time: they end at once.
        parts.shared.delivery.stop()
        await parts.application.stop()

    def _start_status_server(self) -> None:
        if self._settings.telegram_status_listen is not None:
            where = address(self._settings.telegram_status_listen)
            self._servers.append(listen_for_status(where, self._health, self._metrics))

    async def _notify(self, parts: Parts, key: str) -> None:
        """Tell the operators of a trouble, each in their own chat with the bot."""
        if not self._notices.now(key):
            return
        for admin in self._settings.telegram_admins:
            language = self._store.readers.language(admin) or Language.SIMPLIFIED
            with suppress(UnreachableError, StoppingError):
                await parts.shared.replies.send(Place(admin, True), View(plain(say(language, key))))

    async def _beat(self) -> None:
        while True:
            self._health.turn()
            await asyncio.sleep(BEAT_SECONDS)

    async def _tidy(self) -> None:
        while True:
            self._store.tidy(self._settings.telegram_keep_days)
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
                log.error("background task failed", exc_info=error)

        task = asyncio.create_task(watched())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
