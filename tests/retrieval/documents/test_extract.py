"""One article, whatever the document, comes out as the same headline, paragraphs and sentences."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from retrieval.documents.errors import DocumentError, Reason
from retrieval.documents.extract import SUFFIXES, extract_text
from retrieval.page import Article, Role
from retrieval.reader import read_page
from tests.retrieval.documents import made

TEXT = "\n\n".join(made.LINES) + "\n"

DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "article.txt": TEXT.encode,
    "article.MD": TEXT.encode,
    "article.html": lambda: made.html().encode(),
    "article.htm": lambda: (
        made.html().replace("<head>", "<head><meta charset=gb2312>").encode("gbk")
    ),
    "article.pdf": made.pdf,
    "article.docx": made.word,
}


def read(data: bytes, name: str) -> tuple[Article, ...]:
    return read_page(extract_text(data, name), name).articles


def prose(article: Article) -> list[str]:
    return [p.text for p in article.paragraphs if p.role is Role.PROSE]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_article_is_read_as_such(name: str) -> None:
    [article] = read(DOCUMENTS[name](), name)

    assert article.headline == made.HEADLINE
    assert [author.text for author in article.authors] == ["林一"]
    assert prose(article) == list(made.PROSE)
    assert [p.text for p in article.paragraphs if p.role is Role.SUBHEAD] == [made.SUBHEAD]
    assert [len(p.sentences) for p in article.paragraphs if p.role is Role.PROSE] == [2, 2, 2, 2, 1]


def test_every_format_has_its_article() -> None:
    assert {f".{name.rsplit('.')[-1].lower()}" for name in DOCUMENTS} == SUFFIXES


def test_paragraphs_go_on_over_pages_of_a_pdf() -> None:
    copies = 6
    text = extract_text(made.pdf(pages=copies), "many.pdf")

    assert text.split("\n\n") == [made.HEADLINE, made.BYLINE, *made.PROSE * copies]


def test_documents_are_read_at_the_same_time() -> None:
    documents = [(make(), name) for name, make in DOCUMENTS.items()] * 2

    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(extract_text, *zip(*documents, strict=True)))

    assert texts == texts[: len(DOCUMENTS)] * 2


@pytest.mark.parametrize(
    "name", ["a.doc", "a.rtf", "a.epub", "a.txt.exe", "a", "", ".txt", "a.pdf "]
)
def test_other_suffixes_are_not_read(name: str) -> None:
    with pytest.raises(DocumentError) as caught:
        extract_text(made.LINES[0].encode(), name)

    assert caught.value.reason is Reason.UNSUPPORTED
    assert all(suffix in str(caught.value) for suffix in SUFFIXES - {".htm"})


@pytest.mark.parametrize(
    "name", ["/etc/a.txt", "../a.txt", "C:\\a.txt", "文.txt", "\u202e.txt", "%s{x}.txt"]
)
def test_a_name_is_only_a_name(name: str) -> None:
    assert extract_text(made.LINES[0].encode(), name) == made.LINES[0]
