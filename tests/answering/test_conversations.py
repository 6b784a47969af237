"""What is answered turn by turn: what leans on the turn before, and what stands by itself."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering.answer import Refusal
from bot.answering.answerer import Answerer
from bot.answering.dialogue import Dialogue
from bot.answering.understanding.ellipsis import resolve
from retrieval.reader import read_page

PAGES = tomllib.loads(Path(__file__).with_name("conversations.toml").read_text(encoding="utf-8"))

CASES = [
    pytest.param(page["text"], turns, id="，".join(question for question, _ in turns))
    for page in PAGES["pages"]
    for turns in page["conversations"]
]


@pytest.mark.parametrize(("text", "turns"), CASES)
def test_each_turn_is_answered_in_the_light_of_the_one_before_or_by_itself(
    text: str, turns: list[list[str]]
) -> None:
    answerer = Answerer((read_page(text, "page"),))
    dialogue = Dialogue()

    given = [answerer.ask(question, dialogue).answers[0].text or "" for question, _ in turns]

    assert given == [answer for _, answer in turns]


def test_words_handed_down_that_an_answer_did_not_rest_on_are_not_handed_on() -> None:
    answerer = Answerer((read_page(PAGES["pages"][0]["text"], "page"),))
    answer = answerer.ask("老茶馆有几家").answers[0]
    before = replace(answer, question=replace(answer.question, focus=(), carried=("夜校", "茶馆")))

    assert resolve("增长多少", before).carried == ("茶馆",)


def test_where_there_is_no_more_that_is_said() -> None:
    answerer = Answerer((read_page("镇上有书店三家。", "page"),))
    dialogue = Dialogue()
    answerer.ask("书店有几家", dialogue)

    (answer,) = answerer.ask("还有呢", dialogue).answers

    assert answer.refusal is Refusal.NO_MORE
