"""The small HTTP servers of the bot: the webhook's, and the one that says how it is doing."""

import hmac
import json
import re
import sqlite3
from collections.abc import Awaitable, Callable, Sequence

import structlog
import tornado.web
from tornado.httpserver import HTTPServer

from bot.telegram.health import Health, State
from bot.telegram.metrics import CONTENT_TYPE, Metrics
from retrieval.errors import UserFacingError

LARGEST_UPDATE = 1024 * 1024
"""Bytes of a request to the webhook; an update has some kilobytes."""
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

log = structlog.stdlib.get_logger(__name__)

Receive = Callable[[Sequence[object]], Awaitable[None]]


class _Quiet(tornado.web.RequestHandler):
    """Shows no error page with details, and no version."""

    def set_default_headers(self) -> None:
        self.clear_header("Server")

    def write_error(self, status_code: int, **_: object) -> None:
        self.finish(f"{status_code}\n")


@tornado.web.stream_request_body
class _Webhook(_Quiet):
    """Takes one update from Telegram."""

    def initialize(self, receive: Receive, secret: str, health: Health, metrics: Metrics) -> None:
        self._receive = receive
        self._secret = secret.encode()
        self._health = health
        self._metrics = metrics
        self._body = bytearray()

    def prepare(self) -> None:
        """Refuse strangers, and what is too long, before reading on."""
        sent = self.request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(sent, self._secret):
            self._metrics.failures.labels("webhook_secret").inc()
            log.warning("webhook called without the secret", peer=self.request.remote_ip)
            self.send_error(403)
        elif int(self.request.headers.get("Content-Length", 0)) > LARGEST_UPDATE:
            self._metrics.failures.labels("webhook_too_large").inc()
            log.warning("request to the webhook too large", peer=self.request.remote_ip)
            self.send_error(413)

    def data_received(self, chunk: bytes) -> None:
        """Keep a part of the body."""
        self._body += chunk

    async def post(self) -> None:
        """Take an update."""
        self._health.word()
        try:
            update: object = json.loads(self._body)
        except (ValueError, RecursionError):
            update = None
        # Malformed ones too: refused, Telegram would send them again and again, and nothing else.
        try:
            await self._receive([update])
        except sqlite3.Error:
            # Said and counted by the receiver; Telegram sends it again.
            self.send_error(503)
            return
        self.set_status(200)


class _Probe(_Quiet):
    """Answers 200 or 503 with the reasons."""

    def initialize(self, state: Callable[[], State]) -> None:
        self._state = state

    def get(self) -> None:
        state = self._state()
        self.set_status(200 if state.ok else 503)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("ok\n" if state.ok else "\n".join(state.reasons) + "\n")


class _Figures(_Quiet):
    """Shows the metrics."""

    def initialize(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def get(self) -> None:
        self.set_header("Content-Type", CONTENT_TYPE)
        self.finish(self._metrics.page())


def listen_for_updates(
    address: tuple[str, int],
    path: str,
    receive: Receive,
    secret: str,
    health: Health,
    metrics: Metrics,
) -> HTTPServer:
    """Serve the webhook at `path`; a reverse proxy in front of it brings HTTPS."""
    options = {"receive": receive, "secret": secret, "health": health, "metrics": metrics}
    return _listen(
        [(re.escape(path), _Webhook, options)], address, "WENBAO_TELEGRAM_WEBHOOK_LISTEN"
    )


def listen_for_status(address: tuple[str, int], health: Health, metrics: Metrics) -> HTTPServer:
    """Serve /healthz, /readyz and /metrics."""
    routes: list[tuple[str, type[_Quiet], dict[str, object]]] = [
        ("/healthz", _Probe, {"state": health.alive}),
        ("/readyz", _Probe, {"state": health.ready}),
        ("/metrics", _Figures, {"metrics": metrics}),
    ]
    return _listen(routes, address, "WENBAO_TELEGRAM_STATUS_LISTEN")


def _listen(
    routes: Sequence[tuple[str, type[_Quiet], dict[str, object]]],
    address: tuple[str, int],
    setting: str,
) -> HTTPServer:
    application = tornado.web.Application(
        list(routes), default_handler_class=_NotFound, log_function=lambda _: None
    )
    server = HTTPServer(application, xheaders=True, max_body_size=LARGEST_UPDATE)
    host, port = address
    try:
        server.listen(port, host)
    except OSError as error:
        raise UserFacingError(
            f"{setting}={host}:{port} 用不了（{error.strerror or error}）；请换一个端口或地址"
        ) from None
    return server


class _NotFound(_Quiet):
    """Whatever is asked elsewhere."""

    def prepare(self) -> None:
        self.send_error(404)
