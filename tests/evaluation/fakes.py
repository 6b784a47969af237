"""An answerer that answers from a table, over pages of one sentence a line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bot.answering.answer import Alternative, Answer, Evidence, Refusal, Reply, Status, Value
from bot.answering.dialogue import Dialogue
from bot.answering.question import Kind, Question
from retrieval.page import Article, MappedText, Page, Paragraph, Role, Sentence, Span
from retrieval.retriever import Hit


def make_page(text: str, source: str = "报纸.txt", headline: str | None = "标题") -> Page:
    """Return a page of one article in which every line is a paragraph of one sentence."""
    paragraphs: list[Paragraph] = []
    at = 0
    for line in text.split("\n"):
        mapped = MappedText(line, (Span(at, at + len(line)),))
        sentences = (Sentence(mapped, 0),)
        paragraphs.append(Paragraph(mapped, Role.PROSE, len(paragraphs), sentences))
        at += len(line) + 1
    article = Article(0, headline, None, (), (), tuple(paragraphs))
    return Page(source, text, (article,))


@dataclass(frozen=True)
class Canned:
    """What to answer; the evidence is the first sentence that holds `text`."""

    text: str | None
    confidence: float = 0.9
    kind: Kind = Kind.PHRASE
    value: tuple[str, str] | None = None
    alternatives: tuple[str, ...] = ()
    working: str | None = None
    refusal: Refusal = Refusal.NOT_MENTIONED
    """Why, with no `text`."""


def make_answer(canned: Canned, question: str, pages: tuple[Page, ...]) -> Answer:
    value = Value(Decimal(canned.value[0]), canned.value[1]) if canned.value else None
    evidence = find(canned.text, pages) if canned.text else None
    return Answer(
        question=Question(question, question, canned.kind),
        status=Status.NO_ANSWER if canned.text is None else Status.ANSWERED,
        text=canned.text,
        kind=canned.kind,
        confidence=canned.confidence,
        value=value,
        evidence=(evidence,) if evidence else (),
        working=canned.working,
        alternatives=tuple(
            Alternative(text, canned.confidence / 2, found)
            for text in canned.alternatives
            if (found := find(text, pages))
        ),
        nearest=find("", pages) if canned.text is None else None,
        refusal=canned.refusal if canned.text is None else None,
    )


def find(text: str, pages: tuple[Page, ...]) -> Evidence | None:
    """Return the first sentence that holds `text`, with the place marked."""
    for page in pages:
        for article in page.articles:
            for paragraph in article.paragraphs:
                for sentence in paragraph.sentences:
                    at = sentence.text.find(text)
                    if at >= 0:
                        marks = (Span(at, at + len(text)),) if text else ()
                        return Evidence(page, article, paragraph, sentence, marks)
    return None


@dataclass
class FakeAnswerer:
    """Answers by table: a list of canned answers (one message, several questions) or one."""

    pages: tuple[Page, ...]
    table: Mapping[str, Canned | list[Canned]]
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """Every message with the questions of the turns before it."""

    def ask(
        self, message: str, dialogue: Dialogue | None = None, *, explain: bool = False
    ) -> Reply:
        assert dialogue is not None
        self.asked.append((message, tuple(turn.question.text for turn in dialogue.turns)))
        canned = self.table.get(message, Canned(None, 0.1))
        parts = canned if isinstance(canned, list) else [canned]
        answers = tuple(make_answer(part, message, self.pages) for part in parts)
        for answer in answers:
            dialogue.add(answer)
        return Reply(message, answers)

    def search(self, question: str, k: int) -> list[Hit]:
        """Return the first paragraphs of the pages that share most characters, one a page."""
        shared = [(len(set(page.text) & set(question)), page) for page in self.pages]
        best = sorted(shared, key=lambda pair: -pair[0])[:k]
        return [
            Hit(page, article := page.articles[0], article.paragraphs[0], float(count))
            for count, page in best
        ]
