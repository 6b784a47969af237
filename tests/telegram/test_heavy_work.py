"""Long work, too much work, a disk that takes nothing: others are not kept waiting."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answer import Reply
from bot.answering.dialogue import Dialogue
from bot.telegram import ordering, uploads, workers
from bot.telegram.corpus import Corpus
from bot.telegram.health import Health
from bot.telegram.language import Language, say
from bot.telegram.store.inbox import Inbox
from bot.telegram.workers import Workers
from retrieval.documents.errors import DocumentError, Reason
from retrieval.documents.limits import Limits
from tests.telegram.sample import ANSWER, PAGE, QUESTION
from tests.telegram.scripted import ScriptedAnswerer
from tests.telegram.watched import watched

HELD = "扣住"
"""A question with this word in it is worked on until the test lets go."""
WORKERS = 2


class HoldingAnswerer(ScriptedAnswerer):
    """Works on some questions until it is let go, burning the processor."""

    def __init__(self) -> None:
        super().__init__(PAGE)
        self.let_go = threading.Event()
        self.begun = threading.Semaphore(0)

    def ask(
        self, message: str, dialogue: Dialogue | None = None, *, explain: bool = False
    ) -> Reply:
        if HELD in message:
            self.begun.release()
            while not self.let_go.is_set():
                sum(range(1000))
        return super().ask(message, dialogue, explain=explain)


@pytest.fixture
def held() -> Iterator[HoldingAnswerer]:
    answerer = HoldingAnswerer()
    yield answerer
    answerer.let_go.set()


def run(directory: Path, held: HoldingAnswerer, **settings: Any) -> Any:
    return watched(directory, lambda: Corpus(held, "held", own=False), workers=WORKERS, **settings)


def test_a_heavy_question_delays_only_its_asker(tmp_path: Path, held: HoldingAnswerer) -> None:
    with run(tmp_path, held) as bot:
        asker, others = bot.person(), [bot.person() for _ in range(10)]
        asker.says(HELD + QUESTION)
        assert held.begun.acquire(timeout=60)
        asker.says(QUESTION)
        for other in others:
            assert ANSWER in other.asks(QUESTION).text
        assert asker.chat.messages == []
        asker.chat.wait_action("typing")

        held.let_go.set()

        heavy, light = asker.chat.wait(2)
        assert heavy.message_id < light.message_id
        assert heavy.reply_to is not None and light.reply_to is not None
        assert heavy.reply_to < light.reply_to


def test_a_heavy_upload_delays_no_question(
    tmp_path: Path, held: HoldingAnswerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, let_go = threading.Event(), threading.Event()

    def slow(data: bytes, name: str, limits: Limits) -> str:
        begun.set()
        assert let_go.wait(60)
        raise DocumentError(Reason.TOO_SLOW, name)

    monkeypatch.setattr(uploads, "extract_text", slow)
    with run(tmp_path, held) as bot:
        reader, others = bot.person(), [bot.person() for _ in range(5)]
        reader.chat.uploads(reader.user, "a.pdf", b"%PDF-1.7")
        progress = reader.chat.wait_one()
        assert begun.wait(10), reader.chat.messages
        for other in others:
            assert ANSWER in other.asks(QUESTION).text
        assert reader.chat.message(progress).edits == 0

        let_go.set()

        reader.chat.wait_edit(progress)


def test_a_question_that_takes_too_long_is_given_up_and_told(
    tmp_path: Path, held: HoldingAnswerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "QUESTION_SECONDS", 0.2)
    monkeypatch.setattr(workers, "TURN_SECONDS", 0.2)
    with run(tmp_path, held) as bot:
        slow = [bot.person() for _ in range(WORKERS)]
        for person in slow:
            person.says(HELD + QUESTION)
        for person in slow:
            assert person.chat.wait_one().text == say(Language.SIMPLIFIED, "too_slow")
        assert bot.status.failures("too_slow") == WORKERS
        assert "workers" in bot.status.wait_ready(False)
        # All workers are lost for now: who asks is told, not left waiting.
        assert bot.person().asks(QUESTION).text == say(Language.SIMPLIFIED, "busy")

        held.let_go.set()

        bot.status.wait_ready()
        assert ANSWER in bot.person().asks(QUESTION).text


def test_the_time_that_a_question_waits_for_its_turn_is_no_time_of_its_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        started.set()
        let_go.wait()

    async def ask_behind_another() -> str:
        one_worker = Workers(1, Health())
        first = asyncio.create_task(one_worker.ask(hold))
        await asyncio.to_thread(started.wait)
        await asyncio.sleep(0)  # The first has its time from here on; the second gets less.
        monkeypatch.setattr(workers, "QUESTION_SECONDS", 1.0)
        asyncio.get_running_loop().call_later(workers.QUESTION_SECONDS + 0.1, let_go.set)
        answer = await one_worker.ask(lambda: ANSWER)
        await first
        one_worker.close()
        return answer

    assert asyncio.run(ask_behind_another()) == ANSWER


def test_with_too_many_questions_waiting_more_are_turned_away(
    tmp_path: Path, held: HoldingAnswerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "WAITING", 1)
    with run(tmp_path, held) as bot:
        working = [bot.person() for _ in range(WORKERS)]
        for person in working:
            person.says(HELD + QUESTION)
            assert held.begun.acquire(timeout=60)
        waiting = bot.person()
        waiting.says(QUESTION)
        waiting.chat.wait_action("typing")

        assert bot.person().asks(QUESTION).text == say(Language.SIMPLIFIED, "busy")

        assert bot.status.failures("busy") == 1
        held.let_go.set()
        for person in (*working, waiting):
            assert ANSWER in person.chat.wait_one().text


def test_what_there_is_no_room_for_stays_with_telegram(
    tmp_path: Path, held: HoldingAnswerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "AT_ONCE", 4)
    with run(tmp_path, held) as bot:
        people = [bot.person() for _ in range(12)]
        for person in people:
            person.says(HELD + QUESTION)
            # One after the other, so that they do not come in one batch.
            bot.server.wait_call("sendChatAction")
        assert held.begun.acquire(timeout=60)
        assert bot.server.pending_updates > 0

        held.let_go.set()

        for person in people:
            assert ANSWER in person.chat.wait_one().text
        bot.settle()


def failing(monkeypatch: pytest.MonkeyPatch, name: str, times: int) -> Callable[[], int]:
    """Let a method of the inbox fail as on a full disk; return a count of failures left."""
    right = getattr(Inbox, name)
    left = [times]

    def wrong(self: Inbox, *args: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise sqlite3.OperationalError("database or disk is full")
        return right(self, *args)

    monkeypatch.setattr(Inbox, name, wrong)
    return lambda: left[0]


def test_with_a_full_disk_updates_stay_with_telegram_until_there_is_room(
    tmp_path: Path, held: HoldingAnswerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run(tmp_path, held) as bot:
        person = bot.person()
        bot.status.wait_ready()
        left = failing(monkeypatch, "accept", 20)
        person.says(QUESTION)
        bot.log.wait("updates cannot be kept")
        ready = bot.status.get("/readyz").is_success
        assert not ready or left() == 0

        assert ANSWER in person.chat.wait_one().text

        assert bot.status.failures("storage") == 20
        bot.log.wait("updates can be kept again")
        bot.status.wait_ready()
        bot.settle()
        assert len(person.chat.messages) == 1


@pytest.mark.parametrize("method", ["begin", "finish"])
def test_a_full_disk_after_that_costs_no_answer(
    tmp_path: Path, held: HoldingAnswerer, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    with run(tmp_path, held) as bot:
        person = bot.person()
        failing(monkeypatch, method, 1)
        assert ANSWER in person.asks(QUESTION).text
        assert ANSWER in person.asks(QUESTION).text
        bot.status.wait_failures("storage", 1)
        assert bot.log.events("trouble with an update", kind="storage")
