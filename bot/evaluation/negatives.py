"""Hard negatives: questions put to a text that is near them and does not answer them."""

from collections.abc import Sequence
from dataclasses import replace

from bot.evaluation.questions import GoldQuestion
from bot.evaluation.squad import Passage
from retrieval.bm25 import Bm25Retriever
from retrieval.reader import read_page

_NEIGHBOURS = 20
"""Paragraphs searched for one of another article."""


def with_hard_negatives(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the passages with each graded question also put to a passage that is not its own.

    That is the passage of another article which BM25 finds first and which holds none of the
    gold answers; there the question is one the text does not answer. Its id names the question
    and the passage: `<id>@<paragraph id>`. Where every near passage is of the question's article or
    holds an answer, it has none.
    """
    pages = tuple(read_page(p.context, p.source) for p in passages)
    number = {page.source: at for at, page in enumerate(pages)}
    retriever = Bm25Retriever(pages)
    negatives: list[list[GoldQuestion]] = [[] for _ in passages]
    for passage in passages:
        for gold in passage.questions:
            if gold.answers is None:
                continue
            hits = retriever.search(gold.question, _NEIGHBOURS)
            for other in (number[hit.page.source] for hit in hits):
                if _silent(passages[other], passage.article, gold.answers):
                    paragraph = passages[other].source.rpartition("#")[2]
                    id_ = f"{gold.id}@{paragraph}"
                    negatives[other].append(replace(gold, id=id_, answers=(), starts=()))
                    break
    return tuple(
        replace(passage, questions=(*passage.questions, *more))
        for passage, more in zip(passages, negatives, strict=True)
    )


def _silent(passage: Passage, article: int, answers: Sequence[str]) -> bool:
    """Tell whether `passage` is of another article and holds none of `answers`."""
    return passage.article != article and not any(a in passage.context for a in answers)
