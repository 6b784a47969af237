"""What a channel may pass on as a question."""

import unicodedata

from retrieval.errors import UserFacingError

LONGEST_MESSAGE = 1000
"""Characters; a longer message is a text, not a question."""


def clean_message(message: str) -> str:
    """Return the message without control characters and outer white space.

    Lone surrogates (bytes of a command line that are no UTF-8) become U+FFFD. Raises
    UserFacingError when nothing is left or when it is longer than LONGEST_MESSAGE.
    """
    if len(message) > LONGEST_MESSAGE:
        raise UserFacingError(
            f"问题太长（{len(message)} 字），请缩短到 {LONGEST_MESSAGE} 字以内；"
            "要读的文章请用 --articles 指明"
        )
    readable = {"Cc": " ", "Cs": "\ufffd"}
    cleaned = "".join(readable.get(unicodedata.category(c), c) for c in message).strip()
    if not cleaned:
        raise UserFacingError("问题是空的，请写出要问的话")
    return cleaned
