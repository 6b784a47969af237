"""What a stretch of a sentence holds: words of content, results, figures, settings."""

from bot.answering.strategies.explained.clauses import Clause, starts_with
from bot.answering.strategies.explained.manners.words import words
from bot.answering.strategies.explained.reading import Reading
from retrieval.page import Span
from retrieval.tokens import Token


def content(reading: Reading, span: Span) -> list[Token]:
    """Return the nouns, verbs and qualities of a stretch."""
    return [
        t
        for t in reading.sentence.tokens
        if span.start <= t.start and t.end <= span.end and t.tag[0] in "nvalijsz"
    ]


def says_something(reading: Reading, span: Span) -> bool:
    """Tell whether a stretch has more than the question's own words."""
    return any(not reading.is_asked(t.start, t.end) for t in content(reading, span))


def is_result(reading: Reading, span: Span) -> bool:
    """Tell whether a stretch begins with what came of the doing."""
    return bool(starts_with(reading.folded, span, words("result")))


def has_figure(reading: Reading, span: Span) -> bool:
    """Tell whether a stretch has a quantity in figures."""
    inside = (q.span for q in reading.sentence.quantities if span.overlaps(q.span))
    return any(c.isdigit() for q in inside for c in reading.folded[q.start : q.end])


def is_setting(reading: Reading, span: Span) -> bool:
    """Tell whether a clause only tells when, where or under what it was done."""
    text = reading.folded[span.start : span.end].strip("“")
    return text.startswith("在") and text.endswith(("下", "中", "上", "里", "后", "时", "期间"))


def end_of_telling(reading: Reading, unit: tuple[Clause, ...], first: int) -> int:
    """Return where the telling ends: before a clause that tells the result."""
    end = unit[first].span.end
    for clause in unit[first + 1 :]:
        if is_result(reading, clause.span):
            break
        end = clause.span.end
    return end
