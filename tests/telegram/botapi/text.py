"""Text with entities, as messages carry it: offsets and lengths in UTF-16 code units."""

from dataclasses import dataclass, replace
from html import escape
from typing import Any

from tests.telegram.botapi.errors import bad_request

MAX_TEXT = 4096
"""UTF-16 code units of a message's text after entities were parsed."""

MAX_CAPTION = 1024
"""UTF-16 code units of a caption after entities were parsed."""

MAX_ENTITIES = 100
"""Entities of one message; Telegram drops those beyond."""

_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ("<tg-spoiler>", "</tg-spoiler>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote expandable>", "</blockquote>"),
}


@dataclass(frozen=True)
class Entity:
    """One formatted stretch of a text."""

    type: str
    offset: int
    """UTF-16 code units from the beginning of the text."""
    length: int
    """UTF-16 code units."""
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length

    def to_json(self) -> dict[str, Any]:
        given = {
            "url": self.url,
            "language": self.language,
            "custom_emoji_id": self.custom_emoji_id,
        }
        body = {"type": self.type, "offset": self.offset, "length": self.length}
        return body | {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True)
class FormattedText:
    """Text as the reader sees it, and its entities in reading order, outer before inner."""

    text: str
    entities: tuple[Entity, ...] = ()
    dropped_entities: int = 0
    """Entities that Telegram would not keep because there were too many."""

    def covered(self, entity: Entity) -> str:
        """Return the stretch of text that `entity` formats."""
        units = self.text.encode("utf-16-le")
        return units[2 * entity.offset : 2 * entity.end].decode("utf-16-le")

    @property
    def html(self) -> str:
        """The text as HTML with the tags that the Bot API takes, detected entities left plain."""
        units = self.text.encode("utf-16-le")
        opened: list[Entity] = []
        waiting = [entity for entity in self.entities if _tags(entity)[0]]
        cuts = sorted({0, len(units) // 2, *(e.offset for e in waiting), *(e.end for e in waiting)})
        html: list[str] = []
        for at, following in zip(cuts, [*cuts[1:], cuts[-1]], strict=True):
            while opened and opened[-1].end <= at:
                html.append(_tags(opened.pop())[1])
            while waiting and waiting[0].offset == at:
                opened.append(waiting.pop(0))
                html.append(_tags(opened[-1])[0])
            html.append(escape(units[2 * at : 2 * following].decode("utf-16-le"), quote=False))
        return "".join(html)


def utf16_length(text: str) -> int:
    """Return the number of UTF-16 code units of `text`."""
    return len(text.encode("utf-16-le")) // 2


def in_order(entities: list[Entity]) -> tuple[Entity, ...]:
    """Return `entities` by place, an outer one before those inside it."""
    return tuple(sorted(entities, key=lambda entity: (entity.offset, -entity.length)))


def finished(formatted: FormattedText, limit: int, too_long: str) -> FormattedText:
    """Return `formatted` as Telegram keeps it: trimmed, no more entities than allowed.

    Raises ApiError with `too_long` when it has more than `limit` UTF-16 code units.
    """
    stripped = formatted.text.strip()
    before = utf16_length(formatted.text[: formatted.text.find(stripped)]) if stripped else 0
    length = utf16_length(stripped)
    if length > limit:
        raise bad_request(too_long)
    kept: list[Entity] = []
    for entity in formatted.entities:
        start = max(0, entity.offset - before)
        end = min(length, entity.end - before)
        if start < end:
            kept.append(replace(entity, offset=start, length=end - start))
    return FormattedText(stripped, tuple(kept[:MAX_ENTITIES]), max(0, len(kept) - MAX_ENTITIES))


def _tags(entity: Entity) -> tuple[str, str]:
    if entity.type == "text_link":
        return f'<a href="{escape(entity.url or "")}">', "</a>"
    if entity.type == "custom_emoji":
        return f'<tg-emoji emoji-id="{entity.custom_emoji_id}">', "</tg-emoji>"
    if entity.type == "pre" and entity.language:
        return f'<pre><code class="language-{escape(entity.language)}">', "</code></pre>"
    return _TAGS.get(entity.type, ("", ""))
