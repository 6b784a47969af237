"""Answers to inline queries."""

import re
from typing import Any

from tests.telegram.botapi.errors import ApiError, bad_request
from tests.telegram.botapi.keyboard import check_keyboard
from tests.telegram.botapi.methods.queries import open_query
from tests.telegram.botapi.methods.reading import format_text
from tests.telegram.botapi.methods.registry import method
from tests.telegram.botapi.parameters import Parameters, member, only_members
from tests.telegram.botapi.text import MAX_TEXT, FormattedText
from tests.telegram.botapi.world import QueryAnswer, World

MAX_RESULTS = 50
MAX_ID = 64
"""Bytes of a result's id, and of the offset of the next results."""

_ARTICLE = (
    "type",
    "id",
    "title",
    "input_message_content",
    "reply_markup",
    "url",
    "description",
    "thumbnail_url",
    "thumbnail_width",
    "thumbnail_height",
)
_CONTENT = ("message_text", "parse_mode", "entities", "link_preview_options")
_BUTTON = ("text", "web_app", "start_parameter")


@method(
    "answerInlineQuery",
    "inline_query_id",
    "results",
    "cache_time",
    "is_personal",
    "next_offset",
    "button",
)
def answer_inline_query(world: World, parameters: Parameters) -> bool:
    query = open_query(world, "query", parameters.string("inline_query_id"))
    results = parameters.json("results", list)
    if results is None:
        raise bad_request('parameter "results" is required')
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    for result in results:
        _check_result(result)
    ids = [result["id"] for result in results]
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if parameters.integer("cache_time", 300) < 0:
        raise bad_request('parameter "cache_time" must be non-negative')
    parameters.boolean("is_personal")
    if len(parameters.string("next_offset", "").encode()) > MAX_ID:
        raise bad_request("NEXT_OFFSET_INVALID")
    _check_button(parameters.json("button", dict))
    query.answer = QueryAnswer(dict(parameters.values), tuple(results))
    world.changed.notify_all()
    return True


def inline_text(result: dict[str, Any]) -> FormattedText:
    """Return the text of the message that choosing `result` sends; raises ApiError."""
    content = member(result, "input_message_content", dict)
    only_members(content, _CONTENT, "InputTextMessageContent")
    said = format_text(
        member(content, "message_text", str),
        content.get("parse_mode"),
        content.get("entities"),
        MAX_TEXT,
        "MESSAGE_TOO_LONG",
    )
    if not said.text:
        raise bad_request("MESSAGE_EMPTY")
    return said


def _check_result(result: object) -> None:
    if not isinstance(result, dict):
        raise bad_request("can't parse inline query result: it must be an Object")
    if member(result, "type", str) != "article":
        raise bad_request("this server knows no inline results but articles")
    try:
        only_members(result, _ARTICLE, "InlineQueryResultArticle")
        identity, title = member(result, "id", str), member(result, "title", str)
    except ApiError as error:
        reason = error.description.removeprefix("Bad Request: ")
        raise bad_request(f"can't parse inline query result: {reason}") from None
    if not 1 <= len(identity.encode()) <= MAX_ID:
        raise bad_request("RESULT_ID_INVALID")
    if not title.strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    inline_text(result)
    check_keyboard(result.get("reply_markup"))


def _check_button(button: dict[str, Any] | None) -> None:
    if button is None:
        return
    only_members(button, _BUTTON, "InlineQueryResultsButton")
    member(button, "text", str)
    if "web_app" not in button and not re.fullmatch(
        r"[A-Za-z0-9_-]{1,64}", member(button, "start_parameter", str)
    ):
        raise bad_request("START_PARAM_INVALID")
