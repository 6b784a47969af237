"""Messages and signs of life of the bot."""

from typing import Any

from tests.telegram.botapi.chat_record import ChatRecord
from tests.telegram.botapi.errors import bad_request
from tests.telegram.botapi.messages import Record
from tests.telegram.botapi.methods.reading import (
    chat_to_write_to,
    preview_is_disabled,
    read_keyboard,
    read_reply,
    read_text,
    thread_to_write_to,
)
from tests.telegram.botapi.methods.registry import method
from tests.telegram.botapi.parameters import Parameters
from tests.telegram.botapi.text import FormattedText
from tests.telegram.botapi.world import StoredFile, World

MAX_UPLOAD = 50 * 1024 * 1024
"""Bytes of a document that a bot may send."""

_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_EVERY_MESSAGE = (
    "chat_id",
    "message_thread_id",
    "parse_mode",
    "disable_notification",
    "protect_content",
    "reply_parameters",
    "reply_markup",
)


@method("sendMessage", *_EVERY_MESSAGE, "text", "entities", "link_preview_options")
def send_message(world: World, parameters: Parameters) -> dict[str, Any]:
    chat = chat_to_write_to(world, parameters)
    return _send(world, chat, parameters, read_text(parameters), "text", {})


@method(
    "sendDocument",
    *_EVERY_MESSAGE,
    "document",
    "caption",
    "caption_entities",
    "disable_content_type_detection",
)
def send_document(world: World, parameters: Parameters) -> dict[str, Any]:
    chat = chat_to_write_to(world, parameters)
    caption = read_text(parameters, "caption", "caption_entities")
    document = {"document": _document(chat, parameters).to_json()}
    return _send(world, chat, parameters, caption, "caption", document)


@method("sendChatAction", "chat_id", "message_thread_id", "action")
def send_chat_action(world: World, parameters: Parameters) -> bool:
    chat = chat_to_write_to(world, parameters)
    action = parameters.string("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.actions.append((action, thread_to_write_to(chat, parameters)))
    world.changed.notify_all()
    return True


def _send(
    world: World,
    chat: ChatRecord,
    parameters: Parameters,
    said: FormattedText,
    kind: str,
    content: dict[str, Any],
) -> dict[str, Any]:
    thread = thread_to_write_to(chat, parameters)
    replied = read_reply(chat, parameters)
    keyboard = read_keyboard(parameters)
    preview_disabled = preview_is_disabled(parameters)
    silent = parameters.boolean("disable_notification")
    sender = {"sender_chat": chat.to_json()}
    if chat.type != "channel":
        sender = {"from": world.bot.to_json()}
    body = chat.new_body(**sender, **content)
    if replied is not None:
        body["reply_to_message"] = replied.without_replies()
        thread = thread or chat.thread_of(replied.body["message_id"])
    chat.place_in_thread(body, thread)
    record = Record(body, by_bot=True, silent=silent, preview_disabled=preview_disabled)
    if said.text:
        record.set_text(said, kind)
    record.set_keyboard(keyboard)
    chat.keep(record)
    return dict(body)


def _document(chat: ChatRecord, parameters: Parameters) -> StoredFile:
    given = parameters.values.get("document", "")
    name = given.removeprefix("attach://") if given.startswith("attach://") else "document"
    upload = parameters.uploads.get(name)
    if upload is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > MAX_UPLOAD:
            raise bad_request("file is too big")
        return chat.world.add_file(upload.name, upload.content, upload.mime_type, None)
    if not given:
        raise bad_request("there is no document in the request")
    if given not in chat.world.files:
        raise bad_request("wrong remote file identifier specified: can't unserialize it")
    return chat.world.files[given]
