"""A question that its asker changes gets its answer changed."""

from pathlib import Path

import pytest

from tests.telegram.stage import MARKED, Person, Stage, labels, staged


def test_answer_is_changed_in_place(person: Person) -> None:
    asked = person.says("第三产业增加值多少")
    answer = person.chat.wait_one()
    person.chat.edits(person.user, asked, "第二产业增加值多少")
    changed = person.chat.wait_edit(answer)
    assert changed.entity_texts(MARKED) == ["512.3亿元"]
    assert labels(changed)[:4] == ["原文", "其他答案", "👍", "👎"]
    # Its buttons belong to the new answer.
    assert person.presses(changed, "原文").entity_texts(MARKED) == ["512.3亿元"]
    assert len(person.chat.messages) == 1


def test_an_opened_source_is_closed(person: Person) -> None:
    asked = person.says("第三产业增加值多少")
    opened = person.presses(person.chat.wait_one(), "原文")
    person.chat.edits(person.user, asked, "第二产业增加值多少")
    changed = person.chat.wait_edit(opened)
    assert changed.entity_texts("blockquote") and "原文" in labels(changed)


@pytest.mark.parametrize("same", ["第三产业增加值多少", "第三产业增加值多少 "])
def test_to_the_same_changes_nothing(stage: Stage, person: Person, same: str) -> None:
    asked = person.says("第三产业增加值多少")
    answer = person.chat.wait_one()
    person.chat.edits(person.user, asked, same)
    stage.settle()
    assert person.chat.messages == [answer]


def test_to_what_has_the_same_answer_is_no_error(stage: Stage, person: Person) -> None:
    asked = person.says("第三产业增加值多少")
    answer = person.chat.wait_one()
    person.chat.edits(person.user, asked, "第三产业增加值多少？")
    stage.settle()
    (now,) = person.chat.messages
    assert now.text == answer.text


def test_to_what_the_text_does_not_say(person: Person) -> None:
    asked = person.says("第三产业增加值多少")
    answer = person.chat.wait_one()
    person.chat.edits(person.user, asked, "沙棠县收购小麦多少万吨")
    assert person.chat.wait_edit(answer).text.startswith("文中没有提到。")


def test_when_the_answer_has_been_deleted_there_is_a_new_one(person: Person) -> None:
    asked = person.says("第三产业增加值多少")
    person.chat.deletes(person.chat.wait_one())
    person.chat.edits(person.user, asked, "第二产业增加值多少")
    again = person.chat.wait_one()
    assert again.entity_texts(MARKED) == ["512.3亿元"]
    assert again.reply_to == asked["message_id"]
    person.chat.edits(person.user, asked, "第一产业增加值多少")
    assert person.chat.wait_edit(again).entity_texts(MARKED) == ["96.7亿元"]


def test_several_times(person: Person) -> None:
    asked = person.says("第三产业增加值多少")
    answer = person.chat.wait_one()
    for question, figure in (
        ("第二产业增加值多少", "512.3亿元"),
        ("第一产业增加值多少", "96.7亿元"),
        ("第三产业增加值多少", "677.4亿元"),
    ):
        person.chat.edits(person.user, asked, question)
        answer = person.chat.wait_edit(answer)
        assert answer.entity_texts(MARKED) == [figure]


class TestDialogue:
    def test_goes_on_from_the_question_as_it_is_now(self, person: Person) -> None:
        asked = person.says("第三产业增加值多少")
        answer = person.chat.wait_one()
        person.chat.edits(person.user, asked, "第二产业增加值多少")
        person.chat.wait_edit(answer)
        assert person.asks("增长多少").entity_texts(MARKED) == ["4.9%"]

    def test_of_an_older_question_does_not_turn_back(self, person: Person) -> None:
        asked = person.says("第三产业增加值多少")
        answer = person.chat.wait_one()
        person.asks("城镇新增就业多少人")
        person.chat.edits(person.user, asked, "第二产业增加值多少")
        person.chat.wait_edit(answer)
        assert person.asks("占全年目标多少").entity_texts(MARKED) == ["57.8%"]

    def test_an_edited_follow_up_leans_on_what_it_leaned_on(self, person: Person) -> None:
        person.asks("第三产业增加值多少")
        asked = person.says("增长多少")
        answer = person.chat.wait_one()
        person.asks("城镇新增就业多少人")
        person.chat.edits(person.user, asked, "第二产业呢")
        assert person.chat.wait_edit(answer).entity_texts(MARKED) == ["512.3亿元"]


def test_of_before_a_restart(tmp_path: Path) -> None:
    with staged(tmp_path) as before:
        person = before.person()
        asked = person.says("第三产业增加值多少")
        answer = person.chat.wait_one()
        with before.restarted():
            person.chat.edits(person.user, asked, "第二产业增加值多少")
            assert person.chat.wait_edit(answer).entity_texts(MARKED) == ["512.3亿元"]


def test_of_a_command_is_no_new_command(stage: Stage, person: Person) -> None:
    asked = person.says("/help")
    person.chat.wait_one()
    person.chat.edits(person.user, asked, "/start")
    stage.settle()
    assert len(person.chat.messages) == 1


def test_into_a_question_is_answered(person: Person) -> None:
    asked = person.says("/help")
    person.chat.wait_one()
    person.chat.edits(person.user, asked, "第三产业增加值多少")
    answer = person.chat.wait_one()
    assert answer.entity_texts(MARKED) == ["677.4亿元"]
    assert answer.reply_to == asked["message_id"]


def test_in_a_group_into_one_that_is_meant_for_the_bot_is_answered(stage: Stage) -> None:
    person = stage.person()
    group = stage.server.group("编辑部", [person.user])
    said = group.says(person.user, "第三产业增加值多少")
    group.edits(person.user, said, f"第三产业增加值多少 @{stage.server.world.bot.username}")
    assert group.wait_one().entity_texts(MARKED) == ["677.4亿元"]


def test_of_a_text_brought_is_no_question(stage: Stage, person: Person) -> None:
    text = "春风镇办起图书馆\n" + "本报讯 春风镇今年新建图书馆12家。" * 20
    said = person.says(text)
    summary = person.chat.wait_edit(person.chat.wait_one())
    person.chat.edits(person.user, said, text + "又建3家。")
    stage.settle()
    assert person.chat.messages == [summary]


def test_of_a_caption_is_ignored(stage: Stage, person: Person) -> None:
    sent = person.chat.uploads(
        person.user, "新闻.txt", "春风镇办起图书馆12家。".encode(), caption="看"
    )
    person.chat.wait_edit(person.chat.wait_one())
    person.chat.edits(person.user, sent, "第三产业增加值多少")
    stage.settle()
    assert len(person.chat.messages) == 1
