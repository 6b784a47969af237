"""One form for every script and width, so that texts and questions compare character by character.

Folding never changes the length: an offset in the folded text is the same offset in the original.
"""

from functools import cache

from opencc import OpenCC

# Full-width ASCII to ASCII, and the quotation marks of both scripts to one pair.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDTH |= {ord("\u3000"): " ", ord("\u00a0"): " ", ord("％"): "%"}
_WIDTH |= dict(zip(map(ord, "「」『』﹁﹂﹃﹄〝〞"), "“”‘’“”‘’“”", strict=True))
_WIDTH |= dict(zip(map(ord, "‧・•∙"), "····", strict=True))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def fold(text: str) -> str:
    """Return `text` in Simplified script and half width, lower-case letters, as long as it was.

    Traditional characters are converted by OpenCC's phrase tables (t2s).
    """
    converter = _converter()
    folded: str = converter.convert(text)
    if len(folded) != len(text):
        # A phrase of another length: convert character by character, keep what would grow.
        parts = (converter.convert(char) for char in text)
        folded = "".join(p if len(p) == 1 else c for p, c in zip(parts, text, strict=True))
    folded = folded.translate(_WIDTH)
    lowered = folded.lower()
    if len(lowered) != len(folded):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in folded)
    return lowered
