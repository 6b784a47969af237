"""Faults that a test orders, outages, and the waits that tests rest on."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.telegram.botapi import BotApiServer, Chat, WaitError
from tests.telegram.conftest import CallApi


@pytest.fixture
def chat(server: BotApiServer) -> Chat:
    return server.private_chat(server.user("Anna"))


@pytest.mark.parametrize(
    ("fault", "status", "answer"),
    [
        (
            {"status": 429, "retry_after": 7},
            429,
            {"description": "Too Many Requests: retry after 7", "parameters": {"retry_after": 7}},
        ),
        ({"status": 500}, 500, {"description": "Internal Server Error"}),
        ({"status": 502}, 502, {"description": "Bad Gateway"}),
        (
            {"status": 400, "description": "Bad Request: odd"},
            400,
            {"description": "Bad Request: odd"},
        ),
    ],
)
def test_a_fault_strikes_as_often_as_told(
    call: CallApi,
    server: BotApiServer,
    chat: Chat,
    fault: dict[str, Any],
    status: int,
    answer: dict[str, Any],
) -> None:
    ordered = server.fault("sendMessage", times=2, **fault)
    assert call("getMe")["ok"]
    for _ in range(2):
        struck = call("sendMessage", chat_id=chat.id, text="x")
        assert struck == {"ok": False, "error_code": status} | answer
    assert call("sendMessage", chat_id=chat.id, text="x")["ok"]
    assert len(chat.messages) == 1
    assert ordered.struck == 2
    assert [item.status for item in server.calls_of("sendMessage")] == [status, status, 200]


def test_a_fault_of_any_method_spares_polling_and_other_chats(
    call: CallApi, server: BotApiServer, chat: Chat
) -> None:
    server.fault(status=500, times=None)
    assert call("getUpdates")["ok"]
    assert not call("getMe")["ok"]
    server.clear_faults()
    server.fault("sendMessage", status=500, times=None, chat_id=chat.id)
    other = server.private_chat(server.user("Ben"))
    assert not call("sendMessage", chat_id=chat.id, text="x")["ok"]
    assert call("sendMessage", chat_id=other.id, text="x")["ok"]


@pytest.mark.parametrize(("drop", "sent"), [("before", 0), ("after", 1)])
def test_a_dropped_connection_may_or_may_not_have_taken_effect(
    call: CallApi, server: BotApiServer, chat: Chat, drop: Any, sent: int
) -> None:
    server.fault("sendMessage", drop=drop)
    with pytest.raises(httpx.RemoteProtocolError):
        call("sendMessage", chat_id=chat.id, text="x")
    assert len(chat.messages) == sent
    assert server.calls_of("sendMessage")[0].status == 0
    assert call("sendMessage", chat_id=chat.id, text="x")["ok"]


def test_garbage_is_sent_in_place_of_the_answer(server: BotApiServer) -> None:
    server.fault("getMe", body=b"<html>502</html>", status=200)
    answer = httpx.get(f"{server.base_url}{server.token}/getMe", trust_env=False)
    assert (answer.status_code, answer.content) == (200, b"<html>502</html>")


def test_a_slow_answer_takes_effect_though_the_bot_has_given_up(
    server: BotApiServer, chat: Chat
) -> None:
    server.fault("sendMessage", delay=0.2)
    url = f"{server.base_url}{server.token}/sendMessage"
    impatient = httpx.Timeout(10, read=0.02)
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(url, json={"chat_id": chat.id, "text": "x"}, trust_env=False, timeout=impatient)
    assert chat.wait_one().text == "x"


def test_probability_is_decided_by_the_seed() -> None:
    def statuses(seed: int) -> list[int]:
        with BotApiServer(seed=seed) as server, httpx.Client(trust_env=False) as client:
            server.fault("getMe", status=500, times=None, probability=0.5)
            url = f"{server.base_url}{server.token}/getMe"
            return [client.get(url).status_code for _ in range(20)]

    assert statuses(1) == statuses(1)
    assert set(statuses(1)) == {200, 500}


def test_downloads_fail_too(call: CallApi, server: BotApiServer, chat: Chat) -> None:
    anna = server.world.users[chat.id]
    document = chat.uploads(anna, "a.txt", b"abc")["document"]
    path = call("getFile", file_id=document["file_id"])["result"]["file_path"]
    url = f"{server.base_file_url}{server.token}/{path}"
    server.fault("download", status=500)
    server.fault("download", drop="before")
    assert httpx.get(url, trust_env=False).status_code == 500
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(url, trust_env=False)
    assert httpx.get(url, trust_env=False).content == b"abc"


def test_an_outage_refuses_connections_and_ends_at_the_same_port(
    call: CallApi, server: BotApiServer
) -> None:
    base_url = server.base_url
    for _ in range(3):
        assert call("getMe")["ok"]
        server.down()
        server.down()
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{base_url}{server.token}/getMe", trust_env=False)
        server.up()
        server.up()
        assert server.base_url == base_url


def test_the_server_ends_while_requests_are_under_way() -> None:
    with ThreadPoolExecutor(2) as pool:
        with BotApiServer() as server:
            fault = server.fault("getMe", delay=60)
            url = f"{server.base_url}{server.token}/"
            slow = pool.submit(httpx.get, f"{url}getMe", trust_env=False, timeout=60)
            poll = pool.submit(
                httpx.get, f"{url}getUpdates?timeout=50", trust_env=False, timeout=60
            )
            server.wait_polling()
            server.wait_struck(fault)
        assert isinstance(poll.exception(), httpx.TransportError)
        assert isinstance(slow.exception(), httpx.TransportError)
    assert not asyncio.all_tasks(server.loop)


def test_an_update_may_be_anything(call: CallApi, server: BotApiServer) -> None:
    chosen = server.raw_update({"update_id": 900_000_000, "message": {"text": 7}})
    given = server.raw_update({"message": []})
    assert (chosen, given) == (900_000_000, 900_000_001)
    updates = call("getUpdates")["result"]
    assert updates == [
        {"update_id": chosen, "message": {"text": 7}},
        {"update_id": given, "message": []},
    ]


def test_a_wait_in_vain_shows_the_calls(call: CallApi, server: BotApiServer, chat: Chat) -> None:
    call("sendMessage", chat_id=chat.id, text="")
    call("sendMessage", chat_id=chat.id, text="x")
    chat.wait_one()
    server.raw_update({})
    with pytest.raises(WaitError) as failure:
        chat.wait_one(timeout=0)
    shown = str(failure.value)
    assert "1 message(s) in private chat" in shown
    assert "updates not confirmed: 1" in shown
    assert "400 sendMessage" in shown
    assert "message text is empty" in shown


def test_calls_can_be_waited_for(call: CallApi, server: BotApiServer, chat: Chat) -> None:
    call("sendMessage", chat_id=chat.id, text="")
    call("sendMessage", chat_id=chat.id, text="x")
    assert server.wait_call("sendMessage").params["text"] == ""
    assert server.wait_call("sendMessage", status=200).params["text"] == "x"
    assert server.wait_call("sendMessage", n=2).params["text"] == "x"
    assert server.wait_call("sendMessage", text="x", chat_id=chat.id).status == 200
    with pytest.raises(WaitError):
        server.wait_call("sendMessage", n=3, timeout=0)
