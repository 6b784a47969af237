"""The door: an uploaded document's bytes to its text."""

import re
from pathlib import PurePath

from retrieval.decode import DecodeError, decode
from retrieval.documents.errors import DocumentError, Reason, RefusedError, reason_of
from retrieval.documents.limits import DEFAULT_LIMITS, Limits
from retrieval.documents.sandbox import read_apart
from retrieval.signatures import Format, format_of

_TEXTS = frozenset({".txt", ".md"})
_PAGES = frozenset({".html", ".htm"})
SUFFIXES = _TEXTS | _PAGES | {".pdf", ".docx"}
"""The suffixes read, in small letters."""

_HEAD = 1024
"""Bytes at the beginning among which the mark of a PDF or a web page stands."""
_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.I
)
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""A name inside the container in which Office puts a document with a password."""


def extract_text(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> str:
    """Return the text of the document `data`, which its sender calls `name`.

    What it is goes by the suffix of the name; content of another kind is refused. Text files
    come back as they are, other formats with a paragraph a line and blank lines between. Blocks
    for `limits.seconds` at most, and may be called from several threads at once. Raises
    DocumentError, and OSError when the system has no room for another process or its files.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise DocumentError(Reason.UNSUPPORTED, name)
    if len(data) > limits.max_bytes:
        raise DocumentError(Reason.TOO_LARGE, name, limits.max_bytes)
    if not data.strip():
        raise DocumentError(Reason.EMPTY, name)
    try:
        _check_format(data, suffix)
        text = decode(data, name) if suffix in _TEXTS else read_apart(data, suffix, limits)
    except DecodeError as error:
        raise DocumentError(reason_of(error), name) from None
    except RefusedError as refusal:
        raise DocumentError(
            refusal.reason, name, refusal.limit, refusal.found, refusal.detail
        ) from None
    if len(text) > limits.max_characters:
        raise DocumentError(Reason.TOO_LONG, name, limits.max_characters)
    return text


def _check_format(data: bytes, suffix: str) -> None:
    """Raise RefusedError when `data` is seen to be something else than `suffix` says."""
    found = format_of(data)
    if suffix == ".pdf":
        is_as_said = b"%PDF-" in data[:_HEAD]
    elif suffix == ".docx":
        if found is Format.OLE and _ENCRYPTED_PACKAGE in data:
            raise RefusedError(Reason.ENCRYPTED)
        is_as_said = found is Format.ZIP
    else:
        is_as_said = found is None and not (suffix in _TEXTS and _is_web_page(data))
    if not is_as_said:
        other = "网页（HTML）" if _is_web_page(data) else found
        raise RefusedError(Reason.WRONG_FORMAT, found=other)


def _is_web_page(data: bytes) -> bool:
    return _WEB_PAGE.match(data, 0, _HEAD) is not None
