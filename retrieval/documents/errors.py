"""Why a document is refused, and the line that says so."""

from enum import StrEnum, auto

from retrieval.decode import DecodeError, Fault
from retrieval.documents.limits import MIB
from retrieval.errors import SourceError

_LONGEST_NAME = 60
"""Characters of a file name shown in a message; the sender chose it, however long."""


class Reason(StrEnum):
    """Why a document is refused."""

    EMPTY = auto()
    """No text in it."""
    TOO_LARGE = auto()
    """More bytes than allowed."""
    TOO_LONG = auto()
    """More characters than allowed."""
    TOO_MANY_PAGES = auto()
    ENCRYPTED = auto()
    """It needs a password."""
    NO_TEXT = auto()
    """Pictures of text only, as a scanner makes them."""
    WRONG_FORMAT = auto()
    """The content is not what the name says."""
    DAMAGED = auto()
    """Cut off, or not as the format wants it."""
    BOMB = auto()
    """It unpacks to too much, or is nested too deep."""
    TOO_SLOW = auto()
    """Reading it took more time or memory than allowed."""
    UNSUPPORTED = auto()
    """A suffix that is not read."""
    ENCODING = auto()
    """Text in no encoding known."""


class RefusedError(Exception):
    """A reader refuses a document whose name it does not know."""

    def __init__(
        self,
        reason: Reason,
        limit: int | None = None,
        found: str | None = None,
        detail: str | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.limit = limit
        """The bound that is passed, in the unit of its field in Limits."""
        self.found = found
        """What the content is instead, in Chinese."""
        self.detail = detail
        """What the reader came upon, for a log; holds nothing of the document's text."""


_REASONS = {
    Fault.EMPTY: Reason.EMPTY,
    Fault.OTHER_FORMAT: Reason.WRONG_FORMAT,
    Fault.BINARY: Reason.WRONG_FORMAT,
    Fault.ENCODING: Reason.ENCODING,
}


def reason_of(error: DecodeError) -> Reason:
    """Return why bytes that are no text are refused as a document."""
    return _REASONS[error.fault]


class DocumentError(SourceError):
    """A document cannot be read; its text is one Chinese line for the sender."""

    def __init__(
        self,
        reason: Reason,
        name: str,
        limit: int | None = None,
        found: str | None = None,
        detail: str | None = None,
    ) -> None:
        """Take the file's `name` as the sender gave it; the rest is as in RefusedError."""
        super().__init__(_line(reason, shown_name(name), limit, found))
        self.reason = reason
        self.limit = limit
        self.found = found
        self.detail = detail


def shown_name(name: str) -> str:
    """Return a file name fit for one line: nothing invisible in it, shortened in the middle."""
    shown = "".join(char if char.isprintable() else " " for char in name)
    shown = " ".join(shown.split()) or "文件"
    if len(shown) <= _LONGEST_NAME:
        return shown
    half = (_LONGEST_NAME - 1) // 2
    return f"{shown[:half]}…{shown[-half:]}"


# What is wrong and what to do. {limit} and {mib} are the bound, {found} what the content is.
_LINES = {
    Reason.EMPTY: "{name} 里没有可读的文字，请换一个有文字的文件。",
    Reason.TOO_LARGE: "{name} 超过 {mib:g} MB 的上限，请拆成几个文件。",
    Reason.TOO_LONG: "{name} 的文字超过 {limit} 字的上限，请拆成几个文件。",
    Reason.TOO_MANY_PAGES: "{name} 超过 {limit} 页的上限，请只留下需要的几页。",
    Reason.ENCRYPTED: "{name} 有密码保护，请去掉密码再试。",
    Reason.NO_TEXT: "{name} 里只有图片，没有文字；请先做文字识别（OCR），或直接粘贴文字。",
    Reason.WRONG_FORMAT: "{name} 的内容与后缀不符，请检查文件，或另存为纯文本（.txt）。",
    Reason.DAMAGED: "{name} 已损坏或不完整，请重新导出，或另存为纯文本（.txt）。",
    Reason.BOMB: "{name} 展开后太大或嵌套太深，请另存为纯文本（.txt）。",
    Reason.TOO_SLOW: "{name} 太复杂，在限定的时间和内存内读不完，请另存为纯文本（.txt）。",
    Reason.UNSUPPORTED: "{name} 的格式无法读取，请改用 .txt、.md、.html、.pdf 或 .docx。",
    Reason.ENCODING: "无法识别 {name} 的文字编码，请另存为 UTF-8。",
}
_LINE_WITH_FOUND = "{name} 的内容其实是{found}，与后缀不符；请改正后缀，或另存为纯文本（.txt）。"


def _line(reason: Reason, name: str, limit: int | None, found: str | None) -> str:
    line = _LINES[reason]
    if reason is Reason.WRONG_FORMAT and found is not None:
        line = _LINE_WITH_FOUND
    return line.format(name=name, limit=limit, mib=(limit or 0) / MIB, found=found)
