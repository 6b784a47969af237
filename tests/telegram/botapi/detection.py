"""Entities that Telegram finds in a plain text by itself: commands, mentions, links."""

import re

from tests.telegram.botapi.text import Entity, FormattedText, in_order, utf16_length

_PATTERNS = (
    # Nothing of a word before it: "km/h" is no command, "me@work" no mention.
    (
        "bot_command",
        re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?!\w|/)"),
    ),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{3,32}(?!\w)")),
    (
        "url",
        re.compile(
            r"(?<![\w@])https?://[^\s<>，。；、！？）》」”]+[^\s<>，。；、！？）》」”.,;:!?)\"']"
        ),
    ),
)
_NOT_INSIDE = {"code", "pre", "text_link"}
"""Formatting in which nothing is looked for."""


def detect(formatted: FormattedText) -> FormattedText:
    """Return `formatted` with the entities found in its text added."""
    taken = [entity for entity in formatted.entities if entity.type in _NOT_INSIDE]
    found: list[Entity] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(formatted.text):
            offset = utf16_length(formatted.text[: match.start()])
            entity = Entity(kind, offset, utf16_length(match.group()))
            if not any(_overlap(entity, other) for other in taken):
                taken.append(entity)
                found.append(entity)
    entities = in_order([*formatted.entities, *found])
    return FormattedText(formatted.text, entities, formatted.dropped_entities)


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end
