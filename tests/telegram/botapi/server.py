"""The server as a test handles it."""

import asyncio
import socket
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from tests.telegram.botapi.cast import Cast
from tests.telegram.botapi.chat_record import WAIT
from tests.telegram.botapi.faults import Fault, Faults
from tests.telegram.botapi.http import make_application
from tests.telegram.botapi.methods.commands import scope_key
from tests.telegram.botapi.webhook import Deliverer, Delivery
from tests.telegram.botapi.world import BotAccount, Call, World

Result = TypeVar("Result")

HOST = "127.0.0.1"
MAX_REQUEST = 64 * 1024 * 1024
"""Bytes of a request's body; a document of a bot may have 50 MB."""


class BotApiServer(Cast):
    """A Bot API server in a thread of its own; use it in a `with` statement.

    `privacy` is the bot's privacy mode; `inline` whether it takes inline queries; `seed` decides
    which requests a fault with a probability strikes.
    """

    def __init__(
        self,
        *,
        privacy: bool = True,
        inline: bool = True,
        username: str = "wenbao_test_bot",
        seed: int = 0,
    ) -> None:
        self.token = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-"
        bot = BotAccount(
            id=110201543,
            username=username,
            first_name="问报",
            token=self.token,
            reads_all_group_messages=not privacy,
            inline=inline,
        )
        super().__init__(World(bot, seed))
        self.faults = Faults(self.world.random)
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="bot-api", daemon=True)
        self._socket: socket.socket | None = None
        self.port = 0

    # Running it.

    def __enter__(self) -> Self:
        self._thread.start()
        self._in_loop(self._start())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._in_loop(self._stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    @property
    def base_url(self) -> str:
        """What the bot's token is put after to call methods."""
        return f"http://{HOST}:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        """What the bot's token is put after to download files."""
        return f"http://{HOST}:{self.port}/file/bot"

    def down(self) -> None:
        """Break all connections and refuse new ones, as in an outage."""
        self._in_loop(self._close())

    def up(self) -> None:
        """Be there again after `down`, at the same port."""
        self._in_loop(self._open())

    # Updates.

    def raw_update(self, update: dict[str, Any]) -> int:
        """Send an update as it is, malformed if need be, and return its id."""
        with self.world.changed:
            return self.world.updates.put_raw(update)

    @property
    def pending_updates(self) -> int:
        """Updates that the bot has not confirmed."""
        with self.world.changed:
            return len(self.world.updates)

    def wait_confirmed(self, timeout: float = WAIT) -> None:
        """Wait until the bot has confirmed every update."""
        self.world.wait_for(
            lambda: not self.world.updates or None, timeout, "all updates to be confirmed"
        )

    def wait_polling(self, timeout: float = WAIT) -> None:
        """Wait until a getUpdates request is waiting for updates."""
        poll = self.world.poll
        self.world.wait_for(lambda: poll.is_waiting or None, timeout, "a poll")

    def wait_delivery(self, n: int = 1, timeout: float = WAIT) -> Delivery:
        """Return the `n`th attempt ever to deliver an update to the webhook."""
        made = self._deliverer.deliveries
        return self.world.wait_for(
            lambda: made[n - 1] if len(made) >= n else None, timeout, f"delivery {n}"
        )

    @property
    def deliveries(self) -> list[Delivery]:
        """All attempts to deliver an update to the webhook."""
        with self.world.changed:
            return list(self._deliverer.deliveries)

    # Faults and calls.

    def fault(
        self,
        method: str | None = None,
        *,
        status: int | None = None,
        description: str | None = None,
        retry_after: int | None = None,
        times: int | None = 1,
        probability: float = 1.0,
        drop: Literal["before", "after"] | None = None,
        delay: float = 0.0,
        body: bytes | None = None,
        chat_id: int | None = None,
    ) -> Fault:
        """Let the next `times` requests of `method` go wrong; `.struck` counts those that did.

        Without a method it is any but getUpdates; a download is "download"; `times` None is for
        ever. `drop` closes the connection before or after the method takes effect; `delay` and
        `retry_after` are seconds.
        """
        fault = Fault(
            method,
            status,
            description,
            retry_after,
            times,
            probability,
            drop,
            delay,
            body,
            chat_id,
        )
        with self.world.changed:
            self.faults.add(fault)
        return fault

    def wait_struck(self, fault: Fault, n: int = 1, timeout: float = WAIT) -> None:
        """Wait until `fault` has struck `n` requests."""
        self.world.wait_for(lambda: fault.struck >= n or None, timeout, f"{fault} to strike")

    def clear_faults(self) -> None:
        """Let nothing go wrong any more."""
        with self.world.changed:
            self.faults.clear()

    @property
    def calls(self) -> list[Call]:
        """All requests so far, in the order in which they were answered."""
        with self.world.changed:
            return list(self.world.calls)

    def calls_of(self, method: str) -> list[Call]:
        """Return the requests of one method so far."""
        return [call for call in self.calls if call.method == method]

    def wait_call(
        self,
        method: str,
        *,
        n: int = 1,
        status: int | None = None,
        timeout: float = WAIT,
        **params: object,
    ) -> Call:
        """Return the `n`th request of `method` ever, with this status and these parameters."""
        wanted = {name: str(value) for name, value in params.items()}

        def found() -> Call | None:
            fitting = [
                call
                for call in self.world.calls
                if call.method == method
                and status in (None, call.status)
                and wanted.items() <= call.params.items()
            ]
            return fitting[n - 1] if len(fitting) >= n else None

        return self.world.wait_for(found, timeout, f"call {n} of {method} {wanted or ''}")

    def commands(self, scope: str = "default", language_code: str = "", **of: int) -> list[str]:
        """Return the names of the commands set for a scope, as `commands("chat", chat_id=1)`."""
        with self.world.changed:
            kept = self.world.commands.get((scope_key({"type": scope, **of}), language_code), [])
            return [command["command"] for command in kept]

    def _in_loop(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(WAIT)

    async def _start(self) -> None:
        self._application = make_application(self.world, self.faults)
        self._deliverer = Deliverer(self.world)
        # Held here, or it might be collected.
        self._delivering = asyncio.create_task(self._deliverer.run())
        self.world.updates.on_new(self._wake_from_any_thread)
        (self._socket,) = bind_sockets(0, HOST)
        self.port = self._socket.getsockname()[1]
        self._listen(self._socket)

    def _wake_from_any_thread(self) -> None:
        self.loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        self.world.poll.wake()
        self._deliverer.wake()

    def _listen(self, listening: socket.socket) -> None:
        self._server = HTTPServer(self._application, max_buffer_size=MAX_REQUEST)
        self._server.add_socket(listening)
        self._up = True

    async def _close(self) -> None:
        if not self._up:
            return
        self._up = False
        self._server.stop()
        await self._server.close_all_connections()
        self.world.poll.wake()
        # Bound but not listening: connections are refused, and nobody else takes the port.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.setblocking(False)
        self._socket.bind((HOST, self.port))

    async def _open(self) -> None:
        if self._up or self._socket is None:
            return
        self._socket.listen(128)
        self._listen(self._socket)

    async def _stop(self) -> None:
        await self._close()
        if self._socket is not None:
            self._socket.close()
        # The webhook's deliverer, and requests that wait or are delayed.
        left_over = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left_over:
            task.cancel()
        await asyncio.gather(*left_over, return_exceptions=True)
