"""Names of places with their rank (某镇), and what only looks like one."""

from collections.abc import Iterable

from bot.answering.lexicon import PLACE_ENDINGS
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
            named.append(Token(token.text, token.start, token.end, PLACE))
        elif (
            before
            and token.text[0] in PLACE_ENDINGS
            and before.end == token.start
            and (len(token.text) == 1 or (is_unknown(before) and token.text not in _NO_RANK))
        ):
            name = before.text + token.text[0]
            named.append(Token(name, before.start, before.end + 1, PLACE))
        before = token
    return tuple(named)


def is_unknown(token: Token) -> bool:
    """Tell whether a token is a name, or a noun that no dictionary has."""
    if len(token.text) < 2:
        return False
    return token.tag in ("ns", "nr") or (token.tag == "n" and not word_probability(token.text))


_NO_RANK = frozenset(
    {"市场", "市价", "市值", "区域", "区间", "区别", "镇痛", "省道", "县道", "乡道"}
) | {f"{rank}长" for rank in PLACE_ENDINGS}
"""Words that begin like the rank of a place."""

ANY_PLACE = frozenset("全本我该各每两几数多一")
"""First characters of words for a place that are no name (全市, 我省)."""
