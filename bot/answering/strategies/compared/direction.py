"""Which way something differs from another: 今年的案子比去年多还是少.

It is asked by how much it is more, then by how much it is less: the difference that the text
states, or that its figures come to, goes one way.
"""

import re
from dataclasses import replace

from bot.answering.answer import Answer, Status
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.computed.arithmetic import answer_arithmetic
from bot.answering.strategies.computed.decomposition import operations, words
from bot.answering.understanding.understand import understand
from retrieval.patterns import any_of

_PAIRS = tuple(tuple(pair.split("/")) for pair in words("ways", "pairs"))
_PLAIN = ("增长", "下降")
"""The words that texts say most for the first and the second of a pair."""
_WORDS = any_of(
    [*words("directions", "more"), *words("directions", "less"), *(w for p in _PAIRS for w in p)]
)
_WHICH_WAY = re.compile(
    rf"^(?P<of>.+?),?(?:是|系)?(?P<one>{_WORDS})(?P<end>了?)"
    rf"(?:,?还是|定|是)(?P<other>{_WORDS})(?P=end)\??$"
)
_COMPARED = re.compile("(?:跟|和|与|同)(?P<with>[^,]+?)相?比(?:起来|较)?$")
"""What something is set against, the verb last (跟去年比)."""


def answer_direction(question: Question, context: Context) -> Answer | None:
    """Return one of the two words between which the question leaves the choice (多还是少)."""
    asked = _WHICH_WAY.match(question.folded)
    if asked is None or context.always_answer:
        return None
    one, other = asked["one"], asked["other"]
    words_said = (one, other) if (one, other) in _PAIRS else (other, one)
    known = words_said in _PAIRS
    if not known and operations()["directions"]["opposite"].get(one) != other:
        return None
    of = _COMPARED.sub(r"比\g<with>", asked["of"])
    ways = [
        _difference(of, word, context)
        or (_difference(of, _PLAIN[words_said.index(word)], context) if known else None)
        for word in (one, other)
    ]
    found = {
        word: answer
        for word, opposite, answer in zip((one, other), (other, one), ways, strict=True)
        if answer is not None and not (answer.text or "").startswith(opposite)
    }
    if len(found) != 1:
        return None
    ((word, answer),) = found.items()
    return replace(
        answer,
        question=question,
        kind=question.kind,
        text=word + asked["end"],
        value=None,
        alternatives=(),
    )


def _difference(of: str, word: str, context: Context) -> Answer | None:
    """Return by how much something is more (or less); it begins with 少 where it is less."""
    question = understand(f"{of}{word}了多少", context.finder.known)
    answer = answer_arithmetic(question, context) or context.span_answer(question)
    sure = answer.status is Status.ANSWERED and answer.confidence >= context.threshold
    return answer if sure else None
