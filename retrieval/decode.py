"""Bytes to text: which encoding a file is in, and whether it is text at all."""

import codecs
import re
from enum import Enum, auto
from pathlib import Path

from retrieval.errors import SourceError
from retrieval.signatures import format_of

MAX_BYTES = 20 * 1024 * 1024
"""The largest file read, in bytes; a newspaper page has some 20 kB, a year's volume a few MB."""

# Longer marks first: the UTF-16 mark is the beginning of the UTF-32 one.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What Chinese text is made of; bytes of another encoding read as UTF-16 fall outside mostly.
_PLAUSIBLE = re.compile(
    r"[\t\n\r\x20-\x7e\u00b7\u2010-\u2026\u2160-\u217f\u2460-\u249b\u25a0-\u25ff"
    r"\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Control characters that are not white space; a text converted badly may have a few, not NUL.
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1b]")
_MAX_CONTROL_SHARE = 0.01

_SAMPLE = 64 * 1024
"""Bytes (even, so that no UTF-16 unit is cut) on which the encoding is judged."""


class Fault(Enum):
    """Why bytes are no text."""

    EMPTY = auto()
    """Nothing but white space."""
    OTHER_FORMAT = auto()
    """A document, a picture or the like, by its first bytes."""
    BINARY = auto()
    """Too many control characters."""
    ENCODING = auto()
    """In none of the encodings known."""


class DecodeError(SourceError):
    """Bytes that are no text; `fault` says why."""

    def __init__(self, fault: Fault, message: str) -> None:
        super().__init__(message)
        self.fault = fault


def read_text(path: Path) -> str:
    """Return the text of the file `path`, without byte order mark, line ends as they are.

    Raises SourceError when the file is missing, unreadable, empty, too large or not text.
    """
    try:
        if path.is_dir():
            raise SourceError(f"{path} 是文件夹，这里需要一个文本文件。")
        with path.open("rb") as file:
            # Not by the size on disk: a device or a pipe has none.
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise SourceError(
                f"{path} 超过 {MAX_BYTES // (1024 * 1024)} MB 的上限，请拆成几个文件。"
            )
    except FileNotFoundError:
        raise SourceError(f"找不到 {path}，请检查路径。") from None
    except PermissionError:
        raise SourceError(f"没有权限读取 {path}，请检查文件权限。") from None
    except OSError as error:
        raise SourceError(f"无法读取 {path}：{error.strerror or error}。") from None
    return decode(data, str(path))


def decode(data: bytes, name: str) -> str:
    """Return `data` as text; `name` is what errors call the file.

    UTF-8, UTF-16 and UTF-32 with a byte order mark; without one UTF-8, UTF-16, GB18030 (with
    GBK and GB2312 in it) and Big5. Raises DecodeError when it is empty or none of these.
    """
    if not data.strip():
        raise _empty(name)
    if (found := format_of(data)) is not None:
        # Latin letters stand apart from the characters around them.
        before, after = (" " if end.isascii() else "" for end in (found[0], found[-1]))
        message = f"{name} 是{before}{found}{after}文件，请先另存为纯文本（.txt）。"
        raise DecodeError(Fault.OTHER_FORMAT, message)
    text = _decode(data, name)
    if not text.strip():
        raise _empty(name)
    if "\0" in text or len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise _binary(name)
    return text


def _empty(name: str) -> DecodeError:
    return DecodeError(Fault.EMPTY, f"{name} 是空的，没有可读的文字。")


def _binary(name: str) -> DecodeError:
    return DecodeError(Fault.BINARY, f"{name} 不是文本文件，请改用纯文本（.txt 或 .md）。")


def _decode(data: bytes, name: str) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # UTF-16 is often valid UTF-8 too, but then with a NUL in every line end.
        if "\0" not in text:
            return text
    return _strictly(data, _guess(data), name)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if b"\0" in data and not encoding.startswith("utf-"):
            raise _binary(name) from None
        raise DecodeError(
            Fault.ENCODING,
            f"无法识别 {name} 的文字编码，请另存为 UTF-8（或 GB18030、Big5、UTF-16）。",
        ) from None


def _guess(data: bytes) -> str:
    """Return the likeliest encoding of bytes that are not UTF-8 and carry no mark."""
    shares = {e: _share_of_chinese(data, e) for e in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda encoding: shares[encoding])
    if shares[best] > 0.95:
        return best
    # Imported here: it takes longer to load than most files to read, and few need it.
    from charset_normalizer import from_bytes

    match = from_bytes(data[:_SAMPLE], cp_isolation=["gb18030", "big5"]).best()
    return match.encoding if match is not None else "gb18030"


def _share_of_chinese(data: bytes, encoding: str) -> float:
    """Return the share of characters that Chinese text would have, 0 when there is no Han."""
    if len(data) % 2:
        return 0.0
    text = data[:_SAMPLE].decode(encoding, errors="replace")
    return len(_PLAUSIBLE.findall(text)) / len(text) if _HAN.search(text) else 0.0
