"""Messages with several questions, and questions that lean on the turn before."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.answer import Answer, Status
from bot.answering.understanding.ellipsis import resolve, what_about
from bot.answering.understanding.split import split_message
from bot.answering.understanding.understand import understand

TABLE: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "messages.toml").read_text(encoding="utf-8")
)


def _cases(group: str, key: str) -> list[Any]:
    return [
        pytest.param(
            case,
            id=case[key] or "empty",
            marks=[pytest.mark.xfail(strict=True, reason=case["known_gap"])]
            if "known_gap" in case
            else [],
        )
        for case in TABLE[group]
    ]


def _asked(text: str) -> Answer:
    question = understand(text)
    return Answer(question, Status.NO_ANSWER, None, question.kind, 0.0)


@pytest.mark.parametrize("case", _cases("splits", "message"))
def test_cuts_a_message_into_its_questions(case: dict[str, Any]) -> None:
    message = case["message"]

    assert list(split_message(message)) == case.get("parts", [message])


@pytest.mark.parametrize("case", _cases("follow_ups", "ask"))
def test_reads_a_question_in_the_light_of_the_one_before(case: dict[str, Any]) -> None:
    question = resolve(case["ask"], _asked(case["before"]))

    assert question.text == case.get("reads", case["ask"])
    assert question.carried == tuple(case.get("carried", ()))
    assert question.leans is not case.get("stands", False)


def test_what_was_carried_is_carried_on() -> None:
    first = _asked("北京去年新开书店多少家")
    second = resolve("茶馆呢", first)

    third = resolve("饭店呢", Answer(second, Status.NO_ANSWER, None, second.kind, 0.0))

    assert (third.text, third.carried) == ("饭店多少", ("北京", "去年"))


def test_a_place_replaces_the_place_that_was_carried() -> None:
    second = resolve("茶馆呢", _asked("北京去年新开书店多少家"))

    third = resolve("上海呢", Answer(second, Status.NO_ANSWER, None, second.kind, 0.0))

    assert (third.text, third.carried) == ("上海茶馆多少", ("去年",))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("茶馆呢", "茶馆"),
        ("那茶館呢？", "茶館"),
        ("那么，北岸的茶馆怎么样", "北岸的茶馆"),
        ("茶馆又如何", "茶馆"),
        ("多少家呢", None),
        ("为什么呢", None),
        ("呢", None),
        ("茶馆开了", None),
    ],
)
def test_topic_of_what_about(text: str, topic: str | None) -> None:
    assert what_about(text) == topic


_TEXTS = st.text(max_size=30) | st.text("多少几谁呢，？。 “”各和的书店家\n", max_size=30)


@given(_TEXTS)
@settings(max_examples=100)
def test_every_message_has_a_question(message: str) -> None:
    parts = split_message(message)

    assert parts
    assert set("".join(parts)) <= set(message)


@given(_TEXTS, st.sampled_from(["书店多少家", "他呢", "", "？"]))
@settings(max_examples=50)
def test_whatever_follows_is_read(text: str, before: str) -> None:
    question = resolve(text, _asked(before))

    assert len(question.folded) == len(question.text)
    assert question.leans or not question.carried
