"""How an answer is drawn on a terminal or in plain text; shared by `ask` and the REPL."""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.answering.answer import Answer, Evidence, Refusal, Reply, Trace
from bot.answering.question import Kind
from bot.excerpt import excerpt
from bot.folding import folds
from bot.others import others_shown
from bot.plain import visible
from retrieval.page import Article, Page, Paragraph, Role, Span

REFUSALS = {
    Refusal.NOT_MENTIONED: "文中没有提到。",
    Refusal.NO_FIGURE: "提到了，但没有给出所问的数字。",
    Refusal.NO_TIME: "提到了，但没有给出所问的时间。",
    Refusal.NO_NAME: "提到了，但没有给出所问的名字。",
    Refusal.NO_PLACE: "提到了，但没有给出所问的地点。",
    Refusal.NO_REASON: "提到了，但没有说明原因。",
    Refusal.NO_MORE: "文中没有更多了。",
    Refusal.NOT_UNDERSTOOD: "没看懂，请换个说法；可以问人、时间、地点、数字或原因。",
}

NO_QUESTION = "我只答文章里写的事；想知道什么，直接问就行。"
"""What is said to a greeting or a request."""

CONFIDENCE_WORDS = ((0.9, "很有把握"), (0.7, "较有把握"), (0.5, "有些把握"), (0.0, "把握不大"))
"""From which confidence on each wording holds."""

EXCERPT_MARGIN = 200
"""Characters kept on either side of the answer when a sentence is longer than that."""

NARROWEST = 8
"""Cells that a line has at least, however narrow the terminal."""


def in_words(confidence: float) -> str:
    """Say a confidence (0 to 1) in words."""
    return next(words for least, words in CONFIDENCE_WORDS if confidence >= least)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to `bot.cli.main`; rich would end the process with exit code 1."""
        raise


def make_console(color: Literal["auto", "always", "never"]) -> Console:
    """Return a console for stdout: styled or, without a terminal or with NO_COLOR, plain."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    styled = color == "always" or (
        color == "auto"
        and terminal
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )
    return _Console(
        color_system="standard" if styled else None,
        force_terminal=styled or terminal,
        no_color=not styled,
        highlight=False,
        markup=False,
        emoji=False,
        # A line is a line in a file or pipe; only a terminal has a width to fold at.
        soft_wrap=not terminal,
    )


class Screen:
    """Draws replies and pieces of the pages on a console."""

    def __init__(self, console: Console, pages: Sequence[Page]) -> None:
        self._console = console
        self._styled = console.color_system is not None
        self._pages = pages
        self.articles: tuple[tuple[Page, Article], ...] = tuple(
            (page, article) for page in pages for article in page.articles
        )
        """All articles in reading order: number n of the user is `articles[n - 1]`."""

    def say(self, text: str, style: str = "") -> None:
        """Print one notice; what it is set in by holds for all its lines."""
        words = text.lstrip(" ")
        self._body(text[: len(text) - len(words)], Text(visible(words), style))

    def entry(self, name: str, about: str, width: int) -> None:
        """Print one line of a list: a name, set in, and from cell `width` on what it is."""
        lead = f"  {visible(name)}"
        self._body(lead + " " * (width - cell_len(lead)), Text(visible(about)))

    def reply(self, reply: Reply) -> None:
        """Print every answer of a reply, first how slips of the message were read."""
        if reply.readings:
            words = "".join(f"“{reading.read}”" for reading in reply.readings)
            self.say(f"按{words}理解", "dim")
        for number, (asked, answer) in enumerate(reply.headed()):
            if len(reply.answers) > 1:
                if number:
                    self._console.print()
                self.say(f"〔{asked}〕", "bold")
            self.answer(answer)

    def answer(self, answer: Answer) -> None:
        """Print one answer with what it rests on, or that there is none with what is nearest."""
        if answer.text is None:
            refusal = REFUSALS[answer.refusal or Refusal.NOT_MENTIONED]
            self.say(NO_QUESTION if answer.kind is Kind.NONE else refusal, "yellow")
            if answer.nearest is not None:
                self.say("  最接近的一句（供参考）：", "dim")
                # Unmarked: a mark would look like an answer.
                self._evidence(replace(answer.nearest, marks=()))
            return
        head = Text(visible(answer.text), "bold green")
        head.append(f"  （{in_words(answer.confidence)}）", "not bold dim")
        self._body("", head)
        if answer.working:
            self.say(f"  {answer.working}", "cyan")
        for evidence in answer.evidence:
            self._evidence(evidence)
        if others := others_shown(answer):
            # Said once for all that are as likely as each other.
            alike = groupby(others, lambda other: in_words(other.confidence))
            listed = (f"{'；'.join(o.text for o in same)}（{sure}）" for sure, same in alike)
            self.say(f"  其他可能：{'；'.join(listed)}", "dim")

    def explanation(self, answer: Answer) -> None:
        """Print how the question was understood and, rule by rule, winner against runner-up."""
        question = answer.question
        understood = [f"类型 {question.kind}（规则 {question.kind_rule or '—'}）"]
        if question.units:
            understood.append("单位 " + "、".join(question.units))
        if question.change:
            said = (question.change.basis_span, question.change.word)
            understood.append(
                "变化 " + "、".join(question.text[s.start : s.end] for s in said if s)
            )
        if question.focus:
            understood.append("所问 " + "、".join(question.focus))
        if question.carried:
            understood.append("承上 " + "、".join(question.carried))
        self.say("  " + "；".join(understood), "dim")
        if not answer.traces:
            self.say("  没有可以逐条比较的候选。", "dim")
            return
        winner, *others = answer.traces
        # The same words cut once more score the same: there is nothing to compare.
        other = next((t for t in others if t.shares != winner.shares), None)
        self._console.print(_comparison((winner, other) if other else (winner,)))

    def article_list(self) -> None:
        """Print every article with its number."""
        for number, (page, article) in enumerate(self.articles, 1):
            line = Text(visible(self._title(article)), "bold")
            details = [article.label] if article.label else []
            details.append(f"{len(article.paragraphs)} 段")
            details += ["、".join(name.text for name in article.authors)] if article.authors else []
            if len(self._pages) > 1:
                details.append(page.source)
            line.append(visible("  " + " · ".join(details)), "not bold dim")
            self._body(f"{number:>3}  ", line, "dim")

    def article(self, number: int, cited: Sequence[Evidence] = ()) -> None:
        """Print article `number` (from 1) with its paragraph numbers, citations marked."""
        page, article = self.articles[number - 1]
        for paragraph in article.paragraphs:
            self._paragraph(page, paragraph, cited)

    def cited_paragraphs(self, cited: Sequence[Evidence]) -> None:
        """Print the paragraphs that `cited` sentences stand in, citations marked."""
        shown: list[Paragraph] = []
        for evidence in cited:
            if not any(evidence.paragraph is paragraph for paragraph in shown):
                shown.append(evidence.paragraph)
                self.say(self._place(evidence), "dim")
                self._paragraph(evidence.page, evidence.paragraph, cited)

    def _evidence(self, evidence: Evidence) -> None:
        text, marks = excerpt(evidence.text, evidence.marks, EXCERPT_MARGIN)
        self._body("  ", self._marked(text, marks))
        self.say(f"  —— {self._place(evidence)}", "dim")

    def _paragraph(self, page: Page, paragraph: Paragraph, cited: Sequence[Evidence]) -> None:
        spans = [
            span
            for evidence in cited
            if evidence.page is page
            for span in evidence.answer_spans or (evidence.span,)
        ]
        marks = paragraph.mapped.text_spans(spans)
        body = self._marked(paragraph.text, marks)
        if paragraph.role in (Role.HEADLINE, Role.SUBHEAD):
            body.stylize_before("bold")
        self._body(f"{paragraph.index + 1:>3}  ", body, "dim")

    def _body(self, lead: str, text: Text, lead_style: str = "") -> None:
        """Print `text` after `lead`, on a terminal with all its lines set in under the first."""
        first = Text(lead, lead_style)
        if self._console.soft_wrap:
            self._console.print(first.append_text(text))
            return
        width = max(self._console.width - cell_len(lead), NARROWEST)
        for line in text.split("\n", allow_blank=True):
            for part in line.divide(folds(line.plain, width)):
                part.rstrip()
                # Folded already; rich would break numbers and let punctuation begin a line.
                self._console.print(first + part, overflow="ignore", no_wrap=True, crop=False)
                first = Text(" " * cell_len(lead))

    def _marked(self, text: str, marks: Sequence[Span]) -> Text:
        """Return `text` with `marks` set off: by style, or by 【】 where there is none."""
        drawn, at = Text(style="not dim"), 0
        for mark in sorted(marks):
            drawn.append(visible(text[at : mark.start]))
            marked = visible(text[mark.start : mark.end])
            drawn.append(marked if self._styled else f"【{marked}】", "bold black on yellow")
            at = mark.end
        return drawn.append(visible(text[at:]))

    def _place(self, evidence: Evidence) -> str:
        place = f"{self._title(evidence.article)}，第 {evidence.paragraph.index + 1} 段"
        return f"{evidence.source}：{place}" if len(self._pages) > 1 else place

    def _title(self, article: Article) -> str:
        return article.headline or f"（无标题的第 {article.index + 1} 篇）"


def _comparison(traces: Sequence[Trace]) -> Table:
    """Return a table of what each rule gave the winner and, if there is one, the runner-up."""
    heads = [Text(visible(trace.candidate)) for trace in traces]
    columns = [{share.rule: share.share for share in trace.shares} for trace in traces]
    totals = [trace.score for trace in traces]
    rules = list(dict.fromkeys(rule for column in columns for rule in column))
    if len(traces) > 1:
        winner, loser = columns
        heads.append(Text("差"))
        columns.append({rule: winner.get(rule, 0.0) - loser.get(rule, 0.0) for rule in rules})
        totals.append(totals[0] - totals[1])
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("  规则", no_wrap=True)
    for head in heads:
        table.add_column(head, justify="right")
    # What decided between the two (or, alone, weighed most) comes first.
    for rule in sorted(rules, key=lambda rule: -abs(columns[-1][rule])):
        cells = (f"{column[rule]:+.2f}" if rule in column else "" for column in columns)
        table.add_row(f"  {rule}", *cells)
    table.add_row("  合计", *(f"{total:+.2f}" for total in totals), style="bold")
    return table
