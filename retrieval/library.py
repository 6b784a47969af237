"""Files and folders of texts."""

from pathlib import Path

from retrieval.decode import read_text
from retrieval.errors import SourceError
from retrieval.page import Page
from retrieval.reader import read_page

TEXT_SUFFIXES = frozenset({".txt", ".md"})
"""What counts as a text inside a folder; a file named by itself may have any suffix."""


def find_texts(path: Path) -> tuple[Path, ...]:
    """Return the text files at `path`: itself, or all in the folder and below, sorted.

    Hidden files and folders are passed over. Raises SourceError when there is nothing at `path`
    or the folder holds no text.
    """
    if not path.is_dir():
        return (path,)
    try:
        found = sorted(
            file
            for file in path.rglob("*")
            if file.suffix.lower() in TEXT_SUFFIXES
            and not any(part.startswith(".") for part in file.relative_to(path).parts)
            and file.is_file()
        )
    except OSError as error:
        raise SourceError(f"无法读取文件夹 {path}：{error.strerror or error}。") from None
    if not found:
        suffixes = " 或 ".join(sorted(TEXT_SUFFIXES, reverse=True))
        raise SourceError(f"文件夹 {path} 里没有文本文件（{suffixes}）。")
    return tuple(found)


def load_page(path: Path) -> Page:
    """Read one file. Raises SourceError, naming it, when it cannot be read as text."""
    return read_page(read_text(path), str(path))


def load_pages(path: Path) -> tuple[Page, ...]:
    """Read the file or all texts of the folder `path`, in the order of their names.

    Raises SourceError as `find_texts` and `load_page` do; one unreadable file fails the whole.
    """
    return tuple(load_page(file) for file in find_texts(path))
