"""A strict reader of the HTML that a message may have, after the Bot API's "Formatting options"."""

import re
from html.parser import HTMLParser

TAGS = {"b", "i", "u", "code", "blockquote"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.text = ""
        self.entities = 0
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, f"<{tag}> is not allowed"
        assert attrs in ([], [("expandable", None)] if tag == "blockquote" else []), attrs
        assert tag not in self.open, f"<{tag}> in <{tag}>"
        assert "code" not in self.open, f"<{tag}> in <code>"
        assert tag != "blockquote" or not self.open, f"<blockquote> in {self.open}"
        assert tag != "code" or set(self.open) <= {"blockquote"}, f"<code> in {self.open}"
        self.open.append(tag)
        self.entities += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raise AssertionError(f"<{tag}/>")

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> in the wrong place"

    def handle_data(self, data: str) -> None:
        assert not set(data) & set("<>&"), f"not escaped: {data!r}"
        self.text += data

    def handle_entityref(self, name: str) -> None:
        assert name in NAMED, f"&{name};"
        self.text += NAMED[name]


def read(html: str) -> tuple[str, int]:
    """Return the text of `html` and the number of its entities, or fail."""
    assert not re.search(r"<[!?]|&#", html), "comment, declaration or numeric entity"
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open, f"left open: {reader.open}"
    return reader.text, reader.entities
