"""The bot running in a thread of the test's process, against the Bot API server of the tests."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.settings import Settings
from bot.telegram.corpus import Corpus, paper_corpus
from bot.telegram.service import Service
from bot.telegram.store.store import Store
from retrieval.library import load_pages
from tests.telegram.botapi.server import BotApiServer

PAPER = Path(__file__).parent.parent / "gold" / "bulletin.txt"
STARTED_SECONDS = 60.0
"""How long the bot may take to read its paper and get to know its name."""


class RunningBot:
    """A bot from `with` to the end of its block; what ends it early is raised there."""

    def __init__(
        self,
        server: BotApiServer,
        state: Path,
        load_paper: Callable[[], Corpus] | None = None,
        **settings: Any,
    ) -> None:
        """Run with the state file `state`.

        `settings` are fields of Settings without their `telegram_`.
        """
        given: dict[str, Any] = {
            "token": server.token,
            "api_url": server.base_url.removesuffix("/bot"),
            **settings,
        }
        self.settings = Settings(**{f"telegram_{name}": value for name, value in given.items()})
        self._state = state
        self._load_paper = load_paper or (lambda: paper_corpus(load_pages(PAPER), None))
        self._thread = threading.Thread(target=self._run, name="bot")
        self._ready = threading.Event()
        self._error: BaseException | None = None
        self.service: Service | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(STARTED_SECONDS), "the bot has not started"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        if self._error is not None and error is None:
            raise self._error

    def stop(self) -> None:
        """Stop the bot as SIGTERM does, and wait until it has."""
        self.call(lambda service: service.stop())
        self._thread.join()

    def call(self, what: Callable[[Service], None]) -> None:
        """Do something with the service in its own thread."""
        if self._loop is not None and self.service is not None and self._thread.is_alive():
            service = self.service
            self._loop.call_soon_threadsafe(lambda: what(service))

    def wait_ended(self, timeout: float = STARTED_SECONDS) -> BaseException | None:
        """Wait until the bot ends by itself, and return what it ended with."""
        self._thread.join(timeout)
        assert not self._thread.is_alive(), "the bot goes on"
        error, self._error = self._error, None
        return error

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as error:
            self._error = error
        finally:
            self._ready.set()

    async def _main(self) -> None:
        store = Store(self._state)
        try:
            self._loop = asyncio.get_running_loop()
            self.service = Service(self.settings, store, self._load_paper)
            self._ready.set()
            await self.service.run()
        finally:
            store.close()
