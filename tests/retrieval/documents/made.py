"""One article as a document of every format, and the parts of which tests make others."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import docx
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

HEADLINE = "春风镇办起流动图书馆"
BYLINE = "本报记者 林一"
PARAGRAPHS = (
    "春风镇昨日办起流动图书馆，首批共有12辆图书车，分别开往镇上的8个村。每辆车装有图书1500册，"
    "每周二、周四下午停在村口，村民凭身份证就能借书。",
    "“从前看一本书要走十几里路。”村民周大山说，“现在车开到家门口，孩子放学就能挑。”他当天借了3本"
    "种植方面的书。",
    "据镇文化站站长王小河介绍，流动图书馆总投资96万元，其中政府出资60万元，其余由企业捐赠。"
    "到今年年底，图书总数将达到2.4万册，比去年增长35%。",
)
SUBHEAD = "预约最多的是少儿读物"
LAST_PARAGRAPHS = (
    "图书馆还开设了网上预约服务，读者可以通过手机查询车辆位置和藏书目录，也可以预约下一周想读的书。"
    "工作人员说，预约最多的是少儿读物、农业技术和历史小说，三类合起来占了七成。",
    "下一步，春风镇打算把车辆增加到20辆。",
)
PROSE = (*PARAGRAPHS, *LAST_PARAGRAPHS)
LINES = (HEADLINE, BYLINE, *PARAGRAPHS, SUBHEAD, *LAST_PARAGRAPHS)

MENU = "".join(f'<li><a href="/{number}">新闻频道{number}</a></li>' for number in range(30))

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = "word/document.xml"


def html(body: str | None = None, title: str = f"{HEADLINE}_春风新闻网") -> str:
    """Return a page of a news site, or `body` in a page without anything around it."""
    if body is None:
        first = "".join(f"<p>　　{text}</p>\n" for text in PARAGRAPHS)
        last = "".join(f"<p>　　{text}</p>\n" for text in LAST_PARAGRAPHS)
        body = (
            f"<header><nav><ul>{MENU}</ul></nav></header><script>var a = '不是正文';</script>"
            f"<div class='main'><h1>{HEADLINE}</h1><div class='content'><p>{BYLINE}</p>"
            f"{first}<h2>{SUBHEAD}</h2>{last}</div></div>"
            f"<div class='related'><h3>相关新闻</h3><ul>{MENU}</ul></div>"
            "<footer>版权所有 春风新闻网</footer>"
        )
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"


@cache
def pdf(pages: int = 1, encrypted: str | None = None) -> bytes:
    """Return the article on A4, or set small so that it takes several `pages`."""
    _register_font()
    size = A4 if pages == 1 else A5

    def style(points: float, indent: float = 0, align: int = 0) -> ParagraphStyle:
        return ParagraphStyle(
            "",
            fontName="STSong-Light",
            fontSize=points,
            leading=1.6 * points,
            firstLineIndent=indent * points,
            alignment=align,
            wordWrap="CJK",
        )

    def furniture(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(60, size[1] - 30, "春风镇文化简报")
        canvas.drawCentredString(size[0] / 2, 30, f"— {document.page} —")

    text = style(12, indent=2)
    head: list[Flowable] = [
        Paragraph(HEADLINE, style(22, align=1)),
        Paragraph(BYLINE, style(10, align=1)),
    ]
    story = [Paragraph(paragraph, text) for paragraph in PARAGRAPHS]
    story += [Paragraph(SUBHEAD, style(14))]
    story += [Paragraph(paragraph, text) for paragraph in LAST_PARAGRAPHS]
    out = io.BytesIO()
    template = SimpleDocTemplate(out, pagesize=size, encrypt=encrypted)
    if pages == 1:
        template.build([*head, *story])
    else:
        copies = [p for _ in range(pages) for p in [Paragraph(t, text) for t in PROSE]]
        template.build([*head, *copies], onFirstPage=furniture, onLaterPages=furniture)
    return out.getvalue()


def pdf_of_lines(lines: Iterable[tuple[float, float, float, str]]) -> bytes:
    """Return a page with each `(left, height, size, text)` drawn where it says, in points."""
    _register_font()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for left, height, size, text in lines:
        canvas.setFont("STSong-Light", size)
        canvas.drawString(left, height, text)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def picture_pdf() -> bytes:
    """Return a page with a drawing and no text, as from a scanner."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.rect(100, 100, 300, 500, fill=1)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def pdf_of_pages(count: int) -> bytes:
    """Return a PDF of `count` pages that all show the same."""
    text = b"BT /F 12 Tf 72 720 Td (page) Tj ET"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    page = b"<</Type/Page/Parent 2 0 R/Resources<</Font<</F 4 0 R>>>>/Contents 3 0 R>>"
    kids = b" ".join(b"%d 0 R" % (5 + number) for number in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/MediaBox[0 0 595 842]/Count %d/Kids[%s]>>" % (count, kids),
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        font,
        *[page] * count,
    ]
    return pdf_of_objects(objects)


def pdf_of_objects(objects: Sequence[bytes]) -> bytes:
    """Return a PDF of these objects, numbered from 1, the first of them its catalog."""
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj%sendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


@cache
def word() -> bytes:
    """Return the article as Word saves it."""
    document = docx.Document()
    document.add_heading(HEADLINE, 0)
    document.add_paragraph(BYLINE)
    for text in PARAGRAPHS:
        document.add_paragraph(f"　　{text}")
    document.add_heading(SUBHEAD, 2)
    for text in LAST_PARAGRAPHS:
        document.add_paragraph(f"　　{text}")
    return saved(document)


def saved(document: "docx.document.Document") -> bytes:
    """Return the bytes of a python-docx document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_of_body(body: str, before: str = "") -> bytes:
    """Return a Word document whose body is this XML; `before` stands before the root element."""
    names = {
        "w": W,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }
    declared = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in names.items())
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}'
        f"<w:document {declared}><w:body>{body}</w:body></w:document>"
    )
    return with_members({DOCUMENT: xml.encode("utf-8")})


def with_members(members: Mapping[str, bytes], whole: bytes | None = None) -> bytes:
    """Return a Word document (or the zip file `whole`) with `members` added or replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word() if whole is None else whole)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, data in members.items():
            new.writestr(name, data)
    return out.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip file of `members`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _register_font() -> None:
    """Make known the one Chinese font that every PDF reader has built in."""
    if "STSong-Light" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
