"""What a text answers to a question that it asks itself: 路为何难走?局长说,甲。

Such a question stands in a sentence of its own; what comes after it answers, without who says so
and without what only leads up to it (打个比方:).
"""

import re
from collections.abc import Iterator

from bot.answering.facts.speech import speech_verbs
from bot.answering.matching.match import Match
from bot.answering.question import Kind, Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.explained.clauses import Clause
from bot.answering.strategies.explained.reading import Reading
from bot.answering.strategies.explained.reasons.before_effect import gives_reason
from bot.answering.strategies.explained.told_clauses import Found
from bot.answering.strategies.passages import matches
from bot.answering.understanding.kind import find_asked
from retrieval.page import Role, Span

_SAME_QUESTION = 0.5
"""Share of the posed question's characters of content that the reader's must have: it is put in
other words (开板, 开)."""
_POSED = 0.3
"""What it is worth that a posed question has nothing but what is asked."""
_ASKED = 0.4
"""Share of the reader's question that the posed one and the text around it must have."""
_SAYS_NOTHING = frozenset({"这么", "那么", "这样", "那样", "今年", "会", "能"})
"""Words of a question that the posed one need not have."""
_LONGEST_SPEAKER = 24
"""Characters in a clause that only says who speaks."""
_FINDING = ("发现", "认为", "觉得", "得知", "看出")
"""Verbs after which what was found out is told."""
_CONTENT = "nvaijlsz"
"""First letters of the parts of speech that say what a question is about."""
_LONGEST_LEAD = 24
"""Characters in a clause that only leads up to what follows its colon."""
_NEAR = 3
"""Sentences after the question of which one that gives a reason for what is asked answers why."""
_FAR = 2
"""Sentences after the question of which the first with something to say answers."""

_COUNTED = re.compile(
    "(?:主要|大致|无非|就|不外)?[是有靠]?这?[两二三四五六几\\d]"
    "(?:件事情?|[个条大]*(?:方面|原因|因素|理由)|[条点块]|笔账)"
)
"""What a sentence says that only announces what comes."""


def answers_posed(question: Question, context: Context) -> Iterator[Found]:
    """Yield what follows each question of the texts that asks what `question` asks."""
    for match in matches(question, context.finder):
        for number, sentence in enumerate(match.article.sentences):
            if not sentence.folded.rstrip("”’ ").endswith("?"):
                continue
            alike = _likeness(question, match, number)
            if alike >= _SAME_QUESTION:
                posed = Reading(match, number, _SAYS_NOTHING)
                told = _told(match, number)
                if told is not None:
                    found = posed.found(Span(0, len(posed.folded)))
                    # 高价 is said where 卖上价 is.
                    put_otherwise = {w for w in match.words if set(w) & set(posed.folded)}
                    stated = Reading(match, number, _SAYS_NOTHING | put_otherwise)
                    worth = posed.worth(found) + _POSED * alike
                    yield Found(told[0], told[1], worth, stated)


def _likeness(question: Question, match: Match, number: int) -> float:
    """Return the share of a posed question's content that the reader's has, 0 if it asks else."""
    reading = Reading(match, number, _SAYS_NOTHING)
    sentence = reading.sentence
    if find_asked(sentence.folded, sentence.tokens).kind is not question.kind:
        return 0.0
    if reading.worth(reading.found(Span(0, len(sentence.folded)))) < _ASKED:
        return 0.0
    content = [t for t in sentence.tokens if t.tag[0] in _CONTENT]
    same = sum(
        reading.is_asked(t.start, t.end) or char in question.folded
        for t in content
        for char in t.text
    )
    return same / max(sum(len(t.text) for t in content), 1)


def _told(match: Match, number: int) -> tuple[Reading, Span] | None:
    """Return what the sentences after a question say first, beside who says it.

    After one that only says again what is asked why, or whom the reporter went to ask, it is the
    first that marks a reason.
    """
    following = [
        at
        for at in range(number + 1, len(match.article.sentences))
        if match.article.sentences[at].paragraph.role is Role.PROSE
    ]
    asks_why = match.question.kind is Kind.REASON
    for at in following[:_NEAR] if asks_why else ():
        reading = Reading(match, at)
        rest = after_lead_in(reading, reading.clauses)
        asked = reading.share(reading.whole) >= _AGAIN
        if rest and asked and gives_reason(reading):
            return reading, _without_quotes(reading, rest)
    left = _FAR
    passed = False
    for at in following:
        reading = Reading(match, at)
        if not left or reading.folded.rstrip("”’ ").endswith("?"):
            return None
        left -= 1
        rest = after_lead_in(reading, reading.clauses)
        if asks_why and not gives_reason(reading) and (passed or _asks_again(reading)):
            left, passed = left + (not passed), True
            continue
        if rest and not _points_at_question(reading) and not _only_announces(reading, rest):
            return reading, _without_quotes(reading, rest)
    return None


def _without_quotes(reading: Reading, rest: tuple[Clause, ...]) -> Span:
    """Return what a sentence tells, to the end of what is said where somebody begins to speak."""
    start = _after_finding(reading, rest)
    closes = reading.folded.find("”", start) if reading.folded[start] == "“" else -1
    return Span(start, closes if closes >= 0 else len(reading.folded))


_ASKS_AROUND = re.compile(
    "(?:记者|笔者|本报)[^,。]{0,8}(?:来到|采访|走访|联系|咨询|致电|询问|请教|走进|探访|寻找|求证)"
    "|(?:采访|咨询|请教|询问|走访)了"
)
_AGAIN = 0.5
"""Share of a question's words with which a sentence only says it again."""


def _asks_again(reading: Reading) -> bool:
    """Tell whether a sentence says again what is asked, or whom the reporter went to ask."""
    whole = reading.whole
    return _ASKS_AROUND.search(reading.folded) is not None or reading.share(whole) >= _AGAIN


def _after_finding(reading: Reading, clauses: tuple[Clause, ...]) -> int:
    """Return where what was found out begins (他翻遍记录,发现[甲])."""
    for clause in clauses[1:_FAR]:
        for verb in _FINDING:
            if reading.folded.startswith(verb, clause.span.start):
                return clause.span.start + len(verb)
    return clauses[0].span.start


def after_lead_in(reading: Reading, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Return the clauses without the first ones that only say who speaks or that it follows."""
    at = 0
    while at < len(clauses) and _leads_in(reading, clauses[at]):
        at += 1
    return clauses[at:]


def _leads_in(reading: Reading, clause: Clause) -> bool:
    text = reading.folded[clause.span.start : clause.span.end]
    if clause.mark == ":" and len(text) <= _LONGEST_LEAD:
        return True
    speaks = any(verb.end == len(text) for verb in speech_verbs(text))
    return speaks and clause.mark in (",", ":") and len(text) <= _LONGEST_SPEAKER


def _only_announces(reading: Reading, clauses: tuple[Clause, ...]) -> bool:
    """Tell whether a sentence only says how many things it is that follow (主要是两件事。)."""
    text = reading.folded[clauses[0].span.start : clauses[-1].span.end]
    return len(clauses) == 1 and _COUNTED.fullmatch(text.strip("“”")) is not None


def _points_at_question(reading: Reading) -> bool:
    """Tell whether a sentence only speaks of the question (有人这样问过他。)."""
    return "问" in reading.folded and len(reading.clauses) == 1
