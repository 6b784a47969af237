"""python-telegram-bot reads what the server says, and the server what it asks."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    MessageOriginUser,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import Application, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

from tests.telegram.botapi import BotApiServer, Chat, User


@pytest.fixture
def anna(server: BotApiServer) -> User:
    return server.user("Anna", username="anna", language_code="zh-hans")


@pytest.fixture
def chat(server: BotApiServer, anna: User) -> Chat:
    return server.private_chat(anna)


def with_bot(server: BotApiServer, work: Callable[[Bot], Awaitable[None]]) -> None:
    """Run `work` with the library's bot."""

    async def run() -> None:
        bot = Bot(
            server.token,
            base_url=server.base_url,
            base_file_url=server.base_file_url,
            request=_client(),
            get_updates_request=_client(),
        )
        async with bot:
            await work(bot)

    asyncio.run(run())


def _client() -> HTTPXRequest:
    # trust_env: a proxy of the machine has no business here.
    return HTTPXRequest(connection_pool_size=8, httpx_kwargs={"trust_env": False})


def test_a_conversation(server: BotApiServer, chat: Chat, anna: User) -> None:
    async def work(bot: Bot) -> None:
        assert bot.username == "wenbao_test_bot"
        asked = chat.says(anna, "👍 多少家", forwarded=anna)
        (update,) = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
        assert update.message is not None
        assert update.message.message_id == asked["message_id"]
        assert isinstance(update.message.forward_origin, MessageOriginUser)
        await update.message.reply_chat_action("typing")
        reply = await update.message.reply_html(
            "<b>二</b>&lt;三<blockquote expandable>全文</blockquote>",
            do_quote=True,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("原文", callback_data="o")]]),
        )
        sent = chat.wait_one()
        # The library and the server see the same formatting.
        assert reply.text_html == sent.html
        assert sent.reply_to == asked["message_id"]
        query = chat.presses(anna, sent, "原文")
        (pressed,) = await bot.get_updates(offset=update.update_id + 1)
        assert pressed.callback_query is not None
        await pressed.callback_query.answer("好")
        assert server.callback_answer(query).text == "好"
        await pressed.callback_query.edit_message_text("改了")
        assert chat.wait_edit(sent).text == "改了"
        assert await reply.delete()

    with_bot(server, work)


def test_all_kinds_of_updates_are_read(server: BotApiServer, chat: Chat, anna: User) -> None:
    ben = server.user("Ben")
    channel = server.channel("频道")
    forum = server.group("论坛", [anna], forum=True)
    group = server.group("编辑部", [anna])
    call_for_all = Update.ALL_TYPES

    async def work(bot: Bot) -> None:
        await bot.get_updates(allowed_updates=call_for_all)
        chat.edits(anna, chat.says(anna, "问"), "改")
        chat.uploads(anna, "a.pdf", b"%PDF", caption="/read")
        channel.edits(None, channel.says(None, "公告"), "更正")
        forum.says(anna, "/ask", thread=forum.opens_topic(anna, "提问"))
        group.says(ben, "/ask", as_chat=group)
        group.says(ben, "/ask", forwarded="隐者")
        group.says(ben, "/ask", forwarded=channel)
        group.joins(ben)
        group.leaves(ben)
        group.promotes_bot()
        group.upgrades().removes_bot()
        group.adds_bot(anna)
        server.inline(anna, "问")
        anna.blocks_bot()
        updates = await bot.get_updates()
        assert len(updates) == server.pending_updates
        kinds = {name for update in updates for name in update.to_dict() if name != "update_id"}
        assert kinds == {
            "message",
            "edited_message",
            "channel_post",
            "edited_channel_post",
            "chat_member",
            "my_chat_member",
            "inline_query",
        }
        # Nothing was sent that the library does not know.
        assert all(not update.api_kwargs for update in updates)
        assert all(not u.effective_message.api_kwargs for u in updates if u.effective_message)

    with_bot(server, work)


def test_results_are_read(server: BotApiServer, chat: Chat, anna: User) -> None:
    group = server.group("编辑部", [anna])
    group.promotes_bot()

    async def work(bot: Bot) -> None:
        groups = BotCommandScopeAllGroupChats()
        await bot.set_my_commands([BotCommand("ask", "提问")], scope=groups, language_code="zh")
        assert (await bot.get_my_commands(groups, "zh"))[0].description == "提问"
        await bot.set_my_description("问报")
        assert (await bot.get_my_description()).description == "问报"
        assert (await bot.get_webhook_info()).url == ""
        assert (await bot.get_chat(group.id)).title == "编辑部"
        assert (await bot.get_chat(chat.id)).first_name == "Anna"
        assert (await bot.get_chat_member(group.id, bot.id)).status == "administrator"
        assert len(await bot.get_chat_administrators(group.id)) == 2
        document = await bot.send_document(chat.id, b"{}\n", filename="问.jsonl", caption="导出")
        assert document.document is not None
        assert document.document.file_name == "问.jsonl"
        file = await document.document.get_file()
        assert bytes(await file.download_as_bytearray()) == b"{}\n"
        query = server.inline(anna, "问")
        content = InputTextMessageContent("<b>答</b>", parse_mode="HTML")
        results = [InlineQueryResultArticle("1", "答", content, description="说明")]
        assert await bot.answer_inline_query(query, results, cache_time=5, is_personal=True)
        assert server.inline_answer(query).cache_time == 5
        assert await bot.leave_chat(group.id)

    with_bot(server, work)


def test_refusals_become_the_errors_of_the_library(
    server: BotApiServer, chat: Chat, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Otherwise the library warns of what its next version does.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    old = server.group("旧群", [anna])
    new = old.upgrades()
    gone = server.private_chat(server.user("Ben"))
    server.world.users[gone.id].blocked = True

    async def error(work: Awaitable[object]) -> TelegramError:
        with pytest.raises(TelegramError) as raised:
            await work
        return raised.value

    async def work(bot: Bot) -> None:
        migrated = await error(bot.send_message(old.id, "x"))
        assert isinstance(migrated, ChatMigrated)
        assert migrated.new_chat_id == new.id
        assert isinstance(await error(bot.send_message(gone.id, "x")), Forbidden)
        unclosed = await error(bot.send_message(chat.id, "<b>x", parse_mode="HTML"))
        assert isinstance(unclosed, BadRequest)
        reply = ReplyParameters(999)
        assert isinstance(
            await error(bot.send_message(chat.id, "x", reply_parameters=reply)), BadRequest
        )
        server.fault("sendMessage", status=429, retry_after=3)
        assert isinstance(await error(bot.send_message(chat.id, "x")), RetryAfter)
        server.fault("sendMessage", status=502)
        server.fault("sendMessage", drop="before")
        for _ in range(2):
            assert type(await error(bot.send_message(chat.id, "x"))) is NetworkError
        seen = (await bot.get_updates())[-1].update_id
        polling = asyncio.create_task(error(bot.get_updates(offset=seen + 1, timeout=20)))
        await asyncio.to_thread(server.wait_polling)
        await bot.get_updates()
        assert isinstance(await polling, Conflict)
        stranger = Bot(f"123456:{'x' * 35}", base_url=server.base_url, request=_client())
        assert isinstance(await error(stranger.initialize()), InvalidToken)
        await stranger.shutdown()

    with_bot(server, work)


def test_an_application_polls_and_survives_an_outage(
    server: BotApiServer, chat: Chat, anna: User
) -> None:
    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(f"答：{update.message.text}")

    async def run() -> None:
        application = (
            Application.builder()
            .token(server.token)
            .base_url(server.base_url)
            .request(_client())
            .get_updates_request(_client())
            .build()
        )
        application.add_handler(MessageHandler(filters.TEXT, echo))
        async with application:
            assert application.updater is not None
            await application.start()
            await application.updater.start_polling(timeout=10)
            chat.says(anna, "一")
            assert (await asyncio.to_thread(chat.wait_one)).text == "答：一"
            server.down()
            chat.says(anna, "二")
            server.up()
            assert (await asyncio.to_thread(chat.wait_one)).text == "答：二"
            await application.updater.stop()
            await application.stop()

    asyncio.run(run())
    assert [message.text for message in chat.messages] == ["答：一", "答：二"]
    assert server.pending_updates == 0
