"""The signs that reading goes by: what ends a sentence, what opens, what closes."""

STOPS = frozenset("。！？!?｡")
"""Signs that end a sentence wherever no bracket or quotation says otherwise."""
PAIRS = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "[": "]",
    "［": "］",
    "【": "】",
    "〔": "〕",
    "《": "》",
    "〈": "〉",
    "〖": "〗",
}
"""Opening signs and what closes them."""
OPENERS = frozenset(PAIRS)
CLOSERS = frozenset(PAIRS.values())
QUOTES = frozenset("“‘「『")
"""The opening signs that begin a quotation."""
PAUSES = frozenset("，、,；;")
"""Signs after which a sentence goes on."""

_CLOSING = "".join(CLOSERS) + "\"'"


def is_finished(text: str) -> bool:
    """Tell whether `text` ends as a sentence does, closing signs and white space aside."""
    bare = text.rstrip().rstrip(_CLOSING)
    if not bare:
        return False
    if bare[-1] == ".":
        # An English sentence; a number at the line's end goes on in the next (92.|4).
        return not bare[:-1].endswith(tuple("0123456789"))
    return bare[-1] in STOPS or bare[-1] == "…"
