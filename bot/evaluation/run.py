"""An evaluation from start to end: read the questions, ask them, grade, show."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal, Protocol

from bot.answering.answer import Reply
from bot.answering.dialogue import Dialogue
from bot.evaluation.negatives import with_hard_negatives
from bot.evaluation.oracle import Oracle
from bot.evaluation.outcome import Outcome, grade
from bot.evaluation.questions import GoldQuestion, read_questions
from bot.evaluation.scores import RECALL_AT, as_json
from bot.evaluation.squad import Passage, read_squad
from bot.files import replacing
from bot.prediction import to_prediction
from bot.progress import spinner
from retrieval.errors import UserFacingError
from retrieval.page import Page
from retrieval.retriever import Hit


@dataclass(frozen=True)
class EvalOptions:
    """What an evaluation is to do."""

    questions: Path
    articles: Path | None
    """What a JSONL file asks about; None with a SQuAD file, which brings its own contexts."""
    format: str = "jsonl"
    """`jsonl` or `squad`."""
    open: bool = False
    """SQuAD: search all contexts of the file instead of the question's own."""
    hard_negatives: bool = False
    """SQuAD: put each question to a passage near it that does not answer it, too."""
    always_answer: bool = False
    predictions: Path | None = None
    failures: Path | None = None
    """Where each question that went wrong is written, with the cause."""
    report: Path | None = None
    json: bool = False
    limit: int | None = None
    """Only the first so many questions."""
    threshold: float | None = None
    gold: Path | None = None
    """JSONL: the question file of which `questions` holds other phrasings."""
    color: Literal["auto", "always", "never"] = "auto"


class Answering(Protocol):
    """What an evaluation needs of an answerer."""

    def ask(
        self, message: str, dialogue: Dialogue | None = None, *, explain: bool = False
    ) -> Reply:
        """Answer `message` and remember the turn in `dialogue`."""

    def search(self, question: str, k: int) -> Sequence[Hit]:
        """Return the `k` paragraphs nearest to `question`, the nearest first."""


class MakeAnswerer(Protocol):
    """Builds an answerer over pages; `bot.answering.answerer.Answerer` is one."""

    def __call__(
        self, pages: tuple[Page, ...], *, threshold: float | None, always_answer: bool
    ) -> Answering:
        """Index `pages`."""


Build = Callable[[tuple[Page, ...]], Answering]


def evaluate(options: EvalOptions, make_answerer: MakeAnswerer | None = None) -> int:
    """Run an evaluation, print its figures on stdout, and return the exit code 0.

    Raises UserFacingError for questions, articles or outputs that cannot be used.
    """
    _check_outputs(options)
    build = partial(
        make_answerer or _answerer_class(),
        threshold=options.threshold,
        always_answer=options.always_answer,
    )
    if options.format == "squad":
        passages = _first(read_squad(options.questions), options.limit)
        if options.hard_negatives:
            with spinner("正在找相近的段落 …"):
                passages = with_hard_negatives(passages)
        total = sum(len(passage.questions) for passage in passages)
        look = options.failures is not None or options.report is not None
        run = _ask_open(passages, build) if options.open else _ask_each(passages, build, look)
    else:
        questions = read_questions(options.questions, options.gold)
        total = min(len(questions), options.limit or len(questions))
        run = _ask_file(questions, total, options.articles, build)
    with _lines_file(options.predictions) as write, _lines_file(options.failures) as write_failure:
        outcomes = []
        for outcome in _with_progress(run, total):
            write(outcome.prediction)
            if outcome.cause is not None:
                write_failure(_failure(outcome))
            outcomes.append(outcome)
    _show(options, outcomes)
    return 0


def _answerer_class() -> MakeAnswerer:
    from bot.answering.answerer import Answerer

    return Answerer


def _ask_file(
    questions: Sequence[GoldQuestion], limit: int, articles: Path | None, build: Build
) -> Iterator[Outcome]:
    """Return the outcomes of the first `limit` questions in file order, dialogues in theirs."""
    from retrieval.library import load_pages

    if articles is None:
        raise UserFacingError("没有可读的文章；请用 --articles 指明")
    with spinner("正在读文章 …"):
        answerer = build(load_pages(articles))
    return _dialogues(answerer, questions, limit)


def _dialogues(
    answerer: Answering, questions: Sequence[GoldQuestion], limit: int
) -> Iterator[Outcome]:
    by_id = {question.id: question for question in questions}
    followed = {question.after for question in questions}
    dialogues: dict[str, Dialogue] = {}
    """The dialogue as it stood after a question that others follow."""
    outcomes: dict[str, Outcome] = {}
    for wanted in questions[:limit]:
        # A turn may stand below the one that follows it: ask from the earliest turn not yet asked.
        turns = [wanted]
        while (after := turns[-1].after) is not None and after not in outcomes:
            turns.append(by_id[after])
        for question in reversed(turns):
            if question.id in outcomes:
                continue
            # Every follower gets its own copy: several may follow the same turn.
            before = dialogues[question.after].turns if question.after else []
            dialogue = Dialogue(list(before))
            outcomes[question.id] = _ask(answerer, question, dialogue)
            if question.id in followed:
                dialogues[question.id] = dialogue
        yield outcomes[wanted.id]


def _ask_each(passages: Iterable[Passage], build: Build, look: bool) -> Iterator[Outcome]:
    """Answer each question from its own context; `look` whether candidates have the answer."""
    from retrieval.reader import read_page

    for passage in passages:
        if not passage.questions:
            continue
        page = read_page(passage.context, passage.source)
        answerer = build((page,))
        oracle = Oracle(page) if look else None
        for question in passage.questions:
            yield _ask(
                answerer,
                question,
                Dialogue(),
                reading_comprehension=True,
                context=passage.context,
                known=oracle.knows(question) if oracle else None,
            )


def _ask_open(passages: Sequence[Passage], build: Build) -> Iterator[Outcome]:
    """Answer each question from all contexts of the file, and note where its own is ranked."""
    from retrieval.reader import read_page

    with spinner("正在给全部文章建索引 …"):
        answerer = build(tuple(read_page(p.context, p.source) for p in passages))
    return _searches(answerer, passages)


def _searches(answerer: Answering, passages: Iterable[Passage]) -> Iterator[Outcome]:
    for passage in passages:
        for question in passage.questions:
            hits = answerer.search(question.question, max(RECALL_AT))
            sources = [hit.page.source for hit in hits]
            rank = sources.index(passage.source) + 1 if passage.source in sources else 0
            yield _ask(answerer, question, Dialogue(), reading_comprehension=True, rank=rank)


def _ask(
    answerer: Answering,
    question: GoldQuestion,
    dialogue: Dialogue,
    *,
    reading_comprehension: bool = False,
    rank: int | None = None,
    context: str | None = None,
    known: bool | None = None,
) -> Outcome:
    started = time.perf_counter()
    reply = answerer.ask(question.question, dialogue)
    elapsed_ms = (time.perf_counter() - started) * 1000
    prediction = to_prediction(reply, id=question.id, elapsed_ms=elapsed_ms)
    return grade(
        question,
        prediction,
        reply,
        reading_comprehension=reading_comprehension,
        rank=rank,
        context=context,
        known=known,
    )


def _failure(outcome: Outcome) -> dict[str, Any]:
    """Return what is written of a question that went wrong."""
    prediction = outcome.prediction
    return {
        "id": outcome.gold.id,
        "question": outcome.gold.question,
        "kind": outcome.kind,
        "cause": outcome.cause,
        "gold": outcome.gold.all or outcome.gold.answers or (),
        "answer": prediction["answer"],
        "f1": outcome.f1,
        "confidence": prediction["confidence"],
        "sentences": [evidence["text"] for evidence in prediction["evidence"]],
    }


def _first(passages: Sequence[Passage], limit: int | None) -> tuple[Passage, ...]:
    """Return the passages with only the first `limit` questions; no passage is left out."""
    left = limit
    kept = []
    for passage in passages:
        questions = passage.questions[:left]
        left = None if left is None else left - len(questions)
        kept.append(replace(passage, questions=questions))
    return tuple(kept)


def _with_progress(run: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    """Show how far `run` is on stderr, if that is a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield from run
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = ("答题", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(run, total=total)


def _check_outputs(options: EvalOptions) -> None:
    """Refuse, before any work, outputs that could not be written or would destroy the input."""
    taken = {path.resolve() for path in (options.questions, options.articles, options.gold) if path}
    for path in (options.predictions, options.failures, options.report):
        if path is None:
            continue
        if path.is_dir() or not path.parent.is_dir():
            raise UserFacingError(f"{path}：写不到这里，请给出已有文件夹里的文件名")
        if path.resolve() in taken:
            raise UserFacingError(f"{path}：会覆盖题目文件、文章或另一个输出，请换个文件名")
        taken.add(path.resolve())


@contextmanager
def _lines_file(path: Path | None) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Give a function that writes one record a line."""
    if path is None:
        yield lambda record: None
        return
    with replacing(path) as file:

        def write(record: Mapping[str, Any]) -> None:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            file.flush()

        yield write


def _show(options: EvalOptions, outcomes: Sequence[Outcome]) -> None:
    if options.report is not None:
        from bot.evaluation.report import render_report

        html = render_report(outcomes, title=options.questions.name)
        with replacing(options.report) as file:
            file.write(html)
    if options.json:
        how = {
            "file": os.fspath(options.questions),
            "format": options.format,
            "open": options.open,
            "hard_negatives": options.hard_negatives,
            "always_answer": options.always_answer,
            "threshold": options.threshold,
        }
        print(json.dumps(how | as_json(outcomes), ensure_ascii=False, indent=2))
        return
    from bot.evaluation.tables import print_tables
    from bot.rendering import make_console

    print_tables(outcomes, make_console(options.color))
