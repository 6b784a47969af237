"""What is told in clauses, where one span of them scores best (有什么特点, 做了什么, 战况如何).

No span stands out where a thing is described: the best of them is torn from the clauses that tell
it. They are told to the end of their statement.
"""

from bot.answering.candidate import Candidate
from bot.answering.question import Question
from bot.answering.strategies.explained.clauses import split_clauses, trim
from bot.answering.stretches import CLAUSE, start_of, statement_around
from bot.answering.understanding.accounts import Account, account_asked
from retrieval.page import Span

_STANDS_OUT = {Account.HAPPENED: 0.3, Account.LIKE: 0.3, Account.OF: 0.2, Account.HOW: 0.2}
"""Share of the probability from which a mere thing answers all the same (发生了什么事 is answered
by the name of the event)."""
_TELLS = 0.1
"""Likewise a span that tells something itself."""


def account(question: Question, best: Candidate) -> Span | None:
    """Return the clauses that tell what is asked, of which the best candidate is a part.

    None where a thing is asked for, or one span stands out.
    """
    asked = account_asked(question)
    if asked is None or (asked is Account.HOW and not _is_bare(best)):
        return None
    if best.probability >= (_STANDS_OUT[asked] if _is_bare(best) else _TELLS):
        return None
    folded = best.sentence.folded
    statement = statement_around(folded, best.span)
    inside = [c.span for c in split_clauses(folded) if statement.contains(c.span)]
    words = [w for w in question.focus if len(w) > 1]
    own = next((c for c in inside if c.end >= best.span.end), best.span)
    named = [c for c in inside if any(w in folded[c.start : c.end] for w in words)]
    start = min([own.start, *(c.start for c in named)])
    return trim(folded, Span(start, statement.end))


def _is_bare(best: Candidate) -> bool:
    """Tell whether a candidate is a mere thing: nobody does anything in it, or by it.

    Nor does one tell anything that begins in the midst of a clause and goes on into the next.
    """
    if (
        "," in best.folded
        and start_of(best.sentence.folded, best.span.start, CLAUSE) < best.span.start
    ):
        return True
    return not any(t.tag[0] in "vpd" for t in best.sentence.tokens_in(best.span))
