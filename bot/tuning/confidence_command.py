"""`wenbao tune --confidence`: fit the weights of the confidence, and show what they are worth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering.answerer import THRESHOLD
from bot.answering.confidence.features import default_model
from bot.evaluation.confidence import auroc, expected_calibration_error
from bot.evaluation.labels import decimal, percent
from bot.evaluation.squad import read_squad
from bot.files import replacing
from bot.rendering import make_console
from bot.tuning.output import check_output, print_table, require_scipy, say
from bot.tuning.pages import Pair, find_pairs
from retrieval.errors import UserFacingError

if TYPE_CHECKING:
    from bot.tuning.calibration import Judged, Outcome

WEIGHTS = Path(str(files("bot.answering.confidence"))) / "confidence.csv"

GOLD_COUNTS = 6
"""How often a question of `--gold` counts in fitting, against one of `--pages`: there are few, and
those are the ones whose answers may not be lost."""
_FILES = 2
"""Files to a fold from which whole files go to one: questions about a page resemble one another."""
_THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True)
class ConfidenceOptions:
    """What is fitted to what."""

    squad: tuple[Path, ...] = ()
    """SQuAD files; each question is put to its own and to another article."""
    gold: tuple[tuple[Path, Path], ...] = ()
    """Question files (JSONL) with the articles they ask about."""
    pages: tuple[Path, ...] = ()
    """Folders of pages with their questions."""
    folds: int = 3
    seed: int = 0
    out: Path | None = None
    """Where the table is written; None to show figures only."""
    jobs: int = 1


def tune_confidence(options: ConfidenceOptions) -> int:
    """Fit the weights of the confidence, print their figures, and return the exit code 0.

    The figures of the fitted weights are cross-validated; beside them stand those of the weights
    in use. Raises UserFacingError for files that cannot be used, and where scipy is missing.
    """
    require_scipy()
    from bot.tuning.calibration import fit_confidence
    from bot.tuning.table import as_confidence_table
    from bot.tuning.validation import assign_folds

    pairs = [*options.gold, *(pair for folder in options.pages for pair in find_pairs(folder))]
    if not options.squad and not pairs:
        raise UserFacingError("没有题目；请给出 SQuAD 文件，或用 --gold 给出题目和文章")
    inputs = [*options.squad, *(path for pair in pairs for path in pair)]
    check_output(options.out, inputs)
    judged = list(_judge(options, pairs))
    if len({j.right.any() for j in judged}) < 2:
        raise UserFacingError("要有答对和答错的题才能拟合；请检查题目文件和文章是否相配")
    by_file = len({j.group[0] for j in judged}) >= _FILES * options.folds
    groups = [(j.group[0], "") if by_file else j.group for j in judged]
    fold_of = assign_folds(groups, options.folds, options.seed)
    fitted = []
    for fold in range(options.folds):
        folds = [(j, fold_of[group] == fold) for j, group in zip(judged, groups, strict=True)]
        model = fit_confidence(_learnt([j for j, held_out in folds if not held_out], options))
        fitted += [j.outcome(model) for j, held_out in folds if held_out]
    in_use = [j.outcome(default_model()) for j in judged]
    _show({"现用": in_use, "拟合": fitted})
    if options.out is not None:
        table = as_confidence_table(fit_confidence(_learnt(judged, options)), _command(options))
        with replacing(options.out) as file:
            file.write(table)
        say(f"已写入 {options.out}")
    return 0


def _judge(options: ConfidenceOptions, pairs: Sequence[Pair]) -> "Iterator[Judged]":
    from bot.tuning.calibration import judge_file, judge_passages

    for path in options.squad:
        found = list(judge_passages(read_squad(path), jobs=options.jobs))
        say(f"{path.name}：{len(found)} 题次")
        yield from found
    for questions, articles in pairs:
        found = list(judge_file(questions, articles))
        say(f"{questions.name}：{len(found)} 题")
        yield from found


def _learnt(judged: "Sequence[Judged]", options: ConfidenceOptions) -> "list[Judged]":
    """Return what is learnt from, questions of `--gold` as often as they count."""
    gold = {str(questions) for questions, _ in options.gold}
    return [j for j in judged for _ in range(GOLD_COUNTS if j.group[0] in gold else 1)]


def _show(outcomes: "dict[str, list[Outcome]]") -> None:
    """Print the figures of each file at the usual threshold, then of all at several."""
    console = make_console("auto")
    names = list(dict.fromkeys(o.file for some in outcomes.values() for o in some))
    print_table(
        console,
        ("", "权重", "题数", "AUROC", "ECE", "作答", "正确", "拒答对"),
        [
            [
                _row(Path(name).name, weights, [o for o in some if o.file == name])
                for weights, some in outcomes.items()
            ]
            for name in names
        ]
        + [[_row("全部", weights, some) for weights, some in outcomes.items()]],
    )
    console.print()
    print_table(
        console,
        ("阈值", "权重", "作答", "正确", "拒答对"),
        [
            [(str(at), weights, *_shares(some, at)) for weights, some in outcomes.items()]
            for at in _THRESHOLDS
        ],
    )


def _row(name: str, weights: str, outcomes: "Sequence[Outcome]") -> tuple[str, ...]:
    right = [o.confidence for o in outcomes if o.right]
    wrong = [o.confidence for o in outcomes if not o.right]
    error = expected_calibration_error([(o.confidence, o.right) for o in outcomes])
    figures = (decimal(auroc(right, wrong)), decimal(error))
    return (name, weights, str(len(outcomes)), *figures, *_shares(outcomes, THRESHOLD))


def _shares(outcomes: "Sequence[Outcome]", threshold: float) -> tuple[str, ...]:
    """Return which share of the answerable is answered, of those answers is right, of the
    unanswerable is refused."""
    given = [o for o in outcomes if o.confidence >= threshold]
    answerable = sum(o.answerable for o in outcomes)
    unanswerable = len(outcomes) - answerable
    refused = unanswerable - sum(not o.answerable for o in given)
    return (
        percent(sum(o.answerable for o in given) / answerable if answerable else None),
        percent(sum(o.right for o in given) / len(given) if given else None),
        percent(refused / unanswerable if unanswerable else None),
    )


def _command(options: ConfidenceOptions) -> str:
    """Return the command that makes the same table, with the files' names but not their places."""
    words = ["wenbao tune --confidence", *(path.name for path in options.squad)]
    words += [f"--gold {q.name} {a.name}" for q, a in options.gold]
    words += [f"--pages {folder.name}" for folder in options.pages]
    return " ".join([*words, f"--seed {options.seed}"])
