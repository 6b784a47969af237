from pathlib import Path

import pytest

from retrieval.decode import MAX_BYTES, decode, read_text
from retrieval.errors import SourceError

SIMPLIFIED = "临江市图书馆新馆将于4月1日开放，总面积3.2万平方米。\r\n市民凭身份证即可办理借书证。\n"
TRADITIONAL = "市立圖書館新館昨日開放，館長說：「新館很大。」\n館內有三層樓，藏書一百萬冊。\n"

ENCODINGS = [
    *((SIMPLIFIED, e) for e in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")),
    *((SIMPLIFIED, e) for e in ("gb18030", "gbk", "gb2312", "utf-32")),
    *((TRADITIONAL, e) for e in ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5")),
]


@pytest.mark.parametrize(("text", "encoding"), ENCODINGS)
def test_decode(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "f.txt") == text


@pytest.mark.parametrize(("text", "encoding"), ENCODINGS)
def test_decode_a_short_text(text: str, encoding: str) -> None:
    assert decode(text[:12].encode(encoding), "f.txt") == text[:12]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "是空的"),
        (b" \r\n\t", "是空的"),
        (b"\xef\xbb\xbf", "是空的"),
        ("\u3000\n".encode("utf-16"), "是空的"),
        (bytes(range(256)) * 4, "不是文本文件"),
        (b"\x00\x01\x02\x03" * 9, "不是文本文件"),
        (b"\xff" * 30, "无法识别"),
        (b"\xef\xbb\xbf\xff\xff", "无法识别"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04...", "压缩包"),
        (b"\x89PNG\r\n", "图片"),
    ],
)
def test_what_is_no_text(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        decode(data, "f.txt")
    assert "f.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="找不到"):
        read_text(tmp_path / "none.txt")


def test_a_file_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(SourceError, match="上限"):
        read_text(path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="文件夹"):
        read_text(tmp_path)
