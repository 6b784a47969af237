"""Messages: what is kept of one, and how a user sees one that the bot has sent."""

import time
from dataclasses import dataclass, field
from typing import Any

from tests.telegram.botapi.keyboard import Button, Keyboard, buttons_of
from tests.telegram.botapi.text import Entity, FormattedText


@dataclass
class Record:
    """A message as the server keeps it; changes when it is edited or deleted."""

    body: dict[str, Any]
    """As the Bot API shows it."""
    by_bot: bool = False
    formatted: FormattedText = field(default_factory=lambda: FormattedText(""))
    """Its text or caption."""
    silent: bool = False
    preview_disabled: bool = False
    edits: int = 0
    deleted: bool = False
    versions: list[FormattedText] = field(default_factory=list)
    """What it said before each edit."""

    def set_text(self, formatted: FormattedText, kind: str = "text") -> None:
        """Say something else; `kind` is "text" or "caption"."""
        entities = "entities" if kind == "text" else "caption_entities"
        self.formatted = formatted
        self.body.pop(entities, None)
        self.body[kind] = formatted.text
        if formatted.entities:
            self.body[entities] = [entity.to_json() for entity in formatted.entities]

    def edit(self, formatted: FormattedText | None, kind: str) -> None:
        """Note an edit; `formatted` is the new text, None when only the buttons change."""
        if formatted is not None:
            self.versions.append(self.formatted)
            self.set_text(formatted, kind)
        self.edits += 1
        self.body["edit_date"] = int(time.time())

    def set_keyboard(self, markup: dict[str, Any] | None) -> None:
        """Put these buttons under it, or none."""
        self.body.pop("reply_markup", None)
        if markup is not None:
            self.body["reply_markup"] = markup

    def without_replies(self) -> dict[str, Any]:
        """Return the body as it stands in a reply to it: replies do not nest further."""
        return {name: value for name, value in self.body.items() if name != "reply_to_message"}


@dataclass(frozen=True)
class SentMessage:
    """A message of the bot as a user saw it when this was made."""

    chat_id: int
    message_id: int
    text: str
    """Plain text, or the caption of a document."""
    entities: tuple[Entity, ...]
    html: str
    """The text with its formatting as HTML."""
    keyboard: Keyboard
    reply_to: int | None
    """Message that it answers."""
    thread: int | None
    """Topic it stands in; None is General or a chat without topics."""
    edits: int
    """How often it was edited."""
    deleted: bool
    versions: tuple[str, ...]
    """Its texts before each edit, oldest first."""
    document: dict[str, Any] | None
    silent: bool
    preview_disabled: bool
    dropped_entities: int
    """Entities that Telegram dropped because there were too many."""
    body: dict[str, Any] = field(repr=False)
    """As the Bot API shows it."""

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All buttons, row after row."""
        return tuple(button for row in self.keyboard for button in row)

    def entity_texts(self, kind: str) -> list[str]:
        """Return the stretches of the text that an entity of type `kind` formats."""
        formatted = FormattedText(self.text, self.entities)
        return [formatted.covered(entity) for entity in self.entities if entity.type == kind]


def seen(record: Record) -> SentMessage:
    """Return `record` as a user sees it now."""
    body = record.body
    reply = body.get("reply_to_message")
    return SentMessage(
        chat_id=body["chat"]["id"] if "chat" in body else 0,
        message_id=body.get("message_id", 0),
        text=record.formatted.text,
        entities=record.formatted.entities,
        html=record.formatted.html,
        keyboard=buttons_of(body.get("reply_markup")),
        reply_to=reply["message_id"] if reply else None,
        thread=body.get("message_thread_id"),
        edits=record.edits,
        deleted=record.deleted,
        versions=tuple(version.text for version in record.versions),
        document=body.get("document"),
        silent=record.silent,
        preview_disabled=record.preview_disabled,
        dropped_entities=record.formatted.dropped_entities,
        body=dict(body),
    )
