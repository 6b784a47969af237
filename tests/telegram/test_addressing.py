"""Which messages are meant for the bot, and what of them is the question."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Chat, Message, MessageEntity, User

from bot.telegram.addressing import command_in, mentioning, question_in, replied_to
from tests.telegram.botapi.detection import detect
from tests.telegram.botapi.text import FormattedText

BOT = User(7, "问报", True, username="Wenbao_bot")
ANNA = User(8, "Anna", False)
GROUP, PRIVATE = Chat(-1, "supergroup"), Chat(8, "private")


def message(text: str, chat: Chat = GROUP, **more: Any) -> Message:
    """Return a message with the entities that Telegram would find in it."""
    found = detect(FormattedText(text)).entities
    entities = [MessageEntity(e.type, e.offset, e.length) for e in found]
    sender = more.pop("from_user", ANNA)
    more = {"entities": entities, **more}
    return Message(5, datetime.now(UTC), chat, from_user=sender, text=text, **more)


def question(said: Message) -> str | None:
    return question_in(said, BOT.id, "Wenbao_bot")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("多少家", None),
        ("@wenbao_bot 多少家", "多少家"),
        ("@WENBAO_BOT，多少家？", "多少家？"),
        ("多少家 @wenbao_bot", "多少家"),
        ("多少 @wenbao_bot 家", "多少 家"),
        ("😀 @wenbao_bot 多少家 😀", "😀 多少家 😀"),
        ("@wenbao_bot @wenbao_bot 多少家", "多少家"),
        ("@wenbao_bot", ""),
        ("@wenbao_bot2 多少家", None),
        ("@wenbao_bo 多少家", None),
        ("/ask 多少家", "多少家"),
        ("/Ask@Wenbao_Bot 多少家", "多少家"),
        ("/ask", ""),
        ("/ask@other_bot 多少家", None),
        ("/articles", None),
        ("/articles @wenbao_bot", None),
    ],
)
def test_in_a_group(text: str, asked: str | None) -> None:
    assert question(message(text)) == asked


@pytest.mark.parametrize(("text", "asked"), [(" 多少家\n", "多少家"), ("/help", None)])
def test_in_private_every_text_is_a_question(text: str, asked: str | None) -> None:
    assert question(message(text, PRIVATE)) == asked


def test_mention_of_a_user_without_a_name() -> None:
    mention = MessageEntity(MessageEntity.TEXT_MENTION, 0, 2, user=BOT)
    assert question(message("问报 多少家", entities=[mention])) == "多少家"
    other = MessageEntity(MessageEntity.TEXT_MENTION, 0, 2, user=ANNA)
    assert question(message("安娜 多少家", entities=[other])) is None


def test_reply_to_the_bot_is_meant_for_it() -> None:
    answer = message("12家", from_user=BOT)
    assert question(message("增长多少", reply_to_message=answer)) == "增长多少"
    assert question(message("增长多少", reply_to_message=message("12家"))) is None


def test_in_a_topic_the_message_that_opened_it_is_not_replied_to() -> None:
    opening = message("话题", from_user=BOT)
    topic: dict[str, Any] = {"message_thread_id": 5, "is_topic_message": True}
    said = message("多少家", reply_to_message=opening, **topic)
    assert replied_to(said) is None and question(said) is None
    # Outside a topic the same numbers are a reply.
    assert replied_to(message("多少家", reply_to_message=opening, message_thread_id=5)) is opening


def test_mention_in_a_caption() -> None:
    caption = "@wenbao_bot 请读"
    entity = MessageEntity(MessageEntity.MENTION, 0, 11)
    said = Message(5, datetime.now(UTC), GROUP, caption=caption, caption_entities=[entity])
    assert mentioning(said, BOT.id, "wenbao_bot") == "请读"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/read 正文\n第二行", ("read", "正文\n第二行")),
        ("/read@wenbao_bot 正文", ("read", "正文")),
        ("/READ", ("read", "")),
        ("/read@other 正文", None),
        ("看 /read", None),
        ("正文", None),
    ],
)
def test_command(text: str, found: tuple[str, str] | None) -> None:
    assert command_in(message(text), "wenbao_bot") == found


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_a_mention_before_any_text_leaves_just_that(text: str) -> None:
    said = message(f"@wenbao_bot {text}")
    assert question(said) == " ".join(text.split()).strip("，,:： ")
