"""Names of places with their rank (某镇), and what only looks like one."""

from collections.abc import Iterable

from bot.answering.lexicon.words import PLACE_ENDINGS
from retrieval.stopwords import stop_words
from retrieval.tokens import Token, word_probability

PLACE = "place"
"""Part of speech of a place that was put together."""


def places(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Return the places with their administrative ending, put together where cut in two.

    The cut may have taken the ending to the word after an unknown name (某|镇规 for 某镇规上).
    """
    named: list[Token] = []
    before: Token | None = None
    for token in tokens:
        if len(token.text) > 1 and token.text[-1] in PLACE_ENDINGS:
            start, name = token.start, token.text
            if (
                before
                and before.end == start
                and (_is_begun_by(before, token) or (name in _NEW_TOWNS and is_unknown(before)))
            ):
                start, name = before.start, before.text + name
            named.append(Token(name, start, token.end, PLACE))
        elif (
            before
            and token.text[0] in PLACE_ENDINGS
            and before.end == token.start
            and before.tag != "t"  # 去年|村里收了多少
            and not (before.tag == "v" and len(before.text) == 1)  # 建站|市里出了钱
            and (len(token.text) == 1 or (is_unknown(before) and token.text not in _NO_RANK))
        ):
            name = before.text + token.text[0]
            named.append(Token(name, before.start, before.end + 1, PLACE))
        before = token
    return tuple(named)


def _is_begun_by(before: Token, token: Token) -> bool:
    """Tell whether the first character of a place was cut off (东|岗区)."""
    return (
        len(before.text) == 1
        and len(token.text) == 2
        and (before.tag == "ns" or not word_probability(token.text))
        and before.tag[0] in "fnaz"
        and before.text not in stop_words()
    )


def is_unknown(token: Token) -> bool:
    """Tell whether a token is a name, or a noun that no dictionary has."""
    if len(token.text) < 2:
        return False
    return token.tag in ("ns", "nr") or (token.tag == "n" and not word_probability(token.text))


_NO_RANK = frozenset(
    {"市场", "市价", "市值", "区域", "区间", "区别", "镇痛", "省道", "县道", "乡道"}
) | {f"{rank}长" for rank in PLACE_ENDINGS}
"""Words that begin like the rank of a place."""

_NEW_TOWNS = frozenset({"新区", "新市", "新城区", "开发区", "高新区"})
"""Ranks of two characters or more: with what stands before them they are a name."""

ANY_PLACE = frozenset("全本我该各每两几数多一")
"""First characters of words for a place that are no name (全市, 我省)."""
