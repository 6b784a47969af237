"""Updates: their shapes, how they are confirmed, polled and delivered, what privacy hides."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest

from tests.telegram.botapi import BotApiServer, User
from tests.telegram.conftest import CallApi

WORKERS = 3


@pytest.fixture
def anna(server: BotApiServer) -> User:
    return server.user("Anna", username="anna", language_code="zh-hans")


def fetch(server: BotApiServer, **parameters: Any) -> httpx.Response:
    url = f"{server.base_url}{server.token}/getUpdates"
    return httpx.post(url, json=parameters, trust_env=False, timeout=30)


def ids(answer: dict[str, Any]) -> list[int]:
    return [update["update_id"] for update in answer["result"]]


def test_an_offset_confirms_what_is_before_it(
    call: CallApi, server: BotApiServer, anna: User
) -> None:
    chat = server.private_chat(anna)
    for text in "一二三四":
        chat.says(anna, text)
    first = ids(call("getUpdates"))
    assert first == list(range(first[0], first[0] + 4))
    assert ids(call("getUpdates", limit=2)) == first[:2]
    assert ids(call("getUpdates", offset=first[1])) == first[1:]
    assert server.pending_updates == 3
    # A negative offset counts from the end and forgets the rest.
    assert ids(call("getUpdates", offset=-1)) == first[-1:]
    assert ids(call("getUpdates")) == first[-1:]
    assert ids(call("getUpdates", offset=first[-1] + 1)) == []
    server.wait_confirmed()


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"limit": 0}, 'parameter "limit" must be between 1 and 100'),
        ({"limit": 101}, 'parameter "limit" must be between 1 and 100'),
        ({"timeout": -1}, 'parameter "timeout" must be non-negative'),
        ({"offset": "x"}, 'parameter "offset" must be an Integer'),
        (
            {"allowed_updates": ["telegram"]},
            'parameter "allowed_updates" names no update "telegram"',
        ),
        ({"allowed_updates": "message"}, 'can\'t parse JSON of parameter "allowed_updates"'),
    ],
)
def test_polls_are_refused(call: CallApi, parameters: dict[str, Any], reason: str) -> None:
    assert call("getUpdates", **parameters)["description"] == f"Bad Request: {reason}"


def test_a_long_poll_ends_with_the_first_update(server: BotApiServer, anna: User) -> None:
    chat = server.private_chat(anna)
    with ThreadPoolExecutor(WORKERS) as pool:
        polling = pool.submit(fetch, server, timeout=30)
        server.wait_polling()
        chat.says(anna, "问")
        (update,) = polling.result().json()["result"]
    assert update["message"]["text"] == "问"


def test_a_second_poller_ends_the_first(server: BotApiServer, anna: User) -> None:
    chat = server.private_chat(anna)
    with ThreadPoolExecutor(WORKERS) as pool:
        older = pool.submit(fetch, server, timeout=30)
        server.wait_polling()
        newer = pool.submit(fetch, server, timeout=30)
        refused = older.result()
        assert refused.status_code == 409
        assert refused.json()["description"] == (
            "Conflict: terminated by other getUpdates request; "
            "make sure that only one bot instance is running"
        )
        chat.says(anna, "问")
        assert len(newer.result().json()["result"]) == 1


def test_a_poller_that_hangs_up_is_no_conflict(call: CallApi, server: BotApiServer) -> None:
    async def hang_up() -> None:
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            url = f"{server.base_url}{server.token}/getUpdates"
            polling = asyncio.create_task(client.post(url, json={"timeout": 30}))
            await asyncio.to_thread(server.wait_polling)
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)

    asyncio.run(hang_up())
    assert server.wait_call("getUpdates").status == 0
    assert call("getUpdates")["result"] == []


def test_allowed_updates_are_remembered(call: CallApi, server: BotApiServer, anna: User) -> None:
    chat = server.private_chat(anna)
    group = server.group("编辑部", [anna])

    def kinds() -> list[str]:
        updates = call("getUpdates")["result"]
        return [next(name for name in update if name != "update_id") for update in updates]

    message = chat.says(anna, "问")
    group.joins(server.user("Ben"))
    # chat_member must be asked for.
    assert kinds() == ["message", "message"]
    call("getUpdates", offset=-1, allowed_updates=["edited_message", "chat_member"])
    chat.says(anna, "再问")
    chat.edits(anna, message, "改")
    group.joins(server.user("Carl"))
    assert kinds()[1:] == ["edited_message", "chat_member"]
    call("getUpdates", offset=-1, allowed_updates=[])
    chat.says(anna, "又问")
    assert kinds()[1:] == ["message"]


def test_shapes_of_updates(call: CallApi, server: BotApiServer, anna: User) -> None:
    """Each update as the documentation shows it; PTB's own reading is tested elsewhere."""
    chat = server.private_chat(anna)
    ben, other_bot = server.user("Ben"), server.user("Other", is_bot=True)
    group = server.group("编辑部", [anna, ben])
    channel = server.channel("频道", username="pindao")
    asked = chat.says(anna, "👍 /ask@Wenbao_test_bot 看 https://a.b/c。 @wenbao_test_bot")
    chat.edits(anna, asked, "改")
    chat.says(anna, "转", forwarded=ben)
    chat.says(anna, "转", forwarded="隐者")
    chat.says(anna, "转", forwarded=channel)
    reply = chat.says(anna, "答", reply_to=asked)
    chat.says(anna, "套", reply_to=reply)
    channel.says(None, "公告")
    group.says(ben, "/ask", as_chat=group)
    group.says(ben, "/ask", as_chat=channel)
    group.says(other_bot, "/ask")
    anna.blocks_bot()
    updates = [
        {name: content for name, content in update.items() if name != "update_id"}
        for update in call("getUpdates")["result"]
    ]
    (
        said,
        edited,
        user,
        hidden,
        forwarded,
        answer,
        nested,
        post,
        admin,
        as_channel,
        bot,
        member,
    ) = updates

    message = said["message"]
    assert message["from"]["language_code"] == "zh-hans"
    assert message["chat"] == {"id": anna.id, "type": "private", "first_name": "Anna"}
    assert [
        (entity["type"], entity["offset"], entity["length"]) for entity in message["entities"]
    ] == [("bot_command", 3, 20), ("url", 26, 13), ("mention", 41, 16)]
    assert edited["edited_message"]["text"] == "改"
    assert "entities" not in edited["edited_message"]
    assert user["message"]["forward_origin"]["sender_user"]["first_name"] == "Ben"
    assert hidden["message"]["forward_origin"]["sender_user_name"] == "隐者"
    assert forwarded["message"]["forward_origin"]["chat"]["id"] == channel.id
    assert answer["message"]["reply_to_message"]["text"] == "改"
    # A reply within a reply is left out.
    assert "reply_to_message" not in nested["message"]["reply_to_message"]
    assert post["channel_post"]["sender_chat"]["id"] == channel.id
    assert "from" not in post["channel_post"]
    assert admin["message"]["sender_chat"]["id"] == group.id
    assert admin["message"]["from"]["username"] == "GroupAnonymousBot"
    assert as_channel["message"]["sender_chat"]["id"] == channel.id
    assert bot["message"]["from"]["is_bot"] is True
    changed = member["my_chat_member"]
    assert (changed["old_chat_member"]["status"], changed["new_chat_member"]["status"]) == (
        "member",
        "kicked",
    )


def test_service_messages(call: CallApi, server: BotApiServer, anna: User) -> None:
    group = server.group("编辑部", [anna])
    ben = server.user("Ben")
    group.joins(ben)
    group.leaves(ben)
    group.adds_bot(anna)
    new = group.upgrades()
    messages = [update["message"] for update in call("getUpdates")["result"] if "message" in update]
    assert messages[0]["new_chat_members"][0]["id"] == ben.id
    assert messages[1]["left_chat_member"]["id"] == ben.id
    assert messages[2]["new_chat_members"][0]["username"] == "wenbao_test_bot"
    assert messages[3]["migrate_to_chat_id"] == new.id
    assert messages[4]["migrate_from_chat_id"] == group.id
    assert messages[4]["chat"]["type"] == "supergroup"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("多少家", False),
        ("/ask 多少家", True),
        ("/ask@wenbao_test_bot", True),
        ("/ask@other_bot", False),
        ("请问 @wenbao_test_bot 多少家", True),
        ("请问 @WENBAO_TEST_BOT 多少家", True),
        ("@wenbao_test_bot2 多少家", False),
        ("a@wenbao_test_bot", False),
        ("和/或", False),
        ("1/ask", False),
    ],
)
@pytest.mark.parametrize("privacy", [True, False])
def test_privacy_hides_what_is_not_for_the_bot(text: str, seen: bool, privacy: bool) -> None:
    with BotApiServer(privacy=privacy) as server:
        anna = server.user("Anna")
        server.group("编辑部", [anna]).says(anna, text)
        assert server.pending_updates == (seen or not privacy)


def test_replies_to_the_bot_and_administrators_are_seen(
    call: CallApi, server: BotApiServer, anna: User
) -> None:
    group = server.group("编辑部", [anna])
    call("sendMessage", chat_id=group.id, text="答")
    group.says(anna, "其中呢", reply_to=group.wait_one())
    assert server.pending_updates == 1
    group.promotes_bot()
    before = server.pending_updates
    group.says(anna, "随便说说")
    assert server.pending_updates == before + 1
    group.removes_bot()
    before = server.pending_updates
    group.says(anna, "/ask")
    assert server.pending_updates == before


def test_long_texts_come_as_several_messages(server: BotApiServer, anna: User) -> None:
    chat = server.private_chat(anna)
    text = "字👍" * 3000
    parts = chat.pastes(anna, text)
    assert "".join(part["text"] for part in parts) == text
    assert [len(part["text"].encode("utf-16-le")) // 2 for part in parts] == [4096, 4095, 809]
    with pytest.raises(ValueError, match="4096"):
        chat.says(anna, text)


class Hook(BaseHTTPRequestHandler):
    """Takes down what it is sent, and answers with the statuses it was told."""

    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, HookServer)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.received.append((self.headers["X-Telegram-Bot-Api-Secret-Token"], body))
        self.send_response(server.statuses.pop(0) if server.statuses else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


class HookServer(HTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Hook)
        self.received: list[tuple[str | None, bytes]] = []
        self.statuses: list[int] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


@pytest.fixture
def hook() -> Iterator[HookServer]:
    with HookServer() as serving:
        thread = threading.Thread(target=serving.serve_forever, args=(0.01,))
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


def test_a_webhook_gets_updates_in_order_until_it_takes_them(
    call: CallApi, server: BotApiServer, anna: User, hook: HookServer
) -> None:
    chat = server.private_chat(anna)
    chat.says(anna, "一")
    hook.statuses = [500, 403, 200, 502]
    assert call("setWebhook", url=hook.url, secret_token="s-3_cret")["result"] is True
    chat.says(anna, "二")
    server.wait_confirmed()
    assert [delivery.status for delivery in server.deliveries] == [500, 403, 200, 502, 200]
    texts = [delivery.update["message"]["text"] for delivery in server.deliveries]
    assert texts == ["一", "一", "一", "二", "二"]
    assert {secret for secret, _ in hook.received} == {"s-3_cret"}
    info = call("getWebhookInfo")["result"]
    assert (info["url"], info["pending_update_count"]) == (hook.url, 0)


def test_a_webhook_that_cannot_be_reached_keeps_its_updates(
    call: CallApi, server: BotApiServer, anna: User, hook: HookServer
) -> None:
    nowhere = httpx.URL(hook.url).copy_with(port=server.port, path="/hook")
    assert call("setWebhook", url=str(nowhere))["ok"]
    server.private_chat(anna).says(anna, "问")
    server.wait_delivery()
    assert "last_error_message" in call("getWebhookInfo")["result"]
    assert call("setWebhook", url=hook.url)["ok"]
    server.wait_confirmed()
    assert [secret for secret, _ in hook.received] == [None]


def test_webhook_and_polling_exclude_each_other(
    call: CallApi, server: BotApiServer, anna: User, hook: HookServer
) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        polling = pool.submit(fetch, server, timeout=30)
        server.wait_polling()
        assert call("setWebhook", url=hook.url)["ok"]
        terminated = polling.result().json()
    assert terminated["description"] == "Conflict: terminated by setWebhook request"
    refused = call("getUpdates")
    assert refused["error_code"] == 409
    assert refused["description"].startswith("Conflict: can't use getUpdates method while webhook")
    assert call("deleteWebhook")["ok"]
    server.private_chat(anna).says(anna, "问")
    assert len(call("getUpdates")["result"]) == 1
    assert call("deleteWebhook", drop_pending_updates=True)["ok"]
    assert call("getUpdates")["result"] == []


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"secret_token": "a b"}, "secret token contains unallowed characters or is too long"),
        ({"secret_token": "问"}, "secret token contains unallowed characters or is too long"),
        ({"secret_token": "x" * 257}, "secret token contains unallowed characters or is too long"),
        (
            {"url": "http://example.org/"},
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            {"url": "https://example.org:9000/"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"max_connections": 101}, 'parameter "max_connections" must be between 1 and 100'),
    ],
)
def test_webhooks_are_refused(call: CallApi, parameters: dict[str, Any], reason: str) -> None:
    answer = call("setWebhook", **{"url": "https://example.org/", **parameters})
    assert answer["description"] == f"Bad Request: {reason}"
