"""A conversation over a Bot API emulator that is not ours: telemelya, with webhooks.

Here nothing of the tests' own server is between the bot and what is asserted. telemelya checks
little (no HTML, no lengths), but nobody of this project decided how it behaves.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bot.telegram.language import Language, say
from tests.telegram.html_checker import read
from tests.telegram.process import BotProcess, free_port
from tests.telegram.running import PAPER
from tests.telegram.telemelya.emulator import SECRET, TOKEN, Call, Telemelya
from tests.telegram.telemelya.relay import PATH, Relay

QUESTION, ANSWER = "第三产业增加值多少", "677.4亿元"
"""On PAPER."""
OWN_TEXT = (
    "临水街道新添三处书屋\n\n"
    "本报讯 今年以来,临水街道新建社区书屋3处,藏书共1.8万册。书屋每天开放12小时,"
    "周末还请老师来讲故事。\n"
)
OWN_QUESTION, OWN_ANSWER = "书屋每天开放多久", "12小时"


@dataclass(frozen=True)
class Witness:
    """The emulator, the bot, and the relay between them."""

    telemelya: Telemelya
    relay: Relay
    bot: BotProcess

    def asks(self, question: str) -> Call:
        """Ask and return the answer."""
        self.telemelya.says(question)
        return self.telemelya.wait("sendMessage")


@pytest.fixture(scope="module")
def witness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Witness]:
    directory = tmp_path_factory.mktemp("telemelya")
    listen = f"127.0.0.1:{free_port()}"
    with (
        Telemelya(directory) as telemelya,
        Relay(f"http://{listen}{PATH}", SECRET, telemelya.complete) as relay,
    ):
        telemelya.wait_up()
        with BotProcess(
            directory,
            TOKEN,
            telemelya.url,
            articles=PAPER,
            telegram_webhook_url=relay.url,
            telegram_webhook_listen=listen,
            telegram_webhook_secret=SECRET,
        ) as bot:
            bot.wait_ready()
            yield Witness(telemelya, relay, bot)


def test_a_question_is_answered_with_its_evidence(witness: Witness) -> None:
    answer = witness.asks(QUESTION)
    text, _ = read(answer.text)
    assert answer.text.startswith(f"<b>{ANSWER}</b>")
    assert answer.text.count("<blockquote>") == 1
    assert text.count(ANSWER) == 2, "once as the answer, once in its sentence"
    assert answer.parameters["parse_mode"] == "HTML"


def test_the_source_opens_and_closes_in_place(witness: Witness) -> None:
    answer = shown = witness.asks(QUESTION)
    for button, opened in (("open_source", True), ("close_source", False)):
        witness.telemelya.presses(shown, say(Language.SIMPLIFIED, button))
        shown = witness.telemelya.wait("editMessageText")
        assert shown.message_id == answer.message_id
        assert ("<blockquote expandable>" in shown.text) == opened
    assert shown.text == answer.text


def test_a_follow_up_is_asked_by_its_button(witness: Witness) -> None:
    answer = witness.asks(QUESTION)
    question = next(label for label, data in answer.buttons.items() if data.startswith("ask:"))
    witness.telemelya.presses(answer, question)
    followed = witness.telemelya.wait("sendMessage")
    text, _ = read(followed.text)
    assert text.startswith(f"〔{question}〕")
    assert "<blockquote>" in followed.text


def test_an_inline_query_offers_the_answer(witness: Witness) -> None:
    witness.telemelya.asks_inline(QUESTION)
    results = witness.telemelya.wait("answerInlineQuery").record["results"]
    assert results[0]["title"] == ANSWER
    witness.telemelya.chooses(results[0]["id"])
    sent = witness.telemelya.wait("sendMessage")
    text, _ = read(sent.text)
    assert QUESTION in text and ANSWER in text


def test_a_document_becomes_what_the_chat_asks(witness: Witness) -> None:
    witness.telemelya.uploads(witness.relay, "书屋.txt", OWN_TEXT.encode())
    progress = witness.telemelya.wait("sendMessage")
    summary = witness.telemelya.wait("editMessageText")
    assert summary.message_id == progress.message_id
    assert "书屋.txt" in summary.text
    assert any(data.startswith("ask:") for data in summary.buttons.values())
    assert witness.asks(OWN_QUESTION).text.startswith(f"<b>{OWN_ANSWER}</b>")
    witness.telemelya.says("/forget")
    witness.telemelya.wait("sendMessage")
    assert witness.asks(QUESTION).text.startswith(f"<b>{ANSWER}</b>")


def test_start_says_what_it_is_and_what_to_ask(witness: Witness) -> None:
    witness.telemelya.says("/start")
    welcome = witness.telemelya.wait("sendMessage")
    assert say(Language.SIMPLIFIED, "welcome") in read(welcome.text)[0]
    assert all(data.startswith("ask:") for data in welcome.buttons.values())
    assert welcome.buttons


@pytest.mark.parametrize("secret", ["", "another"])
def test_what_comes_without_the_secret_is_refused(witness: Witness, secret: str) -> None:
    assert witness.relay.hand_on({"update_id": 1, "message": {}}, secret) == 403


def test_the_bot_has_met_no_defect(witness: Witness) -> None:
    witness.asks(QUESTION)
    metrics = witness.bot.metrics()
    assert 'wenbao_failures_total{kind="defect"}' not in metrics
    assert 'wenbao_failures_total{kind="bad_request"}' not in metrics
