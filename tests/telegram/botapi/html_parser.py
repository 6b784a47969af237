"""Strict reader of parse_mode HTML ("Formatting options" of the Bot API documentation).

Stricter than Telegram where the documentation forbids what Telegram lets pass: a bare `&` or `>`,
an unknown attribute, formatting inside code, a quotation in a quotation. A bot that passes here
passes there.
"""

import re
from dataclasses import dataclass
from typing import NoReturn

from tests.telegram.botapi.errors import cannot_parse
from tests.telegram.botapi.text import Entity, FormattedText, utf16_length

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
"""Every tag there is, and the entity it makes."""

_ATTRIBUTES = {
    ("a", "href"),
    ("code", "class"),
    ("span", "class"),
    ("blockquote", "expandable"),
    ("tg-emoji", "emoji-id"),
}

_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));")
_VALUE = r"\"[^\"]*\"|'[^']*'|[A-Za-z0-9.-]+"
_ATTRIBUTE = re.compile(rf"\s+([a-z-]+)(?:\s*=\s*({_VALUE}))?")
_START = re.compile(rf"<([A-Za-z][A-Za-z0-9-]*)((?:\s+[a-z-]+(?:\s*=\s*(?:{_VALUE}))?)*)\s*>")
_END = re.compile(r"</([A-Za-z][A-Za-z0-9-]*)\s*>")
_LINK = re.compile(r"(?:https?://|tg://|mailto:|tel:)\S+")
_LAST_CODE_POINT = 0x10FFFF


@dataclass(frozen=True)
class _Open:
    """A tag not closed yet."""

    tag: str
    attributes: dict[str, str]
    offset: int
    number: int
    """How many tags were opened before."""


def parse_html(source: str) -> FormattedText:
    """Return the text of `source` and its entities; raises ApiError where it is malformed."""
    return _Parser(source).parse()


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._text: list[str] = []
        self._length = 0
        self._stack: list[_Open] = []
        self._opened = 0
        self._entities: dict[int, Entity] = {}
        """By the number of the tag: so an outer one comes before those inside it."""

    def parse(self) -> FormattedText:
        while self._at < len(self._source):
            character = self._source[self._at]
            if character == "<":
                self._tag()
            elif character == "&":
                self._append(*self._reference(self._source, self._at))
            elif character == ">":
                self._refuse('Character ">" must be written as "&gt;"')
            else:
                self._append(character, 1)
        if self._stack:
            tag = self._stack[-1].tag
            raise cannot_parse(f'Can\'t find end tag corresponding to start tag "{tag}"')
        entities = [self._entities[number] for number in sorted(self._entities)]
        return FormattedText("".join(self._text), tuple(entities))

    def _append(self, text: str, width: int) -> None:
        self._text.append(text)
        self._length += utf16_length(text)
        self._at += width

    def _tag(self) -> None:
        if end := _END.match(self._source, self._at):
            self._close(end.group(1).lower())
            self._at = end.end()
        elif self._source.startswith("</", self._at):
            self._refuse("Unclosed end tag")
        elif start := _START.match(self._source, self._at):
            self._open(start.group(1).lower(), start.group(2))
            self._at = start.end()
        else:
            name = re.split(r"[\s>]", self._source[self._at + 1 :], maxsplit=1)[0].lower()
            if ">" not in self._source[self._at :]:
                self._refuse("Unclosed start tag")
            if name in _TYPES:
                self._refuse(f'Malformed attributes of the tag "{name}"')
            self._refuse(f'Unsupported start tag "{name}"')

    def _open(self, tag: str, written: str) -> None:
        if tag not in _TYPES:
            self._refuse(f'Unsupported start tag "{tag}"')
        attributes: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(written):
            name, value = match.group(1), match.group(2)
            if (tag, name) not in _ATTRIBUTES:
                self._refuse(f'Unsupported attribute "{name}" of the tag "{tag}"')
            if value is None and name != "expandable":
                self._refuse(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}"'
                )
            if value is not None and value[0] in "\"'":
                value = value[1:-1]
            attributes[name] = self._unescaped(value or "")
        self._check_attributes(tag, attributes)
        self._check_nesting(tag)
        self._stack.append(_Open(tag, attributes, self._length, self._opened))
        self._opened += 1

    def _reference(self, text: str, at: int) -> tuple[str, int]:
        """Return the character that the reference at `at` stands for, and its written width."""
        match = _REFERENCE.match(text, at)
        if match is None:
            self._refuse('Character "&" must be written as "&amp;"')
        named, decimal, hexadecimal = match.groups()
        if named:
            return _NAMED[named], len(match.group())
        code = int(decimal) if decimal else int(hexadecimal, 16)
        if code == 0 or code > _LAST_CODE_POINT or chr(code).encode(errors="ignore") == b"":
            self._refuse("Invalid character reference")
        return chr(code), len(match.group())

    def _unescaped(self, value: str) -> str:
        parts: list[str] = []
        at = 0
        while at < len(value):
            text, width = (value[at], 1)
            if value[at] == "&":
                text, width = self._reference(value, at)
            parts.append(text)
            at += width
        return "".join(parts)

    def _check_attributes(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            self._refuse('Tag "span" must have class "tg-spoiler"')
        if tag == "a" and not _LINK.fullmatch(attributes.get("href", "")):
            self._refuse('Tag "a" must have a link in "href"')
        if tag == "tg-emoji" and not attributes.get("emoji-id", "").isdecimal():
            self._refuse("Invalid custom emoji identifier specified")
        if tag == "code" and "class" in attributes:
            in_pre = self._stack and self._stack[-1].tag == "pre"
            if not (in_pre and attributes["class"].startswith("language-")):
                self._refuse('Tag "code" may have a class "language-..." only inside "pre"')

    def _check_nesting(self, tag: str) -> None:
        around = [opened.tag for opened in self._stack]
        types = [_TYPES[name] for name in around]
        if around and around[-1] == "pre" and tag == "code" and around.count("pre") == 1:
            return
        if "code" in types or "pre" in types:
            self._refuse(f'Tag "{tag}" can\'t be inside "{around[-1]}"')
        if tag in ("code", "pre") and any(kind != "blockquote" for kind in types):
            self._refuse(f'Tag "{tag}" can\'t be inside "{around[-1]}"')
        if tag in ("blockquote", "a") and tag in around:
            self._refuse(f'Tag "{tag}" can\'t be nested')

    def _close(self, tag: str) -> None:
        if not self._stack:
            self._refuse("Unexpected end tag")
        opened = self._stack.pop()
        if opened.tag != tag:
            at = self._byte_offset()
            raise cannot_parse(
                f'Unmatched end tag at byte offset {at}, expected "</{opened.tag}>", '
                f'found "</{tag}>"'
            )
        length = self._length - opened.offset
        if not length:
            return None
        kind = _TYPES[tag]
        if tag == "blockquote" and "expandable" in opened.attributes:
            kind = "expandable_blockquote"
        language = None
        if tag == "code" and self._stack and self._stack[-1].tag == "pre":
            return self._stack[-1].attributes.update(opened.attributes)
        if tag == "pre" and "class" in opened.attributes:
            language = opened.attributes["class"].removeprefix("language-")
        self._entities[opened.number] = Entity(
            kind,
            opened.offset,
            length,
            url=opened.attributes.get("href"),
            language=language,
            custom_emoji_id=opened.attributes.get("emoji-id"),
        )
        return None

    def _byte_offset(self) -> int:
        return len(self._source[: self._at].encode())

    def _refuse(self, reason: str) -> NoReturn:
        raise cannot_parse(f"{reason} at byte offset {self._byte_offset()}")
