"""What asks the thread to go on: 还有呢, 然后呢, 为什么 after an answer."""

import re
from dataclasses import replace
from functools import partial

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Answer, Refusal, Status
from bot.answering.datafiles import table_words
from bot.answering.facts.enumerations import find_enumerations
from bot.answering.marking import marked
from bot.answering.question import Kind
from bot.answering.strategies.base import Context, no_answer
from bot.answering.strategies.followed.turn_before import TurnBefore, turn_before
from bot.answering.understanding.understand import understand
from retrieval.fold import fold
from retrieval.page import Span

_words = partial(table_words, __package__, "follow_ups.toml")

_SURE = 0.7
_EDGE = re.compile(r"^(?:那么?|哦|嗯|,|\s)+|[?!。,\s]+$")


def _is(text: str, table: str) -> bool:
    return _EDGE.sub("", fold(text)) in _words(table)


def keeps_thread(answer: Answer) -> bool:
    """Tell whether the next turn leans on the one before this, which said nothing and got nothing.

    (还有呢, and there is no more; 谁; small talk.)
    """
    question = answer.question
    if answer.status is Status.ANSWERED:
        return False
    return not question.focus or _is(question.text, "more") or _is(question.text, "then")


def answer_going_on(text: str, context: Context) -> Answer | None:
    """Return the rest of the list, or the next sentence; None if neither is asked.

    Where there is no more, there is no answer: what is like it elsewhere is not asked for.
    """
    more = _is(text, "more")
    if context.before is None or not (more or _is(text, "then")):
        return None
    question = understand(text, context.finder.known).as_kind(Kind.LIST if more else Kind.PHRASE)
    turn = turn_before(context.before, context.finder)
    found = None
    if turn is not None:
        found = _rest_of_list(turn) if more else _next_sentence(turn)
    if turn is None or found is None:
        return replace(no_answer(question), refusal=Refusal.NO_MORE)
    sentence, span = found
    return Answer(
        question,
        Status.ANSWERED,
        sentence.sentence.text[span.start : span.end],
        question.kind,
        _SURE,
        evidence=(marked(turn.article, sentence, span),),
    )


def _next_sentence(turn: TurnBefore) -> tuple[AnnotatedSentence, Span] | None:
    """Return what the paragraph says after the sentence of the answer, None at its end."""
    same = turn.article.of_paragraph(turn.sentence.paragraph)
    later = next(iter(same[same.index(turn.sentence) + 1 :]), None)
    return None if later is None else (later, Span(0, len(later.folded.rstrip("。"))))


def _rest_of_list(turn: TurnBefore) -> tuple[AnnotatedSentence, Span] | None:
    """Return what follows the answer in the list that it stands in, None if it is the end."""
    for found in find_enumerations(turn.sentence.folded, turn.sentence.tokens):
        later = [item for item in found.items if item.start >= turn.mark.end]
        if found.is_marked and later and any(item.contains(turn.mark) for item in found.items):
            return turn.sentence, Span(later[0].start, later[-1].end)
    return None


def why_asked(text: str, before: Answer) -> str | None:
    """Return the question that 为什么 is after an answer: 为什么 + what was asked, answered.

    None if it is not that word alone, or if there is nothing to ask it of.
    """
    asked = before.question
    if not _is(text, "why") or before.status is not Status.ANSWERED or before.text is None:
        return None
    if asked.kind.is_explanation or asked.wh is None:
        return None
    end = asked.wh.end
    noun = asked.head if asked.asks_sort else next(iter(asked.units), "")
    if noun and asked.folded.startswith(noun, end) and before.text.endswith(noun):
        end += len(noun)
    told = "" if asked.kind is Kind.YES_NO else before.text
    said = asked.text[: asked.wh.start] + told + asked.text[end:]
    return "为什么" + _EDGE.sub("", said)
