"""One question, what was answered, and how it was graded."""

from dataclasses import dataclass

from bot.answering.answer import Evidence, Reply
from bot.evaluation import cmrc
from bot.evaluation.causes import Cause, find_cause
from bot.evaluation.judge import Verdict, judge, normalise
from bot.evaluation.questions import GoldQuestion
from bot.prediction import Prediction
from retrieval.page import Span


@dataclass(frozen=True)
class Quote:
    """A sentence to show beside an answer."""

    text: str
    marks: tuple[Span, ...]
    """The answer's place(s) in `text`."""
    source: str
    headline: str | None


@dataclass(frozen=True)
class Outcome:
    """A graded prediction; measures are None where the gold says nothing about them."""

    gold: GoldQuestion
    prediction: Prediction
    quotes: tuple[Quote, ...]
    """The evidence; with no answer the nearest passage, if one was offered."""
    verdict: Verdict | None = None
    em: float | None = None
    """0 or 1, for answerable questions with a list of answers; likewise `f1`."""
    f1: float | None = None
    sentence_hit: bool | None = None
    rank: int | None = None
    """Rank of the question's own passage among the retrieved, from 1; 0 when not among them."""
    known: bool | None = None
    """Whether some candidate is a gold answer; None where nobody looked."""
    cause: Cause | None = None
    """Why it is wrong; None unless graded wrong."""

    @property
    def kind(self) -> str:
        """The kind this question is counted under: the gold's, or else the predicted one."""
        return self.gold.kind or self.prediction["kind"]

    @property
    def answered(self) -> bool:
        """Tell whether an answer was given."""
        return self.prediction["answer"] is not None

    @property
    def right(self) -> bool:
        """Tell whether the prediction was graded right."""
        return self.verdict is not None and self.verdict.right


def grade(
    gold: GoldQuestion,
    prediction: Prediction,
    reply: Reply,
    *,
    reading_comprehension: bool = False,
    rank: int | None = None,
    context: str | None = None,
    known: bool | None = None,
) -> Outcome:
    """Grade one prediction; `context` and `known` are what `find_cause` asks for.

    A reading comprehension set counts an answer right when it matches exactly as the CMRC 2018
    script has it, and the sentence when it holds a gold answer. A question file of our own is
    graded by `judge`, and the sentence by the `evidence` it names.
    """
    quotes = _quotes(reply)
    if not gold.has_gold:
        return Outcome(gold, prediction, quotes, rank=rank)
    verdict = judge(gold, prediction)
    given = prediction["answer"] or ""
    em = cmrc.exact_match(given, gold.answers) if gold.answers else None
    f1 = cmrc.f1(given, gold.answers) if gold.answers else None
    if reading_comprehension and em is not None:
        verdict = Verdict(right=em == 1, wrong_number=verdict.wrong_number and em == 0)
    return Outcome(
        gold=gold,
        prediction=prediction,
        quotes=quotes,
        verdict=verdict,
        em=em,
        f1=f1,
        sentence_hit=_sentence_hit(gold, prediction, by_answer=reading_comprehension),
        rank=rank,
        known=known,
        cause=None if verdict.right else find_cause(gold, reply, context=context, known=known),
    )


def _sentence_hit(gold: GoldQuestion, prediction: Prediction, *, by_answer: bool) -> bool | None:
    """Tell whether a sentence given as evidence is the right one; None where it cannot be told."""
    sentences = [normalise(evidence["text"]) for evidence in prediction["evidence"]]
    if by_answer:
        if not gold.answers:
            return None
        # Several sentences stand behind computed or contradicting answers; the first counts.
        return any(
            normalise(answer) in sentence for sentence in sentences[:1] for answer in gold.answers
        )
    if not gold.evidence or not gold.answerable:
        return None
    expected = [normalise(text) for text in gold.evidence]
    return any(e in s or s in e for s in sentences for e in expected)


def _quotes(reply: Reply) -> tuple[Quote, ...]:
    shown: list[Evidence] = [e for answer in reply.answers for e in answer.evidence]
    if not shown:
        shown = [answer.nearest for answer in reply.answers if answer.nearest]
    return tuple(Quote(e.text, e.marks, e.source, e.article.headline) for e in shown)
