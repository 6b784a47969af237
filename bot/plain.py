"""Text that is safe to show on a terminal."""

# Terminal control characters, bidirectional overrides and lone surrogates of a text file must
# not act on the terminal. Each is replaced by one visible character, so that offsets stay.
_VISIBLE: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    ord("\t"): " ",
    ord("\n"): "\n",
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}


def visible(text: str) -> str:
    """Return `text`, as long as it was, with nothing in it that a terminal would obey."""
    return text.translate(_VISIBLE)
