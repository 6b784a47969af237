"""One message, several questions: 多少家，增长多少."""

import re

from bot.answering.understanding.kind import QUESTION_WORD
from retrieval.fold import fold

_PART = re.compile(r"[^,;?!。\n]+[,;?!。\n]*")
_EACH = re.compile(r"(?P<each>各有|各是|各为|分别有|分别是|分别为|分别|各)(?=\S{0,4}(?:多少|几))")
_COORDINATION = re.compile(r"和|与|跟|以及|及|、")


def split_message(message: str) -> tuple[str, ...]:
    """Return the questions of a message, each a piece of it (or put together for 各有多少).

    A message is cut at a comma or stop only where both sides ask something.
    """
    folded = fold(message)
    parts: list[tuple[int, int]] = []
    for match in _PART.finditer(folded):
        start, end = match.span()
        if parts and not (_asks(folded[start:end]) and _asks(folded[slice(*parts[-1])])):
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    questions = [message[start:end].strip(" \n,，;；") for start, end in parts]
    return tuple(q for part in questions for q in _distribute(part)) or (message,)


def _asks(text: str) -> bool:
    return QUESTION_WORD.search(text) is not None


def _distribute(question: str) -> tuple[str, ...]:
    """Ask once for each of several things: 甲的和乙的各有多少 → 甲的有多少, 乙的有多少."""
    folded = fold(question)
    each = _EACH.search(folded)
    if each is None:
        return (question,)
    before = folded[: each.start()]
    start = max(before.rfind(","), before.rfind(":")) + 1
    items = [s.span() for s in re.finditer(rf"(?:(?!{_COORDINATION.pattern}).)+", before[start:])]
    if len(items) < 2:
        return (question,)
    ask = question[each.end() :]
    return tuple(f"{question[:start]}{question[start + a : start + b]}{ask}" for a, b in items)
