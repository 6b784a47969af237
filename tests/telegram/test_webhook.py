"""Updates by webhook: who may send them, what is refused, and what comes to light of its own."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.telegram import contact, webhook
from bot.telegram.contact import TokenRefusedError
from bot.telegram.webserver import LARGEST_UPDATE, SECRET_HEADER
from tests.telegram.process import free_port
from tests.telegram.sample import ANSWER, QUESTION
from tests.telegram.stage import Person
from tests.telegram.waiting import wait_until
from tests.telegram.watched import Watched, watched

SECRET = "kX3-secret_word"
PATH = "/telegram/updates"


def by_webhook() -> dict[str, Any]:
    """Return settings for a webhook on a free port."""
    listen = f"127.0.0.1:{free_port()}"
    return {
        "webhook_url": f"http://{listen}{PATH}",
        "webhook_listen": listen,
        "webhook_secret": SECRET,
    }


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(webhook, "LOOK_SECONDS", 0.05)
        with watched(tmp_path_factory.mktemp("webhook"), **by_webhook()) as running:
            running.status.wait_ready()
            yield running


@pytest.fixture
def person(bot: Watched) -> Iterator[Person]:
    yield bot.person()
    bot.server.clear_faults()


def url(bot: Watched, path: str = PATH) -> str:
    return f"http://{bot.bot.settings.telegram_webhook_listen}{path}"


def post(bot: Watched, body: bytes, **headers: str) -> httpx.Response:
    with httpx.Client(trust_env=False) as http:
        return http.post(url(bot), content=body, headers={SECRET_HEADER: SECRET, **headers})


def update(person: Person, number: int, text: str = QUESTION) -> dict[str, Any]:
    """Return a message of a person as an update, without sending it."""
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1_700_000_000,
            "chat": person.chat.to_json(),
            "from": person.user.to_json(),
            "text": text,
        },
    }


def test_what_telegram_delivers_is_answered(bot: Watched, person: Person) -> None:
    assert ANSWER in person.asks(QUESTION).text
    assert bot.server.wait_delivery().status == 200
    assert bot.server.calls_of("getUpdates") == []


@pytest.mark.parametrize(
    "headers",
    [
        {SECRET_HEADER: ""},
        {SECRET_HEADER: "wrong"},
        {SECRET_HEADER: SECRET + "x"},
        {SECRET_HEADER: SECRET.upper()},
    ],
)
def test_without_the_secret_nothing_is_taken(
    bot: Watched, person: Person, headers: dict[str, str]
) -> None:
    before = bot.status.failures("webhook_secret")

    answer = post(bot, json.dumps(update(person, 10)).encode(), **headers)

    assert (answer.status_code, answer.text) == (403, "403\n")
    assert bot.status.failures("webhook_secret") == before + 1
    assert bot.log.events("webhook called without the secret")
    bot.settle()
    assert person.chat.messages == []


def test_a_request_without_the_header_is_refused(bot: Watched) -> None:
    assert httpx.post(url(bot), content=b"{}", trust_env=False).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"7",
        b"\xff\xfe",
        b"[" * 100_000,
        b"9" * 5000,
        b'{"update_id": {}}',
    ],
)
def test_a_malformed_body_is_confirmed_and_counted(bot: Watched, body: bytes) -> None:
    before = bot.status.failures("malformed_update")

    assert post(bot, body).status_code == 200

    assert bot.status.failures("malformed_update") == before + 1


def test_an_update_that_comes_again_is_answered_once(bot: Watched, person: Person) -> None:
    body = json.dumps(update(person, 4711)).encode()
    assert [post(bot, body).status_code for _ in range(3)] == [200] * 3
    person.chat.wait_one()
    assert post(bot, body).status_code == 200

    assert ANSWER in person.asks(QUESTION).text
    bot.settle()
    assert len(person.chat.messages) == 2


def test_a_body_too_large_is_refused_before_it_is_read(bot: Watched) -> None:
    host, port = str(bot.bot.settings.telegram_webhook_listen).split(":")
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: {host}\r\n{SECRET_HEADER}: {SECRET}\r\n"
        f"Content-Length: {LARGEST_UPDATE + 1}\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(head.encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 413 ")
    assert bot.status.failures("webhook_too_large") == 1


@pytest.mark.parametrize("path", ["/", "/telegram", f"{PATH}/", f"{PATH}x", "/metrics", "/healthz"])
def test_nothing_else_is_served_there(bot: Watched, path: str) -> None:
    with httpx.Client(trust_env=False) as http:
        for answer in (http.get(url(bot, path)), http.post(url(bot, path), content=b"{}")):
            assert (answer.status_code, answer.text) == (404, "404\n")
            assert "server" not in answer.headers


def test_a_get_is_not_taken(bot: Watched) -> None:
    answer = httpx.get(url(bot), headers={SECRET_HEADER: SECRET}, trust_env=False)
    assert answer.status_code == 405


def test_a_webhook_taken_by_another_program_is_set_again(bot: Watched, person: Person) -> None:
    with bot.server.world.changed:
        bot.server.world.webhook = None

    bot.status.wait_failures("webhook_taken", 1)

    assert ANSWER in person.asks(QUESTION).text
    assert bot.log.events("another program has changed the webhook; it is set again")


def test_what_telegram_cannot_deliver_is_told(bot: Watched, person: Person) -> None:
    hook = bot.server.world.webhook
    assert hook is not None
    with bot.server.world.changed:
        hook.last_error = "SSL error: certificate has expired"

    record = bot.log.wait("Telegram could not deliver to the webhook")

    assert record["error"] == "SSL error: certificate has expired"
    assert ANSWER in person.asks(QUESTION).text  # Clears what the server remembers.


def test_an_outage_between_updates_is_noticed(bot: Watched, person: Person) -> None:
    bot.server.fault("getWebhookInfo", status=502, times=None)
    assert "network" in bot.status.wait_ready(False)
    bot.server.clear_faults()
    bot.status.wait_ready()
    assert bot.log.events("Telegram answers again", trouble="network")


def test_a_token_refused_for_long_ends_the_bot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(contact, "TOKEN_PATIENCE_SECONDS", 0.2)
    with watched(tmp_path, **by_webhook()) as bot:
        bot.status.wait_ready()
        bot.server.fault("getWebhookInfo", status=401, description="Unauthorized", times=None)
        assert isinstance(bot.bot.wait_ended(), TokenRefusedError)


def test_what_comes_while_it_is_down_is_answered_after_the_restart(tmp_path: Path) -> None:
    with watched(tmp_path, **by_webhook()) as bot:
        person = bot.person()
        assert ANSWER in person.asks(QUESTION).text
        with bot.restarted():
            assert ANSWER in person.asks(QUESTION).text
        person.says(QUESTION)
        wait_until(lambda: bot.server.deliveries[-1].status == 0, "a delivery in vain")
        with bot.make_bot():
            assert ANSWER in person.chat.wait_one().text
