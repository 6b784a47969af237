"""What the bot says of itself to whoever watches it."""

from collections.abc import Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.telegram.health import HUNG_SECONDS, SILENCE_SECONDS, Health, Trouble
from tests.telegram.botapi import BotApiServer
from tests.telegram.odd_bot import SLOW
from tests.telegram.odd_process import OddBot
from tests.telegram.sample import QUESTION
from tests.telegram.waiting import wait_until
from tests.telegram.watched import Watched, watched


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    with watched(tmp_path_factory.mktemp("status")) as running:
        running.status.wait_ready()
        yield running


def test_a_bot_that_runs_is_alive_and_ready(bot: Watched) -> None:
    for path in ("/healthz", "/readyz"):
        answer = bot.status.get(path)
        assert (answer.status_code, answer.text) == (200, "ok\n")


def test_metrics_hold_what_happened(bot: Watched) -> None:
    updates = bot.status.value("wenbao_updates_total", kind="message")
    answered = bot.status.value("wenbao_answers_total", status="answered")
    unanswered = bot.status.value("wenbao_answers_total", status="no_answer")
    timed = bot.status.value("wenbao_answer_seconds_count")
    person = bot.person()
    person.asks(QUESTION)
    person.asks("这里没有写到")
    bot.settle()

    assert bot.status.value("wenbao_updates_total", kind="message") == updates + 2
    assert bot.status.value("wenbao_answers_total", status="answered") == answered + 1
    assert bot.status.value("wenbao_answers_total", status="no_answer") == unanswered + 1
    assert bot.status.value("wenbao_answer_seconds_count") == timed + 2
    assert bot.status.value("wenbao_queue_depth") == 0


def test_metrics_are_prometheus_text_without_texts(bot: Watched) -> None:
    bot.person().asks(QUESTION)
    answer = bot.status.get("/metrics")

    assert answer.headers["content-type"].startswith("text/plain; version=")
    families = list(text_string_to_metric_families(answer.text))
    assert families
    assert all(family.name.startswith("wenbao_") and family.documentation for family in families)
    assert QUESTION[-3:] not in answer.text


@pytest.mark.parametrize("path", ["/", "/metrics/", "/admin", "/healthz/x"])
def test_nothing_else_is_served(bot: Watched, path: str) -> None:
    assert bot.status.get(path).status_code == 404


def test_a_bot_is_not_ready_before_it_has_reached_telegram_nor_while_it_stops(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with BotApiServer() as server:
        user = server.user("甲")
        chat = server.private_chat(user)
        server.down()
        with OddBot(server, tmp_path_factory.mktemp("stopping")) as bot:
            assert "no word from Telegram yet" in bot.status.wait_ready(False)
            assert bot.status.get("/healthz").status_code == 200
            server.up()
            bot.status.wait_ready()

            chat.says(user, SLOW + QUESTION)
            chat.wait_action()
            bot.process.terminate()
            assert "stopping" in wait_until(
                lambda: text if "stopping" in (text := bot.status.get("/readyz").text) else "",
                "the bot to say that it stops",
            )
            assert bot.wait() == 0


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_silence_is_trouble_unless_updates_are_sent_to_us() -> None:
    clock = Clock()
    health = Health(clock)
    assert not health.ready().ok
    health.word()
    assert health.ready().ok
    clock.now += SILENCE_SECONDS + 1
    assert not health.ready().ok
    health.listens = True
    assert health.ready().ok


def test_a_loop_that_does_not_turn_is_hung() -> None:
    clock = Clock()
    health = Health(clock)
    clock.now += HUNG_SECONDS - 1
    assert health.alive().ok
    clock.now += 2
    assert not health.alive().ok
    health.turn()
    assert health.alive().ok


def test_a_trouble_goes_on_until_it_is_over() -> None:
    clock = Clock()
    health = Health(clock)
    health.word()
    assert health.begin(Trouble.NETWORK) == 0
    clock.now += 5
    assert health.begin(Trouble.NETWORK) == 5
    assert health.ready().reasons == ("network for 5 s",)
    clock.now += 2
    assert health.end(Trouble.NETWORK) == 7
    assert health.end(Trouble.NETWORK) is None
    assert health.ready().ok
