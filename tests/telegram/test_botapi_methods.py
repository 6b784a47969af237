"""The server's methods: what each refuses, in Telegram's words, and what it keeps."""

import json
from typing import Any

import httpx
import pytest

from tests.telegram.botapi import BotApiServer, Chat, User
from tests.telegram.botapi.chat_record import ChatRecord
from tests.telegram.conftest import CallApi

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
def anna(server: BotApiServer) -> User:
    return server.user("Anna", language_code="zh-hans")


@pytest.fixture
def chat(server: BotApiServer, anna: User) -> Chat:
    return server.private_chat(anna)


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


def button(data: str = "d", text: str = "原文") -> dict[str, Any]:
    return {"text": text, "callback_data": data}


REFUSED_MESSAGES: list[tuple[dict[str, Any], str]] = [
    ({"text": ""}, "message text is empty"),
    ({"text": " \n\t"}, "message text is empty"),
    ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
    ({"text": None}, 'parameter "text" is required'),
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "中" * 4097}, "message is too long"),
    ({"text": "👍" * 2049}, "message is too long"),
    ({"text": "x" * 4090 + "&lt;" * 7, "parse_mode": "HTML"}, "message is too long"),
    (
        {"parse_mode": "HTML", "text": "<b>x"},
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    ({"parse_mode": "MarkdownV2"}, "this server knows no parse_mode but HTML"),
    ({"chat_id": 4}, "chat not found"),
    ({"chat_id": "@nobody"}, "chat not found"),
    ({"chat_id": ""}, "chat_id is empty"),
    ({"unheard_of": "1"}, 'unknown parameter "unheard_of"'),
    ({"disable_notification": "perhaps"}, 'parameter "disable_notification" must be a Boolean'),
    ({"message_thread_id": "x"}, 'parameter "message_thread_id" must be an Integer'),
    ({"message_thread_id": 1}, "message thread not found"),
    ({"reply_parameters": "{"}, 'can\'t parse JSON of parameter "reply_parameters"'),
    ({"reply_parameters": [1]}, 'parameter "reply_parameters" must be an Object'),
    ({"reply_parameters": {}}, 'field "message_id" must be specified'),
    ({"reply_parameters": {"message_id": "7"}}, 'field "message_id" has a wrong type'),
    ({"reply_parameters": {"message_id": True}}, 'field "message_id" has a wrong type'),
    ({"reply_parameters": {"message_id": 9}}, "message to be replied not found"),
    ({"reply_parameters": {"id": 9}}, 'ReplyParameters has no field "id"'),
    ({"link_preview_options": {"disabled": 1}}, 'LinkPreviewOptions has no field "disabled"'),
    ({"reply_markup": keyboard(button(""))}, "BUTTON_DATA_INVALID"),
    ({"reply_markup": keyboard(button("x" * 65))}, "BUTTON_DATA_INVALID"),
    ({"reply_markup": keyboard(button("问" * 22))}, "BUTTON_DATA_INVALID"),
    (
        {"reply_markup": keyboard({"text": "x"})},
        "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard",
    ),
    (
        {"reply_markup": keyboard(button(text=" "))},
        "can't parse inline keyboard button: text buttons can't be empty",
    ),
    (
        {"reply_markup": keyboard({**button(), "url": "https://a.b"})},
        "can't parse inline keyboard button: it must have exactly one action",
    ),
    ({"reply_markup": keyboard({"text": "x", "url": "ftp://a.b"})}, "BUTTON_URL_INVALID"),
    ({"reply_markup": keyboard(*[button()] * 101)}, "REPLY_MARKUP_TOO_LONG"),
    ({"reply_markup": {"keyboard": []}}, "only inline keyboards are known to this server"),
    ({"entities": [{"type": "bold", "offset": 0, "length": 2}]}, "ENTITY_BOUNDS_INVALID"),
    (
        {"entities": [{"type": "loud", "offset": 0, "length": 1}]},
        'can\'t parse MessageEntity: unsupported type "loud"',
    ),
    (
        {
            "text": "abc",
            "entities": [
                {"type": "bold", "offset": 0, "length": 2},
                {"type": "italic", "offset": 1, "length": 2},
            ],
        },
        "entities must not overlap",
    ),
]


@pytest.mark.parametrize(("parameters", "reason"), REFUSED_MESSAGES)
def test_a_message_is_refused(
    call: CallApi, chat: Chat, parameters: dict[str, Any], reason: str
) -> None:
    answer = call("sendMessage", **{"chat_id": chat.id, "text": "x", **parameters})
    description = f"Bad Request: {reason}"
    assert answer == {"ok": False, "error_code": 400, "description": description}
    assert chat.messages == []


ACCEPTED_MESSAGES: list[tuple[dict[str, Any], str]] = [
    ({"text": "x" * 4096}, "x" * 4096),
    ({"text": "👍" * 2048}, "👍" * 2048),
    # Counted after entities are parsed.
    ({"text": "<b>" + "&lt;" * 4096 + "</b>", "parse_mode": "HTML"}, "<" * 4096),
    ({"text": "\n x \n"}, "x"),
    ({"text": "1 < 2 & 3"}, "1 < 2 & 3"),
    ({"reply_markup": keyboard(button("x" * 64))}, "x"),
    ({"reply_parameters": {"message_id": 9, "allow_sending_without_reply": True}}, "x"),
    ({"link_preview_options": {"is_disabled": True}}, "x"),
]


@pytest.mark.parametrize(("parameters", "text"), ACCEPTED_MESSAGES)
def test_a_message_is_accepted(
    call: CallApi, chat: Chat, parameters: dict[str, Any], text: str
) -> None:
    answer = call("sendMessage", **{"chat_id": chat.id, "text": "x", **parameters})
    assert answer["result"]["text"] == text
    assert [message.text for message in chat.messages] == [text]


def test_a_user_sees_text_formatting_buttons_and_reply(
    call: CallApi, chat: Chat, anna: User
) -> None:
    asked = chat.says(anna, "问")
    call(
        "sendMessage",
        chat_id=chat.id,
        text=" <b>答</b> &amp; <a href='https://a.b/'>看</a> /ask",
        parse_mode="HTML",
        reply_parameters={"message_id": asked["message_id"]},
        reply_markup=keyboard(button("1"), {"text": "网", "url": "https://a.b"}),
        link_preview_options={"is_disabled": True},
        disable_notification=True,
    )
    sent = chat.wait_one()
    assert sent.text == "答 & 看 /ask"
    assert sent.html == '<b>答</b> &amp; <a href="https://a.b/">看</a> /ask'
    assert sent.entity_texts("bold") == ["答"]
    assert sent.entity_texts("bot_command") == ["/ask"]
    assert [item.text for item in sent.buttons] == ["原文", "网"]
    assert (sent.reply_to, sent.silent, sent.preview_disabled) == (asked["message_id"], True, True)


def test_more_than_a_hundred_entities_are_dropped(call: CallApi, chat: Chat) -> None:
    call("sendMessage", chat_id=chat.id, text="<b>a</b> " * 103, parse_mode="HTML")
    sent = chat.wait_one()
    assert (len(sent.entities), sent.dropped_entities) == (100, 3)


def test_edits_change_what_is_seen(call: CallApi, chat: Chat) -> None:
    where = {"chat_id": chat.id}
    sent = call("sendMessage", **where, text="a", reply_markup=keyboard(button()))["result"]
    where["message_id"] = sent["message_id"]
    before = chat.wait_one()
    edited = call("editMessageText", **where, text="<i>b</i>", parse_mode="HTML")["result"]
    assert edited["edit_date"] >= sent["date"]
    after = chat.wait_edit(before)
    # An edit that brings no buttons takes them away.
    assert (after.html, after.keyboard, after.edits) == ("<i>b</i>", (), 1)
    assert after.versions == ("a",)
    call("editMessageReplyMarkup", **where, reply_markup=keyboard(button("2")))
    assert [item.data for item in chat.wait_edit(after).buttons] == ["2"]
    call("deleteMessage", **where)
    chat.wait_deleted(after)
    assert chat.messages[0].deleted


def test_an_edit_of_nothing_is_refused(call: CallApi, chat: Chat, anna: User) -> None:
    mine = chat.says(anna, "问")["message_id"]
    sent = call("sendMessage", chat_id=chat.id, text="<b>a</b>", parse_mode="HTML")["result"]
    where = {"chat_id": chat.id, "message_id": sent["message_id"]}
    unchanged = call("editMessageText", **where, text="<strong>a</strong>", parse_mode="HTML")
    assert unchanged["description"].startswith("Bad Request: message is not modified: ")
    assert "not modified" in call("editMessageReplyMarkup", **where)["description"]
    # Without its formatting it is another message.
    assert call("editMessageText", **where, text="a")["ok"]

    def refusal(message_id: int, method: str, **parameters: Any) -> str:
        answer = call(method, chat_id=chat.id, message_id=message_id, **parameters)
        return str(answer["description"]).removeprefix("Bad Request: ")

    assert refusal(999, "editMessageText", text="b") == "message to edit not found"
    assert refusal(mine, "editMessageText", text="b") == "message can't be edited"
    assert refusal(sent["message_id"], "editMessageText", text=" ") == "message text is empty"
    assert refusal(999, "deleteMessage") == "message to delete not found"
    chat.deletes(sent)
    assert refusal(sent["message_id"], "editMessageText", text="b") == "message to edit not found"


def test_where_the_bot_may_not_write(call: CallApi, server: BotApiServer, anna: User) -> None:
    def refusal(chat: ChatRecord) -> dict[str, Any]:
        answer = call("sendMessage", chat_id=chat.id, text="x")
        return {name: answer[name] for name in answer if name != "ok"}

    private = server.private_chat(anna)
    anna.blocks_bot()
    blocked = "Forbidden: bot was blocked by the user"
    assert refusal(private) == {"error_code": 403, "description": blocked}
    anna.unblocks_bot()
    assert call("sendMessage", chat_id=private.id, text="x")["ok"]
    anna.deactivated = True
    assert refusal(private)["description"] == "Forbidden: user is deactivated"

    group = server.group("编辑部", [anna])
    group.removes_bot(anna)
    assert refusal(group)["description"] == "Forbidden: bot was kicked from the group chat"
    group.adds_bot(anna)
    assert call("leaveChat", chat_id=group.id)["ok"]
    assert refusal(group)["description"] == "Forbidden: bot is not a member of the group chat"

    old = server.group("旧群", [anna])
    new = old.upgrades()
    assert refusal(old) == {
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new.id},
    }
    assert call("sendMessage", chat_id=new.id, text="x")["ok"]


def test_topics(call: CallApi, server: BotApiServer, anna: User) -> None:
    forum = server.group("论坛", [anna], forum=True)
    thread = forum.opens_topic(anna, "提问")
    asked = forum.says(anna, "/ask 问", thread=thread)
    assert (asked["message_thread_id"], asked["is_topic_message"]) == (thread, True)
    # What answers nothing in a topic answers the topic's beginning.
    assert asked["reply_to_message"]["forum_topic_created"]["name"] == "提问"
    general = forum.says(anna, "/ask 问")
    assert "message_thread_id" not in general

    def sent_to(**how: Any) -> int | None:
        assert call("sendMessage", chat_id=forum.id, text="x", **how)["ok"]
        return forum.wait_one().thread

    assert sent_to() is None
    assert sent_to(message_thread_id=thread) == thread
    assert sent_to(reply_parameters={"message_id": asked["message_id"]}) == thread
    for wrong in (1, asked["message_id"], 999):
        refused = call("sendMessage", chat_id=forum.id, text="x", message_thread_id=wrong)
        assert refused["description"] == "Bad Request: message thread not found"
    assert call("sendChatAction", chat_id=forum.id, action="typing", message_thread_id=thread)["ok"]
    forum.wait_action("typing")


def test_replies_make_threads_that_are_no_topics(
    call: CallApi, server: BotApiServer, anna: User
) -> None:
    group = server.group("大群", [anna], supergroup=True)
    first = group.says(anna, "一")
    second = group.says(anna, "/ask 二", reply_to=first)
    assert second["message_thread_id"] == first["message_id"]
    assert "is_topic_message" not in second
    refused = call("sendMessage", chat_id=group.id, text="x", message_thread_id=first["message_id"])
    assert refused["description"] == "Bad Request: message thread not found"


def test_callback_queries_are_answered_once_and_in_time(
    call: CallApi, server: BotApiServer, chat: Chat, anna: User
) -> None:
    call("sendMessage", chat_id=chat.id, text="x", reply_markup=keyboard(button("d")))
    sent = chat.wait_one()
    with pytest.raises(LookupError, match="其他"):
        chat.presses(anna, sent, "其他")
    query = chat.presses(anna, sent, "原文")

    def answer(query_id: str, **parameters: Any) -> dict[str, Any]:
        return call("answerCallbackQuery", callback_query_id=query_id, **parameters)

    assert answer(query, text="x" * 201)["description"] == "Bad Request: MESSAGE_TOO_LONG"
    assert answer(query, text="x" * 200, show_alert=True)["result"] is True
    assert server.callback_answer(query).is_alert
    assert answer(query)["description"] == TOO_OLD
    late = chat.presses(anna, sent, data="d")
    server.expire_queries()
    assert answer(late)["description"] == TOO_OLD
    assert answer("17")["description"] == TOO_OLD
    assert answer(server.inline(anna, "问"))["description"] == TOO_OLD


def article(**changes: Any) -> dict[str, Any]:
    content = {"message_text": "<b>答</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": "1", "title": "答", "input_message_content": content} | changes


REFUSED_RESULTS: list[tuple[dict[str, Any], str]] = [
    ({"results": None}, 'parameter "results" is required'),
    ({"results": {}}, 'parameter "results" must be an Array'),
    ({"results": [article(id=str(n)) for n in range(51)]}, "RESULTS_TOO_MUCH"),
    ({"results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
    ({"results": [article(id="")]}, "RESULT_ID_INVALID"),
    ({"results": [article(id="问" * 22)]}, "RESULT_ID_INVALID"),
    ({"results": [article(id=1)]}, 'can\'t parse inline query result: field "id" has a wrong type'),
    (
        {"results": [article(hide_url=True)]},
        'can\'t parse inline query result: InlineQueryResultArticle has no field "hide_url"',
    ),
    ({"results": [article(title=" ")]}, "ARTICLE_TITLE_EMPTY"),
    ({"results": [article(type="photo")]}, "this server knows no inline results but articles"),
    (
        {"results": [article(input_message_content={"message_text": " "})]},
        "MESSAGE_EMPTY",
    ),
    (
        {"results": [article(input_message_content={"message_text": "x" * 4097})]},
        "MESSAGE_TOO_LONG",
    ),
    (
        {"results": [article(input_message_content={"message_text": "<b>", "parse_mode": "HTML"})]},
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    ({"results": [article(reply_markup=keyboard(button("")))]}, "BUTTON_DATA_INVALID"),
    ({"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
    ({"cache_time": -1}, 'parameter "cache_time" must be non-negative'),
    ({"button": {"text": "x", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
]


@pytest.mark.parametrize(("parameters", "reason"), REFUSED_RESULTS)
def test_an_inline_answer_is_refused(
    call: CallApi, server: BotApiServer, anna: User, parameters: dict[str, Any], reason: str
) -> None:
    query = server.inline(anna, "问")
    answer = call("answerInlineQuery", **{"inline_query_id": query, "results": [], **parameters})
    assert answer["description"] == f"Bad Request: {reason}"


def test_an_inline_answer_is_kept_chosen_and_edited(
    call: CallApi, server: BotApiServer, anna: User
) -> None:
    query = server.inline(anna, "问")
    results = [article(reply_markup=keyboard(button("d"))), article(id="2")]
    answered = call(
        "answerInlineQuery", inline_query_id=query, results=results, cache_time=7, is_personal=True
    )
    assert answered["result"] is True
    answer = server.inline_answer(query)
    assert [result["id"] for result in answer.results] == ["1", "2"]
    assert (answer.cache_time, answer.is_personal) == (7, True)
    again = call("answerInlineQuery", inline_query_id=query, results=[])
    assert again["description"] == TOO_OLD

    sent = server.chooses(query, "1")
    assert sent.html == "<b>答</b>"
    server.presses_inline(anna, sent, "原文")
    updates = call("getUpdates")["result"]
    assert updates[1]["chosen_inline_result"]["result_id"] == "1"
    inline_id = updates[2]["callback_query"]["inline_message_id"]
    edited = call("editMessageText", inline_message_id=inline_id, text="新")
    assert edited["result"] is True
    assert server.inline_message(sent).text == "新"
    unknown = call("editMessageText", inline_message_id="x", text="新")
    assert unknown["description"] == "Bad Request: MESSAGE_ID_INVALID"
    # Without buttons there is no telling which message it became.
    assert "inline_message_id" not in server.chooses(query, "2").body


def command(name: str = "ask", description: str = "提问") -> dict[str, str]:
    return {"command": name, "description": description}


REFUSED_COMMANDS: list[tuple[dict[str, Any], str]] = [
    ({"commands": [command("问")]}, "BOT_COMMAND_INVALID"),
    ({"commands": [command("Ask")]}, "BOT_COMMAND_INVALID"),
    ({"commands": [command("/ask")]}, "BOT_COMMAND_INVALID"),
    ({"commands": [command("x" * 33)]}, "BOT_COMMAND_INVALID"),
    ({"commands": [command(description="")]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ({"commands": [command(description="x" * 257)]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ({"commands": [command(f"c{n}") for n in range(101)]}, "BOT_COMMANDS_TOO_MUCH"),
    ({"commands": None}, 'parameter "commands" is required'),
    ({"language_code": "zh-hans"}, "invalid language code specified"),
    (
        {"scope": {"type": "world"}},
        "can't parse BotCommandScope: unsupported type specified",
    ),
    ({"scope": {"type": "chat", "chat_id": 4}}, "chat not found"),
    ({"scope": {"type": "default", "chat_id": 4}}, 'BotCommandScope has no field "chat_id"'),
]


@pytest.mark.parametrize(("parameters", "reason"), REFUSED_COMMANDS)
def test_commands_are_refused(call: CallApi, parameters: dict[str, Any], reason: str) -> None:
    answer = call("setMyCommands", **{"commands": [command()], **parameters})
    assert answer["description"] == f"Bad Request: {reason}"


def test_commands_are_kept_per_scope_and_language(call: CallApi, server: BotApiServer) -> None:
    groups = {"scope": {"type": "all_group_chats"}, "language_code": "zh"}
    assert call("setMyCommands", commands=[command("start")])["ok"]
    assert call("setMyCommands", commands=[command("ask")], **groups)["ok"]
    assert call("getMyCommands", **groups)["result"] == [command("ask")]
    assert call("getMyCommands", language_code="zh")["result"] == []
    assert server.commands() == ["start"]
    assert server.commands("all_group_chats", "zh") == ["ask"]
    assert call("deleteMyCommands", **groups)["ok"]
    assert server.commands("all_group_chats", "zh") == []


def test_descriptions_are_kept_per_language(call: CallApi) -> None:
    assert call("setMyDescription", description="Asks", language_code="en")["ok"]
    assert call("setMyDescription", description="问报")["ok"]
    assert call("getMyDescription", language_code="en")["result"] == {"description": "Asks"}
    assert call("getMyDescription", language_code="zh")["result"] == {"description": "问报"}
    assert not call("setMyDescription", description="x" * 513)["ok"]
    assert not call("setMyShortDescription", short_description="x" * 121)["ok"]


@pytest.mark.parametrize("action", ["", "think", "TYPING"])
def test_only_known_actions_are_shown(call: CallApi, chat: Chat, action: str) -> None:
    answer = call("sendChatAction", chat_id=chat.id, action=action)
    assert answer["description"] == "Bad Request: wrong parameter action in request"


def test_files_go_up_and_down(call: CallApi, server: BotApiServer, chat: Chat, anna: User) -> None:
    message = chat.uploads(anna, "报 纸.txt", "内容".encode(), caption="/read 这个")
    document = message["document"]
    assert document["mime_type"] == "text/plain"
    assert message["caption_entities"][0]["type"] == "bot_command"
    path = call("getFile", file_id=document["file_id"])["result"]["file_path"]
    url = f"{server.base_file_url}{server.token}/{path}"
    assert httpx.get(url, trust_env=False).content == "内容".encode()
    assert httpx.get(url + "x", trust_env=False).status_code == 404

    huge = chat.uploads(anna, "a.pdf", b"%PDF", size=20 * 1024 * 1024 + 1)["document"]
    assert call("getFile", file_id=huge["file_id"])["description"] == "Bad Request: file is too big"
    assert call("getFile", file_id="x")["description"] == "Bad Request: invalid file_id"


@pytest.mark.parametrize("reference", [{}, {"document": "attach://own"}])
def test_documents_are_sent_as_part_or_attached(
    server: BotApiServer, chat: Chat, reference: dict[str, str]
) -> None:
    answer = httpx.post(
        f"{server.base_url}{server.token}/sendDocument",
        data={"chat_id": str(chat.id), "caption": "导出", **reference},
        files={"own" if reference else "document": ("问.jsonl", b"{}\n")},
        trust_env=False,
    )
    assert answer.json()["result"]["document"]["file_name"] == "问.jsonl"
    assert chat.wait_one().text == "导出"


def test_documents_are_sent_by_id(call: CallApi, chat: Chat, anna: User) -> None:
    known = chat.uploads(anna, "a.txt", b"abc")["document"]["file_id"]

    def refusal(**parameters: Any) -> str:
        answer = call("sendDocument", chat_id=chat.id, **parameters)
        return str(answer.get("description"))

    assert refusal(document=known) == "None"
    assert refusal() == "Bad Request: there is no document in the request"
    assert refusal(document="x").startswith("Bad Request: wrong remote file identifier")
    too_long = refusal(document=known, caption="x" * 1025)
    assert too_long == "Bad Request: message caption is too long"


def test_who_is_in_a_chat(call: CallApi, server: BotApiServer, anna: User) -> None:
    other = server.user("Ben")
    group = server.group("编辑部", [anna], username="bianjibu")
    me = call("getMe")["result"]["id"]

    def status(user_id: int) -> str:
        member = call("getChatMember", chat_id="@bianjibu", user_id=user_id)["result"]
        return str(member["status"])

    assert (status(anna.id), status(other.id), status(me)) == ("creator", "left", "member")
    group.joins(other)
    group.promotes_bot(anna)
    assert (status(other.id), status(me)) == ("member", "administrator")
    administrators = call("getChatAdministrators", chat_id=group.id)["result"]
    assert [item["user"]["id"] for item in administrators] == [anna.id, me]
    assert call("getChatMemberCount", chat_id=group.id)["result"] == 3
    assert call("getChat", chat_id=group.id)["result"]["title"] == "编辑部"


def test_every_way_of_sending_parameters_says_the_same(server: BotApiServer, chat: Chat) -> None:
    url = f"{server.base_url}{server.token}/sendMessage"
    parameters = {"chat_id": str(chat.id), "text": "5000", "reply_markup": json.dumps(keyboard())}
    with httpx.Client(trust_env=False) as client:
        answers = [
            client.get(url, params=parameters),
            client.post(url, params=parameters),
            client.post(url, data=parameters),
            client.post(url, files={name: (None, text) for name, text in parameters.items()}),
            client.post(url, json={"chat_id": chat.id, "text": "5000", "reply_markup": keyboard()}),
            client.post(url.replace("sendMessage", "SENDMESSAGE"), data=parameters),
        ]
    assert [answer.json()["result"]["text"] for answer in answers] == ["5000"] * 6


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("/bot1:x/getMe", 404, "Not Found"),
        ("/botx/getMe", 404, "Not Found"),
        (f"/bot123456:{'x' * 35}/getMe", 401, "Unauthorized"),
        ("/bot{token}/getNothing", 404, "Not Found"),
        ("/bot{token}/", 404, "Not Found"),
        ("/", 404, "Not Found"),
        (f"/file/bot123456:{'x' * 35}/documents/a", 401, "Unauthorized"),
    ],
)
def test_wrong_tokens_and_methods(
    server: BotApiServer, path: str, status: int, description: str
) -> None:
    root = server.base_url.removesuffix("/bot")
    answer = httpx.get(root + path.format(token=server.token), trust_env=False)
    assert answer.status_code == status
    assert answer.json() == {"ok": False, "error_code": status, "description": description}


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff"])
def test_malformed_json_bodies_are_refused(server: BotApiServer, body: bytes) -> None:
    url = f"{server.base_url}{server.token}/sendMessage"
    headers = {"Content-Type": "application/json"}
    answer = httpx.post(url, content=body, headers=headers, trust_env=False)
    assert answer.status_code == 400
    assert "JSON-encoded request body" in answer.json()["description"]
