"""Simplified and Traditional Chinese: which of them a text is in, and one put into the other.

Nothing here changes the length of a text: an offset before is the same offset after.
"""

from enum import StrEnum
from functools import cache

from opencc import OpenCC


class Script(StrEnum):
    """The two ways to write Chinese characters."""

    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"


_INTO = {Script.SIMPLIFIED: "tw2s", Script.TRADITIONAL: "s2tw"}
"""OpenCC's tables. s2tw gives the characters in use (為, 裡, 群) where s2t gives OpenCC's own
standard (爲, 裏, 羣); s2twp would also put other words (軟體 for 软件), which no longer quotes the
text. tw2s reads both, and 著 as 着."""
_BIG5_COMMON_END = b"\xc6\x7f"
"""Where Big5's first level ends, the characters common in Traditional text. The second level has
forms such as 体 and 个 that in our time are Simplified."""


def script_of(text: str) -> Script | None:
    """Return the script of `text`, None when nothing tells (多少人).

    Characters of both scripts (里, 后, 台, 只) do not tell; of a mixed text it is the script that
    more of the telling characters are in, Simplified if they are as many.
    """
    votes = [told for char in text if (told := _told_by(char))]
    simplified = votes.count(Script.SIMPLIFIED)
    if not votes:
        return None
    return Script.SIMPLIFIED if 2 * simplified >= len(votes) else Script.TRADITIONAL


def to_script(text: str, script: Script, source: Script | None = None) -> str:
    """Return `text` in `script` by OpenCC's phrase tables, as long as it was.

    A text already in that script comes back as it is, so twice changes nothing more: a character
    of both scripts (余 in 余先生) would be taken for one of the other. So does a text in which
    nothing tells; `source` says what script such a text is known to be in, e.g. that of the page
    from which a short answer (后天) is taken.
    """
    if (script_of(text) or source or script) is script:
        return text
    return convert(convert(text, _INTO[script]), _INTO[script])


def convert(text: str, table: str) -> str:
    """Return `text` converted by a table of OpenCC (`t2s`), as long as it was.

    A lone surrogate (a byte of the command line that was no UTF-8) becomes `?`.
    """
    text = text.encode("utf-8", "replace").decode("utf-8")
    converter = _converter(table)
    converted: str = converter.convert(text)
    if len(converted) != len(text):
        # OpenCC's tables may gain a phrase of another length: then go by single characters.
        singles = (converter.convert(char) for char in text)
        converted = "".join(s if len(s) == 1 else c for s, c in zip(singles, text, strict=True))
    return converted


@cache
def _converter(table: str) -> OpenCC:
    return OpenCC(table)


@cache
def _told_by(char: str) -> Script | None:
    """Return the script that alone has a character.

    OpenCC says which characters it would replace, the national character sets which of those are
    in common use in the other script too: 后 for 後, but also the empress.
    """
    if not char.isalpha():
        return None
    if _encoded(char, "gb2312") is None:
        return Script.TRADITIONAL if convert(char, "t2s") != char else None
    big5 = _encoded(char, "big5")
    common = big5 is not None and big5 < _BIG5_COMMON_END
    return Script.SIMPLIFIED if not common and convert(char, "s2t") != char else None


def _encoded(char: str, charset: str) -> bytes | None:
    try:
        return char.encode(charset)
    except UnicodeEncodeError:
        return None
