"""The slash commands, in private and in groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.telegram.menu import GROUP_COMMANDS, PRIVATE_COMMANDS
from tests.fakes import make_page
from tests.telegram.botapi import BotApiServer, Chat, SentMessage
from tests.telegram.botapi.text import MAX_TEXT, utf16_length
from tests.telegram.running import RunningBot
from tests.telegram.scripted import scripted_paper
from tests.telegram.stage import MARKED, Person, Stage, offered, staged


@dataclass(frozen=True)
class Place:
    """A person in a chat, private or not."""

    person: Person
    chat: Chat

    def sends(self, text: str) -> SentMessage:
        self.chat.says(self.person.user, text)
        return self.chat.wait_one()


@pytest.fixture(params=["private", "group"])
def place(request: pytest.FixtureRequest, stage: Stage) -> Place:
    person = stage.person()
    if request.param == "private":
        return Place(person, person.chat)
    return Place(person, stage.server.group("编辑部", [person.user]))


def test_start_introduces_itself_and_offers_questions(place: Place) -> None:
    welcome = place.sends("/start")
    assert "我是问报" in welcome.text and "现在读的是 4 篇文章" in welcome.text
    assert offered(welcome)


def test_start_with_a_parameter_of_a_link(place: Place) -> None:
    assert "我是问报" in place.sends("/start from_channel").text


def test_help_explains_every_command_of_the_chat(place: Place) -> None:
    text = place.sends("/help").text
    private = place.chat.type == "private"
    for name in PRIVATE_COMMANDS if private else GROUP_COMMANDS:
        assert f"/{name} " in text
    assert "/forget 全部删除" in text and "/status" not in text


def test_ask_answers(place: Place) -> None:
    answer = place.sends("/ask 全市登记失业率是多少")
    assert answer.entity_texts(MARKED) == ["3.2%"]


def test_ask_over_a_line_end(place: Place) -> None:
    assert place.sends("/ask\n全市登记失业率是多少").entity_texts(MARKED) == ["3.2%"]


def test_articles_lists_the_headlines_with_the_numbers_of_source(place: Place) -> None:
    listed = place.sends("/articles").text
    assert "3. 夏粮收购过半" in listed and not place.chat.messages[0].buttons
    article = place.sends("/source 3")
    assert article.text.startswith("夏粮收购过半\n")
    assert article.entity_texts("bold")[0] == "夏粮收购过半"


def test_source_without_a_number_is_that_of_the_last_answer(place: Place) -> None:
    assert place.sends("/source").text.startswith("还没有可看的出处")
    place.sends("/ask 今年小麦最低收购价多少")
    source = place.sends("/source")
    assert source.text.startswith("夏粮收购过半\n截至7月15日")
    assert source.entity_texts(MARKED) == ["2.36元"]


def test_source_shows_both_passages_of_a_contradiction(place: Place) -> None:
    place.sends("/ask 今年计划改造老旧小区多少个？")
    assert place.sends("/source").entity_texts(MARKED) == ["47个", "49个"]


@pytest.mark.parametrize(
    "number", ["0", "5", "-1", "1.5", "x", "９", "99999999999999999999", "1 2"]
)
def test_source_out_of_bounds_says_what_there_is(place: Place, number: str) -> None:
    assert place.sends(f"/source {number}").text == (
        "文章编号应为 1 到 4；/articles 列出全部文章。"
    )


def test_language_offers_all_three(place: Place) -> None:
    message = place.sends("/language")
    assert offered(message) == []
    assert [b.text for b in message.buttons] == ["简体中文", "繁體中文", "English"]


def test_read_without_a_text_says_how(place: Place) -> None:
    assert place.sends("/read").text.startswith("想让我读文章")


def test_forget_says_how_much(stage: Stage, place: Place) -> None:
    answer = place.sends("/ask 全市登记失业率是多少")
    pressed = place.chat.presses(place.person.user, answer, "👍")
    stage.server.callback_answer(pressed)
    assert place.sends("/forget").text.startswith(
        "都删除了：0 份文字、1 个回答、1 个评价，还有对话。"
    )
    assert place.sends("/source").text.startswith("还没有可看的出处")


def test_forget_ends_the_dialogue(person: Person) -> None:
    person.asks("第一产业增加值多少")
    person.asks("/forget")
    # Without a dialogue the question fits two sectors.
    assert person.asks("增长多少").entity_texts(MARKED) != ["3.1%"]


def test_unknown_command_is_named_in_private(person: Person) -> None:
    assert person.asks("/nonsense 1").text == "没有命令 /nonsense；/help 列出全部命令。"


def test_command_for_another_bot_is_none_of_ours(stage: Stage, person: Person) -> None:
    person.says("/help@other_bot")
    stage.settle()
    assert person.chat.messages == []


def test_status_is_hidden_from_others(place: Place, stage: Stage) -> None:
    place.chat.says(place.person.user, "/status")
    stage.settle()
    texts = [message.text for message in place.chat.messages]
    assert texts in ([], ["没有命令 /status；/help 列出全部命令。"])


def test_an_operator_sees_the_status_and_has_it_in_the_menu(tmp_path: Path) -> None:
    with BotApiServer() as server:
        admin, other = server.user("Admin"), server.user("Other")
        chat, other_chat = server.private_chat(admin), server.private_chat(other)
        with RunningBot(server, tmp_path / "state.sqlite3", admins=(admin.id,)):
            server.wait_call("setMyCommands", n=5, status=200)
            assert server.commands("chat", chat_id=admin.id) == [*PRIVATE_COMMANDS, "status"]
            chat.says(admin, "/status")
            status = chat.wait_one().text
            assert "articles: 4" in status and "waiting: 1" in status
            other_chat.says(other, "/status")
            assert "/status" in other_chat.wait_one().text
            assert "articles:" not in other_chat.messages[0].text


@pytest.mark.parametrize("code", ["", "zh"])
def test_menu_is_registered_by_language_and_scope(stage: Stage, code: str) -> None:
    stage.server.wait_call("setMyCommands", n=4)
    commands = stage.server.commands
    assert commands("all_private_chats", code) == list(PRIVATE_COMMANDS)
    assert commands("all_group_chats", code) == list(GROUP_COMMANDS)
    assert "status" not in commands("all_private_chats", code)


def test_menu_speaks_chinese_to_chinese_and_english_to_all_others(stage: Stage) -> None:
    stage.server.wait_call("setMyCommands", n=4)
    with stage.server.world.changed:
        described = {
            code: kept[0]["description"]
            for (_, code), kept in stage.server.world.commands.items()
            if kept[0]["command"] == "ask"
        }
    assert described == {"": "Ask a question", "zh": "提问"}


def test_menu_that_cannot_be_registered_stops_nothing(tmp_path: Path) -> None:
    with BotApiServer() as server:
        server.fault("setMyCommands", status=400, description="Bad Request", times=None)
        with RunningBot(server, tmp_path / "state.sqlite3"):
            server.wait_call("setMyCommands", n=4)
            chat = server.private_chat(anna := server.user("Anna"))
            chat.says(anna, "全市登记失业率是多少")
            assert chat.wait_one().entity_texts(MARKED) == ["3.2%"]


def sentences(count: int) -> list[str]:
    return [f"第{n}句说的是这条街上有{n}棵树，其中{n % 7}棵是银杏。" for n in range(count)]


@pytest.fixture(scope="module")
def long_stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    page = make_page(("街道办种树", sentences(400)), ("全市种树", sentences(800)))
    with staged(tmp_path_factory.mktemp("long"), lambda: scripted_paper(page)) as running:
        yield running


def test_source_of_a_long_article_comes_in_parts_with_nothing_lost(long_stage: Stage) -> None:
    person = long_stage.person()
    asked = person.says("/source 1")
    long_stage.settle()
    parts = person.chat.messages
    assert len(parts) > 1
    assert all(utf16_length(part.text) <= MAX_TEXT for part in parts)
    assert all(part.reply_to == asked["message_id"] for part in parts)
    told = "".join(part.text for part in parts).replace("\n", "")
    assert told == "街道办种树" + "".join(sentences(400))


def test_source_of_a_very_long_article_comes_as_a_file(long_stage: Stage) -> None:
    message = long_stage.person().asks("/source 2")
    assert message.document is not None and message.document["file_name"] == "2.txt"
    content = long_stage.server.world.files[message.document["file_id"]].content.decode()
    assert content.replace("\n", "") == "全市种树" + "".join(sentences(800))
