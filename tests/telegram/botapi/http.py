"""The HTTP side: URLs, bodies, faults, and the record of every call."""

import asyncio
import json
import re
import time
from typing import Any

from tornado.web import Application, RequestHandler

from tests.telegram.botapi.errors import ApiError, not_found, unauthorized
from tests.telegram.botapi.faults import DROPPED_AFTER, DROPPED_BEFORE, Fault, Faults
from tests.telegram.botapi.methods import METHODS
from tests.telegram.botapi.parameters import Parameters, Upload, from_json_body
from tests.telegram.botapi.world import Call, World

_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{30,40}")
DOWNLOAD = "download"
"""What a fault calls the method for a download of a file."""


def make_application(world: World, faults: Faults) -> Application:
    """Return the application that serves `world`."""
    shared = {"world": world, "faults": faults}
    return Application(
        [
            (r"/bot([^/]*)/([^/]*)", _MethodHandler, shared),
            (r"/file/bot([^/]*)/(.*)", _FileHandler, shared),
            (r".*", _NowhereHandler, shared),
        ],
        # Refusals are part of the game; the calls are recorded.
        log_function=lambda handler: None,
    )


class _Handler(RequestHandler):
    def initialize(self, world: World, faults: Faults) -> None:
        self.world = world
        self.faults = faults

    def check_token(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise not_found()
        if token != self.world.bot.token:
            raise unauthorized()

    def take_fault(self, method: str, params: dict[str, str]) -> Fault | None:
        with self.world.changed:
            fault = self.faults.take(method, params.get("chat_id"))
            self.world.changed.notify_all()
            return fault

    def note(self, method: str, params: dict[str, str], status: int, why: str = "") -> None:
        self.world.record(Call(method, params, status, time.monotonic(), why))

    def reply(self, status: int, body: dict[str, Any]) -> None:
        # As Telegram does it: what is not ASCII is escaped, half a surrogate pair too.
        self.send_bytes(status, json.dumps(body).encode(), "application/json")

    def send_bytes(self, status: int, body: bytes, kind: str) -> None:
        self.set_status(status)
        self.set_header("Content-Type", kind)
        self.finish(body)

    def hang_up(self) -> None:
        """Close the connection without a word."""
        self.detach().close()

    def refuse(self, error: ApiError) -> None:
        if "retry_after" in error.parameters:
            self.set_header("Retry-After", str(error.parameters["retry_after"]))
        self.reply(error.status, error.to_json())


class _NowhereHandler(_Handler):
    def get(self) -> None:
        self.refuse(not_found())

    post = get


class _MethodHandler(_Handler):
    _gone = False
    _waiting: asyncio.Task[Any] | None = None

    async def get(self, token: str, name: str) -> None:
        method = METHODS.get(name.lower())
        params: dict[str, str] = {}
        try:
            self.check_token(token)
            if method is None:
                raise not_found()
            parameters = self._parameters()
            params = parameters.values
            fault = self.take_fault(method.name, params)
            if fault is not None and await self._strike(fault, method.name, params):
                return
            if method.waits:
                self._waiting = asyncio.current_task()
            result = await method.call(self.world, parameters)
        except asyncio.CancelledError:
            # A poller that has gone away is not there to be told of another.
            self.note(method.name if method else name, params, 0, "the bot hung up")
            return
        except ApiError as error:
            self.note(method.name if method else name, params, error.status, error.description)
            if not self._gone:
                self.refuse(error)
            return
        if fault is not None and fault.drop == "after":
            self.note(method.name, params, 0, DROPPED_AFTER)
            self.hang_up()
            return
        self.note(method.name, params, 200)
        if not self._gone:
            self.reply(200, {"ok": True, "result": result})

    post = get

    def on_connection_close(self) -> None:
        self._gone = True
        if self._waiting is not None:
            self._waiting.cancel()

    async def _strike(self, fault: Fault, name: str, params: dict[str, str]) -> bool:
        """Let a fault have its way; return whether that was all that happens."""
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.drop == "before":
            self.note(name, params, 0, DROPPED_BEFORE)
            self.hang_up()
            return True
        if fault.body is not None:
            self.note(name, params, fault.status or 200)
            self.send_bytes(fault.status or 200, fault.body, "text/html")
            return True
        if (error := fault.error()) is not None:
            raise error
        return False

    def _parameters(self) -> Parameters:
        """Read query string, form, multipart or JSON body."""
        values = {
            name: given[-1].decode("utf-8", "replace")
            for name, given in self.request.arguments.items()
        }
        kind = self.request.headers.get("Content-Type", "")
        if kind.partition(";")[0].strip() == "application/json":
            values |= from_json_body(self.request.body)
        uploads = {
            name: Upload(file.filename, file.body, file.content_type)
            for name, (file, *_) in self.request.files.items()
        }
        return Parameters(values, uploads)


class _FileHandler(_Handler):
    async def get(self, token: str, path: str) -> None:
        params = {"path": path}
        try:
            self.check_token(token)
            fault = self.take_fault(DOWNLOAD, params)
            if fault is not None:
                await asyncio.sleep(fault.delay)
                if fault.drop is not None:
                    self.note(DOWNLOAD, params, 0)
                    self.hang_up()
                    return
                if (error := fault.error()) is not None:
                    raise error
            with self.world.changed:
                files = [file for file in self.world.files.values() if file.path == path]
            if not files:
                raise not_found()
        except ApiError as error:
            self.note(DOWNLOAD, params, error.status, error.description)
            self.refuse(error)
            return
        self.note(DOWNLOAD, params, 200)
        body = files[0].content
        if fault is not None and fault.body is not None:
            body = fault.body
        self.send_bytes(200, body, "application/octet-stream")
