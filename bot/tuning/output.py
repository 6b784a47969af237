"""What both commands of the tuning share: checks before the work, signs of life, tables."""

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table

from retrieval.errors import UserFacingError


def require_scipy() -> None:
    """Raise UserFacingError where scipy is missing: answering does not need it."""
    if find_spec("scipy") is None:
        raise UserFacingError("tune 要用 scipy；请先运行 pip install 'wenbao[tune]'")


def check_output(out: Path | None, inputs: Iterable[Path]) -> None:
    """Refuse, before any work, an output that could not be written or would destroy an input."""
    if out is None:
        return
    if out.is_dir() or not out.parent.is_dir():
        raise UserFacingError(f"{out}：写不到这里，请给出已有文件夹里的文件名")
    if out.resolve() in {path.resolve() for path in inputs}:
        raise UserFacingError(f"{out}：会覆盖题目文件或文章，请换个文件名")


def print_table(
    console: Console, headings: Sequence[str], groups: Iterable[Iterable[Sequence[str]]]
) -> None:
    """Print rows of text in groups; the first column names the row."""
    styled = console.color_system is not None
    table = Table(box=box.SIMPLE_HEAD if styled else None, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column(headings[0], no_wrap=True, style="cyan")
    for heading in headings[1:]:
        table.add_column(heading, justify="right", no_wrap=True)
    for rows in groups:
        for row in rows:
            table.add_row(*row)
        table.add_section()
    console.print(table)


def say(text: str) -> None:
    """Tell on stderr how far the work is."""
    click.echo(text, err=True)
