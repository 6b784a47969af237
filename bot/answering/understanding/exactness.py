"""Whether a question says itself how exact the figure is that it asks for (约有多少人)."""

from bot.answering.facts.quantities import find_quantities
from bot.answering.question import Question

_ASKING = ("百分之多少", "百分之几", "多少", "几多", "几")
_LINKS = "有是为达到要在需"
"""Verbs between such a word and the figure (大约[有]多少)."""


def says_how_exact(question: Question) -> bool:
    """Tell whether 约, 超过, 以上 and the like stand at the question word for a figure."""
    wh, folded = question.wh, question.folded
    if wh is None or not question.kind.is_quantity:
        return False
    asking = next((word for word in _ASKING if folded.startswith(word, wh.start)), None)
    if asking is None:
        return False
    before = folded[: wh.start].rstrip(_LINKS)
    stated = f"{before}5{folded[wh.start + len(asking) :]}"  # a figure in the place of 多少
    return any(
        q.number_span.start == len(before) and q.qualified_span != q.core_span
        for q in find_quantities(stated)
    )
