"""`wenbao tune`: cross-validate, show what the weights are worth, fit on everything, write."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.evaluation.labels import percent
from bot.evaluation.squad import read_squad
from bot.files import replacing
from bot.rendering import make_console
from bot.tuning.examples import Context, read_examples
from retrieval.errors import UserFacingError

if TYPE_CHECKING:
    from bot.tuning.validation import Grade

WEIGHTS = Path(str(files("bot.answering"))) / "weights.csv"

_EVERY = 200
"""Contexts between two signs of life."""


@dataclass(frozen=True)
class TuneOptions:
    """What is fitted to what."""

    questions: tuple[Path, ...]
    """SQuAD files that teach where answers begin and end, and that the figures are about."""
    sentences_only: tuple[Path, ...] = ()
    """SQuAD files that teach only in which sentence answers stand."""
    folds: int = 3
    seed: int = 0
    out: Path | None = None
    """Where the table is written; None to show figures only."""
    jobs: int = 1


def tune(options: TuneOptions) -> int:
    """Fit the table of weights, print its cross-validated figures, and return the exit code 0.

    Raises UserFacingError for files that cannot be used, and where scipy is missing.
    """
    require_scipy()
    from bot.tuning.fitting import Options, fit
    from bot.tuning.table import as_table
    from bot.tuning.validation import cross_validate

    _check_output(options)
    contexts = _read(options.questions, options.jobs)
    more = _read(options.sentences_only, options.jobs, sentences_only=True)
    articles = len({context.article for context in contexts})
    if articles < options.folds:
        raise UserFacingError(f"只有 {articles} 篇文章，分不成 {options.folds} 份；请减小 --folds")
    if not any(example.teaches for context in contexts for example in context.examples):
        raise UserFacingError("没有一题的答案在文中找得到，无从学习；请检查题目文件")

    fitting = Options(seed=options.seed)
    folds: list[list[Grade]] = []
    for grades in cross_validate(contexts, more, options.folds, fitting):
        folds.append(grades)
        _say(f"第 {len(folds)}/{options.folds} 份完成")
    _show(folds)
    if options.out is not None:
        _say("正在用全部题目拟合")
        table = as_table(fit([*contexts, *more], fitting), _command(options))
        with replacing(options.out) as file:
            file.write(table)
        _say(f"已写入 {options.out}")
    return 0


def require_scipy() -> None:
    """Raise UserFacingError where scipy is missing: answering does not need it."""
    if find_spec("scipy") is None:
        raise UserFacingError("tune 要用 scipy；请先运行 pip install 'wenbao[tune]'")


def _check_output(options: TuneOptions) -> None:
    """Refuse, before any work, an output that could not be written or would destroy the input."""
    out = options.out
    if out is None:
        return
    if out.is_dir() or not out.parent.is_dir():
        raise UserFacingError(f"{out}：写不到这里，请给出已有文件夹里的文件名")
    if out.resolve() in {path.resolve() for path in options.questions + options.sentences_only}:
        raise UserFacingError(f"{out}：会覆盖题目文件，请换个文件名")


def _read(paths: Iterable[Path], jobs: int, *, sentences_only: bool = False) -> list[Context]:
    """Return the contexts of all files, saying on stderr how far it is."""
    contexts: list[Context] = []
    for path in paths:
        passages = read_squad(path)
        before, started = len(contexts), time.monotonic()
        for context in read_examples(passages, sentences_only=sentences_only, jobs=jobs):
            contexts.append(context)
            if (len(contexts) - before) % _EVERY == 0:
                _say(f"{path.name}：{len(contexts) - before}/{len(passages)} 段")
        read = contexts[before:]
        examples = [example for context in read for example in context.examples]
        teaching = sum(example.teaches for example in examples)
        _say(
            f"{path.name}：{len(read)} 段 {len(examples)} 题，其中 {teaching} 题的答案是候选之一，"
            f"用时 {time.monotonic() - started:.0f} 秒"
        )
    return contexts


def _show(folds: Sequence[Sequence["Grade"]]) -> None:
    """Print the means of each fold, of all questions and of each family."""
    from rich import box
    from rich.table import Table

    from bot.tuning.validation import Means

    console = make_console("auto")
    styled = console.color_system is not None
    table = Table(box=box.SIMPLE_HEAD if styled else None, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True, style="cyan")
    for heading in ("题数", "EM", "F1", "句子"):
        table.add_column(heading, justify="right", no_wrap=True)
    every = [grade for grades in folds for grade in grades]
    families = sorted({grade.family for grade in every})
    groups = [(f"第 {number} 份", list(grades)) for number, grades in enumerate(folds, start=1)]
    groups.append(("全部", every))
    groups += [(family, [g for g in every if g.family == family]) for family in families]
    for name, grades in groups:
        means = Means.of(grades)
        figures = (percent(share, 2) for share in (means.em, means.f1, means.sentence))
        table.add_row(name, str(means.questions), *figures)
        if name == "全部" or grades is folds[-1]:
            table.add_section()
    console.print(table)


def _command(options: TuneOptions) -> str:
    """Return the command that makes the same table, with the files' names but not their places."""
    words = ["wenbao tune", *(path.name for path in options.questions)]
    words += [f"--sentences-only {path.name}" for path in options.sentences_only]
    return " ".join([*words, f"--seed {options.seed}"])


def _say(text: str) -> None:
    click.echo(text, err=True)
