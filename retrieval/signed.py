"""Who signs without a title: a name alone, or behind the place or body it belongs to."""

import re

from retrieval.bylines import Byline
from retrieval.fold import fold
from retrieval.layout import words
from retrieval.page import MappedText
from retrieval.patterns import any_of
from retrieval.surnames import has_name_shape
from retrieval.tokens import tokenize_folded, word_probability

_HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
_WIDE = rf"{_HAN}[ \u3000]{{1,4}}{_HAN}"
_DAY = r"[ \u3000]+(?:\d{4}年)?\d{1,2}月\d{1,2}日"
_UNIT_END = any_of(words("signature", "unit_ends"))
# 某厂职工 甲; 某镇某村 乙 3月5日; ——读者 丙
_SIGNED = re.compile(
    rf"(?:[—□]+[ \u3000]*)?(?P<unit>(?:{_HAN}{{0,16}}{_UNIT_END}[ \u3000]+){{1,2}})?"
    rf"(?P<name>{_WIDE}|{_HAN}{{2,4}})(?:{_DAY})?"
)
# （甲）, （作者 甲，系某局干部）
_BRACKETED = re.compile(r"[（(](?P<inside>[^（）()，,]{2,24})(?:[，,][系係][^（）()]{2,24})?[)）]")
# …。（甲）, …。——某厂职工 乙
_TAIL = re.compile(
    r"(?<=[。！？!?…”’」』])\s*(?P<tail>[（(][^（）()]{2,48}[)）]|—[^。！？]{2,24})\s*$"
)
_LONGEST_TAIL = 56
_COURTESY = re.compile(rf".{any_of(words('signature', 'courtesies'))}")


def read_signature(content: MappedText, *, named_above: bool = False) -> Byline | None:
    """Return the byline that a line is which only signs: 某厂职工 甲.

    With `named_above` it may be a name alone; elsewhere a short line is rather a subhead.
    """
    match = _SIGNED.fullmatch(content.text)
    if match is None:
        return None
    if match["unit"]:
        return _byline(content, match)
    if not named_above or _is_word(fold(re.sub(r"[ \u3000]", "", match["name"]))):
        return None
    return _byline(content, match)


def read_bracketed_signature(content: MappedText) -> Byline | None:
    """Return the byline that a bracket is in which somebody signs: （甲）, （某馆 乙）."""
    bracket = _BRACKETED.fullmatch(content.text)
    if bracket is None:
        return None
    inside = content.slice(*bracket.span("inside")).strip()
    match = _SIGNED.fullmatch(inside.text)
    # Who is spoken of by the surname alone has asked, not written.
    if match is None or _COURTESY.fullmatch(match["name"]):
        return None
    return _byline(inside, match)


def read_signed_tail(content: MappedText) -> tuple[int, Byline] | None:
    """Return the signature behind the text of a paragraph and where it begins, if there is one."""
    match = _TAIL.search(content.text, max(0, len(content) - _LONGEST_TAIL))
    if match is None:
        return None
    tail = content.slice(*match.span("tail")).strip()
    byline = read_bracketed_signature(tail) or read_signature(tail)
    return (match.start("tail"), byline) if byline is not None else None


def _byline(content: MappedText, match: re.Match[str]) -> Byline | None:
    start, end = match.span("name")
    pieces = [content.slice(start, end)]
    is_wide = not content.text[start:end].isalpha()
    if is_wide:
        # Set wide, as long as a name of three characters.
        pieces = [content.slice(start, start + 1), content.slice(end - 1, end)]
    name = MappedText.join(pieces)
    if not (is_wide or has_name_shape(fold(name.text))):
        return None
    return Byline(authors=(name,))


def _is_word(text: str) -> bool:
    """Tell whether a folded string is an ordinary word (方法, 简讯), no name."""
    tokens = tokenize_folded(text)
    return len(tokens) == 1 and not tokens[0].tag.startswith("nr") and word_probability(text) > 0
