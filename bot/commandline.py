"""What the commands of the command line have in common: their options, and words they refuse."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, TypeVar

import click

from retrieval.errors import UserFacingError

F = TypeVar("F", bound=Callable[..., Any])


class Command(click.Command):
    """A command that says what to do about words too many."""

    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse `args`; raises UserFacingError if some are left over."""
        rest = super().parse_args(ctx, args)
        if rest:
            raise UserFacingError(f"多出了参数 {' '.join(rest)}；问题里有空格时请加引号")
        return rest


class CommandGroup(click.Group):
    """A group that suggests the nearest command for an unknown one."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command `args` begins with; raises UserFacingError if there is none."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            near = get_close_matches(name, self.commands, n=1, cutoff=0.5)
            top = ctx.parent is None
            other = "要提问请用 wenbao ask 问题" if top else f"用法见 {ctx.command_path} --help"
            hint = f"是不是 {near[0]}？" if near else other
            raise UserFacingError(f"没有命令 {name}；{hint}")
        return super().resolve_command(ctx, args)


def help_option(command: F) -> F:
    """Add --help, described in the language of the rest."""
    return click.help_option("-h", "--help", help="显示这份说明。")(command)


def _given_once(
    _context: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> str | None:
    """Return the one value of an option; click by itself would take the last of several."""
    if len(values) > 1:
        raise UserFacingError(f"{param.opts[0]} 只能给一次；要读几个文件，请放进一个文件夹")
    return values[0] if values else None


def settings_options(command: F) -> F:
    """Add the options that overrule a setting; `bot.settings` checks their values."""
    options = [
        click.option(
            "--articles",
            metavar="路径",
            multiple=True,
            callback=_given_once,
            help="要读的文本文件或文件夹。",
        ),
        click.option("--threshold", metavar="小数", help="把握低于它就算文中没有提到（0 到 1）。"),
        click.option("--color", metavar="auto|always|never", help="是否用颜色，默认 auto。"),
        click.option("--log-level", metavar="级别", help="DEBUG、INFO、WARNING 或 ERROR。"),
        help_option,
    ]
    for option in reversed(options):
        command = option(command)
    return command
