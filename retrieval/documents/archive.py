"""Whether a zip file is a Word document, and safe to unpack."""

import io
import zlib
from collections.abc import Iterable
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from retrieval.documents.errors import Reason, RefusedError
from retrieval.documents.limits import Limits

_CHUNK = 64 * 1024
"""Bytes unpacked at a time."""
_ENCRYPTED = 0x1
"""The bit of a member's flags that says it needs a password."""

# Folders that tell what a zip file is.
_KINDS = (
    ("xl/", "Excel 表格"),
    ("ppt/", "PowerPoint 演示文稿"),
    ("META-INF/container.xml", "EPUB 电子书"),
    ("META-INF/manifest.xml", "OpenDocument 文档"),
)


def check_word_archive(data: bytes, limits: Limits) -> None:
    """Unpack everything once, keeping nothing; what a member says of its own size is not believed.

    Archives inside the archive are bytes like any other: nobody unpacks them. Raises RefusedError
    when `data` is no zip file, not that of a Word document, or unpacks to too much.
    """
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            _check(archive, limits)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise RefusedError(Reason.DAMAGED, detail=type(error).__name__) from None


def _check(archive: ZipFile, limits: Limits) -> None:
    members = archive.infolist()
    if len(members) > limits.max_members:
        raise RefusedError(Reason.BOMB, limits.max_members)
    names = archive.namelist()
    if "[Content_Types].xml" not in names or not _any_in(names, "word/"):
        kinds = (kind for folder, kind in _KINDS if _any_in(names, folder))
        raise RefusedError(Reason.WRONG_FORMAT, found=next(kinds, "压缩包"))
    unpacked = 0
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise RefusedError(Reason.ENCRYPTED)
        # Word knows no other; LZMA would let the file choose how much memory it takes.
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise RefusedError(Reason.DAMAGED, detail="compression method")
        before = unpacked
        with archive.open(member) as file:
            while chunk := file.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > limits.max_unpacked_bytes:
                    raise RefusedError(Reason.BOMB, limits.max_unpacked_bytes)
        if unpacked - before != member.file_size:
            raise RefusedError(Reason.DAMAGED, detail="size of a member")


def _any_in(names: Iterable[str], folder: str) -> bool:
    return any(name.startswith(folder) for name in names)
