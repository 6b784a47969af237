"""An answer and what it rests on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from bot.answering.question import Kind, Question, Reading
from retrieval.page import Article, Page, Paragraph, Sentence, Span


class Status(StrEnum):
    """Whether the text answers."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"


class Refusal(StrEnum):
    """Why there is no answer; the values are the `refusal` of predictions and question files."""

    NOT_MENTIONED = "not_mentioned"
    """What is asked about does not stand in the text."""
    NO_FIGURE = "no_figure"
    """It does, but without a figure that fits; likewise the next four."""
    NO_TIME = "no_time"
    NO_NAME = "no_name"
    NO_PLACE = "no_place"
    NO_REASON = "no_reason"
    NO_MORE = "no_more"
    """More was asked for than the text tells (还有呢)."""
    NOT_UNDERSTOOD = "not_understood"
    """No question about a text was recognised."""


@dataclass(frozen=True)
class Evidence:
    """A sentence of the text and the part of it that answers."""

    page: Page
    article: Article
    paragraph: Paragraph
    sentence: Sentence
    marks: tuple[Span, ...] = ()
    """The answer's place(s) within `sentence.text`; empty where nothing is marked."""

    @property
    def text(self) -> str:
        """The sentence as it reads."""
        return self.sentence.text

    @property
    def source(self) -> str:
        """Path of the file."""
        return self.page.source

    @property
    def span(self) -> Span:
        """The sentence's code points in the file."""
        return self.sentence.mapped.file_span()

    @property
    def answer_spans(self) -> tuple[Span, ...]:
        """The marked parts' code points in the file."""
        return tuple(self.sentence.mapped.file_span(m.start, m.end) for m in self.marks)


def together(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return each sentence once, with all that is marked in it."""
    found: dict[int, Evidence] = {}
    for one in evidence:
        before = found.get(id(one.sentence))
        marks = (*before.marks, *one.marks) if before else one.marks
        found[id(one.sentence)] = replace(one, marks=tuple(sorted(set(marks))))
    return tuple(found.values())


@dataclass(frozen=True)
class Value:
    """A number with its unit, e.g. 20.93 亿元."""

    number: Decimal
    unit: str


@dataclass(frozen=True)
class Alternative:
    """A candidate that came after the winner."""

    text: str
    confidence: float
    evidence: Evidence


@dataclass(frozen=True)
class RuleShare:
    """What one named rule gave a candidate: `share` = weight × value, in score points."""

    rule: str
    share: float


@dataclass(frozen=True)
class Trace:
    """Why one candidate scored as it did."""

    candidate: str
    score: float
    shares: tuple[RuleShare, ...]


@dataclass(frozen=True)
class Answer:
    """The answer to one question, or the statement that the text does not say."""

    question: Question
    status: Status
    text: str | None
    """The short span as it stands in the text, or the computed result; None with no answer."""
    kind: Kind
    confidence: float
    """0 to 1: how likely the answer is right."""
    value: Value | None = None
    evidence: tuple[Evidence, ...] = ()
    """With an answer, what it rests on (several for computed or contradicting answers); with no
    answer, empty."""
    working: str | None = None
    """How a computed answer comes about (`58家 + 12家 = 70家`, `1500亩 = 100公顷`), that two
    figures differ, or against what a change is counted where the question leaves it open
    (`同比增长5%`)."""
    alternatives: tuple[Alternative, ...] = ()
    nearest: Evidence | None = None
    """With no answer: the passage nearest to the question, offered as such."""
    refusal: Refusal | None = None
    """With no answer: why; None with one."""
    traces: tuple[Trace, ...] = ()
    """Filled when an explanation is asked for: the winner, then the runner-up."""


@dataclass(frozen=True)
class Reply:
    """What one message gets: an answer for each question in it (at least one)."""

    message: str
    answers: tuple[Answer, ...]
    readings: tuple[Reading, ...] = ()
    """Words of the message that were taken for others."""
    asked: tuple[str, ...] = ()
    """The questions as they were put (甲呢), one for each answer; if none, as understood."""

    def headed(self) -> Iterator[tuple[str, Answer]]:
        """Yield each answer with its question, as a heading says it."""
        texts = self.asked or (answer.question.text for answer in self.answers)
        return zip(texts, self.answers, strict=True)

    @property
    def answered(self) -> bool:
        """Tell whether at least one question was answered."""
        return any(a.status is Status.ANSWERED for a in self.answers)
