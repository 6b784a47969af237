import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents.errors import DocumentError, Reason, shown_name
from retrieval.errors import SourceError


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_its_line(reason: Reason) -> None:
    error = DocumentError(reason, "报纸.pdf", 5 * 1024 * 1024)

    assert isinstance(error, SourceError)
    assert "报纸.pdf" in str(error)
    assert str(error).endswith("。")
    assert not {"\n", "{", "}"} & set(str(error))
    assert (
        sum(str(error) == str(DocumentError(other, "报纸.pdf", 5 << 20)) for other in Reason) == 1
    )


def test_a_bound_is_said() -> None:
    assert "超过 5 MB" in str(DocumentError(Reason.TOO_LARGE, "a.txt", 5 * 1024 * 1024))
    assert "超过 200 页" in str(DocumentError(Reason.TOO_MANY_PAGES, "a.pdf", 200))
    assert "超过 300000 字" in str(DocumentError(Reason.TOO_LONG, "a.txt", 300_000))


def test_what_was_found_instead_is_said() -> None:
    assert "其实是图片" in str(DocumentError(Reason.WRONG_FORMAT, "a.txt", found="图片"))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("报纸.pdf", "报纸.pdf"),
        ("a\nb\x1b[31m.txt", "a b [31m.txt"),
        ("\u202efdp.exe", "fdp.exe"),
        ("{limit}%s.txt", "{limit}%s.txt"),
        (" \n", "文件"),
        ("", "文件"),
        ("长" * 100 + ".pdf", "长" * 29 + "…" + "长" * 25 + ".pdf"),
    ],
)
def test_shown_name(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@given(st.text())
def test_a_name_never_breaks_the_line(name: str) -> None:
    line = str(DocumentError(Reason.DAMAGED, name))

    assert line.isprintable()
    assert len(line) < 120
