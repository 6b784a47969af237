"""Where the head of a page ends: the paper's name, the day, the page's number, who made it."""

from collections.abc import Sequence

from retrieval.blocks import Block
from retrieval.shapes import Shape

_LINES_ABOVE = 6
"""Most lines above the day and the page's number."""


def page_head_end(blocks: Sequence[Block]) -> int:
    """Return how many blocks the head of a page has, 0 if it has none.

    It has a line with the day and its weekday or the page's number, and goes as far as the blank
    line below that, where a headline stands. Where no blank line sets it off, only the lines
    above the day belong to it.
    """
    folio = next((at for at, b in enumerate(blocks[: _LINES_ABOVE + 1]) if _is_folio(b)), None)
    if folio is None:
        return 0
    end = folio + 1
    while end < len(blocks) and not blocks[end].first.line.gap:
        end += 1
    if _ends_above_headline(blocks, end):
        return end
    return folio + 1 if folio and _ends_above_headline(blocks, folio + 1) else 0


def _ends_above_headline(blocks: Sequence[Block], end: int) -> bool:
    """Tell whether nothing above `end` belongs to a story and a headline stands there."""
    return (
        end < len(blocks)
        and blocks[end].shape in (Shape.HEADING, Shape.LABEL)
        and not any(_belongs_to_story(block) for block in blocks[:end])
    )


def _is_folio(block: Block) -> bool:
    byline = block.first.byline
    return byline is not None and byline.is_folio


def _belongs_to_story(block: Block) -> bool:
    byline = block.lines[-1].byline
    return block.first.opens_story or (byline is not None and bool(byline.authors))
