from pathlib import Path

import pytest

from retrieval.errors import SourceError
from retrieval.library import find_texts, load_pages


def test_a_file_may_have_any_suffix(tmp_path: Path) -> None:
    path = tmp_path / "page.news"
    path.write_bytes("新馆开放。".encode("gb18030"))
    (page,) = load_pages(path)
    assert (page.source, page.text) == (str(path), "新馆开放。")


def test_a_folder_gives_its_texts_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.MD", "c.pdf", ".hidden.txt", "sub/d.md", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("新馆开放。", encoding="utf-8")
    names = [str(path.relative_to(tmp_path)) for path in find_texts(tmp_path)]
    assert names == ["a.MD", "b.txt", "sub/d.md"]
    assert [page.source for page in load_pages(tmp_path)] == [str(tmp_path / n) for n in names]


def test_a_folder_without_texts(tmp_path: Path) -> None:
    (tmp_path / "c.pdf").write_bytes(b"%PDF")
    with pytest.raises(SourceError, match="没有文本文件"):
        load_pages(tmp_path)


def test_a_bad_file_in_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("新馆开放。", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    with pytest.raises(SourceError, match=r"b\.txt"):
        load_pages(tmp_path)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="找不到"):
        load_pages(tmp_path / "none")
