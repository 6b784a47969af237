"""Fetching updates when that fails, and updates that are none."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.telegram import client, contact, delivery
from bot.telegram.contact import TokenRefusedError
from tests.telegram.conftest import CallApi
from tests.telegram.sample import ANSWER, QUESTION
from tests.telegram.stage import Person, staged
from tests.telegram.waiting import wait_until
from tests.telegram.watched import Watched, logs_in_memory, paper, short_pauses, watched


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    with watched(tmp_path_factory.mktemp("polling")) as running:
        yield running


@pytest.fixture
def person(bot: Watched) -> Iterator[Person]:
    yield bot.person()
    bot.server.clear_faults()


def test_an_outage_is_told_and_nothing_asked_in_it_is_lost(bot: Watched) -> None:
    people = [bot.person() for _ in range(5)]
    bot.status.wait_ready()
    bot.server.wait_polling()
    bot.server.down()
    assert "network" in bot.status.wait_ready(False)
    for person in people:
        person.says(QUESTION)
    assert bot.log.wait("trouble with Telegram", trouble="network")["level"] == "error"

    bot.server.up()

    for person in people:
        assert ANSWER in person.chat.wait_one().text
    bot.status.wait_ready()
    bot.log.wait("Telegram answers again", trouble="network")
    assert bot.status.failures("poll_network") >= 1
    bot.settle()
    assert all(len(person.chat.messages) == 1 for person in people)


def result(*updates: object) -> bytes:
    return json.dumps({"ok": True, "result": updates}).encode()


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"body": b"<html>Log in</html>"}, id="a page"),
        pytest.param({"body": b""}, id="nothing"),
        pytest.param({"body": b"[]"}, id="a list"),
        pytest.param({"body": b"{}"}, id="no result"),
        pytest.param({"body": b'{"ok": true, "result": {}}'}, id="no list"),
        pytest.param({"body": b'{"ok": true, "result": null}'}, id="null"),
        pytest.param({"body": b"[" * 100_000}, id="deep nesting"),
        pytest.param({"status": 500}, id="500"),
        pytest.param({"status": 502, "body": b"<html>Bad Gateway</html>"}, id="502"),
        pytest.param({"status": 400, "description": "Bad Request: no idea"}, id="400"),
        pytest.param({"status": 401, "description": "Unauthorized"}, id="401 once"),
        pytest.param({"drop": "before"}, id="dropped before"),
        pytest.param({"drop": "after"}, id="dropped after"),
    ],
)
def test_polling_goes_on_after(bot: Watched, person: Person, fault: dict[str, Any]) -> None:
    # One dropped after it took effect has waited for the next question.
    times = 1 if fault.get("drop") == "after" else 2
    struck = bot.server.fault("getUpdates", times=times, **fault)
    said = len(bot.log.records)

    assert ANSWER in person.asks(QUESTION).text  # The request under way is not struck yet.
    bot.server.wait_struck(struck, times)

    assert ANSWER in person.asks(QUESTION).text
    assert any(record["level"] == "error" for record in bot.log.records[said:])
    bot.status.wait_ready()
    bot.settle()
    assert len(person.chat.messages) == 2


def test_telegram_is_left_alone_for_as_long_as_it_says(bot: Watched, person: Person) -> None:
    refused = bot.server.fault("getUpdates", status=429, retry_after=1)
    person.asks(QUESTION)
    bot.server.wait_struck(refused)
    assert ANSWER in person.asks(QUESTION).text

    calls = bot.server.calls_of("getUpdates")
    (at,) = [index for index, call in enumerate(calls) if call.status == 429]
    assert calls[at + 1].at - calls[at].at >= 1


@pytest.mark.parametrize(
    "updates",
    [
        pytest.param([None], id="null"),
        pytest.param([1, "x", [], True], id="no objects"),
        pytest.param([{}], id="empty"),
        pytest.param([{"update_id": None}], id="no number"),
        pytest.param([{"update_id": "7"}], id="text for a number"),
        pytest.param([{"update_id": True}], id="true for a number"),
        pytest.param([{"update_id": 1.5}], id="a fraction"),
        pytest.param([{"update_id": -7, "message": {}}], id="less than nothing"),
        pytest.param([{"update_id": 10**30, "message": {}}], id="larger than the file can hold"),
    ],
)
def test_what_has_no_number_to_confirm_it_by_is_counted_and_left(
    bot: Watched, person: Person, updates: list[object]
) -> None:
    before = bot.status.failures("malformed_update")
    struck = bot.server.fault("getUpdates", body=result(*updates), times=3)
    person.asks(QUESTION)
    bot.server.wait_struck(struck, 3)

    assert ANSWER in person.asks(QUESTION).text
    assert bot.status.failures("malformed_update") == before + 3 * len(updates)


USER = {"id": 5, "is_bot": False, "first_name": "甲"}
CHAT = {"id": 5, "type": "private", "first_name": "甲"}
MESSAGE = {"message_id": 1, "date": 1, "chat": CHAT, "from": USER, "text": "多少"}
MALFORMED: list[dict[str, Any]] = [
    {},
    {"brand_new_kind": {"id": 5}},
    {"message": None},
    {"message": {}},
    {"message": []},
    {"message": "text"},
    {"message": 7},
    {"message": MESSAGE | {"chat": None}},
    {"message": MESSAGE | {"chat": {}}},
    {"message": MESSAGE | {"chat": CHAT | {"id": "five"}}},
    {"message": MESSAGE | {"chat": CHAT | {"id": {}}}},
    {"message": MESSAGE | {"chat": CHAT | {"id": 10**30}}},
    {"message": MESSAGE | {"chat": CHAT | {"type": "brand_new"}}},
    {"message": MESSAGE | {"chat": CHAT | {"type": None}}},
    {"message": MESSAGE | {"from": None}},
    {"message": MESSAGE | {"from": {}}},
    {"message": MESSAGE | {"from": USER | {"id": None}}},
    {"message": MESSAGE | {"from": USER | {"id": []}}},
    {"message": MESSAGE | {"from": USER | {"id": {"a": 1}}}},
    {"message": MESSAGE | {"from": USER | {"id": 10**30}}},
    {"message": MESSAGE | {"from": USER | {"language_code": 7}}},
    {"message": MESSAGE | {"date": "yesterday"}},
    {"message": MESSAGE | {"date": 10**30}},
    {"message": MESSAGE | {"date": -(10**12)}},
    {"message": MESSAGE | {"message_id": None}},
    {"message": MESSAGE | {"message_id": "x"}},
    {"message": MESSAGE | {"message_id": 10**30}},
    {"message": MESSAGE | {"text": 7}},
    {"message": MESSAGE | {"text": ["多少"]}},
    {"message": MESSAGE | {"text": None}},
    {"message": MESSAGE | {"text": ""}},
    {"message": MESSAGE | {"text": "\ud800"}},
    {"message": MESSAGE | {"text": "\x00"}},
    {"message": MESSAGE | {"entities": "bold"}},
    {"message": MESSAGE | {"entities": [{"type": "bot_command", "offset": 900, "length": -3}]}},
    {"message": MESSAGE | {"entities": [{"type": "mention", "offset": 10**30, "length": 10**30}]}},
    {"message": MESSAGE | {"entities": [None]}},
    {"message": MESSAGE | {"reply_to_message": MESSAGE | {"chat": None}}},
    {"message": MESSAGE | {"reply_to_message": 7}},
    {"message": MESSAGE | {"text": None, "document": {}}},
    {"message": MESSAGE | {"text": None, "document": {"file_id": None, "file_unique_id": None}}},
    {
        "message": MESSAGE
        | {"text": None, "document": {"file_id": "x", "file_unique_id": "x", "file_size": "big"}}
    },
    {"message": MESSAGE | {"migrate_to_chat_id": "x", "text": None}},
    {"message": MESSAGE | {"migrate_to_chat_id": 10**30, "text": None}},
    {"message": MESSAGE | {"brand_new_field": {"deep": [[[[None]]]]}}},
    {"edited_message": MESSAGE | {"from": None, "chat": None}},
    {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -7, "type": "channel"}}},
    {"callback_query": {}},
    {"callback_query": {"id": "1", "from": USER, "chat_instance": "1"}},
    {"callback_query": {"id": 1, "from": USER, "chat_instance": 1, "data": 7, "message": MESSAGE}},
    {
        "callback_query": {
            "id": "1",
            "from": USER,
            "chat_instance": "1",
            "data": "ask:99999999999999999999",
            "message": MESSAGE,
        }
    },
    {"inline_query": {"id": "1", "from": USER, "query": None, "offset": None}},
    {"inline_query": {"id": None, "from": None}},
    {"my_chat_member": {}},
    {
        "my_chat_member": {
            "chat": CHAT,
            "from": USER,
            "date": 1,
            "old_chat_member": {},
            "new_chat_member": {},
        }
    },
    {"poll": {"id": "1"}},
    {"message": MESSAGE, "edited_message": MESSAGE, "callback_query": None},
]


def test_among_malformed_updates_every_question_is_answered(bot: Watched) -> None:
    fetched = len(bot.server.calls_of("getUpdates"))
    people = []
    for malformed in MALFORMED:
        bot.server.raw_update(malformed)
        people.append(bot.person())
        people[-1].says(QUESTION)

    for person in people:
        assert ANSWER in person.chat.wait_one().text

    bot.settle()
    assert bot.status.failures("malformed_update") > 0
    assert bot.status.value("wenbao_queue_depth") == 0
    # No hot loop: every request brought updates, or waited for some.
    assert len(bot.server.calls_of("getUpdates")) - fetched <= 2 * len(MALFORMED) + 2


def test_what_is_not_handled_is_counted_as_received(bot: Watched) -> None:
    before = bot.status.value("wenbao_updates_total", kind="other")
    bot.server.raw_update({"brand_new_kind": {"id": 5}})

    wait_until(
        lambda: bot.status.value("wenbao_updates_total", kind="other") > before, "the update"
    )


def test_numbers_that_begin_anew_are_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "POLL_SECONDS", 1)
    with watched(tmp_path) as bot:
        person = bot.person()
        person.asks(QUESTION)
        bot.server.wait_confirmed()
        # As after a week without updates: by then many requests have brought nothing.
        bot.server.wait_call("getUpdates", n=len(bot.server.calls_of("getUpdates")) + 2)
        with bot.server.world.changed:
            bot.server.world.updates._next_id = 5

        assert ANSWER in person.asks(QUESTION).text


def test_another_poller_is_told_of_once_and_outlasted(
    tmp_path: Path, server_call: Callable[[Watched], CallApi]
) -> None:
    with watched(tmp_path, admins="10000001") as bot:
        admin = bot.person()
        assert admin.user.id == 10_000_001
        call = server_call(bot)
        for conflict in (1, 2, 3):
            bot.server.wait_polling()
            call("getUpdates", timeout=0)
            bot.server.wait_call("getUpdates", status=409, n=conflict)

        assert "409" in admin.chat.wait_one().text
        bot.log.wait("trouble with Telegram", trouble="conflict")
        assert bot.status.failures("poll_conflict") == 3
        person = bot.person()
        assert ANSWER in person.asks(QUESTION).text
        bot.status.wait_ready()
        bot.settle()
        assert len(admin.chat.messages) == 1


@pytest.fixture
def server_call() -> Iterator[Callable[[Watched], CallApi]]:
    with httpx.Client(trust_env=False) as http:

        def of(bot: Watched) -> CallApi:
            def post(method: str, **parameters: Any) -> dict[str, Any]:
                url = f"{bot.server.base_url}{bot.server.token}/{method}"
                answer: dict[str, Any] = http.post(url, json=parameters).json()
                return answer

            return post

        yield of


def test_a_token_refused_for_long_ends_the_bot_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contact, "TOKEN_PATIENCE_SECONDS", 0.3)
    monkeypatch.setattr(delivery, "TOKEN_PATIENCE_SECONDS", 0.3)
    with short_pauses(), logs_in_memory() as log, staged(tmp_path, paper) as stage:
        person = stage.person()
        person.asks(QUESTION)
        stage.server.wait_polling()
        stage.server.fault("getUpdates", status=401, description="Unauthorized", times=None)
        stage.server.fault(status=401, description="Unauthorized", times=None)
        person.says(QUESTION)

        ended = stage.bot.wait_ended()

        assert isinstance(ended, TokenRefusedError)
        assert log.events("trouble with Telegram", trouble="token")
        # What could not be answered waits for a new token.
        stage.server.clear_faults()
        with stage.make_bot():
            assert ANSWER in person.chat.wait_one().text


def test_a_bot_started_in_an_outage_waits_for_its_end(tmp_path: Path) -> None:
    with short_pauses(), logs_in_memory() as log, staged(tmp_path, paper) as stage:
        person = stage.person()
        stage.bot.stop()
        stage.server.down()
        with stage.make_bot():
            log.wait("trouble with Telegram", trouble="network")
            person.says(QUESTION)
            stage.server.up()
            assert ANSWER in person.chat.wait_one().text


def test_a_bot_in_an_outage_stops_when_told(tmp_path: Path) -> None:
    with short_pauses(), logs_in_memory() as log, staged(tmp_path, paper) as stage:
        stage.bot.stop()
        stage.server.down()
        with stage.make_bot() as second:
            log.wait("trouble with Telegram", trouble="network")
            second.stop()


@pytest.mark.parametrize("fault", [{"status": 502}, {"drop": "before"}, {"body": b"<html>"}])
def test_a_start_among_faults_goes_on_in_the_end(tmp_path: Path, fault: dict[str, Any]) -> None:
    with short_pauses(), logs_in_memory(), staged(tmp_path, paper) as stage:
        stage.bot.stop()
        for method in ("getMe", "deleteWebhook", "setMyCommands", "getUpdates"):
            stage.server.fault(method, times=4, **fault)
        with stage.make_bot():
            assert ANSWER in stage.person().asks(QUESTION).text
