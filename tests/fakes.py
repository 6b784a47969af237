"""A hand-made page and an answerer that finds what it is told, for tests of the channels."""

from dataclasses import replace

from bot.answering.answer import (
    Alternative,
    Answer,
    Evidence,
    Refusal,
    Reply,
    RuleShare,
    Status,
    Trace,
)
from bot.answering.answerer import Answerer
from bot.answering.dialogue import Dialogue
from bot.answering.question import Kind, Question
from retrieval.page import Article, MappedText, Page, Paragraph, Role, Sentence, Span


def make_page(*articles: tuple[str, list[str]], source: str = "晚报.txt") -> Page:
    """Return a page of articles, each a headline and sentences, one paragraph for each."""
    text, made = "", []
    for index, (headline, sentences) in enumerate(articles):
        paragraphs = []
        for number, line in enumerate([headline, *sentences]):
            mapped = MappedText(line, (Span(len(text), len(text) + len(line)),))
            role = Role.PROSE if number else Role.HEADLINE
            paragraphs.append(Paragraph(mapped, role, number, (Sentence(mapped, 0),)))
            text += line + "\n"
        made.append(Article(index, headline, None, (), (), tuple(paragraphs)))
    return Page(source, text, tuple(made))


def find(page: Page, words: str, *, marked: bool = True) -> Evidence:
    """Return the first sentence of `page` with `words` in it, the words marked."""
    for article in page.articles:
        for paragraph in article.prose():
            for sentence in paragraph.sentences:
                at = sentence.text.find(words)
                if at >= 0:
                    marks = (Span(at, at + len(words)),) if marked else ()
                    return Evidence(page, article, paragraph, sentence, marks)
    raise LookupError(words)


class FakeAnswerer(Answerer):
    """Finds in its page the last three characters of the message, or nothing; counts turns."""

    def __init__(self, page: Page) -> None:
        self.pages = (page,)
        self.turns_seen: list[int] = []

    def ask(
        self, message: str, dialogue: Dialogue | None = None, *, explain: bool = False
    ) -> Reply:
        dialogue = Dialogue() if dialogue is None else dialogue
        self.turns_seen.append(len(dialogue.turns))
        question = Question(message, message, Kind.NUMBER, kind_rule="made_up", units=("家",))
        try:
            evidence = find(self.pages[0], message[-3:])
        except LookupError:
            nearest = find(self.pages[0], "。", marked=False)
            answer = Answer(
                question,
                Status.NO_ANSWER,
                None,
                Kind.NUMBER,
                0.1,
                nearest=nearest,
                refusal=Refusal.NOT_MENTIONED,
            )
        else:
            text = evidence.text[evidence.marks[0].start : evidence.marks[0].end]
            traces = (
                Trace(text, 1.5, (RuleShare("unit_fits", 1.0), RuleShare("near_focus", 0.5))),
                Trace("别的", 0.25, (RuleShare("near_focus", 0.25),)),
            )
            end = Span(len(evidence.text) - 1, len(evidence.text))
            answer = Answer(
                question,
                Status.ANSWERED,
                text,
                Kind.NUMBER,
                0.8,
                evidence=(evidence,),
                alternatives=(Alternative("别的", 0.2, replace(evidence, marks=(end,))),),
                traces=traces if explain else (),
            )
        dialogue.add(answer)
        return Reply(message, (answer,))
