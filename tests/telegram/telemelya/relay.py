"""Hands updates from telemelya on to the bot as Telegram would send them.

telemelya does not send the secret that the bot sets with its webhook, so it gets this relay's
address for the bot's. What it delivers goes on with the secret in the header.
"""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import httpx

HOST = "127.0.0.1"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATH = "/updates"

Update = dict[str, Any]


class Relay:
    """A server at `url` that hands on to `bot_url`, from `with` to the end of its block."""

    def __init__(self, bot_url: str, secret: str, complete: Callable[[Update], None]) -> None:
        """`complete` adds to an update what telemelya leaves out."""
        self._bot_url = bot_url
        self._secret = secret
        self._complete = complete
        self._server = ThreadingHTTPServer((HOST, 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, name="relay")
        self.url = f"http://{HOST}:{self._server.server_port}{PATH}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def hand_on(self, update: Update, secret: str | None = None) -> int:
        """Send an update to the bot, with its own secret unless told; return the HTTP status."""
        headers = {SECRET_HEADER: self._secret if secret is None else secret}
        return httpx.post(self._bot_url, json=update, headers=headers, trust_env=False).status_code

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        relay = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                update = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                relay._complete(update)
                self.send_response(relay.hand_on(update))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing on standard error."""

        return Handler
