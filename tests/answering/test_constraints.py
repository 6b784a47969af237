"""A candidate of another place, time, category or unit is no answer, however well it scores."""

from dataclasses import replace
from typing import Any

import pytest

from bot.answering.annotation import AnnotatedArticle
from bot.answering.answerer import Answerer
from bot.answering.dialogue import Dialogue
from bot.answering.surroundings.support import support
from bot.answering.understanding.understand import understand
from retrieval.page import Span
from retrieval.reader import read_page
from tests.answering.page_cases import PageCases

CASES = PageCases("constraints.toml")


@pytest.mark.parametrize("case", CASES.questions())
def test_answers_what_is_asked_or_not_at_all(case: dict[str, Any]) -> None:
    answers = CASES.answerer.ask(case["q"]).answers

    expected = case.get("several", [None if case.get("none") else case.get("a")])
    assert [answer.text for answer in answers] == expected


@pytest.mark.parametrize("case", CASES.dialogues())
def test_dialogue(case: dict[str, Any]) -> None:
    dialogue = Dialogue()

    texts = [answer.text for q in case["ask"] for answer in CASES.answerer.ask(q, dialogue).answers]

    assert texts == [text or None for text in case["a"]]
    assert len(dialogue.turns) == case.get("kept", len(texts))


def test_a_contradiction_is_shown_with_both_sentences() -> None:
    (answer,) = CASES.answerer.ask("石拱桥有多少个桥洞").answers

    assert answer.working == "文中有两个数字：9个，11个"
    assert answer.value is None
    marked = [e.text[m.start : m.end] for e in answer.evidence for m in e.marks]
    assert marked == ["9个", "11个"]


def test_below_the_threshold_the_nearest_sentence_is_offered() -> None:
    (answer,) = CASES.answerer.ask("竹屏县新开茶馆多少家").answers

    assert answer.text is None
    assert answer.evidence == ()
    assert answer.nearest is not None
    assert "新开" in answer.nearest.text


def test_the_threshold_decides_and_always_answer_overrides_it() -> None:
    page = CASES.answerer.pages
    question = "松溪县博物馆馆藏文物多少件"

    (never,) = Answerer(page, threshold=1.0).ask(question).answers
    (always,) = Answerer(page, threshold=1.0, always_answer=True).ask(question).answers

    assert never.text is None
    assert always.text is not None
    assert always.text.startswith("4300件")


def test_words_carried_over_from_the_turn_before_are_no_neighbours() -> None:
    # Side by side they would look like a place cut in two.
    page = read_page("小学校长周平值班。", "page")
    article = AnnotatedArticle(page, page.articles[0])
    question = replace(understand("校长是谁"), carried=("东", "岗区"), leans=True)

    found = support(question, article, article.sentences[0], Span(4, 6))

    assert [token.text for token in found.contrasting] == []
