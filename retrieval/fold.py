"""One form for every script and width, so that texts and questions compare character by character.

Folding never changes the length: an offset in the folded text is the same offset in the original.
"""

from functools import cache

from opencc import OpenCC

# Full-width ASCII to ASCII, and the quotation marks of both scripts to one pair.
_WIDTH: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDTH |= {ord("\u3000"): " ", ord("\u00a0"): " "}
_WIDTH |= str.maketrans("「」『』﹁﹂﹃﹄〝〞", "“”‘’“”‘’“”")
_WIDTH |= str.maketrans("‧・•∙", "····")


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def fold(text: str) -> str:
    """Return `text` in Simplified script and half width, lower-case letters, as long as it was.

    Traditional characters are converted by OpenCC's phrase tables (t2s); folding twice changes
    nothing more. A lone surrogate (a byte of the command line that was no UTF-8) reads as `?`.
    """
    text = text.encode("utf-8", "replace").decode("utf-8")
    # Twice, because a phrase may shield a character only as long as the phrase is Traditional:
    # the same words in either script must come out as one form.
    folded = _simplify(_simplify(text)).translate(_WIDTH)
    lowered = folded.lower()
    if len(lowered) != len(folded):
        # "İ" becomes two code points: such a letter stays as it is.
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in folded)
    return lowered


def _simplify(text: str) -> str:
    converter = _converter()
    simple: str = converter.convert(text)
    if len(simple) != len(text):
        # OpenCC's tables may gain a phrase of another length: then go by single characters.
        singles = (converter.convert(char) for char in text)
        simple = "".join(s if len(s) == 1 else c for s, c in zip(singles, text, strict=True))
    return simple
