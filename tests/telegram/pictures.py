"""Scenes as pictures: `python -m tests.telegram.pictures` draws those in `docs/images/`.

Needs Chromium; nothing else of the project does, and no test draws them.
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.telegram.botapi import SentMessage
from tests.telegram.screens import READER, Came, Entry, Listed, Scene, Written, record

IMAGES = Path(__file__).resolve().parent.parent.parent / "docs/images"
STYLE = Path(__file__).with_name("chat.css")
WIDTH = 520
"""CSS pixels, as in chat.css."""
SCALE = 1.15
"""Pixels of the picture for each of them."""

PICTURES: dict[str, tuple[str, ...]] = {
    "telegram-answers.png": ("answer", "computed"),
    "telegram-silence.png": ("contradiction", "none"),
    "telegram-own-text.png": ("upload",),
    "telegram-group.png": ("group", "inline"),
}
"""The scenes of each picture."""
LONGEST = {"upload": 5, "answer": 2, "group": 3}
"""Of a scene, the entries drawn; all of the others."""

_MEASURE = "<script>document.title = document.documentElement.scrollHeight</script>"


def page(scenes: Iterable[Scene]) -> str:
    """Return the HTML page of some scenes; each message stands in it once, as it is at the end."""
    shown: list[str] = []
    places: dict[tuple[int, int], int] = {}
    for scene in scenes:
        asked = ""
        for entry in scene.entries[: LONGEST.get(scene.name)]:
            if isinstance(entry, Came):
                key = (entry.message.chat_id, entry.message.message_id)
                if entry.changed and key in places:
                    shown[places[key]] = _came(entry, asked)
                    continue
                places[key] = len(shown)
                shown.append(_came(entry, asked))
                continue
            asked = entry.text if isinstance(entry, Written) else ""
            shown.append(_other(entry, group=scene.name == "group"))
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title></title>'
        f"<style>{STYLE.read_text(encoding='utf-8')}</style></head>"
        f"<body>{''.join(shown)}{_MEASURE}</body></html>"
    )


def _other(entry: Entry, *, group: bool) -> str:
    match entry:
        case Written(who=who, text=text, file=file):
            other = group and who != READER
            name = f'<div class="name">{escape(who)}</div>' if other else ""
            reply = '<div class="reply">问报</div>' if entry.replying else ""
            side = "other" if other else "mine"
            inner = f'{name}{reply}<span class="{"file" if file else ""}">{escape(text)}</span>'
            return f'<div class="entry {side}"><div class="bubble">{inner}</div></div>'
        case Listed(query=query, results=results):
            rows = "".join(
                f'<div class="result"><b>{escape(title)}</b><div>{escape(about)}</div></div>'
                for title, about in results
            )
            typed = f'<div class="typed">@wenbao_bot {escape(query)}</div>'
            return f'<div class="entry"><div class="list">{typed}{rows}</div></div>'
        case _:
            return ""


def _came(entry: Came, asked: str) -> str:
    message = entry.message
    mine = message.body.get("via_bot") is not None
    name = "" if mine else '<div class="name">问报</div>'
    reply = f'<div class="reply">{escape(asked)}</div>' if entry.to and asked else ""
    return (
        f'<div class="entry {"mine" if mine else "bot"}">'
        f'<div class="bubble">{name}{reply}{_tight(message.html)}</div>{_keyboard(message)}</div>'
    )


def _tight(html: str) -> str:
    """Leave out the line ends around a block, which a browser would show as empty lines."""
    return re.sub(r"\n?(</?blockquote[^>]*>)\n?", r"\1", html)


def _keyboard(message: SentMessage) -> str:
    rows = "".join(
        '<div class="row">'
        + "".join(f'<div class="button">{escape(button.text)}</div>' for button in row)
        + "</div>"
        for row in message.keyboard
    )
    return f'<div class="keyboard">{rows}</div>' if rows else ""


def draw(html: str, picture: Path) -> None:
    """Have Chromium draw a page, as high as it is."""
    with TemporaryDirectory() as directory:
        file = Path(directory, "page.html")
        file.write_text(html, encoding="utf-8")
        dumped = _chromium(file, "--dump-dom", f"--window-size={WIDTH},100")
        found = re.search(r"<title>(\d+)</title>", dumped)
        assert found is not None
        _chromium(
            file,
            f"--screenshot={picture}",
            f"--window-size={WIDTH},{found[1]}",
            f"--force-device-scale-factor={SCALE}",
        )


def _chromium(file: Path, *options: str) -> str:
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    done = subprocess.run(
        [*command, *options, file.as_uri()], check=True, capture_output=True, text=True
    )
    return done.stdout


def main(only: Sequence[str] = ()) -> None:
    """Draw all pictures, or those named."""
    IMAGES.mkdir(exist_ok=True)
    scenes = {scene.name: scene for scene in record()}
    for name, shown in PICTURES.items():
        if not only or name in only:
            draw(page(scenes[scene] for scene in shown), IMAGES / name)


if __name__ == "__main__":
    main(sys.argv[1:])
