"""The figures as tables for the terminal; plain columns where there is no colour."""

from collections.abc import Callable, Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from bot.evaluation.labels import decimal, kind_name, percent, style_name
from bot.evaluation.outcome import Outcome
from bot.evaluation.scores import (
    RECALL_AT,
    Scores,
    latency,
    score,
    score_by_kind,
    score_by_style,
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
)
RETRIEVAL_COLUMNS: tuple[Column, ...] = (
    ("题数", lambda s: str(s.questions)),
    *((f"R@{k}", lambda s, k=k: percent(s.recall[k] if s.recall else None)) for k in RECALL_AT),
    ("MRR", lambda s: decimal(s.mrr)),
)


def print_tables(outcomes: Sequence[Outcome], console: Console) -> None:
    """Print the tables per kind and style, then the figures that hold for all questions."""
    overall = score(outcomes)
    kinds = {kind_name(kind): scores for kind, scores in score_by_kind(outcomes).items()}
    styles = {style_name(style): scores for style, scores in score_by_style(outcomes).items()}
    _print_table(console, "类型", COLUMNS, kinds, overall)
    if styles:
        console.print()
        _print_table(console, "说法", COLUMNS, styles, overall)
    if overall.recall:
        console.print("\n检索到本题的文章：")
        _print_table(console, "类型", RETRIEVAL_COLUMNS, kinds, overall)
    console.print()
    for line in _summary(outcomes):
        console.print(line, style="dim")


def _print_table(
    console: Console,
    what: str,
    columns: Sequence[Column],
    rows: Mapping[str, Scores],
    overall: Scores,
) -> None:
    """Print a row for each name in `rows`, under the heading `what`, and one for all."""
    columns = [column for column in columns if column[1](overall) != "—"]
    styled = console.color_system is not None
    table = Table(box=box.SIMPLE_HEAD if styled else None, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column(what, no_wrap=True, style="cyan")
    for heading, _ in columns:
        table.add_column(heading, justify="right", no_wrap=True)
    for name, scores in rows.items():
        table.add_row(visible(name), *(cell(scores) for _, cell in columns))
    table.add_section()
    table.add_row("全部", *(cell(overall) for _, cell in columns), style="bold")
    # Only a terminal has an edge at which columns must be cut.
    width = None if console.is_terminal else console.measure(table).maximum
    console.print(table, width=width)


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
        lines.append(f"辨别文中有无：AUROC {decimal(overall.auroc)}")
    if overall.ece is not None:
        lines.append(f"置信度的校准误差（ECE）{decimal(overall.ece)}")
    lines.append(
        f"每题用时（毫秒）：中位 {times.median:.1f}，平均 {times.mean:.1f}，"
        f"95% 在 {times.p95:.1f} 以内，最长 {times.max:.1f}"
    )
    return lines


def _of(part: int, whole: int, share: float | None) -> str:
    return f"{part}/{whole} {percent(share)}" if whole else "—"
