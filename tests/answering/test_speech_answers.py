"""Speaker and quotation questions, asked of a made-up page."""

import pytest

from bot.answering.answer import Status
from bot.answering.answerer import Answerer
from bot.answering.dialogue import Dialogue
from retrieval.reader import read_page

PAGE = """渡口要修桥了

本报讯 记者文静报道 东桥镇渡口明年要修一座桥。镇长潘立新说：“桥修好以后，孩子们上学不用再坐船。一共投入300万元。”

“我撑了四十年船，心里有点舍不得。”船工田有福说。他每天往返渡口二十趟，最多的一天载过五百人。“船票从两分钱涨到了两块钱。”他笑着说。

镇交通办提醒村民，施工期间渡口停航，请绕行北岸。企业负责人表示，桥墩将在雨季之前完工。

食堂开张了

本报讯 西山小学的食堂昨天开张，两百名学生吃上了热饭。“汤很好喝。”三年级学生宋小宝说。
"""  # noqa: E501


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer((read_page(PAGE, "made-up.txt"),))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("“孩子们上学不用再坐船”是谁说的？", "潘立新"),
        ("「孩子們上學不用再坐船」是誰講的", "潘立新"),
        ("“孩子们上学不用坐船”这句话谁说的", "潘立新"),
        ("谁说“我撑了四十年船”", "田有福"),
        ("“船票从两分钱涨到了两块钱”是谁说的", "田有福"),
        ("谁表示桥墩将在雨季之前完工", "企业负责人"),
        ("谁提醒村民施工期间渡口停航", "镇交通办"),
        ("汤很好喝这话是谁说的", "宋小宝"),
        ("镇长潘立新说了什么？", "桥修好以后，孩子们上学不用再坐船。一共投入300万元。"),
        ("田有福怎么说船票的", "船票从两分钱涨到了两块钱。"),
        ("船工田有福说了什么", "我撑了四十年船，心里有点舍不得。"),
        ("企业负责人怎么说", "桥墩将在雨季之前完工。"),
        ("镇交通办提醒了什么", "施工期间渡口停航，请绕行北岸。"),
    ],
)
def test_answers(answerer: Answerer, question: str, expected: str) -> None:
    [answer] = answerer.ask(question).answers
    assert answer.text == expected


@pytest.mark.parametrize(
    "question",
    [
        "“桥修好以后收五块钱”是谁说的",
        "“一共投入500万元”是谁说的",
        "“坐飞机”是谁说的",
        "校长说了什么",
        "县长潘大为说了什么",
        "宋小宝怎么评价大桥",
        "潘立新怎么看食堂",
    ],
)
def test_says_that_the_text_is_silent(answerer: Answerer, question: str) -> None:
    [answer] = answerer.ask(question).answers
    assert (answer.status, answer.text) == (Status.NO_ANSWER, None)


def test_several_speeches_of_one_person_are_alternatives(answerer: Answerer) -> None:
    [answer] = answerer.ask("田有福说了什么").answers
    assert [a.text for a in answer.alternatives] == ["船票从两分钱涨到了两块钱。"]


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (["“我撑了四十年船”是谁说的", "他还说了什么"], "船票从两分钱涨到了两块钱。"),
        (["“汤很好喝”是谁说的", "他说了什么"], "汤很好喝。"),
        (["镇长潘立新说了什么", "这话是谁说的"], "潘立新"),
    ],
)
def test_leans_on_the_turn_before(answerer: Answerer, turns: list[str], expected: str) -> None:
    dialogue = Dialogue()
    replies = [answerer.ask(turn, dialogue) for turn in turns]
    assert replies[-1].answers[0].text == expected


@pytest.mark.parametrize("question", ["他说了什么", "这话是谁说的"])
def test_without_a_turn_before_nobody_is_meant(answerer: Answerer, question: str) -> None:
    assert not answerer.ask(question).answered


def test_the_words_are_marked_in_every_sentence_they_go_over(answerer: Answerer) -> None:
    [answer] = answerer.ask("镇长潘立新说了什么").answers
    marked = [e.text[m.start : m.end] for e in answer.evidence for m in e.marks]
    assert "".join(marked) == answer.text
    assert "".join(PAGE[s.start : s.end] for e in answer.evidence for s in e.answer_spans) == (
        answer.text
    )


def test_a_pronoun_is_answered_from_where_the_name_stands(answerer: Answerer) -> None:
    [answer] = answerer.ask("“船票从两分钱涨到了两块钱”是谁说的").answers
    named, said = answer.evidence
    [mark] = named.marks
    assert named.text[mark.start : mark.end] == "田有福"
    assert "船票从两分钱" in said.text
    assert said.marks == ()
