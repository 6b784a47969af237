"""In groups the bot answers those who mean it, there where they asked, and nobody else."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.telegram.botapi import Chat, SentMessage, User
from tests.telegram.stage import MARKED, Stage, labels, staged

QUESTION = "全市登记失业率是多少"
ANSWER = "3.2%"
TEXT = "春风镇办起图书馆\n\n本报讯 春风镇今年新建图书馆12家，总投资3000万元，藏书20万册。\n"


@dataclass(frozen=True)
class Group:
    """A group with two members."""

    stage: Stage
    chat: Chat
    anna: User
    ben: User

    def asks(self, who: User, text: str, **how: Any) -> SentMessage:
        """Let a member write, and return the bot's next message."""
        self.chat.says(who, text, **how)
        return self.chat.wait_one()

    def is_silent(self) -> bool:
        """Wait until the bot has dealt with all, and tell whether it has said nothing."""
        self.stage.settle()
        return not self.chat.messages


def group_of(stage: Stage, **kind: Any) -> Group:
    anna = stage.server.user("Anna", language_code="zh-hans", username="anna")
    ben = stage.server.user("Ben", language_code="zh-hans")
    return Group(stage, stage.server.group("编辑部", [anna, ben], **kind), anna, ben)


@pytest.fixture(scope="module")
def public_stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A bot without privacy mode: it gets every message of its groups."""
    with staged(tmp_path_factory.mktemp("public"), privacy=False) as running:
        yield running


@pytest.fixture(params=[True, False], ids=["privacy on", "privacy off"])
def any_stage(request: pytest.FixtureRequest, stage: Stage, public_stage: Stage) -> Stage:
    return stage if request.param else public_stage


GROUPS: dict[str, tuple[bool, dict[str, Any]]] = {
    "group, privacy on": (True, {}),
    "group, privacy off": (False, {}),
    "supergroup, privacy off": (False, {"supergroup": True}),
    "forum, privacy on": (True, {"forum": True}),
}


@pytest.fixture(params=GROUPS.values(), ids=list(GROUPS))
def group(request: pytest.FixtureRequest, stage: Stage, public_stage: Stage) -> Group:
    """A group of each kind, with privacy mode and without."""
    privacy, kind = request.param
    return group_of(stage if privacy else public_stage, **kind)


@pytest.fixture
def seen_group(public_stage: Stage) -> Group:
    """A group of which the bot gets every message."""
    return group_of(public_stage)


def name(stage: Stage) -> str:
    return stage.server.world.bot.username


class TestMeant:
    @pytest.mark.parametrize(
        "text",
        [
            f"/ask {QUESTION}",
            f"/ask@{{bot}} {QUESTION}",
            f"/ASK {QUESTION}",
            f"@{{bot}} {QUESTION}",
            f"{QUESTION} @{{bot}}",
            f"@{{BOT}}，{QUESTION}？",
            f"请问 @{{bot}} {QUESTION}",
        ],
    )
    def test_by_command_or_mention(self, group: Group, text: str) -> None:
        bot = name(group.stage)
        asked = group.chat.says(group.anna, text.format(bot=bot, BOT=bot.upper()))
        answer = group.chat.wait_one()
        assert answer.entity_texts(MARKED) == [ANSWER]
        assert answer.reply_to == asked["message_id"]
        assert answer.thread is None or not group.chat.forum

    def test_by_reply_to_an_answer(self, group: Group) -> None:
        first = group.asks(group.anna, "/ask 第三产业增加值多少")
        answer = group.asks(group.ben, QUESTION, reply_to=first)
        assert answer.entity_texts(MARKED) == [ANSWER]

    def test_by_mention_of_its_number(self, stage: Stage) -> None:
        group = group_of(stage)
        # A mention of somebody without a user name, as some apps make it.
        message = group.chat.says(group.anna, f"/ask {QUESTION}")
        group.chat.wait_one()
        entity = {
            "type": "text_mention",
            "offset": 0,
            "length": 2,
            "user": stage.server.world.bot.to_json(),
        }
        message |= {"text": "问报 第三产业增加值多少", "entities": [entity]}
        message |= {"message_id": message["message_id"] + 50}
        stage.server.raw_update({"message": message})
        assert group.chat.wait_one().entity_texts(MARKED) == ["677.4亿元"]

    def test_by_ask_in_reply_to_somebody_s_question(self, group: Group) -> None:
        asked = group.chat.says(group.ben, QUESTION)
        command = group.chat.says(group.anna, "/ask", reply_to=asked)
        answer = group.chat.wait_one()
        assert answer.entity_texts(MARKED) == [ANSWER]
        assert answer.reply_to == command["message_id"]

    def test_without_a_question_it_says_how(self, group: Group) -> None:
        assert "/ask 一共有多少" in group.asks(group.anna, "/ask").text
        assert "/ask 一共有多少" in group.asks(group.anna, f"@{name(group.stage)}").text

    def test_when_the_question_is_deleted_meanwhile(self, group: Group) -> None:
        # The answer is held up until the question is gone.
        fault = group.stage.server.fault("sendMessage", status=500, times=1, chat_id=group.chat.id)
        asked = group.chat.says(group.anna, f"/ask {QUESTION}")
        group.stage.server.wait_struck(fault)
        group.chat.deletes(asked)
        answer = group.chat.wait_one()
        assert answer.entity_texts(MARKED) == [ANSWER] and answer.reply_to is None


class TestNotMeant:
    @pytest.mark.parametrize(
        "text",
        [
            QUESTION,
            f"@{{bot}}2 {QUESTION}",
            f"@my_{{bot}} {QUESTION}",
            f"me@{{bot}}.org {QUESTION}",
            f"@anna {QUESTION}",
            f"/ask@other_bot {QUESTION}",
            f"/ask@{{bot}}2 {QUESTION}",
            f"看 /ask {QUESTION}",
            f"/asked {QUESTION}",
            "/nonsense",
            f"{{bot}} {QUESTION}",
        ],
    )
    def test_is_not_answered(self, seen_group: Group, text: str) -> None:
        seen_group.chat.says(seen_group.anna, text.format(bot=name(seen_group.stage)))
        assert seen_group.is_silent()

    def test_reply_to_somebody_else(self, seen_group: Group) -> None:
        said = seen_group.chat.says(seen_group.ben, "第三产业增加值多少")
        seen_group.chat.says(seen_group.anna, QUESTION, reply_to=said)
        assert seen_group.is_silent()

    def test_another_bot(self, seen_group: Group) -> None:
        other = seen_group.stage.server.user("Other", username="other_bot", is_bot=True)
        for text in (f"/ask {QUESTION}", f"@{name(seen_group.stage)} {QUESTION}"):
            seen_group.chat.says(other, text)
        assert seen_group.is_silent()

    def test_its_own_inline_result(self, seen_group: Group) -> None:
        bot = seen_group.stage.server.world.bot
        itself = User(seen_group.stage.server.world, bot.id, "问报", bot.username, is_bot=True)
        seen_group.chat.says(seen_group.anna, f"@{bot.username} {QUESTION}", via_bot=itself)
        assert seen_group.is_silent()

    def test_somebody_who_writes_in_the_name_of_a_channel(self, seen_group: Group) -> None:
        channel = seen_group.stage.server.channel("晚报")
        seen_group.chat.says(seen_group.anna, f"/ask {QUESTION}", as_chat=channel)
        assert seen_group.is_silent()

    def test_post_of_the_linked_channel(self, seen_group: Group) -> None:
        channel = seen_group.stage.server.channel("晚报")
        post = seen_group.chat.says(seen_group.anna, "第一条")
        post |= {
            "message_id": post["message_id"] + 50,
            "text": f"@{name(seen_group.stage)} {QUESTION}",
            "entities": [
                {"type": "mention", "offset": 0, "length": 1 + len(name(seen_group.stage))}
            ],
            "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"},
            "sender_chat": channel.to_json(),
            "is_automatic_forward": True,
        }
        seen_group.stage.server.raw_update({"message": post})
        assert seen_group.is_silent()

    def test_document_without_a_mention(self, seen_group: Group) -> None:
        seen_group.chat.uploads(seen_group.anna, "新闻.txt", TEXT.encode())
        assert seen_group.is_silent()

    def test_long_text(self, seen_group: Group) -> None:
        seen_group.chat.says(seen_group.anna, TEXT * 10)
        assert seen_group.is_silent()

    def test_people_who_come_and_go(self, seen_group: Group) -> None:
        carl = seen_group.stage.server.user("Carl")
        seen_group.chat.joins(carl, added_by=seen_group.anna)
        seen_group.chat.leaves(carl)
        assert seen_group.is_silent()


def test_channel_posts_are_ignored(stage: Stage) -> None:
    channel = stage.server.channel("晚报")
    for text in (f"/ask {QUESTION}", f"@{name(stage)} {QUESTION}"):
        post = channel.says(None, text)
        channel.edits(None, post, text + "？")
        # Even if Telegram sends what was not asked for.
        stage.server.raw_update({"channel_post": post})
        stage.server.raw_update({"edited_channel_post": post})
        stage.server.raw_update({"message": post})
    stage.settle()
    assert channel.messages == []


class TestAnonymousAdministrator:
    def test_is_answered_and_has_a_dialogue(self, stage: Stage) -> None:
        group = group_of(stage, supergroup=True)
        first = group.asks(group.anna, "/ask 第三产业增加值多少", as_chat=group.chat)
        assert first.entity_texts(MARKED) == ["677.4亿元"]
        second = group.asks(group.anna, "/ask 增长多少", as_chat=group.chat)
        assert second.entity_texts(MARKED) == ["6.9%"]

    def test_has_no_part_in_the_dialogue_of_a_member(self, stage: Stage) -> None:
        group = group_of(stage, supergroup=True)
        group.asks(group.anna, "/ask 第三产业增加值多少", as_chat=group.chat)
        group.asks(group.anna, "/ask 第二产业增加值多少")
        answer = group.asks(group.anna, "/ask 增长多少", as_chat=group.chat)
        assert answer.entity_texts(MARKED) == ["6.9%"]


class TestDialogues:
    def test_of_members_are_kept_apart(self, group: Group) -> None:
        group.asks(group.anna, "/ask 第三产业增加值多少")
        group.asks(group.ben, "/ask 第二产业增加值多少")
        assert group.asks(group.anna, "/ask 增长多少").entity_texts(MARKED) == ["6.9%"]
        assert group.asks(group.ben, "/ask 增长多少").entity_texts(MARKED) == ["4.9%"]

    def test_of_one_reader_in_two_chats_are_kept_apart(self, stage: Stage) -> None:
        group = group_of(stage)
        private = stage.server.private_chat(group.anna)
        group.asks(group.anna, "/ask 第三产业增加值多少")
        private.says(group.anna, "第二产业增加值多少")
        private.wait_one()
        assert group.asks(group.anna, "/ask 增长多少").entity_texts(MARKED) == ["6.9%"]

    def test_reply_to_the_answer_another_got_leans_on_that(self, group: Group) -> None:
        third = group.asks(group.anna, "/ask 第三产业增加值多少")
        group.asks(group.ben, "/ask 第二产业增加值多少")
        answer = group.asks(group.ben, "增长多少", reply_to=third)
        assert answer.entity_texts(MARKED) == ["6.9%"]


class TestForum:
    def test_answers_stand_in_the_topic_of_the_question(self, any_stage: Stage) -> None:
        group = group_of(any_stage, forum=True)
        topic = group.chat.opens_topic(group.anna, "经济")
        assert group.asks(group.anna, f"/ask {QUESTION}", thread=topic).thread == topic
        # General has no number that one could write to.
        assert group.asks(group.anna, f"/ask {QUESTION}").thread is None

    def test_command_without_a_question_in_a_topic_is_no_reply_to_its_beginning(
        self, any_stage: Stage
    ) -> None:
        group = group_of(any_stage, forum=True)
        topic = group.chat.opens_topic(group.anna, "经济")
        for command, says in (("/ask", "请把问题写在后面"), ("/read", "想让我读文章")):
            assert group.asks(group.anna, command, thread=topic).text.startswith(says)

    def test_question_below_an_answer_is_answered_in_the_topic(self, any_stage: Stage) -> None:
        group = group_of(any_stage, forum=True)
        topic = group.chat.opens_topic(group.anna, "经济")
        answer = group.asks(group.anna, "/ask 第三产业增加值多少", thread=topic)
        question = next(b.text for b in answer.buttons if b.data and b.data.startswith("ask:"))
        group.chat.presses(group.anna, answer, question)
        assert group.chat.wait_one().thread == topic

    def test_typing_is_shown_in_the_topic_when_something_takes_long(self, stage: Stage) -> None:
        group = group_of(stage, forum=True)
        topic = group.chat.opens_topic(group.anna, "经济")
        stage.server.fault("download", delay=1.5)
        group.chat.uploads(group.anna, "新闻.txt", TEXT.encode(), thread=topic, caption="/read")
        group.chat.wait_edit(group.chat.wait_one())
        assert group.chat.actions == [("typing", topic)]


class TestTexts:
    def test_document_with_a_mention_in_its_caption(self, group: Group) -> None:
        caption = f"@{name(group.stage)} 请读"
        group.chat.uploads(group.anna, "新闻.txt", TEXT.encode(), caption=caption)
        summary = group.chat.wait_edit(group.chat.wait_one())
        assert summary.text.startswith("读好了：《新闻.txt》")
        assert group.asks(group.ben, "/ask 新建图书馆多少家").entity_texts(MARKED) == ["12家"]

    def test_read_in_reply_to_a_document(self, group: Group) -> None:
        document = group.chat.uploads(group.ben, "新闻.txt", TEXT.encode())
        group.chat.says(group.anna, "/read", reply_to=document)
        summary = group.chat.wait_edit(group.chat.wait_one())
        assert summary.text.startswith("读好了：《新闻.txt》")
        assert group.asks(group.ben, "/ask 新建图书馆多少家").entity_texts(MARKED) == ["12家"]

    def test_read_in_reply_to_a_message(self, group: Group) -> None:
        said = group.chat.says(group.ben, TEXT)
        group.chat.says(group.anna, "/read", reply_to=said)
        summary = group.chat.wait_edit(group.chat.wait_one())
        assert summary.text.startswith("读好了：《春风镇办起图书馆》")
        assert group.asks(group.ben, "/ask 新建图书馆多少家").entity_texts(MARKED) == ["12家"]

    def test_only_who_brought_a_text_may_remove_it(self, stage: Stage) -> None:
        group = group_of(stage)
        group.chat.says(group.anna, f"/read {TEXT}")
        group.chat.wait_edit(group.chat.wait_one())
        listed = group.asks(group.ben, "/articles")
        button = next(label for label in labels(listed) if label.startswith("删除"))
        query = group.chat.presses(group.ben, listed, button)
        assert stage.server.callback_answer(query).text == "只有带来这篇文章的人能删除它。"
        group.chat.presses(group.anna, listed, button)
        assert "现在读的是报纸" in group.chat.wait_edit(listed).text

    def test_forget_of_a_member_leaves_what_others_brought(self, stage: Stage) -> None:
        group = group_of(stage)
        group.chat.says(group.anna, f"/read {TEXT}")
        group.chat.wait_edit(group.chat.wait_one())
        assert "您的都删除了：0 份" in group.asks(group.ben, "/forget").text
        assert group.asks(group.ben, "/ask 新建图书馆多少家").entity_texts(MARKED) == ["12家"]
        # Anna has founded the group.
        assert group.asks(group.anna, "/forget").text.startswith("都删除了：1 份文字")

    def test_anonymous_administrator_may_forget_all(self, stage: Stage) -> None:
        group = group_of(stage, supergroup=True)
        group.chat.says(group.ben, f"/read {TEXT}")
        group.chat.wait_edit(group.chat.wait_one())
        answer = group.asks(group.anna, "/forget", as_chat=group.chat)
        assert answer.text.startswith("都删除了：1 份文字")


class TestGroupThatChanges:
    def test_to_a_supergroup_keeps_texts_dialogues_and_answers(self, stage: Stage) -> None:
        group = group_of(stage)
        group.chat.says(group.anna, f"/read {TEXT}")
        group.chat.wait_edit(group.chat.wait_one())
        group.asks(group.anna, "/ask 春风镇今年新建图书馆多少家")
        stage.settle()
        new = group.chat.upgrades()
        stage.settle()
        new.says(group.anna, "/ask 总投资多少")
        assert new.wait_one().entity_texts(MARKED) == ["3000万元"]
        new.says(group.ben, "/articles")
        assert "春风镇办起图书馆" in new.wait_one().text

    def test_while_an_answer_is_on_its_way(self, stage: Stage) -> None:
        group = group_of(stage)
        fault = stage.server.fault("sendMessage", status=500, times=1, chat_id=group.chat.id)
        group.chat.says(group.anna, f"/ask {QUESTION}")
        stage.server.wait_struck(fault)
        assert group.chat.upgrades().wait_one().entity_texts(MARKED) == [ANSWER]

    def test_greets_when_it_is_added(self, stage: Stage) -> None:
        group = group_of(stage)
        group.chat.bot_status = "left"
        group.chat.adds_bot(group.anna)
        assert f"@{name(stage)}" in group.chat.wait_one().text

    def test_removed_from_a_group_it_forgets_its_texts(self, tmp_path: Path) -> None:
        with staged(tmp_path) as stage:
            group = group_of(stage)
            group.chat.says(group.anna, f"/read {TEXT}")
            group.chat.wait_edit(group.chat.wait_one())
            group.chat.removes_bot(group.anna)
            stage.settle()
        assert all("3000万元".encode() not in file.read_bytes() for file in tmp_path.glob("state*"))


def test_an_edited_question_has_its_answer_edited(group: Group) -> None:
    asked = group.chat.says(group.anna, "/ask 第三产业增加值多少")
    answer = group.chat.wait_one()
    group.chat.edits(group.anna, asked, "/ask 第二产业增加值多少")
    assert group.chat.wait_edit(answer).entity_texts(MARKED) == ["512.3亿元"]
