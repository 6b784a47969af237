"""The process ends in every way: no question is lost, and copies are bounded."""

import json
import sqlite3
from pathlib import Path

from bot.telegram.delivery import MAYBE_SENT_TRIES
from bot.telegram.intake import MOST_ATTEMPTS
from tests.telegram.botapi import BotApiServer, Chat, User
from tests.telegram.odd_bot import DEADLY, ENDLESS, SLOW
from tests.telegram.odd_process import OddBot
from tests.telegram.sample import ANSWER, QUESTION
from tests.telegram.waiting import wait_until

KILLS = 3


def people(server: BotApiServer, count: int) -> list[tuple[User, Chat]]:
    users = [server.user(f"读者{number}") for number in range(count)]
    return [(user, server.private_chat(user)) for user in users]


def wait_for_calls(server: BotApiServer, count: int) -> None:
    wait_until(lambda: len(server.calls_of("sendMessage")) >= count, "messages sent", 60)


def wait_for_messages(chat: Chat, count: int) -> None:
    wait_until(lambda: len(chat.messages) >= count, "answers", 60)


def waiting(directory: Path) -> int:
    """Return how many updates the state file has that have not been dealt with."""
    uri = f"{(directory / 'state.sqlite3').resolve().as_uri()}?mode=ro"
    state = sqlite3.connect(uri, uri=True)
    try:
        count: int = state.execute("SELECT count(*) FROM inbox").fetchone()[0]
        return count
    finally:
        state.close()


def test_killed_again_and_again_it_answers_every_question(
    server: BotApiServer, tmp_path: Path
) -> None:
    # Replies slow enough for many to be under way when it is killed.
    server.fault("sendMessage", delay=0.1, times=None)
    chats = people(server, 60)
    for user, chat in chats:
        chat.says(user, QUESTION)
    for _ in range(KILLS):
        with OddBot(server, tmp_path) as bot:
            wait_for_calls(server, len(server.calls_of("sendMessage")) + 5)
            bot.kill()
    server.clear_faults()
    with OddBot(server, tmp_path) as bot:
        for _, chat in chats:
            wait_for_messages(chat, 1)
        wait_until(lambda: not waiting(tmp_path), "the end of all")
        assert bot.terminate() == 0, bot.log

    copies = [len(chat.messages) for _, chat in chats]
    assert all(ANSWER in message.text for _, chat in chats for message in chat.messages)
    assert max(copies) <= MOST_ATTEMPTS


def test_told_to_stop_it_finishes_what_is_in_work(server: BotApiServer, tmp_path: Path) -> None:
    ((user, chat),) = people(server, 1)
    with OddBot(server, tmp_path) as bot:
        bot.status.wait_ready()
        chat.says(user, SLOW + QUESTION)
        chat.wait_action()

        assert bot.terminate() == 0, bot.log

    assert [ANSWER in message.text for message in chat.messages] == [True]
    assert not waiting(tmp_path)


def test_a_question_without_end_does_not_keep_it_from_stopping(
    server: BotApiServer, tmp_path: Path
) -> None:
    ((user, chat),) = people(server, 1)
    with OddBot(server, tmp_path) as bot:
        bot.status.wait_ready()
        chat.says(user, ENDLESS + QUESTION)
        chat.wait_action()

        assert bot.terminate() == 0, bot.log

    assert "stopped before everything was sent" in bot.log
    assert waiting(tmp_path) == 1


def test_a_message_that_cannot_be_sent_does_not_keep_it_from_stopping(
    server: BotApiServer, tmp_path: Path
) -> None:
    ((user, chat),) = people(server, 1)
    with OddBot(server, tmp_path) as bot:
        bot.status.wait_ready()
        refused = server.fault("sendMessage", status=429, retry_after=3600)
        chat.says(user, QUESTION)
        server.wait_struck(refused)

        assert bot.terminate() == 0, bot.log

    with OddBot(server, tmp_path):
        assert ANSWER in chat.wait_one(60).text


def test_what_ends_the_process_again_and_again_is_given_up(
    server: BotApiServer, tmp_path: Path
) -> None:
    # Others are in work each time it ends, and must not be given up with it.
    server.fault("sendMessage", delay=0.5, times=None)
    others = people(server, 5)
    killer, its_chat = people(server, 1)[0]
    for user, chat in others:
        chat.says(user, QUESTION)
    its_chat.says(killer, DEADLY + QUESTION)
    for _ in range(MOST_ATTEMPTS):
        with OddBot(server, tmp_path) as bot:
            assert bot.wait() == -9
    server.clear_faults()

    with OddBot(server, tmp_path) as bot:
        for _, chat in others:
            wait_for_messages(chat, 1)
        bot.status.wait_ready()
        assert bot.status.failures("given_up") == 1
        assert "update given up" in bot.log
    assert its_chat.messages == []


def test_a_log_cut_off_in_the_middle_loses_no_more_than_its_end(
    server: BotApiServer, tmp_path: Path
) -> None:
    ((user, chat),) = people(server, 1)
    with OddBot(server, tmp_path) as bot:
        bot.status.wait_ready()
        chat.says(user, QUESTION)
        chat.wait_one()
        bot.kill()
    log = tmp_path / "state.sqlite3-wal"
    whole = log.read_bytes()
    assert whole
    log.write_bytes(whole[: len(whole) - 100] + b"\x00" * 50)

    with OddBot(server, tmp_path) as bot:
        bot.status.wait_ready()
        chat.says(user, QUESTION)
        wait_for_messages(chat, 2)
        assert bot.terminate() == 0, bot.log
    assert len(chat.messages) <= 1 + MAYBE_SENT_TRIES


def test_an_update_that_comes_twice_is_answered_once(server: BotApiServer, tmp_path: Path) -> None:
    ((user, chat),) = people(server, 1)
    with OddBot(server, tmp_path) as bot:
        bot.status.wait_ready()
        chat.says(user, QUESTION)
        chat.wait_one()
        server.wait_confirmed()
        wait_until(lambda: not waiting(tmp_path), "the end of all")
        body = json.dumps(dict(chat.records[1001].body))
        for _ in range(2):
            server.raw_update({"update_id": 700_000_001, "message": json.loads(body)})
        chat.says(user, QUESTION)
        chat.wait_one()
        assert bot.terminate() == 0, bot.log

    assert len(chat.messages) == 2
