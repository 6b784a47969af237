"""What a file is by its first bytes, where it is something other than text."""

from enum import StrEnum


class Format(StrEnum):
    """A sort of file; the value is what the user calls it."""

    PDF = "PDF"
    ZIP = "Word、EPUB 或压缩包"
    """Which of them only the members tell."""
    OLE = "旧版 Word"
    """The container of .doc, .xls and .ppt, and of a .docx with a password."""
    RTF = "RTF"
    IMAGE = "图片"
    ARCHIVE = "压缩包"
    MEDIA = "音频或视频"
    PROGRAM = "程序"


# None of these can begin a text: each holds a control character or is markup of its own.
_SIGNATURES = (
    (b"%PDF-", Format.PDF),
    (b"PK\x03\x04", Format.ZIP),
    (b"PK\x05\x06", Format.ZIP),
    (b"\xd0\xcf\x11\xe0", Format.OLE),
    (b"{\\rtf", Format.RTF),
    (b"\x89PNG", Format.IMAGE),
    (b"\xff\xd8\xff", Format.IMAGE),
    (b"GIF8", Format.IMAGE),
    (b"II*\x00", Format.IMAGE),
    (b"MM\x00*", Format.IMAGE),
    (b"\x1f\x8b", Format.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Format.ARCHIVE),
    (b"Rar!\x1a\x07", Format.ARCHIVE),
    (b"\xfd7zXZ\x00", Format.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Format.ARCHIVE),
    (b"ID3\x03", Format.MEDIA),
    (b"ID3\x04", Format.MEDIA),
    (b"OggS\x00", Format.MEDIA),
    (b"\x7fELF", Format.PROGRAM),
    (b"MZ\x90\x00", Format.PROGRAM),
)
# Formats whose signature stands behind a length, and where in the file.
_INNER_SIGNATURES = (
    (4, b"ftyp", Format.MEDIA),
    (8, b"WEBP", Format.IMAGE),
    (8, b"WAVE", Format.MEDIA),
    (8, b"AVI ", Format.MEDIA),
)


def format_of(data: bytes) -> Format | None:
    """Return what `data` is, None when nothing says that it is no text."""
    for signature, found in _SIGNATURES:
        if data.startswith(signature):
            return found
    if data[:4] == b"RIFF" or data[:2] == b"\0\0":
        for at, signature, found in _INNER_SIGNATURES:
            if data.startswith(signature, at):
                return found
    return None
