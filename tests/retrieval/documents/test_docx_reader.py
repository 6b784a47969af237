"""Each case is the XML of a body and the text it reads as, paragraphs apart by ` | `."""

import docx
import pytest

from retrieval.documents.docx_reader import read_docx
from retrieval.documents.limits import DEFAULT_LIMITS
from tests.retrieval.documents import made


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*content: str) -> str:
    return f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{''.join(content)}</w:p>"


def cell(*paragraphs: str) -> str:
    return f"<w:tc><w:tcPr/>{''.join(paragraphs)}</w:tc>"


def table(*rows: tuple[str, ...]) -> str:
    return (
        "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"
    )


def box(text: str) -> str:
    return f"<wps:txbx><w:txbxContent>{par(run(text))}</w:txbxContent></wps:txbx>"


def old_box(text: str) -> str:
    return (
        "<w:pict><v:shape><v:textbox><w:txbxContent>"
        f"{par(run(text))}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )


def both(choice: str, fallback: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


CASES = {
    "paragraphs": (par(run("甲")) + par(run("乙")), "甲 | 乙"),
    "runs": (par(run("甲"), run("乙 "), run("丙")), "甲乙 丙"),
    "blank paragraphs": (par() + par(run(" ")) + par(run("甲")), "甲"),
    "indent": (par(run("　　甲 ")), "　　甲"),
    "line break": (par(run("甲"), "<w:r><w:br/></w:r>", run("乙")), "甲\n乙"),
    "tab": (par(run("甲"), "<w:r><w:tab/></w:r>", run("乙")), "甲 乙"),
    "hyphen": (par(run("A"), "<w:r><w:noBreakHyphen/></w:r>", run("B")), "A-B"),
    "link": (par("<w:hyperlink>", run("甲"), "</w:hyperlink>", run("乙")), "甲乙"),
    "field": (par("<w:r><w:instrText>PAGE</w:instrText></w:r>", run("3")), "3"),
    "inserted": (par("<w:ins>", run("甲"), "</w:ins>"), "甲"),
    "deleted": (par("<w:del><w:r><w:delText>甲</w:delText></w:r></w:del>", run("乙")), "乙"),
    "moved": (
        par("<w:moveFrom>", run("甲"), "</w:moveFrom>")
        + par("<w:moveTo>", run("甲"), "</w:moveTo>"),
        "甲",
    ),
    "hidden": (par(run("甲", "<w:rPr><w:vanish/></w:rPr>"), run("乙")), "乙"),
    "not hidden": (par(run("甲", '<w:rPr><w:vanish w:val="0"/></w:rPr>')), "甲"),
    "reading above a character": (
        par(
            f"<w:r><w:ruby><w:rt>{run('jiǎ')}</w:rt><w:rubyBase>{run('甲')}</w:rubyBase></w:ruby></w:r>"
        ),
        "甲",
    ),
    "formula": (par("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), "x=1"),
    "content control": (f"<w:sdt><w:sdtContent>{par(run('甲'))}</w:sdtContent></w:sdt>", "甲"),
    "control inside": (par("<w:sdt><w:sdtContent>", run("甲"), "</w:sdtContent></w:sdt>"), "甲"),
    "text box": (par(f"<w:r>{both(box('乙'), old_box('乙'))}</w:r>", run("甲")), "甲 | 乙"),
    "old text box": (par(f"<w:r>{old_box('乙')}</w:r>", run("甲")), "甲 | 乙"),
    "box alone": (par(f"<w:r>{both(box('乙'), old_box('乙'))}</w:r>"), "乙"),
    "box in a box": (
        par(f"<w:r><w:txbxContent>{par(run('甲'), box('乙'))}</w:txbxContent></w:r>"),
        "甲 | 乙",
    ),
    "fallback alone": (
        par(
            f"<w:r><mc:AlternateContent><mc:Fallback>{old_box('甲')}</mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        ),
        "甲",
    ),
    "alternative paragraphs": (both(par(run("甲")), par(run("甲"))), "甲"),
    "table": (
        par(run("上"))
        + table(
            (cell(par(run("村"))), cell(par(run("册")))),
            (cell(par(run("东"))), cell(par(run("5")))),
        )
        + par(run("下")),
        "上 | 村\t册\n东\t5 | 下",
    ),
    "empty cells": (table((cell(par()), cell(par(run("甲"))), cell(par(run("乙"))))), "甲\t乙"),
    "row of one cell": (
        table((cell(par(run("题"))),), (cell(par(run("甲"))), cell(par(run("乙"))))),
        "题 | 甲\t乙",
    ),
    "cells of running text": (
        table((cell(par(run("甲")), par(run("乙"))), cell(par(run("丙"))))),
        "甲 | 乙 | 丙",
    ),
    "table in a cell": (
        table((cell(par(run("甲")), table((cell(par(run("乙"))), cell(par(run("丙")))))),)),
        "甲 | 乙\t丙",
    ),
    "comments in the XML": (f"<!-- a -->{par('<?b c?>', run('甲'))}", "甲"),
}


@pytest.mark.parametrize("case", CASES)
def test_body(case: str) -> None:
    body, expected = CASES[case]

    assert read_docx(made.word_of_body(body), DEFAULT_LIMITS).split("\n\n") == expected.split(" | ")


def test_a_document_made_by_a_program() -> None:
    document = docx.Document()
    document.add_heading("题", 1)
    document.add_paragraph("甲").add_run("乙").bold = True
    rows = document.add_table(1, 2).rows
    rows[0].cells[0].text, rows[0].cells[1].text = "左", "右"
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.add_paragraph("丙")

    assert read_docx(made.saved(document), DEFAULT_LIMITS) == "题\n\n甲乙\n\n左\t右\n\n丙"
