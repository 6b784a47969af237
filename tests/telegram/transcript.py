"""Scenes as text: `docs/screens.md` shows them.

Bold text stands in **, marks in 【】, working in `, a quotation behind a bar, buttons in [].
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from textwrap import fill

from wcwidth import wcwidth

from tests.telegram.screens import Came, Entry, Listed, Pressed, Scene, Written

COLUMNS = 76
"""Columns of a line, a Chinese character taking two."""
BOT = "问报"
QUOTE, EXPANDABLE = "│ ", "┃ "
_INDENT = "  "

# What stays on one line: a word of other scripts, a character with the punctuation around it.
_UNIT = re.compile(r"[（《〔【“]*(?:[!-~]+|\S)[，。；：、！？）》〕】”).,;!?]*|\s+")


def markdown(scenes: Iterable[Scene]) -> str:
    """Return all scenes with a heading each."""
    return "\n".join(
        f"## {scene.title}\n\n{fill(scene.about, 100)}\n\n```\n{transcript(scene)}\n```\n"
        for scene in scenes
    )


def transcript(scene: Scene) -> str:
    """Return what is said in a scene, an empty line between one entry and the next."""
    return "\n\n".join("\n".join(_entry(entry)) for entry in scene.entries)


def _entry(entry: Entry) -> Iterator[str]:
    match entry:
        case Written(who=who, text=text):
            how = "（改为）" if entry.edited else f"（回复{BOT}）" if entry.replying else ""
            yield from _wrapped(f"{who}{how}：{'📎 ' if entry.file else ''}{text}", "")
        case Pressed(who=who, label=label, popup=popup):
            yield f"{who} ▸ [{label}]" + (f" → “{popup}”" if popup else "")
        case Listed(query=query, results=results):
            yield f"@bot {query}"
            for title, description in results:
                yield f"{_INDENT}┌ {title}"
                yield from _wrapped(description, f"{_INDENT}└ ", f"{_INDENT}  ")
        case Came(message=message, changed=changed, to=to):
            how = "（同一条消息）" if changed else f"（回复{to}）" if to else ""
            yield f"{BOT}{how}："
            for line in _Text.of(message.html).lines():
                prefix = next((p for p in (QUOTE, EXPANDABLE) if line.startswith(p)), "")
                yield from _wrapped(line.removeprefix(prefix), _INDENT + prefix)
            for row in message.keyboard:
                yield _INDENT + " ".join(f"[{button.text}]" for button in row)


class _Text(HTMLParser):
    """A message's HTML as plain text with signs for the styles."""

    @classmethod
    def of(cls, html: str) -> "_Text":
        parser = cls()
        parser.feed(html)
        parser.close()
        return parser

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._quote = ""

    def lines(self) -> list[str]:
        """Return its lines, those of quotations with their bar."""
        return "".join(self._parts).strip("\n").split("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self._quote = EXPANDABLE if attrs else QUOTE
            self._parts.append(self._quote)
        else:
            self._sign(tag, opens=True)

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self._quote = ""
        else:
            self._sign(tag, opens=False)

    def handle_data(self, data: str) -> None:
        self._parts.append(data.replace("\n", f"\n{self._quote}"))

    def _sign(self, tag: str, *, opens: bool) -> None:
        if tag == "u":
            # Marks are bold and underlined: one sign is enough.
            if opens and self._parts[-1:] == ["**"]:
                self._parts[-1:] = ["【"]
            else:
                self._parts.append("【" if opens else "】")
        elif tag == "b":
            if not opens and self._parts[-1:] == ["】"]:
                return
            self._parts.append("**")
        elif tag == "code":
            self._parts.append("`")


def _wrapped(text: str, first: str, other: str | None = None) -> Iterator[str]:
    """Yield a line cut into lines of COLUMNS, each behind its prefix."""
    prefix, line = first, ""
    for unit in _UNIT.findall(text):
        if line and _width(prefix + line + unit) > COLUMNS:
            yield (prefix + line).rstrip()
            prefix, line = first if other is None else other, ""
        line += unit if line else unit.lstrip()
    yield (prefix + line).rstrip()


def _width(text: str) -> int:
    return sum(max(0, wcwidth(char)) for char in text)
