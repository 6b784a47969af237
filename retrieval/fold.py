"""One form for every script and width, so that texts and questions compare character by character.

Folding never changes the length: an offset in the folded text is the same offset in the original.
"""

from functools import lru_cache

from retrieval.script import convert

# Full-width ASCII to ASCII, and the quotation marks of both scripts to one pair.
_WIDTH: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDTH |= {ord("\u3000"): " ", ord("\u00a0"): " "}
_WIDTH |= str.maketrans("「」『』﹁﹂﹃﹄〝〞", "“”‘’“”‘’“”")
_WIDTH |= str.maketrans("‧・•∙", "····")


# A question is folded again by each who looks at it.
@lru_cache(maxsize=64)
def fold(text: str) -> str:
    """Return `text` in Simplified script and half width, lower-case letters, as long as it was.

    Traditional characters are converted by OpenCC's phrase tables (t2s); folding twice changes
    nothing more. A lone surrogate (a byte of the command line that was no UTF-8) reads as `?`.
    """
    # Twice, because a phrase may shield a character only as long as the phrase is Traditional:
    # the same words in either script must come out as one form.
    simplified = convert(text, "t2s")
    if simplified != text:
        simplified = convert(simplified, "t2s")
    folded = simplified.translate(_WIDTH)
    lowered = folded.lower()
    if len(lowered) != len(folded):
        # "İ" becomes two code points: such a letter stays as it is.
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in folded)
    return lowered
