"""The figures as tables for the terminal; plain columns where there is no colour."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from bot.evaluation.confidence import ReliabilityBin, reliability
from bot.evaluation.labels import (
    CAUSE_NAMES,
    THRESHOLD_HEADINGS,
    decimal,
    kind_name,
    percent,
    refusal_name,
    style_name,
    threshold_row,
)
from bot.evaluation.outcome import Outcome
from bot.evaluation.scores import (
    RECALL_AT,
    RefusalScore,
    Scores,
    at_thresholds,
    causes,
    confidences_of_answers,
    latency,
    score,
    score_by_kind,
    score_by_style,
    score_refusals,
)
from bot.plain import visible

Column = tuple[str, Callable[[Scores], str]]

COLUMNS: tuple[Column, ...] = (
    ("题数", lambda s: str(s.questions)),
    ("作答", lambda s: str(s.answered)),
    ("答对", lambda s: _of(s.right_answers, s.answerable, s.right_answer_rate)),
    ("拒答对", lambda s: _of(s.right_refusals, s.unanswerable, s.right_refusal_rate)),
    ("错数", lambda s: str(s.wrong_numbers) if s.graded else "—"),
    ("EM", lambda s: percent(s.em, 2)),
    ("F1", lambda s: percent(s.f1, 2)),
    ("句子", lambda s: percent(s.sentence_accuracy, 2)),
    ("候选", lambda s: percent(s.oracle, 2)),
)
RETRIEVAL_COLUMNS: tuple[Column, ...] = (
    ("题数", lambda s: str(s.questions)),
    *((f"R@{k}", lambda s, k=k: percent(s.recall[k] if s.recall else None)) for k in RECALL_AT),
    ("MRR", lambda s: decimal(s.mrr)),
)
_WIDE = 1_000
"""Columns no table has."""
RELIABILITY_HEADINGS = ("置信度", "题数", "平均", "实际正确")


def print_tables(outcomes: Sequence[Outcome], console: Console) -> None:
    """Print the tables per kind and style, then the figures that hold for all questions."""
    overall = score(outcomes)
    kinds = {kind_name(kind): scores for kind, scores in score_by_kind(outcomes).items()}
    _print_scores(console, "类型", COLUMNS, kinds, overall)
    if styles := score_by_style(outcomes):
        console.print()
        named = {style_name(style): scores for style, scores in styles.items()}
        _print_scores(console, "说法", COLUMNS, named, overall)
    if overall.recall:
        console.print("\n检索到本题的文章：")
        _print_scores(console, "类型", RETRIEVAL_COLUMNS, kinds, overall)
    if overall.oracle is not None:
        console.print("\n没有答对的原因：")
        counts = causes(outcomes).items()
        rows = ((CAUSE_NAMES[c], str(n), percent(n / overall.graded, 2)) for c, n in counts)
        _print_table(console, ("原因", "题数", "占全部"), rows)
    if overall.unanswerable and overall.answered:
        console.print("\n阈值提高以后：")
        _print_table(console, THRESHOLD_HEADINGS, map(threshold_row, at_thresholds(outcomes)))
        console.print("\n置信度与实际：")
        bins = reliability(confidences_of_answers(outcomes))
        _print_table(console, RELIABILITY_HEADINGS, map(_reliability_row, bins))
    if refusals := score_refusals(outcomes):
        console.print("\n为什么拒答：")
        _print_refusals(console, refusals)
    console.print()
    for line in _summary(outcomes):
        console.print(line, style="dim")


def _print_scores(
    console: Console,
    what: str,
    columns: Sequence[Column],
    named: Mapping[str, Scores],
    overall: Scores,
) -> None:
    """Print a row for each name in `named`, under the heading `what`, and one for all."""
    columns = [column for column in columns if column[1](overall) != "—"]
    rows = (
        (visible(name), *(cell(scores) for _, cell in columns)) for name, scores in named.items()
    )
    total = ("全部", *(cell(overall) for _, cell in columns))
    _print_table(console, (what, *(heading for heading, _ in columns)), rows, total)


def _print_table(
    console: Console,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    total: Sequence[str] | None = None,
) -> None:
    """Print rows of text, the first column naming them, and the row `total` below a line."""
    styled = console.color_system is not None
    table = Table(box=box.SIMPLE_HEAD if styled else None, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column(headings[0], no_wrap=True, style="cyan")
    for heading in headings[1:]:
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    if total is not None:
        table.add_section()
        table.add_row(*total, style="bold")
    if not console.is_terminal:
        # Only a terminal has an edge at which columns must be cut.
        unbounded = console.options.update(width=_WIDE)
        table.width = Measurement.get(console, unbounded, table).maximum
    console.print(table)


def _reliability_row(bin_: ReliabilityBin) -> Sequence[str]:
    shares = (bin_.confidence, bin_.accuracy)
    return (f"{bin_.low:.1f}–{bin_.high:.1f}", str(bin_.count), *map(percent, shares))


def _print_refusals(console: Console, refusals: Mapping[str, RefusalScore]) -> None:
    """Print which reasons were given for each that is right."""

    def row(refusal: str, scores: RefusalScore) -> Sequence[str]:
        others = (f"{refusal_name(r)} {n}" for r, n in scores.given.items() if r != refusal)
        right = _of(scores.agree, scores.questions, scores.agree / scores.questions)
        return (refusal_name(refusal), str(scores.questions), right, "、".join(others))

    total = sum(scores.questions for scores in refusals.values())
    agree = sum(scores.agree for scores in refusals.values())
    rows = (row(refusal, scores) for refusal, scores in refusals.items())
    last = ("全部", str(total), _of(agree, total, agree / total), "")
    _print_table(console, ("应说", "题数", "说对", "说成"), rows, last)


def _summary(outcomes: Sequence[Outcome]) -> list[str]:
    """Return the lines below the table: grading, abstention, calibration, time."""
    overall, times = score(outcomes), latency(outcomes)
    lines = []
    if overall.graded < overall.questions:
        lines.append(f"没有标准答案、只作答的题：{overall.questions - overall.graded}")
    if overall.graded:
        lines.append(
            f"总正确率 {percent(overall.accuracy)}；"
            f"所答之中正确 {percent(overall.precision)}，作答比例 {percent(overall.coverage)}"
        )
    if overall.auroc is not None:
        lines.append(
            f"辨别文中有无：AUROC {decimal(overall.auroc)}；"
            f"辨别答得对不对（文中没有的算不对）：AUROC {decimal(overall.auroc_right)}"
        )
    if overall.ece is not None:
        lines.append(f"置信度的校准误差（ECE）{decimal(overall.ece)}")
    lines.append(
        f"每题用时（毫秒）：中位 {times.median:.1f}，平均 {times.mean:.1f}，"
        f"95% 在 {times.p95:.1f} 以内，最长 {times.max:.1f}"
    )
    return lines


def _of(part: int, whole: int, share: float | None) -> str:
    return f"{part}/{whole} {percent(share)}" if whole else "—"
