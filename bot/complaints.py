"""How the command line says what has gone wrong: a line on stderr, in Chinese."""

import click


def complain(message: str, code: int) -> int:
    """Say each line of `message` on stderr and return the exit code `code`."""
    from bot.plain import visible

    for line in message.splitlines():
        click.echo(f"wenbao: {visible(line)}", err=True)
    return code


def in_chinese(error: click.UsageError) -> str:
    """Say in Chinese what click found wrong; where it is not told apart here, in click's words."""
    see = f"；用法见 {error.ctx.command_path} --help" if error.ctx else ""
    match error:
        case click.NoSuchOption(option_name=name, possibilities=near):
            return f"没有选项 {name}" + (f"，是不是 {near[0]}？" if near else see)
        case click.MissingParameter(param=click.Parameter() as param):
            return f"缺少{param.human_readable_name}{see}"
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=choices)) as param):
            return f"{param.opts[0]} 的值应为 {' 或 '.join(choices)}"
        case click.BadParameter(param=click.Parameter(type=click.IntRange(min=least)) as param):
            return f"{param.opts[0]} 的值应为不小于 {least} 的整数"
        case click.BadOptionUsage(option_name=name):
            return f"选项 {name} 用得不对（缺少值，或不该有值）{see}"
    return error.format_message() + see
