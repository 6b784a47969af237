"""Calls to Telegram that fail in every way: what a reader gets, and that none of it is silent."""

import sqlite3
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from bot.answering.answer import Reply
from bot.answering.dialogue import Dialogue
from bot.telegram import client
from bot.telegram.corpus import Corpus
from bot.telegram.delivery import BRIEF_TRIES, MAYBE_SENT_TRIES
from tests.telegram.sample import ANSWER, PAGE, QUESTION
from tests.telegram.scripted import ScriptedAnswerer
from tests.telegram.stage import Person
from tests.telegram.watched import Watched, watched


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    with watched(tmp_path_factory.mktemp("delivery")) as running:
        yield running


@pytest.fixture
def person(bot: Watched) -> Iterator[Person]:
    yield bot.person()
    bot.server.clear_faults()


def copies(person: Person) -> int:
    return sum(ANSWER in message.text for message in person.chat.messages)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"status": 500}, "network"),
        ({"status": 502, "body": b"<html><h1>502 Bad Gateway</h1></html>"}, "network"),
        ({"status": 503}, "network"),
        ({"status": 504}, "network"),
        ({"drop": "before"}, "network"),
        ({"status": 429, "retry_after": 1}, "flood"),
        ({"body": b"<html>Log in to this Wi-Fi</html>"}, "network"),
        ({"body": b"[]"}, "network"),
        ({"body": b'{"ok": true}'}, "network"),
        ({"body": b"\xff\xfe"}, "network"),
    ],
)
def test_an_answer_not_sent_is_sent_again_and_arrives_once(
    bot: Watched, person: Person, fault: dict[str, Any], kind: str
) -> None:
    before = bot.status.failures(kind)
    struck = bot.server.fault("sendMessage", chat_id=person.chat.id, times=2, **fault)

    assert ANSWER in person.asks(QUESTION).text

    bot.settle()
    assert struck.struck == 2
    assert copies(person) == 1
    assert bot.status.failures(kind) >= before + 2


def test_who_is_told_to_wait_waits_and_nobody_else_does(bot: Watched, person: Person) -> None:
    slowed = bot.server.fault(
        "sendMessage", status=429, retry_after=2, times=1, chat_id=person.chat.id
    )
    person.says(QUESTION)
    bot.server.wait_struck(slowed)

    others = [bot.person() for _ in range(3)]
    for other in others:
        assert ANSWER in other.asks(QUESTION).text
    assert copies(person) == 0

    assert ANSWER in person.chat.wait_one().text
    calls = [
        c for c in bot.server.calls_of("sendMessage") if c.params["chat_id"] == str(person.chat.id)
    ]
    refused, sent = calls
    assert (refused.status, sent.status) == (429, 200)
    assert sent.at - refused.at >= 2
    assert bot.log.events("told to wait", chat=person.chat.id)


def test_an_answer_whose_sending_broke_off_comes_twice_at_most(
    bot: Watched, person: Person
) -> None:
    bot.server.fault("sendMessage", drop="after", times=1, chat_id=person.chat.id)

    person.says(QUESTION)
    person.chat.wait(2)

    bot.settle()
    assert copies(person) == 2


def test_an_answer_that_breaks_off_for_ever_has_bounded_copies(
    bot: Watched, person: Person
) -> None:
    before = bot.status.failures("undelivered")
    bot.server.fault("sendMessage", drop="after", times=None, chat_id=person.chat.id)

    person.says(QUESTION)
    bot.status.wait_failures("undelivered", before + 1)

    bot.settle()
    assert copies(person) == MAYBE_SENT_TRIES
    assert bot.log.events("undelivered", chat=person.chat.id)


@pytest.mark.parametrize(
    ("status", "description", "kind"),
    [
        (403, "Forbidden: bot was blocked by the user", "forbidden"),
        (403, "Forbidden: user is deactivated", "forbidden"),
        (403, "Forbidden: bot was kicked from the supergroup chat", "forbidden"),
        (403, "Forbidden: the group chat was deleted", "forbidden"),
        (400, "Bad Request: chat not found", "chat_gone"),
        (400, "Bad Request: not enough rights to send text messages to the chat", "chat_gone"),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", "chat_gone"),
        (400, "Bad Request: PEER_ID_INVALID", "chat_gone"),
        (400, "Bad Request: TOPIC_CLOSED", "topic_gone"),
        (400, "Bad Request: message thread not found", "topic_gone"),
    ],
)
def test_a_chat_that_cannot_be_written_to_is_given_up_aloud(
    bot: Watched, person: Person, status: int, description: str, kind: str
) -> None:
    before = bot.status.failures(kind)
    refused = bot.server.fault(
        "sendMessage", status=status, description=description, times=1, chat_id=person.chat.id
    )
    person.says(QUESTION)
    bot.server.wait_struck(refused)
    bot.settle()

    assert person.chat.messages == []
    assert bot.status.failures(kind) == before + 1
    assert bot.log.events("chat cannot be written to", chat=person.chat.id)
    assert ANSWER in person.asks(QUESTION).text


def test_a_reader_who_blocks_the_bot_while_it_works_and_comes_back(
    bot: Watched, person: Person
) -> None:
    before = bot.status.failures("forbidden")
    with bot.server.world.changed:
        person.user.blocked = True
    person.says(QUESTION)
    bot.status.wait_failures("forbidden", before + 1)
    with bot.server.world.changed:
        person.user.blocked = False

    assert ANSWER in person.asks(QUESTION).text


def test_a_defect_of_ours_is_told_to_the_asker(bot: Watched, person: Person) -> None:
    before = bot.status.failures("bad_request")
    bot.server.fault(
        "sendMessage", status=400, description="Bad Request: no idea", chat_id=person.chat.id
    )

    assert ANSWER not in person.asks(QUESTION).text

    assert bot.status.failures("bad_request") > before
    assert ANSWER in person.asks(QUESTION).text


CANNOT_PARSE = "Bad Request: can't parse entities: Unexpected end tag at byte offset 7"


def test_an_answer_whose_style_is_refused_comes_without(bot: Watched, person: Person) -> None:
    styled = person.asks(QUESTION)
    bot.server.fault("sendMessage", status=400, description=CANNOT_PARSE, chat_id=person.chat.id)

    plain = person.asks(QUESTION)

    assert styled.entities and not plain.entities
    assert plain.text == styled.text
    assert bot.log.events("defect: Telegram refuses our HTML, sent without style")


def test_an_edit_whose_style_is_refused_comes_without(bot: Watched, person: Person) -> None:
    answer = person.asks(QUESTION)
    bot.server.fault("editMessageText", status=400, description=CANNOT_PARSE)

    opened = person.presses(answer, "原文")

    assert answer.entities and not opened.entities


def test_the_answer_to_an_edited_question_is_sent_anew_when_the_old_one_is_gone(
    bot: Watched, person: Person
) -> None:
    before = bot.status.failures("message_gone")
    asked = person.says("今年新建多少：二百间")
    person.chat.deletes(person.chat.wait_one())

    person.chat.edits(person.user, asked, QUESTION)

    assert ANSWER in person.chat.wait_one().text
    assert bot.status.failures("message_gone") == before + 1


@pytest.mark.parametrize(
    ("description", "kind"),
    [
        (
            "Bad Request: message is not modified: specified new message content and reply",
            "not_modified",
        ),
        ("Bad Request: message to edit not found", "message_gone"),
        ("Bad Request: MESSAGE_ID_INVALID", "message_gone"),
        ("Bad Request: message can't be edited", "message_gone"),
    ],
)
def test_a_button_whose_message_cannot_be_changed_is_answered(
    bot: Watched, person: Person, description: str, kind: str
) -> None:
    before = bot.status.failures(kind)
    answer = person.asks(QUESTION)
    bot.server.fault("editMessageText", status=400, description=description)

    query = person.chat.presses(person.user, answer, "原文")

    bot.server.callback_answer(query)
    assert bot.status.failures(kind) == before + 1


def test_a_button_pressed_too_long_ago_does_what_it_should(bot: Watched, person: Person) -> None:
    before = bot.status.failures("query_too_old")
    answer = person.asks(QUESTION)
    bot.server.fault(
        "answerCallbackQuery",
        status=400,
        description="Bad Request: query is too old and response timeout expired",
    )

    person.presses(answer, "原文")

    bot.status.wait_failures("query_too_old", before + 1)


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 502},
        {"status": 429, "retry_after": 1},
        {"drop": "before"},
        {"drop": "after"},
        {"body": b"[]"},
    ],
)
def test_who_has_pressed_a_button_or_typed_a_query_is_answered_in_spite_of_a_fault(
    bot: Watched, person: Person, fault: dict[str, Any]
) -> None:
    answer = person.asks(QUESTION)
    struck = [
        bot.server.fault(method, times=BRIEF_TRIES - 1, **fault)
        for method in ("answerCallbackQuery", "answerInlineQuery")
    ]

    pressed = person.chat.presses(person.user, answer, "👍")
    typed = bot.server.inline(person.user, QUESTION)

    assert bot.server.callback_answer(pressed).text
    assert bot.server.inline_answer(typed).results
    bot.settle()
    assert all(fault.struck >= 1 for fault in struck)


def test_an_edit_that_breaks_off_is_made_again(bot: Watched, person: Person) -> None:
    answer = person.asks(QUESTION)
    bot.server.fault("editMessageText", drop="before", times=4)

    assert person.presses(answer, "原文").edits == 1


def test_a_late_reply_of_the_server_costs_bounded_copies(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "READ_SECONDS", 1.0)
    with watched(tmp_path_factory.mktemp("late")) as bot:
        person = bot.person()
        late = bot.server.fault("sendMessage", delay=3.0, times=1)

        assert ANSWER in person.asks(QUESTION).text

        bot.settle()
        assert late.struck == 1
        assert 1 <= copies(person) <= MAYBE_SENT_TRIES
        assert bot.status.failures("network") >= 1


class HeldAnswerer(ScriptedAnswerer):
    """Answers when it is let."""

    def __init__(self) -> None:
        super().__init__(PAGE)
        self.asked = threading.Event()
        self.may_answer = threading.Event()

    def ask(
        self, message: str, dialogue: Dialogue | None = None, *, explain: bool = False
    ) -> Reply:
        self.asked.set()
        assert self.may_answer.wait(60)
        return super().ask(message, dialogue, explain=explain)


def test_a_sign_of_typing_that_fails_does_not_keep_the_answer(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    held = HeldAnswerer()
    with watched(tmp_path_factory.mktemp("typing"), lambda: Corpus(held, "x", own=False)) as bot:
        person = bot.person()
        bot.server.fault("sendChatAction", status=500)
        person.says(QUESTION)
        bot.status.wait_failures("unimportant_call", 1)
        held.may_answer.set()

        assert ANSWER in person.chat.wait_one().text


@pytest.mark.parametrize("asker", ["the creator", "another member"])
def test_a_group_that_becomes_a_supergroup_meanwhile_is_answered_there(
    tmp_path_factory: pytest.TempPathFactory, asker: str
) -> None:
    held = HeldAnswerer()
    with watched(tmp_path_factory.mktemp("moved"), lambda: Corpus(held, "x", own=False)) as bot:
        creator, member = (bot.server.user(name) for name in ("甲", "乙"))
        group = bot.server.group("编辑部", [creator, member])
        # The news of the migration waits for the question of the same person.
        who = creator if asker == "the creator" else member
        group.says(who, f"/ask {QUESTION}")
        assert held.asked.wait(60)
        moved = group.upgrades()
        held.may_answer.set()

        answer = moved.wait_one()

        assert ANSWER in answer.text and answer.reply_to is None
        bot.settle()
        assert group.messages == []
        assert places_in(bot) == {"answers": {moved.id}, "dialogues": {moved.id}}
        # A message there that has the number of an old question is a question of its own.
        moved.says(who, f"/ask {QUESTION}")
        assert ANSWER in moved.wait_one().text


def places_in(bot: Watched) -> dict[str, set[int]]:
    """Return the chats that the state file knows of, by table."""
    state = sqlite3.connect(f"{bot.state.resolve().as_uri()}?mode=ro", uri=True)
    try:
        return {
            table: {chat for (chat,) in state.execute(f"SELECT chat_id FROM {table}")}
            for table in ("answers", "dialogues")
        }
    finally:
        state.close()
