"""The command line `wenbao`: what each command takes, and where whatever goes wrong is caught.

Only what every command needs is imported at the top; the rest is imported where it is used, so
that `ask` does not wait for the REPL or the evaluation to load.
"""

import errno
import json
import logging
import os
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import __version__
from bot.cli_eval import evaluate
from bot.cli_tune import tune
from bot.commandline import CommandGroup, help_option, settings_options
from bot.complaints import complain, in_chinese
from bot.startup import articles_named, load_settings_of, ready_answerer
from retrieval.errors import UserFacingError

if TYPE_CHECKING:
    from bot.answering.answer import Answer

ANSWERED, NO_ANSWER, BAD_INPUT, DEFECT, INTERRUPTED = 0, 1, 2, 70, 130
"""Exit codes; 70 is EX_SOFTWARE of sysexits.h, 130 what shells give for Ctrl-C."""

log = logging.getLogger(__name__)


@click.group(
    cls=CommandGroup,
    invoke_without_command=True,
    epilog="例：wenbao ask 图书馆有几座 --articles 晚报.txt",
)
@click.version_option(__version__, message="wenbao %(version)s", help="显示版本。")
@help_option
@click.pass_context
def cli(context: click.Context) -> int:
    """问报：就一版中文报纸提问，得到文中的答案，或“文中没有提到”。"""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
    return BAD_INPUT


@cli.command(epilog="例：wenbao chat --articles 晚报.txt")
@settings_options
def chat(**options: str | None) -> int:
    """逐句对话；输入不是终端时逐行回答。"""
    settings = load_settings_of(options)
    answerer = ready_answerer(settings)
    from bot.rendering import Screen, make_console
    from bot.repl import Repl, run_repl

    screen = Screen(make_console(settings.color), answerer.pages)
    run_repl(Repl(answerer, screen), screen, settings.history_file)
    return ANSWERED


@cli.command(epilog="例：wenbao ask 图书馆有几座 --articles 晚报.txt --json")
@click.argument("question", metavar="问题")
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON。")
@click.option("--explain", is_flag=True, help="逐条规则说明答案是怎么选出来的。")
@settings_options
def ask(question: str, as_json: bool, explain: bool, **options: str | None) -> int:
    """回答一个问题。

    退出码：0 有答案，1 文中没有提到，2 输入有误。
    """
    from bot.message import clean_message

    message = clean_message(question)
    settings = load_settings_of(options)
    answerer = ready_answerer(settings)
    started = time.perf_counter()
    reply = answerer.ask(message, explain=explain)
    elapsed_ms = (time.perf_counter() - started) * 1000
    log.info("answered in %.1f ms", elapsed_ms)
    if as_json:
        from bot.prediction import to_prediction

        record: dict[str, Any] = {**to_prediction(reply, id="ask", elapsed_ms=elapsed_ms)}
        if explain:
            record["traces"] = [_trace_records(answer) for answer in reply.answers]
        click.echo(json.dumps(record, ensure_ascii=False))
    else:
        from bot.rendering import Screen, make_console

        screen = Screen(make_console(settings.color), answerer.pages)
        screen.reply(reply)
        for answer in reply.answers if explain else ():
            screen.explanation(answer)
    return ANSWERED if reply.answered else NO_ANSWER


@cli.command(epilog="例：WENBAO_TELEGRAM_TOKEN=… wenbao telegram --articles 晚报.txt")
@settings_options
def telegram(**options: str | None) -> int:
    """运行 Telegram 机器人，直到收到 SIGTERM 或 Ctrl-C。

    token 等设置只从环境变量或 .env 读，见 .env.example。
    """
    settings = load_settings_of(options)
    from bot.telegram.command import run_bot
    from retrieval.library import load_pages

    run_bot(settings, lambda: load_pages(articles_named(settings)))
    return ANSWERED


@cli.group(cls=CommandGroup, invoke_without_command=True)
@help_option
@click.pass_context
def feedback(context: click.Context) -> int:
    """读者在 Telegram 里的评价。"""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
    return BAD_INPUT


@feedback.command(epilog="例：wenbao feedback export --out 评价.jsonl")
@click.option("--out", metavar="文件", help="写到这个文件；不给就写到标准输出。")
@click.option("--log-level", metavar="级别", help="DEBUG、INFO、WARNING 或 ERROR。")
@help_option
def export(out: str | None, **options: str | None) -> int:
    """把评价导出成 wenbao eval 能用的题目文件。"""
    settings = load_settings_of(options)
    from bot.telegram.feedback_export import export_feedback

    written, left_out = export_feedback(settings, Path(out) if out else None)
    about = f"；另有 {left_out} 个是对读者自己的文章，没有导出" if left_out else ""
    click.echo(f"导出了 {written} 个评价{about}。", err=True)
    return ANSWERED


cli.add_command(evaluate)
cli.add_command(tune)


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line on `args` (the process's own by default) and return the exit code.

    The one place where errors become a line on stderr.
    """
    try:
        if hasattr(sys.stdout, "reconfigure"):
            # A terminal that cannot show a character must not stop the answer.
            sys.stdout.reconfigure(errors="backslashreplace")
        code = _run(list(sys.argv[1:] if args is None else args))
        if sys.stdout is not None:
            sys.stdout.flush()
    except UserFacingError as error:
        return complain(str(error), BAD_INPUT)
    except click.UsageError as error:
        return complain(in_chinese(error), BAD_INPUT)
    except (KeyboardInterrupt, EOFError, click.Abort):
        return complain("已中断", INTERRUPTED)
    except MemoryError:
        return complain("内存不够；请换小一些的文件", BAD_INPUT)
    except OSError as error:
        if error.errno == errno.EPIPE:
            # What is still in the buffer has no reader: without this the interpreter would
            # complain again when it closes stdout.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return complain("输出没有写完：接收的一方已经关闭", BAD_INPUT)
        where = f"{error.filename}：" if error.filename else ""
        return complain(f"{where}{error.strerror or error}", BAD_INPUT)
    except Exception as error:
        log.debug("%s", traceback.format_exc())
        return complain(
            f"程序出错，这是 wenbao 的缺陷：{type(error).__name__}: {error}；"
            "加 --log-level DEBUG 可看经过",
            DEFECT,
        )
    return code


def _run(args: list[str]) -> int:
    try:
        with cli.make_context("wenbao", args) as context:
            return int(cli.invoke(context))
    except click.exceptions.Exit as done:
        return done.exit_code


def _trace_records(answer: "Answer") -> list[dict[str, Any]]:
    """Return what `--json --explain` adds for one answer: the winner, then the runner-up."""
    return [
        {
            "candidate": trace.candidate,
            "score": trace.score,
            "shares": [{"rule": share.rule, "share": share.share} for share in trace.shares],
        }
        for trace in answer.traces
    ]
