"""How an answer looks in a message: text and buttons, for each of its states."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bot.answering.answer import Alternative, Answer, Evidence, Refusal, Reply
from bot.answering.question import Kind
from bot.excerpt import excerpt
from bot.others import others_shown
from bot.telegram import buttons
from bot.telegram.corpus import Corpus
from bot.telegram.language import Language, say
from bot.telegram.markup import Rich, bold, code, italic, lines, marked, paragraphs, plain, quote
from bot.telegram.splitting import shorten
from retrieval.page import Article, Role, Span
from retrieval.script import Script, script_of, to_script

UNSURE = 0.7
"""Confidence below which the reader is told to check."""
MARGINS = (200, 80, 30, 0)
"""Characters kept around the marks of a sentence; the first that makes the message short enough."""
PARAGRAPH_MARGINS = (1500, 600, 200, 60)
"""The same for a paragraph shown in place."""
LONGEST_ANSWER = 600
"""Characters of an answer set in bold; a longer one (a quotation) is cut, the quote has it all."""
MOST_EVIDENCE = 4
"""Sentences shown of an answer that rests on more."""


class Shown(StrEnum):
    """What a message shows beside the answer."""

    NOTHING = "nothing"
    SOURCE = "source"
    """The paragraphs the answer stands in."""
    OTHERS = "others"
    """The candidates that came after it."""


@dataclass(frozen=True)
class View:
    """A message: its text, at most as long as Telegram allows, and its buttons."""

    text: Rich
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True)
class Style:
    """In which language a message speaks and in which script it quotes."""

    language: Language
    script: Script | None
    """None to quote as the text is written."""
    source: Script | None = None
    """The script of the texts quoted."""
    many_pages: bool = False
    """Whether a place must name its file."""

    def say(self, key: str, **values: object) -> Rich:
        """Return a phrase of the interface."""
        return plain(say(self.language, key, **values))

    def words(self, text: str) -> str:
        """Return words of the text in the script of the answer, as long as they were."""
        return to_script(text, self.script, self.source) if self.script else text


def style_for(question: str, language: Language, corpus: Corpus) -> Style:
    """Return the style of an answer: the script of the question, or else of the interface."""
    return Style(
        language,
        script_of(question) or language.script,
        corpus.script,
        many_pages=len(corpus.pages) > 1,
    )


def answer_view(
    reply: Reply,
    style: Style,
    answer_id: int,
    *,
    shown: Shown = Shown.NOTHING,
    follow_ups: Sequence[str] = (),
    heading: bool = False,
) -> View:
    """Return the message that answers; with `heading` it repeats the question."""
    for margin, paragraph_margin in zip(MARGINS, PARAGRAPH_MARGINS, strict=True):
        parts = [readings_of(reply, style)]
        for asked, answer in reply.headed():
            if heading or len(reply.answers) > 1:
                parts.append(heading_of(asked))
            if shown is Shown.SOURCE:
                parts.append(lines(_head(answer, style), _source(answer, style, paragraph_margin)))
            else:
                parts.append(lines(_head(answer, style), _basis(answer, style, margin)))
        if shown is Shown.OTHERS:
            parts.append(_others(reply, style, margin))
        text = paragraphs(*parts)
        if text.units <= MessageLimit.MAX_TEXT_LENGTH:
            break
    keyboard = _keyboard(reply, style.language, answer_id, shown, follow_ups)
    return View(shorten(text, MessageLimit.MAX_TEXT_LENGTH), keyboard)


def heading_of(question: str) -> Rich:
    """Return a question as it stands above its answer."""
    return bold("〔" + plain(question) + "〕")


def readings_of(reply: Reply, style: Style) -> Rich:
    """Return how slips of the message were read, nothing if there were none."""
    if not reply.readings:
        return Rich()
    words = (say(style.language, "quoted", word=style.words(r.read)) for r in reply.readings)
    return italic(style.say("read_as", words="".join(words)))


def _head(answer: Answer, style: Style) -> Rich:
    """Return the answer itself, or that there is none."""
    if answer.text is None:
        if answer.kind is Kind.NONE:
            return bold(style.say("no_question"))
        return bold(style.say(answer.refusal or Refusal.NOT_MENTIONED))
    head = bold(plain(_cut(style.words(answer.text))))
    if answer.confidence < UNSURE:
        head = head + "  " + italic(style.say("unsure"))
    return head


def _basis(answer: Answer, style: Style, margin: int) -> Rich:
    """Return what an answer rests on; where there is none, what is nearest."""
    if answer.text is not None:
        return working_and_evidence(answer, answer.evidence, style, margin)
    if answer.nearest is None:
        return Rich()
    # Unmarked: a mark would look like an answer.
    nearest = replace(answer.nearest, marks=())
    return lines(style.say("nearest"), _quoted(nearest, style, margin))


def working_and_evidence(
    found: Answer | Alternative,
    evidence: Iterable[Evidence],
    style: Style,
    margin: int = MARGINS[0],
) -> Rich:
    """Return what an answer rests on: how it is computed, and its sentences with their places."""
    working = found.working if isinstance(found, Answer) else None
    shown = _merged(evidence)[:MOST_EVIDENCE]
    return lines(
        code(style.words(working)) if working else Rich(),
        *(_quoted(one, style, margin) for one in shown),
    )


def _quoted(evidence: Evidence, style: Style, margin: int) -> Rich:
    """Return a sentence as a quotation, the answer marked, and the place it stands in."""
    text, marks = excerpt(style.words(evidence.text), evidence.marks, margin)
    return lines(quote(marked(text, marks)), _place(evidence, style))


def _place(evidence: Evidence, style: Style) -> Rich:
    title = style.words(evidence.article.headline or "") or style.say(
        "untitled", number=evidence.article.index + 1
    )
    # A pasted text is called what its first line says, most often its headline.
    named = style.many_pages and evidence.source != evidence.article.headline
    source = plain(evidence.source) + "：" if named else Rich()
    number = style.say("paragraph", number=evidence.paragraph.index + 1)
    return italic(plain("—— ") + source + title + number)


def _source(answer: Answer, style: Style, margin: int) -> Rich:
    """Return the paragraphs an answer stands in, as printed, each in an expandable quotation."""
    blocks = [] if answer.text is not None else [style.say("nearest")]
    if answer.working:
        blocks.append(code(style.words(answer.working)))
    for evidence, marks in cited((answer,)):
        text, shown = excerpt(evidence.paragraph.text, marks, margin)
        blocks += [quote(marked(text, shown), expandable=True), _place(evidence, style)]
    return lines(*blocks)


def _others(reply: Reply, style: Style, margin: int) -> Rich:
    """Return the other candidates, those of one sentence together."""
    others = [other for answer in reply.answers for other in others_shown(answer)]
    blocks = [style.say("others")]
    for evidence in _merged(other.evidence for other in others):
        words = [o.text for o in others if o.evidence.sentence is evidence.sentence]
        texts = "；".join(_cut(style.words(text)) for text in dict.fromkeys(words))
        blocks.append(lines(bold(plain(texts)), _quoted(evidence, style, margin)))
    return paragraphs(*blocks)


def cited(answers: Iterable[Answer]) -> list[tuple[Evidence, tuple[Span, ...]]]:
    """Return each paragraph that answers rest on, once, with the marks in its text.

    For an answer that the text does not give it is the nearest passage, unmarked.
    """
    found: dict[int, tuple[Evidence, list[Span]]] = {}
    for answer in answers:
        for evidence in answer.evidence:
            _, spans = found.setdefault(id(evidence.paragraph), (evidence, []))
            spans += evidence.answer_spans
        if answer.nearest is not None:
            found.setdefault(id(answer.nearest.paragraph), (answer.nearest, []))
    return [(e, e.paragraph.mapped.text_spans(spans)) for e, spans in found.values()]


def _merged(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Put together what stands in the same sentence: it is shown once with all its marks."""
    found: list[Evidence] = []
    for one in evidence:
        for number, other in enumerate(found):
            if other.sentence is one.sentence:
                marks = tuple(sorted(set(other.marks + one.marks)))
                found[number] = replace(other, marks=marks)
                break
        else:
            found.append(one)
    return found


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_ANSWER else text[:LONGEST_ANSWER] + "…"


def _keyboard(
    reply: Reply,
    language: Language,
    answer_id: int,
    shown: Shown,
    follow_ups: Sequence[str],
) -> InlineKeyboardMarkup:
    row = []
    if any(answer.evidence or answer.nearest for answer in reply.answers):
        row.append(_toggle(language, answer_id, shown, Shown.SOURCE))
    if any(others_shown(answer) for answer in reply.answers):
        row.append(_toggle(language, answer_id, shown, Shown.OTHERS))
    row += [
        InlineKeyboardButton("👍", callback_data=buttons.verdict(answer_id, good=True)),
        InlineKeyboardButton("👎", callback_data=buttons.verdict(answer_id, good=False)),
    ]
    return InlineKeyboardMarkup([row, *question_rows(follow_ups)])


def _toggle(language: Language, answer_id: int, shown: Shown, what: Shown) -> InlineKeyboardButton:
    opened = shown is what
    label = say(language, f"{'close' if opened else 'open'}_{what}")
    data = buttons.show(answer_id, Shown.NOTHING if opened else what)
    return InlineKeyboardButton(label, callback_data=data)


def question_rows(questions: Sequence[str]) -> list[list[InlineKeyboardButton]]:
    """Return a row with a button for each question; pressing it asks it."""
    return [
        [InlineKeyboardButton(question, callback_data=buttons.ask(number))]
        for number, question in enumerate(questions)
    ]


def article_title(article: Article, style: Style) -> Rich:
    """Return the headline of an article, or what stands for it."""
    if article.headline:
        return plain(style.words(article.headline))
    return style.say("untitled", number=article.index + 1)


def article_text(article: Article) -> Rich:
    """Return a whole article as printed, its headings in bold."""
    return paragraphs(
        *(
            bold(plain(p.text)) if p.role in (Role.HEADLINE, Role.SUBHEAD) else plain(p.text)
            for p in article.paragraphs
            if p.text
        )
    )
