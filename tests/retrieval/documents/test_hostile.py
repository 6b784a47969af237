"""Hostile and broken documents are refused, each for its reason, and nothing else happens."""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

import pytest

from retrieval.documents.errors import DocumentError, Reason
from retrieval.documents.extract import extract_text
from retrieval.documents.limits import DEFAULT_LIMITS, MIB, Limits
from tests.retrieval.documents import made

TEXT = "春风镇办起流动图书馆。\n"
ZEROS = bytes(16 * MIB)
# Entities of which each is ten times the one before.
LAUGHS = '<!ENTITY l0 "ha">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
)


def _paragraphs(count: int) -> str:
    return f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>" * count


def _many_members() -> bytes:
    return made.with_members({f"word/media/{number}.txt": b"" for number in range(2001)})


def _with_size(member: str, size: int) -> bytes:
    """Return a Word document in which `member`, of 16 MiB, says that it has `size` bytes."""
    data = bytearray(made.with_members({member: ZEROS}))
    true_size = struct.pack("<I", len(ZEROS))
    at = data.find(true_size)
    while at != -1:
        data[at : at + 4] = struct.pack("<I", size)
        at = data.find(true_size, at + 4)
    return bytes(data)


def _overlapping() -> bytes:
    """Return a Word document whose directory lists the same 16 MiB under many names."""
    out = io.BytesIO(made.with_members({"word/media/0.bin": ZEROS}))
    with zipfile.ZipFile(out, "a") as archive:
        first = archive.getinfo("word/media/0.bin")
        for number in range(1, 100):
            again = zipfile.ZipInfo(f"word/media/{number}.bin")
            for field in ("CRC", "compress_size", "compress_type", "file_size", "header_offset"):
                setattr(again, field, getattr(first, field))
            archive.filelist.append(again)
            archive.NameToInfo[again.filename] = again
        archive._didModify = True  # type: ignore[attr-defined]
    return out.getvalue()


def _with_password() -> bytes:
    """Return a Word document whose members are marked as encrypted."""
    data = bytearray(made.word())
    at = data.find(b"PK\x01\x02")
    while at != -1:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def _lzma() -> bytes:
    out = io.BytesIO(made.word())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/more.xml", b"<a/>")
    return out.getvalue()


def _billion_laughs() -> bytes:
    return made.word_of_body(
        f"<w:p><w:r><w:t>{TEXT}&l9;</w:t></w:r></w:p>", f"<!DOCTYPE w:document [{LAUGHS}]>"
    )


def _laughs_in_attributes() -> bytes:
    """Return a billion laughs where the parser resolves them, in a part that is read early."""
    types = (
        f'<!DOCTYPE Types [{LAUGHS}]><Types xmlns="http://schemas.openxmlformats.org/package/'
        '2006/content-types"><Default Extension="xml" ContentType="&l9;"/></Types>'
    )
    return made.with_members({"[Content_Types].xml": types.encode()})


def _external_entity() -> bytes:
    return made.word_of_body(
        f"<w:p><w:r><w:t>{TEXT}&secret;</w:t></w:r></w:p>",
        '<!DOCTYPE w:document [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
    )


def _picture_docx() -> bytes:
    return made.word_of_body("<w:p><w:r><w:pict/></w:r></w:p>")


def _deep_docx(depth: int = 5000) -> bytes:
    return made.word_of_body("<w:sdt>" * depth + _paragraphs(1) + "</w:sdt>" * depth)


def _deep_tables() -> bytes:
    depth = 80
    return made.word_of_body(
        "<w:tbl><w:tr><w:tc>" * depth + _paragraphs(1) + "</w:tc></w:tr></w:tbl>" * depth
    )


def _recursive_pdf() -> bytes:
    """Return a PDF with a page that draws ten times a form that draws ten times a form …"""
    depth = 12
    draw = b"/X Do " * 10
    page = b"<</Type/Page/Parent 2 0 R/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/MediaBox[0 0 595 842]/Count 1/Kids[3 0 R]>>",
        page,
        b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw),
    ]
    for number in range(5, 5 + depth):
        objects.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
            b"/Length %d>>stream\n%s\nendstream" % (number + 1, len(draw), draw)
        )
    objects.append(
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 10>>stream\n0 0 9 9 re\nendstream"
    )
    return made.pdf_of_objects(objects)


def _self_parent_pdf() -> bytes:
    """Return a PDF whose tree of pages goes round in a circle."""
    return made.pdf_of_objects(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/MediaBox[0 0 595 842]/Count 5/Kids[2 0 R 2 0 R]>>",
        ]
    )


CASES: Mapping[str, tuple[str, Callable[[], bytes], Reason]] = {
    # Text
    "empty": ("a.txt", lambda: b"", Reason.EMPTY),
    "white space": ("a.md", lambda: b"\r\n \t", Reason.EMPTY),
    "byte order mark alone": ("a.txt", lambda: b"\xef\xbb\xbf", Reason.EMPTY),
    "null bytes": ("a.txt", lambda: bytes(5000), Reason.WRONG_FORMAT),
    "text with null bytes": ("a.txt", lambda: (TEXT + "\0").encode() * 9, Reason.WRONG_FORMAT),
    "6 MB of text": ("a.txt", lambda: b"a" * 6_000_000, Reason.TOO_LARGE),
    "400,000 characters": ("a.txt", lambda: ("国" * 400_000).encode(), Reason.TOO_LONG),
    "no encoding": ("a.txt", lambda: b"\xff" * 300, Reason.ENCODING),
    "picture called text": (
        "a.txt",
        lambda: b"\x89PNG\r\n\x1a\n" + ZEROS[:99],
        Reason.WRONG_FORMAT,
    ),
    "page called text": ("a.txt", lambda: made.html().encode(), Reason.WRONG_FORMAT),
    # Web pages
    "empty page": ("a.html", lambda: made.html("", "").encode(), Reason.EMPTY),
    "page of scripts": (
        "a.html",
        lambda: made.html("<script>1</script>", "").encode(),
        Reason.EMPTY,
    ),
    "200,000 divs": ("a.html", lambda: made.html("<div>" * 200_000 + TEXT).encode(), Reason.BOMB),
    "500,000 elements": ("a.html", lambda: made.html("<p>a" * 500_000).encode(), Reason.BOMB),
    "page of 400,000 characters": (
        "a.html",
        lambda: made.html("<p>国" + "国" * 400_000).encode(),
        Reason.TOO_LONG,
    ),
    "page with null bytes": (
        "a.html",
        lambda: made.html("\0\0" * 99).encode(),
        Reason.WRONG_FORMAT,
    ),
    "PDF called page": ("a.html", made.picture_pdf, Reason.WRONG_FORMAT),
    # PDF
    "10,000 pages": ("a.pdf", lambda: made.pdf_of_pages(10_000), Reason.TOO_MANY_PAGES),
    "encrypted": ("a.pdf", lambda: made.pdf(encrypted="secret"), Reason.ENCRYPTED),
    "no text": ("a.pdf", made.picture_pdf, Reason.NO_TEXT),
    "PDF cut off": ("a.pdf", lambda: made.pdf()[:-200], Reason.DAMAGED),
    "half a PDF": ("a.pdf", lambda: made.pdf()[: len(made.pdf()) // 2], Reason.DAMAGED),
    "PDF of noise": (
        "a.pdf",
        lambda: b"%PDF-1.7\n" + bytes(range(256)) * 99 + b"%%EOF",
        Reason.DAMAGED,
    ),
    "forms within forms": ("a.pdf", _recursive_pdf, Reason.TOO_SLOW),
    "pages in a circle": ("a.pdf", _self_parent_pdf, Reason.DAMAGED),
    "Word called PDF": ("a.pdf", made.word, Reason.WRONG_FORMAT),
    "page called PDF": ("a.pdf", lambda: made.html().encode(), Reason.WRONG_FORMAT),
    "text called PDF": ("a.pdf", TEXT.encode, Reason.WRONG_FORMAT),
    # Word
    "64 MiB of zeros and more": (
        "a.docx",
        lambda: made.with_members({f"word/media/{n}": ZEROS for n in range(5)}),
        Reason.BOMB,
    ),
    "a member that says it is small": ("a.docx", lambda: _with_size("word/a", 9), Reason.DAMAGED),
    "a member that says it is large": (
        "a.docx",
        lambda: _with_size("word/a", 4_000_000_000),
        Reason.DAMAGED,
    ),
    "members that overlap": ("a.docx", _overlapping, Reason.DAMAGED),
    "2,001 members": ("a.docx", _many_members, Reason.BOMB),
    "entities that multiply": ("a.docx", _billion_laughs, Reason.BOMB),
    "entities in attributes": ("a.docx", _laughs_in_attributes, Reason.BOMB),
    "entity of a file": ("a.docx", _external_entity, Reason.BOMB),
    "content controls 5,000 deep": ("a.docx", _deep_docx, Reason.BOMB),
    "text of 400,000 characters": (
        "a.docx",
        lambda: made.word_of_body(_paragraphs(40_000)),
        Reason.TOO_LONG,
    ),
    "Word without text": ("a.docx", lambda: made.word_of_body("<w:p/>"), Reason.EMPTY),
    "Word with pictures only": ("a.docx", _picture_docx, Reason.NO_TEXT),
    "Word cut off": ("a.docx", lambda: made.word()[:-2000], Reason.DAMAGED),
    "Word with a password": ("a.docx", _with_password, Reason.ENCRYPTED),
    "Word encrypted by Office": (
        "a.docx",
        lambda: b"\xd0\xcf\x11\xe0" + ZEROS[:600] + "EncryptedPackage".encode("utf-16-le"),
        Reason.ENCRYPTED,
    ),
    "old Word": ("a.docx", lambda: b"\xd0\xcf\x11\xe0" + ZEROS[:600], Reason.WRONG_FORMAT),
    "another compression": ("a.docx", _lzma, Reason.DAMAGED),
    "Word that is no XML": (
        "a.docx",
        lambda: made.with_members({made.DOCUMENT: b"?"}),
        Reason.DAMAGED,
    ),
    "zip file": ("a.docx", lambda: made.zipped({"a.txt": TEXT.encode()}), Reason.WRONG_FORMAT),
    "zip in zip": ("a.docx", lambda: made.zipped({"a.zip": _overlapping()}), Reason.WRONG_FORMAT),
    "empty zip": ("a.docx", lambda: made.zipped({}), Reason.WRONG_FORMAT),
    "PDF called Word": ("a.docx", made.picture_pdf, Reason.WRONG_FORMAT),
    "picture called Word": (
        "a.docx",
        lambda: b"\xff\xd8\xff\xe0" + ZEROS[:99],
        Reason.WRONG_FORMAT,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_bad_document_is_refused(case: str, capfd: pytest.CaptureFixture[str]) -> None:
    name, make, reason = CASES[case]
    limits = Limits(seconds=3) if reason is Reason.TOO_SLOW else DEFAULT_LIMITS

    with pytest.raises(DocumentError) as caught:
        extract_text(make(), name, limits)

    assert caught.value.reason is reason, (caught.value.reason, caught.value.detail)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


HARMLESS: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "attribute of 4 MB": (
        "a.html",
        lambda: made.html(f"<p title='{'x' * 4_000_000}'>{TEXT}", "").encode(),
    ),
    "brackets without an end": ("a.html", lambda: (TEXT + "<a " * 999_999).encode()),
    "tables 80 deep": ("a.docx", _deep_tables),
    "zip bomb enclosed": (
        "a.docx",
        lambda: made.with_members(
            {"word/embeddings/a.zip": _overlapping()}, made.word_of_body(_paragraphs(1))
        ),
    ),
    "template on the network": (
        "a.docx",
        lambda: made.with_members(
            {"word/_rels/document.xml.rels": TEMPLATE.encode()}, made.word_of_body(_paragraphs(1))
        ),
    ),
}
TEMPLATE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId99" TargetMode="External" Target="http://127.0.0.1:9/a.dotx" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
    "</Relationships>"
)


@pytest.mark.parametrize("case", HARMLESS)
def test_what_does_no_harm_is_read(case: str) -> None:
    name, make = HARMLESS[case]

    assert extract_text(make(), name).strip() == TEXT.strip()
