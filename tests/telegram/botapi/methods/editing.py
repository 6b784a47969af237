"""Changes to messages that were sent."""

from typing import Any

from tests.telegram.botapi.chat_record import ChatRecord
from tests.telegram.botapi.errors import NOT_MODIFIED, bad_request
from tests.telegram.botapi.messages import Record
from tests.telegram.botapi.methods.reading import (
    chat_to_write_to,
    preview_is_disabled,
    read_keyboard,
    read_text,
)
from tests.telegram.botapi.methods.registry import method
from tests.telegram.botapi.parameters import Parameters
from tests.telegram.botapi.text import FormattedText
from tests.telegram.botapi.world import World

_WHICH = ("chat_id", "message_id", "inline_message_id")


@method(
    "editMessageText",
    *_WHICH,
    "text",
    "parse_mode",
    "entities",
    "link_preview_options",
    "reply_markup",
)
def edit_message_text(world: World, parameters: Parameters) -> Any:
    chat, record = _editable(world, parameters)
    if "text" not in record.body:
        raise bad_request("there is no text in the message to edit")
    record.preview_disabled = preview_is_disabled(parameters)
    return _edit(world, chat, record, read_text(parameters), "text", read_keyboard(parameters))


@method("editMessageCaption", *_WHICH, "caption", "parse_mode", "caption_entities", "reply_markup")
def edit_message_caption(world: World, parameters: Parameters) -> Any:
    chat, record = _editable(world, parameters)
    if "document" not in record.body:
        raise bad_request("there is no caption in the message to edit")
    caption = read_text(parameters, "caption", "caption_entities")
    return _edit(world, chat, record, caption, "caption", read_keyboard(parameters))


@method("editMessageReplyMarkup", *_WHICH, "reply_markup")
def edit_message_reply_markup(world: World, parameters: Parameters) -> Any:
    chat, record = _editable(world, parameters)
    return _edit(world, chat, record, None, "text", read_keyboard(parameters))


@method("deleteMessage", "chat_id", "message_id")
def delete_message(world: World, parameters: Parameters) -> bool:
    chat = chat_to_write_to(world, parameters)
    record = chat.get(parameters.integer("message_id"))
    if record is None:
        raise bad_request("message to delete not found")
    may = record.by_bot or chat.type == "private" or chat.bot_status == "administrator"
    if not may:
        raise bad_request("message can't be deleted")
    record.deleted = True
    world.changed.notify_all()
    return True


def _editable(world: World, parameters: Parameters) -> tuple[ChatRecord | None, Record]:
    inline_id = parameters.values.get("inline_message_id")
    if inline_id is not None:
        inline = world.inline_messages.get(inline_id)
        if inline is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return None, inline
    chat = chat_to_write_to(world, parameters)
    record = chat.get(parameters.integer("message_id"))
    if record is None:
        raise bad_request("message to edit not found")
    if not record.by_bot:
        raise bad_request("message can't be edited")
    return chat, record


def _edit(
    world: World,
    chat: ChatRecord | None,
    record: Record,
    said: FormattedText | None,
    kind: str,
    keyboard: dict[str, Any] | None,
) -> Any:
    same_text = said is None or (
        (said.text, said.entities) == (record.formatted.text, record.formatted.entities)
    )
    if same_text and keyboard == record.body.get("reply_markup"):
        raise bad_request(NOT_MODIFIED)
    record.set_keyboard(keyboard)
    record.edit(None if same_text else said, kind)
    world.changed.notify_all()
    # "If the edited message is not an inline message, the edited Message is returned."
    return True if chat is None else dict(record.body)
