"""Author and photographer questions, asked of a made-up page."""

import pytest

from bot.answering.answer import Status
from bot.answering.answerer import Answerer
from bot.answering.dialogue import Dialogue
from retrieval.reader import read_page

PAGE = """东桥镇建成两座水厂

本报记者 丁一帆 通讯员 何小满

东桥镇日前建成两座水厂，供水人口增加两万人。镇里的老校长还写了一首《水之歌》。

图为工人在检修水泵。

莫 言 摄

村民在新水池边洗菜。

卢静怡 摄

图为水质检测员在取样。

莫 言 摄

责任编辑：金鑫　美编：毛小雨

西山小学办起食堂

本报讯 记者文静报道 西山小学的食堂昨天开张，两百名学生吃上了热饭。

林场招聘护林员

本报讯 林场今年招聘护林员十二人。

何小满 本报记者 丁一帆
"""
SINGLE = "渡口要修桥了\n\n本报记者 文静\n\n渡口明年要修一座桥。\n"
WITHOUT_BYLINE = "渡口的来历\n\n渡口建于清代。《渡口谣》由船工田有福写成，流传很广。\n"


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer((read_page(PAGE, "made-up.txt"),))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("东桥镇建水厂的报道是谁写的", "丁一帆、何小满"),
        ("東橋鎮建成兩座水廠這篇報導的作者是誰", "丁一帆、何小满"),
        ("建成水厂那篇报道的通讯员是谁", "何小满"),
        ("建成水厂那篇报道的记者是谁", "丁一帆"),
        ("东桥镇水厂那篇的责任编辑是谁", "金鑫"),
        ("东桥镇水厂那篇的责编是谁", "金鑫"),
        ("东桥镇水厂那篇的美编是谁", "毛小雨"),
        ("《西山小学办起食堂》的作者是谁", "文静"),
        ("“西山小学办起食堂”是哪位记者写的", "文静"),
        ("谁写了林场招聘的报道", "何小满、丁一帆"),
        ("林场招聘护林员的记者是谁", "丁一帆"),
        ("工人检修水泵的照片谁拍的", "莫言"),
        ("水质检测员取样那张图片是谁摄的", "莫言"),
        ("洗菜的照片是谁拍的？", "卢静怡"),
        ("谁拍了村民洗菜的照片", "卢静怡"),
        ("建成两座水厂那篇报道的照片是谁拍的", "莫言、卢静怡"),
        # The only pictures of the page that anyone has signed.
        ("照片是谁拍的", "莫言、卢静怡"),
    ],
)
def test_answers(answerer: Answerer, question: str, expected: str) -> None:
    [answer] = answerer.ask(question).answers
    assert answer.text == expected
    marked = ["".join(e.text[m.start : m.end] for m in e.marks) for e in answer.evidence]
    assert "".join(marked) == expected.replace("、", "")


@pytest.mark.parametrize(
    "question",
    [
        "西山小学食堂的照片是谁拍的",
        "谁拍了林场招聘的照片",
        "村民洗车的照片是谁拍的",
        "南桥镇建成水厂的报道是谁写的",
        "西山小学食堂的消息通讯员是谁",
        "林场招聘护林员的责任编辑是谁",
        # Which of the articles, nobody can know.
        "这篇文章是谁写的",
    ],
)
def test_says_that_the_page_is_silent(answerer: Answerer, question: str) -> None:
    [answer] = answerer.ask(question).answers
    assert (answer.status, answer.text) == (Status.NO_ANSWER, None)


def test_the_second_picture_of_one_hand_has_its_own_credit(answerer: Answerer) -> None:
    [answer] = answerer.ask("水质检测员取样那张图片是谁摄的").answers
    [evidence] = answer.evidence
    assert evidence.span.start > PAGE.index("取样")


@pytest.mark.parametrize("question", ["谁写的", "本文作者是谁", "记者叫什么", "这篇报道谁写的"])
def test_a_single_article_is_the_one_meant(question: str) -> None:
    answerer = Answerer((read_page(SINGLE, "made-up.txt"),))
    assert answerer.ask(question).answers[0].text == "文静"


@pytest.mark.parametrize("question", ["这篇是谁写的", "记者是谁"])
def test_the_article_of_the_turn_before_is_meant(answerer: Answerer, question: str) -> None:
    dialogue = Dialogue()
    assert answerer.ask("西山小学食堂多少学生吃上了热饭", dialogue).answered
    assert answerer.ask(question, dialogue).answers[0].text == "文静"


@pytest.mark.parametrize("page", [PAGE, SINGLE, WITHOUT_BYLINE])
@pytest.mark.parametrize("question", ["《渡口谣》的作者是谁", "《水之歌》是谁写的"])
def test_whoever_wrote_a_book_did_not_write_the_paper(page: str, question: str) -> None:
    answerer = Answerer((read_page(page, "made-up.txt"),))
    text = answerer.ask(question).answers[0].text or ""
    assert not {"丁一帆", "何小满", "文静"} & set(text.split("、"))
