"""What the buttons below a message do, whoever presses them and whenever."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes import make_page
from tests.telegram.botapi import SentMessage
from tests.telegram.scripted import scripted_paper
from tests.telegram.stage import MARKED, Person, Stage, labels, offered, staged

MAX_DATA = 64
"""Bytes of callback data that Telegram takes."""
TEXT = "春风镇办起图书馆\n\n本报讯 春风镇今年新建图书馆12家，总投资3000万元，藏书20万册。\n"
GONE = "当时的文章已经不在了，请重新提问。"
DEAD = "这个按钮已经失效，请重新提问。"


def notice(stage: Stage, person: Person, message: SentMessage, button: str) -> str:
    """Press a button and return what pops up."""
    return stage.server.callback_answer(person.chat.presses(person.user, message, button)).text


class TestSource:
    def test_opens_in_place_and_closes(self, person: Person) -> None:
        answer = person.asks("今年小麦最低收购价每公斤多少元")
        opened = person.presses(answer, "原文")
        assert opened.message_id == answer.message_id
        (paragraph,) = opened.entity_texts("expandable_blockquote")
        assert paragraph.startswith("截至7月15日") and paragraph.endswith("只要25分钟。")
        assert opened.entity_texts(MARKED) == answer.entity_texts(MARKED) == ["2.36元"]
        assert opened.text.split("\n")[0] == answer.text.split("\n")[0]
        assert "收起原文" in labels(opened) and "原文" not in labels(opened)
        closed = person.presses(opened, "收起原文")
        assert (closed.html, closed.keyboard) == (answer.html, answer.keyboard)

    def test_of_a_computed_answer_has_the_working_still(self, person: Person) -> None:
        answer = person.asks("第一产业和第二产业增加值合计多少亿元？")
        opened = person.presses(answer, "原文")
        assert opened.entity_texts("code") == answer.entity_texts("code")
        assert opened.entity_texts(MARKED) == ["96.7亿元", "512.3亿元"]

    def test_of_no_answer_is_the_nearest_passage_unmarked(self, person: Person) -> None:
        opened = person.presses(person.asks("沙棠县收购小麦多少万吨"), "原文")
        assert "供参考" in opened.text
        assert opened.entity_texts("expandable_blockquote") and not opened.entity_texts(MARKED)

    def test_is_printed_as_it_stands_in_the_paper(self, person: Person) -> None:
        answer = person.asks("今年小麥最低收購價每公斤多少元")
        assert "最低收購價為每公斤2.36元" in answer.entity_texts("blockquote")[0]
        opened = person.presses(answer, "原文")
        assert "最低收购价为每公斤2.36元" in opened.entity_texts("expandable_blockquote")[0]

    def test_keeps_the_questions_offered(self, person: Person) -> None:
        answer = person.asks("第三产业增加值多少")
        assert offered(answer) == offered(person.presses(answer, "原文"))


class TestOthers:
    def test_are_shown_with_their_sentences(self, person: Person) -> None:
        answer = person.asks("全市登记失业率是多少")
        shown = person.presses(answer, "其他答案")
        head, others = shown.text.split("其他可能（把握较小）：")
        assert head.startswith("3.2%\n")
        assert "57.8%" in others
        assert "收起其他" in labels(shown)
        assert person.presses(shown, "收起其他").html == answer.html

    def test_take_the_place_of_the_source(self, person: Person) -> None:
        opened = person.presses(person.asks("全市登记失业率是多少"), "原文")
        shown = person.presses(opened, "其他答案")
        assert "其他可能" in shown.text and not shown.entity_texts("expandable_blockquote")
        assert {"原文", "收起其他"} <= set(labels(shown))


class TestQuestion:
    def test_offered_is_answered_in_a_message_that_names_it(
        self, stage: Stage, person: Person
    ) -> None:
        answer = person.asks("第三产业增加值多少")
        question = offered(answer)[0]
        query = person.chat.presses(person.user, answer, question)
        new = person.chat.wait_one()
        assert new.text.startswith(f"〔{question}〕")
        assert new.reply_to == answer.message_id
        assert new.entity_texts(MARKED)
        assert stage.server.callback_answer(query).text == ""
        assert person.chat.message(answer).edits == 0

    def test_answered_has_buttons_that_work(self, person: Person) -> None:
        answer = person.asks("第三产业增加值多少")
        question = offered(answer)[0]
        person.chat.presses(person.user, answer, question)
        new = person.chat.wait_one()
        opened = person.presses(new, "原文")
        assert opened.text.startswith(f"〔{question}〕")
        assert opened.entity_texts(MARKED) == new.entity_texts(MARKED)

    def test_pressed_twice_is_answered_twice(self, stage: Stage, person: Person) -> None:
        answer = person.asks("第三产业增加值多少")
        question = offered(answer)[0]
        queries = [person.chat.presses(person.user, answer, question) for _ in range(2)]
        first, second = person.chat.wait(2)
        assert first.text == second.text
        assert [stage.server.callback_answer(query).text for query in queries] == ["", ""]

    def test_of_the_welcome_is_answered(self, person: Person) -> None:
        welcome = person.asks("/start")
        question = offered(welcome)[0]
        person.chat.presses(person.user, welcome, question)
        assert person.chat.wait_one().text.startswith(f"〔{question}〕")

    def test_of_another_member_is_answered_for_them(self, stage: Stage) -> None:
        one, other = stage.person(), stage.person(name="周二")
        group = stage.server.group("编辑部", [one.user, other.user])
        group.says(one.user, "/ask 第三产业增加值多少")
        answer = group.wait_one()
        group.presses(other.user, answer, offered(answer)[0])
        assert group.wait_one().text.startswith(f"〔{offered(answer)[0]}〕")
        # The dialogue of who asked first goes on where it was.
        group.says(one.user, "/ask 增长多少")
        assert group.wait_one().text.startswith("6.9%\n")


class TestPressedTwice:
    def test_source_stays_open(self, stage: Stage, person: Person) -> None:
        answer = person.asks("第三产业增加值多少")
        data = next(button.data for button in answer.buttons if button.text == "原文")
        for _ in range(2):
            query = person.chat.presses(person.user, answer, data=data)
            assert stage.server.callback_answer(query).text == ""
        assert "收起原文" in labels(person.chat.message(answer))

    def test_by_two_members_of_a_group(self, stage: Stage) -> None:
        one, other = stage.person(), stage.person(name="周二")
        group = stage.server.group("编辑部", [one.user, other.user])
        group.says(one.user, "/ask 第三产业增加值多少")
        answer = group.wait_one()
        group.presses(other.user, answer, "原文")
        opened = group.wait_edit(answer)
        assert opened.entity_texts("expandable_blockquote")
        group.presses(one.user, opened, "收起原文")
        assert group.wait_edit(opened).html == answer.html


def test_verdicts_are_thanked_for(stage: Stage, person: Person) -> None:
    answer = person.asks("第三产业增加值多少")
    assert notice(stage, person, answer, "👍") == "谢谢，记下了：答得对。"
    assert notice(stage, person, answer, "👎") == "谢谢，记下了：答得不对。"
    assert person.chat.message(answer).edits == 0


class TestTooLate:
    def test_after_a_restart_all_buttons_work(self, tmp_path: Path) -> None:
        with staged(tmp_path) as before:
            person = before.person()
            answer = person.asks("全市登记失业率是多少")
            with before.restarted() as stage:
                opened = person.presses(answer, "原文")
                assert opened.entity_texts(MARKED) == ["3.2%"]
                assert "其他可能" in person.presses(opened, "其他答案").text
                assert notice(stage, person, answer, "👍").startswith("谢谢")
                person.chat.presses(person.user, answer, offered(answer)[0])
                assert person.chat.wait_one().text.startswith(f"〔{offered(answer)[0]}〕")

    @pytest.mark.parametrize("button", ["原文", "👍", "👎"])
    def test_when_the_text_has_been_removed(
        self, stage: Stage, person: Person, button: str
    ) -> None:
        person.brings("新闻.txt", TEXT.encode())
        answer = person.asks("新建图书馆多少家")
        person.presses(person.asks("/articles"), "删除《新闻.txt》")
        assert notice(stage, person, answer, button) == GONE
        assert person.chat.message(answer).edits == 0

    @pytest.mark.parametrize("button", ["原文", "其他答案", "👍", "👎"])
    def test_when_all_is_forgotten(self, stage: Stage, person: Person, button: str) -> None:
        answer = person.asks("全市登记失业率是多少")
        person.asks("/forget")
        assert notice(stage, person, answer, button) in (GONE, DEAD)

    def test_when_another_text_is_asked_by_now_the_answer_keeps_its_own(
        self, stage: Stage, person: Person
    ) -> None:
        answer = person.asks("全市登记失业率是多少")
        person.brings("新闻.txt", TEXT.encode())
        own = person.asks("新建图书馆多少家")
        assert person.presses(answer, "原文").entity_texts(MARKED) == ["3.2%"]
        assert notice(stage, person, answer, "👍").startswith("谢谢")
        person.presses(person.asks("/articles"), "改问报纸")
        assert person.presses(own, "原文").entity_texts(MARKED) == ["12家"]

    def test_when_the_message_has_been_deleted(self, stage: Stage, person: Person) -> None:
        answer = person.asks("全市登记失业率是多少")
        person.chat.deletes(answer)
        assert notice(stage, person, answer, "原文") == "那条消息已经不在了。"


NONE_OF_OURS = [
    *("x", ":", "show", "show:x:source", "show:1:", "show:²:source", "show:-1:source"),
    *("show:999999999:source", f"show:{'9' * 40}:source", "show:{id}:all", "verdict:{id}:so-so"),
    *("verdict:999999999:good", "ask:0:99", "language:0:xx", "corpus:0:both", "remove:999999999:x"),
    *("无:0:无", "show:{id}:source:more"),
]


@pytest.mark.parametrize("data", NONE_OF_OURS)
def test_data_that_is_none_of_ours_is_answered_and_changes_nothing(
    stage: Stage, person: Person, data: str
) -> None:
    answer = person.asks("全市登记失业率是多少")
    number = next(b.data for b in answer.buttons if b.data)[len("show:") :].split(":")[0]
    query = person.chat.presses(person.user, answer, data=data.format(id=number))
    assert stage.server.callback_answer(query).text in (DEAD, GONE)
    stage.settle()
    assert person.chat.message(answer).edits == 0
    assert len(person.chat.messages) == 1


def test_an_answer_of_another_chat_cannot_be_reached(stage: Stage) -> None:
    one, other = stage.person(), stage.person(name="周二")
    secret = one.asks("全市登记失业率是多少")
    mine = other.asks("第三产业增加值多少")
    for button in secret.buttons:
        if button.data and not button.data.startswith("ask:"):
            query = other.chat.presses(other.user, mine, data=button.data)
            assert stage.server.callback_answer(query).text in (DEAD, GONE)
    assert other.chat.message(mine).edits == 0


@pytest.fixture(scope="module")
def wordy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A paper after which very long questions are offered."""
    page = make_page(("甲", ["园区共有十二家企业。", "乙园区有三十家企业。"]))
    long = ["企业" * 200 + f"多少{n}？" for n in range(3)]
    with staged(
        tmp_path_factory.mktemp("wordy"), lambda: scripted_paper(page, suggested=long)
    ) as running:
        yield running


def test_data_of_every_button_fits(wordy: Stage) -> None:
    person = wordy.person()
    messages = [person.asks("/start"), person.asks("/language"), person.asks("几家：十二家")]
    for what in ("原文", "其他答案"):
        messages.append(person.presses(messages[2], what))
    person.brings("很长的名字" * 20 + ".txt", TEXT.encode())
    messages.append(person.asks("/articles"))
    data = {button.data for message in messages for button in message.buttons}
    assert {item.split(":")[0] for item in data if item} == {
        *("ask", "language", "show", "verdict", "corpus", "remove")
    }
    assert all(item and len(item.encode()) <= MAX_DATA for item in data)
