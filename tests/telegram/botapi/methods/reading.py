"""What many methods read from their parameters: the chat, the text, the message replied to."""

from typing import Any

from tests.telegram.botapi.chat_record import ChatRecord
from tests.telegram.botapi.detection import detect
from tests.telegram.botapi.errors import bad_request, forbidden
from tests.telegram.botapi.html_parser import parse_html
from tests.telegram.botapi.keyboard import check_keyboard
from tests.telegram.botapi.messages import Record
from tests.telegram.botapi.parameters import Parameters, member, only_members
from tests.telegram.botapi.text import (
    MAX_CAPTION,
    MAX_TEXT,
    Entity,
    FormattedText,
    finished,
    in_order,
    utf16_length,
)
from tests.telegram.botapi.world import World

_ENTITY_TYPES = frozenset(
    [
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "code",
        "pre",
        "text_link",
        "blockquote",
        "expandable_blockquote",
        "custom_emoji",
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
    ]
)
_REPLY_MEMBERS = (
    "message_id",
    "chat_id",
    "allow_sending_without_reply",
    "quote",
    "quote_parse_mode",
    "quote_entities",
    "quote_position",
)
_PREVIEW_MEMBERS = (
    "is_disabled",
    "url",
    "prefer_small_media",
    "prefer_large_media",
    "show_above_text",
)


def find_chat(world: World, written: str) -> ChatRecord:
    """Return the chat that a `chat_id` means, by number or @username."""
    if not written:
        raise bad_request("chat_id is empty")
    if written.startswith("@"):
        for chat in world.chats.values():
            if chat.username == written[1:]:
                return chat
    try:
        return world.chats[int(written)]
    except (ValueError, KeyError):
        raise bad_request("chat not found") from None


def chat_to_write_to(world: World, parameters: Parameters) -> ChatRecord:
    """Return the chat meant; raises ApiError when the bot cannot write there."""
    chat = find_chat(world, parameters.string("chat_id"))
    if chat.migrated_to is not None:
        raise bad_request(
            "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to.id
        )
    if chat.type == "private":
        user = world.users[chat.id]
        if user.deactivated:
            raise forbidden("user is deactivated")
        if user.blocked:
            raise forbidden("bot was blocked by the user")
    elif chat.bot_status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    elif not chat.bot_is_there:
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def thread_to_write_to(chat: ChatRecord, parameters: Parameters) -> int | None:
    """Return the topic meant, None for General or a chat without topics."""
    if "message_thread_id" not in parameters.values:
        return None
    thread = parameters.integer("message_thread_id")
    record = chat.records.get(thread)
    if not chat.forum or record is None or "forum_topic_created" not in record.body:
        raise bad_request("message thread not found")
    return thread


def read_text(
    parameters: Parameters, name: str = "text", entities: str = "entities"
) -> FormattedText:
    """Return the text parameter `name`, formatted; raises ApiError when it is none."""
    caption = name == "caption"
    written = parameters.string(name, "" if caption else None)
    said = format_text(
        written,
        parameters.values.get("parse_mode"),
        parameters.json(entities, list),
        MAX_CAPTION if caption else MAX_TEXT,
        "message caption is too long" if caption else "message is too long",
    )
    if not said.text and not caption:
        raise bad_request("message text is empty")
    return said


def format_text(
    written: str,
    parse_mode: str | None,
    entities: list[dict[str, Any]] | None,
    limit: int,
    too_long: str,
) -> FormattedText:
    """Return `written` with the formatting that the mode or the entities give it."""
    written = written.replace("\r", "")
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad_request("this server knows no parse_mode but HTML")
        said = parse_html(written)
    else:
        said = FormattedText(written, _entities(entities or [], written))
    return finished(detect(said), limit, too_long)


def _entities(given: list[dict[str, Any]], text: str) -> tuple[Entity, ...]:
    entities = in_order([_entity(item, text) for item in given])
    # "If two entities have common characters, one of them is fully contained inside another."
    for index, outer in enumerate(entities):
        for inner in entities[index + 1 :]:
            if inner.offset < outer.end < inner.end:
                raise bad_request("entities must not overlap")
    return entities


def _entity(item: dict[str, Any], text: str) -> Entity:
    kind = member(item, "type", str)
    offset, length = member(item, "offset", int), member(item, "length", int)
    if kind not in _ENTITY_TYPES:
        raise bad_request(f'can\'t parse MessageEntity: unsupported type "{kind}"')
    if offset < 0 or length < 1 or offset + length > utf16_length(text):
        raise bad_request("ENTITY_BOUNDS_INVALID")
    return Entity(
        kind,
        offset,
        length,
        url=item.get("url"),
        language=item.get("language"),
        custom_emoji_id=item.get("custom_emoji_id"),
    )


def read_keyboard(parameters: Parameters) -> dict[str, Any] | None:
    """Return the inline keyboard sent along."""
    return check_keyboard(parameters.json("reply_markup", dict))


def preview_is_disabled(parameters: Parameters) -> bool:
    """Return whether no preview of links shall be shown."""
    options = parameters.json("link_preview_options", dict) or {}
    only_members(options, _PREVIEW_MEMBERS, "LinkPreviewOptions")
    return member(options, "is_disabled", bool, default=False)


def read_reply(chat: ChatRecord, parameters: Parameters) -> Record | None:
    """Return the message replied to, None for none or for one that is gone and may be."""
    reply = parameters.json("reply_parameters", dict)
    if reply is None:
        return None
    only_members(reply, _REPLY_MEMBERS, "ReplyParameters")
    lenient = member(reply, "allow_sending_without_reply", bool, default=False)
    if reply.get("chat_id", chat.id) != chat.id:
        raise bad_request("this server knows no replies to other chats")
    record = chat.get(member(reply, "message_id", int))
    if record is None:
        if lenient:
            return None
        raise bad_request("message to be replied not found")
    if "quote" in reply:
        quote = format_text(
            reply["quote"],
            reply.get("quote_parse_mode"),
            reply.get("quote_entities"),
            MAX_CAPTION,
            "QUOTE_TEXT_INVALID",
        )
        if quote.text not in record.formatted.text:
            raise bad_request("QUOTE_TEXT_INVALID")
    return record
