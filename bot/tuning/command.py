"""`wenbao tune`: cross-validate, show what the weights are worth, fit on everything, write."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from bot.evaluation.labels import percent
from bot.evaluation.squad import read_squad
from bot.files import replacing
from bot.rendering import make_console
from bot.tuning.examples import Context, read_examples
from bot.tuning.output import check_output, print_table, require_scipy, say
from bot.tuning.pages import Pair, find_pairs, read_page_examples
from retrieval.errors import UserFacingError

if TYPE_CHECKING:
    from bot.tuning.study import Variant
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
    gold: tuple[Pair, ...] = ()
    """Question files with the pages they ask about, which teach what is asked in use."""
    pages: tuple[Path, ...] = ()
    """Folders of more of them."""
    folds: int = 3
    seed: int = 0
    out: Path | None = None
    """Where the table is written; None to show figures only."""
    jobs: int = 1
    study: str | None = None
    """What to compare, instead of fitting a table: a name in `study.STUDIES`."""


def tune(options: TuneOptions) -> int:
    """Fit the table of weights, print its cross-validated figures, and return the exit code 0.

    With a study print its figures instead, and write nothing. Raises UserFacingError for files
    that cannot be used, and where scipy is missing.
    """
    require_scipy()
    from bot.tuning.fitting import Options, fit
    from bot.tuning.study import STUDIES, Variant
    from bot.tuning.table import as_table

    if not options.questions:
        raise UserFacingError("没有题目；请给出 SQuAD 格式的题目文件")
    pairs = [*options.gold, *(pair for folder in options.pages for pair in find_pairs(folder))]
    inputs = [
        *options.questions,
        *options.sentences_only,
        *(path for pair in pairs for path in pair),
    ]
    check_output(options.out, inputs)
    contexts = _read(options.questions, options.jobs)
    more = _read(options.sentences_only, options.jobs, sentences_only=True)
    pages = _read_pages(pairs)
    fitting = Options(seed=options.seed)
    if options.study is not None:
        variants = STUDIES[options.study](fitting)
        _show_study({v.name: _validate(v, contexts, more, pages, options.folds) for v in variants})
        return 0
    _show(_validate(Variant("", fitting), contexts, more, pages, options.folds))
    if options.out is not None:
        say("正在用全部题目拟合")
        table = as_table(fit([*contexts, *more], fitting, pages), _command(options))
        with replacing(options.out) as file:
            file.write(table)
        say(f"已写入 {options.out}")
    return 0


def _read(paths: Iterable[Path], jobs: int, *, sentences_only: bool = False) -> list[Context]:
    """Return the contexts of all files, saying on stderr how far it is."""
    contexts: list[Context] = []
    for path in paths:
        passages = read_squad(path)
        before, started = len(contexts), time.monotonic()
        for context in read_examples(passages, sentences_only=sentences_only, jobs=jobs):
            contexts.append(context)
            if (len(contexts) - before) % _EVERY == 0:
                say(f"{path.name}：{len(contexts) - before}/{len(passages)} 段")
        read = contexts[before:]
        examples = [example for context in read for example in context.examples]
        teaching = sum(example.teaches for example in examples)
        say(
            f"{path.name}：{len(read)} 段 {len(examples)} 题，其中 {teaching} 题的答案是候选之一，"
            f"用时 {time.monotonic() - started:.0f} 秒"
        )
    return contexts


def _read_pages(pairs: Sequence[Pair]) -> list[Context]:
    """Return a context for each question about the pages."""
    found = [context for pair in pairs for context in read_page_examples(pair)]
    if pairs:
        teaching = sum(example.teaches for context in found for example in context.examples)
        say(f"{len(pairs)} 个版面：{len(found)} 题，其中 {teaching} 题的答案是候选之一")
    return found


def _validate(
    variant: "Variant",
    contexts: Sequence[Context],
    more: Sequence[Context],
    pages: Sequence[Context],
    folds: int,
) -> list[list["Grade"]]:
    """Return the grades of each fold, saying on stderr how far it is."""
    from bot.tuning.validation import cross_validate

    done: list[list[Grade]] = []
    for grades in cross_validate(
        contexts, more, folds, variant.options, pages=pages, share=variant.share
    ):
        done.append(grades)
        say(f"{variant.name} 第 {len(done)}/{folds} 份完成".lstrip())
    return done


def _show_study(variants: Mapping[str, Sequence[Sequence["Grade"]]]) -> None:
    """Print the means of each variant, and in points how far they are from the first one's."""
    from bot.tuning.validation import Means

    means = [
        Means.of([g for grades in folds for g in grades if not g.of_page])
        for folds in variants.values()
    ]
    shares = [(m.em, m.f1, m.sentence) for m in means]
    rows = [
        (
            name,
            *(
                cell
                for share, first in zip(own, shares[0], strict=True)
                for cell in (percent(share, 2), f"{100 * (share - first):+.2f}")
            ),
        )
        for name, own in zip(variants, shares, strict=True)
    ]
    headings = ("", "EM", "差", "F1", "差", "句子", "差")
    print_table(make_console("auto"), headings, (rows[:1], rows[1:]))


def _show(folds: Sequence[Sequence["Grade"]]) -> None:
    """Print the means of each fold, of all questions and of each family; those of pages apart."""
    every = [grade for grades in folds for grade in grades if not grade.of_page]
    of_pages = [grade for grades in folds for grade in grades if grade.of_page]
    families, page_families = (
        sorted({grade.family for grade in some}) for some in (every, of_pages)
    )
    print_table(
        make_console("auto"),
        ("", "题数", "EM", "F1", "句子", "候选"),
        (
            [
                _row(f"第 {at} 份", [g for g in grades if not g.of_page])
                for at, grades in enumerate(folds, start=1)
            ],
            [_row("全部", every)],
            [_row(name, [g for g in every if g.family == name]) for name in families],
            [_row("版面", of_pages)] if of_pages else [],
            [
                _row(f"版面 {name}", [g for g in of_pages if g.family == name])
                for name in page_families
            ],
        ),
    )


def _row(name: str, grades: Sequence["Grade"]) -> tuple[str, ...]:
    from bot.tuning.validation import Means

    means = Means.of(grades)
    shares = (means.em, means.f1, means.sentence, means.oracle)
    return (name, str(means.questions), *(percent(share, 2) for share in shares))


def _command(options: TuneOptions) -> str:
    """Return the command that makes the same table, with the files' names but not their places."""
    words = ["wenbao tune", *(path.name for path in options.questions)]
    words += [f"--sentences-only {path.name}" for path in options.sentences_only]
    words += [f"--gold {asked.name} {articles.name}" for asked, articles in options.gold]
    words += [f"--pages {folder.name}" for folder in options.pages]
    return " ".join([*words, f"--seed {options.seed}"])
