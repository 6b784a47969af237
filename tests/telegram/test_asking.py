"""What a question gets: the answer with all it rests on, and a dialogue that goes on."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.message import LONGEST_MESSAGE
from bot.telegram.language import Language, say
from tests.fakes import make_page
from tests.telegram.botapi.text import MAX_TEXT, utf16_length
from tests.telegram.scripted import scripted_paper
from tests.telegram.stage import MARKED, Person, Stage, gold_paper, labels, offered, staged


def test_short_answer_quotation_mark_and_place(person: Person) -> None:
    asked = person.says("第三产业增加值多少")
    answer = person.chat.wait_one()
    assert answer.reply_to == asked["message_id"]
    head, quotation, place = answer.text.split("\n")
    assert head == "677.4亿元"
    assert "bold" in {entity.type for entity in answer.entities if entity.offset == 0}
    assert answer.entity_texts("blockquote") == [quotation]
    assert quotation.startswith("其中,第一产业") and quotation.endswith("增长6.9%。")
    assert answer.entity_texts(MARKED) == ["677.4亿元"]
    assert place == "—— 青澜市公布上半年经济数据 外贸与服务业双双走高，第 3 段"
    assert "请核对" not in answer.text
    assert labels(answer)[:4] == ["原文", "其他答案", "👍", "👎"]


def test_typing_is_shown_while_it_works(person: Person) -> None:
    person.asks("第三产业增加值多少")
    person.chat.wait_action("typing")


def test_what_is_computed_comes_with_its_working(person: Person) -> None:
    answer = person.asks("第一产业和第二产业增加值合计多少亿元？")
    assert answer.text.startswith("609亿元\n")
    assert answer.entity_texts("code") == ["96.7亿元 + 512.3亿元 = 609亿元"]
    # Both figures stand in one sentence, which is quoted once.
    assert len(answer.entity_texts("blockquote")) == 1
    assert answer.entity_texts(MARKED) == ["96.7亿元", "512.3亿元"]


def test_two_figures_that_differ_are_both_shown(person: Person) -> None:
    answer = person.asks("今年计划改造老旧小区多少个？")
    assert answer.text.startswith("47个；49个\n")
    assert answer.entity_texts(MARKED) == ["47个", "49个"]
    assert len(answer.entity_texts("blockquote")) == 2
    assert answer.entity_texts("italic") == [
        "—— 老旧小区改造提速，第 3 段",
        "—— 老旧小区改造提速，第 4 段",
    ]


def test_no_answer_says_so_and_offers_the_nearest_passage_unmarked(person: Person) -> None:
    answer = person.asks("沙棠县收购小麦多少万吨")
    assert answer.text.startswith("文中没有提到。\n最接近的一句（供参考）：\n")
    assert "收购小麦6.4万吨" in answer.entity_texts("blockquote")[0]
    assert not answer.entity_texts(MARKED)
    assert labels(answer)[:3] == ["原文", "👍", "👎"]


def test_each_question_of_a_message_is_answered(person: Person) -> None:
    answer = person.asks("全市登记失业率是多少？临汀县增速多少？")
    assert answer.entity_texts(MARKED) == ["3.2%", "8.4%"]
    at = [answer.text.index(words) for words in ("〔全市登记失业率", "3.2%", "〔临汀县", "8.4%")]
    assert at == sorted(at)


@pytest.mark.parametrize("suggests_for", ["第三产业增加值多少", "短期班办了多少个"])
def test_questions_offered_can_be_answered(person: Person, suggests_for: str) -> None:
    questions = offered(person.asks(suggests_for))
    assert 2 <= len(questions) <= 3
    for question in questions:
        assert person.asks(question).entity_texts(MARKED), question


class TestDialogue:
    def test_goes_on(self, person: Person) -> None:
        person.asks("第三产业增加值多少")
        assert person.asks("增长多少").text.startswith("6.9%\n")
        assert person.asks("第二产业呢").text.startswith("4.9%\n")

    def test_of_one_reader_is_not_another_s(self, stage: Stage) -> None:
        one, other = stage.person(), stage.person(name="周二")
        one.asks("第三产业增加值多少")
        other.asks("第二产业增加值多少")
        assert one.asks("增长多少").text.startswith("6.9%\n")
        assert other.asks("增长多少").text.startswith("4.9%\n")

    def test_reply_to_an_older_answer_leans_on_that(self, person: Person) -> None:
        third = person.asks("第三产业增加值多少")
        person.asks("第二产业增加值多少")
        assert person.asks("增长多少", reply_to=third).text.startswith("6.9%\n")
        # From there the dialogue goes on.
        assert person.asks("第一产业呢").text.startswith("3.1%\n")

    def test_survives_a_restart(self, tmp_path: Any) -> None:
        with staged(tmp_path) as stage:
            person = stage.person()
            person.asks("第三产业增加值多少")
            with stage.restarted():
                assert person.asks("增长多少").text.startswith("6.9%\n")

    def test_a_new_question_leans_on_nothing(self, person: Person) -> None:
        person.asks("第三产业增加值多少")
        assert person.asks("城镇新增就业多少人").text.startswith("2.6万人\n")


AWKWARD = {
    "tags": "<b>第三产业</b>增加值多少<",
    "entities": "第三产业&amp;增加值多少&",
    "emoji": "👨‍👩‍👧第三产业增加值多少🇨🇳",
    "right to left": "\u202e第三产业\u200f增加值多少\u2066",
    "separators": "第三产业\u2028增加值\r\n多少\x00",
    "a slash that is no command": "第三产业增加值多少/年",
}


@pytest.mark.parametrize("question", AWKWARD.values(), ids=AWKWARD)
def test_awkward_characters_come_through_and_do_no_harm(person: Person, question: str) -> None:
    # Two questions, so that the answer repeats them.
    answer = person.asks(f"{question}？城镇新增就业多少人？")
    assert "2.6万人" in answer.entity_texts(MARKED)
    assert "\u202e" not in answer.text
    assert person.asks("全市登记失业率是多少").text.startswith("3.2%\n")


def test_lone_surrogates_do_no_harm(stage: Stage, person: Person) -> None:
    asked = person.says("城镇新增就业多少人")
    assert person.chat.wait_one().text.startswith("2.6万人")
    stage.server.raw_update(
        {"message": {**asked, "message_id": 77, "text": "登记失业率\udc4d多少"}}
    )
    answer = person.chat.wait_one()
    assert answer.text.startswith("3.2%\n") and answer.reply_to is None


@pytest.mark.parametrize("text", ["，" * 10, "\u2060", "👍", "?"])
def test_a_message_without_a_question_finds_nothing(person: Person, text: str) -> None:
    assert person.asks(text).text == say(Language.SIMPLIFIED, "not_understood")


@pytest.mark.parametrize("text", ["你好", "谢谢！", "你会唱歌吗"])
def test_small_talk_is_told_what_to_ask(person: Person, text: str) -> None:
    assert person.asks(text).text == say(Language.SIMPLIFIED, "no_question")


@pytest.mark.parametrize("text", ["https://example.org/1.html", "看看 HTTP://例子.example"])
def test_a_link_is_not_opened(person: Person, text: str) -> None:
    answer = person.asks(text)
    assert answer.text.startswith("打不开网址") and not answer.buttons


@pytest.mark.parametrize("text", ["/ask", "/ask \x00\x07"])
def test_an_empty_question_is_told_how_to_ask(person: Person, text: str) -> None:
    answer = person.asks(text)
    assert answer.text.startswith(("请把问题写在后面", "没看到问题")) and not answer.buttons


def test_a_question_too_long_is_refused_with_the_limit(person: Person) -> None:
    answer = person.asks("/ask " + "多少" * LONGEST_MESSAGE)
    assert answer.text == (
        f"问题太长，请缩短到 {LONGEST_MESSAGE} 字以内。想让我读一篇文章，请用 /read 或发文件。"
    )


LONG = "甲社区今年种树" + "、".join(f"第{n}街{n}棵" for n in range(1500)) + "，其中银杏三百棵。"


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    page = make_page(
        ("街道办种树", [LONG, "街道办主任说：" + "很好，" * 900 + "一起种。"]),
        ("<b>&amp;", ["价格<5元&>3元，见“<i>”标签，共四种货。"]),
    )
    with staged(
        tmp_path_factory.mktemp("scripted"), lambda: scripted_paper(page, confidence=0.5)
    ) as running:
        yield running


class TestScriptedPaper:
    @pytest.fixture
    def person(self, scripted: Stage) -> Person:
        return scripted.person()

    def test_an_unsure_answer_comes_with_a_hint(self, person: Person) -> None:
        answer = person.asks("货有几种：四种货")
        assert answer.text.split("\n")[0] == "四种货  把握不大，请核对原文"

    @pytest.mark.parametrize("words", ["三百棵", "第1街"])
    def test_a_sentence_longer_than_a_message_is_cut_around_its_mark(
        self, person: Person, words: str
    ) -> None:
        answer = person.asks(f"有多少：{words}")
        assert utf16_length(answer.text) <= MAX_TEXT
        assert answer.entity_texts(MARKED) == [words]
        opened = person.presses(answer, "原文")
        assert utf16_length(opened.text) <= MAX_TEXT
        assert opened.entity_texts(MARKED) == [words]

    def test_what_looks_like_html_in_the_paper_is_text(self, person: Person) -> None:
        answer = person.asks("货有几种：四种货")
        assert answer.entity_texts("blockquote") == ["价格<5元&>3元，见“<i>”标签，共四种货。"]
        assert "—— <b>&amp;，第 2 段" in answer.text


@pytest.fixture(scope="module")
def traditional(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(
        tmp_path_factory.mktemp("traditional"), lambda: gold_paper("report_tw.txt")
    ) as running:
        yield running


class TestScript:
    """The answer is in the script of the question; where that tells nothing, of the interface."""

    @pytest.mark.parametrize(
        ("code", "question", "quoted"),
        [
            ("zh-hans", "全市登记失业率是多少", "全市登记失业率3.2%,比上年同期低0.4个百分点"),
            ("zh-hans", "全市登記失業率是多少", "全市登記失業率3.2%,比上年同期低0.4個百分點"),
            ("zh-hant", "全市登记失业率是多少", "全市登记失业率3.2%,比上年同期低0.4个百分点"),
            ("zh-hant", "上半年出口多少", "其中出口251.5億元,進口91.3億元"),
            ("zh-hans", "上半年出口多少", "其中出口251.5亿元,进口91.3亿元"),
            ("en", "上半年出口多少", "其中出口251.5亿元,进口91.3亿元"),
        ],
    )
    def test_of_a_simplified_paper(
        self, stage: Stage, code: str, question: str, quoted: str
    ) -> None:
        answer = stage.person(code).asks(question)
        assert quoted in answer.entity_texts("blockquote")[0]
        assert (
            "%" in answer.entity_texts(MARKED)[0] or answer.entity_texts(MARKED)[0][:5] == "251.5"
        )

    @pytest.mark.parametrize(
        ("code", "question", "quoted"),
        [
            ("zh-hant", "全縣現有灌溉圳道多少條", "全縣現有灌溉圳道87條"),
            ("zh-hans", "全县现有灌溉圳道多少条", "全县现有灌溉圳道87条"),
            ("zh-hant", "全县现有灌溉圳道多少条", "全县现有灌溉圳道87条"),
            ("zh-hans", "全縣現有灌溉圳道多少條", "全縣現有灌溉圳道87條"),
        ],
    )
    def test_of_a_traditional_paper(
        self, traditional: Stage, code: str, question: str, quoted: str
    ) -> None:
        answer = traditional.person(code).asks(question)
        assert quoted in answer.entity_texts("blockquote")[0]
        assert answer.entity_texts(MARKED) == [quoted[-3:]]

    def test_the_interface_stays_in_the_reader_s_language(self, stage: Stage) -> None:
        answer = stage.person("en").asks("獨角獸企業多少家")
        assert answer.text.startswith("The text does not mention this.")
